// Choosing a range: by dragging across the bars, or with the arrow keys on its two handles.
import {offerWindow} from "./channel.js";
import {ends} from "./days.js";

const STEPS = {ArrowLeft: -1, ArrowRight: 1, PageDown: -30, PageUp: 30};
const REST = 500; // ms without a key before the range is taken

export function addBrush(view, {refresh, commit, clear}) {
  const {picture, parts} = view;
  const brush = {view, refresh, commit};
  picture.addEventListener("pointerdown", (event) => begin(brush, event));
  picture.addEventListener("dblclick", clear);
  [parts.from, parts.to].forEach((handle, side) => handle.addEventListener("keydown", (event) => nudge(brush, event, side)));
}

// The map follows while the range is still being chosen.
function choose({view, refresh}, range) {
  view.player.leave();
  view.range = range;
  offerWindow(ends(range));
  refresh();
}

const whole = ({scale}) => [scale.first, scale.last];

function nudge(brush, event, side) {
  const {view, commit} = brush;
  if (event.key === "Enter" && view.nudged) take();
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const {first, last} = view.scale;
  const range = (view.window || view.range || whole(view)).map(Math.round);
  range[side] = Math.max(first, Math.min(last, range[side] + step));
  if (range[1] - range[0] < 1) return;
  choose(brush, range);
  clearTimeout(view.nudged);
  view.nudged = setTimeout(take, REST);
  view.dragging = true;

  function take() {
    clearTimeout(view.nudged);
    view.nudged = null;
    view.dragging = false;
    commit();
  }
}

function begin(brush, event) {
  const {view, commit} = brush;
  const {picture} = view;
  if (event.button || !view.scale) return;
  event.preventDefault();
  const {side} = event.target.dataset;
  if (side) event.target.focus();
  const at = (e) => Math.round(view.scale.day(e.clientX - picture.getBoundingClientRect().left));
  const range = (view.window || view.range || whole(view)).map(Math.round);
  const anchor = side === "0" ? range[1] : side === "1" ? range[0] : at(event);
  let moved = Boolean(view.nudged);
  clearTimeout(view.nudged);
  view.nudged = null;
  picture.setPointerCapture(event.pointerId);
  const move = (e) => {
    const now = at(e);
    if (now === anchor) return;
    moved = view.dragging = true;
    choose(brush, [Math.min(anchor, now), Math.max(anchor, now)]);
  };
  const end = () => {
    picture.removeEventListener("pointermove", move);
    picture.removeEventListener("pointerup", end);
    picture.removeEventListener("pointercancel", end);
    view.dragging = false;
    if (moved) commit();
  };
  picture.addEventListener("pointermove", move);
  picture.addEventListener("pointerup", end);
  picture.addEventListener("pointercancel", end);
}
