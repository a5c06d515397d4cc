"""D^2 of many points: the distances to many candidates in one go (`Proposals` does what uncovered.py says).

Matrix products find them (screen.py says how, and by how much float32 errs), and a look at all points costs little
more for many candidates than for one. Most candidates come to their turn only when more rows are chosen, and D^2 is
no longer what they were drawn by. Rejection keeps their chances right: each is a spot under the curve of D^2, which
only ever falls; a spot that is still below it is as good as newly drawn, and the others are passed over.
Left out: points in the plane, most of which need no look at all (reach.py).

Von Neumann (1951), "Various techniques used in connection with random digits", Applied Mathematics Series 12.
"""

import numpy as np

from kmeans_core._fast.d2_sampling import in_blocks, places_at, sums_of
from kmeans_core._fast.distances import error_bound, facing, multiply
from kmeans_core._fast.exact import squared_distances

TINY = 16  # below this many error bounds a screened distance is not trusted
AHEAD = 32  # candidates drawn in one go, as far as there is room
ROOM = 1_200_000  # distances to them that are kept for later picks at most
MOST = 3_000_000  # those of one pick that are kept, for up to 3 features; otherwise they are found as they are needed
BLOCK = 256  # points whose mass is known, so that a draw runs through one block and not through all points
SPAN = 1 << 15  # distances compared at a time: they stay in the processor's cache


class Proposals:
    """`d2` (n,): the squared distance of each unit point to the nearest chosen row; 1 before the first.

    The `rows` (p,) are candidates, each drawn at some `height` (p,) under the curve of `d2`, and `faced` by the
    columns; the `room` (p or more, n) has their squared distances to all points, where these are kept.
    """

    def __init__(self, points, wanted):
        self.points, self.wanted = points, wanted
        points.prepare()
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
        most = points.d - 2 if points.d > 3 else MOST // points.n  # with the columns no more than 1.25 X
        ahead = size if self.fresh else max(size, min(self.wanted, AHEAD, ROOM // points.n, most))
        new = places_at(rng.random(ahead - len(kept)), self.curve, self.weights, mass)
        self.height = np.concatenate([self.height[kept], rng.random(len(new)) * self.d2[new]])
        self.rows = np.concatenate([self.rows[kept], new])
        self.faced = facing(points.unit(points.X[self.rows]), points.dtype)
        self.kept = ahead <= most
        if not self.kept:
            return
        if len(self.room) < ahead:
            self.room = np.empty((ahead, points.n), dtype=points.dtype)
        for block in self.spans():
            multiply(self.faced, points.seen(block).T, self.room[:ahead, block])

    def spans(self):
        """Yield all points as slices, as many at a time as stay in the cache."""
        size = SPAN if self.points.columns is not None else max(16, SPAN // self.points.d)
        return (slice(start, start + size) for start in range(0, self.points.n, size))

    def distances(self, places, block):
        """Return the squared distances of a `block` of points to the candidates at `places` (p,), p arrays (m,)."""
        if self.kept:
            return [self.room[place, block] for place in places]
        columns = self.points.seen(block).T
        d2 = np.empty((len(places), columns.shape[1]), dtype=columns.dtype)
        multiply(self.faced[places], columns, d2)
        return d2

    def cover(self):
        """Choose the row of those drawn that leaves the least density, and return it."""
        place = self.drawn[0] if len(self.drawn) == 1 else self.drawn[np.argmin(self.left(self.drawn))]
        row, points = int(self.rows[place]), self.points
        unit = points.unit(points.X[row : row + 1])
        for block in self.spans():
            (d2,), curve = self.distances([place], block), self.d2[block]
            for near in points.blocks(np.flatnonzero(d2 < self.limit)):  # float32 cannot tell these from 0
                d2[near] = squared_distances(points.units(near + block.start), unit)
            if self.fresh:
                curve[:] = d2
            else:
                np.minimum(curve, d2, out=curve)
        self.fresh = False
        return row

    def left(self, places):
        """Return the density that each of the candidates at `places` (p,) would leave, in all, (p,)."""
        totals = np.zeros(len(places))
        for block in self.spans():
            curve = self.d2[block]
            for i, d2 in enumerate(self.distances(places, block)):
                totals[i] += self.points.weigh(block, np.minimum(d2, curve, out=self.spare[: len(curve)]))
        return totals
