// The containers named in `boxes` take what height the screen leaves, `least` at the least and on a phone, but no more
// than their contents fill at that width: `shape` times it and `edges`. Called again on new data.

const watching = new WeakMap(); // where the component stands -> what ends its watch

function fit({ boxes, least, beside, shape, edges, floor }) {
  for (const key of boxes) {
    const box = document.querySelector(`.st-key-${key}`);
    if (!box) continue;
    const room = Math.max(least, innerWidth <= 640 ? 0 : innerHeight - beside);
    const filled = shape * box.clientWidth + edges;
    for (const part of [box, box.parentElement]) {
      part.style.height = `${Math.round(Math.max(floor, Math.min(room, filled)))}px`;
      part.style.flex = "0 0 auto";
    }
  }
}

// Letters that can be read from the last row: larger on a larger screen, like the player's.
function letter({ boxes }) {
  const size = Math.round(Math.max(14, Math.min(22, 0.55 * 14 + 0.0055 * innerWidth)));
  for (const graph of document.querySelectorAll(boxes.map((key) => `.st-key-${key} .js-plotly-plot`).join())) {
    const layout = graph._fullLayout;
    if (!layout || !graph.layout || !window.Plotly) continue; // not drawn yet, or no more
    const change = {};
    const wear = (font, path) => font && font.size !== size && (change[`${path}.size`] = size);
    for (const axis of Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name))) {
      if (layout[axis].showticklabels) wear(layout[axis].tickfont, `${axis}.tickfont`);
      if (graph.layout[axis]?.title?.text) wear(layout[axis].title.font, `${axis}.title.font`);
    }
    if (layout.showlegend) wear(layout.legend?.font, "legend.font");
    layout.annotations?.forEach((note, at) => wear(note.font, `annotations[${at}].font`));
    if (Object.keys(change).length) window.Plotly.relayout(graph, change);
  }
}

export default function ({ data, parentElement }) {
  watching.get(parentElement)?.();
  const refit = () => (fit(data), letter(data));
  let waiting = 0;
  const drawn = new MutationObserver(() => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      refit(); // a figure that is drawn anew has its first letters on
    });
  });
  drawn.observe(document.querySelector("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true });
  addEventListener("resize", refit);
  const end = () => {
    drawn.disconnect();
    cancelAnimationFrame(waiting);
    removeEventListener("resize", refit);
  };
  watching.set(parentElement, end);
  refit();
  return end;
}
