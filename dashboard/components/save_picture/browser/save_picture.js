// Saves charts of the page as they are now, as PNG or SVG: nothing is asked of the server.

const FORMATS = { png: "PNG", svg: "SVG" };

export default function drawSavePicture({ parentElement, data: { pictures, filename } }) {
  const isSingle = Object.keys(pictures).length === 1;
  const buttons = Object.entries(pictures).flatMap(([key, name]) =>
    Object.entries(FORMATS).map(([format, label]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${name} as ${label}`;
      button.title = format === "svg" ? "Sharp at every size: for slides and papers" : "At three times the size on the screen";
      button.onclick = () => {
        const graph = document.querySelector(`.st-key-${key.replaceAll(" ", "-")} .js-plotly-plot`);
        if (!graph) return;
        const { width, height } = graph.getBoundingClientRect();
        const file = isSingle ? filename : `${filename}-${name.toLowerCase().replaceAll(" ", "-")}`;
        window.Plotly.downloadImage(graph, { format, width, height, scale: format === "png" ? 3 : 1, filename: file });
      };
      return button;
    }),
  );
  let row = parentElement.querySelector(".save-picture");
  if (!row) {
    row = document.createElement("div");
    row.className = "save-picture";
    parentElement.append(row);
  }
  row.replaceChildren(...buttons);
}
