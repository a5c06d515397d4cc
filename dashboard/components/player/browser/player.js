// Plays the films of a page on its Plotly figures in the browser alone: no rerun and no traffic while it plays.
// Called again on new data and on a theme change; what must last is kept in `players`.

import { isOnStage } from "../../stage/browser/letters.js";
import { Figure } from "./figure.js";
import { Handles } from "./handles.js";
import { inflate, sumsSoFar } from "./states.js";
import { above, ownPoint, rowOf, tipText } from "./tip.js";
import { YourTurn } from "./your_turn.js";

const players = new WeakMap();
let linked = new URLSearchParams(location.search); // what a shared link leads to, for the first film
let isFirst = true;
addEventListener("popstate", () => (linked = new URLSearchParams(location.search))); // an entry of the history leads somewhere, too
const STEP_MS = 1100;
const TWEEN_MS = 380;

// Keep the player's state in the address, so that a link leads to what is on the screen; null leaves a name out. Community
// Cloud shows the app inside a page of its own, whose address changes with the message that Streamlit itself sends it.
function writeAddress(state) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(state)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  if (url.href === location.href) return;
  try {
    history.replaceState(history.state, "", url);
  } catch {
    return; // the address of a file stays as it is
  }
  if (window.parent !== window) window.parent.postMessage({ stCommVersion: 1, type: "SET_QUERY_PARAM", queryParams: url.search }, "*");
}

// The settings of the page in an address: all but what the player itself writes there, and the open tab.
function settingsIn(address) {
  const settings = new URLSearchParams(address);
  for (const name of ["step", "task", "ask", "speed", "hide", "tab"]) settings.delete(name);
  settings.sort();
  return settings.toString();
}

const inWords = ({ name, caption }) => (caption.startsWith(name) ? caption : `${name}: ${caption}`);

