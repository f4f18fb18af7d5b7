// Pins and clusters: a ring shows the mix of event types, a badge what a person decided.

import {subType} from "./common.js";

export function typeName(state, cell) {
  return subType(state.options.types[cell.mix.findIndex((n) => n > 0)].name, cell.sub_event_type);
}

// What a person decided on all events of a cell: "confirmed" or "rejected"; "" where they differ or are unreviewed.
export function decided(cell) {
  const [, confirmed, rejected] = cell.statuses;
  if (confirmed === cell.n) return "confirmed";
  return rejected === cell.n ? "rejected" : "";
}

function colourOf(state, mix) {
  let best = 0;
  mix.forEach((n, i) => { if (n > mix[best]) best = i; });
  return state.options.types[best].colour;
}

export function pointIcon(state, cell) {
  const dot = document.createElement("span");
  dot.className = cell.geo_precision > 1 ? "event-point event-coarse" : "event-point";
  dot.style.setProperty("--colour", colourOf(state, cell.mix));
  return L.divIcon({html: dot, className: `event-icon ${statusClass(cell)}`, iconSize: [18, 18]});
}

export function clusterIcon(state, cell) {
  const size = iconSize(cell);
  const box = document.createElement("div");
  box.className = "event-cluster";
  box.style.width = box.style.height = `${size}px`;
  box.style.setProperty("--mix", mixGradient(state, cell));
  const count = document.createElement("span");
  count.textContent = cell.n < 10000 ? String(cell.n) : `${Math.round(cell.n / 1000)}k`;
  box.append(count);
  return L.divIcon({html: box, className: `event-icon ${statusClass(cell)}`, iconSize: [size, size]});
}

function statusClass(cell) {
  const status = decided(cell);
  return status ? `event-${status}` : "";
}

export function iconSize(cell) {
  return cell.n === 1 ? 18 : Math.round(Math.min(64, 26 + 7 * Math.log2(cell.n)));
}

function mixGradient(state, cell) {
  let from = 0;
  const stops = [];
  cell.mix.forEach((n, i) => {
    if (!n) return;
    const to = from + (100 * n) / cell.n;
    stops.push(`${state.options.types[i].colour} ${from.toFixed(1)}% ${to.toFixed(1)}%`);
    from = to;
  });
  return `conic-gradient(${stops.join(",")})`;
}
