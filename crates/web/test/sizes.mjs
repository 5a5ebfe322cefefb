// What takes how much: the files of the page as they are and compressed, and the functions of the
// module by crate.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { functions } from "./functions.mjs";
import { brotliCompressSync, constants } from "node:zlib";

const page = fileURLToPath(new URL("../dist", import.meta.url));
const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }).length;

function files(folder, below = "") {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below ? `${below}/${name}` : name;
    return statSync(join(folder, path)).isDirectory() ? files(folder, path) : [path];
  });
}

// What is loaded before the first answer; samples and other models come when they are asked for.
const first = (path) => !/^samples|^sw\.js|icon-|on-demand/.test(path);
let [raw, packed] = [0, 0];
console.log("| file | kB | kB with brotli | first load |\n| --- | --- | --- | --- |");
for (const path of files(page).sort()) {
  const bytes = readFileSync(join(page, path));
  const small = brotli(bytes);
  if (first(path)) [raw, packed] = [raw + bytes.length, packed + small];
  console.log(`| ${path} | ${(bytes.length / 1000).toFixed(1)} | ${(small / 1000).toFixed(1)} | ${first(path) ? "yes" : ""} |`);
}
console.log(`| **first load** | ${(raw / 1000).toFixed(1)} | **${(packed / 1000).toFixed(1)}** | |`);

// The module as it leaves the compiler has the names of its functions.
const { crates, data } = functions(readFileSync(process.argv[2]));
const all = crates.reduce((sum, [, bytes]) => sum + bytes, 0);
console.log(`\n| crate | kB of code, of ${(all / 1000).toFixed(0)} |\n| --- | --- |`);
for (const [name, bytes] of crates.slice(0, 16)) console.log(`| ${name} | ${(bytes / 1000).toFixed(1)} |`);
console.log(`| constants and text | ${(data / 1000).toFixed(1)} |`);
