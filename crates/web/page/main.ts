/** Puts the page together: models, tabs and views. */

import { CompareView } from "./compare";
import { byId, message } from "./dom";
import { Engine } from "./engine";
import { MicrophoneView } from "./microphone";
import { fetched, MODELS } from "./models";
import { RecordingView } from "./recording";

const engine = new Engine();
const recording = new RecordingView(byId("recording"), engine, "Recording");
const microphone = new MicrophoneView(byId("microphone"), engine);
const compare = new CompareView(byId("compare"), engine);

const list = byId<HTMLSelectElement>("model");
const note = byId("model-note");

/** A model to use: `chosen` is called once it is loaded. */
interface Choice {
  name: string;
  about: string;
  bytes: () => Promise<Uint8Array>;
  chosen: () => void;
  refused: () => void;
}

let turns = 0;

async function use({ name, about, bytes, chosen, refused }: Choice): Promise<void> {
  const turn = ++turns;
  document.body.dataset.model = "";
  try {
    await microphone.end();
    note.textContent = `Loading ${name} …`;
    const encoder = (bytes: number) => {
      if (turn === turns) note.textContent = `Loading the learned encoder, ${(bytes / 1e6).toFixed(1)} MB …`;
    };
    const card = await engine.load(await bytes(), encoder);
    // Another one was chosen while this one was loaded.
    if (turn !== turns) return;
    chosen();
    note.textContent = about;
    const licence = card.data_license ? `, ${card.data_license}` : "";
    byId("licence").textContent = `Model ${card.name}: ${card.summary}; ${card.n_features} features; trained on ${card.n_clips} clips (${card.data}${licence}).`;
    document.body.dataset.model = card.name;
    await recording.again();
    await compare.again();
  } catch (error) {
    if (turn !== turns) return;
    refused();
    note.textContent = `The model cannot be used: ${message(error)}`;
  }
}

function models(): void {
  for (const { id, title } of MODELS) list.append(new Option(title, id));
  let current = list.value;
  const chosen = () => (current = list.value);
  const refused = () => (list.value = current);
  const choose = async () => {
    const offered = MODELS.find((it) => it.id === list.value);
    if (offered) await use({ name: offered.title, about: offered.note, bytes: () => fetched(offered), chosen, refused });
  };
  list.addEventListener("change", () => void choose());
  const file = byId<HTMLInputElement>("own-model-file");
  byId("own-model").addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    const [own] = file.files ?? [];
    file.value = "";
    if (own) void open(own);
  });
  const open = (own: File) => {
    const bytes = async () => new Uint8Array(await own.arrayBuffer());
    const add = () => {
      const known = [...list.options].find((it) => it.value === "own");
      if (known) known.text = own.name;
      else list.append(new Option(own.name, "own"));
      list.value = current = "own";
    };
    return use({ name: own.name, about: `Your model file ${own.name}.`, bytes, chosen: add, refused });
  };
  void choose();
}

/** Tabs as the ARIA Authoring Practices have them: arrows move, one is in the tab order. */
function tabs(): void {
  const all = [...document.querySelectorAll<HTMLButtonElement>("[role=tab]")];
  const show = (shown: HTMLButtonElement) => {
    for (const tab of all) {
      const selected = tab === shown;
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected ? 0 : -1;
      byId(tab.getAttribute("aria-controls") ?? "").hidden = !selected;
    }
  };
  all.forEach((tab, at) => {
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: all.length - 1, Home: all.length - at, End: all.length - 1 - at }[key];
      const next = step === undefined ? undefined : all[(at + step) % all.length];
      if (!next) return;
      show(next);
      next.focus();
    });
  });
}

models();
tabs();
// A file that misses the frame must not replace the page.
for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
if (import.meta.env.PROD && "serviceWorker" in navigator) void navigator.serviceWorker.register("./sw.js");
