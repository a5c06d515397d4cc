// What Your turn asks about a half-step, and how it judges an answer. Nothing here draws or remembers: the same step and
// the same seed give the same task.
//
// A step is { x, y, centroids, moved, before, after }: the points, the centroids before and after it as lists of
// positions, and the labels before and after it (before the first assignment, null). What `moved` and `after` hold is the
// truth. Distances are those in the picture.

export const N_ASKED = 6;
const N_EASY = 2;
const CONTESTED = [1.05, 1.25]; // distance to the second nearest centroid, as a multiple of that to the nearest
const EASY = [1.6, 3];
const GOOD = 0.6; // of the worth of the point that tells most
const APART = 0.11; // of the picture's longer side: two marks that a finger can tell apart, and of which none covers the other
const FLAT = 8; // plane.py: with such sides a picture's axes have scales of their own
const MIN_MEMBERS = 5; // of a cluster whose mean is asked for
const [RIGHT, CLOSE] = [0.15, 0.35]; // of the cluster's spread, the root mean square of its points' distances to the mean

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
const indexOfLeast = (values) => values.indexOf(Math.min(...values));
const range = (n) => [...Array(n).keys()];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

// Return a source of random numbers from 0 to 1 (mulberry32), and one of random orders.
export function randomFrom(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const shuffled = (items) => items.map((item) => [random(), item]).sort(([a], [b]) => a - b).map(([, item]) => item);
  return { random, shuffled };
}

export const longerSide = ({ x, y }) => Math.max(...[x, y].map((values) => values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b))));
const place = ({ x, y }, point) => [x[point], y[point]];

// Return the function of two places that says how far apart they are in the picture, as a share of its longer side.
function apartInPicture({ x, y }) {
  const sides = [x, y].map((values) => longerSide({ x: values, y: values }));
  const [shorter, longer] = [Math.min(...sides), Math.max(...sides)];
  const [width, height] = shorter * FLAT > longer ? [longer, longer] : sides;
  return (a, b) => Math.hypot((a[0] - b[0]) / (width || 1), (a[1] - b[1]) / (height || 1));
}

// ---- assign: which centroid is nearest?

// Misconceptions, each with the cluster that somebody who holds it answers (undefined where it says nothing), a few
// words for it, and a sentence about such an answer.
export const ASSIGN_MISTAKES = {
  across: {
    short: "left to right only",
    answer: (step, point) => indexOfLeast(step.centroids.map((centroid) => Math.abs(centroid[0] - step.x[point]))),
    sentence: "That is the nearest from left to right alone. Up and down counts just as much.",
  },
  up: {
    short: "up and down only",
    answer: (step, point) => indexOfLeast(step.centroids.map((centroid) => Math.abs(centroid[1] - step.y[point]))),
    sentence: "That is the nearest up and down alone. Left to right counts just as much.",
  },
  colour: {
    short: "the old colour",
    answer: (step, point) => step.before?.[point],
    sentence: "That is the old colour. Assign forgets the colours: only the distances now count.",
  },
  larger: {
    short: "the larger cluster",
    answer: (step, point) => {
      if (!step.before) return undefined;
      const [first, second] = nearestTwo(step, point);
      return size(step.before, second) > size(step.before, first) ? second : first;
    },
    sentence: "That is the larger of the two clusters. Size does not attract: only the distance counts.",
  },
  manhattan: {
    short: "across plus up",
    answer: (step, point) => {
      const [x, y] = place(step, point);
      return indexOfLeast(step.centroids.map((centroid) => Math.abs(centroid[0] - x) + Math.abs(centroid[1] - y)));
    },
    sentence: "That is the nearest if the steps across and up are added. k-means measures along the straight line.",
  },
};

const size = (labels, cluster) => labels.reduce((count, label) => count + (label === cluster), 0);
const distancesOf = (step, point) => step.centroids.map((centroid) => distance(place(step, point), centroid));

function nearestTwo(step, point) {
  const distances = distancesOf(step, point);
  return range(distances.length).sort((a, b) => distances[a] - distances[b]);
}

