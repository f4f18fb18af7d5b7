// What a pin tells: one event with its sentence and source.

import {dot, element, getJson, nearestCopy, subType, tell} from "./common.js";
import {heading, originalColumns, range, sides, sourceLine} from "./told.js";

export async function focusEvent(state, id) {
  const event = await getJson(`api/events/${encodeURIComponent(id)}`);
  const at = [event.latitude, nearestCopy(state.map, event.longitude)];
  state.map.setView(at, Math.max(state.map.getZoom(), 8), {animate: false});
  showEvent(state, event, at);
}

export async function openEvent(state, id, at) {
  showEvent(state, await getJson(`api/events/${encodeURIComponent(id)}`), at);
}

function showEvent(state, event, at) {
  const box = element("article", "event-details");
  box.append(element("h3", "", heading(event)));
  const line = element("p", "event-line");
  line.append(dot(state, event.event_type), document.createTextNode(`${subType(event.event_type, event.sub_event_type)} · ${event.event_date}${event.time_precision > 1 ? ` (${event.time_precision_text})` : ""}`));
  box.append(line);
  const where = [event.location, event.admin1, event.country_name].filter((part, i, all) => part && all.indexOf(part) === i);
  box.append(element("p", "event-place", `${where.join(", ")}${event.geo_precision > 1 ? ` (${event.geo_precision_text})` : ""}`));
  const quote = element("blockquote", "");
  quote.append(event.before, event.marked ? element("mark", "", event.marked) : "", event.after);
  if (event.notes) box.append(quote);
  const facts = [];
  if (sides(event)) facts.push(sides(event));
  if (event.fatalities !== null) facts.push(`${event.fatalities} reported killed${range(event)}`);
  if (event.reports > 1) facts.push(`${event.reports} ${event.dataset ? "reports" : "sentences"}`);
  if (facts.length) box.append(element("p", "event-facts", facts.join(" · ")));
  const source = element("p", "event-source");
  source.append(sourceLine(event));
  if (/^https?:\/\//i.test(event.url)) {
    const link = element("a", "", event.dataset ? "open the source" : "open the article");
    link.href = event.url;
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
    source.append(" · ", link);
  }
  box.append(source);
  if (event.raw.length) box.append(originalColumns(event));
  box.append(review(event));
  popup(state, at, box);
}

// What a person decided on it, and the way to decide. In a tab of its own it is a link; within the dashboard the page changes.
function review(event) {
  const line = element("p", "event-review");
  line.append(element("span", `event-status event-status-${event.status}`, event.status));
  const link = element("a", "", "Review this event");
  link.href = `review?event=${encodeURIComponent(event.event_id)}`;
  link.target = "_top";
  link.addEventListener("click", (click) => {
    if (window.parent === window || click.ctrlKey || click.metaKey || click.shiftKey || click.button) return;
    click.preventDefault();
    tell({type: "review", id: event.event_id});
  });
  line.append(link);
  return line;
}

export function popup(state, at, content) {
  const {x: width, y: height} = state.map.getSize();
  const narrow = width < 480;
  state.popup = L.popup({maxWidth: Math.min(340, width - 60), minWidth: Math.min(220, width - 60), maxHeight: Math.max(160, height - 120),
    autoPanPaddingTopLeft: [narrow ? 6 : 64, 16], autoPanPaddingBottomRight: [narrow ? 6 : 16, 28]})
    .setLatLng(at).setContent(content).openOn(state.map);
}

// Escape closes what was opened last and gives the focus back.
export function addKeys(state) {
  const {map} = state;
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !state.popup?.isOpen()) return;
    event.stopImmediatePropagation();
    map.closePopup(state.popup);
    if (state.opener && state.opener.isConnected) state.opener.focus({preventScroll: true});
  });
  map.on("popupopen", () => map.getContainer().classList.add("has-popup"));
  map.on("popupclose", () => map.getContainer().classList.remove("has-popup"));
}
