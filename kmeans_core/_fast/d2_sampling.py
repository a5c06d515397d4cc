"""D^2: how far every point still is from the rows chosen so far, and draws in proportion to it.

The machinery of `kmeans_plusplus`, for few points: the definition, in the fewest calls of NumPy. For many points see
reach.py (in the plane) and proposals.py. Left out: how many rows are chosen, and of how many candidates (init.py).
"""

import numpy as np

from kmeans_core._fast.exact import distances_by_feature

FEW = 4096  # points of few features, up to which the fewest calls win over the fewest operations


class Uncovered:
    """`mass` (n,): the weight of every point times its squared distance to the nearest chosen row."""

    def __init__(self, points):
        self.weights = points.weights
        self.features = np.ascontiguousarray(points.units(slice(None)).T)
        self.restart()

    def restart(self):
        """Begin as if no row was chosen: by the weight alone."""
        self.d2, self.mass = None, np.ones(self.features.shape[1]) if self.weights is None else self.weights

    @property
    def density(self):
        """What rows are drawn in proportion to, (n,)."""
        return self.mass

    def draw(self, rng, size):
        """Return `size` rows drawn in proportion to their density; by weight alone where all of it is 0."""
        passed = self.mass.cumsum()
        if passed[-1] == 0:
            self.restart()
            passed = self.mass.cumsum()
        rows = passed.searchsorted(rng.random(size) * passed[-1], side="right")
        if rows.max() == len(passed):  # rounding must not reach a row without mass
            rows = np.minimum(rows, np.flatnonzero(self.mass)[-1])
        self.drawn = rows
        return rows

    def cover(self):
        """Choose the row of those drawn that leaves the least density, and return it."""
        left = distances_by_feature(self.features, self.features[:, self.drawn].T)
        if self.d2 is not None:
            np.minimum(left, self.d2, out=left)
        best = int((left.sum(axis=1) if self.weights is None else left @ self.weights).argmin())
        self.d2 = left[best]
        self.mass = self.d2 if self.weights is None else self.d2 * self.weights
        return int(self.drawn[best])


def places_at(shares, curve, weights, mass):
    """Return the places (s,) in the blocks `curve` (m, size) where the running sum of density passes `shares` of it.

    The density is the curve times `weights` (m, size), if given, and `mass` (m,) its sum in each block, up to rounding.
    """
    ends = mass.cumsum(dtype=np.float64)
    marks = shares * ends[-1]
    at = ends.searchsorted(marks, side="right")
    if at.max() == len(ends):  # rounding must not reach a point without mass, here or below
        at = np.minimum(at, np.flatnonzero(mass)[-1])
    density = curve[at] if weights is None else curve[at] * weights[at]
    passed = density.cumsum(axis=1, dtype=np.float64)
    inside = np.add.reduce(passed <= (marks - ends[at] + mass[at])[:, None], axis=1, dtype=np.intp)
    size = curve.shape[1]
    if inside.max() == size:
        inside = np.minimum(inside, size - 1 - (density[:, ::-1] > 0).argmax(axis=1))
    return at * size + inside


def sums_of(curve, weights):
    """Return the sum of each row of `curve` (m, size), times `weights` (m, size) if given, shape (m,)."""
    return np.add.reduce(curve, axis=1) if weights is None else np.einsum("bi,bi->b", curve, weights)


def in_blocks(n, size, dtype=np.float64):
    """Return room for n values in rows of `size`, the last one filled up with zeros, and a view of the n (n,)."""
    blocks = np.zeros((-(-n // size), size), dtype=dtype)
    return blocks, blocks.ravel()[:n]
