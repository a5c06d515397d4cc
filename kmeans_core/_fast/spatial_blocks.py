"""Patches: points in the plane, put in order along a curve that fills it, and cut into runs that lie close together.

What holds for the box around a patch holds for all its points; filtering.py lives on that. Left out: centroids.

Hilbert (1891), "Ueber die stetige Abbildung einer Linie auf ein Flaechenstueck", Math. Annalen 38.
"""

import functools

import numpy as np

BITS = 8  # the curve runs through a grid of 2**BITS by 2**BITS cells
SIZE = 64  # points in a patch
SAMPLE = 1_000  # points about that say where nearly all of them lie
TOGETHER = 256  # patches made at a time: they stay in the processor's cache


class Patches:
    """The unit points of `points` (n, 2) as m patches of SIZE, the last one filled up with copies of its last point.

    `order` (n,) holds the rows of X along the curve, `y` (2, m, SIZE) the unit points, `weights` (m * SIZE,) theirs or
    None. Each patch has a box of some `width` (2, m) and `diagonal` (m,), whose middle the `columns` (4, m) hold, and
    the `sums` (2, m), the `mass` (m,) and the `members` (m,) of its points, as a tally counts them.
    """

    def __init__(self, points):
        n, m = points.n, -(-points.n // SIZE)
        self.order = order_along_curve(points)
        self.y = np.empty((2, m, SIZE))
        low, high, self.sums = np.empty((2, m)), np.empty((2, m)), np.empty((2, m))
        along = self.y.reshape(2, -1)
        for start in range(0, m, TOGETHER):
            these = slice(start, min(m, start + TOGETHER))
            places = slice(start * SIZE, min(n, these.stop * SIZE))
            points.unit(points.pick(self.order[places]), along[:, places])
            if these.stop == m:
                along[:, n:] = along[:, n - 1 : n]
            for y, *of in zip(self.y[:, these], low[:, these], high[:, these], self.sums[:, these], strict=True):
                for ufunc, out in zip((np.minimum, np.maximum, np.add), of, strict=True):
                    ufunc.reduce(y, axis=1, out=out)
        middle, self.width = (low + high) / 2, high - low
        self.columns = columns(middle)
        self.diagonal = np.hypot(*self.width)
        self.typical = float(np.median(self.diagonal))
        self.weights = None
        self.members = np.full(m, SIZE)
        self.members[-1] -= m * SIZE - n
        self.mass = self.members
        self.sums[:, -1] = self.y[:, -1, : self.members[-1]].sum(axis=1)
        squares = weighted = np.einsum("fi,fi->", along[:, :n], along[:, :n])
        if points.weights is not None:
            self.weights = np.zeros(m * SIZE)
            self.weights[:n] = points.weights[self.order]
            by_patch = self.weights.reshape(m, SIZE)
            self.members, self.mass = np.count_nonzero(by_patch, axis=1), by_patch.sum(axis=1)
            self.sums = np.einsum("fmi,mi->fm", self.y, by_patch)
            weighted = np.einsum("fi,fi,i->", along, along, self.weights)
        farthest = float(np.hypot(*np.maximum(-low, high)).max())  # a corner
        points.totals = points.totals_from(squares, weighted, farthest)  # on the way: another look would cost more


def order_along_curve(points):
    """Return the rows of X (n,) in the order in which the curve meets their cells."""
    low, high = points.unit(np.stack(bulk(points.X)))
    span = 1.5 * (high - low)  # points farther out count to the outermost cells
    span[span < 1e-9] = 1
    last = 2**BITS - 1
    corner, cells = (low - span / 6) / points.scale + points.centre, last / span * points.scale
    curve, places = hilbert(BITS).ravel(), np.empty(points.n, dtype=np.uint16)
    for block in points.blocks():
        cell = 0
        for f in range(2):
            at = points.X[block, f] - corner[f]
            at *= cells[f]
            np.maximum(at, 0, out=at)
            cell = (cell << BITS) | np.minimum(at, last, out=at).astype(np.uint16)
        curve.take(cell, out=places[block], mode="clip")  # "clip" lets NumPy write without a copy
    return places.argsort(kind="stable").astype(np.int32)  # of numbers of 16 bits: a radix sort


def bulk(X):
    """Return (low (d,), high (d,)), between which nearly all rows of `X` (n, d) lie, by a sample of them."""
    sample = np.sort(X[:: max(1, len(X) // SAMPLE)], axis=0)
    few = len(sample) // 50
    return sample[few], sample[-1 - few]


def columns(y):
    """Return the (4, m) that the `facing` centroids of screen.py meet: y (2, m), then 1, then |y|^2."""
    return np.concatenate([y, np.ones((1, y.shape[1])), np.einsum("fi,fi->i", y, y)[None]])


@functools.lru_cache(maxsize=1)
def hilbert(bits):
    """Return at which step the Hilbert curve meets each cell of a square, (2**bits, 2**bits) of uint16."""
    met = np.zeros((1, 1), dtype=np.uint16)
    for _ in range(bits):
        n = met.size
        met = np.block([[met.T, met + n], [met[::-1, ::-1].T + 3 * n, met + 2 * n]]).astype(np.uint16)
    return met
