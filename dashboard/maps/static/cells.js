// Cells as the server sends them, column by column, and what is said of one.

import {subType} from "./common.js";

const MOSTLY = 0.5; // a cell with more roughly placed events than this share counts as roughly placed

export function decode(columns) {
  const names = Object.keys(columns);
  return columns.n.map((_, i) => {
    const cell = {};
    for (const name of names) cell[name] = columns[name][i];
    return cell;
  });
}

export function typeName(state, cell) {
  return subType(state.options.types[mainType(cell)].name, cell.sub_event_type);
}

export function mainType(cell) {
  return cell.mix.indexOf(Math.max(...cell.mix));
}

// What a person decided on all events of a cell: "confirmed" or "rejected"; "" where they differ or are unreviewed.
export function decided(cell) {
  const [, confirmed, rejected] = cell.statuses;
  if (confirmed === cell.n) return "confirmed";
  return rejected === cell.n ? "rejected" : "";
}

export function isRough(cell) {
  return cell.coarse > MOSTLY * cell.n;
}

export function valueOf(cell, by) {
  return by === "fatalities" ? cell.fatalities : cell.n;
}

// Sizes mean the same wherever the map looks: they grow with the logarithm of what is counted. In pixels.
export function radiusOf(cell, by) {
  const value = valueOf(cell, by);
  if (by === "fatalities" && !value) return cell.n === 1 ? 6 : 8;
  if (cell.n > 1 || by === "fatalities") return Math.min(30, (cell.n > 1 ? 12 : 10) + 4 * Math.log10(value));
  return [9, 9, 14, 19][Math.min(3, cell.geo_precision)];
}

export function short(number) {
  if (number < 10000) return String(number);
  return number < 1e6 ? `${Math.round(number / 1000)}k` : `${(number / 1e6).toFixed(number < 1e7 ? 1 : 0)}M`;
}

const english = new Intl.NumberFormat("en"); // made once: it is slow to make, and hundreds of labels need it

export function grouped(number) {
  return english.format(number);
}

export function killed(number) {
  return `${grouped(number)} reported killed`;
}

// One line for those who hear the map instead of seeing it.
export function label(state, cell) {
  const parts = [cell.n === 1 ? typeName(state, cell) : `${grouped(cell.n)} events, most of them ${state.options.types[mainType(cell)].name.toLowerCase()}`];
  if (cell.location) parts.push(cell.location);
  if (cell.fatalities) parts.push(killed(cell.fatalities));
  if (isRough(cell)) parts.push(cell.n === 1 ? "place known roughly" : "places known roughly");
  if (decided(cell)) parts.push(decided(cell));
  return parts.join(", ");
}

// Cells that lie together, as one: what a spot of the heat view holds.
export function together(cells) {
  if (cells.length === 1) return cells[0];
  const n = cells.reduce((sum, cell) => sum + cell.n, 0);
  const added = (name) => cells.reduce((sum, cell) => sum + cell[name], 0);
  const weighted = (name) => cells.reduce((sum, cell) => sum + cell[name] * cell.n, 0) / n;
  const lists = (name) => cells[0][name].map((_, i) => cells.reduce((sum, cell) => sum + cell[name][i], 0));
  return {
    n, fatalities: added("fatalities"), coarse: added("coarse"), mix: lists("mix"), statuses: lists("statuses"),
    longitude: weighted("longitude"), latitude: weighted("latitude"), id: "", sub_event_type: "", location: "",
    west: Math.min(...cells.map((c) => c.west)), east: Math.max(...cells.map((c) => c.east)),
    south: Math.min(...cells.map((c) => c.south)), north: Math.max(...cells.map((c) => c.north)),
  };
}
