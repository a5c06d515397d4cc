// Drives the Plotly figures of a page through the frames of one film, in the browser alone:
// no rerun and no traffic while it plays. The figures stay st.plotly_chart elements, found by key.
// Called again on new data and on a theme change; what must last is kept in `players`.

const players = new WeakMap();
let linked = new URLSearchParams(location.search).get("step"); // the step a shared link leads to, for the first film
const STEP_MS = 1100;
const TWEEN_MS = 380;
const MAX_TWEENED_MARKERS = 1500; // more cannot change smoothly
const STREAMLIT_EVENTS = ["plotly_animated", "plotly_redraw", "plotly_relayout", "plotly_relayouting", "plotly_restyle"];
const ARRAYS = { f4: Float32Array, i1: Int8Array, i2: Int16Array, i4: Int32Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

// Unpack the text that pack.py made: JSON, in which {bytes: 12} stands for the next 12 of the bytes that follow it.
async function inflate(text) {
  const sent = new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]);
  const buffer = await new Response(sent.stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
  const length = new DataView(buffer).getUint32(0, true);
  let offset = 4 + length;
  return JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)), (_, value) =>
    value?.bytes === undefined ? value : buffer.slice(offset, (offset += value.bytes)),
  );
}

function decode(value, before) {
  if (value === null || typeof value !== "object" || !("t" in value)) return value;
  const sent = new ARRAYS[value.t](value.a ?? value.v);
  const values = value.of ? Float32Array.from(sent, (part) => part / value.of) : sent;
  let after = values;
  if ("i" in value) {
    const places = value.w === 2 ? new Uint16Array(value.i) : new Uint32Array(value.i);
    after = (before.flat ?? before).slice();
    places.forEach((place, i) => (after[place] = values[i]));
  }
  return value.row ? table(after, value.row) : after;
}

// The rows of a table, as Plotly takes it, with all its values in `flat` for the next change.
function table(flat, width) {
  const rows = Array.from({ length: flat.length / width }, (_, row) => flat.subarray(row * width, (row + 1) * width));
  return Object.assign(rows, { flat });
}

// Every frame in full: a Map from "trace path" to its value. Unchanged values are shared between frames.
function unpack(packed) {
  let before = new Map();
  return packed.map((changes) => {
    const frame = new Map(before);
    for (const [trace, path, value] of changes) {
      const name = `${trace} ${path}`;
      frame.set(name, decode(value, before.get(name)));
    }
    return (before = frame);
  });
}

// The part of `frame` that differs from what is on the screen, as Plotly.animate takes it.
function difference(frame, shown) {
  const parts = new Map();
  for (const [name, value] of frame) {
    if (shown && shown.get(name) === value) continue;
    const [trace, path] = name.split(" ");
    if (!parts.has(trace)) parts.set(trace, {});
    const keys = path.split(".");
    let place = parts.get(trace);
    for (const key of keys.slice(0, -1)) place = place[key] ??= {};
    place[keys.at(-1)] = value;
  }
  return { data: [...parts.values()], traces: [...parts.keys()].map(Number) };
}

// Plotly empties a subplot if none of its traces takes part in an animation: let one of each take part.
function includeEverySubplot(change, traces) {
  const plane = (trace) => traces[trace].xaxis ?? "x";
  const moving = new Set(change.traces.map(plane));
  traces.forEach((_, trace) => {
    if (moving.has(plane(trace))) return;
    moving.add(plane(trace));
    change.data.push({});
    change.traces.push(trace);
  });
}

// Letters that can be read from the last row: larger on a larger screen.
function fontSizes(isSolid) {
  const size = Math.round(Math.max(14, Math.min(22, 0.55 * 14 + 0.0055 * innerWidth)));
  const fonts = ["xaxis.tickfont", "yaxis.tickfont", "xaxis.title.font", "yaxis.title.font"];
  if (isSolid) return {}; // Plotly scales the letters of a scene itself
  return Object.fromEntries(fonts.map((font) => [`${font}.size`, size]));
}

// Three-dimensional: such a figure has a scene in place of two axes, and is drawn again for every frame.
const isSolid = (graph) => "scene" in graph.layout;

