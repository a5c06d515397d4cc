"""One run of k-means on one table, ready to be drawn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.half_steps import HalfStep, half_steps
from dashboard.common.sampling import even_rows
from dashboard.server.work_limit import breathe
from kmeans_core import INIT_METHODS, Step, adjusted_rand_score, final_inertias, lloyd

MAX_DRAWN_POINTS = 5000
BATCH_DISTANCES = 100_000  # of the runs that are made in one go, before the caller may pause


@dataclass(frozen=True)
class Iteration:
    """One line of the table of numbers."""

    iteration: int
    inertia: float
    switched: int
    shift: float


@dataclass(frozen=True)
class Run:
    """A run: its table, the half-steps of the drawn `rows`, a line per iteration, the last state of all rows."""

    table: Table
    rows: np.ndarray
    film: list[HalfStep]
    iterations: list[Iteration]
    last: Step

    @property
    def drawn(self) -> np.ndarray:
        return self.table.X[self.rows]

    @property
    def moves(self) -> int:
        return self.last.iteration

    @property
    def states(self) -> np.ndarray:
        """The centroids after every number of moves, (moves + 1, k, d)."""
        return np.stack([half.centroids for half in self.film if half.name != "Start" and not half.is_move])

    @cached_property
    def agreement(self) -> float | None:
        """The adjusted Rand index of the last labels and the known groups; None where these are not known."""
        return None if self.table.truth is None else adjusted_rand_score(self.table.truth, self.last.labels)


def first_centroids(X, k, init, seed) -> np.ndarray:
    return INIT_METHODS[init](X, k, seed=seed)


def breathing(init) -> Callable[..., np.ndarray]:
    """Return the start `init` as a function, for runs from many starts: other visitors go first before each of them."""

    def start(X, k, seed):
        breathe()
        return first_centroids(X, k, init, seed)

    return start


def running(X, k, init, seed) -> Iterator[Step]:
    """Yield the states of the run until no label changes (`tol=0`): the film ends where nothing moves."""
    return lloyd(X, first_centroids(X, k, init, seed), tol=0)


def record(table: Table, steps: list[Step]) -> Run:
    """Return the finished `steps` as a Run; of more than 5,000 points an even sample is drawn."""
    n = len(table.X)
    rows = even_rows(n, MAX_DRAWN_POINTS)
    switched = [n] + [int((b.labels != a.labels).sum()) for a, b in zip(steps, steps[1:], strict=False)]
    lines = [Iteration(s.iteration, s.inertia, count, s.shift) for s, count in zip(steps, switched, strict=True)]
    return Run(table, rows, half_steps(table.X, steps, rows), lines, steps[-1])


def starts_worth_trying(n, k, d) -> int:
    """Return how many other starts a page can afford: 50, fewer where each takes long."""
    return int(np.clip(50 * 400_000 // (n * k * d), 5, 50))


def others(X, k, init, starts) -> Iterator[float]:
    """Yield the inertia in which each of `starts` runs from other seeds ends."""
    size = max(1, BATCH_DISTANCES // (len(X) * k))
    for first in range(0, starts, size):
        seeds = range(first, min(first + size, starts))
        yield from final_inertias(X, [first_centroids(X, k, init, seed) for seed in seeds])
