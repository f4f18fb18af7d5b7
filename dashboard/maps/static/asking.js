// Asks the server for the cells in view: early while the map moves, and never again for what is already here.

import {decode} from "./cells.js";
import {getJson, status} from "./common.js";
import {worldSize} from "./screen.js";

const MARGIN = 0.15; // of the view, asked for on every side beyond it
const AHEAD = 0.03; // while the map is dragged, the next answer is asked for so much before the edge of the last shows
const FEW = 60; // events in view: they are shown one by one as far as they do not cover each other
const NEAR_ZOOM = 11;
const MANY_CELLS = 400;

// The filter, with the days of the moving window while time plays.
export function queryNow(state) {
  if (!state.window) return state.query;
  const params = new URLSearchParams(state.query);
  params.set("start", state.window.start);
  params.set("end", state.window.end);
  return params.toString();
}

function cellPx(state, query, zoom) {
  if (state.choices.view === "heat") return 16;
  const few = state.few && state.few.query === query && zoom >= state.few.zoom;
  if (zoom >= NEAR_ZOOM) return few ? 16 : 32;
  if (few) return zoom >= 8 ? 16 : 32;
  return 64;
}

// A part of the world in its pixels at a zoom, cut along the cells so that each is whole.
function part(state, center, zoom, margin) {
  const size = state.map.getSize(), world = worldSize(zoom), query = queryNow(state), cell = cellPx(state, query, zoom);
  const middle = state.map.project(center, zoom);
  const span = (at, length) => [at - (0.5 + margin) * length, at + (0.5 + margin) * length];
  const cut = (low, high) => [Math.floor(low / cell) * cell, Math.ceil(high / cell) * cell];
  const [west, east] = cut(...span(middle.x, size.x)), [north, south] = cut(...span(middle.y, size.y));
  return {query, zoom, cell, world, west, east, north: Math.max(0, north), south: Math.min(world, south)};
}

function covers(answer, want) {
  if (!answer || answer.old || answer.query !== want.query || answer.zoom !== want.zoom || answer.cell !== want.cell) return false;
  if (answer.north > want.north || answer.south < want.south) return false;
  if (answer.east - answer.west >= answer.world) return true;
  const turn = answer.world * Math.round((answer.west + answer.east - want.west - want.east) / 2 / answer.world);
  return answer.west <= want.west + turn && answer.east >= want.east + turn;
}

function address(state, want) {
  const at = (x, y) => state.map.unproject([x, y], want.zoom);
  const first = at(want.west, want.north), last = at(want.east, want.south);
  // The map ends at 85 degrees, its outermost cells hold what lies beyond.
  const north = want.north <= 0 ? 90 : first.lat, south = want.south >= want.world ? -90 : last.lat;
  const view = [first.lng, south, last.lng, north].map((v) => v.toFixed(5)).join(",");
  return `api/clusters?view=${view}&zoom=${want.zoom}&cell=${want.cell}&${want.query}`;
}

// Make sure that the view (or the one that a zoom leads to) is drawn. A view that is ``settled`` supersedes what is being asked;
// while the map moves or time plays one request is under way at most, and the newest wish follows it.
export function ask(state, {center = state.map.getCenter(), zoom = state.map.getZoom(), settled = true} = {}) {
  if (covers(state.answer, part(state, center, zoom, settled ? 0 : AHEAD))) {
    state.next = null;
    if (settled) state.shown();
    return;
  }
  const want = part(state, center, zoom, MARGIN);
  if (state.asking) {
    if (covers(state.asking.want, part(state, center, zoom, 0))) { state.next = null; return; }
    if (!settled && state.asking.want.zoom === want.zoom) { state.next = want; return; }
    state.asking.stop.abort();
  }
  run(state, want);
}

// The events may be others now, under the same filter too.
export function forget(state) {
  if (state.answer) state.answer.old = true;
  if (state.asking) state.asking.want.old = true;
}

async function run(state, want) {
  const mine = {want, stop: new AbortController()};
  state.asking = mine;
  state.next = null;
  let failed = false;
  let cells = [];
  try {
    cells = decode((await getJson(address(state, want), mine.stop.signal)).cells);
  } catch {
    failed = true;
  }
  if (state.asking !== mine) return; // superseded
  state.asking = null;
  status(state, failed ? "The events could not be fetched. Is the dashboard still running?" : "");
  if (!failed) {
    state.answer = {...want, cells, events: cells.reduce((sum, cell) => sum + cell.n, 0)};
    weigh(state);
  }
  state.shown(failed);
  if (state.next) run(state, state.next);
}

// Few events deserve finer cells, and a thousand fine cells coarser ones: asked for at once, drawn over what is there.
function weigh(state) {
  const {query, zoom, cell, cells, events} = state.answer;
  if (events > 3 * FEW && cells.length > MANY_CELLS) state.few = null;
  else if (events <= FEW && cells.some((c) => c.n > 1)) state.few = {query, zoom: Math.min(zoom, state.few?.query === query ? state.few.zoom : zoom)};
  if (!state.next && !state.window && cellPx(state, query, zoom) !== cell && query === queryNow(state)) state.next = part(state, state.map.getCenter(), state.map.getZoom(), MARGIN);
}
