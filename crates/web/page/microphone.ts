/** The microphone: level, emotions as they come, and a summary at the end. */

import type { StreamEvent, TimelineData } from "../pkg/emo_web";
import { Bars } from "./answer";
import { button, clock, duration, el, message, percent, svg } from "./dom";
import type { Engine } from "./engine";
import type { LiveUpdate } from "./protocol";
import { utterances } from "./recording";
import { emotionColour } from "./theme";

/** The seconds that the strip shows. */
const SHOWN = 60;

export class MicrophoneView {
  private readonly status = el("p", { class: "status", role: "status" }, "The microphone is off. What it records is measured at once and not kept.");
  private readonly meter = el("meter", { min: -60, max: 0, low: -45, high: -3, optimum: -20, value: -60, "aria-label": "Level of the microphone, dB" });
  private readonly level = el("span", { class: "time" }, "silence");
  private readonly time = el("span", { class: "time" }, clock(0));
  private readonly bars = new Bars();
  private readonly strip = svg("svg", { class: "strip", viewBox: `0 0 ${SHOWN} 8`, preserveAspectRatio: "none", role: "img", "aria-label": "Emotions of the last minute" });
  private readonly label = el("p", { class: "headline", "aria-live": "polite" }, el("strong", {}, "–"));
  private readonly summary = el("div", { class: "results" });
  private readonly start = button("Start", () => void this.begin(), { class: "primary" });
  private readonly pause = button("Pause", () => void this.hold(), { disabled: true });
  private readonly stop = button("Stop", () => void this.end(), { disabled: true });
  private windows: { start: number; end: number; label: string; probability: number }[] = [];
  private device?: { context: AudioContext; stream: MediaStream };

  constructor(parent: HTMLElement, private readonly engine: Engine) {
    const buttons = el("div", { class: "transport" }, this.start, this.pause, this.stop, this.time);
    const level = el("div", { class: "level" }, el("span", {}, "Level"), this.meter, this.level);
    const live = el("div", { class: "answer" }, this.label, this.bars.node);
    parent.append(el("div", { class: "live" }, buttons, this.status, level, this.strip, live), this.summary);
    engine.onlive = (update) => this.update(update);
  }

  /** Ends a recording that goes on, such as before another model is loaded. */
  async end(): Promise<void> {
    if (!this.device) return;
    const { context, stream } = this.device;
    this.device = undefined;
    stream.getTracks().forEach((track) => track.stop());
    await context.close();
    this.buttons(false);
    try {
      this.conclude(await this.engine.call("stop", []));
    } catch (error) {
      this.status.textContent = `This did not work: ${message(error)}.`;
    }
  }

  private async begin(): Promise<void> {
    this.start.disabled = true;
    this.status.textContent = "Waiting for the microphone …";
    try {
      const natural = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      const stream = await navigator.mediaDevices.getUserMedia({ audio: natural });
      const context = new AudioContext();
      await context.audioWorklet.addModule("forward.js");
      const node = new AudioWorkletNode(context, "forward", { numberOfOutputs: 0 });
      const { port1, port2 } = new MessageChannel();
      await this.engine.call("listen", [context.sampleRate, port2], { moved: [port2] });
      node.port.postMessage(port1, [port1]);
      context.createMediaStreamSource(stream).connect(node);
      this.device = { context, stream };
      this.windows = [];
      this.summary.replaceChildren();
      this.bars.clear();
      this.buttons(true);
      this.status.textContent = "Speak: the first answer comes after a second of speech.";
    } catch (error) {
      this.start.disabled = false;
      this.status.textContent = `The microphone cannot be used: ${message(error)}.`.replace(/\.\.$/, ".");
    }
  }

  private async hold(): Promise<void> {
    const context = this.device?.context;
    if (!context) return;
    const running = context.state === "running";
    await (running ? context.suspend() : context.resume());
    this.pause.textContent = running ? "Go on" : "Pause";
    this.status.textContent = running ? "Paused." : "Recording.";
  }

  private update({ seconds, level, peak, events, arrived }: LiveUpdate): void {
    if (!this.device) return;
    this.meter.value = Math.max(level, -60);
    this.level.textContent = level < -60 ? "silence" : `${level.toFixed(0)} dB${peak > -0.1 ? ", clipped" : ""}`;
    this.time.textContent = clock(seconds);
    for (const event of events) this.take(event);
    if (events.length > 0) {
      const start = arrived - performance.timeOrigin;
      requestAnimationFrame(() => performance.measure("window to bar", { start, end: performance.now() }));
    }
    this.draw(seconds);
  }

  private take(event: StreamEvent): void {
    if (event.event === "speech_start") {
      this.status.textContent = "Speech.";
      return;
    }
    const shares = event.event === "measurement" ? event.smoothed : event.probabilities;
    const label = event.event === "measurement" ? event.smoothed_label : event.label;
    if (event.event === "utterance_end") this.status.textContent = "Pause in the speech.";
    this.bars.update(Object.entries(shares).map(([label, probability]) => ({ label, probability })));
    this.label.replaceChildren(el("strong", {}, label), " ", el("span", { class: "share" }, percent(shares[label] ?? 0)));
    if (event.event !== "measurement") return;
    const start = Math.max(event.end - 1, event.start);
    this.windows.push({ start, end: event.end, label, probability: shares[label] ?? 0 });
  }

  private draw(seconds: number): void {
    const first = Math.max(seconds - SHOWN, 0);
    this.windows = this.windows.filter((it) => it.end > first);
    const boxes = this.windows.map(({ start, end, label, probability }) =>
      svg("rect", { x: start - first, y: 8 * (1 - probability), width: end - start, height: 8 * probability, fill: emotionColour(label) }, svg("title", {}, label)),
    );
    this.strip.replaceChildren(...boxes);
  }

  private buttons(running: boolean): void {
    this.start.disabled = running;
    this.pause.disabled = this.stop.disabled = !running;
    this.pause.textContent = "Pause";
  }

  private conclude(timeline: TimelineData): void {
    const [speaker] = timeline.summary.speakers;
    const shares = Object.entries(speaker?.emotions ?? {}).filter(([, share]) => share > 0);
    shares.sort((a, b) => b[1] - a[1]);
    const spoken = speaker?.seconds ?? 0;
    this.status.textContent = `${duration(timeline.seconds)} recorded, ${duration(spoken)} of speech.`;
    if (shares.length === 0) return;
    const bars = new Bars();
    bars.update(shares.map(([label, probability]) => ({ label, probability })));
    this.summary.replaceChildren(el("div", { class: "answer" }, el("h2", {}, "Share of the speech"), bars.node), utterances(timeline, "Microphone"));
  }
}
