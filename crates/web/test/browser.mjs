// The page in Chromium: numbers, microphone, bad files, widths, schemes, keyboard, accessibility,
// offline use and memory. SHOTS=folder keeps pictures of the page.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { chromium } from "playwright-core";
import { difference, emo, fixture, predicted, root, tolerance } from "./native.mjs";
import { serve, serveByCommand, wav } from "./server.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.SHOTS;
const folder = mkdtempSync(join(tmpdir(), "emo-page-"));
const ANSWER = "#recording .answer .bars li";
let server, browser, context, page, problems;

/** The samples of a WAV file of 16 bits. */
function read(file) {
  const bytes = readFileSync(file);
  const at = bytes.indexOf("data") + 8;
  return { samples: new Int16Array(bytes.buffer.slice(bytes.byteOffset + at), 0, bytes.readUInt32LE(at - 4) >> 1), rate: bytes.readUInt32LE(24) };
}

const speech = read(fixture("speech.wav"));

before(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  const command = await serveByCommand(emo);
  console.log(`# the page is served by ${command ? "emo web" : "Node, since this page is not in the command"}`);
  server = command ?? (await serve());
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const microphone = [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-audio-capture=${fixture("speech.wav")}`,
    "--autoplay-policy=no-user-gesture-required",
  ];
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", ...microphone] });
});

after(async () => {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, permissions: ["microphone"] });
  page = await context.newPage();
  problems = [];
  page.on("console", (it) => ["error", "warning"].includes(it.type()) && problems.push(it.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (it) => {
    if (!it.url().startsWith(server.url) && !/^(data|blob):/.test(it.url())) problems.push(`request to ${it.url()}`);
    if (it.method() !== "GET") problems.push(`${it.method()} to ${it.url()}`);
  });
  await page.goto(server.url);
  await page.waitForSelector("body[data-model='ravdess-full']");
});

afterEach(async () => {
  await context.close();
  assert.deepEqual(problems, [], "the console has messages, or the page has asked for something");
});

const upload = (file, section = "#recording") => page.setInputFiles(`${section} input[type=file]`, file);
const finished = (section = "#recording") => page.waitForSelector(`${section} .exports`, { timeout: 300_000 });
const shot = (name) => (shots ? page.screenshot({ path: join(shots, `${name}.png`), fullPage: true }) : undefined);
const shares = () => page.$$eval(ANSWER, (rows) => rows.map((row) => ({ label: row.dataset.label, probability: Number(row.dataset.probability) })));

async function accessible(where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const found = violations.map(({ id, nodes }) => `${where}, ${id}: ${nodes.map((it) => it.html).join(" ")}`);
  assert.deepEqual(found, []);
}

for (const name of ["speech.wav", "speech.flac", "speech.mp3", "speech.m4a", "speech.ogg"]) {
  test(`${name} is predicted as by the native command`, async () => {
    await upload(fixture(name));
    await finished();
    const largest = difference(await shares(), predicted(fixture(name), "ravdess-full").probabilities);
    assert.ok(largest < tolerance(name), `the largest difference is ${largest}`);
    assert.match(await page.textContent("#recording .status"), /Decoded by emo/);
  });
}

test("another model and a model file of one's own are used", async () => {
  await upload(fixture("speech.wav"));
  await finished();
  await page.selectOption("#model", "ravdess-60");
  await page.waitForSelector("body[data-model='ravdess-60']");
  await finished();
  assert.ok(difference(await shares(), predicted(fixture("speech.wav"), "ravdess-60").probabilities) < 1e-6);
  await page.setInputFiles("#own-model-file", join(root, "crates/models/ravdess-full.json"));
  await page.waitForSelector("body[data-model='ravdess-full']");
  assert.equal(await page.$eval("#model", (it) => it.selectedOptions[0].text), "ravdess-full.json");
  await page.setInputFiles("#own-model-file", fixture("speech.wav"));
  await page.waitForFunction(() => /cannot be used/.test(document.querySelector("#model-note").textContent));
});

test("a model with the learned encoder is loaded when it is chosen, and works offline from then on", async () => {
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").map((it) => it.name).filter((it) => it.includes("on-demand")));
  assert.deepEqual(await loaded(), []);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await upload(fixture("speech.wav"));
  await finished();
  await page.selectOption("#model", "general");
  await page.waitForSelector("body[data-model='general']");
  await finished();
  assert.ok(difference(await shares(), predicted(fixture("speech.wav"), "general").probabilities) < 1e-6);
  await context.setOffline(true);
  await page.reload();
  await page.waitForSelector("body[data-model='ravdess-full']");
  await page.selectOption("#model", "general");
  await page.waitForSelector("body[data-model='general']");
});

test("a recording can be dropped on the page", async () => {
  const transfer = await page.evaluateHandle((bytes) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], "speech.flac"));
    return transfer;
  }, [...readFileSync(fixture("speech.flac"))]);
  await page.dispatchEvent("#recording .drop", "drop", { dataTransfer: transfer });
  await finished();
  assert.match(await page.textContent("#recording .status"), /^speech\.flac/);
});

test("the samples have an answer, a figure, a timeline and files to save", async () => {
  await page.click("text=Three sentences with pauses");
  await finished();
  assert.ok((await page.$$("#recording tbody tr")).length >= 3, "three utterances");
  await shot("desktop-light");
  for (const [title, pattern] of [
    ["Table (CSV)", /^speaker,kind,start/],
    ["Everything (JSON)", /"probabilities"/],
    ["Subtitles (WebVTT)", /^WEBVTT/],
    ["Picture (PNG)", /^.PNG/],
    ["Picture (SVG)", /^<svg[^>]*xmlns/],
  ]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#recording >> text=${title}`)]);
    assert.match(readFileSync(await download.path(), "latin1"), pattern, title);
  }
  const before = await page.$eval(".cursor", (it) => it.getAttribute("transform"));
  await page.click("#recording .play");
  await page.waitForFunction((before) => document.querySelector(".cursor").getAttribute("transform") !== before, before);
  await page.click("#recording .play");
});

