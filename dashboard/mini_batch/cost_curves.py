"""Full k-means against mini-batch k-means, from the same start on the same points.

A cost curve says which inertia a run has reached after how many iterations, points looked at and seconds. The inertia
is that of all points, estimated from 10,000 of them if there are more. It is computed only now and then, and the clock
does not run meanwhile.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.common.sampling import even_rows
from kmeans_core import Step, inertia, lloyd, minibatches

BATCH_SIZES = (10, 50, 500, 5000)  # that race beside the chosen one
MAX_RACE_BATCHES = 250
MAX_RACE_POINTS = 200_000  # which the largest batches look at in a race: 40 of them, far more than they need
# On the named data sets, 10,000 points and all 100,000 lead to the same conclusion: after which batch a run is first
# within 1 % of full k-means. Near that, they differ by at most 1.5 %; 5,000 points differ by 3 %, 20,000 by 1 %.
MAX_EVALUATED_POINTS = 10_000
CLOSE_FACTOR = 1.01  # times the inertia at which full k-means ends
SCHEDULE_FACTOR = 1.3  # from one batch after which the inertia is computed to the next
GROWTH_N = (1000, 3000, 10_000, 30_000, 100_000)


@dataclass(frozen=True)
class CostCurve:
    """The inertia that one or more runs with the same batch size reached, and at what cost.

    `iterations` (m,) begin at 0; `seconds` and `inertias` (runs, m) belong to them. An iteration looks at `batch_size`
    of the `n` points: at all of them in full k-means.
    """

    n: int
    batch_size: int
    iterations: np.ndarray
    seconds: np.ndarray
    inertias: np.ndarray

    @property
    def points(self) -> np.ndarray:
        return self.iterations * self.batch_size

    @property
    def median_seconds(self) -> np.ndarray:
        return np.median(self.seconds, axis=0)

    @property
    def median_inertias(self) -> np.ndarray:
        return np.median(self.inertias, axis=0)

    def first_within(self, goal) -> list[tuple[int, float]]:
        """Return (iterations, seconds) of every run that reaches the inertia `goal`, when it first does."""
        states = [(run, np.flatnonzero(inertias <= goal)) for run, inertias in enumerate(self.inertias)]
        return [(int(self.iterations[i[0]]), float(self.seconds[run, i[0]])) for run, i in states if len(i)]


@dataclass(frozen=True)
class FullRun:
    """The run of full k-means: its cost curve, first and last centroids (k, d), last labels (n,); has it converged?"""

    curve: CostCurve
    start: np.ndarray
    centroids: np.ndarray
    labels: np.ndarray
    converged: bool

    @property
    def inertia(self) -> float:
        return float(self.curve.inertias[0, -1])

    @property
    def moves(self) -> int:
        return int(self.curve.iterations[-1])


def timed(begin: Callable[[], Iterable], clock=time.thread_time) -> Iterator[tuple]:
    """Yield (state, seconds) of the run that `begin` starts: the processor time that the run itself has taken."""
    began = clock()
    states = iter(begin())
    while (state := next(states, None)) is not None:
        seconds = clock() - began
        yield state, seconds
        began = clock() - seconds


def timed_steps(X, start) -> Iterator[tuple[Step, float]]:
    """Yield the states of Lloyd's algorithm until no label changes, each with the seconds until it was reached."""
    for step, seconds in timed(lambda: lloyd(X, start, tol=0)):
        yield replace(step, labels=step.labels.astype(np.uint8)), seconds  # a byte each: all states are kept meanwhile


def finish_full_run(states: Iterable[tuple[Step, float]]) -> FullRun:
    steps, seconds = zip(*states, strict=True)
    *_, before, last = steps
    n, converged = len(last.labels), np.array_equal(before.labels, last.labels)
    curve = CostCurve(n, n, np.arange(len(steps)), np.array([seconds]), np.array([[step.inertia for step in steps]]))
    return FullRun(curve, steps[0].centroids, last.centroids, last.labels, converged)


def race_sizes(batch_size, n) -> list[int]:
    """Return the batch sizes that race, in rising order; none is larger than the data."""
    return sorted({min(size, n) for size in (*BATCH_SIZES, batch_size)})


def schedule(last) -> list[int]:
    """Return whole numbers from 0 to `last`: every one at first, then farther and farther apart."""
    numbers = [0]
    while numbers[-1] < last:
        numbers.append(min(last, max(numbers[-1] + 1, round(numbers[-1] * SCHEDULE_FACTOR))))
    return numbers


