// A histogram of the events over time, stacked by type, whose brush sets the range of dates.
// Two handles can be moved with the arrow keys too. Dates are days in UTC: a bar never depends on the reader's zone.
const DAY = 86400000;
const NS = "http://www.w3.org/2000/svg";
const MARGIN = {left: 34, right: 12, top: 8, bottom: 20};
const HEIGHT = 132;
const views = new WeakMap();

const day = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);

export default function (component) {
  const {data, parentElement, setTriggerValue} = component;
  const root = parentElement.querySelector(".timeline");
  let view = views.get(root);
  if (!view) {
    view = {root};
    views.set(root, view);
    new ResizeObserver(() => render(view)).observe(root);
  }
  view.data = data;
  view.announce = (range) => setTriggerValue("range", {range, at: Date.now()});
  view.range = data.start || data.end ? [day(data.start || data.first), day(data.end || data.last) + 1] : null;
  render(view);
}

function svg(tag, attributes, text) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function nextBin(start, unit) {
  const d = new Date(start * DAY);
  if (unit === "day") return start + 1;
  if (unit === "week") return start + 7;
  if (unit === "month") return Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1) / DAY;
  return Date.UTC(d.getUTCFullYear() + 1, 0, 1) / DAY;
}

function render(view) {
  const {root, data} = view;
  if (!data || !root.clientWidth) return;
  const focused = root.getRootNode().activeElement?.dataset?.side;
  root.replaceChildren();
  if (!data.bins.length) {
    const empty = document.createElement("div");
    empty.className = "empty";
    empty.textContent = "No events to show in time.";
    root.append(empty);
    return;
  }
  const width = root.clientWidth;
  const first = day(data.bins[0].start);
  const last = nextBin(day(data.bins[data.bins.length - 1].start), data.unit);
  const x = (n) => MARGIN.left + ((n - first) / (last - first)) * (width - MARGIN.left - MARGIN.right);
  const back = (px) => Math.max(first, Math.min(last, Math.round(first + ((px - MARGIN.left) / (width - MARGIN.left - MARGIN.right)) * (last - first))));
  const most = Math.max(...data.bins.map((b) => b.counts.reduce((sum, n) => sum + n, 0)));
  const y = (n) => HEIGHT - MARGIN.bottom - (n / most) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const picture = svg("svg", {viewBox: `0 0 ${width} ${HEIGHT}`, role: "group", "aria-label": `Events a ${data.unit}. Drag to choose a range of dates.`});
  Object.assign(view, {first, last, x, back, picture});
  drawAxes(view, width, most, y);
  drawBars(view, y);
  view.overlay = picture.appendChild(svg("g", {}));
  root.append(caption(view), picture);
  drawRange(view, width);
  if (focused) view.overlay.querySelector(`[data-side="${focused}"]`).focus();
  picture.addEventListener("pointerdown", (event) => begin(view, event, width));
  picture.addEventListener("dblclick", () => view.announce(""));
}

function caption(view) {
  const line = document.createElement("div");
  line.className = "line";
  const text = document.createElement("span");
  text.className = "range-text";
  const clear = document.createElement("button");
  clear.type = "button";
  clear.textContent = "Whole time";
  clear.addEventListener("click", () => view.announce(""));
  line.append(text, clear);
  view.text = text;
  view.clear = clear;
  return line;
}

function drawAxes(view, width, most, y) {
  const {picture, first, last, x} = view;
  picture.append(svg("line", {class: "axis", x1: MARGIN.left, x2: width - MARGIN.right, y1: HEIGHT - MARGIN.bottom, y2: HEIGHT - MARGIN.bottom}));
  picture.append(svg("text", {x: MARGIN.left - 6, y: y(most) + 8, "text-anchor": "end"}, String(most)));
  picture.append(svg("text", {x: MARGIN.left - 6, y: HEIGHT - MARGIN.bottom, "text-anchor": "end"}, "0"));
  const room = Math.max(2, Math.floor((width - MARGIN.left) / 90));
  for (const [at, label] of ticks(first, last, room)) {
    picture.append(svg("line", {class: "axis", x1: x(at), x2: x(at), y1: HEIGHT - MARGIN.bottom, y2: HEIGHT - MARGIN.bottom + 4}));
    picture.append(svg("text", {x: x(at), y: HEIGHT - 5, "text-anchor": x(at) > width - 40 ? "end" : x(at) < MARGIN.left + 20 ? "start" : "middle"}, label));
  }
}

