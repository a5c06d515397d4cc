// Two pictures of the same size, one over the other, and a line between them that can be dragged.
// The pictures are st.image elements of the page (files over HTTP, nothing on the websocket), found by key.
// Called again on new data and on a theme change; what must last is kept in `sliders`.

const sliders = new WeakMap();
const MAX_ZOOM = 32;
const PAN_SHARE = 0.15; // of the stage, for one press of an arrow key

class CompareSlider {
  constructor(root) {
    this.root = root;
    this.find = (css) => root.querySelector(css);
    this.stage = this.find(".stage");
    this.images = [this.find(".before"), this.find(".after")];
    this.position = 50; // in per cent of the stage's width; left of it is the picture before
    this.zoom = 1;
    this.center = [0.5, 0.5]; // the part of the picture in the middle of the stage, 0..1 in each direction
    this.pixels = new Map();
    this.fingers = new Map();
    this.onSize = () => this.resize();
    addEventListener("resize", this.onSize);
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(root.host);
    this.watch = new MutationObserver(() => this.loadFiles());
    this.watch.observe(document.querySelector("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true, attributeFilter: ["src"] });
    this.listen();
  }

  load({ data }) {
    const [width, height] = data.size;
    if (this.data && (this.data.size[0] !== width || this.data.size[1] !== height || this.data.picture !== data.picture)) this.home();
    this.data = data;
    this.find(".tag.left").textContent = data.before;
    this.find(".tag.right").textContent = data.after;
    this.images[0].alt = `${data.alt}: ${data.before}`;
    this.images[1].alt = `${data.alt}: ${data.after}`;
    this.find(".pixel").textContent = data.hint;
    this.loadFiles();
    this.resize();
  }

  home() {
    this.zoom = 1;
    this.center = [0.5, 0.5];
  }

  // The page's own <img> elements are in a box one pixel high; their files are shown here.
  loadFiles() {
    const box = document.querySelector(`.st-key-${this.data?.files}`);
    if (!box) return;
    box.style.display = "none";
    const sources = [...box.querySelectorAll("img")].map((image) => image.src);
    this.images.forEach((image, i) => {
      if (!sources[i] || image.src === sources[i]) return;
      image.src = sources[i];
      this.pixels.delete(image);
      image.onload = () => image.classList.add("loaded");
    });
  }

  // The stage has the picture's shape, within limits, and leaves room on the screen for what is below it.
  resize() {
    if (!this.data) return;
    const [width, height] = this.data.size;
    const space = this.root.host.clientWidth;
    if (!space) return;
    const shape = Math.max(0.4, Math.min(5, width / height));
    const { top } = this.root.host.getBoundingClientRect();
    const scrolled = document.querySelector("[data-testid=stMain]")?.scrollTop ?? 0;
    const left = innerWidth <= 640 ? 0.75 * innerHeight : innerHeight - top - scrolled - 104;
    const tall = Math.min(space / shape, Math.max(260, left));
    const wide = Math.min(space, tall * Math.max(shape, 0.6));
    this.stage.style.width = `${Math.round(wide)}px`;
    this.stage.style.height = `${Math.round(tall)}px`;
    this.box = [Math.round(wide) - 2, Math.round(tall) - 2];
    this.draw();
  }

  // Return how many pixels of the screen one of the picture takes, and where its corner is.
  place() {
    const [width, height] = this.data.size;
    const scale = Math.min(this.box[0] / width, this.box[1] / height) * this.zoom;
    const corner = [width, height].map((side, i) => {
      const room = this.box[i] - side * scale;
      if (room >= 0) return room / 2;
      const offset = Math.max(room, Math.min(0, this.box[i] / 2 - this.center[i] * side * scale));
      this.center[i] = (this.box[i] / 2 - offset) / (side * scale);
      return offset;
    });
    return { scale, corner };
  }

  draw() {
    const [width, height] = this.data.size;
    const { scale, corner } = this.place();
    for (const image of this.images) {
      image.style.width = `${width}px`;
      image.style.height = `${height}px`;
      image.style.transform = `translate(${corner[0]}px, ${corner[1]}px) scale(${scale})`;
      image.classList.toggle("coarse", scale * (devicePixelRatio || 1) > 1.5);
    }
    this.find(".cut").style.clipPath = `inset(0 0 0 ${this.position}%)`;
    this.find(".line").style.left = `${this.position}%`;
    const divide = this.find(".divide");
    divide.value = this.position;
    divide.ariaLabel = `Line between ${this.data.before} and ${this.data.after}`;
    divide.ariaValueText = `${Math.round(this.position)} % ${this.data.before}`;
    this.find(".tag.left").style.opacity = this.position > 12 ? 1 : 0;
    this.find(".tag.right").style.opacity = this.position < 88 ? 1 : 0;
    this.find(".zoom").textContent = `${Number(this.zoom.toFixed(1))}×`;
    this.find(".less").disabled = this.zoom <= 1;
    this.find(".more").disabled = this.zoom >= MAX_ZOOM;
    this.stage.classList.toggle("zoomed", this.zoom > 1);
    this.stage.ariaLabel = "Picture: plus and minus zoom, arrow keys pan or move the line";
  }

  divide(position) {
    this.position = Math.max(0, Math.min(100, position));
    this.draw();
  }

  // Zoom so that what is under the pointer stays there.
  magnify(factor, event) {
    const zoom = Math.max(1, Math.min(MAX_ZOOM, this.zoom * factor));
    if (event) {
      const { left, top } = this.stage.getBoundingClientRect();
      const from = [event.clientX - left, event.clientY - top];
      const { scale, corner } = this.place();
      const grown = (scale * zoom) / this.zoom;
      this.data.size.forEach((side, i) => {
        const under = (from[i] - corner[i]) / scale;
        this.center[i] = (under - (from[i] - this.box[i] / 2) / grown) / side;
      });
    }
    this.zoom = zoom;
    this.draw();
  }

  pan(dx, dy) {
    const { scale } = this.place();
    this.data.size.forEach((side, i) => (this.center[i] -= [dx, dy][i] / (side * scale)));
    this.draw();
  }

  listen() {
    this.find(".divide").oninput = (event) => this.divide(Number(event.target.value));
    this.find(".more").onclick = () => this.magnify(2);
    this.find(".less").onclick = () => this.magnify(0.5);
    this.stage.ondblclick = (event) => this.magnify(2, event);
    this.stage.onwheel = (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // without a key the wheel scrolls the page
      event.preventDefault();
      this.magnify(2 ** (-event.deltaY / 200), event);
    };
    this.stage.onkeydown = (event) => this.key(event);
    this.stage.onpointerdown = (event) => this.take(event);
    this.stage.onpointermove = (event) => this.move(event);
    this.stage.onpointerup = this.stage.onpointercancel = (event) => this.fingers.delete(event.pointerId);
    this.stage.onpointerleave = () => (this.find(".pixel").textContent = this.data.hint);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = this.box.map((side) => PAN_SHARE * side);
    const across = (way) => (this.zoom > 1 ? this.pan(way * step[0], 0) : this.divide(this.position - 2 * way));
    const act = {
      "+": () => this.magnify(2),
      "=": () => this.magnify(2),
      "-": () => this.magnify(0.5),
      0: () => this.magnify(1 / this.zoom),
      ArrowLeft: () => across(1),
      ArrowRight: () => across(-1),
      ArrowUp: () => this.zoom > 1 && this.pan(0, step[1]),
      ArrowDown: () => this.zoom > 1 && this.pan(0, -step[1]),
    }[event.key];
    if (!act || (this.zoom === 1 && ["ArrowUp", "ArrowDown"].includes(event.key))) return; // the page scrolls
    event.preventDefault();
    act();
  }

  take(event) {
    if (event.button) return;
    const { left } = this.stage.getBoundingClientRect();
    const near = Math.abs(event.clientX - left - (this.position / 100) * this.box[0]) < 22;
    this.moves = this.zoom === 1 || near ? "line" : "picture";
    this.stage.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, event);
    if (this.moves === "line" && event.pointerType === "mouse" && event.detail < 2) this.follow(event);
  }

  follow(event) {
    const { left } = this.stage.getBoundingClientRect();
    this.divide((100 * (event.clientX - left)) / this.box[0]);
  }

  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return this.describe(event);
    if (this.fingers.size === 2) this.pinch(event);
    else if (this.moves === "line") this.follow(event);
    else this.pan(event.clientX - before.clientX, event.clientY - before.clientY);
    this.fingers.set(event.pointerId, event);
  }

