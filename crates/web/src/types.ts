/** The probability of one emotion. */
export interface Share {
  label: string;
  /** 0 to 1; all of a prediction sum to 1. */
  probability: number;
}

/** What a model predicts for a recording. */
export interface Prediction {
  /** The most probable emotion. */
  label: string;
  /** Whether the recording is one that the model cannot judge. */
  uncertain: boolean;
  /** Why it is uncertain, or "good", or "not checked". */
  quality: string;
  /** All emotions, the most probable first. */
  probabilities: Share[];
}

/** What each group of features adds to an answer. */
export interface Contributions {
  /** The emotions, in the order of all values. */
  labels: string[];
  /** What the model starts from, for each emotion. */
  base: number[];
  /** What each group adds, for each emotion; over the emotions the values sum to 0. */
  groups: { name: string; values: number[] }[];
  /** Whether the softmax of base and groups added up is the prediction: true for linear models. */
  exact: boolean;
}

/** What is known of a model. */
export interface ModelCard {
  name: string;
  data: string;
  data_license: string;
  n_clips: number;
  n_speakers: number | null;
  n_features: number;
  /** One line on its steps. */
  summary: string;
  date: string;
  scores: { protocol: string; n_clips: number; uar: { value: number } }[];
}

/** What happens in a stream, in the order of time; times in seconds. */
export type StreamEvent =
  | { event: "speech_start"; start: number; start_sample: number }
  | Measurement
  | ({ event: "utterance_end" } & Measured);

/** A part of the audio and its emotion. */
export interface Measured {
  start: number;
  end: number;
  start_sample: number;
  end_sample: number;
  label: string;
  probabilities: Record<string, number>;
  /** Mean power, dB of full scale. */
  level_db: number;
  peak_db: number;
  /** Share of samples at full scale. */
  clipped: number;
  snr_db: number | null;
}

/** One window of an utterance. */
export interface Measurement extends Measured {
  event: "measurement";
  /** The most probable emotion, filtered over time. */
  smoothed_label: string;
  smoothed: Record<string, number>;
}

/** One utterance: speech between two pauses. */
export interface Utterance {
  start: number;
  end: number;
  label: string;
  probabilities: Record<string, number>;
  level_db: number;
  clipped: number;
  snr_db: number | null;
  /** Parts with one emotion. */
  segments: { start: number; end: number; label: string; probability: number }[];
  measurements: Measurement[];
}

/** Emotion over time. */
export interface TimelineData {
  seconds: number;
  labels: string[];
  utterances: Utterance[];
  summary: {
    seconds: number;
    /** Share of the time without speech. */
    silence: number;
    speakers: { seconds: number; utterances: number; emotions: Record<string, number> }[];
  };
}
