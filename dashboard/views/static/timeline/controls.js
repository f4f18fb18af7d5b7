// The line over the bars (what is shown, zoom, unit) and the one under them (the player).
import {element} from "./chart.js";
import {day, ends} from "./days.js";

const UNITS = [["auto", "Auto"], ["day", "Day"], ["week", "Week"], ["month", "Month"], ["year", "Year"]];
const LENGTHS = [["bin", "One bar"], ["week", "A week"], ["month", "A month"], ["quarter", "A quarter"], ["year", "A year"], ["range", "Chosen range"]];
const PACES = [["slow", "Slow"], ["normal", "Normal"], ["fast", "Fast"]];

export function addControls(view, {zoom, unit, whole}) {
  const {root, player} = view;
  const parts = {
    text: element("span", "range-text"),
    zoom: button("Zoom to range", () => zoom(player.state === "idle" ? view.range : player.target)),
    out: button("Zoom out", () => zoom(null)),
    whole: button("Whole time", whole),
    back: button("‹", () => player.move(-1), "Step back"),
    play: button("Play", () => player.toggle()),
    next: button("›", () => player.move(1), "Step forward"),
    stop: button("Stop", () => player.stop()),
    use: button("Use as filter", () => player.use()),
  };
  const over = element("div", "line");
  const under = element("div", "line play");
  over.append(parts.text, parts.zoom, parts.out, parts.whole, choice("Bars", UNITS, "auto", unit));
  under.setAttribute("role", "group");
  under.setAttribute("aria-label", "Play through time");
  const lengths = choice("Window", LENGTHS, player.length, (length) => player.change({length}));
  parts.asRange = lengths.querySelector('[value="range"]');
  const cumulative = element("label", "tick", "Cumulative");
  const box = element("input");
  box.type = "checkbox";
  box.addEventListener("change", () => player.change({cumulative: box.checked}));
  cumulative.prepend(box);
  under.append(
    parts.back, parts.play, parts.next, lengths,
    choice("Speed", PACES, player.pace, (pace) => player.change({pace})),
    cumulative, parts.stop, parts.use,
  );
  root.append(over, under);
  Object.assign(view, {controls: under, over, says: parts});
  root.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.dataset.side) return; // elsewhere the space bar has its own meaning
    event.preventDefault();
    player.toggle();
  });
}

function button(text, act, name) {
  const found = element("button", "", text);
  found.type = "button";
  if (name) found.title = name;
  if (name) found.setAttribute("aria-label", name);
  found.addEventListener("click", act);
  return found;
}

function choice(name, options, chosen, act) {
  const label = element("label", "choice", name);
  const select = element("select");
  for (const [value, text] of options) {
    const option = element("option", "", text);
    option.value = value;
    option.selected = value === chosen;
    select.append(option);
  }
  select.addEventListener("change", () => act(select.value));
  label.append(select);
  return label;
}

export function showControls(view) {
  const {says, player, answer, over, controls, range, shown} = view;
  const empty = !answer?.first;
  over.hidden = empty && !view.trouble && !shown;
  controls.hidden = empty;
  const playing = player.state === "playing";
  const idle = player.state === "idle";
  const zoomed = shown && range && shown.join() === range.join();
  says.zoom.hidden = empty || playing || (idle && (!range || zoomed));
  says.out.hidden = !shown;
  says.whole.hidden = !range && !shown;
  says.stop.hidden = says.use.hidden = idle;
  says.asRange.disabled = !range;
  write(says.play, playing ? "Pause" : "Play");
  write(says.text, view.trouble || (empty ? "" : about(view)));
  view.root.dataset.state = player.state;
}

// Text is written where it is another: a screen of a playing timeline is drawn sixty times a second.
function write(found, text) {
  if (found.textContent !== text) found.textContent = text;
}

function written(range) {
  const {start, end} = ends(range);
  return start === end ? start : `${start} to ${end}`;
}

function about({answer, range, shown, unit, player}) {
  if (player.state !== "idle") return `On the map: ${written(player.target)}`;
  const coarser = unit !== "auto" && unit !== answer.unit ? ` (a bar a ${unit} would be too thin: zoom in)` : "";
  const bars = `one bar a ${answer.unit}${coarser}`;
  if (range) return `${written(range)}; ${bars}`;
  const seen = shown ? [day(answer.from), day(answer.to) + 1] : [day(answer.first), day(answer.last) + 1];
  return `${written(seen)}; ${bars}. Drag across the bars to choose dates.`;
}
