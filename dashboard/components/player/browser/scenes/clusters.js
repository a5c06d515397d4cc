import { arrows, bounds, marks, nearest, regions, rings, trails, xy } from "../geometry.js";
import { labelStates, rowsAt } from "../states.js";
import { contestedPoints, moveTask } from "../turn.js";

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
  // What the reader may be asked before picture i + 1: the clusters of some points, or where a centroid goes. And once,
  // while the curve is a single point, what the inertia will do.
  const task = (i, seed) => {
    const [before, after] = [labels(i), labels(i + 1)];
    const step = { x: points.x, y: points.y, centroids: centroids(i), moved: centroids(i + 1), before, after };
    if (before !== after) {
      const asked = contestedPoints(step, seed);
      return asked.length ? { step, points: asked } : null;
    }
    const place = moveTask(step, seed);
    return place || i === 1 ? { place, asksChange: i === 1 } : null;
  };
  // What is seen while the reader drags a centroid: an assignment to the positions `now`.
  const placed = (now) => ({
    ...(trace("region 1") && regions(now, box, true)),
    trails: trails([now]),
    points: marks(nearest(points, now), points.x.length),
    switched: rings(points, null, null),
    "came from": xy(now),
    movement: arrows(now, now, box),
    centroids: xy(now),
  });
  return { frame, labels, centroids, task, placed };
}
