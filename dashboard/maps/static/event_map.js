// The event layer: asks the server for what is in view and draws it. No Streamlit rerun, no article text in any script.

import {addDrawing, placeArea, showArea} from "./area.js";
import {ask, forget, queryNow} from "./asking.js";
import {addBaseMap, addLabels, showLabels} from "./base_map.js";
import {tell} from "./common.js";
import {addChoices, addHome, addLegend, savedChoices, showLegend, showWindow} from "./controls.js";
import {addKeys, focusEvent} from "./details.js";
import {addFocus, followMarks} from "./focus.js";
import {heatAt, paintHeat} from "./heat.js";
import {addHover, hover} from "./hover.js";
import {markAt, paintMarks} from "./marks.js";
import {placeOf, Screen} from "./screen.js";
import {addSpots, closeSpread, openMark} from "./spots.js";
import {backInWorld, fit, restoreView, saveView} from "./view.js";

const MOVING_MS = 60; // between two looks at what a moving map needs
const LABELS_MS = 150;
const DAY = /^\d{4}-\d\d-\d\d$/;

function start(map, options) {
  map.setMinZoom(2).setMaxZoom(14).setMaxBounds([[-85.05, -Infinity], [85.05, Infinity]]);
  const state = {map, options, query: "", window: null, fitted: false, choices: savedChoices(), answer: null, marks: [], pins: [], places: [], drawn: 0};
  state.shown = (failed) => shown(state, failed);
  map.attributionControl.setPrefix(false).addAttribution(options.attribution);
  addBaseMap(state);
  addLabels(state);
  addLegend(state);
  addHome(state);
  addDrawing(state);
  addChoices(state, () => { closeSpread(state); state.screen.repaint(); ask(state); });
  addScreen(state);
  addHover(state);
  addPointer(state);
  addFocus(state, {open: (mark) => openMark(state, mark), enter: (mark) => hover(state, mark), leave: () => hover(state, null)});
  addMoves(state);
  addKeys(state);
  addSpots(state);
  window.addEventListener("message", (event) => receive(state, event));
  window.addEventListener("resize", () => map.invalidateSize());
  state.query = window.location.search.slice(1);
  if (window.parent === window) applyQuery(state, state.query);
  else greet(state);
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
  if (message.type === "window") applyWindow(state, String(message.start || ""), String(message.end || ""));
}

async function applyQuery(state, query) {
  if (query !== state.query) closeSpread(state);
  state.query = query;
  forget(state);
  showLegend(state);
  showArea(state, new URLSearchParams(query).get("polygon") || "");
  // Once, however often the query comes meanwhile; without an answer the map stays where it is and the draw says why.
  if (!state.fitting) state.fitting = restoreView(state) ? Promise.resolve() : fit(state).catch(() => {});
  await state.fitting;
  state.fitted = true;
  saveView(state);
  ask(state);
}

// While time plays or a brush is dragged, days of its own stand in for the filter's; neither ends the view.
function applyWindow(state, start, end) {
  const days = DAY.test(start) && DAY.test(end) ? {start, end} : null;
  if (!days && !state.window) return;
  state.window = days;
  closeSpread(state);
  hover(state, null);
  showWindow(state);
  if (state.fitted) ask(state, {settled: !days});
}

function addMoves(state) {
  const {map} = state;
  let looked = 0;
  map.on("move", () => {
    if (!state.fitted || map._animatingZoom || performance.now() - looked < MOVING_MS) return;
    looked = performance.now();
    ask(state, {settled: false});
  });
  // What the zoom leads to is fetched while it dissolves; circles of the old zoom would tell wrong sizes.
  map.on("zoomanim", ({center, zoom}) => {
    state.screen.stale(true);
    if (state.fitted) ask(state, {center, zoom});
  });
  map.on("zoomstart", () => { closeSpread(state); hover(state, null); });
  map.on("movestart", () => hover(state, null));
  map.on("moveend", () => {
    // Before the first fit there is nothing to show: a draw at that view would only be thrown away.
    if (!state.fitted || (!state.drawingArea && backInWorld(map))) return;
    placeArea(state);
    saveView(state);
    ask(state);
  });
}

function addScreen(state) {
  state.map.createPane("events");
  state.screen = new Screen((context, frame) => {
    const {answer, choices} = state;
    state.map.getPane("events").style.zIndex = choices.view === "heat" ? 440 : 600; // names are read on the surface, pins stand on the names
    state.marks = !answer ? [] : (choices.view === "heat" ? paintHeat : paintMarks)(state, context, frame, answer.cells);
    state.screen.stale(Boolean(answer) && answer.zoom !== frame.zoom);
  });
  state.screen.addTo(state.map);
}

// An answer has come, or is here already for the view that the map came to.
function shown(state, failed) {
  const {map, answer} = state;
  if (map._animatingZoom) return; // the end of the zoom draws
  if (!failed) {
    state.screen.repaint();
    const {dataset} = map.getContainer();
    Object.assign(dataset, {events: String(answer.events), query: answer.query, drawn: String(++state.drawn), view: state.choices.view, by: state.choices.by});
    performance.mark("clusters-drawn");
    followMarks(state);
    clearTimeout(state.labelsLater);
    state.labelsLater = setTimeout(() => { state.pins = state.choices.view === "heat" ? [] : state.marks.map((mark) => ({at: placeOf(mark), r: mark.r})); showLabels(state); }, LABELS_MS);
  }
  if (state.window) tell({type: "drawn", ...state.window});
}

function addPointer(state) {
  const {map} = state;
  const find = (event) => {
    if (state.drawingArea || event.originalEvent.target.closest?.(".leaflet-control, .leaflet-popup, .event-leg")) return null;
    return (state.choices.view === "heat" ? heatAt : markAt)(state.marks, event.layerPoint);
  };
  map.on("mousemove", (event) => {
    if (event.originalEvent.buttons) return;
    const mark = find(event);
    map.getContainer().classList.toggle("over-event", Boolean(mark) && state.choices.view !== "heat");
    hover(state, mark);
  });
  map.on("mouseout", () => hover(state, null));
  map.on("click", (event) => {
    const mark = event.originalEvent.detail > 1 ? null : find(event);
    const open = state.spread?.cell;
    closeSpread(state);
    hover(state, null);
    if (!mark || mark.cell === open) return;
    state.pressed = performance.now();
    state.opener = null;
    openMark(state, mark);
  });
  // The second click of a pair on a mark is not for the map.
  map.doubleClickZoom.disable();
  map.on("dblclick", (event) => {
    if (!state.drawingArea && performance.now() - (state.pressed || -Infinity) > 600) map.setZoomAround(event.containerPoint, map.getZoom() + (event.originalEvent.shiftKey ? -1 : 1));
  });
}

start(window.conflictMap.map, window.conflictMap.options);
