"""The definition, word for word: the nearest centroid has the least sum((x - c)^2), in float64.

Everything faster in this library must give these labels, bit for bit; where it cannot be sure, it asks
here. Left out: speed. Distances are never expanded to |x|^2 - 2xc + |c|^2, so that data far from the
origin lose no digits.
"""

import numpy as np

BLOCK = 30_000  # differences held at a time: they stay in the processor's cache
NARROW = 8  # below this many features NumPy sums a row from left to right, and so may we


def nearest(X, centroids):
    """Return (labels (n,), d2 (n,)): the nearest centroid, the lowest index on a tie, and its squared distance."""
    n, d = X.shape
    if d < NARROW:
        return nearest_by_feature(X.T, centroids)
    labels, d2 = np.empty(n, dtype=np.int32), np.empty(n)
    rows = max(1, BLOCK // centroids.size)
    for start in range(0, n, rows):
        block = slice(start, start + rows)
        difference = X[block, None] - centroids
        each = np.square(difference, out=difference).sum(axis=-1)
        labels[block] = each.argmin(axis=1)
        d2[block] = each[np.arange(len(each)), labels[block]]
    return labels, d2


def nearest_by_feature(columns, centroids):
    """Return what `nearest` does, for fewer than NARROW features given as `columns` (d, n): long, fast loops."""
    n, k = columns.shape[1], len(centroids)
    labels, d2 = np.empty(n, dtype=np.int32), np.empty(n)
    facing = centroids.T[:, :, None]
    rank = np.arange(k, 0, -1, dtype=np.uint8 if k < 256 else np.int32)[:, None]  # the lowest index ranks highest
    rows = max(1, BLOCK // centroids.size)
    for start in range(0, n, rows):
        block = slice(start, start + rows)
        difference = np.ascontiguousarray(columns[:, block])[:, None] - facing  # NumPy is slow where rows are strided
        np.multiply(difference, difference, out=difference)
        each = difference[0]
        for f in range(1, len(columns)):
            each += difference[f]
        best = np.minimum.reduce(each, axis=0, out=d2[block])
        np.subtract(k, np.maximum.reduce((each == best) * rank, axis=0), out=labels[block])
    return labels, d2


def squared_distances(X, point):
    """Return the squared Euclidean distance of every row of `X` to one `point`, or to its own row of it, shape (n,)."""
    difference = X - point
    return np.einsum("ij,ij->i", difference, difference)
