// Paints a picture and its palette as the player's colour space shows them: each pixel in the colour of its
// cell's centroid. Which cell a pixel belongs to comes as a PNG (red * 256 + green), an st.image of the page.

const pictures = new WeakMap();

class RecoloredPicture {
  constructor(root) {
    this.root = root;
    this.onFrame = (event) => this.paint(event.detail);
    document.addEventListener("player-frame", this.onFrame);
    this.watch = new MutationObserver(() => this.loadFile());
    this.watch.observe(document.querySelector("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true, attributeFilter: ["src"] });
  }

  load({ data }) {
    this.data = data;
    this.own = Uint8Array.from(atob(data.colors), (c) => c.charCodeAt(0));
    this.root.querySelector(".picture").ariaLabel = data.alt;
    this.root.querySelector(".palette").ariaLabel = "The palette, as wide as each colour's share";
    this.loadFile();
    this.paint(this.state);
  }

  // The image of cell numbers, decoded once.
  loadFile() {
    const box = document.querySelector(`.st-key-${this.data?.files}`);
    const source = box?.querySelector("img")?.src;
    if (!source) return;
    box.style.display = "none";
    if (this.source === source) return;
    this.source = source;
    const image = new Image();
    image.onload = () => {
      if (this.source !== source) return;
      const reading = document.createElement("canvas");
      [reading.width, reading.height] = [image.naturalWidth, image.naturalHeight];
      const context = reading.getContext("2d", { willReadFrequently: true });
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, reading.width, reading.height);
      this.cells = new Uint16Array(data.length / 4);
      for (let i = 0; i < this.cells.length; i++) this.cells[i] = (data[4 * i] << 8) | data[4 * i + 1];
      this.size = [reading.width, reading.height];
      this.paint(this.state);
    };
    image.src = source;
  }

  // `state` is the picture at which the player is, and its scene: the labels of the cells, and the palette. In the first
  // one there is no palette yet: the cells have their own colours.
  paint(state) {
    this.state = state;
    if (!this.cells) return;
    const { scene, step } = state?.id === this.data.id ? state : {};
    const rgb = scene?.palette(step);
    const labels = scene?.labels(step);
    const colors = new Uint32Array(this.own.length / 3); // of the cells, as the canvas stores them
    const parts = new Uint8ClampedArray(colors.buffer);
    for (let cell = 0; cell < colors.length; cell++) {
      const color = rgb ? rgb[labels[cell]] : this.own.subarray(3 * cell, 3 * cell + 3);
      parts.set([color[0], color[1], color[2], 255], 4 * cell);
    }
    const canvas = this.root.querySelector(".picture");
    if (canvas.width !== this.size[0] || canvas.height !== this.size[1]) [canvas.width, canvas.height] = this.size;
    canvas.style.width = `${Math.round(Math.min(640, (400 * this.size[0]) / this.size[1]))}px`;
    const context = canvas.getContext("2d");
    const out = context.createImageData(...this.size);
    const pixels = new Uint32Array(out.data.buffer);
    const counts = new Uint32Array(rgb?.length ?? 0);
    this.cells.forEach((cell, i) => {
      pixels[i] = colors[cell];
      if (rgb) counts[labels[cell]] += 1;
    });
    context.putImageData(out, 0, 0);
    this.drawPalette(rgb, counts);
  }

  drawPalette(rgb, counts) {
    const strip = this.root.querySelector(".palette");
    strip.width = 1000; // and empty
    strip.style.visibility = rgb ? "visible" : "hidden";
    if (!rgb) return;
    const context = strip.getContext("2d");
    const light = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const order = rgb.map((_, j) => j).sort((a, b) => light(rgb[a]) - light(rgb[b]));
    let from = 0;
    for (const j of order) {
      const to = from + counts[j];
      context.fillStyle = `rgb(${rgb[j]})`;
      context.fillRect((1000 * from) / this.cells.length, 0, 1000, 1);
      from = to;
    }
  }

  close() {
    document.removeEventListener("player-frame", this.onFrame);
    this.watch.disconnect();
  }
}

export default function (component) {
  const root = component.parentElement;
  let picture = pictures.get(root);
  if (!picture) pictures.set(root, (picture = new RecoloredPicture(root)));
  picture.load(component);
  return () => {
    picture.close();
    pictures.delete(root);
  };
}
