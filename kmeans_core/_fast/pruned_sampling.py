"""D^2 of many points in the plane: a candidate is only compared with those within its reach.

A patch of points (patches.py) all of whom are nearer to a chosen row than its box is to the candidate need not be
looked at; after a few picks that is most of them. The others meet the definition. `Reach` does what uncovered.py
says. Left out: other numbers of features, where boxes are few or large (proposals.py).
"""

import numpy as np

from kmeans_core._fast.d2_sampling import in_blocks, places_at, sums_of
from kmeans_core._fast.prepared import MANY
from kmeans_core._fast.spatial_blocks import SIZE, TOGETHER


class Reach:
    """`d2` (n,): the squared distance of each unit point to the nearest chosen row, along the curve of the patches.

    Patch by patch it is the `curve` (m, SIZE), of which `top` (m,) has the largest value in each, and `mass` (m,) the
    sum, times the weights.
    """

    def __init__(self, points):
        self.points, self.patches = points, points.patches
        self.middle, self.half = self.patches.columns[:2], self.patches.width / 2
        self.curve, self.d2 = in_blocks(points.n, SIZE, np.float64 if points.n <= MANY else np.float32)
        weights = self.patches.weights
        self.weights = None if weights is None else weights.reshape(-1, SIZE)
        self.restart()

    def restart(self):
        """Begin as if no row was chosen: by the weight alone."""
        self.fresh = True
        self.d2.fill(1)
        self.mass = sums_of(self.curve, self.weights)

    @property
    def density(self):
        """What rows are drawn in proportion to, (n,)."""
        density = np.empty(self.points.n)
        curve = self.curve if self.weights is None else self.curve * self.weights
        density[self.patches.order] = curve.ravel()[: len(density)]
        return density

    def draw(self, rng, size):
        """Return `size` rows drawn in proportion to their density; by weight alone where all of it is 0."""
        if not self.mass.any():
            self.restart()
        self.drawn = self.patches.order[places_at(rng.random(size), self.curve, self.weights, self.mass)]
        return self.drawn

    def cover(self):
        """Choose the row of those drawn that leaves the least density, and return it."""
        if self.fresh:
            self.d2.fill(np.inf)
            self.top = np.full(len(self.curve), np.inf, self.curve.dtype)
            self.fresh = False
        units = self.points.unit(self.points.X[self.drawn])
        reached = self.reached(units)
        best = 0 if len(units) == 1 else int(np.argmax([self.gain(*each) for each in zip(units, reached, strict=True)]))
        for patches, _, after in self.change(units[best], reached[best]):
            self.curve[patches] = after
            self.top[patches] = np.maximum.reduce(after, axis=1)
            self.mass[patches] = sums_of(after, None if self.weights is None else self.weights[patches])
        return int(self.drawn[best])

    def reached(self, units):
        """Return which patches each of `units` (t, 2) may be nearest to some points of, (t, m)."""
        reached = np.empty((len(units), len(self.top)), dtype=bool)
        for unit, out in zip(units, reached, strict=True):
            gap = np.abs(self.middle - unit[:, None])
            gap -= self.half
            np.maximum(gap, 0, out=gap)
            gap *= gap
            np.less(gap[0] + gap[1], self.top, out=out)
        return reached

    def gain(self, unit, reached):
        """Return by how much the density would fall with `unit` (2,), which reaches the patches `reached` (m,)."""
        total = 0.0
        for patches, before, after in self.change(unit, reached):
            before -= after
            total += float(before.sum() if self.weights is None else np.vdot(before, self.weights[patches]))
        return total

    def change(self, unit, reached):
        """Yield some of the patches `reached` (m,), and what is the curve there before and with `unit` (2,)."""
        near = np.flatnonzero(reached)
        for start in range(0, len(near), TOGETHER):
            patches = near[start : start + TOGETHER]
            square = self.patches.y.take(patches, axis=1)
            square -= unit[:, None, None]
            square *= square
            d2 = square[0]
            d2 += square[1]
            before = self.curve.take(patches, axis=0)
            yield patches, before, np.minimum(before, d2, out=d2)
