/** The figure of a recording, as one SVG: emotions, voice activity, waveform, spectrogram, pitch. */

import type { TimelineData } from "../pkg/emo_web";
import { clock, duration, svg } from "./dom";
import type { Picture } from "./protocol";
import { emotionColour, rampColour, theme, type Theme } from "./theme";

export interface FigureData {
  name: string;
  seconds: number;
  picture: Picture;
  timeline?: TimelineData;
}

/** The rows from top to bottom, px. */
const ROWS = {
  emotions: { y: 4, height: 30 },
  activity: { y: 38, height: 16 },
  wave: { y: 62, height: 76 },
  spectrogram: { y: 146, height: 150 },
};
const [LEFT, RIGHT, AXIS] = [58, 8, 304];
/** The height of a figure, px. */
export const HEIGHT = 330;
/** The band of the spectrogram, Hz, as in `picture.rs`. */
const [LOWEST, HIGHEST] = [60, 8000];

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";

/** The place of a time in a figure of this width, px. */
export function placeOf(seconds: number, data: FigureData, width: number): number {
  return LEFT + (seconds / Math.max(data.seconds, 1e-9)) * (width - LEFT - RIGHT);
}

/** The time at a place. */
export function timeAt(place: number, data: FigureData, width: number): number {
  const share = (place - LEFT) / (width - LEFT - RIGHT);
  return Math.min(Math.max(share, 0), 1) * data.seconds;
}

