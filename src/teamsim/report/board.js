// Which scenario is shown, and what a fan says under the pointer. Without this script all scenarios are shown.
"use strict";
const tabs = [...document.querySelectorAll(".tabs button")];
const panes = [...document.querySelectorAll(".pane")];

function choose(place, isFocused) {
  tabs.forEach((tab, k) => {
    tab.setAttribute("aria-selected", String(k === place));
    tab.tabIndex = k === place ? 0 : -1;
  });
  panes.forEach((pane) => { pane.hidden = Number(pane.dataset.place) !== place; });
  if (isFocused) tabs[place].focus();
}

tabs.forEach((tab, place) => {
  tab.addEventListener("click", () => choose(place));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) choose((place + step + tabs.length) % tabs.length, true);
  });
});
if (tabs.length) choose(0);

const lang = document.documentElement.lang;
const short = new Intl.NumberFormat(lang, { notation: "compact", maximumSignificantDigits: 4 });
const percent = new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 1 });

document.querySelectorAll("svg.fan").forEach((svg) => {
  const { months, series, frame, kind } = JSON.parse(svg.dataset.fan);
  const number = (value) => (kind === "share" ? percent : short).format(value);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  for (const [name, value] of [["y1", frame.y0], ["y2", frame.y1], ["stroke", "#2b2f36"], ["stroke-width", 1]]) {
    line.setAttribute(name, value);
  }
  const tip = document.createElement("div");
  tip.className = "tip";
  const figure = svg.closest("figure");

  function show(event) {
    const box = svg.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    const place = Math.max(0, Math.min(months.length - 1, Math.round((at - frame.left) / frame.step)));
    const x = frame.left + place * frame.step;
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
    tip.replaceChildren(Object.assign(document.createElement("b"), { textContent: months[place] }));
    for (const one of series) {
      const k = one.months.indexOf(months[place]);
      if (k < 0) continue;
      const row = document.createElement("div");
      row.style.color = one.colour;
      row.textContent = `${one.name}: ${number(one.median[k])} (${number(one.low[k])} – ${number(one.high[k])})`;
      tip.append(row);
    }
    svg.append(line);
    figure.append(tip);
    const left = (x / svg.viewBox.baseVal.width) * box.width;
    tip.style.left = `${Math.max(0, Math.min(left + 12, box.width - tip.offsetWidth))}px`;
  }

  svg.addEventListener("pointermove", show);
  svg.addEventListener("pointerleave", () => { line.remove(); tip.remove(); });
});
