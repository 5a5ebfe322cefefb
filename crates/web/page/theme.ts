/** Colours of figures, which must be in the figure itself when it is saved. */

export interface Theme {
  paper: string;
  ink: string;
  soft: string;
  line: string;
  wave: string;
  pitch: string;
  /** From silence to the loudest, red, green and blue. */
  ramp: [number, number, number][];
  /** Lightness of the colours of emotions, per cent. */
  lightness: number;
}

const LIGHT: Theme = {
  paper: "#ffffff",
  ink: "#1c2024",
  soft: "#5c646c",
  line: "#dcdad4",
  wave: "#2f6f73",
  pitch: "#c2410c",
  ramp: [[255, 255, 255], [214, 232, 229], [112, 176, 174], [27, 98, 107], [12, 36, 54]],
  lightness: 0,
};

const DARK: Theme = {
  paper: "#1c1f23",
  ink: "#e8e9ea",
  soft: "#a3abb3",
  line: "#363b41",
  wave: "#7cc4be",
  pitch: "#ffab66",
  ramp: [[28, 31, 35], [26, 56, 66], [33, 110, 117], [109, 190, 178], [240, 246, 226]],
  lightness: 1,
};

const dark = matchMedia("(prefers-color-scheme: dark)");
const print = matchMedia("print");

/** The scheme of the system; print is light. */
export function scheme(): "dark" | "light" {
  return dark.matches && !print.matches ? "dark" : "light";
}

/** The colours of the scheme. */
export function theme(): Theme {
  return scheme() === "dark" ? DARK : LIGHT;
}

/** Calls when the scheme changes, or when the page is printed. */
export function onThemeChange(call: () => void): void {
  for (const query of [dark, print]) query.addEventListener("change", call);
}

/** Known emotions, in light and in dark. */
const EMOTIONS: Record<string, [string, string]> = {
  neutral: ["#6b7280", "#9aa3ad"],
  calm: ["#2f8570", "#63c0a6"],
  happy: ["#a87400", "#e6b84c"],
  happiness: ["#a87400", "#e6b84c"],
  joy: ["#a87400", "#e6b84c"],
  sad: ["#3867ad", "#7ea8e6"],
  sadness: ["#3867ad", "#7ea8e6"],
  angry: ["#bb352f", "#f08479"],
  anger: ["#bb352f", "#f08479"],
  fearful: ["#7149a8", "#b596e8"],
  fear: ["#7149a8", "#b596e8"],
  disgust: ["#63721a", "#b2c25a"],
  surprised: ["#b0447f", "#ee93c2"],
  surprise: ["#b0447f", "#ee93c2"],
  boredom: ["#7d6047", "#c2a58b"],
  bored: ["#7d6047", "#c2a58b"],
};

/** The colour of an emotion; one that is not known gets one by its name. */
export function emotionColour(label: string): string {
  const known = EMOTIONS[label.toLowerCase()];
  if (known) return known[theme().lightness] ?? known[0];
  const sum = [...label].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return `hsl(${sum} 35% ${theme().lightness ? 70 : 38}%)`;
}

/** A colour of the ramp for 0 to 1. */
export function rampColour(ramp: Theme["ramp"], share: number): [number, number, number] {
  const place = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const at = Math.min(Math.floor(place), ramp.length - 2);
  const [low, high] = [ramp[at]!, ramp[at + 1]!];
  return low.map((value, channel) => value + (place - at) * (high[channel]! - value)) as [number, number, number];
}