// Return the points that are asked for, from left to right; none if too few are contested, or none of those switches.
// Those are preferred about which the misconceptions are wrong, and each of them more than once.
export function contestedPoints(step, seed) {
  const { shuffled } = randomFrom(seed);
  const apart = apartInPicture(step);
  const isVisible = (point) => step.centroids.every((centroid) => apart(place(step, point), centroid) >= APART);
  const [contested, easy] = [[], []];
  for (const point of shuffled(range(step.x.length))) {
    const distances = distancesOf(step, point).sort((a, b) => a - b);
    const ratio = distances[1] / distances[0];
    const [nearest] = nearestTwo(step, point);
    if (nearest !== step.after[point] || !isVisible(point)) continue; // other features decide, or a centroid covers it
    if (ratio >= CONTESTED[0] && ratio <= CONTESTED[1]) contested.push(point);
    if (ratio >= EASY[0] && ratio <= EASY[1]) easy.push(point);
  }
  const chosen = [];
  const isFree = (point) => chosen.every((other) => apart(place(step, point), place(step, other)) >= APART);
  const mistakes = Object.values(ASSIGN_MISTAKES);
  const wrong = new Map(contested.map((point) => [point, mistakes.map(({ answer }) => (answer(step, point) ?? step.after[point]) !== step.after[point])]));
  const times = mistakes.map(() => 0); // that each is wrong so far
  const worth = (point) => wrong.get(point).reduce((sum, isWrong, m) => sum + (isWrong ? 1 / (1 + 3 * times[m]) : 0), 0);
  while (chosen.length < N_ASKED - N_EASY) {
    const free = contested.filter((point) => isFree(point));
    if (!free.length) break;
    const least = GOOD * Math.max(...free.map(worth));
    const next = free.find((point) => worth(point) >= least); // another one for another seed
    wrong.get(next).forEach((isWrong, m) => (times[m] += isWrong));
    chosen.push(next);
  }
  if (chosen.length < 2 || (step.before && chosen.every((point) => step.before[point] === step.after[point]))) return [];
  for (const point of easy) if (chosen.length < N_ASKED && isFree(point)) chosen.push(point);
  return chosen.sort((a, b) => step.x[a] - step.x[b]);
}

// Judge the clusters `answers` given for `points`. A miss has the point, the answer, the truth and both distances.
export function judgeAssignment(step, points, answers) {
  const misses = [];
  points.forEach((point, i) => {
    const distances = distancesOf(step, point);
    const [answer, truth] = [answers[i], step.after[point]];
    const isTie = Math.abs(distances[answer] - distances[truth]) <= 1e-6 * distances[truth];
    if (answer !== truth && !isTie) misses.push({ point, answer, truth, distances: [distances[answer], distances[truth]] });
  });
  return { right: points.length - misses.length, misses, mistake: commonMistake(step, points, answers, misses) };
}

// Return the name of the misconception that explains most misses; null if none does, or if it explains less than half of them, or
// more than half of what it would have missed is right.
function commonMistake(step, points, answers, misses) {
  let best = { explained: 0, agreed: 0, name: null };
  for (const [name, { answer }] of Object.entries(ASSIGN_MISTAKES)) {
    const held = points.map((point) => answer(step, point));
    const expected = points.filter((point, i) => held[i] !== undefined && held[i] !== step.after[point]).length;
    const explained = misses.filter((miss) => held[points.indexOf(miss.point)] === miss.answer).length;
    const agreed = held.filter((cluster, i) => cluster === answers[i]).length;
    const isBetter = explained > best.explained || (explained === best.explained && agreed > best.agreed);
    if (explained && 2 * explained >= Math.max(expected, misses.length) && isBetter) best = { explained, agreed, name };
  }
  return best.name;
}

// ---- move: where does the centroid go?

const MOVE_MISTAKES = {
  box: {
    short: "the centre of the box",
    answer: (step, members) => [step.x, step.y].map((values) => middle(members.map((i) => values[i]))),
    sentence: "That is the centre of the box around the points. The mean goes where most of them are.",
  },
  median: {
    short: "the median",
    answer: (step, members) => [step.x, step.y].map((values) => median(members.map((i) => values[i]))),
    sentence: "That is the median, with half of the points on each side. The mean also feels how far away they are.",
  },
  point: {
    short: "a data point",
    answer: (step, members, cluster) => nearestPlace(step, members, step.centroids[cluster]),
    sentence: "That is about where it is, at the nearest data point. It goes to the mean of its points, which need not be one of them.",
  },
  densest: {
    short: "the densest spot",
    answer: (step, members) => densest(step, members),
    sentence: "That is where its points are densest. The mean weighs all of them, those far away too.",
  },
  all: {
    short: "the mean of all points",
    answer: (step) => [mean([...step.x]), mean([...step.y])],
    sentence: "That is the mean of all points. Only those of its own colour count.",
  },
};

const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

const nearestPlace = (step, members, position) => place(step, members[indexOfLeast(members.map((i) => distance(place(step, i), position)))]);

// Return the point that has most of the cluster's points within a third of its spread.
function densest(step, members) {
  const radius = spread(step, members) / 3;
  const neighbours = members.map((i) => members.filter((other) => distance(place(step, i), place(step, other)) < radius).length);
  return place(step, members[neighbours.indexOf(Math.max(...neighbours))]);
}

const membersOf = (step, cluster) => range(step.x.length).filter((i) => step.before[i] === cluster);

