"use strict";
addEventListener("load", () => {
  const page = frame.contentDocument, view = frame.contentWindow, problems = [];
  const root = page.documentElement;

  // Sizes and requests.
  if (root.scrollWidth > frame.clientWidth) {
    problems.push(`the page is ${root.scrollWidth} pixels wide, wider than ${frame.clientWidth}`);
  }
  for (const request of view.performance.getEntriesByType("resource")) {
    if (!request.name.endsWith(".wav")) problems.push(`a request for ${request.name}`);
  }
  const plots = page.querySelectorAll("figure svg");
  for (const plot of plots) {
    const name = plot.getAttribute("aria-label");
    const box = plot.getBoundingClientRect();
    const shapes = plot.querySelectorAll("line, polyline, polygon, rect, circle");
    if (!name || plot.getAttribute("role") !== "img") problems.push("a plot without a name");
    if (box.width < 250 || box.height < 50) problems.push(`${name} is not drawn`);
    if (shapes.length < 2) problems.push(`${name} is empty`);
    const scale = box.width / plot.viewBox.baseVal.width;
    for (const text of plot.querySelectorAll("text")) {
      const at = text.getBoundingClientRect();
      const words = `${name}: ${text.textContent.trim()}`;
      if (text.getAttribute("font-size") * scale < 9) problems.push(`${words} is too small`);
      if (at.left < box.left - 1 || at.right > box.right + 1 || at.top < box.top - 1
          || at.bottom > box.bottom + 1) problems.push(`${words} is cut off`);
    }
  }

  // Names, headings and controls.
  if (!root.lang || !page.title) problems.push("no language or title");
  if (page.querySelectorAll("h1").length !== 1) problems.push("not one h1");
  let before = 0;
  for (const heading of page.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName[1]);
    if (level > before + 1) problems.push(`h${level} after h${before}`);
    if (!heading.textContent.trim()) problems.push("a heading without text");
    before = level;
  }
  for (const image of page.querySelectorAll("img:not([alt])")) {
    problems.push(`no alternative text: ${image.outerHTML}`);
  }
  for (const input of page.querySelectorAll("input")) {
    if (input.labels.length === 0) problems.push("an input without a label");
  }
  for (const button of page.querySelectorAll("button")) {
    if (!button.textContent.trim()) problems.push("a button with no text");
    if (button.getBoundingClientRect().height < 24) problems.push("a button is too small to touch");
  }
  for (const header of page.querySelectorAll("th:not([scope])")) {
    problems.push(`a header without a scope: ${header.textContent}`);
  }
  for (const element of page.querySelectorAll("*")) {
    const overflow = view.getComputedStyle(element).overflowX;
    const scrolls = ["auto", "scroll"].includes(overflow);
    if (scrolls && element.tabIndex < 0) problems.push("a part scrolls that no key reaches");
  }

  // Contrast of texts, as WCAG 2 counts it.
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const paper = channels(view.getComputedStyle(page.body).backgroundColor).slice(0, 3);
  // What is behind a text of a plot: the rectangles in which its middle is, on the paper.
  const behind = (text) => {
    const box = text.getBoundingClientRect();
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    let color = paper;
    for (const rect of text.closest("svg").querySelectorAll("rect")) {
      const at = rect.getBoundingClientRect();
      if (x < at.left || x > at.right || y < at.top || y > at.bottom) continue;
      const style = view.getComputedStyle(rect);
      const fill = channels(style.fill), share = Number(style.opacity);
      color = color.map((value, channel) => value * (1 - share) + fill[channel] * share);
    }
    return color;
  };
  const check = (element, color, background) => {
    const style = view.getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = contrast(color, background);
    if (!element.closest("svg") && isLarge ? ratio < 3 : ratio < 4.5) {
      problems.push(`contrast ${ratio.toFixed(2)}: ${element.textContent.trim()}`);
    }
  };
  for (const element of page.body.querySelectorAll("*:not(script)")) {
    const hasText = [...element.childNodes].some((it) => it.nodeType === 3 && it.data.trim());
    if (!hasText || element.closest("[hidden]")) continue;
    const style = view.getComputedStyle(element);
    if (element.tagName === "text") check(element, channels(style.fill), behind(element));
    else check(element, channels(style.color).slice(0, 3), paper);
  }

  // A click in the middle of a timeline.
  const shown = [];
  const output = page.querySelector(".player output");
  if (output) {
    shown.push(output.textContent);
    const svg = output.closest("section").querySelector("svg"), box = svg.getBoundingClientRect();
    const [clientX, clientY] = [box.left + box.width / 2, box.top + box.height / 2];
    svg.dispatchEvent(new view.MouseEvent("click", { bubbles: true, clientX, clientY }));
    shown.push(output.textContent);
  }
  const is_dark = view.matchMedia("(prefers-color-scheme: dark)").matches;
  found.textContent = JSON.stringify({ problems, n_plots: plots.length, is_dark, shown });
});
