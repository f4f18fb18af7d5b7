// What stands around the map: the choice of view and size, the legend, the way home, the days of the moving window.

import {dot, element} from "./common.js";
import {RAMP} from "./heat.js";
import {fit} from "./view.js";

const CHOICES_KEY = "conflict-dashboard.map-choices";
const CHOICES = {
  view: {title: "Show as", values: {clusters: "Clusters", heat: "Heat"}},
  by: {title: "Size by", values: {events: "Events", fatalities: "Fatalities"}},
};

export function savedChoices() {
  let saved = {};
  try { saved = JSON.parse(localStorage.getItem(CHOICES_KEY)) || {}; } catch { /* storage is off or holds something else */ }
  return Object.fromEntries(Object.entries(CHOICES).map(([name, {values}]) => [name, Object.hasOwn(values, saved[name]) ? saved[name] : Object.keys(values)[0]]));
}

export function addChoices(state, changed) {
  const control = L.control({position: "topright"});
  control.onAdd = () => {
    const box = element("div", "map-choices");
    for (const [name, {title, values}] of Object.entries(CHOICES)) {
      const group = element("fieldset", "");
      group.append(element("legend", "", title));
      for (const [value, text] of Object.entries(values)) {
        const line = element("label", ""), input = element("input", "");
        Object.assign(input, {type: "radio", name, value, checked: state.choices[name] === value});
        input.addEventListener("change", () => {
          state.choices[name] = value;
          try { localStorage.setItem(CHOICES_KEY, JSON.stringify(state.choices)); } catch { /* storage is off */ }
          showLegend(state);
          changed();
        });
        line.append(input, element("span", "", text));
        group.append(line);
      }
      box.append(group);
    }
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  control.addTo(state.map);
}

export function addLegend(state) {
  const control = L.control({position: "bottomleft"});
  control.onAdd = () => {
    const box = element("details", "map-legend");
    box.open = state.map.getSize().x > 620;
    L.DomEvent.disableClickPropagation(box);
    state.legend = box;
    showLegend(state);
    return box;
  };
  control.addTo(state.map);
}

// What the marks of the chosen view mean. Rejected events are on the map only when they are asked for.
export function showLegend(state) {
  const {view, by} = state.choices;
  const asked = new URLSearchParams(state.query).getAll("status").includes("rejected");
  const counted = by === "fatalities" ? "people reported killed" : "events";
  const rows = state.options.types.map((type) => row("", dot(state, type.name), type.name));
  const mark = (className) => {
    const made = element("i", `event-legend ${className}`);
    made.append(element("i", "event-dot"));
    return made;
  };
  if (view === "heat") {
    const ramp = element("i", "map-ramp");
    ramp.style.background = `linear-gradient(90deg, transparent, ${RAMP.join(",")})`;
    state.legend.replaceChildren(element("summary", "", "Heat"), row("", ramp, ""), row("", element("i", ""), `few to many ${counted}, for the view`));
    return;
  }
  rows.push(row("", element("i", "event-dot event-dot-ring"), `Ring: mix of types; number: ${counted}`));
  if (by === "fatalities") rows.push(row("", element("i", "event-dot event-dot-hollow"), "Nobody reported killed"));
  rows.push(row("", element("i", "event-dot event-dot-coarse"), "Dashed: place known roughly"));
  rows.push(row("map-legend-confirmed", mark("event-confirmed"), "Confirmed by a person"));
  if (asked) rows.push(row("map-legend-rejected", mark("event-rejected"), "Rejected by a person"));
  state.legend.replaceChildren(element("summary", "", "Event types"), ...rows);
}

function row(className, sign, text) {
  const made = element("div", className);
  made.append(sign, element("span", "", text));
  return made;
}

export function addHome(state) {
  const control = L.control({position: "topleft"});
  control.onAdd = () => {
    const bar = element("div", "leaflet-bar");
    const link = element("a", "map-home", "⌂");
    link.href = "#";
    link.title = "Show all selected events";
    link.setAttribute("role", "button");
    link.setAttribute("aria-label", link.title);
    L.DomEvent.on(link, "click", (event) => { L.DomEvent.stop(event); fit(state); });
    bar.append(link);
    return bar;
  };
  control.addTo(state.map);
}

// The days of the moving window while time plays.
export function showWindow(state) {
  if (!state.windowLabel) {
    state.windowLabel = element("div", "map-window");
    state.map.getContainer().append(state.windowLabel);
  }
  const {start, end} = state.window || {};
  state.windowLabel.hidden = !state.window;
  state.windowLabel.textContent = state.window ? (start === end ? start : `${start || "…"} to ${end || "…"}`) : "";
}
