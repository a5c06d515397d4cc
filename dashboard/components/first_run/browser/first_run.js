// Two runs of k-means on the same points. The first plays by itself, within five seconds; then the reader guesses how
// another one ends, and it plays. With reduced motion each run goes straight to its end.

import { follow, pageAddress } from "../../links/browser/navigation.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP_MS = 620;
const GREY = "#8A93A3";
// The marker shapes of the clusters, as in the figures: circle, square, diamond, triangle.
const SHAPES = ["M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z", "M-5.5-5.5h11v11h-11z", "M0-7.5L7.5 0 0 7.5-7.5 0z", "M0-7L7 5.5H-7z"];
const shown = new WeakMap(); // root of the component -> its picture

const element = (name, attributes, parent) => {
  const made = parent.appendChild(document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

class Picture {
  constructor(root, data) {
    Object.assign(this, { root, data, run: 0, step: 0, timer: 0 });
    const svg = root.querySelector("svg");
    svg.setAttribute("aria-label", data.alt);
    this.points = data.points.map(([x, y]) => element("path", { class: "point", transform: `translate(${x} ${y})` }, svg));
    this.centroids = data.runs[0][0][0].map((_, j) => {
      const group = element("g", { class: "centroid" }, svg);
      element("circle", { r: 16 }, group);
      element("text", {}, group).textContent = j + 1;
      return group;
    });
    root.querySelector(".question").textContent = data.question;
    for (const button of root.querySelectorAll("button")) button.onclick = () => this.guess(button);
    const link = root.querySelector("a");
    link.href = pageAddress("algorithm", data.settings);
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      follow(link.href);
    };
    this.play(0);
  }

  play(run) {
    clearInterval(this.timer);
    this.run = run;
    const last = this.data.runs[run].length - 1;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.show(last);
    this.show(0);
    this.timer = setInterval(() => {
      this.show(this.step + 1);
      if (this.step === last) clearInterval(this.timer);
    }, STEP_MS);
  }

  show(step) {
    this.step = step;
    const [places, labels] = this.data.runs[this.run][step];
    const palette = getComputedStyle(this.root.host).getPropertyValue("--st-chart-categorical-colors").split(",");
    this.points.forEach((point, i) => {
      const j = labels ? Number(labels[i]) : -1;
      point.setAttribute("d", SHAPES[Math.max(j, 0)]);
      point.style.fill = palette[j]?.trim() ?? GREY;
    });
    places.forEach(([x, y], j) => {
      this.centroids[j].style.transform = `translate(${x}px, ${y}px)`;
      this.centroids[j].firstChild.style.stroke = palette[j]?.trim() ?? GREY;
    });
    const { captions, runs, answer } = this.data;
    const isLast = step === runs[this.run].length - 1;
    const caption = step === 0 ? captions.start : step % 2 ? captions.assign : captions.move;
    this.root.querySelector("figcaption").textContent = isLast && this.run === 0 ? captions.end : caption;
    if (!isLast || this.run === 0) return;
    const isRight = this.root.querySelector("button[aria-pressed=true]").value === "no";
    this.root.querySelector("figcaption").textContent = "Converged: nothing changes any more.";
    this.root.querySelector(".answer").textContent = `${isRight ? "You are right: it does not." : "It does not."} ${answer}`;
    this.root.querySelector("a").hidden = false;
  }

  guess(button) {
    if (this.run === 1) return; // one guess
    button.setAttribute("aria-pressed", "true");
    for (const other of this.root.querySelectorAll("button")) other.disabled = other !== button;
    this.play(1);
  }
}

export default function ({ data, parentElement }) {
  const picture = shown.get(parentElement);
  if (picture) return picture.show(picture.step); // in the colours of a new theme
  shown.set(parentElement, new Picture(parentElement, JSON.parse(data.drawing)));
  return () => {
    clearInterval(shown.get(parentElement)?.timer);
    shown.delete(parentElement);
  };
}
