import { labelStates, rowsAt } from "../states.js";

// The search for a palette in a space of colours. Picture 0 has none; each later one has the `k` centroids of `path`,
// their colours `palettes` (red, green, blue), and the labels of the cells, which may keep their own colours.
export function colours({ k, path, palettes, labels: sent, keeps_own: keepsOwn }, trace) {
  const own = trace("cells").marker.color;
  const axes = trace("centroids").z ? ["x", "y", "z"] : ["x", "y"];
  const states = labelStates(sent);
  const labels = (i) => (i > 0 ? states[i - 1] : null);
  const centroids = (i) => rowsAt(path, (i - 1) * k, k, axes.length);
  const palette = (i) => (i > 0 ? rowsAt(palettes, (i - 1) * k, k, 3) : null);
  const frame = (i) => {
    const names = palette(i)?.map((rgb) => `rgb(${rgb})`) ?? ["#000000"];
    const places = i > 0 ? centroids(i) : [axes.map(() => NaN)];
    const columns = axes.map((axis, f) => [axis, Float32Array.from(places, (place) => place[f])]);
    return {
      cells: { "marker.color": i > 0 && !keepsOwn ? Array.from(labels(i), (label) => names[label]) : own },
      centroids: { ...Object.fromEntries(columns), "marker.color": names },
    };
  };
  return { frame, labels, palette };
}
