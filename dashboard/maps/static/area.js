// Selecting by a drawn rectangle or polygon.

import {tell} from "./common.js";

export function addDrawing(state) {
  const {map} = state;
  state.area = L.featureGroup().addTo(map);
  const shapeOptions = {color: "#1d4e89", weight: 2, fillOpacity: 0.06};
  map.addControl(new L.Control.Draw({
    position: "topleft",
    draw: {polyline: false, circle: false, circlemarker: false, marker: false,
      rectangle: {shapeOptions, showArea: false}, polygon: {shapeOptions, allowIntersection: false, showArea: false}},
    edit: {featureGroup: state.area},
  }));
  // A click of the pen is for no event, and the map does not turn back under it.
  for (const tool of ["draw", "edit", "delete"]) {
    map.on(`draw:${tool}start`, () => { state.drawingArea = true; });
    map.on(`draw:${tool}stop`, () => setTimeout(() => { state.drawingArea = false; }));
  }
  map.on(L.Draw.Event.CREATED, (event) => { state.area.clearLayers().addLayer(event.layer); announceArea(state); });
  map.on(L.Draw.Event.EDITED, () => announceArea(state));
  map.on(L.Draw.Event.DELETED, () => announceArea(state));
}

function announceArea(state) {
  const layer = state.area.getLayers()[0];
  const turns = layer ? 360 * Math.round(layer.getBounds().getCenter().lng / 360) : 0;
  const ring = layer ? layer.getLatLngs()[0].map((p) => `${(p.lng - turns).toFixed(5)},${p.lat.toFixed(5)}`).join(";") : "";
  state.shownArea = ring;
  tell({type: "area", polygon: ring});
}

export function showArea(state, ring) {
  if (ring === (state.shownArea || "")) return;
  state.shownArea = ring;
  state.area.clearLayers();
  if (!ring) return;
  const points = ring.split(";").filter(Boolean).map((pair) => pair.split(",").map(Number)).map(([lng, lat]) => [lat, lng]);
  if (!points.flat().every(Number.isFinite)) return; // the server says what is wrong with it
  state.area.addLayer(L.polygon(points, {color: "#1d4e89", weight: 2, fillOpacity: 0.06}));
  placeArea(state);
}

// Round the world, the area stands on the copy that is in view.
export function placeArea(state) {
  const layer = state.area.getLayers()[0];
  if (!layer || state.drawingArea) return;
  const turn = 360 * Math.round((state.map.getCenter().lng - layer.getBounds().getCenter().lng) / 360);
  if (turn) layer.setLatLngs([layer.getLatLngs()[0].map((p) => [p.lat, p.lng + turn])]);
}
