// Keeps the reviewer's name in this browser, so that it is asked for once.
const KEY = "conflict-dashboard.reviewer";

export default function (component) {
  const {data, setTriggerValue} = component;
  try {
    if (data.save) localStorage.setItem(KEY, data.save);
    const kept = localStorage.getItem(KEY);
    if (!data.name && kept) setTriggerValue("name", {name: kept, at: Date.now()});
  } catch { /* storage is off: the name holds for this visit */ }
}
