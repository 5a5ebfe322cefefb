// Frames with their lengths, as lists that ffmpeg's demuxer `concat` reads.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export class Film {
  #frames = [];
  #scenes = [];
  #excerpt = false;

  constructor(folder) {
    this.folder = folder;
    mkdirSync(join(folder, "frames"), { recursive: true });
  }

  /** Begins a scene, or goes on with it. Its name and its place are printed at the end. */
  scene(name) {
    if (this.#scenes.at(-1)?.name !== name) this.#scenes.push({ name, start: this.#seconds() });
  }

  /** From here on, frames are part of the excerpt, too, or no longer. */
  excerpt(on) {
    this.#excerpt = on;
  }

  /** Adds a picture (PNG) that is shown for some seconds. */
  add(picture, seconds) {
    const name = `frames/${String(this.#frames.length).padStart(5, "0")}.png`;
    writeFileSync(join(this.folder, name), picture);
    this.#frames.push({ name, seconds, excerpt: this.#excerpt });
  }

  /** Writes the lists `all.txt` and `excerpt.txt`, and prints the scenes. */
  write() {
    this.#list("all", this.#frames);
    this.#list("excerpt", this.#frames.filter((frame) => frame.excerpt));
    for (const { name, start } of this.#scenes) console.log(`  ${start.toFixed(1).padStart(5)} s  ${name}`);
  }

  #seconds(frames = this.#frames) {
    return frames.reduce((sum, frame) => sum + frame.seconds, 0);
  }

  #list(name, frames) {
    const lines = frames.map((frame) => `file '${frame.name}'\nduration ${frame.seconds.toFixed(3)}`);
    // The demuxer ignores the length of the last frame, so that it is named once more.
    if (frames.length > 0) lines.push(`file '${frames.at(-1).name}'`);
    writeFileSync(join(this.folder, `${name}.txt`), `${lines.join("\n")}\n`);
    console.log(`${name}: ${frames.length} frames, ${this.#seconds(frames).toFixed(1)} s`);
  }
}
