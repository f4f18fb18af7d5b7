// One timeline: its state, what it fetches, and what becomes of it when the filter changes.
// A histogram of the events over time, stacked by type; its brush sets the range of dates, its player moves a window.
import {addBrush} from "./brush.js";
import {commitWindow, endWindow} from "./channel.js";
import {drawChart, emptyChart, placeWindow} from "./chart.js";
import {addControls, showControls} from "./controls.js";
import {day, ends} from "./days.js";
import {Player} from "./play.js";

const COMMIT_PATIENCE = 10000; // ms: a range that never comes back as the filter's dates is given up
const views = new WeakMap();

export function show(root, data, announce) {
  if (!views.has(root)) views.set(root, made(root));
  const view = views.get(root);
  view.announce = announce;
  const before = view.data;
  view.data = data;
  takeRange(view, before);
  load(view);
  refresh(view);
  // Streamlit may clean up and call again on a rerun: only what is really gone lets go of the map.
  return () => setTimeout(() => { if (!root.isConnected) view.player.stop(); }, 1000);
}

// shown: the days zoomed to; range: the brushed days; window: what the player shows instead. All [first, day after last].
function made(root) {
  const view = {root, unit: "auto", shown: null, range: null, window: null, answer: null, trouble: "", waiting: null};
  view.player = new Player(view, {refresh: () => refresh(view), commit: (range) => commit(view, range)});
  addControls(view, {
    zoom: (shown) => { view.shown = shown; load(view); },
    unit: (unit) => { view.unit = unit; load(view); },
    whole: () => { view.shown = null; load(view); commit(view, null); },
  });
  emptyChart(view);
  addBrush(view, {refresh: () => refresh(view), commit: () => commit(view, view.range), clear: () => commit(view, null)});
  new ResizeObserver(() => { if (view.scale?.width !== root.clientWidth) redraw(view); }).observe(root);
  return view;
}

const dates = (data) => `${data.start}/${data.end}`;

// The filter's dates are the range, but for those of a run that was under way when another range was chosen.
function takeRange(view, before) {
  const now = dates(view.data);
  if (view.dragging || now === view.waiting?.replaced) return;
  if (before && now !== dates(before) && !view.waiting) view.player.stop(); // changed elsewhere: that is what counts
  settle(view);
  view.range = rangeOf(view);
}

function rangeOf({data, answer}) {
  if (!data.start && !data.end) return null;
  if (!answer?.first) return data.start && data.end ? [day(data.start), day(data.end) + 1] : null;
  const from = day(data.start || answer.first);
  return [from, Math.max(from, day(data.end || answer.last)) + 1];
}

// Make the range (null: none) the filter's dates. The map shows it at once, the script follows.
function commit(view, range) {
  const chosen = range ? ends(range) : {start: "", end: ""};
  view.range = range;
  view.player.leave();
  const settled = !view.waiting;
  settle(view);
  if (settled && dates(chosen) === dates(view.data)) {
    endWindow();
  } else {
    view.waiting = {replaced: dates(view.data), timer: setTimeout(() => giveUp(view), COMMIT_PATIENCE)};
    if (view.answer?.first) commitWindow(range ? chosen : {start: view.answer.first, end: view.answer.last});
    view.announce(range ? dates(chosen) : "");
  }
  refresh(view);
}

function settle(view) {
  clearTimeout(view.waiting?.timer);
  view.waiting = null;
}

function giveUp(view) {
  settle(view);
  view.range = rangeOf(view);
  endWindow();
  refresh(view);
}

// The old bars stay until the new ones are there; a request that something newer replaces is called off.
async function load(view) {
  const params = new URLSearchParams(view.data.query);
  params.delete("start");
  params.delete("end");
  params.set("unit", view.unit);
  const shown = view.shown && ends(view.shown);
  if (shown) params.set("from", shown.start);
  if (shown) params.set("to", shown.end);
  const asked = `${params}#${view.data.version}`;
  if (asked === view.asked) return;
  view.asked = asked;
  view.fetching?.abort();
  const fetching = view.fetching = new AbortController();
  view.root.setAttribute("aria-busy", "true");
  const {answer, trouble} = await ask(params, fetching.signal);
  if (fetching.signal.aborted) return;
  view.root.removeAttribute("aria-busy");
  view.trouble = trouble || "";
  if (answer) return take(view, answer);
  view.asked = null; // the next run asks again
  refresh(view);
}

async function ask(params, signal) {
  try {
    const response = await fetch(`api/timeline?${params}`, {signal});
    const answer = await response.json();
    return response.ok ? {answer} : {trouble: String(answer.error)};
  } catch {
    return {trouble: "The timeline could not be fetched. Is the dashboard still running?"};
  }
}

function take(view, answer) {
  view.answer = answer;
  if (!view.dragging && !view.waiting) view.range = rangeOf(view);
  view.player.refit();
  redraw(view);
}

function redraw(view) {
  if (!view.answer || !view.root.clientWidth) return;
  drawChart(view);
  refresh(view);
}

function refresh(view) {
  placeWindow(view);
  showControls(view);
}
