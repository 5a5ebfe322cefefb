// A page in Chromium. It is recorded as it is drawn, in the time it takes.
import { caption, pointer, SIZE } from "./overlay.mjs";

/** What the page needs longer for is cut to this, in seconds. */
const LONGEST_WAIT = 1.5;
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
const now = () => Date.now() / 1000;

export class Page {
  #shots = [];
  #cuts = [];

  /** With a zoom above 1, text is larger than on a screen, so that it can be read in a small picture. */
  static async open(browser, film, url, { zoom = 1 } = {}) {
    const viewport = { width: SIZE.width / zoom, height: SIZE.height / zoom };
    const context = await browser.newContext({ viewport, deviceScaleFactor: zoom, permissions: ["microphone"] });
    const page = await context.newPage();
    await page.goto(url);
    return new Page(page, film, await context.newCDPSession(page));
  }

  constructor(page, film, session) {
    Object.assign(this, { page, film, session });
  }

  /** Records what is done with the page in `action`. */
  async scene(text, action) {
    this.film.scene(text);
    await caption(this.page, text);
    if (!this.pointed) await pointer(this.page);
    this.pointed = true;
    await this.#start();
    await action();
    await this.#stop();
  }

  /** Waits for an element. A long wait is cut. */
  async appears(selector) {
    const start = now();
    await this.page.waitForSelector(selector, { timeout: 120_000 });
    const end = now();
    if (end - start > LONGEST_WAIT) this.#cuts.push([start + LONGEST_WAIT, end]);
  }

  pause(seconds) {
    return pause(seconds);
  }

  async click(selector) {
    const box = await this.page.locator(selector).first().boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.page.mouse.move(x, y, { steps: 12 });
    await pause(0.3);
    await this.page.mouse.click(x, y);
  }

  select(selector, value) {
    return this.page.selectOption(selector, value);
  }

  /** Sets the scheme of the system, light or dark. */
  scheme(colorScheme) {
    return this.page.emulateMedia({ colorScheme });
  }

  /** Scrolls until an element begins some pixels below the top. */
  async scrollTo(selector, below = 12) {
    await this.page.locator(selector).first().evaluate((element, below) => {
      scrollTo({ top: element.getBoundingClientRect().top + scrollY - below, behavior: "smooth" });
    }, below);
    await pause(0.9);
  }

  close() {
    return this.page.close();
  }

  async #start() {
    [this.#shots, this.#cuts] = [[], []];
    this.session.removeAllListeners("Page.screencastFrame");
    this.session.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
      this.#shots.push({ picture: Buffer.from(data, "base64"), time: metadata.timestamp });
      this.session.send("Page.screencastFrameAck", { sessionId }).catch(() => undefined);
    });
    await this.session.send("Page.startScreencast", { format: "png", maxWidth: SIZE.width, maxHeight: SIZE.height });
  }

  /** Each picture is shown until the next one, without what was cut. */
  async #stop() {
    const end = now();
    await this.session.send("Page.stopScreencast");
    this.#shots.forEach(({ picture, time }, at) => {
      const until = Math.min(this.#shots[at + 1]?.time ?? end, end);
      const cut = this.#cuts.reduce((sum, [from, to]) => sum + Math.max(Math.min(to, until) - Math.max(from, time), 0), 0);
      if (until - time - cut > 0.005) this.film.add(picture, until - time - cut);
    });
  }
}
