// One event and the sentences that report it. All of it is other people's text: it is set as text, never as markup.
const views = new WeakMap();

function piece(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content.filter((part) => part !== "" && part !== null && part !== undefined));
  return made;
}

export default function (component) {
  const {data, parentElement} = component;
  const root = parentElement.querySelector(".evidence");
  const key = JSON.stringify(data);
  if (views.get(root) === key) return;
  views.set(root, key);
  if (root.dataset.event && root.dataset.event !== data.id) toTop(root);
  root.dataset.event = data.id;
  const [first, ...others] = data.reports;
  root.replaceChildren(heading(data), facts(data));
  if (first) root.append(report(first));
  if (others.length) {
    const more = piece("details", "more", piece("summary", "", data.more), ...others.map(report));
    more.open = others.length <= 2;
    root.append(more);
  }
}

// The next event starts at its head, wherever the one before was left.
function toTop(root) {
  const page = root.getRootNode().host?.closest('[data-testid="stMain"]');
  if (page) page.scrollTop = 0;
}

function heading(data) {
  const badge = piece("span", `badge ${data.status}`, data.status_text);
  const title = piece("h3", "", piece("span", "name", data.place), badge);
  return piece("header", "", title, piece("p", "where", data.where), doubts(data));
}

function doubts(data) {
  if (!data.doubts.length) return "";
  const list = piece("ul", "doubts", ...data.doubts.map(({label, why}) => {
    const chip = piece("li", "", label);
    chip.title = why;
    return chip;
  }));
  list.setAttribute("aria-label", "Why to look at it");
  return list;
}

function facts(data) {
  const list = piece("dl", "");
  for (const {name, value, edited, colour} of data.facts) {
    const text = piece("dd", "");
    if (colour) {
      const dot = piece("i", "dot");
      dot.style.background = colour;
      text.append(dot);
    }
    text.append(value);
    if (edited) text.append(piece("span", "edited", edited));
    list.append(piece("dt", "", name), text);
  }
  return list;
}

function report(data) {
  const box = piece("article", "report");
  const title = piece("p", "title", data.title);
  const line = piece("p", "source", data.source);
  if (/^https?:\/\//i.test(data.url)) {
    const link = piece("a", "", data.link_text);
    link.href = data.url;
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
    line.append(" · ", link);
  }
  const around = (text) => (text ? piece("span", "around", text) : "");
  const marked = data.marked ? piece("mark", "", data.marked) : "";
  const sentence = piece("span", "sentence", data.before, marked, data.after);
  const quote = piece("blockquote", "", around(data.paragraph_before), " ", sentence, " ", around(data.paragraph_after));
  quote.dir = "auto";
  box.append(title, line);
  if (data.before || data.marked || data.after) box.append(quote);
  if (data.link) box.append(piece("p", "why", data.link));
  if (data.raw.length) box.append(original(data.raw));
  return box;
}

// What the data set had in its own columns, folded.
function original(raw) {
  const rows = raw.map(([column, value]) => {
    const head = piece("th", "", column);
    head.scope = "row";
    return piece("tr", "", head, piece("td", "", value));
  });
  return piece("details", "raw", piece("summary", "", "Original columns"), piece("table", "", piece("tbody", "", ...rows)));
}
