/** A recording's results as files. */

import type { TimelineData } from "../pkg/emo_web";
import { save } from "./dom";
import type { FigureData } from "./figure";
import type { Explanation } from "./protocol";

/** Everything that is known of a recording. */
export interface Results {
  name: string;
  seconds: number;
  model: string;
  decoder: string;
  notes: string[];
  explanation: Explanation;
  timeline: TimelineData;
}

/** All numbers, without the time that they took. */
export function json({ explanation, ...rest }: Results): Blob {
  const { prediction, contributions } = explanation;
  const text = JSON.stringify({ ...rest, prediction, contributions }, null, 2);
  return new Blob([`${text}\n`], { type: "application/json" });
}

function text(node: SVGSVGElement): string {
  const copy = node.cloneNode(true) as SVGSVGElement;
  copy.querySelector(".cursor")?.remove();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
}

/** The figure as SVG, with all that it needs inside. */
export function svgFile(node: SVGSVGElement): Blob {
  return new Blob([text(node)], { type: "image/svg+xml" });
}

/** The figure as PNG, with twice as many pixels as on the page. */
export async function pngFile(node: SVGSVGElement): Promise<Blob> {
  const image = new Image();
  const [width, height] = [node.width.baseVal.value, node.height.baseVal.value];
  image.src = URL.createObjectURL(svgFile(node));
  await image.decode();
  URL.revokeObjectURL(image.src);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * width, 2 * height];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))));
  });
}

/** The name of a file without its ending. */
export function stem({ name }: FigureData | Results): string {
  return name.replace(/\.[^.]+$/, "") || "recording";
}

export { save };
