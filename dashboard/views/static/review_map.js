// Holds the small map's page in a frame that stays through every rerun, and carries data in and what is done there out.
const frames = new WeakMap();
const NAME = "conflict-place-map";

export default function (component) {
  const {data, parentElement, setTriggerValue} = component;
  const root = parentElement.querySelector(".place-map");
  const held = frames.get(root) || hold(root);
  held.trigger = setTriggerValue;
  held.latest = data;
  window.addEventListener("message", held.listen); // the same listener counts once
  const key = JSON.stringify(data);
  if (key !== held.sent) { held.sent = key; held.send(); }
  return () => setTimeout(() => {
    if (!root.isConnected) window.removeEventListener("message", held.listen);
  }, 1000);
}

function hold(root) {
  const frame = document.createElement("iframe");
  frame.src = "place-map";
  frame.title = "Map of the event under review";
  root.append(frame);
  const held = {ready: false};
  held.send = () => {
    if (held.ready) frame.contentWindow.postMessage({target: NAME, type: "show", ...held.latest}, location.origin);
  };
  held.listen = (message) => {
    if (message.origin !== location.origin || message.source !== frame.contentWindow) return;
    const {source, type, key, number, latitude, longitude} = message.data || {};
    if (source !== NAME) return;
    const event = held.latest.event;
    if (type === "ready") { held.ready = true; held.send(); }
    if (type === "key") press(String(key));
    if (type === "choose") held.trigger("place", {event, number: Number(number), at: Date.now()});
    if (type === "pin") held.trigger("place", {event, latitude: Number(latitude), longitude: Number(longitude), at: Date.now()});
  };
  frames.set(root, held);
  return held;
}

// A key pressed on the map does what it does on the page around it.
function press(key) {
  if (!/^[a-z0-9]$/.test(key)) return;
  const keyCode = key.toUpperCase().charCodeAt(0);
  const code = /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
  for (const type of ["keydown", "keyup"]) document.body.dispatchEvent(new KeyboardEvent(type, {key, code, keyCode, which: keyCode, bubbles: true}));
}
