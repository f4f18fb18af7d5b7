// A canvas over the map that moves and zooms with it, and where events lie on it.

// L.Renderer keeps a container in place while the map is dragged and zoomed; the painting is ours.
export const Screen = L.Renderer.extend({
  options: {padding: 0.15, pane: "events"},

  initialize(paint) {
    L.Renderer.prototype.initialize.call(this, {});
    this._paint = paint;
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.className = "event-canvas";
    this._context = this._container.getContext("2d");
  },

  _destroyContainer() {
    L.DomUtil.remove(this._container);
    delete this._container;
  },

  _update() {
    L.Renderer.prototype._update.call(this);
    const {min} = this._bounds, size = this._bounds.getSize(), canvas = this._container;
    const ratio = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(canvas, min);
    const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      Object.assign(canvas, {width, height});
      Object.assign(canvas.style, {width: `${size.x}px`, height: `${size.y}px`});
    }
    this._context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this._context.clearRect(0, 0, size.x, size.y);
    this._paint(this._context, {min, width: size.x, height: size.y, zoom: this._map.getZoom(), pixels: this._map.getPixelOrigin()});
  },

  // After the dissolve of a zoom, or with new events; within an animated zoom the end of it paints.
  repaint() {
    if (this._map && !this._map._animatingZoom) this._update();
  },

  stale(stale) {
    if (this._container) this._container.classList.toggle("event-stale", stale);
  },
});

export function worldSize(zoom) {
  return 256 * 2 ** zoom;
}

// Web Mercator pixels of the whole world at a zoom. The poles lie at its edges.
export function worldPoint(latitude, longitude, zoom) {
  const sine = Math.sin((Math.max(-85.0511, Math.min(85.0511, latitude)) * Math.PI) / 180);
  const size = worldSize(zoom);
  return {x: (longitude / 360 + 0.5) * size, y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size};
}

// Where each cell stands on the frame, once for every copy of the world that it shows; smaller marks lie on top.
export function layOut(cells, frame, radius) {
  const size = worldSize(frame.zoom);
  const left = frame.pixels.x + frame.min.x, top = frame.pixels.y + frame.min.y;
  const marks = [];
  for (const cell of cells) {
    const r = radius(cell);
    const world = worldPoint(cell.latitude, cell.longitude, frame.zoom);
    // What lies beyond the edge of the map, at a pole, stands whole at the edge.
    const y = Math.abs(cell.latitude) < 85 ? world.y : Math.max(r + 2, Math.min(size - r - 2, world.y));
    if (y + r < top || y - r > top + frame.height) continue;
    for (let turn = Math.ceil((left - r - world.x) / size); world.x + turn * size <= left + frame.width + r; turn++) {
      marks.push({cell, r, turn, x: world.x + turn * size - left, y: y - top, layerX: world.x + turn * size - frame.pixels.x, layerY: y - frame.pixels.y});
    }
  }
  return marks.sort((a, b) => b.r - a.r);
}

export function placeOf(mark) {
  return [mark.cell.latitude, mark.cell.longitude + 360 * mark.turn];
}
