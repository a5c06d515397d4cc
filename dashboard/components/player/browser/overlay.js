// Marks over a figure, in the theme's colours: what Your turn draws, and where it is pressed.

import { isOnStage, letterSize } from "../../stage/browser/letters.js";

const SVG_NAMES = "http://www.w3.org/2000/svg";
const CENTROID_RADIUS = 19; // pixels
const LABEL = [44, 20]; // pixels: labels nearer than this to each other, or to a mark, overlap
const LABEL_SHARES = [0.5, 0.6, 0.4, 0.7, 0.3]; // of a line: where its label may be
const OUTLINE = 7; // pixels: a mark stands out from the points around it

export class Overlay {
  // `host` is the element whose theme the marks have.
  constructor(host, { press, drag, release }) {
    this.host = host;
    this.svg = document.createElementNS(SVG_NAMES, "svg");
    this.svg.setAttribute("aria-hidden", "true"); // the panel says the same in words
    this.svg.style.cssText = "position: absolute; inset: 0; width: 100%; height: 100%; z-index: 5; cursor: pointer; touch-action: manipulation";
    let isPressed = false;
    this.svg.onpointerdown = (event) => {
      isPressed = true;
      this.svg.setPointerCapture(event.pointerId);
      press(this.pointer(event), event.target.classList.contains("grip"));
    };
    this.svg.onpointermove = (event) => isPressed && drag(this.pointer(event));
    this.svg.onpointerup = (event) => {
      if (isPressed) release(this.pointer(event));
      isPressed = false;
    };
    this.svg.onpointercancel = () => (isPressed = false); // the finger scrolls the page
  }

  pointer(event) {
    const { left, top } = this.svg.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  remove() {
    this.svg.remove();
  }

  // Begin a drawing over this figure.
  begin(graph) {
    const look = getComputedStyle(this.host);
    [this.ink, this.page] = ["--st-text-color", "--st-background-color"].map((name) => look.getPropertyValue(name).trim());
    if (this.svg.parentNode !== graph) graph.append(this.svg);
    this.svg.replaceChildren();
  }

  add(tag, attributes, text = "") {
    const part = document.createElementNS(SVG_NAMES, tag);
    for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
    part.textContent = text;
    this.svg.append(part);
  }

  // Draw a shape in outline, on the page's colour.
  stroke(tag, attributes) {
    const look = { fill: "none", "stroke-linecap": "round", "pointer-events": "none" };
    for (const [stroke, width] of [[this.page, OUTLINE], [this.ink, 3]]) this.add(tag, { ...look, ...attributes, stroke, "stroke-width": width });
  }

  // Draw a line that ends at the edge of a centroid, whose number stays visible.
  lineToCentroid([x1, y1], [x, y], isDotted = false) {
    const length = Math.hypot(x - x1, y - y1);
    const share = Math.max(0, 1 - CENTROID_RADIUS / length);
    if (length) this.stroke("line", { x1, y1, x2: x1 + share * (x - x1), y2: y1 + share * (y - y1), "stroke-dasharray": isDotted ? "1 8" : "none" });
  }

  words([x, y], text, { color = this.ink, halo = this.page, size = 14 } = {}) {
    const look = { fill: color, stroke: halo, "stroke-width": 5, "paint-order": "stroke", "font-size": isOnStage() ? letterSize() : size, "font-weight": 700 };
    this.add("text", { x, y, ...look, "text-anchor": "middle", "dominant-baseline": "central", "pointer-events": "none" }, text);
  }

  // Write a label on a line, where it is clear of the places `taken`, and take its place; leave it out if there is none.
  label([x1, y1], [x2, y2], text, taken) {
    const isFree = ([x, y]) => taken.every(([left, top]) => Math.abs(left - x) > LABEL[0] || Math.abs(top - y) > LABEL[1]);
    const place = LABEL_SHARES.map((share) => [x1 + share * (x2 - x1), y1 + share * (y2 - y1)]).find(isFree);
    if (!place) return;
    taken.push(place);
    this.words(place, text);
  }

  ring([cx, cy]) {
    this.stroke("circle", { cx, cy, r: 21, "stroke-dasharray": "5 6" });
  }

  // A square with a letter, unlike the round centroids.
  badge([x, y], text, edge) {
    this.add("rect", { x: x - 13, y: y - 13, width: 26, height: 26, rx: 6, fill: this.ink, stroke: edge, "stroke-width": 4 });
    this.words([x, y], text, { color: this.page, halo: "none", size: 16 });
  }

  // A cross that a finger can drag.
  cross([x, y]) {
    this.add("circle", { cx: x, cy: y, r: 22, fill: "transparent", class: "grip", style: "touch-action: none; cursor: grab" });
    this.stroke("path", { d: `M${x - 15} ${y}h30M${x} ${y - 15}v30M${x - 8} ${y}a8 8 0 1 0 16 0a8 8 0 1 0 -16 0` });
  }
}
