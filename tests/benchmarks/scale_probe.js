// Put into every frame before its own scripts: notes when what was drawn, and how much came over the wire. Changes nothing.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const probe = {
    action: 0, map: 0, firstMap: 0, query: "", draws: 0, timeline: 0, table: 0, runEnd: 0, running: false,
    instances: 0, drawnInstances: 0, socket: 0, resources: [],
  };
  window.scaleProbe = probe;
  // Drawing on the map's container is told by its attributes; what a component shows stands in a shadow root.
  const watch = (root) => new MutationObserver((records) => {
    for (const {target, attributeName} of records) {
      if (attributeName === "data-test-script-state") {
        probe.running = target.getAttribute(attributeName) === "running";
        if (!probe.running) probe.runEnd = now();
        continue;
      }
      const found = target.nodeType === 1 ? target : target.parentElement;
      if (found?.classList.contains("folium-map") && attributeName) drawn(found, attributeName);
      if (found?.closest(".timeline")) probe.timeline = now();
    }
  }).observe(root, {subtree: true, childList: true, characterData: true, attributes: true});
  const drawn = (map, attribute) => {
    // "drawn" is set when a draw is done; where a map has none, the count of the drawn events.
    if (attribute !== ("drawn" in map.dataset ? "data-drawn" : "data-events")) return;
    probe.map = now();
    probe.firstMap ||= probe.map;
    probe.draws += 1;
    probe.query = map.dataset.query ?? "";
    probe.events = Number(map.dataset.events);
  };
  watch(document);
  const {attachShadow} = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    watch(root);
    return root;
  };
  // The table, and perhaps the timeline, are canvases: what draws on them is the only sign of it.
  const kinds = new WeakMap();
  const kind = (canvas) => {
    if (!kinds.has(canvas) && canvas.isConnected) {
      kinds.set(canvas, canvas.closest('[data-testid="stDataFrame"]') ? "table" : canvas.closest(".timeline") ? "timeline" : "");
    }
    return kinds.get(canvas);
  };
  for (const name of ["fillText", "fillRect", "drawImage"]) {
    const original = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) {
      const drawnOn = kind(this.canvas);
      if (drawnOn) probe[drawnOn] = now();
      return original.apply(this, given);
    };
  }
  // deck.gl draws all points of a layer in one call.
  for (const name of ["drawArraysInstanced", "drawElementsInstanced"]) {
    const original = WebGL2RenderingContext.prototype[name];
    WebGL2RenderingContext.prototype[name] = function (...given) {
      probe.instances = given[given.length - 1];
      probe.drawnInstances = now();
      return original.apply(this, given);
    };
  }
  for (const name of ["pointerdown", "pointerup", "click", "keydown"]) {
    window.addEventListener(name, () => { probe.action = now(); }, true);
  }
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({data}) => { probe.socket += data.byteLength ?? data.size ?? data.length; });
    }
  };
  new PerformanceObserver((list) => {
    for (const {name, transferSize} of list.getEntries()) probe.resources.push([new URL(name, location.href).pathname, transferSize]);
  }).observe({type: "resource", buffered: true});
  const frames = (count) => new Promise((done) => {
    const step = () => (count-- > 0 ? requestAnimationFrame(step) : done());
    step();
  });
  // In the map's frame: look elsewhere, and tell how long it took to draw (and to show) what is there.
  probe.look = async (latitude, longitude, zoom, limit) => {
    const {map} = window.conflictMap;
    const before = probe.draws;
    const asked = probe.resources.length;
    const start = now();
    map.setView([latitude, longitude], zoom, {animate: false});
    while (probe.draws === before && now() - start < limit) await frames(1);
    if (probe.draws === before) return null;
    const ms = probe.map - start;
    await frames(2);
    const shown = now() - start;
    await new Promise((done) => setTimeout(done, 60));
    const fetched = probe.resources.slice(asked).some(([path]) => path.endsWith("/api/clusters"));
    return {ms, shown, fetched, events: probe.events};
  };
  const deep = (root) => [...root.querySelectorAll("*")].flatMap((found) =>
    found.tagName === "IFRAME" ? [found] : found.shadowRoot ? deep(found.shadowRoot) : []);
  // In the page: until map, timeline and table have been still for `quiet` ms after a selection that the map did not have.
  probe.settled = async (before, quiet, limit) => {
    const start = now();
    let frame;
    while (now() - start < limit) {
      if (!frame?.isConnected) frame = deep(document).find((f) => f.contentWindow?.scaleProbe?.draws);
      const inside = frame?.contentWindow.scaleProbe;
      const changed = inside && inside.query !== before && probe.runEnd > probe.action && !probe.running;
      if (changed && now() - Math.max(inside.map, probe.timeline, probe.table, probe.runEnd, probe.action) > quiet) {
        const since = (at) => Math.max(0, at - probe.action);
        // Rows that look the same are not drawn again: then the table shows the selection when the run that sent it is over.
        const table = since(probe.table) || since(probe.runEnd);
        return {map: since(inside.map), timeline: since(probe.timeline), table, run: since(probe.runEnd), query: inside.query};
      }
      await frames(1);
    }
    return null;
  };
})();
