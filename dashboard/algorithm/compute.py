"""One run of k-means, ready to be drawn, and how runs from other starts end."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.algorithm.text import compare_with_groups
from dashboard.common.datasets import Table
from dashboard.common.half_steps import HalfStep, half_steps
from dashboard.common.runs import first_centroids
from dashboard.common.sampling import even_rows
from kmeans_core import Step, adjusted_rand_score, final_inertias

MAX_DRAWN_POINTS = 5000
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


def record(table: Table, steps: list[Step]) -> Run:
    """Return the finished `steps` as a Run; of more than 5,000 points an even sample is drawn."""
    rows = even_rows(len(table.X), MAX_DRAWN_POINTS)
    remark = "" if table.truth is None else compare_with_groups(table.truth, steps[-1].labels)
    return Run(table, rows, half_steps(table.X, steps, rows, remark), steps[-1])


def n_other_starts(n, k, d) -> int:
    """Return how many other starts the page can afford: 50, or fewer where each takes long."""
    return int(np.clip(50 * 400_000 // (n * k * d), 5, 50))


def other_inertias(X, k, init, n_starts) -> Iterator[float]:
    """Yield the inertia at the end of each of the runs from the seeds 0 to `n_starts` - 1."""
    size = max(1, BATCH_DISTANCES // (len(X) * k))
    for first in range(0, n_starts, size):
        seeds = range(first, min(first + size, n_starts))
        yield from final_inertias(X, [first_centroids(X, k, init, seed) for seed in seeds])
