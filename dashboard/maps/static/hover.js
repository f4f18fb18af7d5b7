// A word on what lies under the pointer: numbers are here already, the day of one event is fetched when the pointer rests.

import {decided, grouped, isRough, killed, typeName} from "./cells.js";
import {dot, element, getJson} from "./common.js";

const REST_MS = 150;

export function addHover(state) {
  const tip = element("div", "map-tip");
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  state.map.getContainer().append(tip);
  state.tip = {tip, mark: null};
}

// Show the tip of a mark (null: of none) after a rest; a mark left meanwhile is asked nothing.
export function hover(state, mark) {
  const {tip} = state;
  if (mark && tip.mark && mark.cell === tip.mark.cell && mark.turn === tip.mark.turn && !tip.moving) return;
  clearTimeout(tip.later);
  tip.stop?.abort();
  tip.tip.hidden = true;
  tip.mark = mark;
  if (mark) tip.later = setTimeout(() => show(state, mark), REST_MS);
}

async function show(state, mark) {
  const {cell} = mark, {tip} = state.tip;
  tip.replaceChildren(...(cell.n === 1 ? ofOne(state, cell) : ofMany(state, cell)));
  place(state, mark);
  if (cell.n > 1 || !cell.id) return;
  state.tip.stop = new AbortController();
  try {
    const event = await getJson(`api/events/${encodeURIComponent(cell.id)}`, state.tip.stop.signal);
    if (state.tip.mark !== mark) return;
    tip.append(element("div", "", [event.event_date, event.country_name].filter(Boolean).join(", ")));
    place(state, mark);
  } catch { /* left, or gone meanwhile: what is known stands */ }
}

function ofOne(state, cell) {
  const lines = [element("strong", "", typeName(state, cell)), element("div", "", cell.location + (isRough(cell) ? " (place known roughly)" : ""))];
  if (cell.fatalities) lines.push(element("div", "", killed(cell.fatalities)));
  return lines;
}

export function ofMany(state, cell) {
  const lines = [element("strong", "", `${grouped(cell.n)} events`)];
  state.options.types.forEach((type, i) => {
    if (!cell.mix[i]) return;
    const row = element("div", "map-tip-row");
    row.append(dot(state, type.name), element("span", "", type.name), element("b", "", grouped(cell.mix[i])));
    lines.push(row);
  });
  if (cell.fatalities) lines.push(element("div", "", killed(cell.fatalities)));
  if (cell.coarse) lines.push(element("div", "", cell.coarse === cell.n ? "places known roughly" : `${grouped(cell.coarse)} places known roughly`));
  if (decided(cell)) lines.push(element("div", "", decided(cell)));
  return lines;
}

function place(state, mark) {
  const {tip} = state.tip, size = state.map.getSize();
  const at = state.map.layerPointToContainerPoint([mark.layerX, mark.layerY]);
  tip.hidden = false;
  const {offsetWidth: width, offsetHeight: height} = tip;
  const left = Math.max(4, Math.min(size.x - width - 4, at.x - width / 2));
  const above = at.y - mark.r - height - 8;
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(above > 4 ? above : at.y + mark.r + 8)}px)`;
}
