"""Full k-means against mini-batch k-means, from the same start on the same points. No Streamlit, no Plotly.

A track is a run as the race sees it: what was reached after how many iterations, points looked at and seconds.
The inertia is that of all points, computed for each state on the track; that time is not counted.
"""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kmeans_core import Step, lloyd, minibatches
from kmeans_core._fast.nearest import Nearest
from kmeans_core._fast.prepared import Points

SIZES = (10, 50, 500, 5000)  # batches that race beside the chosen one
MOST_RACED = 250  # batches
CLOSE = 1.01  # times the full run's inertia
GROWTH = 1.3  # from one batch whose inertia is computed to the next
REPEATS = 3  # of which the median is shown where costs grow
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


@dataclass(frozen=True)
class Mark:
    """A state of the full run and the seconds it took to get there; `settled` says that no label changed."""

    step: Step
    seconds: float
    settled: bool


def full_run(X, start) -> Iterator[Mark]:
    """Yield every state of Lloyd's algorithm until no label changes, its labels in a byte each."""
    before = None
    for step, seconds in timed(lambda: lloyd(X, start, tol=0)):
        settled, before = step.labels is before, step.labels  # labels that did not change are the same array
        yield Mark(replace(step, found=step.labels.astype(np.uint8)), seconds, settled)


def finished(n, marks: Sequence[Mark]) -> Full:
    """Return the run on `n` points that has left these marks."""
    iterations, inertias = (np.array([getattr(mark.step, name) for mark in marks]) for name in ("iteration", "inertia"))
    track = Track(n, n, iterations, np.array([mark.seconds for mark in marks]), inertias)
    last = marks[-1]
    return Full(track, last.step.centroids, last.step.labels, last.settled)


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
    """Return for how many batches a run races: until it has looked at as many points as the full run, or 250."""
    return max(1, min(MOST_RACED, -(-full.moves * full.track.n // size)))


def draws(seed, run) -> np.random.Generator:
    """Return what run number `run` from start `seed` draws its batches with."""
    return np.random.default_rng((seed, run))


def tracking(X, start, size, rng, last, inertia_of, enough=0.0) -> Generator[None, None, Track]:
    """Return the track of a mini-batch run of `last` batches; it ends early where the inertia is at most `enough`.

    Yields None after every batch, here and in what is built on it: a run of large batches takes long.
    """
    wanted, marks = set(schedule(last)), []
    for batch, seconds in timed(lambda: unending(X, start, size, rng, last)):
        if batch.iteration in wanted:
            marks.append((batch.iteration, seconds, inertia_of(batch.centroids)[1]))
            if batch.iteration == last or marks[-1][-1] <= enough:
                break
        yield None
    return Track(len(X), size, *(np.array(column) for column in zip(*marks, strict=True)))


def tracked(*args) -> Track:
    """Return the track of `tracking`, in one go."""
    run = tracking(*args)
    while True:
        try:
            next(run)
        except StopIteration as end:
            return end.value


def unending(X, start, size, rng, last):
    """Return a mini-batch run that does not stop by itself before batch number `last`."""
    passes = -(-last * size // len(X)) + 1
    return minibatches(X, start, batch_size=size, max_iter=passes, max_no_improvement=None, seed=rng)


def racing(X, start, full: Full, chosen, runs, seed) -> Iterator[Track | None]:
    """Yield the track of every mini-batch run: `runs` of each batch size, each drawing its own batches."""
    inertia_of = Nearest(Points.of(X), len(start))
    for size in sizes(chosen, len(X)):
        for run in range(runs):
            yield (yield from tracking(X, start, size, draws(seed, run), length(full, size), inertia_of))


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
        return Track(
            first.n,
            first.size,
            first.iterations,
            np.median([track.seconds for track in self.tracks], axis=0),
            np.median(self.inertias, axis=0),
        )

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
    """Both runs on n points, in medians of three: the full one, and the mini-batch one until it is within 1 % of it.

    `close` is (batches, seconds) of the latter, None where none of the three came there.
    """

    n: int
    moves: int
    seconds: float
    batch_seconds: float
    close: tuple[int, float] | None


def growing(points_of: Callable[[int], np.ndarray], start, seed, size) -> Iterator[Grown | None]:
    """Yield both runs, always from the same `start` (k, d), on ever more points; `points_of(n)` gives them."""
    for n in GROWING:
        X = points_of(n)
        fulls, minis = [], []
        for _ in range(REPEATS):
            marks = []
            for mark in full_run(X, start):
                marks.append(mark)
                yield None
            fulls.append(finished(n, marks))
        goal, inertia_of = CLOSE * fulls[0].inertia, Nearest(Points.of(X), len(start))
        for run in range(REPEATS):
            minis.append((yield from tracking(X, start, min(size, n), draws(seed, run), MOST_RACED, inertia_of, goal)))
        close = [(int(mini.iterations[-1]), float(mini.seconds[-1])) for mini in minis if mini.inertias[-1] <= goal]
        yield Grown(
            n,
            fulls[0].moves,
            float(median(full.track.seconds[-1] for full in fulls)),
            float(median(mini.seconds[-1] / max(1, mini.iterations[-1]) for mini in minis)),
            (median(batches for batches, _ in close), median(seconds for _, seconds in close)) if close else None,
        )


def median(values) -> float:
    """Return the middle one, of an even number the lower: a value that occurred."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2]
