// What the map is to show meanwhile, without a run of the script: a window of time instead of the filter's dates.
// map_frame.js carries it to the map's page and tells when that has drawn it.
const PATIENCE = 1000; // ms: a map that says nothing holds nobody up for longer

const post = (detail) => window.dispatchEvent(new CustomEvent("conflict-window", {detail}));

// Resolves when the map has drawn the window, or after PATIENCE.
export function showWindow({start, end}) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("conflict-window-drawn", heard);
      resolve();
    };
    const heard = ({detail}) => { if (detail.start === start && detail.end === end) done(); };
    const timer = setTimeout(done, PATIENCE);
    window.addEventListener("conflict-window-drawn", heard);
    post({start, end});
  });
}

// One window under way at most; of those offered meanwhile the last is shown.
const offered = {next: null, busy: false};

export async function offerWindow(window) {
  offered.next = window;
  if (offered.busy) return;
  offered.busy = true;
  while (offered.next) {
    const next = offered.next;
    offered.next = null;
    await showWindow(next);
  }
  offered.busy = false;
}

// The window stays until the filter comes that was made of it: no flicker back to the old one.
export function commitWindow({start, end}) {
  offered.next = null;
  post({start, end, committed: true});
}

export function endWindow() {
  offered.next = null;
  post({start: "", end: ""});
}
