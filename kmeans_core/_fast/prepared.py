"""The points of a fit in the form the engine compares: centred, scaled, and as columns of float32.

Centring takes away the digits that a far offset would cost. Scaling by a power of two, which is exact, keeps float32
and sums of squares from overflowing.
"""

import math

import numpy as np

from kmeans_core._fast.distances import blocks

BLOCK_VALUES = 1 << 14  # values of float64 made at a time: they stay in the processor's cache
MIN_BLOCK_ROWS = 24  # even of very wide points: a block takes some ten calls of NumPy
NARROW = 8  # with fewer features, NumPy is faster feature by feature than at many short rows
MAX_KEPT_COLUMNS = 1 << 21  # values; columns of one feature take more memory than the data
MAX_EXPONENT = 500  # the scale is at most 2**500, so that its square is a number


class PreparedPoints:
    """Points `X` (n, d) and `weights` (n,), or None if every weight is 1.

    The unit points are y = (x - centre) * scale, with values in [-2, 2]. The columns, one row a point, are
    (y, 1) in `dtype`: float32, or float64 once `use_float64` was called. They are kept if there is room.
    """

    def __init__(self, X, weights):
        self.X, self.weights = np.ascontiguousarray(X), weights
        self.n, self.d = X.shape
        self.block_rows = max(MIN_BLOCK_ROWS, BLOCK_VALUES // self.d)
        self.dtype = np.dtype(np.float32)
        self.centre = np.einsum("if->f", self.X) / self.n
        largest = max(float(self.X.max()), -float(self.X.min()))
        self.scale = 2.0 ** min(MAX_EXPONENT, -math.frexp(largest)[1])
        self.measure()

    def measure(self):
        """Find the sum of w |y|^2 and the largest |y|, and keep the columns if there is room."""
        keeps_columns = self.dtype == np.float32 and (self.d > 1 or self.n <= MAX_KEPT_COLUMNS)
        self.columns = np.empty((self.n, self.d + 1), self.dtype) if keeps_columns else None
        self.total = largest = 0.0
        for block in blocks(self.n, self.block_rows):
            y = self.unit(self.X[block])
            squares = np.einsum("if,if->i", y, y)
            self.total += self.weighted_sum(block, squares)
            largest = max(largest, float(squares.max()))
            if keeps_columns:
                self.write_columns(self.columns[block], y)
        self.largest_norm = math.sqrt(largest)

    def unit(self, values):
        """Return rows of `X`, or centroids, as unit points (m, d)."""
        if self.d >= NARROW:
            y = values - self.centre
        else:
            y = np.empty((self.d, len(values))).T
            for f in range(self.d):
                np.subtract(values[:, f], self.centre[f], out=y[:, f])
        y *= self.scale
        return y

    def rows(self, rows):
        """Return some rows of `X`, given by a slice or by indices (m,), as unit points (m, d)."""
        return self.unit(self.X[rows] if isinstance(rows, slice) else self.X.take(rows, axis=0))

    def columns_of(self, rows):
        """Return the columns (m, d + 1) of some rows, given by a slice or by indices (m,)."""
        if self.columns is not None:
            return self.columns[rows] if isinstance(rows, slice) else self.columns.take(rows, axis=0)
        y = self.rows(rows)
        columns = np.empty((len(y), self.d + 1), self.dtype)
        self.write_columns(columns, y)
        return columns

    def write_columns(self, columns, y):
        """Fill the `columns` (m, d + 1) of the unit points `y` (m, d)."""
        columns[:, : self.d] = y
        columns[:, self.d] = 1

    def use_float64(self):
        """Compare in float64 from now on: with a distant outlier, float32 cannot tell the other points apart."""
        self.dtype = np.dtype(np.float64)
        self.columns = None

    def weighted_sum(self, rows, values):
        """Return the sum of `values` (m,), one for each of `rows`, times their weights."""
        return float(np.add.reduce(values) if self.weights is None else np.einsum("i,i->", values, self.weights[rows]))

    def own_distances(self, b, labels):
        """Yield (block, squared distances (m,) of its unit points to their own unit centroids `b` (k, d))."""
        for block in blocks(self.n, self.block_rows):
            differences = self.rows(block) - b[labels[block]]
            yield block, np.einsum("if,if->i", differences, differences)