def race_length(full: FullRun, batch_size) -> int:
    """Return how many batches a run of the race has: it looks at no more points than the full run."""
    most = min(full.moves * full.curve.n, MAX_RACE_POINTS)
    return max(1, min(MAX_RACE_BATCHES, -(-most // batch_size)))


def batch_rng(seed, run) -> np.random.Generator:
    """Return what run number `run` from start `seed` draws its batches with."""
    return np.random.default_rng((seed, run))


def inertia_estimator(X, full: FullRun, max_points=MAX_EVALUATED_POINTS) -> Callable[[np.ndarray], float]:
    """Return a function that gives the inertia of all points for some centroids (k, d).

    Of more than `max_points` it computes that of an even sample, scaled so that it is exact where full k-means ends:
    what both share cancels, so close to that end the error is small.
    """
    if len(X) <= max_points:
        return lambda centroids: inertia(X, centroids)
    sample = X[even_rows(len(X), max_points)]
    scale = full.inertia / (inertia(sample, full.centroids) or 1.0)
    return lambda centroids: scale * inertia(sample, centroids)


def batch_curve(X, start, batch_size, rng, n_batches, estimate, goal=-np.inf) -> Iterator[CostCurve | None]:
    """Yield the cost curve of a run of `n_batches` batches, or fewer if its inertia is at most `goal` before.

    `estimate(centroids)` gives the inertia on the way; at the end it is computed from all points. After every batch
    but the last it yields None, as do the functions below: a place where the caller may pause.
    """
    evaluated, states = set(schedule(n_batches)), []
    passes = -(-n_batches * batch_size // len(X)) + 1
    options = dict(batch_size=batch_size, max_iter=passes, max_no_improvement=None, seed=rng)
    for batch, seconds in timed(lambda: minibatches(X, start, **options)):
        is_last = batch.iteration == n_batches
        if batch.iteration in evaluated:
            total = inertia(X, batch.centroids) if is_last else estimate(batch.centroids)
            states.append((batch.iteration, seconds, total))
            if is_last or total <= goal:
                break
        yield None
    iterations, seconds, inertias = np.array(states).T
    yield CostCurve(len(X), batch_size, iterations.astype(int), seconds[None], inertias[None])


def race(X, full: FullRun, batch_size, runs, seed) -> Iterator[CostCurve | None]:
    """Yield the curve of every mini-batch run in the race: `runs` of each size, which all draw their own batches."""
    estimate = inertia_estimator(X, full)
    for size in race_sizes(batch_size, len(X)):
        for run in range(runs):
            yield from batch_curve(X, full.start, size, batch_rng(seed, run), race_length(full, size), estimate)


def merge_runs(curves: Iterable[CostCurve]) -> list[CostCurve]:
    """Return one curve for each batch size, with all runs of that size."""
    by_size: dict[int, list[CostCurve]] = {}
    for curve in curves:
        by_size.setdefault(curve.batch_size, []).append(curve)
    return [
        replace(
            runs[0], **{name: np.concatenate([getattr(run, name) for run in runs]) for name in ("seconds", "inertias")}
        )
        for runs in by_size.values()
    ]


@dataclass(frozen=True)
class GrowthPoint:
    """What both algorithms cost on n points: `moves` and `seconds` of full k-means, the seconds of one batch, and
    (batches, seconds) until mini-batch is within 1 % of full k-means, or None."""

    n: int
    moves: int
    seconds: float
    batch_seconds: float
    within: tuple[int, float] | None


def growth(
    points_of: Callable[[int], np.ndarray], start, seed, batch_size, ns=GROWTH_N
) -> Iterator[GrowthPoint | None]:
    """Yield the cost of both algorithms, always from the same `start` (k, d), on `points_of(n)` for each of `ns`."""
    for n in ns:
        X, states = points_of(n), []
        for state in timed_steps(X, start):
            states.append(state)
            yield None
        full, size = finish_full_run(states), min(batch_size, n)
        goal, length = CLOSE_FACTOR * full.inertia, race_length(full, size)
        for mini in batch_curve(X, start, size, batch_rng(seed, 0), length, inertia_estimator(X, full), goal):
            if mini is None:
                yield None
        batch_seconds = float(mini.seconds[0, -1] / max(1, mini.iterations[-1]))
        [within] = mini.first_within(goal) or [None]
        yield GrowthPoint(n, full.moves, float(full.curve.seconds[0, -1]), batch_seconds, within)
