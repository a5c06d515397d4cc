"""The data of a fit, checked once and shared by every run on them: centred, scaled, and their totals.

Centring takes away the digits that a far offset would cost; scaling by a power of two, which is exact,
keeps float32 and sums of squares from overflowing. Left out: anything that depends on centroids.
"""

import math
from functools import cached_property

import numpy as np
from numpy.lib.stride_tricks import as_strided

from kmeans_core import validation
from kmeans_core._fast.exact import NARROW, squared_distances
from kmeans_core._fast.spatial_blocks import Patches

BLOCK = 1 << 15  # values of float64 made at a time: they stay in the processor's cache
SMALL = 1 << 13  # values in all, up to which adding all of them up anew costs less than choosing some
KEPT = 1 << 14  # values in all, up to which the unit points are kept
MANY = 1 << 21  # points beyond which what is kept for each must be little, where they have few features
FINEST = 500  # scale is at most 2**FINEST, so that its square is a number


class Points:
    """Checked data `X` (n, d) and `weights` (n,), or None where every weight is 1.

    The unit points are y = (x - centre) * scale, with values in [-1, 1]. They are made in blocks, and kept only
    where they are few.
    """

    def __init__(self, X, sample_weight=None):
        X = validation.as_table(X)
        few = X.size <= validation.SHORT
        if few:
            validation.bounded(X)
        self.n, self.d = X.shape
        # Long rows may lie apart in memory, if each lies in one piece: a copy costs more than the gaps.
        self.X = X if self.d >= NARROW and X.strides[1] == X.itemsize else np.ascontiguousarray(X)
        self.weights = None if sample_weight is None else validation.as_weights(sample_weight, self.n)
        self.dtype = np.dtype(np.float32)
        low, high, total = self.reduced(np.minimum, np.maximum, np.add)
        if not few:  # spares most large tables a look at every value
            reach = float(np.maximum.reduce(np.maximum(high, -low)))
            if not X.size * reach * reach < validation.LARGEST:
                validation.bounded(X)
        self.mean = total / self.n
        spread = float(np.maximum.reduce(high - low))
        if spread == 0:
            self.centre, self.scale = low, 1.0
            return
        exponent = math.frexp(spread)[1]
        # On a grid as coarse as the data, so that whole numbers stay whole when they are centred.
        grid = 2.0 ** (exponent - 1)
        self.centre = np.rint(self.mean / grid) * grid
        self.scale = 2.0 ** min(FINEST, -exponent - 1)  # no value is farther than 1.25 * 2**exponent from the centre

    @classmethod
    def of(cls, X, sample_weight=None):
        """Return `X` itself where it is already Points: that is how several runs share one preparation."""
        return X if isinstance(X, cls) else cls(X, sample_weight)

    def unit(self, values, out=None):
        """Return rows of `X`, or centroids, as unit points (m, d); `out` (d, m) is where to make them, if given."""
        if out is not None or (self.d < NARROW and len(values) > self.d):
            # A feature at a time: NumPy is slow at many short rows.
            y = np.empty((self.d, len(values))) if out is None else out
            for f in range(self.d):
                np.subtract(values[:, f], self.centre[f], out=y[f])
            y *= self.scale
            return y.T
        together = max(1, 256 // self.d)
        whole = len(values) // together * together if len(values) > 64 and values.flags.c_contiguous else 0
        if not whole:
            y = values - self.centre
        else:  # some rows as one: NumPy is slow at many short ones
            y, centres = np.empty_like(values), np.concatenate([self.centre] * together)
            np.subtract(values[:whole].reshape(-1, centres.size), centres, out=y[:whole].reshape(-1, centres.size))
            np.subtract(values[whole:], self.centre, out=y[whole:])
        y *= self.scale
        return y

    def pick(self, rows):
        """Return X[rows], by the faster of NumPy's ways where `rows` are indices."""
        # `take` copies all of a table whose rows lie apart.
        return self.X[rows] if isinstance(rows, slice) or not self.X.flags.c_contiguous else self.X.take(rows, axis=0)

    def reduced(self, *ufuncs):
        """Return each `ufunc.reduce(X, axis=0)`, shape (d,); not row by row, for NumPy is slow at many short rows."""
        if self.small:
            return [ufunc.reduce(self.features, axis=1) for ufunc in ufuncs]
        with np.errstate(all="ignore"):  # a bad value is found in the result, and a gap may hold anything
            return self.folded(ufuncs)

    def folded(self, ufuncs):
        """Do so for many points, with some rows and the gaps between them taken for one long row."""
        width, off = divmod(self.X.strides[0], self.X.itemsize)  # of a row and the gap behind it
        if off or not self.d <= width <= 2 * self.d:
            return [ufunc.reduce(self.X, axis=0) for ufunc in ufuncs]
        together = max(1, 512 // width)
        whole = (self.n - 1) // together * together  # behind the last row there may be no gap
        shape, strides = (whole // together, together * width), (together * self.X.strides[0], self.X.itemsize)
        table = self.X[:whole].reshape(shape) if width == self.d else as_strided(self.X, shape, strides)
        folds = (ufunc.reduce(table, axis=0).reshape(together, width)[:, : self.d] for ufunc in ufuncs)
        pairs = zip(ufuncs, folds, strict=True)
        return [ufunc.reduce(np.concatenate([fold, self.X[whole:]]), axis=0) for ufunc, fold in pairs]

    @property
    def small(self):
        """Whether the points are so few that adding all of them up anew costs less than choosing some."""
        return self.X.size <= SMALL

    @property
    def near(self):
        """Whether the origin is so near that sums of `X` itself keep their digits."""
        return float(np.maximum.reduce(np.abs(self.centre))) * self.scale <= 1

    @cached_property
    def whole(self):
        """All the unit points (n, d), or None where they are too many to keep."""
        return self.unit(self.X) if self.X.size <= KEPT else None

    def units(self, rows):
        """Return some rows of `X`, a slice or indices, as unit points (m, d)."""
        if self.whole is None:
            return self.unit(self.pick(rows))
        if isinstance(rows, slice):
            return self.whole[rows]
        # `take` copies all of a table that does not lie in memory row by row, and these lie column by column.
        return self.whole.T.take(rows, axis=1).T if self.d < NARROW else self.whole.take(rows, axis=0)

    def blocks(self, rows=None):
        """Yield `rows` (all of them by default) block by block: slices, or runs of the indices given."""
        size = max(1, BLOCK // self.d)
        for start in range(0, self.n if rows is None else len(rows), size):
            block = slice(start, start + size)
            yield block if rows is None else rows[block]

    def equal_to(self, i):
        """Return which rows of `X` are equal to row i, as indices (m,)."""
        found = [np.flatnonzero((self.X[block] == self.X[i]).all(axis=1)) + block.start for block in self.blocks()]
        return np.concatenate(found)

    def own_distances(self, b, labels):
        """Yield (block, |y - b|^2 of its rows) for unit centroids b (k, d), each point to the one it belongs to."""
        for block in self.blocks():
            yield block, squared_distances(self.units(block), b[labels[block]])

    def weigh(self, rows, values):
        """Return the sum of `values`, one for each of `rows`, times their weights, as a float."""
        return float(np.add.reduce(values) if self.weights is None else np.einsum("i,i->", values, self.weights[rows]))

    @cached_property
    def totals(self):
        """The sum of w |y|^2, the mean variance of the features of `X` (unweighted), and the largest |y|."""
        return self.measure()

    @cached_property
    def patches(self):
        """The points in short runs that lie close together, where d = 2: see patches.py."""
        return Patches(self)

    @cached_property
    def features(self):
        """`X` feature by feature (d, n), for what is done along each."""
        return np.ascontiguousarray(self.X.T)

    @cached_property
    def variance(self):
        """The mean variance of the features, in squared data units: scikit-learn's yardstick for `tol`."""
        if not self.small:
            return self.totals[1]
        difference = self.features - self.mean[:, None]
        return float(np.vdot(difference, difference)) / self.X.size

    def prepare(self):
        """Make the `columns`, where they are kept, and the totals on the way: one look at the data for both.

        They are the unit points as one (n, d + 2) matrix of float32: y, then 1, then |y|^2. See screen.py.
        """
        if self.columns is None and self.keeps:
            columns = np.empty((self.n, self.d + 2), np.float32)
            self.totals = self.measure(columns)
            self.columns = columns

    columns = None

    @property
    def keeps(self):
        """Whether there is room to keep the columns: those of float64, or of one feature, take more than `X`."""
        return self.dtype == np.float32 and (self.d > 1 or self.n <= MANY)

    def widen(self):
        """Let the screen see float64 from now on."""
        self.dtype = np.dtype(np.float64)
        self.columns = None

    def seen(self, rows):
        """Return the columns of some rows, a slice or indices, in `dtype`, once `prepare` was called.

        Where they are not kept, they are made each time.
        """
        if self.columns is not None:
            return self.columns[rows] if isinstance(rows, slice) else self.columns.take(rows, axis=0)
        y = self.units(rows)
        columns = np.empty((len(y), self.d + 2), self.dtype)
        self.write(columns, y, np.einsum("if,if->i", y, y))
        return columns

    def write(self, columns, y, squares):
        """Fill the `columns` of unit points `y` (m, d)."""
        if self.d < NARROW:
            for f in range(self.d):
                columns[:, f] = y[:, f]
        else:
            columns[:, : self.d] = y
        columns[:, self.d] = 1
        columns[:, self.d + 1] = squares

    def measure(self, columns=None):
        """Return the `totals`, and write the `columns` on the way: one look at the data for both."""
        total = plain = largest = 0.0
        for block in self.blocks():
            squares = self.squares(block, None if columns is None else columns[block])
            mine = float(np.add.reduce(squares))
            plain += mine
            total += mine if self.weights is None else self.weigh(block, squares)
            largest = max(largest, float(np.maximum.reduce(squares)))
        return self.totals_from(plain, total, math.sqrt(largest))

    def squares(self, rows, columns):
        """Return |y|^2 (m,) of some rows, a slice or indices, and write their `columns` (m, d + 2), if given."""
        y = self.units(rows)
        squares = np.einsum("if,if->i", y, y)
        if columns is not None:
            self.write(columns, y, squares)
        return squares

    def totals_from(self, plain, total, largest):
        """Return the `totals`, given the sum of |y|^2 without and with weights, and the largest |y| or more."""
        mean = (self.mean - self.centre) * self.scale
        variance = max(0.0, float(plain) / self.n - float(mean @ mean)) / self.d / self.scale / self.scale
        return float(total), variance, largest
