// One film on its Plotly figure, which stays an element of st.plotly_chart: drawing frames, size and colours.
//
// Of Plotly's private names it uses `_fullLayout`, `_size` (the size of the picture and its margins), an axis's `_offset`,
// `l2p` and `p2l` (a value's pixel and back), `_fullData` (the traces with their arrays decoded) and
// `_module.animatable`. Check them at every upgrade, with the browser tests.

import { lostDomains } from "../../fit_height/browser/domains.js";
import { isOnStage, letterSize } from "../../stage/browser/letters.js";
import { scenes } from "./scenes.js";

const MAX_TWEENED_MARKERS = 1500; // more cannot change smoothly
const STREAMLIT_EVENTS = ["plotly_animated", "plotly_redraw", "plotly_relayout", "plotly_relayouting", "plotly_restyle", "plotly_afterplot"];
const colors = new WeakMap(); // graph -> the theme's colours it is drawn in

// Three-dimensional: such a figure has a scene in place of two axes, and is drawn again for every frame.
const isSolid = (graph) => "scene" in graph.layout;

const isMany = ({ marker }) => marker?.symbol?.length > MAX_TWEENED_MARKERS;

const valueAt = (trace, path) => path.split(".").reduce((part, key) => part?.[key], trace);

const isSame = (a, b) => Object.is(a, b) || (a?.length !== undefined && a.length === b?.length && typeof a !== "string" && a.every((value, i) => isSame(value, b[i])));

// The part of `frame` that the graph does not show, as Plotly.animate takes it.
function difference(frame, graph) {
  const change = { data: [], traces: [] };
  for (const [name, values] of Object.entries(frame)) {
    const trace = graph.data.findIndex((each) => each.name === name);
    const part = {};
    for (const [path, value] of Object.entries(values)) {
      if (isSame(value, valueAt(graph.data[trace], path))) continue;
      const keys = path.split(".");
      const last = keys.pop();
      keys.reduce((inner, key) => (inner[key] ??= {}), part)[last] = value;
    }
    if (!Object.keys(part).length) continue;
    change.data.push(part);
    change.traces.push(trace);
  }
  return change;
}

// Plotly draws the traces that take part in an animation above all others, and empties a subplot of which none does.
// Let all take part, except for markers that are too many to draw again.
function includeTraces(change, traces) {
  traces.forEach((trace, i) => {
    if (change.traces.includes(i) || isMany(trace)) return;
    change.data.push({});
    change.traces.push(i);
  });
}

// A heat map cannot slide, so Plotly would leave it out of a transition and remove it: let it take part in every one.
function keepMaps(change, graph, frame) {
  graph._fullData.forEach(({ type, name, _module }, trace) => {
    if (type !== "heatmap") return;
    _module.animatable = true;
    if (change.traces.includes(trace)) return;
    change.traces.push(trace);
    change.data.push({ z: frame[name].z });
  });
}

function fontSizes() {
  const size = letterSize();
  const fonts = ["xaxis.tickfont", "yaxis.tickfont", "xaxis.title.font", "yaxis.title.font"];
  return Object.fromEntries(fonts.map((font) => [`${font}.size`, size]));
}

export class Figure {
  constructor(key, { states, home, domains }, fill, isMain) {
    Object.assign(this, { key, states, home, domains, fill, isMain });
    this.frames = [];
    this.graph = null; // the element that it is attached to
    this.isPending = false; // whether Plotly has yet to begin drawing the frame it was given last
    this.isZoomed = false; // whether the reader has chosen the ranges
    this.size = ""; // at which the ranges were last set
  }

  find() {
    return document.querySelector(`.st-key-${this.key} .js-plotly-plot`);
  }

  // Whether the figure on the screen is this film's: after a change, the old one stays there for a moment.
  isReady() {
    const graph = this.find();
    if (!window.Plotly || !graph?._fullLayout) return false;
    return graph.layout.meta === this.states.stamp;
  }

  isAttached() {
    return this.isReady() && this.graph === this.find();
  }

