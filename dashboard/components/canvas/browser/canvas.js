// A plane to draw on. The regions, the labels and the inertia follow the finger; the page is told when it is lifted.
// Called again on new data and on a theme change; what must last is kept in `canvases`.

import { cells } from "../../player/browser/geometry.js";
import { isOnStage } from "../../stage/browser/letters.js";
import { assignment, GRID, MOST, placesOf, snapped, spray, textOf } from "./drawing.js";

const canvases = new WeakMap();
const DRAG_PX = 6; // a finger that trembles less does not drag
const LONG_PRESS_MS = 550;
const REACH_PX = { mouse: 12, touch: 22, pen: 16 }; // how far from a thing a press still takes it
const ON_TOP_PX = 5; // a tap so near to a point means this point, not another one beside it
const SPRAY_PX = 40; // on the way of the brush
const NAMES = { points: "point", centroids: "centroid" };
const WHEN_EMPTY = {
  points: "Click or tap to add points",
  spray: "Click, tap or drag to spray points",
  centroids: "Click or tap to place centroids",
  erase: "There is nothing to erase",
};
// The markers of clusters 1 to 8, as in Plotly's figures.
const SHAPES = [
  "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0Z",
  "M-.9-.9H.9V.9H-.9Z",
  "M0-1.25L1.25 0 0 1.25-1.25 0Z",
  "M0-1.2L1.1.8H-1.1Z",
  "M-1.1-.6L-.6-1.1 0-.5.6-1.1 1.1-.6.5 0 1.1.6.6 1.1 0 .5-.6 1.1-1.1.6-.5 0Z",
  "M0-1.1L1.05-.34.65.9H-.65L-1.05-.34Z",
  "M0 1.2L1.1-.8H-1.1Z",
  "M0-1.3L.38-.45 1.24-.4.56.2.8 1.05 0 .58-.8 1.05-.56.2-1.24-.4-.38-.45Z",
];

