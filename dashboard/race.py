"""Full k-means against mini-batch k-means, from the same start on the same points. No Streamlit, no Plotly.

A track is a run as the race sees it: what was reached after how many iterations, points looked at and seconds.
The inertia is that of all points, computed for each state on the track; that time is not counted.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.runs import first_centroids
from kmeans_core import lloyd, minibatches
from kmeans_core.nearest import Nearest
from kmeans_core.points import Points

SIZES = (10, 50, 500, 5000)  # batches that race beside the chosen one
MOST_RACED = 300  # batches
CLOSE = 1.01  # times the full run's inertia
GROWTH = 1.3  # from one batch whose inertia is computed to the next
GROWING = (1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)


@dataclass(frozen=True)
class Track:
    """After each of some iterations, the first of them 0: the seconds so far and the inertia, (m,) each.

    `size` is how many points an iteration looks at, `n` how many there are.
    """

    n: int
    size: int
    iterations: np.ndarray
    seconds: np.ndarray
    inertias: np.ndarray

    @property
    def points(self) -> np.ndarray:
        return self.iterations * self.size

    @property
    def passes(self) -> np.ndarray:
        return self.points / self.n

    def reached(self, goal) -> int | None:
        """Return the place of the first state whose inertia is at most `goal`, None if there is none."""
        low = np.flatnonzero(self.inertias <= goal)
        return int(low[0]) if len(low) else None


@dataclass(frozen=True)
class Full:
    """The full run: its track, its last centroids (k, d) and labels (n,), and whether it converged."""

    track: Track
    centroids: np.ndarray
    labels: np.ndarray
    converged: bool

    @property
    def inertia(self) -> float:
        return float(self.track.inertias[-1])

    @property
    def moves(self) -> int:
        return int(self.track.iterations[-1])


def timed(begin: Callable[[], Iterable]) -> Iterator[tuple]:
    """Yield (state, seconds) of the run that `begin` starts: the processor time in which the run itself was at work."""
    began = time.thread_time()
    states = iter(begin())
    while True:
        state = next(states, None)
        if state is None:
            return
        seconds = time.thread_time() - began
        yield state, seconds
        began = time.thread_time() - seconds


def full_run(X, start) -> Iterator[tuple]:
    """Yield (state, seconds) of Lloyd's algorithm until no label changes."""
    return timed(lambda: lloyd(X, start, tol=0))


def finished(X, states) -> Full:
    """Return the full run whose (state, seconds) are `states`."""
    (*_, (before, _), (last, _)) = states if len(states) > 1 else states * 2
    track = Track(len(X), len(X), *(np.array(column) for column in zip(
        *((step.iteration, seconds, step.inertia) for step, seconds in states), strict=True)))  # fmt: skip
    return Full(track, last.centroids, last.labels.astype(np.uint8), before.labels is last.labels)


def sizes(chosen, n) -> list[int]:
    """Return the batch sizes that race, rising; none is larger than the data."""
    return sorted({min(size, n) for size in (*SIZES, chosen)})


def schedule(last) -> list[int]:
    """Return whole numbers from 0 to `last`, every one at first and then ever farther apart."""
    at = [0]
    while at[-1] < last:
        at.append(min(last, max(at[-1] + 1, round(at[-1] * GROWTH))))
    return at


def length(full: Full, size) -> int:
    """Return for how many batches a run races: until it has looked at as many points as the full run, or 300."""
    return max(1, min(MOST_RACED, -(-full.moves * full.track.n // size)))


def draws(seed, run) -> np.random.Generator:
    """Return what run number `run` from start `seed` draws its batches with."""
    return np.random.default_rng((seed, run))


def tracked(X, start, size, rng, last, inertia_of, enough=0.0) -> Track:
    """Return the track of a mini-batch run of `last` batches; it ends early where the inertia is at most `enough`."""
    wanted, marks = set(schedule(last)), []
    for batch, seconds in timed(lambda: unending(X, start, size, rng, last)):
        if batch.iteration in wanted:
            marks.append((batch.iteration, seconds, inertia_of(batch.centroids)[1]))
            if batch.iteration == last or marks[-1][-1] <= enough:
                break
    return Track(len(X), size, *(np.array(column) for column in zip(*marks, strict=True)))


def unending(X, start, size, rng, last):
    """Return a mini-batch run that does not stop by itself before batch number `last`."""
    passes = -(-last * size // len(X)) + 1
    return minibatches(X, start, batch_size=size, max_iter=passes, max_no_improvement=None, seed=rng)


def racing(X, start, full: Full, chosen, runs, seed) -> Iterator[Track]:
    """Yield the track of every mini-batch run: `runs` of each batch size, each drawing its own batches."""
    inertia_of = Nearest(Points.of(X), len(start))
    for size in sizes(chosen, len(X)):
        for run in range(runs):
            yield tracked(X, start, size, draws(seed, run), length(full, size), inertia_of)


@dataclass(frozen=True)
class Lane:
    """All runs of one batch size. They were looked at after the same iterations, so they can be laid side by side."""

    tracks: tuple[Track, ...]

    @property
    def size(self) -> int:
        return self.tracks[0].size

    @property
    def middle(self) -> Track:
        """The medians over the runs."""
        first = self.tracks[0]
        return Track(first.n, first.size, first.iterations, np.median([track.seconds for track in self.tracks], axis=0),
                     np.median(self.inertias, axis=0))  # fmt: skip

    @property
    def inertias(self) -> np.ndarray:
        return np.stack([track.inertias for track in self.tracks])

    def close(self, goal) -> list[tuple[int, float]]:
        """Return (iterations, seconds) at which each run that came there was first at `goal` or below."""
        places = [(track, track.reached(goal)) for track in self.tracks]
        return [(int(track.iterations[at]), float(track.seconds[at])) for track, at in places if at is not None]


def lanes(tracks: Iterable[Track]) -> list[Lane]:
    by_size: dict[int, list[Track]] = {}
    for track in tracks:
        by_size.setdefault(track.size, []).append(track)
    return [Lane(tuple(group)) for group in by_size.values()]


@dataclass(frozen=True)
class Grown:
    """Both runs on n points: the full one, and the mini-batch one until it is within 1 % of it."""

    n: int
    full: Full
    mini: Track
    is_close: bool


def growing(points_of: Callable[[int], np.ndarray], k, init, seed, size) -> Iterator[Grown]:
    """Yield both runs on ever more points; `points_of(n)` gives them."""
    for n in GROWING:
        X = points_of(n)
        start = first_centroids(X, k, init, seed)
        full = finished(X, list(full_run(X, start)))
        goal = CLOSE * full.inertia
        mini = tracked(X, start, min(size, n), draws(seed, 0), MOST_RACED, Nearest(Points.of(X), k), goal)
        yield Grown(n, full, mini, bool(mini.inertias[-1] <= goal))
