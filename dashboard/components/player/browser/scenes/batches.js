import { arrows, bounds, marks, NOWHERE, regions, sides, trails, xy } from "../geometry.js";
import { rowsAt } from "../states.js";
import { longerSide, pullTask } from "../turn.js";

const BLANK = "\u00a0"; // an empty text has no place on the screen, and Plotly does not make one later

// Return the learning rate 1 / count, with thousands as k so that ten of them fit into a picture.
const rate = (count) => (count < 1000 ? `1/${count}` : `1/${Number((count / 1000).toPrecision(2))}k`);

// A run of mini-batch k-means. Each picture has the k centroids of `path`, their `counts`, the points of a batch with
// their labels (`sizes` says how many) and the centroids that are `reassigned`; the last has labels of all points.
export function batches({ k, path, counts, sizes, places, labels: batchLabels, reassigned, end }, trace) {
  const points = trace("points");
  const box = bounds(points);
  const offsets = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const centroids = (i) => rowsAt(path, i * k, k, 2);
  const labels = (i) => (i === sizes.length - 1 ? end : null);
  const batch = (i) => {
    const [from, size] = [offsets[i], sizes[i]];
    if (!size) return { ...NOWHERE, ...marks(null, 1) };
    return { ...xy(rowsAt(places, from, size, 2)), ...marks(batchLabels.subarray(from, from + size)) };
  };
  const countsAt = (i) => counts.subarray(i * k, (i + 1) * k);
  const frame = (i) => {
    const [before, now] = [centroids(Math.max(i - 1, 0)), centroids(i)];
    const jumps = reassigned[i].map((j) => now[j]);
    const rates = [...countsAt(i)].map((count) => (count ? rate(count) : BLANK));
    return {
      ...(trace("region 1") && regions(now, box, i > 0)),
      trails: trails(Array.from({ length: i + 1 }, (_, t) => centroids(t))),
      points: marks(labels(i), points.x.length),
      batch: batch(i),
      reassigned: jumps.length ? xy(jumps) : NOWHERE,
      "came from": xy(before),
      movement: arrows(before, now, box),
      centroids: xy(now),
      rates: { ...xy(now), text: rates, textposition: sides(now, box) },
    };
  };
  // When a batch has been drawn and nothing has moved yet, the reader may be asked where it pulls a centroid.
  const task = (i, seed) => {
    const isDrawn = i > 0 && sizes[i] > 0 && countsAt(i).every((count, j) => count === countsAt(i - 1)[j]);
    if (!isDrawn) return undefined;
    const { x, y, "marker.color": own } = batch(i);
    const learned = { counts: countsAt(i), totals: countsAt(i + 1), reassigned: reassigned[i + 1] };
    const place = pullTask({ x, y, labels: own, centroids: centroids(i), moved: centroids(i + 1), ...learned, side: longerSide(points) }, seed);
    return place && { place };
  };
  return { frame, labels, centroids, task };
}
