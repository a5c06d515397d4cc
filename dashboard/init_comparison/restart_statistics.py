"""Ways to start k-means, and what many runs from each of them show. No Streamlit, no Plotly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from dashboard.server.work_limit import breathe
from kmeans_core import Step, assign, farthest_first, inertia, kmeans_plusplus, lloyd, random_init
from kmeans_core._fast.prepared import Points

METHODS = {
    "random": random_init,
    "classic k-means++": partial(kmeans_plusplus, trials=1),
    "greedy k-means++": kmeans_plusplus,
    "farthest-first": farthest_first,
}
OWN = "your own"
LANES = (*METHODS, OWN)
NEAR = 0.01  # a run that ends within 1 % of the best known inertia has reached it
MOST_DIGITS = 7
SECONDS = 3.9e-5  # a point, of one seed's runs of every start: by `python -m benchmarks.restarts`
MOST_SECONDS = 10


@dataclass(frozen=True)
class Outcome:
    """One run: its first and its last centroids (k, d), the inertia of both, and the moves between them."""

    start: np.ndarray
    end: np.ndarray
    inertia_at_start: float
    inertia: float
    moves: int


@dataclass(frozen=True)
class Landscape:
    """Runs of every method from the seeds 0, 1, ...: arrays (methods, seeds), and the best run of them all.

    `covered` counts the clusters of the best run in which a start has a centroid; `sizes` (k,) are their points.
    An inertia below `least` is nothing but rounding.
    """

    starts: np.ndarray
    ends: np.ndarray
    moves: np.ndarray
    covered: np.ndarray
    best: float
    centroids: np.ndarray
    sizes: np.ndarray
    least: float

    def times(self, inertia) -> np.ndarray:
        """Return `inertia` as a multiple of the best known one, at least 1; infinite where that is 0."""
        inertia, best = (np.where(np.asarray(value) <= self.least, 0.0, value) for value in (inertia, self.best))
        multiple = np.divide(inertia, best, out=np.full(np.shape(inertia), np.inf), where=best > 0)
        return np.maximum(1.0, np.where(inertia <= best, 1.0, multiple))

    def reached(self, inertia) -> np.ndarray:
        return self.times(inertia) <= 1 + NEAR


def run(X, start) -> list[Step]:
    """Return the states of the run from `start` (k, d) until no label changes."""
    return list(lloyd(X, start, tol=0))


def seconds(n, d, k, many) -> float:
    """Return about how long `many` runs of every method take on n points of d features.

    More features and clusters make a move dearer, but at last the moves as much fewer. What a run costs without any
    point is that of 300.
    """
    return SECONDS * many * (n + 300) * d * k / (d * k + 30)


def affordable(n, d, k, many) -> int:
    """Return how many of so `many` runs the page has time for: at least one, above 20 a multiple of 20."""
    fewer = int(MOST_SECONDS / seconds(n, d, k, 1))
    return many if fewer >= many else max(1, fewer // 20 * 20 or fewer)


def restarts(X, k, many) -> Iterator[list[Outcome]]:
    """Yield, for each seed 0 ... many - 1, the outcome of every method."""
    points = Points(X)
    for seed in range(many):
        yield [outcome(points, method(points, k, seed=seed)) for method in METHODS.values()]


def outcome(points, start) -> Outcome:
    breathe()
    for step in lloyd(points, start, tol=0):
        if step.iteration == 0:
            first = step
    return Outcome(start, step.centroids, first.inertia, step.inertia, step.iteration)


def landscape(X, outcomes: list[list[Outcome]]) -> Landscape:
    """Return what the runs of `restarts` show."""
    by_method = list(zip(*outcomes, strict=True))
    best = min((run for runs in by_method for run in runs), key=lambda run: run.inertia)
    starts, ends, moves = (
        np.array([[getattr(run, name) for run in runs] for runs in by_method])
        for name in ("inertia_at_start", "inertia", "moves")
    )
    k, d = best.end.shape
    firsts = np.stack([[run.start for run in runs] for runs in by_method])
    clusters = assign(firsts.reshape(-1, d), best.end).reshape(-1, k)
    covered = np.array([len(set(row)) for row in clusters.tolist()]).reshape(ends.shape)
    sizes = np.bincount(assign(X, best.end), minlength=k)
    return Landscape(
        starts, ends, moves, covered, best.inertia, best.end, sizes, 1e-12 * inertia(X, X.mean(axis=0)[None])
    )


def chances(reached) -> np.ndarray:
    """Return P(the best of m runs has reached it) for m = 1 ... R, drawing m of these R runs without replacement.

    1 - C(R - s, m) / C(R, m), where s of the R runs have reached it.
    """
    runs, failures = len(reached), int(len(reached) - np.count_nonzero(reached))
    drawn = np.arange(runs)
    return 1 - np.cumprod(np.maximum(failures - drawn, 0) / (runs - drawn))


def needed(chances, enough) -> int | None:
    """Return the least number of runs whose chance is `enough`; None where no number here gives it."""
    reached = np.flatnonzero(chances >= enough)
    return int(reached[0]) + 1 if len(reached) else None


def chance_of_one_each(sizes) -> float:
    """Return the chance that k points drawn without replacement lie one in each of k clusters of these sizes."""
    n, k = int(sizes.sum()), len(sizes)
    return float(np.prod(sizes * np.arange(k, 0, -1) / (n - np.arange(k))))  # prod(sizes) / C(n, k)


def promise(k) -> float:
    """Return Arthur and Vassilvitskii's bound: the mean inertia of a classic k-means++ start, before any move, is
    at most so many times the optimum."""
    return float(8 * (np.log(k) + 2))


def matched(centroids, reference) -> np.ndarray:
    """Return for each of the `centroids` (k, d) its own one of the `reference` (k, d), the closest pairs first."""
    d2 = ((centroids[:, None] - reference) ** 2).sum(axis=2)
    order = np.empty(len(centroids), dtype=np.intp)
    for _ in order:
        j, of = np.unravel_index(d2.argmin(), d2.shape)
        order[j] = of
        d2[j], d2[:, of] = np.inf, np.inf
    return order


def renumbered(steps: list[Step], reference) -> list[Step]:
    """Return `steps` with the clusters numbered as in `reference` (k, d), so that two runs can be compared by eye."""
    number = matched(steps[-1].centroids, reference)
    order = np.argsort(number)
    return [Step(s.iteration, s.centroids[order], number[s.labels], s.inertia, s.shift) for s in steps]


def rows_in(text, n, k) -> list[int]:
    """Return the rows that "12-40-7" names, counted from 1 in the text and from 0 here: at most k different ones."""
    numbers = (int(digits) for digits in re.findall(r"\d+", text[:1000]) if len(digits) <= MOST_DIGITS)
    return list(dict.fromkeys(number - 1 for number in numbers if 1 <= number <= n))[:k]


def text_of(rows) -> str:
    return "-".join(str(row + 1) for row in rows)


def clicked(rows, row, X, k) -> list[int]:
    """Return the picked `rows` after a click on `row`.

    A picked one is given back; a new one is added, or takes the place of the nearest where all k are picked.
    """
    if row in rows:
        return [other for other in rows if other != row]
    if len(rows) < k:
        return [*rows, row]
    nearest = int(((X[rows] - X[row]) ** 2).sum(axis=1).argmin())
    return [*rows[:nearest], row, *rows[nearest + 1 :]]


def uneven(centroids, reference) -> tuple[list[int], list[int]]:
    """Return the clusters of `reference` (k, d) in which several of the `centroids` (k, d) lie, and those with none."""
    counts = np.bincount(assign(centroids, reference), minlength=len(reference))
    return np.flatnonzero(counts > 1).tolist(), np.flatnonzero(counts == 0).tolist()


def next_seed(holds, seed) -> int:
    """Return the first seed after `seed` for which `holds` (seeds,) is true, beginning anew at the end."""
    those = np.flatnonzero(holds)
    later = those[those > seed]
    return int(later[0] if len(later) else those[0])
