"""One run of k-means, ready to be drawn, and how runs from other starts end."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.half_steps import HalfStep, half_steps
from dashboard.common.runs import first_centroids
from dashboard.common.sampling import even_rows
from dashboard.common.settings import PLACED, Start
from kmeans_core import Step, adjusted_rand_score, final_inertias

DEFAULT_SEED = 50  # every half-step changes the picture, and the run ends in the best known place
MAX_DRAWN_POINTS = 1000  # 1,500 would send more than 100 KiB with the film strip open
N_OTHER_STARTS = 50
# Fewer would not do: on 1,000 of 5,000 points, other starts are drawn and other local optima are the lowest.
MAX_COMPARED_POINTS = 5000
BATCH_DISTANCES = 100_000  # of the runs that are made in one go, before the caller may pause


@dataclass(frozen=True)
class Run:
    """A run on `table`: its half-steps, which hold the labels of the drawn `rows`, and its last state of all rows."""

    table: Table
    rows: np.ndarray
    half_steps: list[HalfStep]
    last: Step

    @property
    def drawn(self) -> np.ndarray:
        return self.table.X[self.rows]

    @property
    def assignments(self) -> list[HalfStep]:
        return [half for half in self.half_steps[1:] if not half.is_move]

    @cached_property
    def agreement(self) -> float | None:
        """The adjusted Rand index of the last labels and the known groups; None where these are not known."""
        return None if self.table.truth is None else adjusted_rand_score(self.table.truth, self.last.labels)


def record(table: Table, steps: list[Step], remark="") -> Run:
    """Return the finished `steps` as a Run; of many points an even sample is drawn.

    `remark` is a sentence about the result, for the last caption.
    """
    rows = even_rows(len(table.X), MAX_DRAWN_POINTS)
    return Run(table, rows, half_steps(table.X, steps, rows, remark), steps[-1])


@dataclass(frozen=True)
class OtherStarts:
    """Where runs from other starts end on `n_points` points, and where this run ends on the same points."""

    inertias: list[float]
    own_inertia: float
    n_points: int


def init_of_others(start: Start) -> str:
    """Return how other starts are chosen: like this one, but nobody places fifty."""
    return "random" if start.init == PLACED else start.init


def other_inertias(X, k, init) -> Iterator[float]:
    """Yield the inertia at the end of each of the runs on `X` from the seeds 0 to `N_OTHER_STARTS` - 1."""
    size = max(1, BATCH_DISTANCES // (len(X) * k))
    for first in range(0, N_OTHER_STARTS, size):
        seeds = range(first, min(first + size, N_OTHER_STARTS))
        yield from final_inertias(X, [first_centroids(X, k, init, seed) for seed in seeds])


def compare_starts_on_sample(X, centroids, inertias: list[float]) -> OtherStarts:
    """Return the comparison on the sample `X`, on which the run goes on from its final `centroids`.

    Without that the others would have an advantage: they end at the best places for just these points.
    """
    (own,) = final_inertias(X, [centroids])
    return OtherStarts(inertias, own, len(X))
