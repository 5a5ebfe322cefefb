
"use strict";
// Shows the numbers of a place of a timeline, and plays the recording from there.
for (const data of document.querySelectorAll("script.timeline")) {
  const timeline = JSON.parse(data.textContent);
  const section = data.closest("section");
  const svg = section.querySelector("svg");
  const player = section.querySelector(".player");
  const slider = player.querySelector("input");
  const output = player.querySelector("output");
  const audio = player.querySelector("audio");
  const { width, height } = svg.viewBox.baseVal;
  const { left, right, top, bottom } = timeline.plot;

  const cursor = document.createElementNS(svg.namespaceURI, "line");
  cursor.setAttribute("class", "cursor");
  cursor.setAttribute("stroke", "currentColor");
  cursor.setAttribute("stroke-width", "15");
  cursor.setAttribute("y1", top * height);
  cursor.setAttribute("y2", bottom * height);
  svg.append(cursor);

  const clock = (seconds) => {
    const tenths = Math.round(seconds * 10);
    return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
  };
  const numbers = (seconds) => {
    const here = timeline.windows.filter(([start, end]) => start <= seconds && seconds < end);
    if (here.length === 0) return `${clock(seconds)}: no prediction`;
    const mean = (at) => here.reduce((sum, [, , shares]) => sum + shares[at], 0) / here.length;
    const shares = timeline.labels.map((label, at) => [label, mean(at)]);
    shares.sort((one, other) => other[1] - one[1]);
    const words = shares.slice(0, 4).map(([label, share]) => `${label} ${Math.round(share * 100)} %`);
    return `${clock(seconds)}: ${words.join(", ")}`;
  };
  const show = (seconds) => {
    const x = (left + (seconds / timeline.duration) * (right - left)) * width;
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    slider.value = seconds;
    output.textContent = numbers(seconds);
    slider.setAttribute("aria-valuetext", output.textContent);
  };
  const go = (seconds) => {
    show(seconds);
    if (audio && audio.isConnected) audio.currentTime = seconds;
  };
  const play = (seconds) => {
    go(seconds);
    if (audio && audio.isConnected) audio.play().catch(() => {});
  };

  slider.addEventListener("input", () => go(Number(slider.value)));
  svg.style.cursor = "pointer";
  svg.addEventListener("click", (event) => {
    const box = svg.getBoundingClientRect();
    const share = ((event.clientX - box.left) / box.width - left) / (right - left);
    if (share >= 0 && share <= 1) play(share * timeline.duration);
  });
  for (const button of section.querySelectorAll("button[data-at]")) {
    button.addEventListener("click", () => play(Number(button.dataset.at)));
  }
  if (audio) {
    audio.addEventListener("timeupdate", () => show(audio.currentTime));
    audio.addEventListener("error", () => {
      audio.replaceWith(`The audio file ${decodeURIComponent(audio.getAttribute("src"))} is not beside this page.`);
    });
  }
  player.hidden = false;
  show(0);
}
