"""Squared distances: by the definition in float64, and by matrix products in float32 with a bound on their error.

The row (y, 1) times the column (-2b, |b|^2) is |y - b|^2 - |y|^2. In float32 that is fast and slightly wrong, with
|y|^2 added by at most `error_bound`. Where the nearest centroid is nearer than the second by more than twice the
bound, it is the nearest in exact arithmetic too. The few other points are ambiguous; the definition decides them.

The bound is the standard one for inner products: Higham (2002), "Accuracy and Stability of Numerical Algorithms", 3.1.
"""

import numpy as np

BLOCK_DIFFERENCES = 1 << 15  # differences held at a time by the definition: they stay in the processor's cache
BLOCK_DISTANCES = 1 << 18  # distances held at a time: few enough for the cache, enough to make the calls worth it
MIN_BLOCK_DISTANCES = 1 << 15  # at least so many, even if the memory limit of a small table leaves less
WIDE = 1024  # with as many features, a pass over one point takes longer than some calls of NumPy
MAX_NORM = 2.0**20  # beyond this, unit points and centroids could overflow float32
MAX_PRODUCT = 500_000  # multiply-adds in one product: OpenBLAS hands larger ones to another thread, which costs more
MAX_FACTOR_VALUES = 1 << 13  # values of points in one product: OpenBLAS multiplies small matrices without copying them
MIN_PRODUCT_COLUMNS = 48  # points in one product: with fewer, reading the centroids takes longer than the products
EPS = {np.dtype(dtype): float(np.finfo(dtype).eps) for dtype in (np.float32, np.float64)}
TINY = {np.dtype(dtype): float(np.finfo(dtype).tiny) for dtype in (np.float32, np.float64)}
FLOAT64 = np.dtype(np.float64)