class Player {
  constructor(root) {
    this.root = root;
    this.step = 0;
    this.films = [];
    this.timer = null;
    this.shown = new Map(); // graph element -> the frame it shows, or is about to show
    this.begun = new WeakMap(); // graph -> the frame that Plotly has really begun to draw
    this.drawn = new WeakSet(); // graphs that no longer show what the server sent
    this.sizes = new WeakMap(); // graph -> the size at which its ranges were last set
    this.colors = new WeakMap(); // graph -> the theme's colours it is drawn in
    this.restored = new WeakMap(); // graph -> the frame it was last put back to
    this.zoomed = new WeakSet(); // graphs whose ranges the reader has chosen
    this.hidden = new Set(); // names of the trace groups that are switched off
    this.find = (css) => root.querySelector(css);
    this.onKey = (event) => this.key(event);
    this.onSize = () => this.settle();
    document.addEventListener("keydown", this.onKey);
    window.addEventListener("resize", this.onSize);
    this.watch = new MutationObserver(() => this.attachSoon());
    this.watch.observe(document.querySelector("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true });
  }

  // ---- new data, or a new theme
  async load(component) {
    this.emit = component.setTriggerValue;
    const { id, begin, deflated } = component.data;
    this.wanted = id;
    const data = this.data?.id === id ? this.data : { id, begin, ...(await inflate(deflated)) };
    if (this.wanted !== id) return; // meanwhile another one has come, or the page has gone
    if (this.data?.id !== id) this.begin(data);
    this.share();
    this.shown.clear();
    this.build();
    this.attachSoon();
  }

  begin(data) {
    this.stop();
    this.step = this.data ? data.begin : this.linkedTo(data);
    const focused = document.activeElement;
    // After a click on a preset the keys belong to the player: space must not press the preset again.
    if (focused?.matches("[data-testid=stMain] button:not(:focus-visible)")) focused.blur();
    this.untouched = this.step === 0 && data.complete; // the server has sent the figures with their first frame
    this.films = Object.entries(data.films).map(([key, packed]) => ({ key, frames: unpack(packed) }));
    const values = ["X", "centroids", "roots", "bias"].map((name) => [name, decode(data.tip?.[name] ?? null)]);
    this.tipValues = data.tip && { ...data.tip, ...Object.fromEntries(values) };
    this.data = data;
  }

  // The step in the address, if this is the page's first film and has such a step.
  linkedTo({ beats, begin }) {
    const step = Number(linked ?? NaN);
    linked = null;
    return Number.isInteger(step) && step >= 0 && step < beats.length ? step : begin;
  }

  // Keep the current step in the address, so that a link leads to what is on the screen.
  share() {
    const url = new URL(location.href);
    const before = url.href;
    if (this.step === this.data.begin) url.searchParams.delete("step");
    else url.searchParams.set("step", this.step);
    if (url.href !== before) history.replaceState(history.state, "", url);
  }

  shareSoon() {
    clearTimeout(this.sharing);
    this.sharing = setTimeout(() => this.share(), 400); // browsers allow about three changes a second
  }

  build() {
    const { beats, code, toggles } = this.data;
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
    this.find(".speed").onchange = () => this.timer && this.play();
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
        this.toggle();
      };
      label.append(box, name[0].toUpperCase() + name.slice(1));
      return label;
    });
    const picture = document.createElement("button");
    picture.type = "button";
    picture.textContent = "Save PNG";
    picture.title = "The picture as it is now, as a PNG at three times the size";
    picture.onclick = () => this.picture();
    this.find(".options").replaceChildren(...options, picture);
    this.label();
  }

  // ---- the figures
  graph(key) {
    return document.querySelector(`.st-key-${key} .js-plotly-plot`);
  }

  ready() {
    return window.Plotly && this.films.every((film) => this.graph(film.key)?._fullLayout && this.fits(film));
  }

  // Whether the figure on the screen has the film's traces: after a change, the old one stays there for a moment.
  fits({ key, frames }) {
    const last = Math.max(...[...frames[0].keys()].map((name) => Number(name.split(" ")[0])));
    return this.graph(key).data?.length > last;
  }

  // Streamlit may mount a figure at any time, and mounts it again when it changes: whenever the page's tree has changed,
  // make every figure show the player's current frame.
  attachSoon() {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => this.attach(), 40);
  }

  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.fit();
      this.restore();
      if (!matchMedia("(pointer: coarse)").matches) return;
      for (const { key } of this.films) this.graph(key)?.querySelector(".modebar-container")?.remove(); // it covers the picture
    }, 60);
  }

  // Streamlit may reset a figure to its first frame (a new theme, a new width): show the current one again.
  restore() {
    if (this.untouched) return;
    for (const { key, frames } of this.films) {
      const graph = this.graph(key);
      const frame = frames[this.step];
      if (this.shown.get(graph) !== frame || this.restored.get(graph) === frame) continue;
      const isCurrent = [...frame].every(([name, value]) => {
        const [trace, path] = name.split(" ");
        return !ArrayBuffer.isView(value) || path.split(".").reduce((part, key) => part?.[key], graph.data[trace]) === value;
      });
      if (isCurrent) continue;
      this.restored.set(graph, frame); // once for each frame
      this.markShown(graph, null);
      this.draw(0);
    }
  }

  markShown(graph, frame) {
    this.shown.set(graph, frame);
    this.begun.set(graph, frame);
  }

  attach(tries = 0) {
    if (!this.ready()) {
      if (tries < 200) this.pending = setTimeout(() => this.attach(tries + 1), 60);
      return;
    }
    let isNew = false;
    for (const { key } of this.films) {
      const graph = this.graph(key);
      if (this.shown.has(graph)) continue;
      isNew = true;
      this.listen(key, graph);
    }
    if (!isNew) return;
    for (const graph of this.shown.keys()) if (!graph.isConnected) this.shown.delete(graph);
    this.recolor();
    if (matchMedia("(pointer: coarse)").matches) {
      for (const { key } of this.films) window.Plotly.relayout(this.graph(key), { dragmode: false }); // a finger scrolls
    }
    this.fit();
    this.toggle();
    this.draw(0);
  }

  listen(key, graph) {
    const isAsSent = this.untouched && !this.drawn.has(graph);
    this.markShown(graph, isAsSent ? this.films.find((film) => film.key === key).frames[0] : null);
    graph.removeAllListeners("plotly_animatingframe");
    graph.on("plotly_animatingframe", () => this.begun.set(graph, this.shown.get(graph)));
    // Streamlit would keep every frame as the figure's new state and, on a new theme, the old colours with it.
    for (const event of STREAMLIT_EVENTS) graph.removeAllListeners(event);
    graph.removeAllListeners("plotly_afterplot");
    graph.on("plotly_relayout", (change) => {
      if ("xaxis.range[0]" in change) this.zoomed.add(graph);
      if ("xaxis.autorange" in change) this.zoomed.delete(graph);
    });
    graph.on("plotly_afterplot", () => this.settle()); // Streamlit sets a size of its own when the page's width changes
    const tip = this.data.tip;
    if (tip?.key !== key) return;
    for (const event of ["plotly_hover", "plotly_unhover", "plotly_click"]) graph.removeAllListeners(event);
    const ownPoint = (event) => event.points.find(({ data: { name } }) => name === tip.trace || name in tip.headings);
    graph.on("plotly_hover", (event) => ownPoint(event) && this.tip(this.above(ownPoint(event), graph), event.event));
    graph.on("plotly_unhover", () => (this.find(".tip").hidden = true));
    graph.on("plotly_click", (event) => {
      const row = ownPoint(event) && this.row(ownPoint(event));
      if (row === undefined) return;
      this.ring(graph, ownPoint(event).x, ownPoint(event).y);
      this.emit("chosen", { point: row, at: this.step });
    });
  }

  // Draw a ring around the chosen point; its size is in pixels at every zoom.
  ring(graph, x, y) {
    const color = graph._fullLayout.font.color;
    const round = { type: "circle", xsizemode: "pixel", ysizemode: "pixel", xanchor: x, yanchor: y, x0: -13, x1: 13, y0: -13, y1: 13 };
    window.Plotly.relayout(graph, { shapes: [{ ...round, line: { color, width: 4 } }] });
  }

  // Streamlit writes the theme's colours into a figure once. When the theme changes, replace them.
  recolor() {
    const look = getComputedStyle(this.root.host);
    const value = (name) => look.getPropertyValue(name).trim();
    const palette = value("--st-chart-categorical-colors").split(",");
    const colors = [...palette, value("--st-background-color"), value("--st-text-color")];
    for (const { key } of this.films) {
      const graph = this.graph(key);
      const current = this.colors.get(graph);
      const ink = (graph.layout.scene ?? graph.layout).xaxis.title.font.color; // not quite the page's text colour at first
      this.colors.set(graph, [...colors.slice(0, -1), current ? colors.at(-1) : ink]);
      if (!current || current[0] === colors[0]) continue;
      const replacements = new Map(current.map((color, i) => [color.toLowerCase(), colors[i]]));
      const replaceColors = (part) => {
        for (const [name, inner] of Object.entries(part)) {
          if (typeof inner === "string") part[name] = replacements.get(inner.toLowerCase()) ?? inner;
          else if (inner && typeof inner === "object" && !ArrayBuffer.isView(inner)) replaceColors(inner);
        }
      };
      graph.data.forEach(replaceColors);
      replaceColors(graph.layout);
      window.Plotly.redraw(graph);
    }
  }

  draw(tween) {
    if (!this.ready()) return this.attachSoon();
    for (const { key, frames } of this.films) {
      const graph = this.graph(key);
      // A frame that Plotly has not begun when the next one comes is never drawn, and neither are its changes.
      const begun = this.begun.get(graph);
      const isPending = this.shown.get(graph) !== begun;
      const change = difference(frames[this.step], begun);
      this.shown.set(graph, frames[this.step]);
      if (change.traces.length === 0 && !isPending) continue;
      this.keepMaps(graph, frames[this.step], change);
      includeEverySubplot(change, graph.data);
      this.drawn.add(graph);
      const isMany = ({ marker }) => marker?.symbol?.length > MAX_TWEENED_MARKERS || marker?.opacity?.length;
      const isLarge = isSolid(graph) || change.data.some(isMany);
      const duration = isLarge || key !== this.films[0].key ? 0 : tween; // only the main figure slides
      window.Plotly.animate(graph, change, {
        mode: "immediate",
        frame: { duration, redraw: isSolid(graph) },
        transition: { duration, easing: "cubic-in-out" },
      }).catch(() => {}); // an animation that the next one interrupts
    }
    // Other components of the page may follow the main figure.
    document.dispatchEvent(new CustomEvent("player-frame", { detail: this.films[0].frames[this.step] }));
  }

  // A heat map cannot slide, so Plotly would leave it out of a transition and remove it: let it take part in every one.
  keepMaps(graph, frame, change) {
    graph._fullData.forEach(({ type, _module }, trace) => {
      if (type !== "heatmap") return;
      _module.animatable = true;
      if (change.traces.includes(trace)) return;
      change.traces.push(trace);
      change.data.push({ z: frame.get(`${trace} z`) });
    });
  }

  toggle() {
    for (const { key } of this.films) {
      const graph = this.graph(key);
      if (!graph?.data) continue;
      for (const name of this.data.toggles) {
        const traces = graph.data.flatMap((trace, i) => (trace.meta === name && (trace.visible ?? true) === this.hidden.has(name) ? [i] : []));
        if (traces.length) window.Plotly.restyle(graph, { visible: !this.hidden.has(name) }, traces);
      }
    }
  }

  // The figures take the height that the screen leaves below their top, so that a projector shows them large. Their
  // ranges are set again, or axes of equal scale would widen at every change of size and the data shrink.
  fit() {
    const scrolled = document.querySelector("[data-testid=stMain]")?.scrollTop ?? 0;
    for (const [key, [least, most, tallest = 1.15]] of Object.entries(this.data?.fill ?? {})) {
      const graph = this.graph(key);
      if (!graph?._fullLayout || !window.Plotly) continue;
      const { top, width } = graph.getBoundingClientRect();
      const isBelow = key === this.films[0].key && top + scrolled > innerHeight; // in a tab below the first screen
      const left = innerWidth <= 640 ? 0 : isBelow ? 0.66 * innerHeight : innerHeight - top - scrolled - 16;
      const height = Math.round(Math.max(Math.min(least, (tallest / 1.15) * width), Math.min(most, tallest * width, left)));
      for (let box = graph; !box.classList.contains(`st-key-${key}`); box = box.parentElement) {
        box.style.height = `${height}px`;
        box.style.flex = "0 0 auto";
      }
      const change = { height, ...this.ranges(key, graph, height), ...fontSizes(isSolid(graph)) };
      if (Math.abs(graph._fullLayout.height - height) > 2 || this.widened(graph, change)) window.Plotly.relayout(graph, change);
    }
  }

  // Axes of equal scale widen at every change of size and never shrink again. So they are set to exactly what the data
  // need at this size, unless the reader has zoomed.
  ranges(key, graph, height) {
    const home = this.data.homes[key];
    if (!home || this.zoomed.has(graph)) return {};
    const { width, _size: margin } = graph._fullLayout;
    const sides = [width - margin.l - margin.r, height - margin.t - margin.b];
    const span = ([low, high]) => high - low;
    const unit = Math.max(span(home.x) / sides[0], span(home.y) / sides[1]);
    const around = ([low, high], side) => [(low + high - unit * side) / 2, (low + high + unit * side) / 2];
    return { "xaxis.range": around(home.x, sides[0]), "yaxis.range": around(home.y, sides[1]) };
  }

  widened(graph, change) {
    if (!change["xaxis.range"]) return false;
    const [low, high] = graph._fullLayout.xaxis.range;
    const [from, to] = change["xaxis.range"];
    const size = `${graph._fullLayout.width} ${graph._fullLayout.height}`;
    if (this.sizes.get(graph) === size || high - low < 1.03 * (to - from)) return false;
    this.sizes.set(graph, size); // once for each size, or it never ends
    return true;
  }

  picture() {
    const graph = this.graph(this.films[0].key);
    const { width, height, margin, font } = graph._fullLayout;
    const { name, caption } = this.data.beats[this.step];
    const title = { text: caption.startsWith(name) ? caption : `${name}: ${caption}`, font: { ...font, size: 18 }, x: 0.02 };
    const layout = { ...graph.layout, title, margin: { ...margin, t: 60 } };
    window.Plotly.downloadImage({ data: graph.data, layout }, { format: "png", scale: 3, width, height, filename: this.data.filename });
  }

  // ---- time
  go(target, { tween = TWEEN_MS, playing = false } = {}) {
    if (!playing) this.stop();
    const step = Math.max(0, Math.min(this.data.beats.length - 1, target));
    const speed = Number(this.find(".speed").value);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const far = Math.abs(step - this.step) > 1;
    this.step = step;
    this.untouched = false;
    this.label();
    this.shareSoon();
    this.draw(still || far ? 0 : Math.min(tween, (0.7 * STEP_MS) / speed));
  }

  play() {
    clearInterval(this.timer);
    if (this.step === this.data.beats.length - 1) this.go(0);
    const speed = Number(this.find(".speed").value);
    this.timer = setInterval(() => {
      this.go(this.step + 1, { playing: true });
      if (this.step === this.data.beats.length - 1) this.stop();
    }, STEP_MS / speed);
    this.label();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    if (this.data) this.label();
  }

  label() {
    const { beats } = this.data;
    const beat = beats[this.step];
    const last = beats.length - 1;
    this.find(".caption").setAttribute("aria-live", this.timer ? "off" : "polite"); // a screen reader keeps silent while it plays
    this.find(".caption").textContent = beat.caption;
    this.find(".count").textContent = `${this.data.unit} ${this.step} of ${last}`;
    const scrubber = this.find(".scrubber");
    scrubber.value = this.step;
    scrubber.setAttribute("aria-valuetext", `${beat.name}: ${beat.caption}`);
    this.find(".play").textContent = this.timer ? "Pause" : "Play";
    this.find(".next").textContent = this.step === last ? beat.name : beats[this.step + 1].next;
    for (const css of [".first", ".back"]) this.find(css).disabled = this.step === 0;
    for (const css of [".next", ".last"]) this.find(css).disabled = this.step === last;
    this.root.querySelectorAll(".code li").forEach((item, i) => {
      if (i === beat.line) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    this.find(".tip").hidden = true;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !this.data || !this.root.host?.isConnected) return;
    const target = event.composedPath()[0];
    const isOurs = this.root.contains(target);
    const uses = "input, select, textarea, [contenteditable], [role]:not([role=button], [role=group]), canvas, iframe";
    if (isOurs ? target.matches("select, input[type=checkbox]") : target.closest?.(uses)) return; // it has keys of its own
    const last = this.data.beats.length - 1;
    const act = {
      " ": () => (this.timer ? this.stop() : this.play()),
      ArrowRight: () => this.go(this.step + 1),
      ArrowLeft: () => this.go(this.step - 1),
      Home: () => this.go(0),
      End: () => this.go(last),
    }[event.key];
    if (!act || (event.key === " " && target.matches("button, a, summary, [role=button]"))) return;
    event.preventDefault();
    act();
  }

  // ---- the point under the pointer, in the state on the screen

  // Return which row of the data a marker is, if it is one.
  row({ data, pointNumber }) {
    const { rows, trace } = this.tipValues;
    if (data.name === trace) return rows ? rows[pointNumber] : pointNumber;
  }

  // Return the marker of another trace that covers this one, since Plotly prefers the smaller; otherwise itself.
  above(marker, graph) {
    const { headings, trace } = this.tipValues;
    const { x, y, xaxis, yaxis } = marker;
    for (const [curveNumber, data] of graph.data.entries()) {
      if (data.name === trace || !(data.name in headings)) continue;
      const away = (i) => Math.hypot(xaxis.l2p(data.x[i]) - xaxis.l2p(x), yaxis.l2p(data.y[i]) - yaxis.l2p(y));
      const pointNumber = data.x.findIndex((_, i) => away(i) <= data.marker.size / 2);
      if (pointNumber >= 0) return { ...marker, data, curveNumber, pointNumber, x: data.x[pointNumber], y: data.y[pointNumber] };
    }
    return marker;
  }

  tip(marker, event) {
    const { X, d, centroids, features, labels, key, trace, headings } = this.tipValues;
    const point = marker.pointNumber;
    const frame = this.films.find((film) => film.key === key).frames[this.step];
    const clusters = frame.get(marker.data.name === trace ? labels : `${marker.curveNumber} marker.color`);
    const label = ArrayBuffer.isView(clusters) ? clusters[point] : -1;
    const shortly = (value) => Number(value.toPrecision(4)).toLocaleString("en");
    const row = this.row(marker);
    const lines = [row === undefined ? headings[marker.data.name] : `Point ${row + 1}`];
    const place = X ? Array.from({ length: d }, (_, f) => X[(f * X.length) / d + point]) : [marker.x, marker.y];
    features.slice(0, 6).forEach((name, f) => lines.push(`${name}: ${shortly(place[f])}`));
    if (features.length > 6) lines.push(`and ${features.length - 6} more features`);
    const { roots } = this.tipValues;
    if (label < 0) lines.push("No cluster yet");
    else if (!roots) lines.push(`Cluster ${label + 1}`);
    const k = this.data.k;
    if (k > 0) lines.push("Distance to centroid");
    const offset = this.data.beats[this.step].state * k * d;
    const distances = Array.from({ length: k }, (_, j) => Math.hypot(...place.map((value, f) => value - centroids[offset + j * d + f])));
    const least = Math.min(...distances);
    distances.forEach((distance, j) => lines.push(`  ${j + 1}: ${shortly(distance)}${distance === least ? "  nearest" : ""}`));
    if (roots && label >= 0) {
      lines.push("Share");
      const bar = (share) => "█".repeat(Math.round(10 * share)).padEnd(10, "░");
      this.shares(place, offset / (k * d)).forEach((share, j) => lines.push(`  ${j + 1}: ${bar(share)} ${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`));
    }
    const box = this.find(".tip");
    box.textContent = lines.join("\n");
    box.hidden = false;
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
    box.style.top = `${Math.max(4, Math.min(event.clientY + 14, innerHeight - height - 8))}px`;
  }

  // Return how much a position belongs to each of k clusters, in one state of their centroids.
  shares(place, state) {
    const { centroids, roots, bias, d } = this.tipValues;
    const k = this.data.k;
    const logs = Array.from({ length: k }, (_, j) => {
      const own = state * k + j;
      const beside = place.map((value, f) => value - centroids[own * d + f]);
      const round = beside.map((_, row) => beside.reduce((sum, value, f) => sum + roots[(own * d + row) * d + f] * value, 0));
      return bias[own] - round.reduce((sum, value) => sum + value * value, 0);
    });
    const most = Math.max(...logs);
    const parts = logs.map((log) => Math.exp(log - most));
    const total = parts.reduce((sum, part) => sum + part, 0);
    return parts.map((part) => part / total);
  }

  close() {
    this.wanted = null;
    this.stop();
    clearTimeout(this.pending);
    clearTimeout(this.settling);
    clearTimeout(this.sharing);
    this.watch.disconnect();
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("resize", this.onSize);
  }
}

export default function (component) {
  const root = component.parentElement;
  let player = players.get(root);
  if (!player) players.set(root, (player = new Player(root)));
  player.load(component);
  return () => {
    player.close();
    players.delete(root);
  };
}
