import { clusters } from "./clusters.js";

// Runs side by side, each in a panel of its own, and the inertia of all so far. A run that has converged stays as it is.
// The reader's own is the last, the one with tips, and the one whose points are sent: the other panels show the same.
export function starts({ runs }, trace) {
  const { x, y } = trace(runs.at(-1).name);
  const panels = runs.map((run) => {
    const scene = clusters(run, (name) => name === "points" && { x, y });
    return { ...run, last: run.inertias.length - 1, scene };
  });
  const running = panels.filter(({ last }) => last > 0);
  const panel = ({ name, last, scene, statuses }, i) => {
    const { points, trails, centroids } = scene.frame(Math.min(i, last));
    const places = name === runs.at(-1).name ? {} : { x, y };
    const heading = { text: [`<b>${name}</b>`, statuses[Math.min(i, last)]] };
    return { [name]: { ...places, ...points }, [`${name}: trails`]: trails, [`${name}: centroids`]: centroids, [`${name}: heading`]: heading };
  };
  const curve = ({ name, inertias }, i) => {
    const soFar = inertias.subarray(1).map((inertia, t) => (t < i ? inertia : NaN));
    return { [`${name}: inertia`]: { y: soFar } };
  };
  const frame = (i) => ({
    ...Object.assign({}, ...panels.map((run) => panel(run, i)), ...running.map((run) => curve(run, i))),
    now: {
      x: Float32Array.from(running, ({ last }) => Math.min(i, last) || NaN),
      y: Float64Array.from(running, ({ last, inertias }) => inertias[Math.min(i, last)]),
    },
  });
  const own = panels.at(-1);
  return { frame, centroids: (i) => own.scene.centroids(Math.min(i, own.last)) };
}
