// What an event's data set or article says of it, in words. All of it is other people's text: it is set as text.

import {element, subType} from "./common.js";

export function heading(event) {
  if (event.title) return event.title;
  if (!event.dataset) return "Untitled article";
  const type = subType(event.event_type, event.sub_event_type);
  return event.location ? `${type} at ${event.location}` : type;
}

// Who did what to whom where both sides are told, else all that took part.
export function sides(event) {
  return event.actor1 && event.actor2 ? `${event.actor1} against ${event.actor2}` : event.actors;
}

export function range(event) {
  const {fatalities_low: low, fatalities_high: high} = event;
  if (low === null || high === null || low === high) return "";
  return ` (${low} to ${high})`;
}

export function sourceLine(event) {
  const published = event.published ? `, published ${event.published}` : "";
  if (!event.dataset) return `${event.source || "Unknown source"}${published}`;
  const from = event.source ? ` · ${event.source}${published}` : "";
  return `${event.dataset_name} ${event.source_id}${from}`;
}

// The original columns of an imported event, folded.
export function originalColumns({dataset_name: name, source_id: id, raw}) {
  const box = element("details", "event-raw");
  const table = element("table", "");
  for (const [column, value] of raw) {
    const row = element("tr", "");
    const head = element("th", "", column);
    head.scope = "row";
    row.append(head, element("td", "", value));
    table.append(row);
  }
  box.append(element("summary", "", `Original columns of ${name} ${id}`), table);
  return box;
}
