// The places that the name may mean, numbered as on the map, each with what speaks for it. A click or its digit picks one.
const views = new WeakMap();

function piece(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export default function (component) {
  const {data, parentElement, setTriggerValue} = component;
  const root = parentElement.querySelector(".places");
  let view = views.get(root);
  if (!view) {
    view = {keydown: (event) => onKey(view, event)};
    views.set(root, view);
  }
  document.addEventListener("keydown", view.keydown); // the same listener counts once
  view.data = data;
  view.pick = (number) => setTriggerValue("place", {event: data.event, number, at: Date.now()});
  const key = JSON.stringify(data);
  if (key !== view.shown) {
    view.shown = key;
    const focused = root.getRootNode().activeElement?.dataset?.number;
    root.replaceChildren(...data.groups.flatMap((group) => section(view, group)));
    if (focused) root.querySelector(`[data-number="${focused}"]`)?.focus();
  }
  return () => setTimeout(() => {
    if (!root.isConnected) document.removeEventListener("keydown", view.keydown);
  }, 1000);
}

function section(view, {title, places, empty}) {
  const list = piece("div", "list");
  for (const place of places) list.append(row(view, place));
  if (!places.length) list.append(piece("p", "empty", empty));
  return [piece("h4", "", title), list];
}

function row(view, place) {
  const button = piece("button", "place");
  button.type = "button";
  button.dataset.number = place.number;
  button.setAttribute("aria-pressed", String(place.chosen));
  const share = piece("span", "share");
  const bar = piece("i", "");
  bar.style.width = `${Math.round(100 * place.score)}%`;
  share.append(bar);
  const name = piece("span", "name", place.name);
  if (place.present) name.append(piece("b", "now", place.present));
  const text = piece("span", "text");
  text.append(name, piece("span", "detail", place.detail));
  if (place.reasons) text.append(piece("span", "reasons", place.reasons));
  const score = piece("span", "score", `${Math.round(100 * place.score)}%`);
  score.append(share);
  button.append(piece("kbd", "", String(place.number)), text, score);
  button.addEventListener("click", () => view.pick(place.number));
  return button;
}

// Digits pick a place, except while something is typed.
function onKey(view, event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !/^[1-9]$/.test(event.key)) return;
  const typing = event.composedPath().some((node) => /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName || "") || node.isContentEditable ||
    ["dialog", "spinbutton", "combobox"].includes(node.getAttribute?.("role")));
  const number = Number(event.key);
  if (!typing && view.data.groups.some((group) => group.places.some((place) => place.number === number))) view.pick(number);
}
