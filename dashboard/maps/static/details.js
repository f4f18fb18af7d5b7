// What a pin tells: one event with its sentence and source, or the list of the events on one spot.

import {dot, element, getJson, nearestCopy, subType, tell} from "./common.js";
import {heading, originalColumns, range, sides, sourceLine} from "./told.js";

const NEAR_POINT = 1e-6; // degrees: events closer than this lie on one point

export function openCluster(state, cell, at) {
  const onePoint = cell.east - cell.west < NEAR_POINT && cell.north - cell.south < NEAR_POINT;
  if (onePoint || state.map.getZoom() >= state.map.getMaxZoom()) return openList(state, cell, at);
  const shift = at[1] - cell.longitude;
  state.map.fitBounds([[cell.south, cell.west + shift], [cell.north, cell.east + shift]],
    {padding: [60, 60], maxZoom: Math.min(state.map.getMaxZoom(), state.map.getZoom() + 4)});
}

async function openList(state, cell, at) {
  const around = [cell.west - NEAR_POINT, cell.south - NEAR_POINT, cell.east + NEAR_POINT, cell.north + NEAR_POINT];
  const params = new URLSearchParams(state.query);
  params.set("view", around.join(","));
  const {events} = await getJson(`api/events?${params}`);
  const list = element("div", "event-list");
  list.append(element("h3", "", `${cell.n} events at ${cell.location}`));
  for (const event of events) {
    const button = element("button", "event-row");
    button.type = "button";
    button.append(dot(state, event.event_type), element("span", "event-when", event.event_date), element("span", "", subType(event.event_type, event.sub_event_type)));
    button.append(element("span", "event-what", event.title || event.notes));
    button.addEventListener("click", () => openEvent(state, event.event_id, at));
    list.append(button);
  }
  if (events.length < cell.n) list.append(element("p", "event-more", `${cell.n - events.length} more: narrow the filter to see them.`));
  popup(state, at, list);
}

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

function popup(state, at, content) {
  const {x: width, y: height} = state.map.getSize();
  const narrow = width < 480;
  state.popup = L.popup({maxWidth: Math.min(340, width - 60), minWidth: Math.min(220, width - 60), maxHeight: Math.max(160, height - 120),
    autoPanPaddingTopLeft: [narrow ? 6 : 64, 16], autoPanPaddingBottomRight: [narrow ? 6 : 16, 28]})
    .setLatLng(at).setContent(content).openOn(state.map);
}

// Enter and Space open what has the focus, as a click does; Escape closes it and gives the focus back.
export function addKeys(state) {
  const {map} = state;
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !state.popup) return;
    map.closePopup(state.popup);
    if (state.opener && state.opener.isConnected) state.opener.focus();
  });
  map.on("popupopen", () => map.getContainer().classList.add("has-popup"));
  map.on("popupclose", () => map.getContainer().classList.remove("has-popup"));
}
