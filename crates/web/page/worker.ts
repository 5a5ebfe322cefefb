/** The worker: all computation is here, so that the page never waits. */

import init, { Audio, Encoder, Model, Stream, type Timeline } from "../pkg/emo_web";
import wasm from "../pkg/emo_web_bg.wasm?url";
import type { LiveUpdate, Opened, Picture, Reply, Request, Requests } from "./protocol";

/** A recording and its last timeline. */
interface Kept {
  audio: Audio;
  timeline?: Timeline;
}

/** From the worker's own file in assets/ on. */
const ENCODER = import.meta.env.PROD ? "../models/on-demand/encoder.safetensors" : "/models/on-demand/encoder.safetensors";

const kept = new Map<number, Kept>();
let model: Model | undefined;
let encoder: Encoder | undefined;
let loads = 0;
let nextId = 1;
let live: { stream: Stream; port: MessagePort } | undefined;

const send = (reply: Reply, moved: Transferable[] = []) => postMessage(reply, { transfer: moved });

function recording(id: number): Kept {
  const found = kept.get(id);
  if (!found) throw new Error("the recording is no longer open");
  return found;
}

function loaded(): Model {
  if (!model) throw new Error("no model is loaded");
  return model;
}

function keep(audio: Audio): Opened {
  const id = nextId++;
  kept.set(id, { audio });
  const { seconds, sampleRate, notes } = audio;
  return { id, seconds, sampleRate, notes };
}

/** The file of the learned encoder, which is loaded when a model needs it. */
async function encoderFile(call: number): Promise<Uint8Array> {
  const response = await fetch(new URL(ENCODER, location.href));
  if (!response.ok || !response.body) throw new Error(`the learned encoder could not be loaded (${response.status})`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    parts.push(value);
    size += value.length;
    send({ kind: "progress", call, amount: size });
  }
}

async function modelOf(call: number, bytes: Uint8Array): Promise<Model> {
  if (!encoder) {
    try {
      return Model.load(bytes);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "EncoderNeeded") throw error;
    }
    const file = await encoderFile(call);
    encoder ??= Encoder.load(file);
  }
  return Model.loadWithEncoder(bytes, encoder);
}

type Methods = { [M in keyof Requests]: (call: number, ...args: Parameters<Requests[M]>) => ReturnType<Requests[M]> | Promise<ReturnType<Requests[M]>> };

const methods: Methods = {
  async load(call, bytes) {
    const turn = ++loads;
    const next = await modelOf(call, bytes);
    if (turn !== loads) {
      next.free();
      throw new Error("another model was chosen meanwhile");
    }
    model?.free();
    model = next;
    return { ...next.card, labels: next.labels };
  },
  open: (_, bytes, name) => keep(Audio.decode(bytes, name)),
  adopt: (_, samples, sampleRate) => keep(Audio.fromSamples(samples, sampleRate)),
  close(_, id) {
    kept.get(id)?.timeline?.free();
    kept.get(id)?.audio.free();
    kept.delete(id);
  },
  samples: (_, id) => recording(id).audio.samples as Float32Array<ArrayBuffer>,
  picture(_, id, columns, bands) {
    const { audio } = recording(id);
    const [envelope, spectrogram] = [audio.envelope(columns), audio.spectrogram(columns, bands)];
    return { envelope, spectrogram, bands, pitch: audio.pitch(), activity: audio.voiceActivity() } as Picture;
  },
  explain(_, id) {
    const [started, model] = [performance.now(), loaded()];
    const features = model.features(recording(id).audio);
    const prediction = model.predictFeatures(features);
    const milliseconds = performance.now() - started;
    return { prediction, contributions: model.contributions(features), milliseconds };
  },
  timeline(call, id) {
    const it = recording(id);
    const progress = (amount: number) => send({ kind: "progress", call, amount });
    const timeline = loaded().timeline(it.audio, progress);
    it.timeline?.free();
    it.timeline = timeline;
    return timeline.data;
  },
  format(_, id, format, name) {
    const { timeline } = recording(id);
    if (!timeline) throw new Error("the recording has no timeline yet");
    return timeline.toFormat(format, name);
  },
  listen(_, sampleRate, port) {
    live?.stream.free();
    const stream = new Stream(loaded(), sampleRate);
    live = { stream, port };
    port.onmessage = forwarder(stream, sampleRate);
  },
  stop() {
    if (!live) throw new Error("the microphone is not on");
    const { stream, port } = live;
    port.close();
    live = undefined;
    stream.finish();
    const timeline = stream.timeline();
    const data = timeline.data;
    timeline.free();
    stream.free();
    return data;
  },
};

/** Collects blocks to a tenth of a second, and measures it. */
function forwarder(stream: Stream, sampleRate: number): (event: MessageEvent<Float32Array>) => void {
  const block = new Float32Array(Math.round(sampleRate / 10));
  let [filled, seconds] = [0, 0];
  return ({ data }) => {
    for (const sample of data) {
      block[filled++] = sample;
      if (filled < block.length) continue;
      filled = 0;
      seconds += block.length / sampleRate;
      const arrived = performance.timeOrigin + performance.now();
      const update: LiveUpdate = { seconds, ...levels(block), events: stream.push(block), arrived };
      send({ kind: "live", update });
    }
  };
}

function levels(block: Float32Array): { level: number; peak: number } {
  let [energy, largest] = [0, 0];
  for (const sample of block) {
    energy += sample * sample;
    largest = Math.max(largest, Math.abs(sample));
  }
  const decibel = (power: number) => 10 * Math.log10(Math.max(power, 1e-12));
  return { level: decibel(energy / block.length), peak: decibel(largest * largest) };
}

/** The large parts of a value, which are moved and not copied. */
function moved(value: unknown): Transferable[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
  return Object.values(value).filter((it) => ArrayBuffer.isView(it)).map((it) => it.buffer as ArrayBuffer);
}

const ready = init({ module_or_path: wasm }).then(({ memory }) => {
  // So that tests can see that it does not grow.
  Object.assign(self, { moduleMemory: () => memory.buffer.byteLength });
  send({ kind: "ready" });
});

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  const { call, method } = data;
  try {
    await ready;
    const run = methods[method] as (call: number, ...args: unknown[]) => unknown;
    const value = await run(call, ...data.arguments);
    send({ kind: "done", call, value }, moved(value));
  } catch (error) {
    // A trap leaves the memory of the module in an unknown state.
    const broken = error instanceof WebAssembly.RuntimeError;
    const message = error instanceof Error ? error.message : String(error);
    send({ kind: "failed", call, message: broken ? "the file could not be processed" : message, broken });
  }
};
