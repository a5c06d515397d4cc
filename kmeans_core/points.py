"""The data of a fit, checked once and shared by every run on them: centred, scaled, and their totals.

Centring takes away the digits that a far offset would cost; scaling by a power of two, which is exact,
keeps float32 and sums of squares from overflowing. Left out: anything that depends on centroids.
"""

import math
from functools import cached_property

import numpy as np

from kmeans_core import checks
from kmeans_core.textbook import NARROW, squared_distances

BLOCK = 1 << 15  # values of float64 made at a time: they stay in the processor's cache
FINEST = 500  # scale is at most 2**FINEST, so that its square is a number


class Points:
    """Checked data `X` (n, d) and `weights` (n,), or None where every weight is 1.

    The unit points are y = (x - centre) * scale, with values in [-1, 1]. They are made in blocks, not stored.
    """

    def __init__(self, X, sample_weight=None):
        self.X = np.ascontiguousarray(checks.as_points(X))
        self.n, self.d = self.X.shape
        self.weights = None if sample_weight is None else checks.as_weights(sample_weight, self.n)
        low, high = by_feature(np.minimum, self.X), by_feature(np.maximum, self.X)
        spread = float(np.max(high - low))
        self.centre = by_feature(np.add, self.X) / self.n
        if spread > 0:
            # On a grid as coarse as the data, so that whole numbers stay whole when they are centred.
            grid = 2.0 ** (math.frexp(spread)[1] - 1)
            self.centre = np.rint(self.centre / grid) * grid
        reach = float(np.max(np.maximum(high - self.centre, self.centre - low)))
        self.scale = 2.0 ** min(FINEST, -math.frexp(reach)[1]) if reach > 0 else 1.0
        self.dtype = np.dtype(np.float32)

    @classmethod
    def of(cls, X, sample_weight=None):
        """Return `X` itself where it is already Points: that is how several runs share one preparation."""
        return X if isinstance(X, cls) else cls(X, sample_weight)

    def unit(self, values):
        """Return rows of `X`, or centroids, as unit points (m, d)."""
        if self.d < NARROW and len(values) > self.d:
            y = np.empty((self.d, len(values)))  # a feature at a time: NumPy is slow at many short rows
            for f in range(self.d):
                np.subtract(values[:, f], self.centre[f], out=y[f])
            y *= self.scale
            return y.T
        return (values - self.centre) * self.scale

    def restore(self, y):
        """Return unit points as they were: the inverse of `unit`."""
        return y / self.scale + self.centre

    def blocks(self, rows=None):
        """Yield `rows` (all of them by default) block by block: slices, or runs of the indices given."""
        size = max(1, BLOCK // self.d)
        for start in range(0, self.n if rows is None else len(rows), size):
            block = slice(start, start + size)
            yield block if rows is None else rows[block]

    def own_distances(self, b, labels):
        """Yield (block, |y - b|^2 of its rows) for unit centroids b (k, d), each point to the one it belongs to."""
        for block in self.blocks():
            yield block, squared_distances(self.unit(self.X[block]), b[labels[block]])

    def weigh(self, rows, values):
        """Return the sum of `values`, one for each of `rows`, times their weights, as a float."""
        return float(values.sum() if self.weights is None else np.einsum("i,i->", values, self.weights[rows]))

    @cached_property
    def totals(self):
        """The sum of w |y|^2, the mean variance of the features of `X` (unweighted), and the largest |y|."""
        total = plain = largest = 0.0
        sums = np.zeros(self.d)
        for block in self.blocks():
            y = self.unit(self.X[block])
            squares = np.einsum("if,if->i", y, y)
            sums += y.sum(axis=0)
            plain += float(squares.sum())
            total += self.weigh(block, squares)
            largest = max(largest, float(squares.max()))
        mean = sums / self.n
        variance = max(0.0, plain / self.n - float(mean @ mean)) / self.d / self.scale / self.scale
        return total, variance, math.sqrt(largest)

    @property
    def variance(self):
        """The mean variance of the features, in squared data units: scikit-learn's yardstick for `tol`."""
        return self.totals[1]

    @property
    def columns(self):
        """The unit points as one (n, d + 2) matrix of `dtype`: y, then 1, then |y|^2. See screen.py."""
        if self._columns is None or self._columns.dtype != self.dtype:
            self._columns = None  # the narrow copy goes before the wide one comes
            columns = np.empty((self.n, self.d + 2), dtype=self.dtype)
            for block in self.blocks():
                append_squares(self.unit(self.X[block]), columns[block])
            self._columns = columns
        return self._columns

    _columns = None


def append_squares(y, columns):
    """Write unit points y (m, d), 1 and |y|^2 into `columns` (m, d + 2)."""
    d = y.shape[1]
    if d < NARROW:
        for f in range(d):
            columns[:, f] = y[:, f]
    else:
        columns[:, :d] = y
    columns[:, d] = 1
    columns[:, d + 1] = np.einsum("if,if->i", y, y)


def by_feature(ufunc, X):
    """Return `ufunc.reduce(X, axis=0)`, shape (d,), several rows at a time: NumPy is slow at many short rows."""
    n, d = X.shape
    rows = 512 // d
    if n < 8 * rows:
        return ufunc.reduce(np.ascontiguousarray(X.T), axis=1)
    whole = n // rows * rows if rows else 0
    if not whole:
        return ufunc.reduce(X, axis=0)
    folded = ufunc.reduce(X[:whole].reshape(-1, rows * d), axis=0).reshape(rows, d)
    return ufunc.reduce(np.concatenate([folded, X[whole:]]), axis=0)
