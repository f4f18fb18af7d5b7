// The base map: outlines of land and countries (Natural Earth), names of places (GeoNames), both from our own origin.

import {element, getJson, nearestCopy, viewParams} from "./common.js";

const LABELS_MS = 150; // after the map came to rest: names are worth no wait for events

export async function addBaseMap(state) {
  const {map} = state;
  const pane = map.createPane("land");
  pane.style.zIndex = 200;
  const renderer = L.canvas({pane: "land", padding: 0.3});
  const world = await getJson("assets/vendor/countries-50m.json");
  const land = unwrapped(topojson.feature(world, world.objects.land));
  const borders = unwrapped(topojson.mesh(world, world.objects.countries, (a, b) => a !== b));
  const copies = new Map();
  const copy = (turn) => {
    if (copies.has(turn)) return;
    const shifted = (c) => L.latLng(c[1], c[0] + 360 * turn);
    const common = {renderer, pane: "land", interactive: false, coordsToLatLng: shifted};
    copies.set(turn, [
      L.geoJSON(land, {...common, style: {fillColor: "#f6f4ee", fillOpacity: 1, color: "#a9b4bb", weight: 0.8}}).addTo(map),
      L.geoJSON(borders, {...common, style: {color: "#b7aa97", weight: 1, dashArray: "4 3", fill: false}}).addTo(map),
    ]);
  };
  const cover = () => {
    const b = map.getBounds();
    for (let turn = Math.floor((b.getWest() + 180) / 360); turn <= Math.floor((b.getEast() + 180) / 360); turn++) copy(turn);
  };
  copy(0);
  cover();
  map.on("moveend", cover);
}

// Outlines that cross the antimeridian jump from 180 to -180: let them run on past it instead of across the world.
function unwrapped(geometry) {
  const line = (points) => {
    let turn = 0;
    return points.map(([lng, lat], i) => {
      if (i && Math.abs(lng - points[i - 1][0]) > 180) turn += lng < points[i - 1][0] ? 360 : -360;
      return [lng + turn, lat];
    });
  };
  const deep = (c) => (typeof c[0][0] === "number" ? line(c) : c.map(deep));
  const one = (g) => {
    if (g.features) return {...g, features: g.features.map(one)};
    return g.geometry ? {...g, geometry: one(g.geometry)} : {...g, coordinates: deep(g.coordinates)};
  };
  return one(geometry);
}

export function addLabels(state) {
  const {map} = state;
  map.createPane("labels").style.zIndex = 450;
  state.labels = L.layerGroup().addTo(map);
  let wanted = false;
  let busy = false;
  const refresh = async () => {
    wanted = true;
    if (busy) return;
    busy = true;
    while (wanted) {
      wanted = false;
      try {
        const {places} = await getJson(`api/labels?${viewParams(map, 0)}`);
        state.places = places;
        showLabels(state);
      } catch { /* the map is whole without names */ }
    }
    busy = false;
  };
  let later = 0;
  map.on("moveend", () => {
    clearTimeout(later);
    later = setTimeout(refresh, LABELS_MS);
  });
  refresh();
}

// The largest places come first; a name that would cover one already set is left out.
export function showLabels(state) {
  const {map} = state;
  const taken = [];
  const layer = L.layerGroup();
  const pins = state.pins.map(({at, r}) => [map.latLngToContainerPoint(at), r]);
  for (const place of state.places) {
    const at = [place.latitude, nearestCopy(map, place.longitude)];
    const p = map.latLngToContainerPoint(at);
    // A name whose town lies under a pin starts beside the pin.
    const pin = pins.find(([c, radius]) => Math.hypot(c.x - p.x, c.y - p.y) < radius);
    if (pin) p.x = pin[0].x + pin[1] + 2;
    const box = [p.x - 4, p.y - 8, p.x + 8 + 6.5 * place.name.length, p.y + 8];
    if (taken.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3])) continue;
    taken.push(box);
    const text = element("span", `place-label place-${place.kind}`, place.name);
    const icon = L.divIcon({html: text, className: "place-icon", iconSize: null});
    L.marker(map.containerPointToLatLng(p), {icon, pane: "labels", interactive: false, keyboard: false}).addTo(layer);
  }
  layer.addTo(map);
  state.labels.remove();
  state.labels = layer;
}
