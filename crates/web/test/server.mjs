// Serves the page as any static host does, or by `emo web`.
import { spawn } from "node:child_process";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const page = fileURLToPath(new URL("../dist", import.meta.url));
const TYPES = {
  ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm",
  ".svg": "image/svg+xml", ".png": "image/png", ".ogg": "audio/ogg", ".webmanifest": "application/manifest+json",
};

/** Starts on a free port; gives the address and a function that ends it. */
export function serve() {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://page").pathname);
    const file = join(page, path === "/" ? "index.html" : path);
    if (!file.startsWith(page) || !existsSync(file) || !statSync(file).isFile()) {
      return response.writeHead(404).end();
    }
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const close = () => (server.closeAllConnections(), server.close());
      resolve({ url: `http://127.0.0.1:${server.address().port}/`, close });
    });
  });
}

/** Starts `emo web`; gives nothing where this page is not in the command. */
export async function serveByCommand(emo) {
  const child = spawn(emo, ["web", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  const url = await new Promise((resolve) => {
    child.on("error", () => resolve(undefined));
    child.on("exit", () => resolve(undefined));
    child.stdout.on("data", (text) => resolve(/http:\S+/.exec(text)?.[0]));
  });
  if (url && (await (await fetch(url)).text()) === readFileSync(join(page, "index.html"), "utf8")) {
    return { url, close: () => child.kill() };
  }
  child.kill();
  return undefined;
}

/** A WAV file of 16 bits with these samples at a rate, repeated to a length in seconds. */
export function wav(samples, rate, seconds) {
  const count = Math.round(seconds * rate);
  const file = Buffer.alloc(44 + 2 * count);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + 2 * count, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(2 * rate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(2 * count, 40);
  for (let at = 0; at < count; at++) file.writeInt16LE(samples(at), 44 + 2 * at);
  return file;
}
