"""The search for a palette: a start, Lloyd's steps on coarse cells, trades, and Lloyd's steps on fine cells.

Moving from coarse cells to fine ones lets every pixel choose again, so that the error never rises.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kmeans_core.color_quantization.candidates import polish
from kmeans_core.color_quantization.split_merge import Market
from kmeans_core.color_quantization.varpart import start
from kmeans_core.color_quantization.weighted import saved

GRAIN = 1 << 16  # boxes that are weighed: with half as many, 256 colours lose 0.05 dB
FIRST = 20  # cells for each centroid of the start: it need not be good, the trades mend it


@dataclass(frozen=True)
class Effort:
    """How long to search: `moves` on the coarse cells, then trades, then moves on the fine cells to `finish`.

    All cells are sums of a `grain` of so many boxes. There are `coarse` cells for each centroid and at least `least`,
    `fine` and at least `finest`. Of trades there are `trades` tries for each centroid and `tries` more.
    """

    grain: int
    coarse: int
    least: int
    moves: int
    tries: int
    trades: int
    fine: int
    finest: int
    finish: int


ALL = 1 << 24  # colours there can be
EFFORTS = {
    "draft": Effort(grain=1 << 14, coarse=20, least=500, moves=5, tries=4, trades=0, fine=0, finest=0, finish=0),
    "default": Effort(
        grain=GRAIN, coarse=40, least=1000, moves=4, tries=4, trades=1, fine=120, finest=15_000, finish=8
    ),
    "best": Effort(grain=ALL, coarse=200, least=2500, moves=8, tries=150, trades=3, fine=0, finest=ALL, finish=25),
}


class State(NamedTuple):
    """One state: centroids (k, 3) less CENTRE, and how much of the sum of squares they save."""

    kind: str
    centroids: np.ndarray
    saved: float


def search(colors, k, effort, rng) -> Iterator[State]:
    """Yield the states of a search for k colours, fewer than `colors` has; what they save never falls.

    `kind` is "start", "move", "trade" or "finish". Without `rng`, trades are tried strictly in the order
    of what they promise.
    """
    grain = colors.grain(effort.grain)
    market = Market(grain.cells(max(effort.least, effort.coarse * k)), start(grain.cells(FIRST * k), k), rng)
    yield State("start", market.centroids, saved(market.moments))
    for _ in range(effort.moves):
        market.move()
        yield State("move", market.centroids, saved(market.moments))
    for _ in market.trades(effort.tries + effort.trades * k):
        yield State("trade", market.centroids, saved(market.moments))
    if effort.finish:
        fine = grain.cells_in(colors.boxes, max(effort.finest, effort.fine * k))
        for centroids, total in polish(fine, colors.boxes, market.centroids, effort.finish):
            yield State("finish", centroids, total)
