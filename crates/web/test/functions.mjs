// The bytes of a WebAssembly module's functions, by crate: what twiggy tells, without a tool to build.
// Reads the code section and the section of names (WebAssembly core specification, 5.5 and 7.4.1).

class Reader {
  constructor(bytes, at = 0) {
    [this.bytes, this.at] = [bytes, at];
  }
  /** A number in LEB128. */
  number() {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte & 128);
    return value;
  }
  text() {
    const length = this.number();
    this.at += length;
    return Buffer.from(this.bytes.subarray(this.at - length, this.at)).toString();
  }
}

function* sections(bytes) {
  const reader = new Reader(bytes, 8);
  while (reader.at < bytes.length) {
    const [id, size] = [bytes[reader.at++], reader.number()];
    yield { id, start: reader.at, size };
    reader.at += size;
  }
}

function imported(bytes, start) {
  const reader = new Reader(bytes, start);
  let functions = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.text();
    reader.text();
    const kind = bytes[reader.at++];
    if (kind === 0) functions += 1;
    if (kind !== 0) throw new Error("expected imports of functions alone");
    reader.number();
  }
  return functions;
}

/** The crate in a mangled name (legacy or v0); generic code of the standard library counts as std. */
function crate(name) {
  const rest = (text, length) => text.slice(0, Number(length));
  const v0 = /^_R.*?C(?:s[0-9A-Za-z]*_)?(\d+)_?([a-z_0-9]+)/.exec(name);
  const legacy = /^_ZN(\d+)(.*)/.exec(name);
  const first = v0 ? rest(v0[2], v0[1]) : legacy ? rest(legacy[2], legacy[1]) : name;
  const paths = [...first.matchAll(/([a-z][a-z_0-9]*)\.\./g)].map((it) => it[1]);
  const found = paths[0] ?? first.replace(/[^a-z_0-9].*/, "");
  if (["alloc", "core", "std", "hashbrown", "dlmalloc"].includes(found)) return "std, and its generic code";
  return found.replace(/^symphonia.*/, "symphonia").replace(/^(faer|gemm|nano_gemm).*/, "faer").replace(/^serde.*/, "serde") || "other";
}

/** Bytes by crate, and the largest functions. */
export function functions(bytes) {
  const all = [...sections(bytes)];
  const first = all.filter((it) => it.id === 2).reduce((sum, it) => sum + imported(bytes, it.start), 0);
  const names = new Map();
  for (const { id, start, size } of all) {
    if (id !== 0) continue;
    const reader = new Reader(bytes, start);
    if (reader.text() !== "name") continue;
    while (reader.at < start + size) {
      const [kind, length] = [bytes[reader.at++], reader.number()];
      const end = reader.at + length;
      if (kind === 1) {
        for (let left = reader.number(); left > 0; left--) names.set(reader.number(), reader.text());
      }
      reader.at = end;
    }
  }
  const code = all.find((it) => it.id === 10);
  const reader = new Reader(bytes, code.start);
  const list = [];
  for (let at = first, left = reader.number(); left > 0; left--, at++) {
    const size = reader.number();
    reader.at += size;
    list.push({ name: names.get(at) ?? `function ${at}`, size });
  }
  const crates = new Map();
  for (const { name, size } of list) crates.set(crate(name), (crates.get(crate(name)) ?? 0) + size);
  const data = all.filter((it) => it.id === 11).reduce((sum, it) => sum + it.size, 0);
  return { crates: [...crates].sort((a, b) => b[1] - a[1]), list: list.sort((a, b) => b.size - a.size), data };
}