test("a format that emo does not read goes through the browser, and the page says so", async () => {
  const file = join(folder, "768 kHz.wav");
  writeFileSync(file, wav((at) => speech.samples[Math.floor((at / 768_000) * speech.rate)] ?? 0, 768_000, 2.2));
  await upload(file);
  await finished();
  assert.match(await page.textContent("#recording .status"), /Decoded by the browser/);
  const largest = difference(await shares(), predicted(fixture("speech.wav"), "ravdess-full").probabilities);
  console.log(`# decoded by the browser from 768 kHz: the largest difference is ${largest.toFixed(3)}`);
});

test("bad files are refused with a sentence, and the next file works", async () => {
  for (const name of readdirSync(fixture("broken")).slice(0, 12)) {
    await upload(fixture(`broken/${name}`));
    await page.waitForFunction(() => {
      const status = document.querySelector("#recording .status");
      return status.classList.contains("failed") || document.querySelector("#recording .exports");
    });
  }
  const nothing = join(folder, "nothing.wav");
  writeFileSync(nothing, "");
  await upload(nothing);
  await page.waitForSelector("#recording .status.failed");
  assert.match(await page.textContent("#recording .status"), /nothing\.wav/);
  await upload(fixture("speech.wav"));
  await finished();
  assert.equal((await shares()).length, 8);
});

test("the microphone has a level, bars, a pause and a summary", async () => {
  await page.click("#tab-microphone");
  await page.evaluate(() => {
    window.delays = [];
    new PerformanceObserver((list) => window.delays.push(...list.getEntriesByName("window to bar").map((it) => it.duration))).observe({ entryTypes: ["measure"] });
  });
  await page.click("#microphone >> text=Start");
  await page.waitForSelector("#microphone .bars li", { timeout: 30_000 });
  await page.waitForFunction(() => window.delays.length >= 4, undefined, { timeout: 30_000 });
  assert.ok((await page.$eval("#microphone meter", (it) => it.value)) > -60);
  await shot("microphone");
  await accessible("microphone");
  await page.click("#microphone >> text=Pause");
  await page.waitForSelector("#microphone >> text=Paused.");
  await page.click("#microphone >> text=Go on");
  await page.click("#microphone >> text=Stop");
  await page.waitForSelector("#microphone >> text=Share of the speech");
  const delays = await page.evaluate(() => window.delays);
  console.log(`# end of a window to the drawn bar: ${delays.map((it) => it.toFixed(0)).join(", ")} ms`);
});

