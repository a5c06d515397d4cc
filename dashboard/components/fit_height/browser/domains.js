// Axes of equal scale that end where the data do. Plotly takes the part of its domain that such an axis keeps for the
// domain itself, so the picture would shrink at every change of size and never grow again.
//
// Of Plotly's private names it uses `_fullLayout`. Check it at every upgrade, with the browser tests.

const restoredSizes = new WeakMap(); // graph -> the size at which its domains were last restored

// Give the constrained axes of a figure the `domains` they began with; any that has none there began with all of it.
export function restoreDomains(graph, domains = {}) {
  if (!graph._fullLayout || !graph.layout || !window.Plotly) return; // not drawn yet, or removed
  const size = `${graph._fullLayout.width} ${graph._fullLayout.height}`;
  if (restoredSizes.get(graph) === size) return;
  restoredSizes.set(graph, size);
  const axes = Object.keys(graph.layout).filter((name) => graph.layout[name]?.constrain === "domain");
  const change = Object.fromEntries(axes.map((name) => [`${name}.domain`, domains[name] ?? [0, 1]]));
  if (axes.length) window.Plotly.relayout(graph, change);
}
