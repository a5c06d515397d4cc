"""The screen: approximate squared distances at the speed of a matrix product, with a proved error bound.

A row (y, 1, |y|^2) times a column (-2b, |b|^2, 1) is |y - b|^2. In float32 that is fast and a little wrong, by at
most `error_bound`. Where the nearest centroid leads the second by more than twice that, it is the nearest
in the textbook's arithmetic too; the few other points must go to textbook.py, which decides.
Left out: remembering anything from one set of centroids to the next (nearest.py).

The bound is the standard one for inner products: Higham (2002), "Accuracy and Stability of Numerical
Algorithms", section 3.1.
"""

import numpy as np

CELLS = 1 << 18  # distances held at a time: few enough for the cache, enough to make the calls worth it
PRODUCT = 400_000  # multiply-adds per product: OpenBLAS hands larger ones to a thread, and the handing over costs more


def error_bound(d, reach, dtype):
    """Return by how much a screened d2 may differ from the textbook's, where |y| + |b| <= reach.

    An inner product of d + 2 rounded terms errs by less than (d + 5) roundings of the sum of their sizes, here
    reach^2, and the textbook's own by fewer; a rounding is half of eps. The last term stands for underflow.
    """
    limits = np.finfo(dtype)
    return float((d + 10) * limits.eps * reach**2 + (d + 10) * limits.tiny)


def facing(b, dtype):
    """Return the (k, d + 2) matrix of unit centroids `b` that a row (y, 1, |y|^2) meets: (-2b, |b|^2, 1)."""
    return np.column_stack([-2 * b, np.einsum("jf,jf->j", b, b), np.ones(len(b))]).astype(dtype)


class Screen:
    """Room to compare up to `rows` points with k centroids of d features, used again and again."""

    def __init__(self, k, d, dtype):
        self.k = k
        # Not a power of two: rows a power of two apart fight for the same lines of the cache.
        self.rows = max(64, CELLS // k) // 64 * 64 + 16
        self.slice = max(16, PRODUCT // (k * (d + 2)))
        self.d2 = np.empty((k, self.rows), dtype)
        self.two = np.empty((2, self.rows), dtype)
        self.hits = np.empty((k, self.rows), dtype=bool)
        self.index = np.arange(k, dtype=np.min_scalar_type(k))[:, None]
        self.marks = np.empty((k, self.rows), self.index.dtype)
        self.places = np.arange(self.rows)

    def __call__(self, columns, centroids):
        """Return (labels (m,), two (2, m)): the nearest of the `facing` centroids, and the two least d2.

        On a tie the label means nothing, and the two are equal. The next call overwrites `two`.
        """
        m = len(columns)
        d2, two, hits, marks = self.d2[:, :m], self.two[:, :m], self.hits[:, :m], self.marks[:, :m]
        for start in range(0, m, self.slice):
            part = slice(start, min(m, start + self.slice))
            np.matmul(centroids, columns[part].T, out=d2[:, part])
        least = np.minimum.reduce(d2, axis=0, out=two[0])
        np.equal(d2, least, out=hits)
        np.multiply(hits.view(np.uint8), self.index, out=marks)
        labels = np.add.reduce(marks, axis=0, dtype=marks.dtype)  # one hit, one number to add
        places = np.minimum(labels, len(d2) - 1) * np.intp(self.rows) + self.places[:m]
        self.d2.ravel()[places] = np.inf
        np.minimum.reduce(d2, axis=0, out=two[1])
        return labels, two
