// The bars, their axes, what is shaded and what is told of a bar. One path a type: 400 bins are six elements.
import {binName, binStart, day, iso, add, ticks} from "./days.js";

const NS = "http://www.w3.org/2000/svg";
const MARGIN = {left: 38, right: 12, top: 8, bottom: 20};
const HEIGHT = 132;
const FLOOR = HEIGHT - MARGIN.bottom;
const LEAST = 1.5; // pixels: a bin that holds something is seen
const short = new Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1});
const long = new Intl.NumberFormat("en");

export function element(tag, className, text) {
  const found = document.createElement(tag);
  if (className) found.className = className;
  if (text !== undefined) found.textContent = text;
  return found;
}

function svg(tag, attributes = {}, text) {
  const found = document.createElementNS(NS, tag);
  set(found, attributes);
  if (text !== undefined) found.textContent = text;
  return found;
}

function set(found, attributes) {
  for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
}

// The picture without a bar. What is over the bars is made once, so that it keeps the focus through every change.
export function emptyChart(view) {
  const box = element("div", "chart");
  const picture = svg("svg", {role: "group"});
  const parts = {
    bars: svg("g"),
    hover: svg("rect", {class: "hover", y: MARGIN.top, height: FLOOR - MARGIN.top, width: 0}),
    before: svg("rect", {class: "shade", x: MARGIN.left, y: 0, height: FLOOR}),
    after: svg("rect", {class: "shade", y: 0, height: FLOOR}),
    selected: svg("rect", {class: "selected", y: 0, height: FLOOR}),
    from: handle("From date", "0"),
    to: handle("To date", "1"),
  };
  picture.append(...Object.values(parts));
  const tip = element("div", "tip");
  tip.hidden = true;
  const empty = element("div", "empty");
  box.append(picture, tip, empty);
  view.controls.before(box);
  Object.assign(view, {box, picture, parts, tip, empty});
  picture.addEventListener("pointermove", (event) => tell(view, event));
  picture.addEventListener("pointerleave", () => tell(view, null));
}

function handle(name, side) {
  const found = svg("rect", {class: "handle", y: FLOOR / 2 - 14, width: 6, height: 28, rx: 3, tabindex: 0, role: "slider", "aria-label": name});
  found.dataset.side = side;
  return found;
}

export function drawChart(view) {
  const {root, answer, data, picture, parts, empty} = view;
  const {unit, bins} = answer;
  picture.style.display = answer.first ? "" : "none";
  empty.hidden = Boolean(answer.first);
  empty.textContent = "No events to show in time.";
  if (!answer.first) return;
  const width = root.clientWidth;
  const inner = width - MARGIN.left - MARGIN.right;
  const [first, last] = [day(answer.from), day(answer.to) + 1];
  const sums = bins.counts.map((counts) => counts.reduce((sum, n) => sum + n, 0));
  const most = Math.max(1, ...sums);
  view.scale = {
    first, last, width, most,
    x: (n) => MARGIN.left + ((n - first) / (last - first)) * inner,
    day: (px) => Math.max(first, Math.min(last, first + ((px - MARGIN.left) / inner) * (last - first))),
  };
  view.bins = new Map(bins.start.map((start, i) => [day(start), {counts: bins.counts[i], sum: sums[i], killed: answer.fatalities[i]}]));
  set(picture, {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    "aria-label": `${long.format(sums.reduce((sum, n) => sum + n, 0))} events from ${answer.from} to ${answer.to}, one bar a ${unit}. Drag to choose a range of dates.`,
  });
  parts.bars.replaceChildren(...axes(view), ...bars(view, data.types));
  tell(view, null);
}

