// A window that steps through the shown time. The map is told of every step and asked to have drawn it before the next;
// no step is a run of the script.
import {endWindow, offerWindow, showWindow} from "./channel.js";
import {UNITS, add, binStart, day, ends} from "./days.js";

export const PACES = {slow: 1200, normal: 500, fast: 150}; // ms a step, where the map keeps up
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Player {
  // state: idle (the filter's dates are shown), playing, paused (the window stays). start: the window's first day.
  constructor(view, {refresh, commit}) {
    Object.assign(this, {view, refresh, commit, state: "idle", start: 0, length: "bin", pace: "normal", cumulative: false, turn: 0});
  }

  get shown() {
    const {from, to} = this.view.answer;
    return [day(from), day(to) + 1];
  }

  get unit() {
    return this.length === "bin" || this.length === "range" ? this.view.answer.unit : this.length;
  }

  // The day after the last of a window that starts on `start`.
  end(start) {
    const days = this.length === "range" && this.days;
    return days ? start + days : add(start, this.unit);
  }

  // A step is a bin, or the window where that is shorter.
  step(count) {
    const bin = this.view.answer.unit;
    if (this.length === "range" && this.days && this.days < add(this.start, bin) - this.start) return this.start + count * this.days;
    return add(this.start, UNITS.indexOf(this.unit) < UNITS.indexOf(bin) ? this.unit : bin, count);
  }

  get days() {
    return this.view.range ? this.view.range[1] - this.view.range[0] : 0;
  }

  get target() {
    const [first, last] = this.shown;
    return [this.cumulative ? first : this.start, Math.min(last, this.end(this.start))];
  }

  get atEnd() {
    return this.end(this.start) >= this.shown[1];
  }

  toggle() {
    if (this.state === "playing") this.pause();
    else this.play();
  }

  async play() {
    if (!this.view.answer?.first || this.state === "playing") return;
    if (this.state === "idle" || this.atEnd) {
      this.start = this.shown[0];
      this.view.window = null;
    }
    this.state = "playing";
    const turn = ++this.turn;
    for (;;) {
      const {target} = this;
      await Promise.all([showWindow(ends(target)), this.glide(target, turn)]);
      if (turn !== this.turn || !this.view.root.isConnected) return;
      if (this.atEnd) break;
      this.start = this.step(1);
    }
    this.pause();
  }

  // Move the window on the bars to its next place, evenly over the time of a step.
  glide(target, turn) {
    const {view} = this;
    const from = view.window && !calm.matches ? view.window : target;
    const began = performance.now();
    return new Promise((resolve) => {
      const frame = (now) => {
        if (turn !== this.turn) return resolve();
        const share = Math.max(0, Math.min(1, (now - began) / PACES[this.pace]));
        view.window = target.map((to, i) => from[i] + (to - from[i]) * share);
        this.refresh();
        return share < 1 ? requestAnimationFrame(frame) : resolve();
      };
      frame(began);
    });
  }

  pause() {
    this.halt("paused");
    this.offer();
  }

  move(count) {
    if (!this.view.answer?.first) return;
    const [first] = this.shown;
    if (this.state === "idle") this.start = first;
    else if (count < 0 || !this.atEnd) this.start = Math.max(first, this.step(count));
    this.halt("paused");
    this.offer();
  }

  // How the window is made has changed.
  change(settings) {
    Object.assign(this, settings);
    if (this.state === "paused") this.offer();
    this.refresh();
  }

  offer() {
    this.view.window = this.target;
    offerWindow(ends(this.target));
    this.refresh();
  }

  halt(state) {
    this.turn += 1;
    this.state = state;
  }

  // Back to the filter's dates.
  stop() {
    if (this.state === "idle") return;
    this.leave();
    endWindow();
    this.refresh();
  }

  // Something else is to be shown.
  leave() {
    this.halt("idle");
    this.view.window = null;
  }

  use() {
    this.commit(this.target);
  }

  // The shown time or its bins are others: a window outside it starts anew, a window of one bin is one of the new.
  refit() {
    if (this.state === "idle") return;
    if (!this.view.answer.first) return this.stop();
    const [first, last] = this.shown;
    if (this.start < first || this.start >= last) this.start = first;
    if (this.length === "bin") this.start = Math.max(first, binStart(this.start, this.view.answer.unit));
    if (this.state === "paused") this.offer();
  }
}
