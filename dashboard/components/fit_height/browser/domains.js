// Axes of equal scale that end where the data do. Plotly takes the part of its domain that such an axis keeps for the
// domain itself, so the picture would shrink with changes of size and never grow again.
//
// Of Plotly's private names it uses `_fullLayout` and an axis's `_inputDomain`, the domain that it takes the part of.
// Check them at every upgrade, with the browser tests.

// Return the change of layout that gives the constrained axes of a figure back the `domains` they began with, as far as
// they have lost them; any that has none there began with all of it.
export function lostDomains(graph, domains = {}) {
  const change = {};
  for (const [name, axis] of Object.entries(graph._fullLayout)) {
    if (axis?.constrain !== "domain" || !axis._inputDomain) continue;
    const [low, high] = domains[name] ?? [0, 1];
    if (axis._inputDomain[0] !== low || axis._inputDomain[1] !== high) change[`${name}.domain`] = [low, high];
  }
  return change;
}