  pinch(event) {
    const apart = () => {
      const [a, b] = [...this.fingers.values()];
      return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    };
    const before = apart();
    this.fingers.set(event.pointerId, event);
    if (before > 0) this.magnify(apart() / before, event);
  }

  // Show the pixel under the pointer: its colour before and after.
  describe(event) {
    const { left, top } = this.stage.getBoundingClientRect();
    const { scale, corner } = this.place();
    const [x, y] = [event.clientX - left, event.clientY - top].map((pixel, i) => Math.floor((pixel - 1 - corner[i]) / scale));
    const [width, height] = this.data.size;
    const line = this.find(".pixel");
    if (x < 0 || y < 0 || x >= width || y >= height) return (line.textContent = this.data.hint);
    const colors = this.images.map((image) => this.color(image, x, y));
    if (!colors[0] || !colors[1]) return;
    const parts = colors.flatMap((color) => {
      const swatch = document.createElement("i");
      swatch.style.background = color;
      return [swatch, color, " → "];
    });
    line.replaceChildren(`Pixel ${x + 1}, ${y + 1}:`, ...parts.slice(0, -1));
  }

  color(image, x, y) {
    if (!this.pixels.has(image)) {
      if (!image.complete || !image.naturalWidth) return null;
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = this.data.size;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      this.pixels.set(image, context);
    }
    const part = this.pixels.get(image).getImageData(x, y, 1, 1).data;
    return `#${[...part.slice(0, 3)].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  }

  close() {
    removeEventListener("resize", this.onSize);
    this.resized.disconnect();
    this.watch.disconnect();
  }
}

export default function (component) {
  const root = component.parentElement;
  let slider = sliders.get(root);
  if (!slider) sliders.set(root, (slider = new CompareSlider(root)));
  slider.load(component);
  return () => {
    slider.close();
    sliders.delete(root);
  };
}
