"""The search for a palette: a start, Lloyd's steps on coarse cells, swaps, and Lloyd's steps on fine cells.

Moving from coarse cells to fine ones lets every pixel choose again, so that the error never rises.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kmeans_core.color_quantization.candidates import refine
from kmeans_core.color_quantization.split_merge import SplitMerge
from kmeans_core.color_quantization.varpart import start
from kmeans_core.color_quantization.weighted import between_cluster_ss

N_FINE_BOXES = 1 << 16  # boxes of the finest histogram: with half as many, 256 colours lose 0.05 dB
START_CELLS = 20  # cells for each centroid of the start: it need not be good, the swaps repair it


@dataclass(frozen=True)
class SearchBudget:
    """How long to search: `moves` on the coarse cells, then swaps, then moves on the fine cells to `finish`.

    All cells are sums of a histogram of `boxes` boxes. There are `coarse` cells for each centroid and at least
    `min_coarse`, then `fine` and at least `min_fine`. `swaps` swaps are tried for each centroid, and `more_swaps` more.
    """

    boxes: int
    coarse: int
    min_coarse: int
    moves: int
    more_swaps: int
    swaps: int
    fine: int
    min_fine: int
    finish: int


ALL_COLORS = 1 << 24  # the number of possible colours
BUDGETS = {
    "draft": SearchBudget(
        boxes=1 << 14, coarse=20, min_coarse=500, moves=5, more_swaps=4, swaps=0, fine=0, min_fine=0, finish=0
    ),
    "default": SearchBudget(
        boxes=N_FINE_BOXES,
        coarse=40,
        min_coarse=1000,
        moves=4,
        more_swaps=4,
        swaps=1,
        fine=120,
        min_fine=15_000,
        finish=8,
    ),
    "best": SearchBudget(
        boxes=ALL_COLORS,
        coarse=200,
        min_coarse=2500,
        moves=8,
        more_swaps=150,
        swaps=3,
        fine=0,
        min_fine=ALL_COLORS,
        finish=25,
    ),
}


class State(NamedTuple):
    """One state: centroids (k, 3) minus CENTRE, and the sum of squares between their clusters."""

    kind: str
    centroids: np.ndarray
    between_cluster_ss: float


def search(colors, k, budget, rng) -> Iterator[State]:
    """Yield the states of a search for k colours, fewer than `colors` has; the error never rises.

    `kind` is "start", "move", "swap" or "finish". Without `rng`, swaps are tried strictly in the order of their
    expected gain.
    """
    histogram = colors.fine_histogram(budget.boxes)
    split_merge = SplitMerge(
        histogram.cells(max(budget.min_coarse, budget.coarse * k)), start(histogram.cells(START_CELLS * k), k), rng
    )
    yield State("start", split_merge.centroids, between_cluster_ss(split_merge.moments))
    for _ in range(budget.moves):
        split_merge.move()
        yield State("move", split_merge.centroids, between_cluster_ss(split_merge.moments))
    for _ in split_merge.swaps(budget.more_swaps + budget.swaps * k):
        yield State("swap", split_merge.centroids, between_cluster_ss(split_merge.moments))
    if budget.finish:
        fine = histogram.cells_in(colors.boxes, max(budget.min_fine, budget.fine * k))
        for centroids, total in refine(fine, colors.boxes, split_merge.centroids, budget.finish):
            yield State("finish", centroids, total)