  // Follow the figure on the screen, which Streamlit may mount at any time; return whether it is another element.
  // Each time it has been drawn, `onPlot` is called.
  attach(onPlot) {
    const graph = this.find();
    if (this.graph === graph) return false;
    this.graph = graph;
    this.isPending = false;
    this.scene ??= scenes[this.states.kind](this.states, (name) => graph._fullData.find((trace) => trace.name === name));
    // Streamlit would keep every frame as the figure's new state and, on a new theme, the old colours with it.
    for (const event of [...STREAMLIT_EVENTS, "plotly_animatingframe"]) graph.removeAllListeners(event);
    graph.on("plotly_animatingframe", () => (this.isPending = false));
    graph.on("plotly_relayout", (change) => {
      if ("xaxis.range[0]" in change) this.isZoomed = true;
      if ("xaxis.autorange" in change) this.isZoomed = false;
    });
    graph.on("plotly_afterplot", onPlot);
    if (matchMedia("(pointer: coarse)").matches) window.Plotly.relayout(graph, { dragmode: false }); // a finger scrolls
    return true;
  }

  frame(step) {
    return (this.frames[step] ??= this.scene.frame(step));
  }

  draw(step, tween) {
    this.play(this.frame(step), tween);
  }

  // Show a frame, one of the film's or another.
  play(frame, tween) {
    const { graph } = this;
    const change = difference(frame, graph);
    // A frame that Plotly has not begun when the next one comes is never drawn, so that one must come in any case.
    if (change.traces.length === 0 && !this.isPending) return;
    keepMaps(change, graph, frame);
    includeTraces(change, graph.data);
    this.isPending = true;
    const cannotSlide = (part) => isMany(part) || part.marker?.opacity?.length;
    const duration = !this.isMain || isSolid(graph) || change.data.some(cannotSlide) ? 0 : tween; // only the main figure slides
    window.Plotly.animate(graph, change, {
      mode: "immediate",
      frame: { duration, redraw: isSolid(graph) },
      transition: { duration, easing: "cubic-in-out" },
    }).catch(() => {}); // an animation that the next one interrupts
  }

  // Streamlit may reset a figure to its first frame (a new theme, a new width): show the current one again.
  restore(step) {
    const frame = this.frame(step);
    if (this.isPending || this.restored === frame || !difference(frame, this.graph).traces.length) return;
    this.restored = frame; // once for each frame
    this.draw(step, 0);
  }

  show(names, hidden) {
    for (const name of names) {
      const isStale = (trace) => trace.meta === name && (trace.visible ?? true) === hidden.has(name);
      const traces = [...this.graph.data.keys()].filter((i) => isStale(this.graph.data[i]));
      if (traces.length) window.Plotly.restyle(this.graph, { visible: !hidden.has(name) }, traces);
    }
  }

  // Return where a position is on the screen, in pixels from the figure's corner; and the position that is there.
  pixel([x, y]) {
    const { xaxis, yaxis } = this.graph._fullLayout;
    return [xaxis._offset + xaxis.l2p(x), yaxis._offset + yaxis.l2p(y)];
  }

  position([left, top]) {
    const { xaxis, yaxis } = this.graph._fullLayout;
    return [xaxis.p2l(left - xaxis._offset), yaxis.p2l(top - yaxis._offset)];
  }

  // Draw a ring around a point; its size is in pixels at every zoom.
  ring({ x, y }) {
    const color = this.graph._fullLayout.font.color;
    const round = { type: "circle", xsizemode: "pixel", ysizemode: "pixel", xanchor: x, yanchor: y, x0: -13, x1: 13, y0: -13, y1: 13 };
    window.Plotly.relayout(this.graph, { shapes: [{ ...round, line: { color, width: 4 } }] });
  }

