// The numbers of the native command, which those of the module are compared with.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const emo = process.env.EMO ?? join(root, "target/debug/emo");

/** A file of the fixtures. */
export const fixture = (name) => join(root, "fixtures/audio", name);

/** A bundled model in the binary form. */
export const modelFile = (name) => {
  const below = name === "ravdess-full" ? "" : "on-demand";
  return join(root, "crates/web/page/public/models", below, `${name}.emo`);
};

/** Label and probabilities of a recording by `emo predict --json`. */
export function predicted(file, model) {
  const path = join(root, "crates/models", `${model}.json`);
  const line = execFileSync(emo, ["--quiet", "predict", "--json", "--model", path, file], { encoding: "utf8" });
  return JSON.parse(line);
}

/** The lines of `emo timeline` as JSON. */
export function timeline(file, model) {
  const path = join(root, "crates/models", `${model}.json`);
  const text = execFileSync(emo, ["timeline", "--format", "jsonl", "--model", path, file], { encoding: "utf8" });
  return text.trim().split("\n").map((line) => JSON.parse(line));
}

/**
 * The largest difference of a probability from the native one, for a recording: docs/parity.md has the
 * reasons. Powers in the tables of the MP3 decoder come from the system's library.
 */
export const tolerance = (file) => (file.endsWith(".mp3") ? 1e-5 : 1e-6);

/** The largest difference of two sets of probabilities. */
export function difference(shares, expected) {
  const all = Object.entries(expected).map(([label, probability]) => {
    const share = shares.find((it) => it.label === label)?.probability;
    return share === undefined ? Infinity : Math.abs(share - probability);
  });
  return Math.max(...all);
}