function ticks(first, last, room) {
  const found = [];
  const months = (last - first) / 30.4;
  if (months < 2) {
    const step = Math.ceil((last - first) / room);
    for (let n = first; n < last; n += step) found.push([n, new Date(n * DAY).toLocaleDateString("en-GB", {day: "numeric", month: "short", timeZone: "UTC"})]);
    return found;
  }
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((m) => months / m <= room) || 600;
  const start = new Date(first * DAY);
  for (let month = start.getUTCFullYear() * 12 + start.getUTCMonth(); ; month++) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;
    if (at >= last) return found;
    if (at < first || month % step) continue;
    found.push([at, new Date(at * DAY).toLocaleDateString("en-GB", step >= 12 ? {year: "numeric", timeZone: "UTC"} : {month: "short", year: "numeric", timeZone: "UTC"})]);
  }
}

function drawBars(view, y) {
  const {data, picture, x} = view;
  for (const bin of data.bins) {
    const from = day(bin.start);
    const left = x(from);
    const wide = Math.max(1, x(nextBin(from, data.unit)) - left - 0.6);
    let sum = 0;
    bin.counts.forEach((n, i) => {
      if (!n) return;
      const bar = svg("rect", {x: left, width: wide, y: y(sum + n), height: Math.max(0.5, y(sum) - y(sum + n)), fill: data.types[i].colour, class: "bar"});
      bar.append(svg("title", {}, `${bin.start}: ${n} ${data.types[i].name}`));
      picture.append(bar);
      sum += n;
    });
  }
}

function drawRange(view, width) {
  const {overlay, range, x, first, last, data} = view;
  overlay.replaceChildren();
  view.clear.hidden = !range;
  view.text.textContent = range
    ? `${iso(Math.max(range[0], -1e6))} to ${iso(range[1] - 1)}`
    : `${data.first} to ${data.last}, one bar a ${data.unit}. Drag across the bars to choose dates.`;
  const from = Math.max(first, Math.min(last, range ? range[0] : first));
  const to = Math.max(first, Math.min(last, range ? range[1] : last));
  const tall = HEIGHT - MARGIN.bottom;
  if (range) {
    overlay.append(svg("rect", {class: "shade", x: MARGIN.left, width: Math.max(0, x(from) - MARGIN.left), y: 0, height: tall}));
    overlay.append(svg("rect", {class: "shade", x: x(to), width: Math.max(0, width - MARGIN.right - x(to)), y: 0, height: tall}));
    overlay.append(svg("rect", {class: "selected", x: x(from), width: Math.max(0, x(to) - x(from)), y: 0, height: tall}));
  }
  [["From", from, 0], ["To", to, 1]].forEach(([name, at, side]) => {
    const handle = svg("rect", {class: "handle", x: x(at) - 3, y: tall / 2 - 14, width: 6, height: 28, rx: 3, tabindex: 0, role: "slider",
      "aria-label": `${name} date`, "aria-valuemin": first, "aria-valuemax": last, "aria-valuenow": at, "aria-valuetext": iso(Math.min(side ? at - 1 : at, day(data.last)))});
    handle.addEventListener("keydown", (event) => nudge(view, event, side, width));
    handle.dataset.side = side;
    overlay.append(handle);
  });
}

function nudge(view, event, side, width) {
  const step = {ArrowLeft: -1, ArrowRight: 1, PageDown: -30, PageUp: 30}[event.key];
  if (event.key === "Enter") commit(view);
  if (!step) return;
  event.preventDefault();
  const range = view.range || [view.first, view.last];
  range[side] = Math.max(view.first, Math.min(view.last, range[side] + step));
  if (range[1] - range[0] < 1) return;
  view.range = range;
  view.moved = true;
  drawRange(view, width);
  view.overlay.querySelector(`[data-side="${side}"]`).focus();
  clearTimeout(view.timer);
  view.timer = setTimeout(() => commit(view), 500);
}

function begin(view, event, width) {
  if (event.button) return;
  event.preventDefault();
  const at = (e) => view.back((e.clientX - view.picture.getBoundingClientRect().left));
  const side = event.target.dataset && event.target.dataset.side;
  const range = view.range || [view.first, view.last];
  const anchor = side === "0" ? range[1] : side === "1" ? range[0] : at(event);
  view.picture.setPointerCapture(event.pointerId);
  const move = (e) => {
    const now = at(e);
    if (now === anchor) return;
    view.range = [Math.min(anchor, now), Math.max(anchor, now)];
    view.moved = true;
    drawRange(view, width);
  };
  const end = () => {
    view.picture.removeEventListener("pointermove", move);
    commit(view);
  };
  view.picture.addEventListener("pointermove", move);
  view.picture.addEventListener("pointerup", end, {once: true});
  view.picture.addEventListener("pointercancel", end, {once: true});
}

function commit(view) {
  clearTimeout(view.timer);
  if (!view.moved || !view.range) return;
  view.moved = false;
  view.announce(`${iso(view.range[0])}/${iso(view.range[1] - 1)}`);
}