function spread(step, members) {
  const centre = [step.x, step.y].map((values) => mean(members.map((i) => values[i])));
  return Math.sqrt(mean(members.map((i) => distance(place(step, i), centre) ** 2)));
}

// Return the task to mark where the centroid of a cluster goes, null if every one stays about where it is.
export function moveTask(step, seed) {
  const places = range(step.centroids.length).map((cluster) => {
    const members = membersOf(step, cluster);
    const [from, truth, unit] = [step.centroids[cluster], step.moved[cluster], spread(step, members)];
    if (members.length < MIN_MEMBERS || distance(truth, from) < CLOSE * unit) return null;
    return { cluster, from, truth, unit, held: heldBy(MOVE_MISTAKES, step, members, cluster), truthIs: "the mean of its points" };
  });
  return mostMissed(places, seed);
}

const heldBy = (mistakes, ...step) => Object.entries(mistakes).map(([name, { answer, ...words }]) => ({ name, ...words, position: answer(...step) }));

// Return one of the places that most misconceptions miss. A place says which `cluster` moves, `from` where, the `truth`
// and what that is, the `unit` of distances, and the positions `held` by those with a misconception.
function mostMissed(places, seed) {
  const missed = (place) => place.held.filter(({ position }) => distance(position, place.truth) > RIGHT * place.unit).length;
  const possible = randomFrom(seed).shuffled(places.filter((place) => place && missed(place)));
  const most = Math.max(...possible.map(missed));
  return possible.find((place) => missed(place) === most) ?? null;
}

// Judge the place that is marked. `reach` is how exactly one can point at all.
export function judgePlace({ truth, unit, held }, marked, reach = 0) {
  const off = distance(marked, truth);
  const isRight = off <= Math.max(RIGHT * unit, Math.min(reach, 2 * RIGHT * unit));
  const away = held.map(({ position }) => distance(position, marked));
  const nearest = indexOfLeast(away);
  const isNamed = !isRight && away[nearest] < Math.min(CLOSE * unit, off / 2);
  return { isRight, isClose: off <= CLOSE * unit, off, mistake: isNamed ? held[nearest] : null };
}

// ---- a batch: how far does it pull the centroid?

const PULL_MISTAKES = {
  batch: {
    short: "the mean of the batch",
    answer: (mean) => mean,
    sentence: "That is the mean of the batch alone. The points before it count as well, each as much as a new one.",
  },
  half: {
    short: "half-way",
    answer: (mean, from) => middleOf(from, mean),
    sentence: "That is half-way to the batch. The more points it has learned from, the less a new one moves it.",
  },
  still: {
    short: "staying",
    answer: (mean, from) => from,
    sentence: "That is where it was. Every point of the batch pulls it, if only by 1 / count.",
  },
};
const MIN_PULL = 0.06; // of the picture's longer side, from a centroid to the points of the batch that are its own

const middleOf = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

// Return the task to mark where a batch pulls the centroid of a cluster, null if the batch is too near to all of them. The
// points x, y of the batch have `labels`; `counts` and `totals` are how many points the centroids have learned from before
// and after it; those `reassigned` jump.
export function pullTask({ x, y, labels, centroids, moved, counts, totals, reassigned, side }, seed) {
  const places = centroids.map((from, cluster) => {
    const own = range(x.length).filter((i) => labels[i] === cluster);
    if (!own.length || reassigned.includes(cluster)) return null;
    const pulls = [mean(own.map((i) => x[i])), mean(own.map((i) => y[i]))];
    const unit = distance(from, pulls);
    if (unit < MIN_PULL * side) return null;
    const brings = totals[cluster] - counts[cluster];
    const remark = `It has learned from ${counts[cluster]} points so far; the batch brings ${brings} more.`;
    return { cluster, from, truth: moved[cluster], unit, held: heldBy(PULL_MISTAKES, pulls, from), remark, truthIs: "the mean of all it has learned from" };
  });
  return mostMissed(places, seed);
}

// ---- choices: { question, name, options, right: the indices of the right ones, explain(answer) }

// Return the question what the inertia does, which has these values before and after.
export function inertiaChoice(before, after) {
  const [rises, falls, stays] = [0, 1, 2];
  const truth = after < before ? falls : after > before ? rises : stays;
  const verbs = ["rises", "falls", "stays as it is"];
  const explain = (answer) => {
    const said = answer === truth ? ", as you said" : `; you said that it ${verbs[answer]}`;
    const why = answer === rises && truth !== rises ? " It cannot rise: the mean is the place with the smallest sum of squared distances." : "";
    return `The inertia ${verbs[truth]}${said}.${why}`;
  };
  return { question: "What will the inertia do?", name: "the inertia", options: ["It rises", "It falls", "It stays"], right: [truth], explain };
}
