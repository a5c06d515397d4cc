"""The search for a palette: a start, Lloyd's steps on coarse cells, trades, and Lloyd's steps on fine cells.

Moving from coarse cells to fine ones lets every pixel choose again, so that the error never rises.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kmeans_core.quantize.clusters import saved
from kmeans_core.quantize.exact import polish
from kmeans_core.quantize.start import start
from kmeans_core.quantize.trades import Market

BOXES = 2048  # boxes in which candidates are sorted out: more cost more, fewer leave more colours on the border
FIRST = 40  # cells for each centroid of the start: it need not be good, the trades mend it


@dataclass(frozen=True)
class Effort:
    """How long to search. `coarse` and `fine` are cells for each centroid: `least` coarse ones, `most` fine ones.

    Then `moves` on the coarse cells, `trades` times sqrt(k) tries, and moves on the fine cells to `finish`.
    """

    coarse: int
    least: int
    moves: int
    trades: float
    fine: float
    most: float
    finish: int


EFFORTS = {
    "draft": Effort(coarse=40, least=1000, moves=5, trades=1, fine=0, most=0, finish=0),
    "default": Effort(coarse=80, least=2500, moves=4, trades=8, fine=1000, most=65_000, finish=6),
    "best": Effort(coarse=200, least=2500, moves=8, trades=50, fine=math.inf, most=math.inf, finish=25),
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
    fine = colors.level(max(BOXES, min(effort.fine * k, effort.most)))  # the finest first: coarser ones are sums of it
    boxes, coarse = colors.level(BOXES), colors.level(max(effort.least, effort.coarse * k))
    market = Market(coarse, start(colors.level(FIRST * k), k), rng)
    yield State("start", market.centroids, saved(market.moments))
    for _ in range(effort.moves):
        market.move()
        yield State("move", market.centroids, saved(market.moments))
    for _ in market.trades(round(effort.trades * math.sqrt(k))):
        yield State("trade", market.centroids, saved(market.moments))
    for centroids, total in polish(fine, boxes, market.centroids, effort.finish):
        yield State("finish", centroids, total)
