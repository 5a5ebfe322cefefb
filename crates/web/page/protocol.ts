/** What the page and its worker say to each other. */

import type { Contributions, ModelCard, Prediction, StreamEvent, TimelineData } from "../pkg/emo_web";

/** A recording that the worker has in memory. */
export interface Opened {
  id: number;
  seconds: number;
  sampleRate: number;
  notes: string[];
}

/** What a figure of a recording shows. */
export interface Picture {
  /** Smallest and largest sample of each column. */
  envelope: Float32Array<ArrayBuffer>;
  /** Bands from low to high, moment after moment, 0 to 255. */
  spectrogram: Uint8Array<ArrayBuffer>;
  bands: number;
  /** Hz every 10 ms, 0 where nothing is voiced. */
  pitch: Float32Array<ArrayBuffer>;
  /** Probability of speech every 16 ms. */
  activity: Float32Array<ArrayBuffer>;
}

/** The answer for a recording, and how it came about. */
export interface Explanation {
  prediction: Prediction;
  contributions: Contributions;
  /** Features and prediction, ms. */
  milliseconds: number;
}

/** What the page can ask of the worker. */
export interface Requests {
  /** Its progress is the bytes of the encoder that are loaded, if the model needs one. */
  load(bytes: Uint8Array): ModelCard & { labels: string[] };
  open(bytes: Uint8Array, name: string): Opened;
  adopt(samples: Float32Array, sampleRate: number): Opened;
  close(id: number): void;
  samples(id: number): Float32Array<ArrayBuffer>;
  picture(id: number, columns: number, bands: number): Picture;
  explain(id: number): Explanation;
  /** Its progress is the share that is done. */
  timeline(id: number): TimelineData;
  format(id: number, format: string, name: string): string;
  listen(sampleRate: number, port: MessagePort): void;
  stop(): TimelineData;
}

/** A request: the arguments are those of the method. */
export interface Request {
  call: number;
  method: keyof Requests;
  arguments: unknown[];
}

/** What happens while the microphone is on. */
export interface LiveUpdate {
  /** Seconds of audio up to now. */
  seconds: number;
  /** Mean power and largest sample of the last tenth of a second, dB of full scale. */
  level: number;
  peak: number;
  events: StreamEvent[];
  /** When the last samples came in, in the time of `performance.timeOrigin`, ms. */
  arrived: number;
}

/** What the worker sends. */
export type Reply =
  | { kind: "ready" }
  | { kind: "done"; call: number; value: unknown }
  | { kind: "failed"; call: number; message: string; broken: boolean }
  | { kind: "progress"; call: number; amount: number }
  | { kind: "live"; update: LiveUpdate };