function axes({scale: {first, last, width, most, x}}) {
  const found = [
    svg("line", {class: "axis", x1: MARGIN.left, x2: width - MARGIN.right, y1: FLOOR, y2: FLOOR}),
    svg("text", {x: MARGIN.left - 6, y: MARGIN.top + 8, "text-anchor": "end"}, short.format(most)),
    svg("text", {x: MARGIN.left - 6, y: FLOOR, "text-anchor": "end"}, "0"),
  ];
  for (const [at, label] of ticks(first, last, Math.max(2, Math.floor((width - MARGIN.left) / 90)))) {
    found.push(svg("line", {class: "axis", x1: x(at), x2: x(at), y1: FLOOR, y2: FLOOR + 4}));
    const anchor = x(at) > width - 40 ? "end" : x(at) < MARGIN.left + 20 ? "start" : "middle";
    found.push(svg("text", {x: x(at), y: HEIGHT - 5, "text-anchor": anchor}, label));
  }
  return found;
}

function bars({bins, answer: {unit}, scale: {x, most}}, types) {
  const paths = types.map(() => "");
  for (const [start, {counts, sum}] of bins) {
    const left = x(start);
    const wide = Math.max(1, x(add(start, unit)) - left - 0.6);
    const tall = Math.max(LEAST, (sum / most) * (FLOOR - MARGIN.top)) / sum;
    let under = 0;
    counts.forEach((n, i) => {
      if (!n) return;
      under += n;
      paths[i] += `M${left.toFixed(1)} ${(FLOOR - under * tall).toFixed(2)}h${wide.toFixed(2)}v${(n * tall).toFixed(2)}h${(-wide).toFixed(2)}z`;
    });
  }
  return types.map(({colour}, i) => paths[i] && svg("path", {class: "bar", d: paths[i], fill: colour})).filter(Boolean);
}

// Put shade and handles where the range or the player's window is.
export function placeWindow(view) {
  const {scale, parts, range, window: moving, answer} = view;
  if (!scale || !answer?.first) return;
  const {first, last, width, x} = scale;
  const inside = (n) => Math.max(first, Math.min(last, n));
  const [from, to] = (moving || range || [first, last]).map(inside);
  const any = moving || range;
  set(parts.before, {width: any ? x(from) - MARGIN.left : 0});
  set(parts.after, {x: x(to), width: any ? width - MARGIN.right - x(to) : 0});
  set(parts.selected, {x: x(from), width: any ? Math.max(x(to) - x(from), 1) : 0, class: moving ? "selected moving" : "selected"});
  for (const [part, at, value] of [[parts.from, from, from], [parts.to, to, to - 1]]) {
    set(part, {x: x(at) - 3});
    if (view.player.state === "playing") continue; // nobody wants sixty values a second read out
    set(part, {"aria-valuemin": first, "aria-valuemax": last - 1, "aria-valuenow": Math.round(value), "aria-valuetext": iso(Math.round(value))});
  }
}

// What the bar under the pointer holds.
function tell(view, event) {
  const {tip, scale, parts, picture, answer} = view;
  const px = event && event.clientX - picture.getBoundingClientRect().left;
  const off = !event || px < MARGIN.left || px > scale.width - MARGIN.right;
  const start = off ? null : binStart(Math.min(Math.floor(scale.day(px)), scale.last - 1), answer.unit);
  if (start === view.told) return;
  view.told = start;
  tip.hidden = off;
  set(parts.hover, {width: 0});
  if (off) return;
  const left = scale.x(start);
  const wide = scale.x(add(start, answer.unit)) - left;
  set(parts.hover, {x: left, width: Math.max(wide, 1)});
  tip.replaceChildren(...rows(view, start));
  const middle = left + wide / 2;
  tip.style.left = `${middle < scale.width / 2 ? middle + 14 : Math.max(0, middle - 14 - tip.offsetWidth)}px`;
}

function rows({bins, answer, data}, start) {
  const bin = bins.get(start);
  const found = [element("strong", "", binName(start, answer.unit))];
  data.types.forEach(({name, colour}, i) => {
    if (!bin?.counts[i]) return;
    const row = element("div", "kind");
    const dot = element("i");
    dot.style.background = colour;
    row.append(dot, element("span", "", name), element("b", "", long.format(bin.counts[i])));
    found.push(row);
  });
  const sum = bin ? `${long.format(bin.sum)} ${bin.sum === 1 ? "event" : "events"}` : "No events";
  found.push(element("div", "sum", bin?.killed ? `${sum}, ${long.format(bin.killed)} killed` : sum));
  return found;
}