class Canvas {
  constructor(root) {
    this.root = root;
    this.find = (css) => root.querySelector(css);
    this.plane = this.find(".plane");
    this.points = [];
    this.centroids = [];
    this.history = []; // the drawings so far, as text; `now` is the current one's index
    this.now = -1;
    this.unanswered = []; // drawings the page has been sent and has not sent back
    this.cursor = [30, 30];
    this.onFrame = ({ detail }) => {
      this.played = detail.id;
      this.runIfReady();
    };
    document.addEventListener("player-frame", this.onFrame);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.plane);
    this.listen();
  }

  load({ data, setTriggerValue }) {
    this.send = (drawing) => setTriggerValue("drawing", drawing);
    this.film = data.film;
    this.find(".drawing").classList.toggle("stage", isOnStage());
    const text = `${data.points} ${data.centroids}`;
    const answered = this.unanswered.indexOf(text);
    if (answered >= 0) this.unanswered.splice(0, answered + 1);
    else if (text !== this.received && text !== this.history[this.now]) {
      this.keep(text);
      // Where only the centroids are others, the page says whose they are.
      if (this.received && data.points !== this.received.split(" ")[0]) this.announce(`Another drawing. ${this.summary()}`);
    }
    this.received = text;
    const palette = getComputedStyle(this.root.host).getPropertyValue("--st-chart-categorical-colors").split(",");
    palette.slice(0, MOST.centroids).forEach((color, j) => this.plane.style.setProperty(`--c${j}`, color.trim()));
    this.draw();
    this.runIfReady();
  }

  // ---- the drawing and its history
  keep(text) {
    this.history.splice(++this.now, Infinity, text);
    this.restore();
  }

  restore() {
    const [points, centroids] = this.history[this.now].split(" ");
    this.points = placesOf(points);
    this.centroids = placesOf(centroids);
    this.letGo();
    this.draw();
  }

  letGo() {
    clearTimeout(this.pressed?.timer);
    this.pressed = null;
    this.held = null; // the point or centroid that follows the pointer or the keys
  }

  // End a change: what is drawn now is the new drawing, for the page too.
  commit(news) {
    this.letGo();
    const text = `${textOf(this.points)} ${textOf(this.centroids)}`;
    if (text !== this.history[this.now]) {
      this.keep(text);
      this.tell(text);
    } else this.draw();
    if (news) this.announce(`${news} ${this.summary()}`);
  }

  tell(text) {
    const [points, centroids] = text.split(" ");
    this.unanswered.push(text);
    this.send({ points, centroids });
  }

  go(step, news) {
    if (!this.history[this.now + step]) return;
    this.now += step;
    this.restore();
    this.tell(this.history[this.now]);
    this.announce(`${news} ${this.summary()}`);
  }

  // Return the new point or centroid, or null if there are as many as there may be.
  add(kind, place) {
    if (this[kind].length >= MOST[kind]) return null;
    this[kind].push(place);
    return { kind, i: this[kind].length - 1 };
  }

  // Return the point or centroid nearest to a place of the grid, if one is so near; a centroid lies above the points.
  nearest(place, reach) {
    const distances = (kind) => this[kind].map(([x, y]) => Math.hypot(x - place[0], y - place[1]));
    for (const kind of ["centroids", "points"]) {
      const all = distances(kind);
      const least = Math.min(...all);
      if (least <= reach) return { kind, i: all.indexOf(least) };
    }
    return null;
  }

  remove({ kind, i }) {
    this[kind].splice(i, 1);
    return `${NAMES[kind]} removed.`;
  }

  // ---- the pointer
  get mode() {
    return this.find(".modes :checked").value;
  }

  get unit() {
    return this.plane.getBoundingClientRect().width / (GRID + 1) || 8; // pixels for a step of the grid
  }

  place({ clientX, clientY }) {
    const { left, top } = this.plane.getBoundingClientRect();
    return [(clientX - left) / this.unit - 1, GRID - (clientY - top) / this.unit];
  }

  under(event) {
    return this.nearest(this.place(event), (REACH_PX[event.pointerType] ?? REACH_PX.mouse) / this.unit);
  }

  press(event) {
    if (event.button) return;
    if (!event.isPrimary) return this.pressed && this.restore(); // a second finger pinches: the first did not draw
    this.byKey = false;
    if (this.held) this.restore();
    this.plane.setPointerCapture(event.pointerId);
    const target = this.mode === "spray" ? null : this.under(event);
    this.pressed = { id: event.pointerId, from: event, target, moves: false };
    if (this.mode === "spray") this.sprayAt(event);
    else if (this.mode === "erase") this.erase(event);
    else if (target) this.pressed.timer = setTimeout(() => this.commit(this.remove(target)), LONG_PRESS_MS);
    this.draw();
  }

  sprayAt(event) {
    this.pressed.from = event;
    for (const place of spray(this.place(event))) if (!this.add("points", place)) break;
    this.drawSoon();
  }

  erase(event) {
    const target = this.under(event);
    if (target) this.remove(target);
    this.drawSoon();
  }

  move(event) {
    const { pressed } = this;
    if (!pressed) return this.plane.classList.toggle("over", this.mode !== "spray" && this.under(event) !== null);
    if (event.pointerId !== pressed.id) return;
    const way = Math.hypot(event.clientX - pressed.from.clientX, event.clientY - pressed.from.clientY);
    if (this.mode === "erase") return this.erase(event);
    if (this.mode === "spray") return way > SPRAY_PX && this.sprayAt(event);
    if (!pressed.moves && way < DRAG_PX) return;
    clearTimeout(pressed.timer);
    if (!pressed.moves) pressed.target ??= this.add(this.mode, snapped(this.place(event)));
    pressed.moves = true;
    if (!pressed.target) return;
    this.held = pressed.target;
    this[this.held.kind][this.held.i] = snapped(this.place(event));
    this.drawSoon();
  }

  release(event) {
    const { pressed } = this;
    if (event.pointerId !== pressed?.id) return;
    this.cursor = snapped(this.place(event));
    if (this.mode === "spray") return this.commit("Points sprayed.");
    if (this.mode === "erase") return this.commit("Erased.");
    if (pressed.moves) return this.commit(pressed.target ? `${NAMES[pressed.target.kind]} moved.` : "");
    const onTop = this.nearest(this.place(event), ON_TOP_PX / this.unit);
    const isMeant = this.mode === "centroids" ? pressed.target?.kind === "centroids" : onTop; // a centroid may lie on a point
    this.commit(!isMeant && this.add(this.mode, this.cursor) ? `${NAMES[this.mode]} added.` : "");
  }

  // ---- the keyboard
  key(event) {
    const { key } = event;
    if (event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      const step = key === "y" || (key.toLowerCase() === "z" && event.shiftKey) ? 1 : key === "z" ? -1 : 0;
      if (!step) return;
      event.preventDefault();
      return this.go(step, step < 0 ? "Undone." : "Redone.");
    }
    const by = event.shiftKey ? 5 : 1;
    const way = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] }[key];
    const act = { Enter: () => this.enter(), " ": () => this.enter(), Delete: () => this.deleteNear(), Backspace: () => this.deleteNear(), Escape: () => this.held && this.restore() }[key];
    if (!way && !act) return;
    event.preventDefault();
    event.stopPropagation();
    this.byKey = true;
    if (way) this.step(way);
    else act();
    this.draw();
  }

  step(way) {
    this.cursor = snapped(this.cursor.map((value, axis) => value + way[axis]));
    if (this.held) this[this.held.kind][this.held.i] = this.cursor;
    const near = this.held ?? this.nearest(this.cursor, 1);
    const label = near?.kind === "points" ? assignment([this.points[near.i]], this.centroids).labels[0] : -1;
    const what = near ? `: ${NAMES[near.kind]} ${near.i + 1}${label < 0 ? "" : ` of cluster ${label + 1}`}` : "";
    this.announce(`${this.cursor.join(", ")}${what}`);
  }

  enter() {
    if (this.held) return this.commit("Dropped.");
    const near = this.nearest(this.cursor, 1);
    if (this.mode === "erase") return near && this.commit(this.remove(near));
    if (this.mode === "spray") {
      for (const place of spray(this.cursor)) if (!this.add("points", place)) break;
      return this.commit("Points sprayed.");
    }
    if (!near) return this.add(this.mode, this.cursor) && this.commit(`${NAMES[this.mode]} added.`);
    this.held = near;
    this.cursor = this[near.kind][near.i];
    this.announce(`${NAMES[near.kind]} ${near.i + 1} picked up.`);
  }

  deleteNear() {
    const near = this.held ?? this.nearest(this.cursor, 2);
    if (near) this.commit(this.remove(near));
  }

  // ---- the picture
  drawSoon() {
    this.frame ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    const { points, centroids, unit } = this;
    const { labels } = assignment(points, centroids);
    const at = ([x, y], size) => `transform="translate(${x} ${GRID - 1 - y}) scale(${size})"`;
    const size = (least, share, most) => Math.max(least, Math.min(most, share * unit)) / unit; // in pixels, as a part of a step
    const [point, centroid] = [size(5, 0.75, 9), size(12, 1.7, 20)];
    const lines = [0, 10, 20, 30, 40, 50, 60].map((g) => `M${g} -1V62M-1 ${GRID - 1 - g}H62`).join("");
    const polygons = cells(centroids, { low: [-1.5, -1.5], high: [GRID + 0.5, GRID + 0.5] });
    const outlines = polygons.map((corners) => corners.map(([x, y]) => `${x},${GRID - 1 - y}`).join(" "));
    const color = (j) => (j < 0 ? 'class="point free"' : `class="point" style="fill:var(--c${j})"`);
    this.plane.innerHTML = [
      `<path class="grid" d="${lines}"/>`,
      ...outlines.map((corners, j) => `<polygon class="region" points="${corners}" style="fill:var(--c${j})"/>`),
      ...(centroids.length > 1 ? outlines.map((corners) => `<polygon class="border" points="${corners}"/>`) : []),
      ...points.map((place, i) => `<path d="${SHAPES[Math.max(labels[i], 0)]}" stroke-width="0.15" ${color(labels[i])} ${at(place, point)}/>`),
      ...centroids.map((place, j) => `<g class="centroid" ${at(place, centroid)}><circle r="1" stroke-width="0.35" style="stroke:var(--c${j})"/><text font-size="${isOnStage() ? 1.5 : 1.1}">${j + 1}</text></g>`),
      points.length + centroids.length ? "" : `<text class="empty" x="30.5" y="30.5">${WHEN_EMPTY[this.mode]}</text>`,
      this.byKey || this.held ? `<circle class="cursor" r="2.4" ${at(this.held ? this[this.held.kind][this.held.i] : this.cursor, 1)}/>` : "",
    ].join("");
    this.plane.classList.toggle("held", Boolean(this.held));
    this.find(".status").textContent = this.summary();
    this.find(".undo").ariaDisabled = this.now <= 0;
    this.find(".redo").ariaDisabled = this.now >= this.history.length - 1;
    this.find(".run").ariaDisabled = !this.canRun;
  }

  summary() {
    const count = (kind) => {
      const n = this[kind].length;
      return `${n} ${NAMES[kind]}${n === 1 ? "" : "s"}${n === MOST[kind] ? " (the most)" : ""}`;
    };
    const now = assignment(this.points, this.centroids).inertia;
    if (!this.points.length || !this.centroids.length) return `${count("points")}, ${count("centroids")}`;
    const before = this.held && assignment(...this.history[this.now].split(" ").map(placesOf)).inertia;
    const was = Number.isFinite(before) && this.held ? `, was ${before.toLocaleString("en")}` : "";
    return `${count("points")}, ${count("centroids")}: inertia ${now.toLocaleString("en")}${was}`;
  }

  announce(text) {
    if (text.trim()) this.find(".news").textContent = text[0].toUpperCase() + text.slice(1);
  }

  // ---- the player
  get canRun() {
    return this.points.length > 1 && this.centroids.length > 0;
  }

  // Play the film of this drawing: at once, or when the page has answered and the player has its film.
  runIfReady() {
    if (!this.wantsToRun || this.unanswered.length || this.played !== this.film) return;
    this.wantsToRun = false;
    const host = [...document.querySelectorAll(".st-key-player *")].find((element) => element.shadowRoot);
    if (!host) return;
    for (const css of [".first", ".play"]) host.shadowRoot.querySelector(css).click();
    document.querySelector(".st-key-stage")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  listen() {
    const { plane } = this;
    plane.onpointerdown = (event) => this.press(event);
    plane.onpointermove = (event) => this.move(event);
    plane.onpointerup = (event) => this.release(event);
    plane.onpointercancel = () => this.pressed && this.restore();
    plane.onkeydown = (event) => this.key(event);
    plane.onblur = () => this.held && !this.pressed && this.commit("Dropped.");
    plane.oncontextmenu = (event) => {
      event.preventDefault(); // a long press, which has a time of its own, or the right button
      const target = event.pointerType !== "touch" && this.under(event);
      if (target) this.commit(this.remove(target));
    };
    this.find(".modes").onchange = () => this.draw();
    this.find(".undo").onclick = () => this.go(-1, "Undone.");
    this.find(".redo").onclick = () => this.go(1, "Redone.");
    this.find(".clear").onclick = () => {
      if (!this.points.length && !this.centroids.length) return this.announce("There is nothing to clear.");
      this.points = [];
      this.centroids = [];
      this.commit("Cleared.");
    };
    this.find(".run").onclick = () => {
      this.wantsToRun = this.canRun;
      this.runIfReady();
    };
  }

  close() {
    document.removeEventListener("player-frame", this.onFrame);
    this.resized.disconnect();
    this.letGo();
    cancelAnimationFrame(this.frame);
  }
}

export default function (component) {
  const root = component.parentElement;
  let canvas = canvases.get(root);
  if (!canvas) canvases.set(root, (canvas = new Canvas(root)));
  canvas.load(component);
  return () => {
    canvas.close();
    canvases.delete(root);
  };
}