def nearest_by_definition(X, centroids):
    """Return the index of the nearest centroid of each point, the lowest on a tie, shape (n,).

    This is the definition: everything faster must return these labels, bit for bit.
    """
    n, d = X.shape
    if d >= WIDE:
        return np.array([nearest_of_wide_point(x, centroids) for x in X], dtype=np.int32)
    labels = np.empty(n, dtype=np.int32)
    centroids = np.asarray(centroids, order="F")  # feature by feature in memory, as they are read
    for block in blocks(n, BLOCK_DIFFERENCES // centroids.size):
        labels[block] = squared_distances(X[block], centroids).argmin(axis=0)
    return labels


def nearest_of_wide_point(x, centroids):
    """Return the same for one point `x` (d,), adding up in the lesson's order only where the order may decide.

    A sum of d squares, in any order, is off by less than d + 6 roundings of itself.
    """
    differences = x - centroids
    d2 = np.einsum("jf,jf->j", differences, differences)
    limit = d2.min() * (1 + 4 * (x.size + 6) * EPS[FLOAT64]) + x.size * TINY[FLOAT64]
    near = np.flatnonzero(d2 <= limit)
    return near[squared_distances(x[None], centroids[near]).argmin()] if len(near) > 1 else near[0]


def squared_distances(X, centroids):
    """Return the squared distance of every centroid to every point, shape (k, n)."""
    differences = np.subtract(X.T[:, None], centroids.T[:, :, None], order="C")
    np.square(differences, out=differences)
    return np.add.reduce(differences, axis=0)  # one feature after the other, as the lesson adds them


def blocks(n, size):
    """Yield slices of at most `size` rows (at least one) that together cover n rows."""
    size = max(1, size)
    return (slice(start, min(start + size, n)) for start in range(0, n, size))


def error_bound(d, reach, dtype):
    """Return by how much a squared distance computed here may differ from the exact one, if |y| + |b| <= reach.

    An inner product of d + 2 terms, each the product of two rounded numbers, has an error of less than d + 6 roundings
    of the sum of the terms' sizes, here reach^2; the definition's own error is that many roundings of float64.
    A rounding is half of eps. The last term stands for underflow.
    """
    return (d + 6) * ((EPS[dtype] + EPS[FLOAT64]) / 2 * reach * reach + TINY[dtype])


def as_factors(b, dtype):
    """Return the matrix (k, d + 1) with the rows (-2b, |b|^2) for unit centroids `b` (k, d)."""
    factors = np.empty((len(b), b.shape[1] + 1), dtype)
    np.multiply(b, -2, out=factors[:, :-1], casting="same_kind")
    factors[:, -1] = np.vecdot(b, b)
    return factors


def multiply(factors, columns, out):
    """Write the product of `factors` (k, d + 1) and `columns` (d + 1, m) to `out` (k, m), in small parts."""
    if factors.size * MIN_PRODUCT_COLUMNS > MAX_PRODUCT:  # wide points: one product in the order that suits them
        out[:] = (columns.T @ factors.T).T
        return
    part = min(MAX_PRODUCT // factors.size, MAX_FACTOR_VALUES // len(columns))
    part = max(MIN_PRODUCT_COLUMNS, part // 8 * 8)  # a multiple of the processor's register width
    m = columns.shape[1]
    full = m // part * part
    if full:  # many products in one call of NumPy: a call costs as much as half a product
        parts = columns[:, :full].reshape(len(columns), -1, part, copy=False).swapaxes(0, 1)
        np.matmul(factors, parts, out=out[:, :full].reshape(len(out), -1, part, copy=False).swapaxes(0, 1))
    if full < m:
        np.matmul(factors, columns[:, full:], out=out[:, full:])


class Distances:
    """Room to compare up to `rows` points at a time with k centroids; the room is used again and again."""

    def __init__(self, n, d, k, dtype, limit=BLOCK_DISTANCES):
        if d > 3:  # no more memory than a quarter of the data
            limit = min(limit, max(MIN_BLOCK_DISTANCES, n * (d - 1) // 10))
        # Not a power of two: rows a power of two apart compete for the same lines of the cache.
        self.rows = min(n, limit // k // 64 * 64 + 16)
        self.k, self.dtype = k, np.dtype(dtype)
        self.d2 = np.empty((k, self.rows), dtype)
        self.places, self.row_starts = np.arange(self.rows), np.intp(self.rows)
        self.smallest_two = np.empty((2, self.rows), dtype)
        self.is_nearest = np.empty((k, self.rows), dtype=bool)
        self.index = np.arange(k, dtype=np.min_scalar_type(k))[:, None]
        self.marks = np.empty((k, self.rows), self.index.dtype)

    def load_centroids(self, b):
        """Compare with the unit centroids `b` (k, d) from now on."""
        self.factors = as_factors(b, self.dtype)

    def two_nearest(self, columns):
        """Return (labels (m,), smallest two d2 (2, m)) for `columns` (m, d + 1). On a tie the label means nothing.

        The next call overwrites the second.
        """
        d2, smallest_two = self.products(columns), self.smallest_two[:, : len(columns)]
        smallest, second = smallest_two
        np.minimum.reduce(d2, axis=0, out=smallest)
        labels = self.only_true(np.equal(d2, smallest, out=self.is_nearest[:, : len(columns)]))
        self.d2.ravel()[np.minimum(labels, self.k - 1) * self.row_starts + self.places[: len(columns)]] = np.inf
        np.minimum.reduce(d2, axis=0, out=second)
        y = columns[:, :-1]
        smallest_two += np.einsum("if,if->i", y, y)
        return labels, smallest_two

    def nearest_or_ambiguous(self, columns, error):
        """Return (labels (m,), ambiguous (c,)): the places where another centroid is within twice `error`."""
        d2 = self.products(columns)
        limit = np.minimum.reduce(d2, axis=0) + self.dtype.type(2 * error)
        is_near = np.less_equal(d2, limit, out=self.is_nearest[:, : len(columns)])
        count = np.add.reduce(is_near.view(np.uint8), axis=0, dtype=self.index.dtype)
        return self.only_true(is_near), np.flatnonzero(count != 1)

    def products(self, columns):
        """Return |y - b|^2 - |y|^2 (k, m) for the points' `columns` (m, d + 1)."""
        d2 = self.d2[:, : len(columns)]
        multiply(self.factors, columns.T, d2)
        return d2

    def only_true(self, table):
        """Return for each column of the boolean `table` (k, m) the row that is True, if it is the only one."""
        marks = np.multiply(table.view(np.uint8), self.index, out=self.marks[:, : table.shape[1]])
        return np.bitwise_or.reduce(marks, axis=0)
