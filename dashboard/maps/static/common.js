// What every part of the map shares: the server, the view, small pieces of the page. All text is set as text.

export async function getJson(url, signal) {
  const response = await fetch(url, {headers: {Accept: "application/json"}, signal});
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return response.json();
}

export function viewParams(map, margin) {
  const b = map.getBounds().pad(margin);
  const south = Math.max(-90, b.getSouth()), north = Math.min(90, b.getNorth());
  return `view=${[b.getWest(), south, b.getEast(), north].map((v) => v.toFixed(5)).join(",")}&zoom=${Math.round(map.getZoom())}`;
}

export function nearestCopy(map, longitude) {
  return longitude + 360 * Math.round((map.getCenter().lng - longitude) / 360);
}

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function dot(state, type) {
  const made = element("i", "event-dot");
  const known = state.options.types.find((t) => t.name === type);
  made.style.background = known ? known.colour : "#777";
  return made;
}

export function subType(type, sub) {
  return sub === "Other" ? `${type}: other` : sub;
}

export function status(state, text) {
  if (!state.status) {
    state.status = element("div", "map-status");
    state.status.setAttribute("role", "status");
    state.map.getContainer().append(state.status);
  }
  state.status.textContent = text;
  state.status.hidden = !text;
}

export function tell(message) {
  window.parent.postMessage({source: "conflict-map", ...message}, window.location.origin);
}