test("two recordings are compared", async () => {
  await page.click("#tab-compare");
  const inputs = await page.$$("#compare input[type=file]");
  await inputs[0].setInputFiles(fixture("speech.wav"));
  await inputs[1].setInputFiles(fixture("speech.mp3"));
  await page.waitForSelector("#compare .difference table", { timeout: 60_000 });
  assert.equal((await page.$$("#compare .difference tbody tr")).length, 8);
  await shot("compare");
  await accessible("compare");
});

test("a recording of ten minutes is measured without blocking the page", async () => {
  const long = join(folder, "ten minutes.wav");
  const [{ samples, rate }, period] = [speech, 3 * speech.rate];
  writeFileSync(long, wav((at) => samples[at % period] ?? 0, rate, 600));
  await page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((it) => it.duration))).observe({ entryTypes: ["longtask"] });
  });
  const started = Date.now();
  await upload(long);
  await finished();
  const [seconds, tasks] = [(Date.now() - started) / 1000, await page.evaluate(() => window.tasks)];
  const blocking = tasks.reduce((sum, it) => sum + Math.max(it - 50, 0), 0);
  console.log(`# ten minutes: ${seconds.toFixed(1)} s; total blocking time ${blocking.toFixed(0)} ms (${tasks.length} tasks above 50 ms)`);
  assert.ok((await page.$$("#recording tbody tr")).length > 50);
});

test("the page fits three widths, in light and dark, and has no violations of axe", async () => {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [360, 768, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.click("text=A lively sentence");
      await page.waitForSelector("#recording .exports", { state: "detached" }).catch(() => undefined);
      await finished();
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${scheme}, ${width}: ${over} px too wide`);
      await shot(`${scheme}-${width}`);
      await accessible(`${scheme}, ${width}`);
    }
  }
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.isVisible("#recording .drop"), false);
  const paper = () => page.$eval("#recording .frame svg > rect", (it) => it.getAttribute("fill"));
  assert.equal(await paper(), "#ffffff", "print is light in the dark scheme too");
  await shot("print");
});

test("all can be done by keyboard", async () => {
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  const tabTo = async (text) => {
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press("Tab");
      if ((await focused()).trim() === text) return;
    }
    assert.fail(`${text} is not in the tab order`);
  };
  await tabTo("A quiet sentence");
  await page.keyboard.press("Enter");
  await finished();
  await tabTo("Play");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await page.$eval("#recording input[type=range]", (it) => it.value), "0");
  await page.focus("#tab-recording");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.isVisible("#microphone"), true);
  await page.keyboard.press("End");
  assert.equal(await page.isVisible("#compare"), true);
});

test("the page works offline after the first visit", async () => {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async () => (await caches.keys()).length === 1);
  await context.setOffline(true);
  await page.reload();
  await page.waitForSelector("body[data-model='ravdess-full']");
  await page.click("text=A lively sentence");
  await finished();
});

test("memory stays flat over fifty recordings", async () => {
  const memory = () => page.workers()[0].evaluate(() => self.moduleMemory());
  let early = 0;
  for (let turn = 1; turn <= 50; turn++) {
    await upload(fixture(turn % 2 ? "speech.wav" : "speech.mp3"));
    await page.waitForSelector("#recording .exports", { state: "detached" }).catch(() => undefined);
    await finished();
    if (turn === 5) early = await memory();
  }
  const late = await memory();
  console.log(`# module memory after 5 and 50 recordings: ${early / 2 ** 20} and ${late / 2 ** 20} MiB`);
  assert.ok(late <= early, `the module has grown from ${early} to ${late} bytes`);
});

test("the page is ready, and it is printed after how long", async () => {
  const started = Date.now();
  await page.reload();
  await page.waitForSelector("body[data-model='ravdess-full']");
  console.log(`# ready after ${Date.now() - started} ms, again from the cache`);
  const fresh = await browser.newContext();
  const first = await fresh.newPage();
  const from = Date.now();
  await first.goto(server.url);
  await first.waitForSelector("body[data-model='ravdess-full']");
  console.log(`# ready after ${Date.now() - from} ms at the first visit`);
  await fresh.close();
});
