// The containers named in `boxes` take the height that the screen leaves, at least (and on a phone) `least`, but no more
// than their contents fill: `aspect` times their width and `padding`. Called again on new data.

const cleanups = new WeakMap(); // root of the component -> the function that ends its observers

const isOnStage = () => new URLSearchParams(location.search).get("stage") === "1";

// The height of the screen below the top of the box: on a projector nothing follows, and the rows above vary.
function roomBelow(box) {
  const scrolled = document.querySelector("[data-testid=stMain]")?.scrollTop ?? 0;
  return innerHeight - box.getBoundingClientRect().top - scrolled - 48;
}

function fit({ boxes, least, reserved, aspect, padding, floor }) {
  for (const key of boxes) {
    const box = document.querySelector(`.st-key-${key}`);
    if (!box) continue;
    const room = isOnStage() ? roomBelow(box) : Math.max(least, innerWidth <= 640 ? 0 : innerHeight - reserved);
    const filled = aspect * box.clientWidth + padding;
    for (const part of [box, box.parentElement]) {
      part.style.height = `${Math.round(Math.max(floor, Math.min(room, filled)))}px`;
      part.style.flex = "0 0 auto";
    }
  }
}

// Letters that can be read from the last row: larger on a larger screen, like the player's.
function scaleFonts({ boxes }) {
  const size = Math.round(isOnStage() ? Math.max(16, 0.0105 * innerWidth) : Math.max(14, Math.min(22, 0.55 * 14 + 0.0055 * innerWidth)));
  for (const graph of document.querySelectorAll(boxes.map((key) => `.st-key-${key} .js-plotly-plot`).join())) {
    const layout = graph._fullLayout;
    if (!layout || !graph.layout || !window.Plotly) continue; // not drawn yet, or removed
    const change = {};
    const setSize = (font, path) => font && font.size !== size && (change[`${path}.size`] = size);
    for (const axis of Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name))) {
      if (layout[axis].showticklabels) setSize(layout[axis].tickfont, `${axis}.tickfont`);
      if (graph.layout[axis]?.title?.text) setSize(layout[axis].title.font, `${axis}.title.font`);
    }
    if (layout.showlegend) setSize(layout.legend?.font, "legend.font");
    layout.annotations?.forEach((note, i) => setSize(note.font, `annotations[${i}].font`));
    if (Object.keys(change).length) window.Plotly.relayout(graph, change);
    const small = [...graph.data.keys()].filter((i) => isOnStage() && graph.data[i].textfont?.size < size);
    if (small.length) window.Plotly.restyle(graph, { "textfont.size": size }, small);
  }
}

export default function ({ data, parentElement }) {
  cleanups.get(parentElement)?.();
  const refit = () => (fit(data), scaleFonts(data));
  let waiting = 0;
  const drawn = new MutationObserver(() => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      refit(); // a figure that is drawn again has its original letters
    });
  });
  drawn.observe(document.querySelector("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true });
  addEventListener("resize", refit);
  const end = () => {
    drawn.disconnect();
    cancelAnimationFrame(waiting);
    removeEventListener("resize", refit);
  };
  cleanups.set(parentElement, end);
  refit();
  return end;
}