  // Streamlit writes the theme's colours into a figure once. When the theme changes, replace them.
  recolor(themeColors) {
    const { graph } = this;
    const current = colors.get(graph);
    const ink = (graph.layout.scene ?? graph.layout).xaxis.title.font.color; // not quite the page's text colour at first
    colors.set(graph, current ? themeColors : [...themeColors.slice(0, -1), ink]);
    if (!current || current[0] === themeColors[0]) return;
    const replacements = new Map(current.map((color, i) => [color.toLowerCase(), themeColors[i]]));
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

  // Take the height that the screen leaves below the figure's top, so that a projector shows it large. The ranges are
  // set again, or axes of equal scale would widen at every change of size and the data shrink.
  fit() {
    const graph = this.find();
    if (!this.fill || !window.Plotly || !graph?._fullLayout) return;
    const [usual, most, tallest = 1.15] = this.fill;
    const least = isOnStage() ? usual / 2 : usual; // a small projector shows all of it, too
    const scrolled = document.querySelector("[data-testid=stMain]")?.scrollTop ?? 0;
    const { top, width } = graph.getBoundingClientRect();
    const isBelow = this.isMain && top + scrolled > innerHeight; // in a tab below the first screen
    const left = innerWidth <= 640 ? 0 : isBelow ? 0.66 * innerHeight : innerHeight - top - scrolled - 16;
    const height = Math.round(Math.max(Math.min(least, (tallest / 1.15) * width), Math.min(isOnStage() ? left : most, tallest * width, left)));
    for (let box = graph; !box.classList.contains(`st-key-${this.key}`); box = box.parentElement) {
      box.style.height = `${height}px`;
      box.style.flex = "0 0 auto";
    }
    const [sizes, traces] = this.scaledMarkers(graph, height / 560);
    const domains = lostDomains(graph, this.domains);
    const change = { height, ...this.ranges(graph, height), ...domains, ...(isSolid(graph) ? {} : fontSizes()) }; // Plotly scales a scene's letters
    const isOtherHeight = Math.abs(graph._fullLayout.height - height) > 2;
    const isOther = isOtherHeight || Object.keys(domains).length || this.isWidened(graph, change);
    if (traces.length) window.Plotly.update(graph, { "marker.size": sizes }, isOther ? change : {}, traces);
    else if (isOther) window.Plotly.relayout(graph, change);
  }

  // Return the sizes of the markers that are not yet as large as the picture asks for, and their traces. Markers grow and
  // shrink with the picture, as far as the frames leave their size alone; centroids only shrink, for their arrows end at
  // the edge of the usual ones.
  scaledMarkers(graph, scale) {
    if (!this.isMain || isSolid(graph) || !this.scene || !this.isReady()) return [[], []]; // or it has another film's traces
    const isConstant = ({ name, marker }) => typeof marker?.size === "number" && !("marker.size" in (this.frame(0)[name] ?? {}));
    this.sizes ??= graph.data.map((trace) => (isConstant(trace) ? trace.marker.size : null));
    const wanted = this.sizes.map((size) => size && size * Math.max(0.75, Math.min(size < 20 ? 1.5 : 1, scale)));
    const traces = [...wanted.keys()].filter((i) => wanted[i] && Math.abs(graph.data[i].marker.size - wanted[i]) > 0.5);
    return [traces.map((i) => wanted[i]), traces];
  }

  // Axes of equal scale widen at every change of size and never shrink again. So they are set to exactly what the data
  // need at this size, unless the reader has zoomed.
  ranges(graph, height) {
    if (!this.home || this.isZoomed) return {};
    const { width, _size: margin } = graph._fullLayout;
    const sides = [width - margin.l - margin.r, height - margin.t - margin.b];
    const span = ([low, high]) => high - low;
    const unit = Math.max(span(this.home.x) / sides[0], span(this.home.y) / sides[1]);
    const around = ([low, high], side) => [(low + high - unit * side) / 2, (low + high + unit * side) / 2];
    return { "xaxis.range": around(this.home.x, sides[0]), "yaxis.range": around(this.home.y, sides[1]) };
  }

  isWidened(graph, change) {
    if (!change["xaxis.range"]) return false;
    const [low, high] = graph._fullLayout.xaxis.range;
    const [from, to] = change["xaxis.range"];
    const size = `${graph._fullLayout.width} ${graph._fullLayout.height}`;
    if (this.size === size || high - low < 1.03 * (to - from)) return false;
    this.size = size; // once for each size, or it never ends
    return true;
  }

  // Save the picture as a PNG at three times its size, with a title.
  save(title, filename) {
    const { width, height, margin, font } = this.graph._fullLayout;
    const layout = { ...this.graph.layout, title: { text: title, font: { ...font, size: 18 }, x: 0.02 }, margin: { ...margin, t: 60 } };
    window.Plotly.downloadImage({ data: this.graph.data, layout }, { format: "png", scale: 3, width, height, filename });
  }
}
