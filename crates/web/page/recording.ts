/** One recording: opening it, and all that is shown of it. */

import type { TimelineData } from "../pkg/emo_web";
import { answer, contributions } from "./answer";
import { decode, type Decoded } from "./decode";
import { button, clock, duration, el, message, percent } from "./dom";
import type { Engine } from "./engine";
import { json, pngFile, save, stem, svgFile, type Results } from "./export";
import { figure, HEIGHT, moveCursor, timeAt, type FigureData } from "./figure";
import { Player } from "./player";
import type { Explanation, Picture } from "./protocol";
import { onThemeChange, scheme } from "./theme";

/** Columns and bands of a figure. */
const [COLUMNS, BANDS] = [1200, 96];

/** The samples that the page has, made with a synthetic voice. */
const SAMPLES = [
  { title: "A lively sentence", file: "samples/lively.ogg" },
  { title: "A quiet sentence", file: "samples/quiet.ogg" },
  { title: "Three sentences with pauses", file: "samples/three.ogg" },
];

export class RecordingView {
  /** Is called with new results, and without when there are none. */
  onresults?: (results?: Results) => void;
  private readonly status = el("p", { class: "status", role: "status" });
  private readonly output = el("div", { class: "results" });
  private decoded?: Decoded;
  private file?: File;
  private player?: Player;
  private shown?: { data: FigureData; node: SVGSVGElement; frame: HTMLElement };
  private turn = 0;

  constructor(parent: HTMLElement, private readonly engine: Engine, private readonly title: string) {
    parent.append(this.chooser(), this.status, this.output);
    onThemeChange(() => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.output);
  }

  /** Opens a file, and shows what it holds. */
  async open(file: File): Promise<void> {
    const turn = ++this.turn;
    await this.close();
    this.say(`Reading ${file.name} …`);
    try {
      const decoded = await decode(this.engine, file);
      if (turn !== this.turn) return void this.engine.call("close", [decoded.id]);
      [this.decoded, this.file] = [decoded, file];
      await this.measure(turn, decoded, file);
    } catch (error) {
      if (turn === this.turn) this.fail(error);
    }
  }

  /** Measures the same recording again, with another model or after the worker was restarted. */
  async again(): Promise<void> {
    if (this.file) await this.open(this.file);
  }

  private async close(): Promise<void> {
    this.player?.close();
    this.output.replaceChildren();
    this.onresults?.();
    const { decoded } = this;
    this.player = this.shown = this.decoded = undefined;
    if (decoded) await this.engine.call("close", [decoded.id]).catch(() => undefined);
  }

  private async measure(turn: number, decoded: Decoded, file: File): Promise<void> {
    const { id, seconds, notes, decoder } = decoded;
    this.say("Predicting …");
    const explanation = await this.engine.call("explain", [id]);
    if (turn !== this.turn) return;
    this.answer(explanation);
    const picture = await this.engine.call("picture", [id, COLUMNS, BANDS]);
    if (turn !== this.turn) return;
    this.picture({ name: file.name, seconds, picture }, decoded);
    const progress = (share: number) => turn === this.turn && this.say(`Measuring over time … ${Math.round(100 * share)} %`);
    const timeline = await this.engine.call("timeline", [id], { progress });
    if (turn !== this.turn) return;
    const model = (document.getElementById("model") as HTMLSelectElement | null)?.value ?? "";
    const results = { name: file.name, seconds, model, decoder, notes, explanation, timeline };
    this.timeline(results, picture);
    this.say(`${file.name}, ${duration(seconds)} at ${decoded.sampleRate} Hz. ${[decoder, ...notes.map((note) => `Note: ${note}.`)].join(" ")}`);
    this.onresults?.(results);
  }

