// The heat view: a surface of density, dark where much happened.

import {together, valueOf} from "./cells.js";
import {layOut, worldPoint} from "./screen.js";

const GRAIN = 4; // pixels of the map to one of the surface
const SPREAD = 30; // pixels: the weight of a cell thins out over so far
const REACH = 24; // pixels around the pointer that are counted together
const BLOCK = 96; // pixels: the surface's parts for the keyboard
// Lightness falls evenly from yellow to violet (a part of matplotlib's inferno, reversed): it reads in grey too.
export const RAMP = ["#fcc43a", "#f9932a", "#e8602d", "#bb3754", "#7e2482", "#3b0f6f"];

export function paintHeat(state, context, frame, cells) {
  const marks = layOut(cells, frame, () => SPREAD);
  const width = Math.ceil(frame.width / GRAIN), height = Math.ceil(frame.height / GRAIN);
  const surface = density(marks, width, height, state.choices.by);
  let top = 0;
  for (const value of surface) if (value > top) top = value;
  const picture = context.createImageData(width, height);
  const colours = palette();
  for (let i = 0; i < surface.length; i++) {
    // Events are a hundred times denser in one town than in the next: shades go by the logarithm.
    const share = top ? Math.log1p((60 * surface[i]) / top) / Math.log1p(60) : 0;
    if (share > 0.03) picture.data.set(colours[Math.round(share * 255)], 4 * i);
  }
  const small = document.createElement("canvas");
  Object.assign(small, {width, height});
  small.getContext("2d").putImageData(picture, 0, 0);
  context.imageSmoothingQuality = "high";
  context.drawImage(small, 0, 0, width * GRAIN, height * GRAIN);
  return marks;
}

function density(marks, width, height, by) {
  const surface = new Float32Array(width * height);
  const reach = Math.ceil(SPREAD / GRAIN) + 1;
  for (const mark of marks) {
    const weight = valueOf(mark.cell, by);
    if (!weight) continue;
    const x = mark.x / GRAIN, y = mark.y / GRAIN;
    const left = Math.max(0, Math.floor(x) - reach), right = Math.min(width - 1, Math.floor(x) + reach);
    const bottom = Math.min(height - 1, Math.floor(y) + reach);
    for (let row = Math.max(0, Math.floor(y) - reach); row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const away = ((column - x) ** 2 + (row - y) ** 2) * (GRAIN / SPREAD) ** 2;
        if (away < 1) surface[row * width + column] += weight * (1 - away) ** 2;
      }
    }
  }
  return surface;
}

let made = null;

// 256 colours, from clear to dense.
function palette() {
  if (made) return made;
  const parts = RAMP.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  made = Array.from({length: 256}, (_, i) => {
    const along = (i / 255) * (parts.length - 1), from = Math.min(parts.length - 2, Math.floor(along));
    const mixed = parts[from].map((v, c) => Math.round(v + (parts[from + 1][c] - v) * (along - from)));
    return [...mixed, Math.round(255 * Math.min(0.82, 0.25 + 0.8 * (i / 255)))];
  });
  return made;
}

// The cells around a point of the map's layers as one mark, null where there is none.
export function heatAt(marks, point) {
  const near = marks.filter((mark) => Math.hypot(mark.layerX - point.x, mark.layerY - point.y) <= REACH);
  return near.length ? spot(near) : null;
}

// The surface cut into parts, each as one mark: what the keyboard reaches.
export function heatBlocks(marks, zoom) {
  const blocks = new Map();
  for (const mark of marks) {
    const world = worldPoint(mark.cell.latitude, mark.cell.longitude, zoom);
    const key = [mark.turn, Math.floor(world.x / BLOCK), Math.floor(world.y / BLOCK)].join();
    blocks.set(key, [...(blocks.get(key) || []), mark]);
  }
  return [...blocks.values()].map(spot);
}

function spot(marks) {
  const cell = together(marks.map((mark) => mark.cell));
  const mean = (name) => marks.reduce((sum, mark) => sum + mark[name] * mark.cell.n, 0) / cell.n;
  return {cell, r: REACH, turn: marks[0].turn, layerX: mean("layerX"), layerY: mean("layerY")};
}
