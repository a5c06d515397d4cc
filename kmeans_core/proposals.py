"""D^2 of many points: the distances to many candidates in one go (`Proposals` does what uncovered.py says).

Matrix products find them (screen.py says how, and by how much float32 errs), and a look at all points costs little
more for many candidates than for one. Most candidates come to their turn only when more rows are chosen, and D^2 is
no longer what they were drawn by. Rejection keeps their chances right: each is a spot under the curve of D^2, which
only ever falls; a spot that is still below it is as good as newly drawn, and the others are passed over.
Left out: points in the plane, most of which need no look at all (reach.py).

Von Neumann (1951), "Various techniques used in connection with random digits", Applied Mathematics Series 12.
"""

import numpy as np

from kmeans_core.screen import error_bound, facing, multiply
from kmeans_core.textbook import squared_distances
from kmeans_core.uncovered import in_blocks, places_at, sums_of

TINY = 16  # below this many error bounds a screened distance is not trusted
AHEAD = 32  # candidates drawn in one go, as far as there is room
ROOM = 1_200_000  # distances to them that are kept at most, unless a single pick has more candidates
BLOCK = 256  # points whose mass is known, so that a draw runs through one block and not through all points
SPAN = 1 << 15  # distances compared at a time: they stay in the processor's cache


class Proposals:
    """`d2` (n,): the squared distance of each unit point to the nearest chosen row; 1 before the first.

    The `rows` (p,) are candidates, each drawn at some `height` (p,) under the curve of `d2`; the `room` (p or more, n)
    has their squared distances to all points.
    """

    def __init__(self, points, wanted):
        self.points, self.wanted = points, wanted
        self.columns = points.columns
        self.curve, self.d2 = in_blocks(points.n, BLOCK, points.dtype)
        self.weights = None
        if points.weights is not None:
            self.weights, flat = in_blocks(points.n, BLOCK)
            flat[:] = points.weights
        self.room = np.empty((0, points.n), dtype=points.dtype)
        self.spare = np.empty(min(points.n, SPAN), dtype=points.dtype)
        self.limit = TINY * error_bound(points.d, 2 * points.totals[2], points.dtype)
        self.restart()

    def restart(self):
        """Begin as if no row was chosen: by the weight alone."""
        self.fresh = True
        self.d2.fill(1)
        self.rows, self.height = np.empty(0, dtype=np.intp), np.empty(0)

    @property
    def density(self):
        """What rows are drawn in proportion to, (n,)."""
        return self.d2.copy() if self.weights is None else self.d2 * self.points.weights

    def draw(self, rng, size):
        """Return `size` rows drawn in proportion to their density; by weight alone where all of it is 0."""
        good = np.flatnonzero(self.d2[self.rows] > self.height)
        if len(good) < size:
            self.propose(rng, good, size)
            good = np.arange(size)
        self.drawn = good[:size]
        self.height[: self.drawn[-1] + 1] = np.inf  # they had their turn
        self.wanted -= size
        return self.rows[self.drawn]

    def propose(self, rng, kept, size):
        """Draw new candidates behind the `kept` ones, `size` in all or some more, and find their distances."""
        mass = sums_of(self.curve, self.weights)
        if not mass.any():
            self.restart()
            return self.propose(rng, self.rows, size)
        points = self.points
        ahead = size if self.fresh else max(size, min(self.wanted, AHEAD, ROOM // points.n))
        new = places_at(rng.random(ahead - len(kept)), self.curve, self.weights, mass)
        self.height = np.concatenate([self.height[kept], rng.random(len(new)) * self.d2[new]])
        self.rows = np.concatenate([self.rows[kept], new])
        if len(self.room) < ahead:
            self.room = np.empty((ahead, points.n), dtype=points.dtype)
        faced = facing(points.unit(points.X[self.rows]), points.dtype)
        multiply(faced, self.columns.T, self.room[:ahead])

    def cover(self):
        """Choose the row of those drawn that leaves the least density, and return it."""
        place = self.drawn[0] if len(self.drawn) == 1 else min(self.drawn, key=self.left)
        row, d2 = int(self.rows[place]), self.room[place]
        # Directly, where float32 cannot tell the distances from 0.
        for near in self.points.blocks(np.flatnonzero(d2 < self.limit)):
            unit = self.points.unit(self.points.X[near])
            d2[near] = squared_distances(unit, self.points.unit(self.points.X[row]))
        if self.fresh:
            self.d2[:] = d2
        else:
            np.minimum(self.d2, d2, out=self.d2)
        self.fresh = False
        return row

    def left(self, place):
        """Return the density that the candidate at `place` in the room would leave, in all."""
        total, points = 0.0, self.points
        for start in range(0, points.n, SPAN):
            block = slice(start, start + SPAN)
            d2 = self.d2[block]
            d2 = np.minimum(self.room[place, block], d2, out=self.spare[: len(d2)])
            total += points.weigh(block, d2)
        return total
