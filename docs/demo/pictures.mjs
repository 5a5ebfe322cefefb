// Takes pictures of the page and of a report: node pictures.mjs FOLDER
//
// FOLDER/demo/report.html is the report. The pictures are written to FOLDER.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "../../crates/web/test/server.mjs";

const require = createRequire(new URL("../../crates/web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const [folder] = process.argv.slice(2);
const report = pathToFileURL(join(folder, "demo/report.html")).href;

const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--hide-scrollbars"],
});

async function openSample(page) {
  await page.waitForSelector("body[data-model='ravdess-full']");
  await page.click("text=A lively sentence");
  await page.waitForSelector("#recording .exports");
  await page.mouse.move(0, 0);
}

async function take(name, url, width, colorScheme) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  await page.goto(url);
  if (url === server.url) await openSample(page);
  // The bars of the page grow to their length.
  await page.waitForTimeout(1000);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.close();
}

await take("page-light", server.url, 1100, "light");
await take("page-dark", server.url, 1100, "dark");
await take("page-phone", server.url, 390, "light");
await take("report-light", report, 1240, "light");
await take("report-phone", report, 390, "dark");
await browser.close();
server.close();
