// Where the map looks: fitted to the events at first, kept over reruns, visits to other pages and reloads.

import {getJson} from "./common.js";

const VIEW_KEY = "conflict-dashboard.view";

export async function fit(state) {
  const {bounds} = await getJson(`api/summary?${state.query}`);
  const box = bounds ? L.latLngBounds([bounds[1], bounds[0]], [bounds[3], bounds[2]]) : L.latLngBounds([]);
  if (state.area.getLayers().length) box.extend(state.area.getBounds());
  if (box.isValid()) state.map.fitBounds(box, {paddingTopLeft: [70, 30], paddingBottomRight: [40, 40], maxZoom: 9, animate: false});
}

// Panned past 180 degrees the map goes on as the same place of the first world: pins, areas and links stay true.
export function backInWorld(map) {
  const {lat, lng} = map.getCenter();
  if (Math.abs(lng) <= 180) return false;
  map.setView([lat, lng - 360 * Math.round(lng / 360)], map.getZoom(), {animate: false});
  return true;
}

// The view outlives a visit to another page and a reload; an address with another filter starts at its own events.
export function saveView(state) {
  if (!state.fitted) return;
  const c = state.map.getCenter();
  const view = {query: state.query, lat: c.lat, lng: c.lng, zoom: state.map.getZoom()};
  try { sessionStorage.setItem(VIEW_KEY, JSON.stringify(view)); } catch { /* storage is off */ }
}

export function restoreView(state) {
  try {
    const {query, lat, lng, zoom} = JSON.parse(sessionStorage.getItem(VIEW_KEY));
    if (query !== state.query) return false;
    state.map.setView([lat, lng], zoom, {animate: false});
    return true;
  } catch { return false; }
}
