// What the recording lays over a page: a caption below it, and a pointer where the mouse is.

/** The pixels of a frame, and the share of its height that the caption takes. */
export const SIZE = { width: 1280, height: 720 };
export const CAPTION = 0.08;

const STRIP = {
  position: "fixed", left: "0", right: "0", bottom: "0", zIndex: "9", height: `${100 * CAPTION}vh`, padding: "0 2.5vw",
  boxSizing: "border-box", display: "flex", alignItems: "center", background: "#0d4f50", color: "#fff",
  font: "3vh 'DejaVu Sans', sans-serif",
};

const ARROW = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 22"><path d="M1 1v17l4-4 3 7 3-1-3-7h6z"
  fill="#111" stroke="#fff"/></svg>`;

/** Shows one sentence below the page, which keeps its place free. */
export async function caption(page, text) {
  await page.evaluate(({ text, style }) => {
    let strip = document.getElementById("caption");
    if (!strip) {
      strip = document.createElement("div");
      strip.id = "caption";
      Object.assign(strip.style, style);
      document.documentElement.append(strip);
      document.body.style.paddingBottom = style.height;
    }
    strip.textContent = text;
  }, { text, style: STRIP });
}

/** Shows an arrow that follows the mouse. */
export async function pointer(page) {
  await page.evaluate((image) => {
    const arrow = document.createElement("div");
    Object.assign(arrow.style, {
      position: "fixed", left: "50vw", top: "70vh", width: "16px", height: "22px", zIndex: "10", pointerEvents: "none", backgroundImage: image,
    });
    document.documentElement.append(arrow);
    const follow = ({ clientX, clientY }) => Object.assign(arrow.style, { left: `${clientX}px`, top: `${clientY}px` });
    addEventListener("mousemove", follow, true);
  }, `url("data:image/svg+xml,${encodeURIComponent(ARROW)}")`);
}
