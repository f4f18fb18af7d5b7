// Pins and clusters on the canvas: a ring shows the mix of event types, a badge what a person decided.

import {decided, isRough, mainType, radiusOf, short, valueOf} from "./cells.js";
import {layOut} from "./screen.js";

const GREY = "#6b7280";
const TURN = 2 * Math.PI;
const MIN_HIT_PX = 9;

// Paint the cells; what was painted comes back, to be found again by its place.
export function paintMarks(state, context, frame, cells) {
  const {by} = state.choices;
  const marks = layOut(cells, frame, (cell) => radiusOf(cell, by));
  for (const mark of marks) {
    const status = decided(mark.cell);
    context.globalAlpha = status === "rejected" ? 0.6 : 1;
    const colours = status === "rejected" ? state.options.types.map(() => GREY) : state.options.types.map((type) => type.colour);
    if (by === "fatalities" && !mark.cell.fatalities) paintHollow(context, mark, colours);
    else if (mark.cell.n === 1 && by === "events") paintPoint(context, mark, colours[mainType(mark.cell)]);
    else paintRing(context, mark, colours, short(valueOf(mark.cell, by)));
    context.globalAlpha = 1;
    if (status) paintBadge(context, mark, status);
  }
  return marks;
}

function circle(context, mark, radius) {
  context.beginPath();
  context.arc(mark.x, mark.y, radius, 0, TURN);
}

function paintPoint(context, mark, colour) {
  if (isRough(mark.cell)) {
    paintSoft(context, mark, colour);
    return;
  }
  circle(context, mark, mark.r);
  context.fillStyle = "rgb(0 0 0 / 38%)";
  context.fill();
  circle(context, mark, mark.r - 1);
  context.fillStyle = "#fff";
  context.fill();
  circle(context, mark, mark.r - 3);
  context.fillStyle = colour;
  context.fill();
}

// Somewhere here: a large soft disc instead of a pin.
function paintSoft(context, mark, colour) {
  circle(context, mark, mark.r - 1);
  const alpha = context.globalAlpha;
  context.globalAlpha = 0.2 * alpha;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = alpha;
  dash(context, colour, 2);
  circle(context, mark, 3);
  context.fillStyle = colour;
  context.fill();
}

function dash(context, colour, width) {
  context.setLineDash([4, 3]);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}

function paintHollow(context, mark, colours) {
  circle(context, mark, mark.r - 1);
  context.fillStyle = "rgb(255 255 255 / 80%)";
  context.fill();
  if (isRough(mark.cell)) {
    dash(context, colours[mainType(mark.cell)], 2);
    return;
  }
  context.strokeStyle = colours[mainType(mark.cell)];
  context.lineWidth = 2;
  context.stroke();
}

function paintRing(context, mark, colours, text) {
  const {cell, r} = mark;
  circle(context, mark, r);
  context.fillStyle = "rgb(0 0 0 / 38%)";
  context.fill();
  let from = -TURN / 4;
  cell.mix.forEach((n, i) => {
    if (!n) return;
    const to = from + (TURN * n) / cell.n;
    context.beginPath();
    context.moveTo(mark.x, mark.y);
    context.arc(mark.x, mark.y, r - 1, from, to);
    context.fillStyle = colours[i];
    context.fill();
    from = to;
  });
  circle(context, mark, r - (r > 14 ? 6 : 4));
  context.fillStyle = "#fff";
  context.fill();
  if (isRough(cell)) {
    circle(context, mark, r + 3);
    dash(context, "#4b5563", 1.5);
  }
  context.font = `650 ${r > 14 ? 12 : 10.5}px system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = "#1f2933";
  context.fillText(text, mark.x, mark.y + 0.5);
}

function paintBadge(context, mark, status) {
  const at = {x: mark.x + 0.71 * mark.r, y: mark.y + 0.71 * mark.r};
  circle(context, at, 6.5);
  context.fillStyle = status === "confirmed" ? "#0b7a4b" : "#4b5563";
  context.fill();
  context.strokeStyle = "#fff";
  context.lineWidth = 1.5;
  context.stroke();
  context.font = "700 9px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = "#fff";
  context.fillText(status === "confirmed" ? "✓" : "×", at.x, at.y + 0.5);
}

// The topmost mark at a point of the map's layers, null where there is none.
export function markAt(marks, point) {
  for (let i = marks.length - 1; i >= 0; i--) {
    const mark = marks[i];
    if (Math.hypot(mark.layerX - point.x, mark.layerY - point.y) <= Math.max(mark.r, MIN_HIT_PX)) return mark;
  }
  return null;
}
