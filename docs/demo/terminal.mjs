// A terminal: commands run for real, and xterm.js draws what they print and when.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { dirname, join } from "node:path";
import { caption, SIZE } from "./overlay.mjs";

const [COLUMNS, ROWS] = [110, 27];
/** Letters of this size are 11 pixels wide: bars of blocks have no seams. */
const FONT_SIZE = 11 / 0.602051;
/** A longer wait for output is cut, in seconds. */
const LONGEST_WAIT = 1.5;
/** Output is drawn this often at most, in seconds. */
const STEP = 0.1;
const PROMPT = "\x1b[36m$\x1b[0m ";
const THEME = { background: "#14171a", foreground: "#e4e6e8", cursor: "#7cc4be", cyan: "#7cc4be", brightBlack: "#8b949e" };

/** The time until the next key, in seconds: short within a word, longer before the next one. */
const rhythm = (text, at) => (text[at] === " " ? 0.11 : 0.035 + 0.015 * ((at * 7) % 3));

export class Terminal {
  /** `folder` is where commands run, and `notes` is where `script` notes what they print. */
  static async open(browser, film, require, { folder, notes }) {
    const page = await browser.newPage({ viewport: SIZE });
    const xterm = dirname(dirname(require.resolve("@xterm/xterm")));
    await page.setContent(`<body style="margin:0;padding:20px 32px;background:${THEME.background}"><div id="screen"></div></body>`);
    await page.addStyleTag({ path: join(xterm, "css/xterm.css") });
    await page.addScriptTag({ path: join(xterm, "lib/xterm.js") });
    await page.evaluate(({ theme, fontSize, cols, rows }) => {
      const options = { cols, rows, theme, scrollback: 0, fontSize, lineHeight: 1.1, fontFamily: "DejaVu Sans Mono", cursorInactiveStyle: "block" };
      const terminal = new window.Terminal(options);
      terminal.open(document.getElementById("screen"));
      window.put = (text) => new Promise((resolve) => terminal.write(text, resolve));
    }, { theme: THEME, fontSize: FONT_SIZE, cols: COLUMNS, rows: ROWS });
    const terminal = new Terminal(page, film, folder, notes);
    await terminal.#put(PROMPT);
    return terminal;
  }

  constructor(page, film, folder, notes) {
    Object.assign(this, { page, film, folder, notes });
  }

  /** Begins a scene with a caption, which is shown alone for some seconds. */
  async scene(text, seconds = 1.5) {
    this.film.scene(text);
    await caption(this.page, text);
    await this.#shot(seconds);
  }

  /** Types a command and enters it. */
  async type(command) {
    for (let at = 0; at < command.length; at++) {
      await this.#put(command[at]);
      await this.#shot(rhythm(command, at));
    }
    await this.#shot(0.4);
    await this.#put("\r\n");
    await this.#shot(0.4);
  }

  /** Types a command that has run before and printed nothing. */
  async typeQuiet(command) {
    await this.type(command);
    await this.#put(PROMPT);
    await this.#shot(0.8);
  }

  /** Types a command, runs it, and shows what it prints for some seconds. */
  async run(command, seconds) {
    await this.type(command);
    for (const { text, wait } of this.#record(command)) {
      await this.#shot(wait);
      await this.#put(text);
    }
    await this.#put(`\r\n${PROMPT}`);
    await this.#shot(seconds);
  }

  close() {
    return this.page.close();
  }

  /** What a command prints, in steps, each with the time before it. */
  #record(command) {
    const [output, timing] = ["output", "timing"].map((name) => join(this.notes, name));
    const size = `stty cols ${COLUMNS} rows ${ROWS}; `;
    execFileSync("script", ["-qefc", size + command, "-O", output, "-T", timing], { cwd: this.folder, stdio: "ignore" });
    const bytes = readFileSync(output);
    this.#check(bytes.toString());
    // Before the first line is what `script` itself notes.
    let at = bytes.indexOf("\n") + 1;
    const steps = [{ text: "", wait: 0 }];
    for (const line of readFileSync(timing, "utf8").trim().split("\n")) {
      const [wait, count] = line.split(" ").map(Number);
      const text = bytes.subarray(at, at + count).toString();
      at += count;
      if (wait >= STEP) steps.push({ text: "", wait: Math.min(wait, LONGEST_WAIT) });
      steps.at(-1).text += text;
    }
    return steps.filter(({ text, wait }) => text || wait);
  }

  /** Nothing of the machine may be in a frame. */
  #check(text) {
    const shown = text.split("\n").slice(1).join("\n");
    const found = [hostname(), homedir(), this.folder].find((it) => it.length > 1 && shown.includes(it));
    if (found) throw new Error(`the output of a command names ${found}`);
  }

  async #put(text) {
    if (text) await this.page.evaluate((text) => window.put(text), text);
  }

  async #shot(seconds) {
    if (seconds > 0) this.film.add(await this.page.screenshot(), seconds);
  }
}
