import { arrows, bounds, marks, regions, trails, xy } from "../geometry.js";
import { rowsAt } from "../states.js";

const CIRCLE = Array.from({ length: 13 }, (_, i) => [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)]);
const MIN_SHARE = 0.005; // that can be seen

// Points shared among k clusters. Picture i draws the model of state[i] and shares the points as the model of shared[i]
// does (-1: not yet); the centroids come from where they were in before[i]. Shares are sent in hundredths.
export function soft({ k, state, shared, before, path, halfway, shares: hundredths, undecided, map }, trace) {
  const { x, y } = trace("points 1") ?? trace("points");
  const n = x.length;
  const box = bounds({ x, y });
  const positions = (s) => rowsAt(path, s * k, k, 2);
  const centroids = (i) => positions(state[i]);
  const shares = (i, point) => Array.from({ length: k }, (_, j) => hundredths[(shared[i] * n + point) * k + j] / 100);
  const layer = (j) => (j === k - 1 ? "points" : `points ${j + 1}`);

  // The points are drawn once for each cluster. A layer of opacity p_j / (p_1 + ... + p_j) makes the stack the sum of
  // p_j times colour j: the browser mixes the colours. The marker's shape is that of the cluster with the largest share.
  function layers(i) {
    const isShared = shared[i] >= 0;
    const rows = Array.from({ length: n }, (_, point) => (isShared ? shares(i, point) : []));
    const largest = Uint8Array.from(rows, (row) => row.indexOf(Math.max(...row)));
    const { "marker.symbol": symbol, "marker.color": grey } = marks(isShared ? largest : null, n);
    const below = new Float32Array(n);
    const opacities = Array.from({ length: k }, (_, j) =>
      Float32Array.from(rows, (row, point) => {
        const share = row[j] >= MIN_SHARE ? row[j] : 0;
        below[point] += share;
        return share && share / below[point];
      }),
    );
    const lowest = { "marker.color": isShared ? new Int8Array(n) : grey };
    const looks = opacities.map((opacity, j) => ({ x, y, "marker.symbol": symbol, ...(j ? { "marker.opacity": opacity } : lowest) }));
    const rings = isShared ? undecided.subarray(shared[i] * n, (shared[i] + 1) * n) : new Uint8Array(n);
    return { ...Object.fromEntries(looks.map((look, j) => [layer(j), look])), undecided: { x, y, "marker.opacity": rings } };
  }

  // The line around each centroid on which its pull has fallen to one half.
  function halfwayLines(i) {
    const lines = centroids(i).map(([left, up], j) => {
      const [a, b, c, d] = halfway.subarray((state[i] * k + j) * 4, (state[i] * k + j + 1) * 4);
      return [`half-way ${j + 1}`, xy(CIRCLE.map(([u, v]) => [left + a * u + b * v, up + c * u + d * v]))];
    });
    return Object.fromEntries(lines);
  }

  const frame = (i) => {
    const [from, now] = [positions(before[i]), centroids(i)];
    const visited = [...new Set(state.slice(0, i + 1))].map(positions);
    const sharing = shared[i] >= 0 ? shared[i] : state[i];
    return {
      ...(map && { map: { z: shared[i] < 0 ? [[0]] : shareMap(map, trace("map"), positions(sharing), sharing) } }),
      ...(trace("region 1") && regions(positions(sharing), box, shared[i] >= 0)),
      trails: trails(visited),
      ...halfwayLines(i),
      ...layers(i),
      "came from": xy(from),
      movement: arrows(from, now, box),
      centroids: xy(now),
    };
  };
  return { frame, centroids, shares };
}

// Return a row for each y of how uncertain the places of the map are, or of one cluster's share of them, 0 to 1. Shares
// are proportional to exp(bias - |root (place - centroid)|^2), and the uncertainty is their entropy.
function shareMap({ cells, cluster, roots, bias }, { x0, dx, y0, dy }, centroids, s) {
  const k = centroids.length;
  const clusters = centroids.map(([x, y], j) => ({ x, y, bias: bias[s * k + j], root: roots.subarray((s * k + j) * 4) }));
  const value = (x, y) => {
    const logs = clusters.map((each) => {
      const [a, b, c, d] = each.root;
      return each.bias - (a * (x - each.x) + b * (y - each.y)) ** 2 - (c * (x - each.x) + d * (y - each.y)) ** 2;
    });
    const most = Math.max(...logs);
    const parts = logs.map((log) => Math.exp(log - most));
    const total = parts.reduce((sum, part) => sum + part, 0);
    if (cluster !== null) return parts[cluster] / total;
    const entropy = parts.reduce((sum, part) => (part ? sum - (part / total) * Math.log(part / total) : sum), 0);
    return k > 1 ? entropy / Math.log(k) : 0;
  };
  return Array.from({ length: cells }, (_, row) => Float32Array.from({ length: cells }, (_, column) => value(x0 + column * dx, y0 + row * dy)));
}
