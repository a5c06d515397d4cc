"""The screen: approximate squared distances at the speed of a matrix product, with a proved error bound.

A row (y, 1, |y|^2) times a column (-2b, |b|^2, 1) is |y - b|^2. In float32 that is fast and a little wrong, by at
most `error_bound`. Where the nearest centroid leads the second by more than twice that, it is the nearest
in the textbook's arithmetic too; the few other points must go to textbook.py, which decides.
Left out: remembering anything from one set of centroids to the next (nearest.py).

The bound is the standard one for inner products: Higham (2002), "Accuracy and Stability of Numerical
Algorithms", section 3.1.
"""

import numpy as np

from kmeans_core._fast.exact import NARROW

CELLS = 1 << 18  # distances held at a time: few enough for the cache, enough to make the calls worth it
FEWER = 1 << 15  # so many at least, where a small table of more than 3 features leaves no room for more
FAR = 2.0**20  # unit points or centroids farther out than this are not screened: float32 would overflow
PRODUCT = 500_000  # multiply-adds per product: OpenBLAS hands larger ones to a thread, and the handing over costs more

ROUNDING = {np.dtype(t): (float(np.finfo(t).eps), float(np.finfo(t).tiny)) for t in (np.float32, np.float64)}
EXACT = float(np.finfo(np.float64).eps)


def error_bound(d, reach, dtype):
    """Return by how much a screened d2 may differ from the textbook's, where |y| + |b| <= reach.

    An inner product of d + 2 terms, each the product of two rounded numbers, errs by less than d + 6 roundings of the
    sum of the terms' sizes, here reach^2; the textbook's own error is that many roundings of float64.
    A rounding is half of eps. The last term stands for underflow.
    """
    eps, tiny = ROUNDING[np.dtype(dtype)]
    return (d + 6) * ((eps + EXACT) / 2 * reach * reach + tiny)


def facing(b, dtype, squares=None, out=None):
    """Return the (k, d + 2) matrix of unit centroids `b` that a row (y, 1, |y|^2) meets: (-2b, |b|^2, 1).

    `squares` (k,) are the |b|^2, where they are known; `out` is where to write the matrix, if given.
    """
    k, d = b.shape
    columns = np.empty((k, d + 2), dtype) if out is None else out
    np.multiply(b, -2, out=columns[:, :d], casting="same_kind")
    columns[:, d] = np.vecdot(b, b) if squares is None else squares
    columns[:, d + 1] = 1
    return columns


def multiply(centroids, columns, out):
    """Write the product of `centroids` (k, d) and `columns` (d, m) to `out` (k, m), in parts of at most PRODUCT."""
    part = max(16, PRODUCT // centroids.size // 8 * 8)  # whole registers of the processor
    whole = columns.shape[1] // part * part
    if whole:  # one call of NumPy for many products: it costs as much as half a product
        parts = columns[:, :whole].reshape(len(columns), -1, part, copy=False).swapaxes(0, 1)
        np.matmul(centroids, parts, out=out[:, :whole].reshape(len(out), -1, part, copy=False).swapaxes(0, 1))
    if whole < columns.shape[1]:
        np.matmul(centroids, columns[:, whole:], out=out[:, whole:])


def two_nearest(d2):
    """Return (nearest (m,), d2 to it (m,), d2 to the second (m,)) from `d2` (k, m), k <= 255, to k centroids.

    On a tie the nearest is any of them. In `d2` itself, the least becomes infinite.
    """
    index = np.arange(len(d2), dtype=np.uint8)[:, None]
    least = np.minimum.reduce(d2, axis=0)
    near = np.maximum.reduce(np.equal(d2, least).view(np.uint8) * index, axis=0)
    d2[near, np.arange(d2.shape[1])] = np.inf
    return near, least, np.minimum.reduce(d2, axis=0)


class Screen:
    """Room to compare up to `rows` of n points with k centroids of d features, used again and again."""

    def __init__(self, n, k, d, dtype):
        cells = CELLS if d <= 3 else min(CELLS, max(FEWER, n * (d - 1) // 5))
        # Not a power of two: rows a power of two apart fight for the same lines of the cache.
        self.rows = min(n, max(64, cells // k) // 64 * 64 + 16)
        # A product of wide points takes no longer for four centroids than for two: rows of zeros make up the number.
        self.k, height = k, k if d < NARROW else -(-k // 4) * 4
        self.centroids = np.zeros((height, d + 2), dtype)
        self.d2 = np.empty((height, self.rows), dtype)
        self.two = np.empty((2, self.rows), dtype)
        self.hits = np.empty((k, self.rows), dtype=bool)
        self.index = np.arange(k, dtype=np.min_scalar_type(k))[:, None]
        self.marks = np.empty((k, self.rows), self.index.dtype)
        self.flat, self.stride, self.at = self.d2.ravel(), np.intp(self.rows), np.arange(self.rows)

    def face(self, b, squares=None):
        """Get ready to look at points from the unit centroids `b` (k, d); `squares` (k,) as in `facing`."""
        facing(b, self.d2.dtype, squares, out=self.centroids[: self.k])

    def __call__(self, columns):
        """Return (labels (m,), two (2, m)): the nearest of the centroids that were faced last, and the two least d2.

        `columns` (d + 2, m) holds the points, in any order of memory. On a tie the label means nothing,
        and the two are equal. The next call overwrites `two`.
        """
        m = columns.shape[1]
        d2, two = self.distances(columns, self.centroids), self.two[:, :m]
        least, second = two
        np.minimum.reduce(d2, axis=0, out=least)
        hits = np.equal(d2, least, out=self.hits[:, :m])
        labels = self.hit(hits)
        places = np.minimum(labels, len(d2) - 1) * self.stride
        places += self.at[:m]
        self.flat[places] = np.inf
        np.minimum.reduce(d2, axis=0, out=second)
        return labels, two

    def once(self, columns, error):
        """Return (labels (m,), close (c,)): the nearest, and the points where another is within twice `error` of it.

        `columns` (d + 1, m) are those of a call without the last, |y|^2, which is the same for every centroid.
        """
        d2 = self.distances(columns, self.centroids[:, :-1])
        reach = np.minimum.reduce(d2, axis=0) + d2.dtype.type(2 * error)
        hits = np.less_equal(d2, reach, out=self.hits[:, : d2.shape[1]])
        count = np.add.reduce(hits.view(np.uint8), axis=0, dtype=self.marks.dtype)
        return self.hit(hits), np.flatnonzero(count != 1)

    def distances(self, columns, centroids):
        """Return the (k, m) products of the centroids, as they face the columns, with these."""
        d2 = self.d2[:, : columns.shape[1]]
        multiply(centroids, columns, d2)
        return d2[: self.k]

    def hit(self, hits):
        """Return for each column of `hits` (k, m) the row that is True, where it is the only one."""
        marks = np.multiply(hits.view(np.uint8), self.index, out=self.marks[:, : hits.shape[1]])
        return np.bitwise_or.reduce(marks, axis=0)