/** Draws the figure; `width` in px. */
export function figure(data: FigureData, width: number): SVGSVGElement {
  const colours = theme();
  const x = (seconds: number) => placeOf(seconds, data, width);
  const size = { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` };
  const look = { "font-family": FONT, "font-size": 11, fill: colours.soft };
  const node = svg("svg", { ...size, ...look, role: "img", "aria-label": described(data) });
  node.append(svg("rect", { width, height: HEIGHT, fill: colours.paper }));
  node.append(emotions(data, x, colours), activity(data, x, colours), wave(data, width, colours));
  node.append(spectrogram(data, width, colours), pitch(data, x, colours), axis(data, x, colours));
  node.append(cursor(colours));
  return node;
}

/** Moves the cursor of a figure. */
export function moveCursor(node: SVGSVGElement, data: FigureData, seconds: number): void {
  const place = placeOf(seconds, data, node.width.baseVal.value);
  node.querySelector(".cursor")?.setAttribute("transform", `translate(${place.toFixed(1)} 0)`);
}

function cursor(colours: Theme): SVGElement {
  const line = { x1: 0, x2: 0, y1: 0, y2: AXIS, stroke: colours.ink, "stroke-width": 1.5 };
  return svg("line", { class: "cursor", transform: `translate(${LEFT} 0)`, ...line });
}

function described({ name, seconds, timeline }: FigureData): string {
  const parts = timeline?.utterances.flatMap((it) => it.segments) ?? [];
  const spoken = parts.map((it) => `${it.label} from ${clock(it.start, 1)} to ${clock(it.end, 1)}`);
  const list = spoken.length > 0 ? spoken.slice(0, 12).join(", ") : "no speech found";
  return `${name}, ${duration(seconds)}: waveform, spectrogram and pitch. ${list}.`;
}

function caption(text: string, y: number): SVGElement {
  return svg("text", { x: 0, y, "dominant-baseline": "middle" }, text);
}

type Scale = (seconds: number) => number;

function emotions({ timeline }: FigureData, x: Scale, colours: Theme): SVGElement {
  const { y, height } = ROWS.emotions;
  const group = svg("g", {}, caption("Emotion", y + height / 2));
  for (const segment of timeline?.utterances.flatMap((it) => it.segments) ?? []) {
    const [start, end] = [x(segment.start), x(segment.end)];
    const width = Math.max(end - start - 1, 1);
    const opacity = 0.35 + 0.65 * segment.probability;
    const box = { x: start, y, width, height, rx: 3, fill: emotionColour(segment.label), opacity };
    const times = `${clock(segment.start, 1)} to ${clock(segment.end, 1)}`;
    const title = svg("title", {}, `${segment.label} ${Math.round(100 * segment.probability)} %, ${times}`);
    group.append(svg("rect", box, title));
    if (width < 7 * segment.label.length + 8) continue;
    const text = { x: start + width / 2, y: y + height / 2 + 1, "text-anchor": "middle" };
    const dark = opacity < 0.72 ? colours.ink : colours.paper;
    group.append(svg("text", { ...text, "dominant-baseline": "middle", fill: dark }, segment.label));
  }
  return group;
}

function activity(data: FigureData, x: Scale, colours: Theme): SVGElement {
  const { y, height } = ROWS.activity;
  const { activity } = data.picture;
  const step = Math.max(1, Math.floor(activity.length / 1200));
  let path = `M${x(0).toFixed(1)} ${y + height}`;
  for (let at = 0; at < activity.length; at += step) {
    const largest = activity.subarray(at, at + step).reduce((a, b) => Math.max(a, b), 0);
    const end = Math.min((at + step) * 0.016, data.seconds);
    path += `L${x(at * 0.016).toFixed(1)} ${(y + height * (1 - largest)).toFixed(1)}H${x(end).toFixed(1)}`;
  }
  path += `V${y + height}Z`;
  const line = { x1: x(0), x2: x(data.seconds), y1: y + height, y2: y + height, stroke: colours.line };
  const area = svg("path", { d: path, fill: colours.soft, opacity: 0.55 });
  return svg("g", {}, caption("Speech", y + height / 2), svg("line", line), area);
}

function wave(data: FigureData, width: number, colours: Theme): SVGElement {
  const { y, height } = ROWS.wave;
  const { envelope } = data.picture;
  const [columns, middle] = [envelope.length / 2, y + height / 2];
  const largest = envelope.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-4);
  const px = (column: number) => (LEFT + ((column + 0.5) / columns) * (width - LEFT - RIGHT)).toFixed(1);
  const py = (value: number) => (middle - (value / largest) * (height / 2 - 2)).toFixed(1);
  let path = "";
  for (let at = 0; at < columns; at++) path += `${at ? "L" : "M"}${px(at)} ${py(envelope[2 * at + 1]!)}`;
  for (let at = columns - 1; at >= 0; at--) path += `L${px(at)} ${py(envelope[2 * at]!)}`;
  const shape = { d: `${path}Z`, fill: colours.wave, stroke: colours.wave, "stroke-width": 0.6 };
  return svg("g", {}, caption("Wave", middle), svg("path", shape));
}

function spectrogram(data: FigureData, width: number, colours: Theme): SVGElement {
  const { y, height } = ROWS.spectrogram;
  const group = svg("g", {}, svg("image", {
    x: LEFT, y, width: width - LEFT - RIGHT, height,
    preserveAspectRatio: "none", href: pixels(data.picture, colours),
  }));
  for (const hertz of [250, 1000, 4000]) {
    const place = y + height * (1 - share(hertz));
    const text = hertz < 1000 ? `${hertz} Hz` : `${hertz / 1000} kHz`;
    group.append(caption(text, place));
    group.append(svg("line", { x1: LEFT - 5, x2: LEFT - 1, y1: place, y2: place, stroke: colours.soft }));
  }
  return group;
}

/** The spectrogram as a picture in a data address. */
function pixels({ spectrogram, bands }: Picture, colours: Theme): string {
  const columns = spectrogram.length / bands;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, bands];
  const context = canvas.getContext("2d");
  if (!context) return "";
  const image = context.createImageData(columns, bands);
  const table = Array.from({ length: 256 }, (_, byte) => rampColour(colours.ramp, byte / 255));
  for (let column = 0; column < columns; column++) {
    for (let band = 0; band < bands; band++) {
      const colour = table[spectrogram[column * bands + band]!]!;
      image.data.set([...colour.map(Math.round), 255], 4 * ((bands - 1 - band) * columns + column));
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL("image/png");
}

/** Slaney's mel scale, as in the spectrogram: linear to 1 kHz, then logarithmic. */
function mel(hertz: number): number {
  return hertz < 1000 ? (3 * hertz) / 200 : 15 + (27 * Math.log(hertz / 1000)) / Math.log(6.4);
}

function share(hertz: number): number {
  return (mel(hertz) - mel(LOWEST)) / (mel(HIGHEST) - mel(LOWEST));
}

function pitch(data: FigureData, x: Scale, colours: Theme): SVGElement {
  const { y, height } = ROWS.spectrogram;
  const { pitch } = data.picture;
  const step = Math.max(1, Math.floor(pitch.length / 2000));
  let [path, drawing] = ["", false];
  for (let at = 0; at < pitch.length; at += step) {
    // In pauses, noise has a pitch too.
    const speech = (data.picture.activity[Math.floor(at / 1.6)] ?? 0) > 0.3;
    const hertz = speech ? pitch[at]! : 0;
    if (hertz > LOWEST) path += `${drawing ? "L" : "M"}${x(at / 100).toFixed(1)} ${(y + height * (1 - share(hertz))).toFixed(1)}`;
    drawing = hertz > LOWEST;
  }
  const line = { fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round", d: path };
  const under = svg("path", { ...line, stroke: colours.paper, "stroke-width": 4, opacity: 0.8 });
  return svg("g", {}, under, svg("path", { ...line, stroke: colours.pitch, "stroke-width": 1.8 }));
}

function axis({ seconds }: FigureData, x: Scale, colours: Theme): SVGElement {
  const group = svg("g", {}, svg("line", { x1: x(0), x2: x(seconds), y1: AXIS, y2: AXIS, stroke: colours.line }));
  const wanted = (seconds * 80) / Math.max(x(seconds) - x(0), 1);
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600].find((it) => it >= wanted) ?? 7200;
  for (let time = 0; time <= seconds + 1e-9; time += step) {
    const anchor = time === 0 ? "start" : x(time) > x(seconds) - 14 ? "end" : "middle";
    group.append(svg("line", { x1: x(time), x2: x(time), y1: AXIS, y2: AXIS + 4, stroke: colours.soft }));
    const text = step < 1 ? time.toFixed(1) : seconds < 60 ? String(Math.round(time)) : clock(time);
    group.append(svg("text", { x: x(time), y: AXIS + 17, "text-anchor": anchor }, text));
  }
  group.append(caption(seconds < 60 ? "Seconds" : "Minutes", AXIS + 13));
  return group;
}
