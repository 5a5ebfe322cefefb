// The npm package in Node against the native command: the same probabilities.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import init, { Audio, Encoder, Model, Stream, version } from "../pkg/emo_web.js";
import { difference, fixture, modelFile, predicted, root, timeline, tolerance } from "./native.mjs";

const NAMES = ["ravdess-full", "general", "ravdess-60"];
const models = new Map();
let encoder;

before(async () => {
  await init({ module_or_path: readFileSync(new URL("../pkg/emo_web_bg.wasm", import.meta.url)) });
  encoder = Encoder.load(readFileSync(join(root, "crates/speech-encoder/weights/tiny-en-2.safetensors")));
  for (const name of NAMES) models.set(name, Model.loadWithEncoder(readFileSync(modelFile(name)), encoder));
});

after(() => models.forEach((model) => model.free()));

const decoded = (file) => Audio.decode(readFileSync(file), basename(file));

test("the version is that of the crate", () => assert.match(version(), /^\d+\.\d+\.\d+$/));

for (const file of ["speech.wav", "speech.flac", "speech.mp3", "speech.m4a", "speech.ogg", "stereo_16000.mp3"]) {
  for (const model of NAMES) {
    test(`${file} by ${model} is predicted as by the native command`, () => {
      const audio = decoded(fixture(file));
      const prediction = models.get(model).predict(audio);
      const expected = predicted(fixture(file), model);
      const largest = difference(prediction.probabilities, expected.probabilities);
      assert.ok(largest < tolerance(file), `the largest difference is ${largest}`);
      assert.equal(prediction.label, expected.label ?? expected.emotion);
      audio.free();
    });
  }
}

test("a model with the learned encoder asks for its weights", () => {
  const bytes = readFileSync(modelFile("general"));
  assert.throws(() => Model.load(bytes), { name: "EncoderNeeded", message: new RegExp(`${encoder.model}.*${encoder.hash}`) });
  assert.throws(() => Encoder.load(bytes), /expected/);
});

test("a model in JSON predicts the same bits as in the binary form", () => {
  const json = Model.load(readFileSync(join(root, "crates/models/ravdess-full.json")));
  const audio = decoded(fixture("speech.wav"));
  assert.deepEqual(json.predict(audio), models.get("ravdess-full").predict(audio));
  audio.free();
  json.free();
});

test("contributions of a linear model add up to the prediction", () => {
  const [model, audio] = [models.get("ravdess-full"), decoded(fixture("speech.wav"))];
  const features = model.features(audio);
  const { probabilities } = model.predictFeatures(features);
  const { labels, base, groups, exact } = model.contributions(features);
  assert.equal(exact, true);
  const sums = labels.map((_, at) => groups.reduce((sum, group) => sum + group.values[at], base[at]));
  const powers = sums.map(Math.exp);
  const total = powers.reduce((a, b) => a + b);
  labels.forEach((label, at) => {
    const { probability } = probabilities.find((it) => it.label === label);
    assert.ok(Math.abs(powers[at] / total - probability) < 1e-5, `${label}: ${powers[at] / total}, ${probability}`);
  });
  audio.free();
});

test("a timeline and a stream are those of the native command", () => {
  const [model, audio] = [models.get("ravdess-full"), decoded(fixture("speech.wav"))];
  const measured = model.timeline(audio);
  const native = timeline(fixture("speech.wav"), "ravdess-full").filter((it) => it.event === "utterance_end");
  const { utterances } = measured.data;
  assert.equal(utterances.length, native.length);
  utterances.forEach((utterance, at) => {
    assert.equal(utterance.start, native[at].start);
    const shares = Object.entries(utterance.probabilities).map(([label, probability]) => ({ label, probability }));
    assert.ok(difference(shares, native[at].probabilities) < tolerance("speech.wav"));
  });
  assert.match(measured.toFormat("webvtt", "speech.wav"), /^WEBVTT/);
  const stream = new Stream(model, audio.sampleRate);
  const { samples } = audio;
  for (let at = 0; at < samples.length; at += 777) stream.push(samples.subarray(at, at + 777));
  stream.finish();
  assert.throws(() => stream.push(samples), /after its end/);
  assert.deepEqual(stream.timeline().data, measured.data);
  [stream, measured, audio].forEach((it) => it.free());
});

test("what a picture shows has the length of the recording", () => {
  const audio = decoded(fixture("speech.wav"));
  assert.equal(audio.envelope(300).length, 600);
  assert.equal(audio.spectrogram(300, 64).length % 64, 0);
  assert.ok(Math.abs(audio.pitch().length - audio.seconds * 100) < 2);
  assert.ok(Math.abs(audio.voiceActivity().length - (audio.seconds * 16000) / 256) < 2);
  audio.free();
});

test("bad files are errors with the words of the command line", () => {
  const decode = (bytes) => () => Audio.decode(new Uint8Array(bytes), "bad.wav");
  assert.throws(decode([]), /bad\.wav/);
  assert.throws(decode([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]), /bad\.wav/);
  assert.throws(() => Model.load(new Uint8Array([123, 125])), /model/);
  assert.throws(() => models.get("ravdess-60").predictFeatures(new Float64Array(3)), /60/);
});

test("memory stays flat over many recordings", () => {
  const model = models.get("ravdess-full");
  const bytes = readFileSync(fixture("speech.flac"));
  const use = () => {
    const audio = Audio.decode(bytes, "speech.flac");
    model.timeline(audio).free();
    audio.free();
  };
  use();
  const memory = init.__wbindgen_wasm_module ? 0 : process.memoryUsage().arrayBuffers;
  for (let turn = 0; turn < 20; turn++) use();
  assert.ok(process.memoryUsage().arrayBuffers - memory < 2 ** 21, "the module's memory has grown");
});
