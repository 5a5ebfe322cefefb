/** The models that the page offers. */

export interface Offered {
  id: string;
  /** What the list shows. */
  title: string;
  /** The file, below the page. */
  file: string;
  /** What is said below the list. */
  note: string;
}

const RESTRICTED = "Its training data forbid commercial use (CC BY-NC-SA 4.0).";

/** The first one is loaded with the page; the others are loaded, and then kept, when they are chosen. */
export const MODELS: Offered[] = [
  {
    id: "ravdess-full",
    title: "ravdess-full: English",
    file: "models/ravdess-full.emo",
    note: `71 % right on average over the emotions, on unseen speakers of its corpus. ${RESTRICTED}`,
  },
  {
    id: "general",
    title: "general: loads 5 MB",
    file: "models/on-demand/general.emo",
    note: `English, Polish and German, with a learned encoder. 57 % right on average over four emotions, on unseen corpora. ${RESTRICTED}`,
  },
  {
    id: "emodb-4",
    title: "emodb-4: loads 5 MB",
    file: "models/on-demand/emodb-4.emo",
    note: "German, with a learned encoder. 89 % right on average over four emotions, on unseen speakers of its corpus. It may be used commercially (CC0).",
  },
  {
    id: "ravdess-60",
    title: "ravdess-60: small",
    file: "models/on-demand/ravdess-60.emo",
    note: `52 % right on average over the emotions, on unseen speakers of its corpus. ${RESTRICTED}`,
  },
];

/** The bytes of an offered model. */
export async function fetched({ file }: Offered): Promise<Uint8Array> {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`the model could not be loaded (${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}