class Player {
  constructor(root) {
    this.root = root;
    this.step = 0;
    this.figures = [];
    this.timer = null;
    this.isQuiet = false; // whether the caption is not read out: until the reader plays a film that began in silence
    this.hidden = new Set(); // names of the trace groups that are switched off
    this.find = (css) => root.querySelector(css);
    this.turn = new YourTurn(this);
    this.handles = new Handles({ take: () => this.stop(), drop: (centroids) => this.emit("dropped", centroids) });
    this.onKey = (event) => this.key(event);
    this.onSize = () => this.settle();
    this.onHistory = () => this.visit();
    document.addEventListener("keydown", this.onKey);
    window.addEventListener("resize", this.onSize);
    window.addEventListener("popstate", this.onHistory);
    this.watch = new MutationObserver(() => this.attachSoon());
    this.watch.observe(document.querySelector("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true });
  }

  // ---- new data, or a new theme
  async load(component) {
    this.emit = component.setTriggerValue;
    const { id, begin, deflated, asks = null, has_handles: hasHandles = false, speaks = true } = component.data;
    this.hasHandles = hasHandles; // whether centroids can be dragged to another start
    this.wanted = id;
    const data = this.data?.id === id ? this.data : { id, begin, ...(await inflate(deflated)) };
    if (this.wanted !== id) return; // meanwhile another one has come, or the page has gone
    if (this.data?.id !== id) this.begin(data, asks, speaks);
    this.turn.follow(asks);
    for (const figure of this.figures) figure.graph = null;
    this.share();
    this.build();
    this.attachSoon();
  }

  begin(data, asks, speaks) {
    this.halt();
    this.isQuiet = !speaks;
    this.turn.reset();
    this.step = asks ? 0 : data.begin;
    if (linked) this.follow(linked, data);
    if (isFirst) {
      // On an old projector the sidebar would leave the picture a tenth of the screen: it begins closed, as on a phone.
      if (innerWidth > 640 && innerWidth < 1100) document.querySelector("button[aria-controls=stSidebar][aria-expanded=true]")?.click();
    }
    linked = null;
    isFirst = false;
    // After a click on a button the keys belong to the player: space must not press it. The keyboard keeps its place.
    const focused = document.activeElement;
    if (focused?.matches(".stButton button:not(:focus-visible)")) this.find(".play").focus({ preventScroll: true });
    else if (focused?.matches("[data-testid=stMain] button:not(:focus-visible)")) focused.blur();
    this.figures = Object.entries(data.films).map(([key, film], i) => new Figure(key, film, data.fill[key], i === 0));
    if (data.tip?.rows) data.tip.rows = sumsSoFar(data.tip.rows);
    this.data = data;
  }

  // Take the step, the speed and the switches from an address, as far as this film has them.
  follow(address, { beats, toggles }) {
    const step = Number(address.get("step") ?? NaN);
    if (Number.isInteger(step) && step >= 0 && step < beats.length) this.step = step;
    const speed = this.find(".speed");
    if ([...speed.options].some(({ value }) => value === address.get("speed"))) speed.value = address.get("speed");
    this.hidden = new Set(toggles.filter((name) => address.get("hide")?.split(" ").includes(name)));
    this.turn.followLink(address);
  }

  // Go to where an entry of the history leads, if that is the same film; otherwise its film begins there.
  visit() {
    if (!this.data || settingsIn(linked) !== this.settings) return;
    this.halt();
    this.step = this.turn.isOn ? 0 : this.data.begin;
    this.follow(linked, this.data);
    linked = null;
    this.build();
    this.draw(0);
    this.turn.reset();
    this.turn.follow(this.turn.asks);
    this.turn.attached();
  }

  share() {
    const own = this.turn.isOn ? this.turn.address : { step: this.step === this.data.begin ? null : this.step, task: null };
    // Where the page does not ask because a link said so, Streamlit itself does not write that.
    const ask = this.turn.asks === null ? {} : { ask: this.turn.asks ? null : "false" };
    const { value } = this.find(".speed");
    this.settings = settingsIn(new URLSearchParams(location.search));
    writeAddress({ ...own, ...ask, speed: value === "1" ? null : value, hide: [...this.hidden].join(" ") || null });
  }

  shareSoon() {
    clearTimeout(this.sharing);
    this.sharing = setTimeout(() => this.share(), 400); // browsers allow about three changes a second
  }

  build() {
    const { beats, code, toggles } = this.data;
    this.find(".player").classList.toggle("stage", isOnStage());
    const on = (css, action) => (this.find(css).onclick = action);
    on(".first", () => this.go(0));
    on(".back", () => this.go(this.step - 1));
    on(".next", () => this.go(this.step + 1));
    on(".last", () => this.go(beats.length - 1));
    on(".play", () => (this.timer ? this.stop() : this.play()));
    const scrubber = this.find(".scrubber");
    scrubber.max = beats.length - 1;
    scrubber.ariaLabel = this.data.unit;
    scrubber.oninput = () => this.go(Number(scrubber.value), { tween: 0 });
    this.find(".speed").onchange = () => {
      this.share();
      if (this.timer) this.play();
    };
    this.find(".code").replaceChildren(
      ...code.map((line) => {
        const item = document.createElement("li");
        item.textContent = line.trim();
        item.style.setProperty("--indent", (line.length - line.trimStart().length) / 2);
        return item;
      }),
    );
    this.find(".code").hidden = code.length === 0;
    const options = toggles.map((name) => {
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = !this.hidden.has(name);
      box.onchange = () => {
        box.checked ? this.hidden.delete(name) : this.hidden.add(name);
        this.share();
        this.showGroups();
      };
      label.append(box, name[0].toUpperCase() + name.slice(1));
      return label;
    });
    const picture = document.createElement("button");
    picture.type = "button";
    picture.textContent = "Save PNG";
    picture.title = "The picture as it is now, as a PNG at three times the size";
    picture.onclick = () => {
      this.figures[0].save(inWords(beats[this.step]), this.data.filename);
    };
    this.find(".options").replaceChildren(...options, picture);
    this.label();
  }

  // ---- the figures

  // Streamlit may mount a figure at any time, and mounts it again when it changes: whenever the page's tree has changed,
  // make every figure show the player's current frame.
  attachSoon() {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => this.attach(), 40);
  }

  attach(tries = 0) {
    if (!this.figures.every((figure) => figure.isReady())) {
      if (tries < 200) this.pending = setTimeout(() => this.attach(tries + 1), 60);
      return;
    }
    const attached = this.figures.filter((figure) => figure.attach(() => this.settle()));
    if (!attached.length) return;
    const look = getComputedStyle(this.root.host);
    const value = (name) => look.getPropertyValue(name).trim();
    const palette = value("--st-chart-categorical-colors").split(",");
    for (const figure of attached) {
      this.listen(figure);
      figure.recolor([...palette, value("--st-background-color"), value("--st-text-color")]);
      figure.fit();
    }
    this.draw(0);
    this.showGroups();
    this.turn.attached();
  }

  showGroups() {
    const hidden = this.turn.hidesRegions ? new Set([...this.hidden, "regions"]) : this.hidden;
    for (const figure of this.figures) if (figure.isAttached()) figure.show(this.data.toggles, hidden);
  }

  showHandles() {
    const [figure] = this.figures;
    if (!this.hasHandles || this.turn.isOn) this.handles.remove(); // a reader who is asked answers with the same finger
    else if (figure?.isAttached()) this.handles.show(figure, figure.scene.centroids(this.step));
  }

  // Streamlit sets a size of its own when the page's width changes: set ours again.
  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      for (const figure of this.figures) {
        figure.fit();
        if (figure.isAttached()) figure.restore(this.step);
        if (matchMedia("(pointer: coarse)").matches) figure.find()?.querySelector(".modebar-container")?.remove(); // it covers the picture
      }
      this.turn.draw();
      this.showHandles();
    }, 60);
  }

  draw(tween) {
    if (!this.figures.every((figure) => figure.isAttached())) return this.attachSoon();
    for (const figure of this.figures) figure.draw(this.step, tween);
    this.showHandles();
    // Other components of the page may follow the main figure.
    document.dispatchEvent(new CustomEvent("player-frame", { detail: { id: this.data.id, step: this.step, scene: this.figures[0].scene } }));
  }

  // Show the tip of the point under the pointer, and tell the page which point is clicked.
  listen(figure) {
    const { graph } = figure;
    const { tip } = this.data;
    if (tip?.key !== figure.key) return;
    for (const event of ["plotly_hover", "plotly_unhover", "plotly_click"]) graph.removeAllListeners(event);
    graph.on("plotly_hover", (event) => ownPoint(tip, event) && this.tip(figure, above(tip, ownPoint(tip, event), graph), event.event));
    graph.on("plotly_unhover", () => (this.find(".tip").hidden = true));
    graph.on("plotly_click", (event) => {
      const point = ownPoint(tip, event);
      const row = point && rowOf(tip, point);
      if (row === undefined) return;
      figure.ring(point);
      this.share(); // the page reads the step there
      this.emit("chosen", { point: row, at: this.step });
    });
  }

  tip(figure, marker, event) {
    const box = this.find(".tip");
    box.textContent = tipText(this.data.tip, marker, figure, this.step, this.data.beats[this.step].state);
    box.hidden = false;
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
    box.style.top = `${Math.max(4, Math.min(event.clientY + 14, innerHeight - height - 8))}px`;
  }

  // ---- time
  get stepMs() {
    return STEP_MS / Number(this.find(".speed").value);
  }

  go(target, { tween = TWEEN_MS, playing = false } = {}) {
    this.isQuiet = false;
    if (!playing) this.stop();
    const step = Math.max(0, Math.min(this.data.beats.length - 1, target));
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const far = Math.abs(step - this.step) > 1;
    this.step = step;
    this.label();
    this.shareSoon();
    this.draw(still || far ? 0 : Math.min(tween, 0.7 * this.stepMs));
    this.turn.moved();
  }

  play() {
    this.isQuiet = false;
    clearInterval(this.timer);
    if (this.step === this.data.beats.length - 1) this.go(0);
    this.timer = setInterval(() => {
      this.go(this.step + 1, { playing: true });
      if (this.step === this.data.beats.length - 1) this.stop();
    }, this.stepMs);
    this.label();
  }

  stop() {
    this.halt();
    if (this.data) this.label();
  }

  // End what plays without a word: the film has gone, or is about to be shown elsewhere.
  halt() {
    clearInterval(this.timer);
    this.timer = null;
  }

  label() {
    const { beats } = this.data;
    const beat = beats[this.step];
    const last = beats.length - 1;
    const scrubber = this.find(".scrubber");
    // A screen reader keeps silent while it plays, and at the scrubber it reads out that one's own text.
    const isSilent = this.isQuiet || this.timer || this.turn.isOn || this.root.activeElement === scrubber;
    this.find(".caption").setAttribute("aria-live", isSilent ? "off" : "polite");
    this.find(".caption").textContent = beat.caption;
    this.find(".count").textContent = `${this.data.unit} ${this.step} of ${last}`;
    scrubber.value = this.step;
    scrubber.setAttribute("aria-valuetext", inWords(beat));
    this.find(".play").textContent = this.timer ? "Pause" : "Play";
    this.find(".next").textContent = this.step === last ? beat.name : beats[this.step + 1].next;
    // Not `disabled`: the button that has the focus would lose it.
    for (const css of [".first", ".back"]) this.find(css).ariaDisabled = this.step === 0;
    for (const css of [".next", ".last"]) this.find(css).ariaDisabled = this.step === last;
    this.root.querySelectorAll(".code li").forEach((item, i) => {
      if (i === beat.line) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    this.find(".tip").hidden = true;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && !this.turn.isOn) || !this.data || !this.root.host?.isConnected) return;
    const target = event.composedPath()[0];
    const isOurs = this.root.contains(target);
    const uses = "input, select, textarea, [contenteditable], [role]:not([role=button], [role=group]), canvas, iframe";
    if (isOurs ? target.matches("select, input[type=checkbox]") : target.closest?.(uses)) return; // it has keys of its own
    const isButton = target.matches?.("button, summary, [role=button]");
    if (this.turn.isOn) {
      if (this.turn.key(event, isButton || target.matches?.("a"))) event.preventDefault();
      return;
    }
    const [next, back] = [() => this.go(this.step + 1), () => this.go(this.step - 1)];
    const act = {
      " ": () => (this.timer ? this.stop() : this.play()),
      ArrowRight: next,
      ArrowLeft: back,
      PageDown: next, // as remote controls for presentations send it
      PageUp: back,
      Home: () => this.go(0),
      End: () => this.go(this.data.beats.length - 1),
    }[event.key];
    if (!act || (event.key === " " && isButton)) return;
    event.preventDefault();
    act();
  }

  close() {
    this.wanted = null;
    this.halt();
    this.turn.reset();
    clearTimeout(this.pending);
    clearTimeout(this.settling);
    clearTimeout(this.sharing);
    this.watch.disconnect();
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("resize", this.onSize);
    window.removeEventListener("popstate", this.onHistory);
  }
}

export default function play(component) {
  const root = component.parentElement;
  let player = players.get(root);
  if (!player) players.set(root, (player = new Player(root)));
  player.load(component);
  return () => {
    player.close();
    players.delete(root);
  };
}
