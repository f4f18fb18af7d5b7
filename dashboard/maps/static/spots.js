// Several events on one spot: spread on legs when they are few, listed page by page when they are many.

import {grouped} from "./cells.js";
import {dot, element, getJson, subType} from "./common.js";
import {openEvent, popup} from "./details.js";
import {ofMany} from "./hover.js";
import {placeOf} from "./screen.js";

const ON_ONE_POINT = 3e-5; // degrees, three metres: the box of a cell is rounded outwards to five decimals
const MAX_LEGS = 12;
const LEG_PX = 24; // between the ends of two legs

export function openMark(state, mark) {
  const {cell} = mark, at = placeOf(mark), {map} = state;
  if (state.choices.view === "heat") return popup(state, at, spotOf(state, mark));
  if (cell.n === 1) return openEvent(state, cell.id, at);
  const onePoint = cell.east - cell.west < ON_ONE_POINT && cell.north - cell.south < ON_ONE_POINT;
  if (!onePoint && map.getZoom() < map.getMaxZoom()) return zoomTo(state, mark);
  return cell.n <= MAX_LEGS ? spread(state, mark) : openList(state, cell, at);
}

function zoomTo(state, {cell, turn}) {
  const {map} = state, shift = 360 * turn;
  map.fitBounds([[cell.south, cell.west + shift], [cell.north, cell.east + shift]],
    {padding: [60, 60], maxZoom: Math.min(map.getMaxZoom(), map.getZoom() + 4)});
}

function spotOf(state, mark) {
  const box = element("div", "event-spot");
  box.append(...ofMany(state, mark.cell));
  const near = element("button", "event-near", "Zoom in here");
  near.type = "button";
  near.addEventListener("click", () => { state.map.closePopup(); zoomTo(state, mark); });
  box.append(near);
  return box;
}

async function eventsOf(state, cell, offset) {
  const params = new URLSearchParams(state.query);
  if (state.window) { params.set("start", state.window.start); params.set("end", state.window.end); }
  params.set("view", [cell.west, Math.max(-90, cell.south), cell.east, Math.min(90, cell.north)].join(","));
  params.set("offset", offset);
  return (await getJson(`api/events?${params}`)).events;
}

async function spread(state, mark) {
  closeSpread(state);
  const {map} = state, at = placeOf(mark);
  const events = await eventsOf(state, mark.cell, 0);
  const middle = map.latLngToLayerPoint(at), away = Math.max(38, (events.length * LEG_PX) / (2 * Math.PI), mark.r + 18);
  const legs = L.layerGroup().addTo(map);
  state.spread = {legs, cell: mark.cell, opener: state.opener};
  events.forEach((event, i) => {
    const angle = (2 * Math.PI * i) / events.length - Math.PI / 2;
    const end = map.layerPointToLatLng(middle.add([away * Math.cos(angle), away * Math.sin(angle)]));
    L.polyline([at, end], {color: "#4b5563", weight: 1.5, interactive: false}).addTo(legs);
    leg(state, event, end).addTo(legs);
  });
  // The keyboard goes on from the first leg.
  if (state.opener?.matches(":focus-visible")) legs.getLayers().find((layer) => layer.getElement().tabIndex === 0)?.getElement().focus({preventScroll: true});
}

function leg(state, event, at) {
  const type = subType(event.event_type, event.sub_event_type);
  const pin = element("span", event.geo_precision > 1 ? "event-point event-coarse" : "event-point");
  pin.style.setProperty("--colour", state.options.types.find((t) => t.name === event.event_type)?.colour || "#777");
  const text = [type, event.event_date, event.location].filter(Boolean).join(", ");
  const icon = L.divIcon({html: pin, className: `event-leg ${event.status === "unreviewed" ? "" : `event-${event.status}`}`, iconSize: [20, 20]});
  const made = L.marker(at, {icon, title: text, alt: text, keyboard: true, riseOnHover: true});
  const open = () => { state.opener = made.getElement(); openEvent(state, event.event_id, at); };
  made.on("click", open);
  made.on("add", () => {
    const shown = made.getElement();
    shown.setAttribute("aria-label", text);
    shown.addEventListener("keydown", (key) => {
      if (key.key !== "Enter" && key.key !== " ") return;
      key.preventDefault();
      open();
    });
  });
  return made;
}

// After the popup, Escape closes the legs.
export function addSpots(state) {
  state.map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !state.spread) return;
    const {opener} = state.spread;
    closeSpread(state);
    if (opener?.isConnected) opener.focus({preventScroll: true});
  });
}

export function closeSpread(state) {
  state.spread?.legs.remove();
  state.spread = null;
}

async function openList(state, cell, at) {
  const list = element("div", "event-list"), rows = element("div", ""), more = element("button", "event-more");
  let shown = 0;
  more.type = "button";
  const page = async () => {
    const events = await eventsOf(state, cell, shown);
    rows.append(...events.map((event) => row(state, event, at)));
    shown += events.length;
    more.hidden = !events.length || shown >= cell.n;
    more.textContent = `${grouped(Math.min(events.length, cell.n - shown))} more of ${grouped(cell.n - shown)}`;
    return events;
  };
  const [first] = await page();
  const where = first?.location || cell.location;
  list.append(element("h3", "", `${grouped(cell.n)} events${where ? ` at ${where}` : ""}`), rows, more);
  more.addEventListener("click", async () => {
    const before = rows.lastElementChild;
    await page();
    before?.nextElementSibling?.focus({preventScroll: false});
  });
  popup(state, at, list);
  if (state.opener?.matches(":focus-visible")) rows.firstElementChild?.focus();
}

function row(state, event, at) {
  const made = element("button", "event-row");
  made.type = "button";
  made.append(dot(state, event.event_type), element("span", "event-when", event.event_date), element("span", "", subType(event.event_type, event.sub_event_type)));
  made.append(element("span", "event-what", event.title || event.notes || event.location));
  made.addEventListener("click", () => openEvent(state, event.event_id, at));
  return made;
}