  private chooser(): HTMLElement {
    const input = el("input", { type: "file", accept: "audio/*,video/mp4,video/webm,.flac,.opus,.caf,.au,.sph,.mka,.webm", hidden: true, "aria-label": `${this.title}: a recording` });
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (file) void this.open(file);
      input.value = "";
    });
    const choose = button("Choose a recording", () => input.click(), { class: "primary" });
    const samples = SAMPLES.map(({ title, file }) => button(title, () => void this.sample(file), { class: "quiet" }));
    const hint = el("p", {}, "Drop a recording here, or");
    const row = el("p", { class: "samples" }, el("span", {}, "Or try a sample (a synthetic voice):"), ...samples);
    const zone = el("div", { class: "drop" }, hint, choose, input, row);
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      const file = event.dataTransfer?.files[0];
      if (file) void this.open(file);
    });
    return zone;
  }

  private async sample(path: string): Promise<void> {
    try {
      const response = await fetch(path);
      if (!response.ok) throw new Error(`the sample could not be loaded (${response.status})`);
      await this.open(new File([await response.blob()], path.replace("samples/", "")));
    } catch (error) {
      this.fail(error);
    }
  }

  private answer({ prediction, contributions: found }: Explanation): void {
    const panels = el("div", { class: "panels" }, answer(prediction), contributions(found, prediction.label));
    this.output.replaceChildren(panels);
  }

  private picture(data: FigureData, { id, sampleRate }: Decoded): void {
    const frame = el("div", { class: "frame" });
    const node = figure(data, this.width());
    frame.append(node);
    this.shown = { data, node, frame };
    const player = new Player(data.seconds, sampleRate, () => this.engine.call("samples", [id]));
    this.player = player;
    const play = button("Play", () => void player.toggle().catch((error) => this.fail(error)), { class: "play" });
    const place = el("input", { type: "range", min: 0, max: data.seconds, step: 0.01, value: 0, "aria-label": `${this.title}: place in the recording` });
    const time = el("span", { class: "time" }, `${clock(0, 1)} / ${clock(data.seconds, 1)}`);
    place.addEventListener("input", () => void player.seek(Number(place.value)));
    player.onstate = (playing) => (play.textContent = playing ? "Pause" : "Play");
    player.onplace = (seconds) => {
      place.value = String(seconds);
      place.setAttribute("aria-valuetext", `${clock(seconds, 1)} of ${clock(data.seconds, 1)}`);
      time.textContent = `${clock(seconds, 1)} / ${clock(data.seconds, 1)}`;
      if (this.shown) moveCursor(this.shown.node, this.shown.data, seconds);
    };
    frame.addEventListener("click", (event) => {
      const left = frame.getBoundingClientRect().left;
      void player.seek(timeAt(event.clientX - left, data, this.width()));
    });
    this.output.append(el("div", { class: "figure" }, frame, el("div", { class: "transport" }, play, place, time)));
  }

  private timeline(results: Results, picture: Picture): void {
    const { name, seconds, timeline } = results;
    if (this.shown) this.shown.data = { name, seconds, picture, timeline };
    this.draw(true);
    this.output.append(el("div", { class: "below" }, this.exports(results), utterances(timeline, this.title)));
  }

  private exports(results: Results): HTMLElement {
    const id = this.decoded?.id ?? 0;
    const name = stem(results);
    const text = async (format: string, ending: string, type: string) => {
      const content = await this.engine.call("format", [id, format, results.name]);
      save(new Blob([content], { type }), `${name}.${ending}`);
    };
    const node = () => this.shown?.node ?? figure({ ...results, picture: this.shown!.data.picture }, this.width());
    const kinds: [string, () => Promise<void> | void][] = [
      ["Table (CSV)", () => text("csv", "csv", "text/csv")],
      ["Everything (JSON)", () => save(json(results), `${name}.json`)],
      ["Subtitles (WebVTT)", () => text("webvtt", "vtt", "text/vtt")],
      ["Picture (PNG)", async () => save(await pngFile(node()), `${name}.png`)],
      ["Picture (SVG)", () => save(svgFile(node()), `${name}.svg`)],
    ];
    const buttons = kinds.map(([title, run]) => button(title, () => void Promise.resolve(run()).catch((error) => this.fail(error)), { class: "quiet" }));
    return el("div", { class: "exports", role: "group", "aria-label": `${this.title}: save` }, el("span", { class: "note" }, "Save:"), ...buttons);
  }

  private draw(always = false): void {
    if (!this.shown) return;
    const { data, node, frame } = this.shown;
    const width = this.width();
    const unchanged = node.width.baseVal.value === width && node.getAttribute("data-scheme") === scheme();
    if (unchanged && !always) return;
    const drawn = figure(data, width);
    drawn.setAttribute("data-scheme", scheme());
    frame.replaceChildren(drawn);
    frame.style.height = `${HEIGHT}px`;
    this.shown.node = drawn;
  }

  private width(): number {
    return Math.max(Math.round(this.output.clientWidth) - 34, 240);
  }

  private say(text: string): void {
    this.status.classList.remove("failed");
    this.status.textContent = text;
  }

  private fail(error: unknown): void {
    this.status.classList.add("failed");
    this.status.textContent = `This did not work: ${message(error)}.`.replace(/\.\.$/, ".");
  }
}

/** The utterances as a table, also for those who cannot see the figure. */
export function utterances({ utterances: all, summary }: TimelineData, title: string): HTMLElement {
  if (all.length === 0) return el("p", { class: "note" }, "No speech was found in this recording.");
  const heads = ["Start", "End", "Emotion", "Probability", "Level"];
  const rows = all.map((it) => {
    const cells = [clock(it.start, 1), clock(it.end, 1), it.label, percent(it.probabilities[it.label] ?? 0), `${it.level_db.toFixed(0)} dB`];
    return el("tr", {}, ...cells.map((cell) => el("td", {}, cell)));
  });
  const caption = `${all.length === 1 ? "One utterance" : `${all.length} utterances`}, ${percent(summary.silence)} silence`;
  const head = el("thead", {}, el("tr", {}, ...heads.map((text) => el("th", { scope: "col" }, text))));
  return el("div", { class: "table", tabindex: 0, role: "region", "aria-label": `${title}: utterances` }, el("table", {}, el("caption", {}, caption), head, el("tbody", {}, ...rows)));
}
