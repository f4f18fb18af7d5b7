// The small map of one event under review: its pin, which can be moved, and the numbered places that its name may mean.
// What to show comes as data from the page around it; what the reviewer does goes back the same way.

import {addBaseMap, addLabels} from "./base_map.js";
import {nearestCopy} from "./common.js";

const PAN_SECONDS = 0.25;
const STEP_PX = 10; // of the arrow keys; with Shift one pixel
const KEY_PAUSE_MS = 500;

function start(map, options) {
  map.setMinZoom(1).setMaxZoom(14).setMaxBounds([[-80, -Infinity], [84.5, Infinity]]);
  map.attributionControl.setPrefix(false).addAttribution(options.attribution);
  const state = {map, options, pins: [], places: [], numbers: L.layerGroup().addTo(map)};
  addBaseMap(state);
  addLabels(state);
  window.addEventListener("message", (event) => receive(state, event));
  window.addEventListener("resize", () => map.invalidateSize());
  document.addEventListener("keydown", passOn);
  greet(state);
}

// Say "ready" until the page around the map has answered.
function greet(state) {
  if (state.shown) return;
  tell({type: "ready"});
  setTimeout(() => greet(state), 500);
}

function tell(message) {
  window.parent.postMessage({source: "conflict-place-map", ...message}, window.location.origin);
}

// The keys of the page work while the map has the focus.
function passOn(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[a-z0-9]$/i.test(event.key)) return;
  tell({type: "key", key: event.key.toLowerCase()});
}

function receive(state, event) {
  if (event.origin !== window.location.origin || event.source !== window.parent) return;
  const message = event.data || {};
  if (message.target === "conflict-place-map" && message.type === "show") show(state, message);
}

function show(state, {event, pin, present, places}) {
  const fresh = event !== state.shown;
  state.shown = event;
  state.numbers.clearLayers();
  for (const place of places) number(state, place).addTo(state.numbers);
  showPresent(state, present);
  showPin(state, pin);
  state.pins = [{at: at(state, pin), r: 9}];
  look(state, fresh, pin, present, places);
  const {dataset} = state.map.getContainer();
  Object.assign(dataset, {event, latitude: pin.latitude.toFixed(5), longitude: pin.longitude.toFixed(5)});
}

function at(state, place) {
  return L.latLng(place.latitude, nearestCopy(state.map, place.longitude));
}

// A new event: its pin with the candidates around it. A moved pin: only as far as it takes to see it.
function look(state, fresh, pin, present, places) {
  const {map} = state;
  if (fresh) {
    map.setView([pin.latitude, pin.longitude], 7, {animate: false});
    const near = places.filter((place) => place.near).map((place) => at(state, place));
    const box = L.latLngBounds([[pin.latitude, pin.longitude], ...near]);
    map.fitBounds(box, {paddingTopLeft: [48, 48], paddingBottomRight: [28, 28], maxZoom: 8, animate: false});
    return;
  }
  const spot = at(state, pin);
  if (map.getBounds().pad(-0.1).contains(spot)) return;
  if (present) map.fitBounds(L.latLngBounds([spot, at(state, present)]), {padding: [48, 48], maxZoom: 9, duration: PAN_SECONDS});
  else map.panTo(spot, {duration: PAN_SECONDS});
}

function labelled(marker, label, act) {
  marker.on("add", () => {
    const shown = marker.getElement();
    shown.setAttribute("aria-label", label);
    if (!act) return;
    shown.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act();
    });
  });
  if (act) marker.on("click", act);
  return marker;
}

function number(state, place) {
  const text = document.createElement("span");
  text.textContent = String(place.number);
  const icon = L.divIcon({html: text, className: place.chosen ? "place-number place-chosen" : "place-number", iconSize: [22, 22]});
  const label = `${place.number}: ${place.label}`;
  const marker = L.marker(at(state, place), {icon, title: label, keyboard: true, riseOnHover: true});
  return labelled(marker, label, () => tell({type: "choose", number: place.number}));
}

function showPresent(state, present) {
  state.present?.remove();
  state.present = null;
  if (!present) return;
  const icon = L.divIcon({html: document.createElement("span"), className: "place-was", iconSize: [16, 16]});
  state.present = L.marker(at(state, present), {icon, interactive: false, keyboard: false}).addTo(state.map);
}

function showPin(state, pin) {
  const label = `The pin, at ${pin.label}. Drag it, or move it with the arrow keys.`;
  if (!state.pin) {
    const icon = L.divIcon({html: drop(state.options.colour), className: "place-pin", iconSize: [30, 40], iconAnchor: [15, 39]});
    state.pin = L.marker(at(state, pin), {icon, draggable: true, autoPan: true, keyboard: true, zIndexOffset: 1000});
    state.pin.on("dragend", () => moved(state));
    state.pin.on("add", () => state.pin.getElement().addEventListener("keydown", (event) => nudge(state, event)));
    state.pin.addTo(state.map);
  }
  state.pin.setLatLng(at(state, pin));
  state.pin.getElement().setAttribute("aria-label", label);
  state.pin.getElement().title = label;
}

// A drop with a hole, whose tip is the point.
function drop(colour) {
  const NS = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 30 40");
  const body = document.createElementNS(NS, "path");
  body.setAttribute("d", "M15 39C15 39 28 23 28 14A13 13 0 1 0 2 14C2 23 15 39 15 39Z");
  body.setAttribute("fill", colour);
  body.setAttribute("stroke", "#fff");
  body.setAttribute("stroke-width", "2");
  const hole = document.createElementNS(NS, "circle");
  for (const [name, value] of Object.entries({cx: 15, cy: 14, r: 4.5, fill: "#fff"})) hole.setAttribute(name, value);
  svg.append(body, hole);
  return svg;
}

function nudge(state, event) {
  const way = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]}[event.key];
  if (!way) return;
  event.preventDefault();
  event.stopPropagation(); // else the map pans
  const step = event.shiftKey ? 1 : STEP_PX;
  const from = state.map.latLngToContainerPoint(state.pin.getLatLng());
  state.pin.setLatLng(state.map.containerPointToLatLng(from.add([way[0] * step, way[1] * step])));
  clearTimeout(state.nudged);
  state.nudged = setTimeout(() => moved(state), KEY_PAUSE_MS);
}

function moved(state) {
  const {lat, lng} = state.pin.getLatLng().wrap();
  tell({type: "pin", latitude: Number(Math.max(-90, Math.min(90, lat)).toFixed(5)), longitude: Number(lng.toFixed(5))});
}

start(window.conflictMap.map, window.conflictMap.options);
