import { NOWHERE, xy } from "../geometry.js";
import { labelStates } from "../states.js";

const [WHEEL_BOTTOM, WHEEL_TOP, NEEDLE_Y] = [0, 1, 1.3];
const MIN_LABELLED = 0.06; // of the wheel: a smaller share has no room for its percentage

// k-means++ pick by pick. Picture 2 t weighs the points for pick t: the area of a marker is `sizes[t]`² times its
// density, and each cluster has its share of the wheel. Picture 2 t + 1 shows the candidates, and which one is picked.
export function picks({ densities, sizes, shares, candidates, rows, needles }, trace) {
  const { x, y } = trace("points");
  const k = rows.length;
  const states = labelStates(densities);
  const at = (indices) => (indices.length ? xy(indices.map((i) => [x[i], y[i]])) : NOWHERE);
  const frame = (i) => {
    const t = i >> 1;
    const isDrawn = i % 2 === 1;
    const picked = rows.slice(0, t + isDrawn);
    const widths = shares.subarray(t * k, (t + 1) * k);
    const ends = [0];
    for (const width of widths) ends.push(ends.at(-1) + width);
    const slice = (_, j) => [`share ${j + 1}`, box(ends[j], ends[j + 1])];
    const percentages = Array.from(widths, (share) => (share > MIN_LABELLED ? `${Math.round(100 * share)} %` : ""));
    return {
      chances: { "marker.size": states[t].map((density) => sizes[t] * Math.sqrt(density)) },
      candidates: at(isDrawn ? candidates[t] : []),
      picks: { ...at(picked), text: picked.map((_, j) => `<b>${j + 1}</b>`) },
      flag: at(isDrawn ? [rows[t]] : []),
      ...Object.fromEntries(rows.map(slice)),
      shares: { ...xy(rows.map((_, j) => [(ends[j] + ends[j + 1]) / 2, WHEEL_BOTTOM])), text: percentages },
      needle: isDrawn ? xy([[needles[t], NEEDLE_Y]]) : NOWHERE,
    };
  };
  return { frame };
}

const box = (left, right) => xy([[left, WHEEL_BOTTOM], [right, WHEEL_BOTTOM], [right, WHEEL_TOP], [left, WHEEL_TOP], [left, WHEEL_BOTTOM]]);
