// Holds the map's page in a frame that stays through every Streamlit rerun, and carries messages both ways.
const frames = new WeakMap();

export default function (component) {
  const {data, parentElement, setTriggerValue} = component;
  const root = parentElement.querySelector(".map-frame");
  let held = frames.get(root);
  if (!held) {
    const frame = document.createElement("iframe");
    frame.src = "map";
    frame.title = "Map of the selected events";
    root.append(frame);
    held = {frame, ready: false, latest: null, trigger: setTriggerValue};
    held.send = () => {
      if (!held.ready || !held.latest) return;
      const page = frame.contentWindow;
      page.postMessage({target: "conflict-map", type: "query", query: held.latest.query, version: held.latest.version}, location.origin);
      if (held.latest.focus && held.latest.focus !== held.focused) {
        page.postMessage({target: "conflict-map", type: "focus", id: held.latest.focus}, location.origin);
        root.scrollIntoView({block: "nearest", behavior: "smooth"});
      }
      held.focused = held.latest.focus;
    };
    held.listen = (event) => {
      if (event.origin !== location.origin || event.source !== frame.contentWindow) return;
      if (event.data?.source !== "conflict-map") return;
      if (event.data.type === "ready") { held.ready = true; held.sent = null; held.send(); }
      if (event.data.type === "review") held.trigger("review", {event: String(event.data.id), at: Date.now()});
      if (event.data.type === "area") held.trigger("area", {polygon: String(event.data.polygon), at: Date.now()});
    };
    frames.set(root, held);
  }
  // Every call listens anew (the same listener counts once), and a clean-up only when the frame is really gone: Streamlit
  // may clean up and call again on a rerun.
  window.addEventListener("message", held.listen);
  held.trigger = setTriggerValue;
  held.latest = data;
  const key = JSON.stringify(data);
  if (key !== held.sent) { held.sent = key; held.send(); }
  return () => setTimeout(() => {
    if (!root.isConnected) window.removeEventListener("message", held.listen);
  }, 1000);
}
