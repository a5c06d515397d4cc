import { arrows, bounds, marks, regions, rings, trails, xy } from "../geometry.js";
import { labelStates, rowsAt } from "../states.js";

// A run of k-means in half-steps: Start, Assign 1, Move 1, Assign 2, ... `path` are the k centroids after every move.
export function clusters({ k, path, labels: sent }, trace) {
  const points = trace("points");
  const box = bounds(points);
  const states = labelStates(sent);
  const positions = Array.from({ length: path.length / (2 * k) }, (_, t) => rowsAt(path, t * k, k, 2));
  const centroids = (i) => positions[i >> 1];
  const labels = (i) => (i > 0 ? states[(i - 1) >> 1] : null);
  const frame = (i) => {
    const [before, now] = [centroids(Math.max(i - 1, 0)), centroids(i)];
    return {
      ...(trace("region 1") && regions(now, box, i > 0)),
      trails: trails(positions.slice(0, (i >> 1) + 1)),
      points: marks(labels(i), points.x.length),
      switched: rings(points, labels(i - 1), labels(i)),
      "came from": xy(before),
      movement: arrows(before, now, box),
      centroids: xy(now),
    };
  };
  return { frame, labels, centroids };
}
