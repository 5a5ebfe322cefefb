/** Two recordings side by side. */

import { el, percent } from "./dom";
import type { Engine } from "./engine";
import type { Results } from "./export";
import { RecordingView } from "./recording";

export class CompareView {
  private readonly difference = el("div", { class: "difference", role: "status" });
  private readonly views: RecordingView[] = [];
  private readonly results: (Results | undefined)[] = [];

  constructor(parent: HTMLElement, engine: Engine) {
    const sides = ["First", "Second"].map((name, at) => {
      const side = el("section", { class: "side", "aria-label": `${name} recording` }, el("h2", {}, name));
      const view = new RecordingView(side, engine, name);
      view.onresults = (results) => {
        this.results[at] = results;
        this.compare();
      };
      this.views.push(view);
      return side;
    });
    parent.append(el("div", { class: "sides" }, ...sides), this.difference);
  }

  /** Measures both again. */
  async again(): Promise<void> {
    for (const view of this.views) await view.again();
  }

  private compare(): void {
    const [first, second] = this.results;
    if (!first || !second) return this.difference.replaceChildren();
    const of = (results: Results, label: string) =>
      results.explanation.prediction.probabilities.find((it) => it.label === label)?.probability ?? 0;
    const labels = first.explanation.prediction.probabilities.map((it) => it.label);
    const rows = labels.map((label) => ({ label, a: of(first, label), b: of(second, label) }));
    rows.sort((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a));
    const body = rows.map(({ label, a, b }) => {
      const size = percent(Math.abs(b - a));
      const change = size === percent(0) ? size : `${b < a ? "−" : "+"}${size}`;
      return el("tr", {}, el("th", { scope: "row" }, label), ...[percent(a), percent(b), change].map((text) => el("td", {}, text)));
    });
    const head = el("thead", {}, el("tr", {}, ...["Emotion", first.name, second.name, "Difference"].map((text) => el("th", { scope: "col" }, text))));
    const table = el("table", {}, el("caption", {}, "Probabilities side by side, largest difference first"), head, el("tbody", {}, ...body));
    this.difference.replaceChildren(el("div", { class: "table", tabindex: 0, role: "region", "aria-label": "Differences" }, table));
  }
}
