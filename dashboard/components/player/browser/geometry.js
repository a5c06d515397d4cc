// Points, centroids and regions in a plane, as the traces of Plotly take them. A position is [x, y], and the positions
// of all centroids in one state are a list of k of them.

// As in style.py: the colour code of a point without a cluster, and the marker shapes of the first ten clusters.
const NOBODY = -100;
const SYMBOLS = [16, 1, 2, 5, 4, 13, 6, 17, 3, 14];
const ARROW_HEAD_PX = 15;
const CENTROID_EDGE_PX = 16; // where an arrow ends
const MIN_ARROW = 0.04; // of the picture's width or height: on a shorter path the centroid covers the head

// The position of a trace that shows nothing: Plotly ignores an empty one and would keep the old marks.
export const NOWHERE = { x: Float32Array.of(NaN), y: Float32Array.of(NaN) };
const GAP = [NaN, NaN]; // in a line

export const xy = (positions) => ({
  x: Float32Array.from(positions, (position) => position[0]),
  y: Float32Array.from(positions, (position) => position[1]),
});

// Return the lowest and the highest x and y of points.
export function bounds({ x, y }) {
  const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  return { low: [least(x), least(y)], high: [most(x), most(y)] };
}

const spans = ({ low, high }) => [high[0] - low[0], high[1] - low[1]];

// Return the colours and marker shapes of `n` points with these labels; null if they have none yet.
export function marks(labels, n) {
  const symbol = (label) => SYMBOLS[((label % 10) + 3 * Math.floor(label / 10)) % 10];
  return {
    "marker.color": labels ?? new Int8Array(n).fill(NOBODY),
    "marker.symbol": labels ? Uint8Array.from(labels, symbol) : new Uint8Array(n).fill(SYMBOLS[0]),
  };
}

// Return for each point the index of its nearest centroid, the lowest where two are equally near.
export function nearest({ x, y }, centroids) {
  return Uint8Array.from(x, (_, i) => {
    const d2 = centroids.map(([a, b]) => (x[i] - a) ** 2 + (y[i] - b) ** 2);
    return d2.indexOf(Math.min(...d2));
  });
}

// Return a ring around each point whose label differs, in the colour of its former cluster.
export function rings({ x, y }, before, after) {
  const switched = before && before !== after ? [...after.keys()].filter((i) => before[i] !== after[i]) : [];
  if (!switched.length) return { ...NOWHERE, "marker.color": Uint8Array.of(0) };
  return { ...xy(switched.map((i) => [x[i], y[i]])), "marker.color": Uint8Array.from(switched, (i) => before[i]) };
}

// Return an arrow from where each centroid was to where it is.
export function arrows(before, after, box) {
  const span = spans(box);
  const ends = [];
  const heads = [];
  after.forEach((to, j) => {
    const [dx, dy] = [to[0] - before[j][0], to[1] - before[j][1]];
    const isLong = Math.abs(dx) >= MIN_ARROW * span[0] || Math.abs(dy) >= MIN_ARROW * span[1];
    ends.push(...(dx || dy ? [before[j], to, GAP] : [GAP, GAP, GAP])); // an arrow without length has no direction
    heads.push(0, isLong && (dx || dy) ? 1 : 0, 0);
  });
  const px = (size) => Uint8Array.from(heads, (head) => size * head);
  return { ...xy(ends), "marker.size": px(ARROW_HEAD_PX), "marker.standoff": px(CENTROID_EDGE_PX) };
}

// Return where each position has its text: above it if a near one is lower, otherwise below.
export function sides(positions, box) {
  const [width, height] = spans(box);
  const isAbove = ([x, y], j) => positions.some((other, i) => {
    const isNear = i !== j && Math.abs(x - other[0]) < 0.2 * width && Math.abs(y - other[1]) < 0.12 * height;
    return isNear && (y > other[1] || (y === other[1] && j > i));
  });
  return positions.map((position, j) => (isAbove(position, j) ? "top center" : "bottom center"));
}

// Return each centroid's path through the `states`, all as one line with gaps.
export const trails = (states) => xy(states[0].flatMap((_, j) => [...states.map((positions) => positions[j]), GAP]));

// Return the region of each centroid by the name of its trace, reaching so far that zooming out finds no edge. One that
// is not drawn yet is a speck under its centroid: Plotly gives an empty line no area, then or later.
export function regions(centroids, box, isDrawn) {
  const [width, height] = spans(box).map((span) => 1e-3 * Math.max(span, 1e-9));
  const reach = 4 * Math.max(...spans(box), 1e-9);
  const speck = ([x, y]) => [[x - width, y - height], [x + width, y - height], [x, y + height]];
  const far = { low: box.low.map((value) => value - reach), high: box.high.map((value) => value + reach) };
  const polygons = isDrawn ? cells(centroids, far) : centroids.map(speck);
  return Object.fromEntries(polygons.map((polygon, j) => [`region ${j + 1}`, xy(polygon)]));
}

// Return for each centroid the corners of the part of the box that is nearer to it than to any other. A cell is what is
// left of the box after one straight cut per other centroid: the line half-way between the two. A centroid at the same
// place as one of lower index has a cell without area: its place three times.
export function cells(centroids, { low: [left, bottom], high: [right, top] }) {
  const box = [[left, bottom], [right, bottom], [right, top], [left, top]];
  const isSame = (a, b) => a[0] === b[0] && a[1] === b[1];
  return centroids.map((own, j) => {
    if (centroids.slice(0, j).some((other) => isSame(own, other))) return [own, own, own];
    const others = centroids.filter((other) => !isSame(own, other));
    const cell = others.reduce((polygon, other) => (polygon.length ? cut(polygon, own, other) : polygon), box);
    return cell.length ? cell : [own, own, own];
  });
}

// Return the part of a convex polygon that is nearer to the place `own` than to the `other`.
function cut(polygon, own, other) {
  const [across, up] = [other[0] - own[0], other[1] - own[1]];
  const offset = (across * (own[0] + other[0]) + up * (own[1] + other[1])) / 2;
  const sides = polygon.map(([x, y]) => x * across + y * up - offset);
  return polygon.flatMap((to, i) => {
    const before = (i || polygon.length) - 1;
    const [from, side, next] = [polygon[before], sides[before], sides[i]];
    const share = side / (side - next);
    const crossing = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
    return [...(side <= 0 ? [from] : []), ...(side <= 0 !== next <= 0 ? [crossing] : [])];
  });
}
