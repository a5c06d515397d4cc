// What is shown of the point under the pointer, in the state on the screen.

import { rowsAt } from "./states.js";

const shortly = (value) => Number(value.toPrecision(4)).toLocaleString("en");

// Return the first point of a Plotly event that the tip is about, if any.
export const ownPoint = (tip, event) => event.points.find(({ data: { name } }) => name === tip.trace || name in tip.headings);

// Return which row of the data a marker is, if it is one.
export function rowOf(tip, { data, pointNumber }) {
  if (data.name === tip.trace) return tip.rows ? tip.rows[pointNumber] : pointNumber;
}

// Return the marker of another trace that covers this one, since Plotly prefers the smaller; otherwise itself.
export function above({ headings, trace }, marker, graph) {
  const { x, y, xaxis, yaxis } = marker;
  for (const data of graph.data) {
    if (data.name === trace || !(data.name in headings)) continue;
    const away = (i) => Math.hypot(xaxis.l2p(data.x[i]) - xaxis.l2p(x), yaxis.l2p(data.y[i]) - yaxis.l2p(y));
    const pointNumber = data.x.findIndex((_, i) => away(i) <= data.marker.size / 2);
    if (pointNumber >= 0) return { ...marker, data, pointNumber, x: data.x[pointNumber], y: data.y[pointNumber] };
  }
  return marker;
}

// Return what is shown of a marker at `step`, which belongs to the tip's `state`.
export function tipText(tip, marker, figure, step, state) {
  const { X, features, headings } = tip;
  const point = marker.pointNumber;
  const d = features.length;
  const clusters = figure.frame(step)[marker.data.name === tip.trace ? tip.labels : marker.data.name]["marker.color"];
  const label = ArrayBuffer.isView(clusters) ? clusters[point] : -1;
  const row = rowOf(tip, marker);
  const lines = [row === undefined ? headings[marker.data.name] : `Point ${row + 1}`];
  const place = X ? features.map((_, f) => X[(f * X.length) / d + point]) : [marker.x, marker.y];
  features.slice(0, 6).forEach((name, f) => lines.push(`${name}: ${shortly(place[f])}`));
  if (d > 6) lines.push(`and ${d - 6} more features`);
  if (label < 0) lines.push("No cluster yet");
  else if (!figure.scene.shares) lines.push(`Cluster ${label + 1}`);
  const centroids = tip.centroids ? rowsAt(tip.centroids, state * tip.k, tip.k, d) : figure.scene.centroids(step);
  if (centroids.length) lines.push("Distance to centroid");
  const distances = centroids.map((centroid) => Math.hypot(...place.map((value, f) => value - centroid[f])));
  const least = Math.min(...distances);
  distances.forEach((distance, j) => lines.push(`  ${j + 1}: ${shortly(distance)}${distance === least ? "  nearest" : ""}`));
  if (figure.scene.shares && label >= 0) {
    lines.push("Share");
    const bar = (share) => "█".repeat(Math.round(10 * share)).padEnd(10, "░");
    figure.scene.shares(step, point).forEach((share, j) => lines.push(`  ${j + 1}: ${bar(share)} ${Math.round(100 * share)} %`));
  }
  return lines.join("\n");
}
