// What is painted, for the keyboard and for screen readers: a button over every mark in view, one of them in the tab order.

import {label} from "./cells.js";
import {element} from "./common.js";
import {heatBlocks} from "./heat.js";
import {placeOf} from "./screen.js";

const PAUSE_MS = 120; // the buttons follow once the map rests
const ROW_PX = 48; // marks within so much height are read from left to right
const STEPS = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity};

export function addFocus(state, {open, enter, leave}) {
  const pane = state.map.createPane("event-keys");
  pane.style.zIndex = 610;
  const box = element("div", "event-keys");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Events in view. Arrow keys go from one to the next, Enter opens.");
  pane.append(box);
  state.focus = {box, buttons: [], marks: [], current: 0};
  const markOf = (event) => state.focus.marks[state.focus.buttons.indexOf(event.target)];
  box.addEventListener("keydown", (event) => step(state, event));
  // Leaflet sees clicks of the mouse by itself, and finds the mark by its place.
  box.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (event.detail || !mark) return;
    event.stopPropagation();
    state.opener = event.target;
    open(mark);
  });
  box.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("focusin", (event) => {
    rove(state, Math.max(0, state.focus.buttons.indexOf(event.target)));
    if (event.target.matches(":focus-visible") && markOf(event)) enter(markOf(event));
  });
  box.addEventListener("focusout", leave);
}

function step(state, event) {
  const by = STEPS[event.key];
  if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  const {marks, buttons, current} = state.focus;
  const next = Math.max(0, Math.min(marks.length - 1, current + by));
  buttons[next].focus({preventScroll: true});
}

function rove(state, index) {
  const {buttons, current} = state.focus;
  if (buttons[current]) buttons[current].tabIndex = -1;
  if (buttons[index]) buttons[index].tabIndex = 0;
  state.focus.current = index;
}

export function followMarks(state) {
  clearTimeout(state.focus.later);
  state.focus.later = setTimeout(() => place(state), PAUSE_MS);
}

function place(state) {
  const {map, focus} = state;
  const {min, max} = L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize()));
  const seen = (m) => m.layerX > min.x && m.layerX < max.x && m.layerY > min.y && m.layerY < max.y;
  const held = focus.buttons.indexOf(document.activeElement), before = held < 0 ? null : focus.marks[held];
  const all = state.choices.view === "heat" ? heatBlocks(state.marks, map.getZoom()) : state.marks;
  const row = (m) => Math.floor((m.layerY - min.y) / ROW_PX);
  focus.marks = all.filter(seen).sort((a, b) => row(a) - row(b) || a.layerX - b.layerX);
  while (focus.buttons.length < focus.marks.length) focus.buttons.push(button());
  focus.marks.forEach((mark, i) => dress(state, focus.buttons[i], mark));
  for (const spare of focus.buttons.splice(focus.marks.length)) spare.remove();
  focus.box.append(...focus.buttons.filter((made) => !made.isConnected));
  const again = before ? nearest(map, focus.marks, before) : 0;
  rove(state, again);
  if (before && focus.buttons[again]) focus.buttons[again].focus({preventScroll: true});
}

function button() {
  const made = element("button", "");
  made.type = "button";
  made.tabIndex = -1;
  return made;
}

function dress(state, made, mark) {
  const text = label(state, mark.cell);
  const size = `${Math.round(2 * mark.r)}px`;
  const [, confirmed, rejected] = mark.cell.statuses;
  made.className = `event-icon${confirmed === mark.cell.n ? " event-confirmed" : ""}${rejected === mark.cell.n ? " event-rejected" : ""}`;
  if (made.getAttribute("aria-label") !== text) made.setAttribute("aria-label", text);
  Object.assign(made.style, {width: size, height: size, transform: `translate(${Math.round(mark.layerX - mark.r)}px, ${Math.round(mark.layerY - mark.r)}px)`});
}

// Where the focus goes when the marks are others: to the one nearest to where it was.
function nearest(map, marks, before) {
  const at = map.latLngToLayerPoint(placeOf(before));
  let best = 0;
  marks.forEach((mark, i) => {
    if (Math.hypot(mark.layerX - at.x, mark.layerY - at.y) < Math.hypot(marks[best].layerX - at.x, marks[best].layerY - at.y)) best = i;
  });
  return best;
}
