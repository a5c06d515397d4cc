"""D^2: how far every point still is from the rows chosen so far, and draws in proportion to it.

The machinery of `kmeans_plusplus`. Few points are looked at by the definition. For many, all candidates of a draw
are tried in one matrix product per block of points (screen.py says how, and by how much float32 errs); distances
too small for float32 are then taken directly. The blocks' sums are kept, so that a draw runs through one block and
not through all points. Left out: who is chosen and when (init.py).
"""

import numpy as np

from kmeans_core.screen import PRODUCT, error_bound, facing
from kmeans_core.textbook import NARROW, distances_by_feature, squared_distances

FEW = 4096  # points of few features, up to which the fewest calls win over the fewest operations
TINY = 16  # below this many error bounds a screened distance is not trusted


def uncovered(points):
    """Return what does this soonest for these points, before any row is chosen."""
    return UncoveredFew(points) if points.n <= FEW and points.d < NARROW else Uncovered(points)


class UncoveredFew:
    """`mass` (n,): the weight of every point times its squared distance to the nearest chosen row."""

    def __init__(self, points):
        self.weights = points.weights
        self.features = np.ascontiguousarray(points.units(slice(None)).T)
        self.restart()

    def restart(self):
        """Begin as if no row was chosen: by the weight alone."""
        self.d2, self.mass = None, np.ones(self.features.shape[1]) if self.weights is None else self.weights

    def density(self, block):
        """Return the density of the rows in `block`."""
        return self.mass[block]

    def draw(self, rng, size):
        """Return `size` rows drawn in proportion to their density; by weight alone where all of it is 0."""
        passed = self.mass.cumsum()
        if passed[-1] == 0:
            self.restart()
            passed = self.mass.cumsum()
        rows = passed.searchsorted(rng.random(size) * passed[-1], side="right")
        if rows.max() == len(passed):  # rounding must not reach a row without mass
            rows = np.minimum(rows, np.flatnonzero(self.mass)[-1])
        return rows

    def cover(self, candidates):
        """Choose the row of `candidates` (t,) that leaves the least density, and return it."""
        left = distances_by_feature(self.features, self.features[:, candidates].T)
        if self.d2 is not None:
            np.minimum(left, self.d2, out=left)
        best = int((left.sum(axis=1) if self.weights is None else left @ self.weights).argmin())
        self.d2 = left[best]
        self.mass = self.d2 if self.weights is None else self.d2 * self.weights
        return int(candidates[best])


class Uncovered:
    """`d2` (n,): the squared distance of each unit point to the nearest chosen row; None before the first."""

    def __init__(self, points):
        self.points = points
        self.d2 = self.room = None
        self.size = min(4096, max(64, PRODUCT // (8 * (points.d + 2))))
        self.starts = range(0, points.n, self.size)
        self.mass = np.array([self.density(self.block(start)).sum() for start in self.starts])

    def block(self, start):
        return slice(start, min(start + self.size, self.points.n))

    def density(self, block):
        """Return weight times D^2 of the rows in `block`: only the weight before the first row is chosen."""
        weights = self.points.weights
        if self.d2 is None:
            return np.ones(block.stop - block.start) if weights is None else weights[block]
        return self.d2[block] if weights is None else self.d2[block] * weights[block]

    def draw(self, rng, size):
        """Return `size` rows drawn in proportion to their density; by weight alone where all of it is 0."""
        if not self.mass.any():
            self.__init__(self.points)
        ends = self.mass.cumsum()
        seen = {}  # the density of each block looked at, and its running sum
        return np.array([self.find(mark, ends, seen) for mark in rng.random(size) * ends[-1]])

    def find(self, mark, ends, seen):
        """Return the row where the running sum of density passes `mark`; `ends` holds that sum after each block."""
        b = int(ends.searchsorted(mark, side="right"))
        if b == len(ends):  # rounding must not reach a row without mass
            b = int(np.flatnonzero(self.mass)[-1])
        if b not in seen:
            density = self.density(self.block(self.starts[b]))
            seen[b] = density, density.cumsum(dtype=np.float64)
        density, passed = seen[b]
        i = min(int(passed.searchsorted(mark - (ends[b] - self.mass[b]), side="right")), len(density) - 1)
        if density[i] == 0:
            i = int(np.flatnonzero(density)[-1])
        return self.starts[b] + i

    def cover(self, candidates):
        """Choose the row of `candidates` (t,) that leaves the least density, and return it."""
        points = self.points
        b = points.unit(points.X[candidates])
        faced = facing(b, points.dtype)
        if self.room is None or len(self.room) < len(candidates) or self.room.dtype != points.dtype:
            self.room = np.empty((len(candidates), points.n), dtype=points.dtype)
        left = self.room[: len(candidates)]
        mass = np.empty((len(candidates), len(self.starts)))
        for at, start in enumerate(self.starts):
            block = self.block(start)
            d2 = np.matmul(faced, points.columns[block].T, out=left[:, block])
            if self.d2 is not None:
                np.minimum(d2, self.d2[block], out=d2)
            mass[:, at] = d2.sum(axis=1) if points.weights is None else np.einsum("ti,i->t", d2, points.weights[block])
        best = int(mass.sum(axis=1).argmin())
        before, self.d2 = self.d2, np.maximum(left[best], np.float32(0))
        self.mass = mass[best]
        self.mend(b[best], before)
        return int(candidates[best])

    def mend(self, chosen, before):
        """Take the distances to the unit point `chosen` directly where float32 cannot tell them from 0."""
        points = self.points
        limit = TINY * error_bound(points.d, 2 * points.totals[2], points.dtype)
        doubt = self.d2 < limit
        if before is not None:
            doubt &= before > 0
        mended = np.flatnonzero(doubt)
        for rows in points.blocks(mended):
            d2 = squared_distances(points.unit(points.X[rows]), chosen)
            self.d2[rows] = d2 if before is None else np.minimum(before[rows], d2)
        most = self.size * limit * (1 if points.weights is None else float(points.weights.max()))
        for at in np.flatnonzero(self.mass < most):  # float32 leaves some mass where all distances are 0
            if not self.density(self.block(self.starts[at])).any():
                self.mass[at] = 0
