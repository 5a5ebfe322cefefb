/** From the bytes of a file to a recording in the worker. */

import { message } from "./dom";
import type { Engine } from "./engine";
import type { Opened } from "./protocol";

/** Files above this size are refused, so that a tablet does not run out of memory. */
const LARGEST = 400 * 2 ** 20;
/** The rate of the browser's own decoder, Hz. */
const RATE = 48_000;

export interface Decoded extends Opened {
  /** Which decoder read the file, for people. */
  decoder: string;
}

/** Decodes with emo's decoders, and with the browser's what they do not read. */
export async function decode(engine: Engine, file: File): Promise<Decoded> {
  if (file.size > LARGEST) throw new Error(`expected a file of at most 400 MB, got ${Math.round(file.size / 2 ** 20)} MB`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  let refused: unknown;
  try {
    const opened = await engine.call("open", [bytes, file.name]);
    return { ...opened, decoder: "Decoded by emo, with the samples of the native program." };
  } catch (error) {
    refused = error;
  }
  const samples = await byBrowser(bytes).catch(() => undefined);
  if (!samples) throw new Error(message(refused));
  const opened = await engine.call("adopt", [samples, RATE], { moved: [samples.buffer] });
  return { ...opened, decoder: "Decoded by the browser, since emo does not read this format. The numbers can differ a little from those of the native program." };
}

async function byBrowser(bytes: Uint8Array<ArrayBuffer>): Promise<Float32Array<ArrayBuffer>> {
  const context = new OfflineAudioContext(1, 1, RATE);
  const audio = await context.decodeAudioData(bytes.buffer);
  const mono = new Float32Array(audio.length);
  for (let channel = 0; channel < audio.numberOfChannels; channel++) {
    audio.getChannelData(channel).forEach((sample, at) => (mono[at]! += sample / audio.numberOfChannels));
  }
  return mono;
}
