// The module against the native program, Meyda and essentia.js, on one clip of 3.9 s in one run.
// `npm install --no-save meyda@5.6.3 essentia.js@0.1.3` brings the last two; without them their rows
// are left out. EMO names the native command, which should be a release build.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import init, { Audio, Encoder, Model } from "../pkg/emo_web.js";
import { emo, fixture, modelFile, root } from "./native.mjs";
import { wav } from "./server.mjs";

const require = createRequire(import.meta.url);
const optional = (name) => {
  try {
    return require(name);
  } catch {
    return undefined;
  }
};

await init({ module_or_path: readFileSync(new URL("../pkg/emo_web_bg.wasm", import.meta.url)) });
const speech = Audio.decode(readFileSync(fixture("speech.wav")), "speech.wav");
const [rate, once] = [speech.sampleRate, speech.samples];
const samples = Float32Array.from({ length: Math.round(3.9 * rate) }, (_, at) => once[at % once.length]);
const audio = Audio.fromSamples(samples, rate);
const encoder = Encoder.load(readFileSync(join(root, "crates/speech-encoder/weights/tiny-en-2.safetensors")));
const models = ["ravdess-60", "ravdess-full", "general"].map((name) => {
  return [name, Model.loadWithEncoder(readFileSync(modelFile(name)), encoder)];
});

/** The median of the processor time of a call, ms: other programs disturb it less than the clock. */
function median(run, turns = 21) {
  // The engine compiles a function better once it has run for some time.
  for (let turn = 0; turn < turns / 4; turn++) run();
  const times = Array.from({ length: turns }, () => {
    const started = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return times.sort((a, b) => a - b)[turns >> 1];
}

const row = (what, time) => console.log(`| ${what} | ${time.toFixed(1)} |`);
console.log(`clip of 3.9 s at ${rate} Hz, medians of the processor time\n\n| what | ms |\n| --- | --- |`);
for (const [name, model] of models) {
  row(`emo, ${name}: features and prediction`, median(() => model.predictFeatures(model.features(audio))));
}
row("emo: MFCC, chroma, contrast and zero crossings (60 means)", median(() => models[0][1].features(audio)));

const [size, hop] = [2048, 512];
const frames = Array.from({ length: Math.floor((samples.length - size) / hop) + 1 }, (_, at) => samples.subarray(at * hop, at * hop + size));

const meyda = optional("meyda");
if (meyda) {
  const Meyda = meyda.default ?? meyda;
  Object.assign(Meyda, { bufferSize: size, sampleRate: rate, numberOfMFCCCoefficients: 40, melBands: 128, windowingFunction: "hanning" });
  row("Meyda: MFCC, chroma and zero crossings", median(() => frames.forEach((frame) => Meyda.extract(["mfcc", "chroma", "zcr"], frame)), 7));
}

const essentia = optional("essentia.js");
if (essentia) {
  const library = new essentia.Essentia(essentia.EssentiaWASM);
  const extract = () => {
    for (const frame of frames) {
      const vector = library.arrayToVector(frame);
      const windowed = library.Windowing(vector, false, size, "hann").frame;
      const { spectrum } = library.Spectrum(windowed, size);
      const { bands, mfcc } = library.MFCC(spectrum, 2, rate / 2, size / 2 + 1, 0, "dbamp", 0, "unit_sum", 128, 40, rate);
      const peaks = library.SpectralPeaks(spectrum, 0, 5000, 100, 60, "frequency", rate);
      const { hpcp } = library.HPCP(peaks.frequencies, peaks.magnitudes);
      const contrast = library.SpectralContrast(spectrum, size, rate / 2, 20, 0.4, 6, rate, 0.15);
      library.ZeroCrossingRate(vector);
      [vector, windowed, spectrum, bands, mfcc, peaks.frequencies, peaks.magnitudes, hpcp, contrast.spectralContrast, contrast.spectralValley].forEach((it) => it.delete());
    }
  };
  row("essentia.js: MFCC, HPCP, contrast and zero crossings", median(extract, 7));
}

/** The processor time of `emo predict` for one more clip, ms: of 41 on one thread, without that of one. */
function native(name) {
  const folder = mkdtempSync(join(tmpdir(), "emo-speed-"));
  const clips = Array.from({ length: 41 }, (_, at) => join(folder, `${at}.wav`));
  for (const clip of clips) writeFileSync(clip, wav((at) => Math.round(samples[at] * 32767), rate, 3.9));
  const script = 'TIMEFORMAT=%U; { time "$@" > /dev/null; } 2>&1';
  const seconds = (files) => {
    const command = [emo, "--quiet", "predict", "--model", join(root, "crates/models", `${name}.json`), ...files];
    const text = execFileSync("bash", ["-c", script, "bash", ...command], { encoding: "utf8", env: { ...process.env, RAYON_NUM_THREADS: "1" } });
    return Number(text);
  };
  const time = (1000 * (seconds(clips) - seconds(clips.slice(0, 1)))) / 40;
  rmSync(folder, { recursive: true });
  return time;
}

for (const [name] of models) row(`native, ${name}: decoding, features and prediction`, native(name));
