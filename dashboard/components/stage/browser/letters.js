// Letters of figures that can be read from the last row: larger on a larger screen, and larger still on a projector.
//
// Of Plotly's private names it uses `_fullLayout`. Check it at every upgrade, with the browser tests.

export const isOnStage = () => new URLSearchParams(location.search).get("stage") === "1";

// Up to a laptop's width it is the size that figures come with: none of them is drawn again for its letters.
export const letterSize = () => Math.round(isOnStage() ? Math.max(16, 0.0105 * innerWidth) : Math.max(14, Math.min(22, 14 + 0.0072 * (innerWidth - 1366))));

export const isDrawn = (graph) => graph._fullLayout && graph.layout && window.Plotly; // and not removed

// Give the letters of a figure their size, and make `others` changes of its layout in the same drawing. The texts beside its
// markers only grow, and only on a projector.
export function setLetters(graph, others = {}) {
  if (!isDrawn(graph)) return;
  const layout = graph._fullLayout;
  const size = letterSize();
  const change = { ...others };
  const setSize = (font, path) => font && font.size !== size && (change[`${path}.size`] = size);
  for (const axis of Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name))) {
    if (layout[axis].showticklabels) setSize(layout[axis].tickfont, `${axis}.tickfont`);
    if (graph.layout[axis]?.title?.text) setSize(layout[axis].title.font, `${axis}.title.font`);
  }
  if (layout.showlegend) setSize(layout.legend?.font, "legend.font");
  layout.annotations?.forEach((note, i) => setSize(note.font, `annotations[${i}].font`));
  // Streamlit lets a finger pan figures that can be clicked, and the page could not be scrolled over them.
  if (layout.dragmode === "pan" && matchMedia("(pointer: coarse)").matches) change.dragmode = false;
  if (Object.keys(change).length) window.Plotly.relayout(graph, change);
  if (!isOnStage()) return;
  const isSmall = ({ textfont }) => [textfont?.size].flat().some((each) => each < size);
  const small = [...graph.data.keys()].filter((i) => isSmall(graph.data[i]));
  if (small.length) window.Plotly.restyle(graph, { "textfont.size": size }, small);
}
