// The queue as a strip of cards, worst first. A click opens an event. All text is set as text.
const views = new WeakMap();

function piece(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export default function (component) {
  const {data, parentElement, setTriggerValue} = component;
  const root = parentElement.querySelector(".queue");
  const key = JSON.stringify(data);
  if (views.get(root) === key) return;
  views.set(root, key);
  const kept = root.scrollLeft;
  root.replaceChildren(...data.events.map((event) => card(event, data.current, setTriggerValue)));
  root.hidden = !data.events.length;
  root.scrollLeft = kept;
  const current = root.querySelector('[aria-current="true"]');
  if (!current) return;
  // Only the strip itself scrolls, never the page.
  const from = current.offsetLeft - root.offsetLeft;
  if (from < root.scrollLeft || from + current.offsetWidth > root.scrollLeft + root.clientWidth) root.scrollLeft = from - 8;
}

function card(event, current, setTriggerValue) {
  const button = piece("button", "card");
  button.type = "button";
  button.dataset.event = event.id;
  button.setAttribute("aria-current", String(event.id === current));
  const title = piece("span", "place", event.place);
  const dot = piece("i", "dot");
  dot.style.background = event.colour;
  const line = piece("span", "line");
  line.append(dot, document.createTextNode(`${event.date} · ${event.type}`));
  button.append(title, line, piece("span", "why", event.why));
  button.title = `${event.place}, ${event.date}: ${event.title}`;
  button.addEventListener("click", () => setTriggerValue("pick", {event: event.id, at: Date.now()}));
  return button;
}
