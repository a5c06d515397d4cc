// The centroids in the picture as handles: a run begins where one is dropped. Meanwhile every point has the colour of the
// centroid that is nearest to it, as after an assignment.

const SVG = "http://www.w3.org/2000/svg";
const GRIP_PX = { fine: 15, coarse: 22 }; // a centroid as it is drawn, and what a finger can hit
const DRAG_PX = 6; // a hand that trembles less does not drag

export class Handles {
  // `drop` is called with the positions of all centroids.
  constructor({ take, drop }) {
    this.take = take;
    this.drop = drop;
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("aria-hidden", "true"); // the field Placed centroids does the same
    this.svg.style.cssText = "position: absolute; inset: 0; width: 100%; height: 100%; z-index: 4; pointer-events: none";
  }

  remove() {
    this.svg.remove();
  }

  // Lay a handle over every centroid of a figure.
  show(figure, positions) {
    if (this.svg.parentNode !== figure.graph) figure.graph.append(this.svg);
    const radius = matchMedia("(pointer: coarse)").matches ? GRIP_PX.coarse : GRIP_PX.fine;
    this.svg.replaceChildren(...positions.map((_, j) => this.handle(figure, positions, j, radius)));
  }

  handle(figure, positions, j, radius) {
    const circle = document.createElementNS(SVG, "circle");
    const put = ([cx, cy]) => Object.entries({ cx, cy }).forEach(([name, value]) => circle.setAttribute(name, value));
    circle.setAttribute("r", radius);
    circle.style.cssText = "fill: transparent; pointer-events: all; cursor: grab; touch-action: none";
    const title = document.createElementNS(SVG, "title");
    title.textContent = "Drag it: the run begins again from there";
    circle.append(title);
    put(figure.pixel(positions[j]));
    const dragged = positions.map((position) => [...position]);
    let from = null;
    let moves = false;
    circle.onpointerdown = (event) => {
      if (event.button) return;
      circle.setPointerCapture(event.pointerId);
      [from, moves] = [event, false];
      this.take();
    };
    circle.onpointermove = (event) => {
      moves ||= from && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) >= DRAG_PX;
      if (!moves) return;
      const { left, top } = this.svg.getBoundingClientRect();
      const pixel = [event.clientX - left, event.clientY - top];
      put(pixel);
      dragged[j] = figure.position(pixel);
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => figure.play(figure.scene.placed(dragged), 0));
    };
    circle.onpointerup = () => {
      if (moves) this.drop(dragged);
      [from, moves] = [null, false];
    };
    circle.onpointercancel = circle.onpointerup;
    return circle;
  }
}
