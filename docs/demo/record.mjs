// Records the frames of the demonstration: node record.mjs FOLDER
//
// The commands run in FOLDER/demo, with `emo` from the PATH, and the browser's microphone records
// FOLDER/voice.wav. Long waits are cut; nothing else is changed.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve, serveByCommand } from "../../crates/web/test/server.mjs";
import { Film } from "./film.mjs";
import { Page } from "./page.mjs";
import { Terminal } from "./terminal.mjs";

const require = createRequire(new URL("../../crates/web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const [notes] = process.argv.slice(2);
const folder = join(notes, "demo");
const DONE = "#recording .exports";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--hide-scrollbars",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-audio-capture=${join(notes, "voice.wav")}`,
    "--autoplay-policy=no-user-gesture-required",
  ],
});
const film = new Film(notes);

async function training(terminal) {
  await terminal.scene("Install the page and the command (the minutes of building are left out)");
  await terminal.typeQuiet("crates/web/build.sh > build.log");
  await terminal.typeQuiet("cargo install --quiet --path crates/cli --features web");
  await terminal.run("emo --version", 1);
  await terminal.scene("Train on the feature table of RAVDESS: 2452 clips of 24 actors");
  await terminal.run("emo train --table fixtures/ravdess_features.csv --out ravdess-60.json --report report.html", 0.5);
  await terminal.scene("The first line is optimistic; the second line is on unseen speakers", 4.5);
}

async function report() {
  const page = await Page.open(browser, film, pathToFileURL(join(folder, "report.html")).href);
  await page.scene("The report of the run: scores, loss, confusion matrix and clips", async () => {
    await page.pause(2.5);
    await page.scrollTo("text=Confusion matrix");
    await page.pause(2.5);
  });
  await page.close();
}

async function predictions(terminal) {
  await terminal.scene("Score another recipe on unseen speakers, without writing a model", 1);
  await terminal.run("emo evaluate --table fixtures/ravdess_features.csv --classifier ridge --channels speech", 4);
  film.excerpt(true);
  await terminal.scene("Predict the emotion of a recording with the bundled model", 1);
  await terminal.run("emo predict fixtures/audio/speech.wav", 4);
  film.excerpt(false);
  await terminal.scene("Emotion over time, with one speaker for each channel", 1);
  await terminal.run("emo timeline call.wav --channel each --speakers agent,customer", 6);
  await terminal.scene("The same in a browser: nothing leaves the machine", 1);
  await terminal.type("emo web --open");
}

async function recordings(page) {
  const answer = "Open a recording: the answer, and what contributed to it";
  film.excerpt(true);
  await page.scene(answer, async () => {
    await page.pause(0.3);
    await page.click("text=Three sentences with pauses");
    await page.appears(DONE);
    await page.scrollTo("#recording .panels");
    await page.pause(1.2);
  });
  film.excerpt(false);
  await page.scene(answer, () => page.pause(2.5));
  await page.scene("Emotion, speech, wave, and spectrogram with the pitch", async () => {
    await page.scrollTo("#recording .figure");
    await page.pause(2.5);
  });
  const playback = "Playback with a cursor, and a table of the utterances";
  film.excerpt(true);
  await page.scene(playback, async () => {
    await page.click("#recording .play");
    await page.pause(3.5);
  });
  film.excerpt(false);
  await page.scene(playback, async () => {
    await page.pause(1);
    await page.click("#recording .play");
    await page.scrollTo("#recording .below");
    await page.pause(2.5);
  });
}

async function models(page) {
  await page.scene("Another model: general was trained on three languages", async () => {
    await page.scrollTo("header");
    await page.select("#model", "general");
    await page.appears("body[data-model='general']");
    await page.appears(DONE);
    await page.pause(2);
    await page.scrollTo("#recording .panels");
    await page.pause(3);
  });
  await page.scene("The page follows the dark scheme of the system", async () => {
    await page.scheme("dark");
    await page.pause(0.8);
    await page.scrollTo("#recording .figure");
    await page.pause(2);
  });
  await page.scheme("light");
}

async function microphone(page) {
  await page.scrollTo("header");
  await page.scene("The microphone: level and emotions as they come", async () => {
    await page.click("#tab-microphone");
    await page.pause(0.7);
    await page.click("#microphone >> text=Start");
    await page.pause(2);
    await page.scrollTo("#microphone");
    await page.pause(10.5);
  });
  await page.scene("At the end, a summary", async () => {
    await page.click("#microphone >> text=Stop");
    await page.appears("#microphone >> text=Share of the speech");
    await page.scrollTo("#microphone >> text=Share of the speech", 120);
    await page.pause(3.5);
  });
}

const terminal = await Terminal.open(browser, film, require, { folder, notes });
await training(terminal);
await report();
await predictions(terminal);
await terminal.close();

const server = (await serveByCommand("emo")) ?? (await serve());
try {
  const page = await Page.open(browser, film, server.url, { zoom: 1.25 });
  await page.appears("body[data-model='ravdess-full']");
  await recordings(page);
  await models(page);
  await microphone(page);
} finally {
  server.close();
}
await browser.close();
film.write();
