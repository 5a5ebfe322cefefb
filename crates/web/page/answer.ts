/** The answer for a recording as text and bars. */

import type { Contributions, Prediction, Share } from "../pkg/emo_web";
import { el, percent } from "./dom";
import { emotionColour } from "./theme";

/** A list of bars; `update` sets new values without new elements. */
export class Bars {
  readonly node = el("ol", { class: "bars" });
  private rows = new Map<string, { row: HTMLLIElement; bar: HTMLElement; value: HTMLElement }>();

  update(shares: Share[]): void {
    for (const { label, probability } of shares) {
      const { row, bar, value } = this.rows.get(label) ?? this.add(label);
      row.dataset.probability = String(probability);
      bar.style.transform = `scaleX(${probability.toFixed(4)})`;
      value.textContent = percent(probability);
    }
  }

  clear(): void {
    this.rows.clear();
    this.node.replaceChildren();
  }

  private add(label: string) {
    const bar = el("span", { class: "bar" });
    bar.style.background = emotionColour(label);
    const value = el("span", { class: "value" });
    const row = el("li", { "data-label": label }, el("span", { class: "name" }, label), el("span", { class: "track", "aria-hidden": "true" }, bar), value);
    this.node.append(row);
    const made = { row, bar, value };
    this.rows.set(label, made);
    return made;
  }
}

/** One sentence on how sure the model is. */
export function verdict(prediction: Prediction): string {
  const [first, second] = prediction.probabilities;
  if (!first) return "";
  if (prediction.uncertain) return `The model cannot judge this recording (${prediction.quality}).`;
  if (!second) return "";
  if (first.probability >= 0.75) return `The model is fairly sure; next is ${second.label}.`;
  if (first.probability >= 0.4) return `The model is not sure; ${second.label} is next with ${percent(second.probability)}.`;
  return `The model is undecided between ${first.label}, ${second.label} and others.`;
}

/** The answer: headline, sentence and bars. */
export function answer(prediction: Prediction): HTMLElement {
  const [first] = prediction.probabilities;
  const label = prediction.uncertain ? "uncertain" : prediction.label;
  const mark = el("span", { class: "mark", "aria-hidden": "true" });
  mark.style.background = prediction.uncertain ? "var(--soft)" : emotionColour(label);
  const share = prediction.uncertain || !first ? "" : percent(first.probability);
  const headline = el("p", { class: "headline" }, mark, el("strong", {}, label), " ", el("span", { class: "share" }, share));
  const bars = new Bars();
  bars.update(prediction.probabilities);
  return el("div", { class: "answer" }, headline, el("p", { class: "note" }, verdict(prediction)), bars.node);
}

/** What the groups of features are, in words. */
const GROUPS: Record<string, [string, string]> = {
  mfcc: ["Timbre", "mel-frequency cepstral coefficients"],
  mel: ["Spectrum", "log mel bands"],
  chroma: ["Chroma", "energy of the twelve pitch classes"],
  contrast: ["Spectral contrast", "peaks against valleys of the spectrum"],
  level: ["Loudness", "course of the level"],
  centroid: ["Brightness", "spectral centroid"],
  bandwidth: ["Bandwidth", "spread of the spectrum"],
  rolloff: ["Roll-off", "where the spectrum ends"],
  flatness: ["Noisiness", "spectral flatness"],
  flux: ["Change", "spectral flux"],
  alpha: ["Balance", "alpha ratio of low to high"],
  hammarberg: ["Strain", "Hammarberg index"],
  slope: ["Slope", "slopes of the spectrum"],
  zcr: ["Zero crossings", "zero-crossing rate"],
  pitch: ["Pitch", "course of the fundamental frequency"],
  periodicity: ["Voice quality", "periodicity of the voice"],
  voiced: ["Rhythm", "voiced parts and pauses"],
  duration: ["Duration", "length of the speech"],
  correlation: ["Correlations", "between descriptors over time"],
  convolution: ["Patterns in time", "random convolutions"],
  encoder: ["Learned features", "frames of a speech encoder"],
};

/** What the groups added to the predicted label. */
export function contributions(found: Contributions, label: string): HTMLElement {
  const place = found.labels.indexOf(label);
  const groups = found.groups.map(({ name, values }) => ({ name, value: values[place] ?? 0 }));
  groups.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const largest = Math.max(...groups.map((it) => Math.abs(it.value)), 1e-9);
  const rows = groups.slice(0, 8).map(({ name, value }) => {
    const [title, detail] = GROUPS[name] ?? [name, ""];
    const bar = el("span", { class: value < 0 ? "bar against" : "bar for" });
    bar.style.width = `${((50 * Math.abs(value)) / largest).toFixed(1)}%`;
    const text = `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
    const words = el("span", { class: "name", title: detail }, title);
    return el("li", { "data-group": name }, words, el("span", { class: "track two", "aria-hidden": "true" }, bar), el("span", { class: "value" }, text));
  });
  const how = found.exact
    ? `Each number is what a group of features adds to the log-probability of ${label}, compared with the mean of all emotions. The model is linear, so they are exact.`
    : `Each number is how the log-probability of ${label} changes, compared with the mean of all emotions, when a group of features is set to its average.`;
  const heading = el("h2", {}, `What contributed to ${label}`);
  return el("div", { class: "contributions" }, heading, el("ol", { class: "bars" }, ...rows), el("p", { class: "note" }, how));
}
