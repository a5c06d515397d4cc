"""The screen: approximate squared distances at the speed of a matrix product, with a proved error bound.

A row (y, 1, |y|^2) times a column (-2b, |b|^2, 1) is |y - b|^2. In float32 that is fast and a little wrong, by at
most `error_bound`. Where the nearest centroid leads the second by more than twice that, it is the nearest
in the textbook's arithmetic too; the few other points must go to textbook.py, which decides.
Left out: remembering anything from one set of centroids to the next (nearest.py).

The bound is the standard one for inner products: Higham (2002), "Accuracy and Stability of Numerical
Algorithms", section 3.1.
"""

import numpy as np

CELLS = 1 << 16  # distances held at a time: they stay in the processor's cache
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
        self.rows = max(64, CELLS // k)
        self.slice = max(16, PRODUCT // (k * (d + 2)))
        self.d2 = np.empty((k, self.rows), dtype)
        self.pairs = np.empty((2, max(1, k // 2), self.rows), dtype)
        self.spare = np.empty((max(1, k // 4), self.rows), dtype)
        self.index = np.arange(k, dtype=np.min_scalar_type(k))[:, None]
        self.marks = np.empty((k, self.rows), self.index.dtype)

    def __call__(self, columns, centroids):
        """Return (labels (m,), two (2, m)): the nearest of the `facing` centroids, and the two least d2.

        On a tie the label means nothing. What is returned is overwritten by the next call.
        """
        m = len(columns)
        d2 = self.d2[:, :m]
        for start in range(0, m, self.slice):
            part = slice(start, min(m, start + self.slice))
            np.matmul(centroids, columns[part].T, out=d2[:, part])
        two = self.two_least(d2)
        marks = self.marks[:, :m]
        np.equal(d2, two[0], out=marks, casting="unsafe")
        marks *= self.index
        return np.add.reduce(marks, axis=0, dtype=marks.dtype), two

    def two_least(self, d2):
        """Return the least and the second least of each column, shape (2, m): a knock-out of whole rows."""
        k, m = d2.shape
        low, high = self.pairs[:, :, :m]
        left = k // 2
        if k == 1:
            low[0], high[0] = d2[0], np.inf
        else:
            np.minimum(d2[:left], d2[left : 2 * left], out=low)
            np.maximum(d2[:left], d2[left : 2 * left], out=high)
            if k % 2:
                self.merge(low[:1], high[:1], d2[-1:], np.inf)
        while left > 1:
            half = left // 2
            self.merge(low[:half], high[:half], low[half : 2 * half], high[half : 2 * half])
            if left % 2:
                self.merge(low[:1], high[:1], low[left - 1 : left], high[left - 1 : left])
            left = half
        return self.pairs[:, 0, :m]

    def merge(self, low, high, other_low, other_high):
        """Let pairs (low, high) take up other pairs: the least of all four, and the second least."""
        worse = np.maximum(low, other_low, out=self.spare[: len(low), : low.shape[1]])
        np.minimum(low, other_low, out=low)
        np.minimum(high, other_high, out=high)
        np.minimum(high, worse, out=high)
