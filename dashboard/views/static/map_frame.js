// Holds the map's page in a frame that stays through every Streamlit rerun, and carries messages both ways. The timeline's
// window ("conflict-window") stands in for the filter's dates until it is ended, or the filter comes that was made of it.
const frames = new WeakMap();

// The dates of a query string: what a committed window changes.
function dates(query) {
  const params = new URLSearchParams(query);
  return `${params.get("start") || ""}/${params.get("end") || ""}`;
}

function made(root, trigger) {
  const frame = document.createElement("iframe");
  frame.src = "map";
  frame.title = "Map of the selected events";
  root.append(frame);
  const held = {root, frame, trigger, ready: false, latest: null, window: null, until: null};
  held.listen = (event) => listen(held, event);
  held.override = (event) => override(held, event.detail);
  return held;
}

function post(held, message) {
  if (held.ready) held.frame.contentWindow.postMessage({target: "conflict-map", ...message}, location.origin);
}

function send(held) {
  if (!held.ready || !held.latest) return;
  const {query, version, focus} = held.latest;
  post(held, {type: "query", query, version});
  if (held.until !== null && dates(query) !== held.until) endWindow(held);
  if (focus && focus !== held.focused) {
    post(held, {type: "focus", id: focus});
    held.root.scrollIntoView({block: "nearest", behavior: "smooth"});
  }
  held.focused = focus;
}

function override(held, {start, end, committed}) {
  held.window = start && end ? {start, end} : null;
  // A committed window ends with the first query whose dates are others than those it replaced.
  held.until = committed && held.latest ? dates(held.latest.query) : null;
  post(held, {type: "window", start, end});
}

function endWindow(held) {
  held.window = held.until = null;
  post(held, {type: "window", start: "", end: ""});
}

function listen(held, {origin, source, data}) {
  if (origin !== location.origin || source !== held.frame.contentWindow || data?.source !== "conflict-map") return;
  if (data.type === "ready") {
    held.ready = true;
    send(held);
    if (held.window) post(held, {type: "window", ...held.window});
  }
  if (data.type === "drawn") {
    const detail = {start: String(data.start), end: String(data.end)};
    window.dispatchEvent(new CustomEvent("conflict-window-drawn", {detail}));
  }
  if (data.type === "review") held.trigger("review", {event: String(data.id), at: Date.now()});
  if (data.type === "area") held.trigger("area", {polygon: String(data.polygon), at: Date.now()});
}

export default function (component) {
  const {data, parentElement, setTriggerValue} = component;
  const root = parentElement.querySelector(".map-frame");
  if (!frames.has(root)) frames.set(root, made(root, setTriggerValue));
  const held = frames.get(root);
  // Every call listens anew (the same listener counts once), and a clean-up only when the frame is really gone: Streamlit
  // may clean up and call again on a rerun.
  window.addEventListener("message", held.listen);
  window.addEventListener("conflict-window", held.override);
  held.trigger = setTriggerValue;
  held.latest = data;
  const key = JSON.stringify(data);
  if (key !== held.sent) {
    held.sent = key;
    send(held);
  }
  return () => setTimeout(() => {
    if (root.isConnected) return;
    window.removeEventListener("message", held.listen);
    window.removeEventListener("conflict-window", held.override);
  }, 1000);
}
