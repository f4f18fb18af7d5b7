// The event layer: asks the server for what is in view and draws it. No Streamlit rerun, no article text in any script:
// everything from articles arrives as JSON and is set as text.
"use strict";

window.conflictMap = (function () {
  const NEAR_POINT = 1e-6; // degrees: events closer than this lie on one point
  const VIEW_KEY = "conflict-dashboard.view";

  function start(map, options) {
    map.setMinZoom(2).setMaxZoom(14).setMaxBounds([[-80, -Infinity], [84.5, Infinity]]);
    const state = {map, options, query: "", fitted: false, markers: L.layerGroup().addTo(map), cells: [], places: []};
    map.attributionControl.setPrefix(false).addAttribution(options.attribution);
    addBaseMap(state);
    addLabels(state);
    addLegend(state);
    addHome(state);
    addDrawing(state);
    map.on("moveend", () => {
      if (backInWorld(map)) return;
      saveView(state);
      draw(state);
    });
    addKeys(state);
    window.addEventListener("message", (event) => receive(state, event));
    window.addEventListener("resize", () => map.invalidateSize());
    state.query = window.location.search.slice(1);
    if (window.parent === window) applyQuery(state, state.query);
    else greet(state);
    return state;
  }

  // --- the page around the map -------------------------------------------------------------------------------------

  function tell(message) {
    window.parent.postMessage({source: "conflict-map", ...message}, window.location.origin);
  }

  // Say "ready" until the page around the map has answered with its query.
  function greet(state) {
    if (state.heard) return;
    tell({type: "ready"});
    setTimeout(() => greet(state), 500);
  }

  function receive(state, event) {
    if (event.origin !== window.location.origin || event.source !== window.parent) return;
    const message = event.data || {};
    if (message.target !== "conflict-map") return;
    state.heard = true;
    if (message.type === "query") applyQuery(state, String(message.query));
    if (message.type === "focus") focusEvent(state, String(message.id));
  }

  async function applyQuery(state, query) {
    state.query = query;
    showArea(state, new URLSearchParams(query).get("polygon") || "");
    if (!state.fitted && !restoreView(state)) await fit(state);
    state.fitted = true;
    saveView(state);
    draw(state);
  }

  async function fit(state) {
    const {bounds} = await getJson(`api/summary?${state.query}`);
    const box = bounds ? L.latLngBounds([bounds[1], bounds[0]], [bounds[3], bounds[2]]) : L.latLngBounds([]);
    if (state.area.getLayers().length) box.extend(state.area.getBounds());
    if (box.isValid()) state.map.fitBounds(box, {paddingTopLeft: [70, 30], paddingBottomRight: [40, 40], maxZoom: 9, animate: false});
  }

  // Panned past 180 degrees the map goes on as the same place of the first world: pins, areas and links stay true.
  function backInWorld(map) {
    const {lat, lng} = map.getCenter();
    if (Math.abs(lng) <= 180) return false;
    map.setView([lat, lng - 360 * Math.round(lng / 360)], map.getZoom(), {animate: false});
    return true;
  }

  // The view outlives a visit to another page and a reload; an address with another filter starts at its own events.
  function saveView(state) {
    if (!state.fitted) return;
    const c = state.map.getCenter();
    const view = {query: state.query, lat: c.lat, lng: c.lng, zoom: state.map.getZoom()};
    try { sessionStorage.setItem(VIEW_KEY, JSON.stringify(view)); } catch { /* storage is off */ }
  }

  function restoreView(state) {
    try {
      const {query, lat, lng, zoom} = JSON.parse(sessionStorage.getItem(VIEW_KEY));
      if (query !== state.query) return false;
      state.map.setView([lat, lng], zoom, {animate: false});
      return true;
    } catch { return false; }
  }

  async function getJson(url) {
    const response = await fetch(url, {headers: {Accept: "application/json"}});
    if (!response.ok) throw new Error(`${response.status} for ${url}`);
    return response.json();
  }

  // --- events ------------------------------------------------------------------------------------------------------

  function viewParams(map, margin) {
    const b = map.getBounds().pad(margin);
    const south = Math.max(-90, b.getSouth()), north = Math.min(90, b.getNorth());
    return `view=${[b.getWest(), south, b.getEast(), north].map((v) => v.toFixed(5)).join(",")}&zoom=${Math.round(map.getZoom())}`;
  }

  // One request under way at most; what changes meanwhile is asked for once, when it is back.
  function draw(state) {
    state.wanted = true;
    if (!state.drawing) state.drawing = drawWanted(state).finally(() => { state.drawing = null; });
  }

  async function drawWanted(state) {
    while (state.wanted) {
      state.wanted = false;
      const query = state.query;
      try {
        const {cells} = await getJson(`api/clusters?${viewParams(state.map, 0.1)}&${query}`);
        status(state, "");
        if (!state.wanted) showCells(state, cells, query);
      } catch {
        status(state, "The events could not be fetched. Is the dashboard still running?");
      }
    }
  }

  function showCells(state, cells, query) {
    const layer = L.layerGroup();
    for (const cell of cells) marker(state, cell).addTo(layer);
    layer.addTo(state.map);
    state.markers.remove();
    state.markers = layer;
    const {dataset} = state.map.getContainer();
    dataset.events = String(cells.reduce((sum, cell) => sum + cell.n, 0));
    dataset.query = query;
    state.cells = cells;
    showLabels(state);
  }

  // Enter and Space open what has the focus, as a click does; Escape closes it and gives the focus back.
  function addKeys(state) {
    const {map} = state;
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !state.popup) return;
      map.closePopup(state.popup);
      if (state.opener && state.opener.isConnected) state.opener.focus();
    });
    map.on("popupopen", () => map.getContainer().classList.add("has-popup"));
    map.on("popupclose", () => map.getContainer().classList.remove("has-popup"));
  }

  function nearestCopy(map, longitude) {
    return longitude + 360 * Math.round((map.getCenter().lng - longitude) / 360);
  }

  function marker(state, cell) {
    const at = [cell.latitude, nearestCopy(state.map, cell.longitude)];
    const single = cell.n === 1;
    const icon = single ? pointIcon(state, cell) : clusterIcon(state, cell);
    const label = single ? `${typeName(state, cell)}, ${cell.location}` : `${cell.n} events, ${cell.location} and around`;
    const found = L.marker(at, {icon, title: label, alt: label, keyboard: true, riseOnHover: true});
    const open = () => {
      state.opener = found.getElement();
      return single ? openEvent(state, cell.id, at) : openCluster(state, cell, at);
    };
    found.on("add", () => {
      const shown = found.getElement();
      shown.setAttribute("aria-label", label);
      shown.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open();
      });
    });
    found.on("click", open);
    return found;
  }

  function typeName(state, cell) {
    return subType(state.options.types[cell.mix.findIndex((n) => n > 0)].name, cell.sub_event_type);
  }

  function subType(type, sub) {
    return sub === "Other" ? `${type}: other` : sub;
  }

  function colourOf(state, mix) {
    let best = 0;
    mix.forEach((n, i) => { if (n > mix[best]) best = i; });
    return state.options.types[best].colour;
  }

  function pointIcon(state, cell) {
    const dot = document.createElement("span");
    dot.className = cell.geo_precision > 1 ? "event-point event-coarse" : "event-point";
    dot.style.setProperty("--colour", colourOf(state, cell.mix));
    return L.divIcon({html: dot, className: "event-icon", iconSize: [18, 18]});
  }

  function clusterIcon(state, cell) {
    const size = iconSize(cell);
    const box = document.createElement("div");
    box.className = "event-cluster";
    box.style.width = box.style.height = `${size}px`;
    box.style.setProperty("--mix", mixGradient(state, cell));
    const count = document.createElement("span");
    count.textContent = cell.n < 10000 ? String(cell.n) : `${Math.round(cell.n / 1000)}k`;
    box.append(count);
    return L.divIcon({html: box, className: "event-icon", iconSize: [size, size]});
  }

  function iconSize(cell) {
    return cell.n === 1 ? 18 : Math.round(Math.min(64, 26 + 7 * Math.log2(cell.n)));
  }

  function mixGradient(state, cell) {
    let from = 0;
    const stops = [];
    cell.mix.forEach((n, i) => {
      if (!n) return;
      const to = from + (100 * n) / cell.n;
      stops.push(`${state.options.types[i].colour} ${from.toFixed(1)}% ${to.toFixed(1)}%`);
      from = to;
    });
    return `conic-gradient(${stops.join(",")})`;
  }

  function openCluster(state, cell, at) {
    const onePoint = cell.east - cell.west < NEAR_POINT && cell.north - cell.south < NEAR_POINT;
    if (onePoint || state.map.getZoom() >= state.map.getMaxZoom()) return openList(state, cell, at);
    const shift = at[1] - cell.longitude;
    state.map.fitBounds([[cell.south, cell.west + shift], [cell.north, cell.east + shift]],
      {padding: [60, 60], maxZoom: Math.min(state.map.getMaxZoom(), state.map.getZoom() + 4)});
  }

  async function openList(state, cell, at) {
    const around = [cell.west - NEAR_POINT, cell.south - NEAR_POINT, cell.east + NEAR_POINT, cell.north + NEAR_POINT];
    const params = new URLSearchParams(state.query);
    params.set("view", around.join(","));
    const {events} = await getJson(`api/events?${params}`);
    const list = element("div", "event-list");
    list.append(element("h3", "", `${cell.n} events at ${cell.location}`));
    for (const event of events) {
      const button = element("button", "event-row");
      button.type = "button";
      button.append(dot(state, event.event_type), element("span", "event-when", event.event_date), element("span", "", subType(event.event_type, event.sub_event_type)));
      button.append(element("span", "event-what", event.title || event.notes));
      button.addEventListener("click", () => openEvent(state, event.event_id, at));
      list.append(button);
    }
    if (events.length < cell.n) list.append(element("p", "event-more", `${cell.n - events.length} more: narrow the filter to see them.`));
    popup(state, at, list);
  }

  async function focusEvent(state, id) {
    const event = await getJson(`api/events/${encodeURIComponent(id)}`);
    const at = [event.latitude, nearestCopy(state.map, event.longitude)];
    state.map.setView(at, Math.max(state.map.getZoom(), 8), {animate: false});
    showEvent(state, event, at);
  }

  async function openEvent(state, id, at) {
    showEvent(state, await getJson(`api/events/${encodeURIComponent(id)}`), at);
  }

  function showEvent(state, event, at) {
    const box = element("article", "event-details");
    box.append(element("h3", "", event.title || "Untitled article"));
    const line = element("p", "event-line");
    line.append(dot(state, event.event_type), document.createTextNode(`${subType(event.event_type, event.sub_event_type)} · ${event.event_date}${event.time_precision > 1 ? ` (${event.time_precision_text})` : ""}`));
    box.append(line);
    const where = [event.location, event.admin1, event.country_name].filter((part, i, all) => part && all.indexOf(part) === i);
    box.append(element("p", "event-place", `${where.join(", ")}${event.geo_precision > 1 ? ` (${event.geo_precision_text})` : ""}`));
    const quote = element("blockquote", "");
    quote.append(event.before, element("mark", "", event.marked), event.after);
    box.append(quote);
    const facts = [];
    if (event.actors) facts.push(event.actors);
    if (event.fatalities !== null) facts.push(`${event.fatalities} reported killed`);
    if (event.reports > 1) facts.push(`${event.reports} sentences`);
    if (facts.length) box.append(element("p", "event-facts", facts.join(" · ")));
    const source = element("p", "event-source");
    source.append(`${event.source || "Unknown source"}, published ${event.published}`);
    if (/^https?:\/\//i.test(event.url)) {
      const link = element("a", "", "open the article");
      link.href = event.url;
      link.target = "_blank";
      link.rel = "noopener noreferrer nofollow";
      source.append(" · ", link);
    }
    box.append(source);
    popup(state, at, box);
  }

  function popup(state, at, content) {
    const {x: width, y: height} = state.map.getSize();
    const narrow = width < 480;
    state.popup = L.popup({maxWidth: Math.min(340, width - 60), minWidth: Math.min(220, width - 60), maxHeight: Math.max(160, height - 120),
      autoPanPaddingTopLeft: [narrow ? 6 : 64, 16], autoPanPaddingBottomRight: [narrow ? 6 : 16, 28]})
      .setLatLng(at).setContent(content).openOn(state.map);
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function dot(state, type) {
    const made = element("i", "event-dot");
    const known = state.options.types.find((t) => t.name === type);
    made.style.background = known ? known.colour : "#777";
    return made;
  }

  // --- base map: Natural Earth outlines, GeoNames labels --------------------------------------------------------------

  async function addBaseMap(state) {
    const {map} = state;
    const pane = map.createPane("land");
    pane.style.zIndex = 200;
    const renderer = L.canvas({pane: "land", padding: 0.3});
    const world = await getJson("assets/vendor/countries-50m.json");
    const land = unwrapped(topojson.feature(world, world.objects.land));
    const borders = unwrapped(topojson.mesh(world, world.objects.countries, (a, b) => a !== b));
    const copies = new Map();
    const copy = (turn) => {
      if (copies.has(turn)) return;
      const shifted = (c) => L.latLng(c[1], c[0] + 360 * turn);
      const common = {renderer, pane: "land", interactive: false, coordsToLatLng: shifted};
      copies.set(turn, [
        L.geoJSON(land, {...common, style: {fillColor: "#f6f4ee", fillOpacity: 1, color: "#a9b4bb", weight: 0.8}}).addTo(map),
        L.geoJSON(borders, {...common, style: {color: "#b7aa97", weight: 1, dashArray: "4 3", fill: false}}).addTo(map),
      ]);
    };
    const cover = () => {
      const b = map.getBounds();
      for (let turn = Math.floor((b.getWest() + 180) / 360); turn <= Math.floor((b.getEast() + 180) / 360); turn++) copy(turn);
    };
    copy(0);
    cover();
    map.on("moveend", cover);
  }

  // Outlines that cross the antimeridian jump from 180 to -180: let them run on past it instead of across the world.
  function unwrapped(geometry) {
    const line = (points) => {
      let turn = 0;
      return points.map(([lng, lat], i) => {
        if (i && Math.abs(lng - points[i - 1][0]) > 180) turn += lng < points[i - 1][0] ? 360 : -360;
        return [lng + turn, lat];
      });
    };
    const deep = (c) => (typeof c[0][0] === "number" ? line(c) : c.map(deep));
    const one = (g) => {
      if (g.features) return {...g, features: g.features.map(one)};
      return g.geometry ? {...g, geometry: one(g.geometry)} : {...g, coordinates: deep(g.coordinates)};
    };
    return one(geometry);
  }

  function addLabels(state) {
    const {map} = state;
    map.createPane("labels").style.zIndex = 450;
    state.labels = L.layerGroup().addTo(map);
    let wanted = false;
    let busy = false;
    const refresh = async () => {
      wanted = true;
      if (busy) return;
      busy = true;
      while (wanted) {
        wanted = false;
        try {
          const {places} = await getJson(`api/labels?${viewParams(map, 0)}`);
          state.places = places;
          showLabels(state);
        } catch { /* the map is whole without names */ }
      }
      busy = false;
    };
    map.on("moveend", refresh);
    refresh();
  }

  // The largest places come first; a name that would cover one already set is left out.
  function showLabels(state) {
    const {map} = state;
    const taken = [];
    const layer = L.layerGroup();
    const pins = state.cells.map((c) => [map.latLngToContainerPoint([c.latitude, nearestCopy(map, c.longitude)]), iconSize(c) / 2]);
    for (const place of state.places) {
      const at = [place.latitude, nearestCopy(map, place.longitude)];
      const p = map.latLngToContainerPoint(at);
      // A name whose town lies under a pin starts beside the pin.
      const pin = pins.find(([c, radius]) => Math.hypot(c.x - p.x, c.y - p.y) < radius);
      if (pin) p.x = pin[0].x + pin[1] + 2;
      const box = [p.x - 4, p.y - 8, p.x + 8 + 6.5 * place.name.length, p.y + 8];
      if (taken.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3])) continue;
      taken.push(box);
      const text = element("span", `place-label place-${place.kind}`, place.name);
      const icon = L.divIcon({html: text, className: "place-icon", iconSize: null});
      L.marker(map.containerPointToLatLng(p), {icon, pane: "labels", interactive: false, keyboard: false}).addTo(layer);
    }
    layer.addTo(map);
    state.labels.remove();
    state.labels = layer;
  }

  // --- controls ------------------------------------------------------------------------------------------------------

  function addLegend(state) {
    const control = L.control({position: "bottomleft"});
    control.onAdd = () => {
      const box = element("details", "map-legend");
      box.open = state.map.getSize().x > 620;
      box.append(element("summary", "", "Event types"));
      for (const type of state.options.types) {
        const row = element("div", "");
        row.append(dot(state, type.name), element("span", "", type.name));
        box.append(row);
      }
      const coarse = element("div", "");
      coarse.append(element("i", "event-dot event-dot-coarse"), element("span", "", "Place known roughly"));
      box.append(coarse);
      return box;
    };
    control.addTo(state.map);
  }

  function addHome(state) {
    const control = L.control({position: "topleft"});
    control.onAdd = () => {
      const bar = element("div", "leaflet-bar");
      const link = element("a", "map-home", "⌂");
      link.href = "#";
      link.title = "Show all selected events";
      link.setAttribute("role", "button");
      link.setAttribute("aria-label", link.title);
      L.DomEvent.on(link, "click", (event) => { L.DomEvent.stop(event); fit(state); });
      bar.append(link);
      return bar;
    };
    control.addTo(state.map);
  }

  function addDrawing(state) {
    const {map} = state;
    state.area = L.featureGroup().addTo(map);
    const shapeOptions = {color: "#1d4e89", weight: 2, fillOpacity: 0.06};
    map.addControl(new L.Control.Draw({
      position: "topleft",
      draw: {polyline: false, circle: false, circlemarker: false, marker: false,
        rectangle: {shapeOptions, showArea: false}, polygon: {shapeOptions, allowIntersection: false, showArea: false}},
      edit: {featureGroup: state.area},
    }));
    map.on(L.Draw.Event.CREATED, (event) => { state.area.clearLayers().addLayer(event.layer); announceArea(state); });
    map.on(L.Draw.Event.EDITED, () => announceArea(state));
    map.on(L.Draw.Event.DELETED, () => announceArea(state));
  }

  function announceArea(state) {
    const layer = state.area.getLayers()[0];
    const turns = layer ? 360 * Math.round(layer.getBounds().getCenter().lng / 360) : 0;
    const ring = layer ? layer.getLatLngs()[0].map((p) => `${(p.lng - turns).toFixed(5)},${p.lat.toFixed(5)}`).join(";") : "";
    state.shownArea = ring;
    tell({type: "area", polygon: ring});
  }

  function showArea(state, ring) {
    if (ring === (state.shownArea || "")) return;
    state.shownArea = ring;
    state.area.clearLayers();
    if (!ring) return;
    const points = ring.split(";").map((pair) => pair.split(",").map(Number)).map(([lng, lat]) => [lat, lng]);
    state.area.addLayer(L.polygon(points, {color: "#1d4e89", weight: 2, fillOpacity: 0.06}));
  }

  function status(state, text) {
    if (!state.status) {
      state.status = element("div", "map-status");
      state.status.setAttribute("role", "status");
      state.map.getContainer().append(state.status);
    }
    state.status.textContent = text;
    state.status.hidden = !text;
  }

  return {start};
})();
