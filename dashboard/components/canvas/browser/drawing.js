// Points and centroids on a grid of 62 x 62, as lists of places [across, up], and what they say of each other.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
export const GRID = DIGITS.length;
export const MOST = { points: 60, centroids: 8 };
const SPRAY_SPREAD = 3; // in steps of the grid

const onGrid = (value) => Math.max(0, Math.min(GRID - 1, Math.round(value)));
export const snapped = (place) => place.map(onGrid);
export const placesOf = (text) => text.match(/../g)?.map((pair) => [...pair].map((digit) => DIGITS.indexOf(digit))) ?? [];
export const textOf = (places) => places.flat().map((value) => DIGITS[value]).join("");

// Return for each point the index of its nearest centroid, the lowest where two are equally near, and the sum of the
// squared distances: what kmeans_core's `assign` and `inertia` return.
export function assignment(points, centroids) {
  let inertia = 0;
  const labels = points.map(([x, y]) => {
    let [nearest, least] = [-1, Infinity];
    centroids.forEach(([a, b], j) => {
      const d2 = (x - a) ** 2 + (y - b) ** 2;
      if (d2 < least) [nearest, least] = [j, d2];
    });
    inertia += least;
    return nearest;
  });
  return { labels, inertia };
}

// Return five places around one, most of them near.
export function spray(place) {
  const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return Array.from({ length: 5 }, () => snapped(place.map((value) => value + SPRAY_SPREAD * normal())));
}
