// Writes a model file in the binary form: node test/convert.mjs model.json model.emo encoder.safetensors
import { readFileSync, writeFileSync } from "node:fs";
import init, { Encoder, Model } from "../pkg/emo_web.js";

await init({ module_or_path: readFileSync(new URL("../pkg/emo_web_bg.wasm", import.meta.url)) });
const [from, to, encoder] = process.argv.slice(2);
const model = Model.loadWithEncoder(readFileSync(from), Encoder.load(readFileSync(encoder)));
writeFileSync(to, model.toBinary());
