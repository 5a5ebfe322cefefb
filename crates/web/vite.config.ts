import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";

/** All files below a folder, relative to it. */
function files(folder: string, below = ""): string[] {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below ? `${below}/${name}` : name;
    return statSync(join(folder, path)).isDirectory() ? files(folder, path) : [path];
  });
}

/**
 * Writes the list of files that the service worker keeps, and a version that changes with any of
 * them. Models that are loaded on demand are kept once they have been loaded.
 */
function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    enforce: "post",
    generateBundle(_, bundle) {
      const built = Object.values(bundle).map((it) => it.fileName);
      const kept = [...built, ...files("page/public")].filter((name) => !/sw\.js$|on-demand/.test(name));
      const hash = createHash("sha256");
      for (const it of Object.values(bundle)) hash.update(it.type === "chunk" ? it.code : it.source);
      for (const name of files("page/public")) hash.update(readFileSync(join("page/public", name)));
      const version = hash.digest("hex").slice(0, 12);
      const source = readFileSync("page/service-worker.js", "utf8")
        .replace("__VERSION__", version)
        .replace("__FILES__", JSON.stringify(["./", ...kept.filter((name) => name !== "index.html")]));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

export default defineConfig({
  root: "page",
  // Relative addresses, so that the page works in any folder of any host.
  base: "./",
  publicDir: "public",
  plugins: [serviceWorker()],
  worker: { format: "es" },
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
