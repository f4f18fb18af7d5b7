// The event layer: asks the server for what is in view and draws it. No Streamlit rerun, no article text in any script.

import {addDrawing, showArea} from "./area.js";
import {addBaseMap, addLabels, showLabels} from "./base_map.js";
import {dot, element, getJson, nearestCopy, status, tell, viewParams} from "./common.js";
import {addKeys, focusEvent, openCluster, openEvent} from "./details.js";
import {clusterIcon, decided, pointIcon, typeName} from "./icons.js";
import {backInWorld, fit, restoreView, saveView} from "./view.js";

function start(map, options) {
  map.setMinZoom(2).setMaxZoom(14).setMaxBounds([[-80, -Infinity], [84.5, Infinity]]);
  const state = {map, options, query: "", fitted: false, markers: L.layerGroup().addTo(map), cells: [], places: []};
  map.attributionControl.setPrefix(false).addAttribution(options.attribution);
  addBaseMap(state);
  addLabels(state);
  addLegend(state);
  addHome(state);
  addDrawing(state);
  map.on("moveend", () => {
    // Before the first fit there is nothing to show: a draw at that view would only be thrown away.
    if (!state.fitted || backInWorld(map)) return;
    saveView(state);
    draw(state);
  });
  addKeys(state);
  window.addEventListener("message", (event) => receive(state, event));
  window.addEventListener("resize", () => map.invalidateSize());
  state.query = window.location.search.slice(1);
  if (window.parent === window) applyQuery(state, state.query);
  else greet(state);
  return state;
}

// Say "ready" until the page around the map has answered with its query.
function greet(state) {
  if (state.heard) return;
  tell({type: "ready"});
  setTimeout(() => greet(state), 500);
}

function receive(state, event) {
  if (event.origin !== window.location.origin || event.source !== window.parent) return;
  const message = event.data || {};
  if (message.target !== "conflict-map") return;
  state.heard = true;
  if (message.type === "query") applyQuery(state, String(message.query));
  if (message.type === "focus") focusEvent(state, String(message.id));
}

async function applyQuery(state, query) {
  state.query = query;
  showLegend(state);
  showArea(state, new URLSearchParams(query).get("polygon") || "");
  // Once, however often the query comes meanwhile; without an answer the map stays where it is and the draw says why.
  if (!state.fitting) state.fitting = restoreView(state) ? Promise.resolve() : fit(state).catch(() => {});
  await state.fitting;
  state.fitted = true;
  saveView(state);
  draw(state);
}

// One request under way at most; what changes meanwhile is asked for once, when it is back.
function draw(state) {
  state.wanted = true;
  if (!state.drawing) state.drawing = drawWanted(state).finally(() => { state.drawing = null; });
}

async function drawWanted(state) {
  while (state.wanted) {
    state.wanted = false;
    const query = state.query;
    try {
      const {cells} = await getJson(`api/clusters?${viewParams(state.map, 0.1)}&${query}`);
      status(state, "");
      if (!state.wanted) showCells(state, cells, query);
    } catch {
      status(state, "The events could not be fetched. Is the dashboard still running?");
    }
  }
}

function showCells(state, cells, query) {
  const layer = L.layerGroup();
  for (const cell of cells) marker(state, cell).addTo(layer);
  layer.addTo(state.map);
  state.markers.remove();
  state.markers = layer;
  const {dataset} = state.map.getContainer();
  dataset.events = String(cells.reduce((sum, cell) => sum + cell.n, 0));
  dataset.query = query;
  state.cells = cells;
  showLabels(state);
}

function marker(state, cell) {
  const at = [cell.latitude, nearestCopy(state.map, cell.longitude)];
  const single = cell.n === 1;
  const icon = single ? pointIcon(state, cell) : clusterIcon(state, cell);
  const what = single ? `${typeName(state, cell)}, ${cell.location}` : `${cell.n} events, ${cell.location} and around`;
  const label = decided(cell) ? `${what}, ${decided(cell)}` : what;
  const found = L.marker(at, {icon, title: label, alt: label, keyboard: true, riseOnHover: true});
  const open = () => {
    state.opener = found.getElement();
    return single ? openEvent(state, cell.id, at) : openCluster(state, cell, at);
  };
  found.on("add", () => {
    const shown = found.getElement();
    shown.setAttribute("aria-label", label);
    shown.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open();
    });
  });
  found.on("click", open);
  return found;
}

function addLegend(state) {
  const control = L.control({position: "bottomleft"});
  control.onAdd = () => {
    const box = element("details", "map-legend");
    box.open = state.map.getSize().x > 620;
    box.append(element("summary", "", "Event types"));
    for (const type of state.options.types) {
      const row = element("div", "");
      row.append(dot(state, type.name), element("span", "", type.name));
      box.append(row);
    }
    const coarse = element("div", "");
    coarse.append(element("i", "event-dot event-dot-coarse"), element("span", "", "Place known roughly"));
    box.append(coarse);
    for (const [status, text] of [["confirmed", "Confirmed by a person"], ["rejected", "Rejected by a person"]]) {
      const row = element("div", `map-legend-${status}`);
      const mark = element("i", `event-legend event-${status}`);
      mark.append(element("i", "event-dot"));
      row.append(mark, element("span", "", text));
      box.append(row);
    }
    state.legend = box;
    showLegend(state);
    return box;
  };
  control.addTo(state.map);
}

// Rejected events are on the map only when they are asked for.
function showLegend(state) {
  const asked = new URLSearchParams(state.query).getAll("status").includes("rejected");
  state.legend.querySelector(".map-legend-rejected").hidden = !asked;
}

function addHome(state) {
  const control = L.control({position: "topleft"});
  control.onAdd = () => {
    const bar = element("div", "leaflet-bar");
    const link = element("a", "map-home", "⌂");
    link.href = "#";
    link.title = "Show all selected events";
    link.setAttribute("role", "button");
    link.setAttribute("aria-label", link.title);
    L.DomEvent.on(link, "click", (event) => { L.DomEvent.stop(event); fit(state); });
    bar.append(link);
    return bar;
  };
  control.addTo(state.map);
}

start(window.conflictMap.map, window.conflictMap.options);
