"""The definition, word for word: the nearest centroid has the least sum((x - c)^2), in float64.

Everything faster in this library must give these labels, bit for bit; where it cannot be sure, it asks
here. Left out: speed. Distances are never expanded to |x|^2 - 2xc + |c|^2, so that data far from the
origin lose no digits.
"""

import functools

import numpy as np

BLOCK = 30_000  # differences held at a time: they stay in the processor's cache
ROOM = 40_000  # the same, for the few NumPy calls that fewer than NARROW features take
NARROW = 8  # below this many features NumPy sums a row from left to right, and so may we


def unbuffered(search):
    """Run `search` with small ufunc buffers: NumPy copies rows into them where two or more fit, at twice the time."""

    @functools.wraps(search)
    def run(*args):
        before = np.setbufsize(512)
        try:
            return search(*args)
        finally:
            np.setbufsize(before)

    return run


def nearest(X, centroids):
    """Return (labels (n,), d2 (n,)): the nearest centroid, the lowest index on a tie, and its squared distance."""
    n, d = X.shape
    if d < NARROW:
        return nearest_by_feature(X.T, centroids)
    labels, d2 = np.empty(n, dtype=np.int32), np.empty(n)
    rows, few = max(1, BLOCK // centroids.size), max(1, BLOCK // d)
    parts = [centroids[first : first + few] for first in range(0, len(centroids), few)]
    for start in range(0, n, rows):
        block = slice(start, start + rows)
        each = np.concatenate([squares(X[block], part) for part in parts], axis=1)
        labels[block] = each.argmin(axis=1)
        d2[block] = each[np.arange(len(each)), labels[block]]
    return labels, d2


def squares(X, centroids):
    """Return the squared distances (n, k) of all points `X` (n, d) to all `centroids` (k, d)."""
    difference = X[:, None] - centroids
    return np.square(difference, out=difference).sum(axis=-1)


@unbuffered
def nearest_by_feature(columns, centroids):
    """Return what `nearest` does, for fewer than NARROW features given as `columns` (d, n): long, fast loops."""
    n, k = columns.shape[1], len(centroids)
    rows = max(1, ROOM // centroids.size)
    if n > rows:
        parts = [nearest_by_feature(columns[:, start : start + rows], centroids) for start in range(0, n, rows)]
        return tuple(map(np.concatenate, zip(*parts, strict=True)))
    each = distances_by_feature(np.ascontiguousarray(columns), centroids)  # NumPy is slow where rows are strided
    d2 = np.minimum.reduce(each, axis=0)
    hits = (each == d2).view(np.uint8)
    labels = np.einsum("j,ji->i", np.arange(k, dtype=np.min_scalar_type(k)), hits).astype(np.int32)
    if np.count_nonzero(hits) > n:
        tied = np.flatnonzero(np.add.reduce(hits, axis=0, dtype=np.int32) > 1)
        labels[tied] = hits[:, tied].argmax(axis=0)
    return labels, d2


def distances_by_feature(columns, centroids, room=None):
    """Return the squared distances (k, n) to `columns` (d, n) of fewer than NARROW features, with any `room` (d, k, n).

    Whoever asks again passes the same room each time: new memory costs as much as the distances in it.
    """
    squares = np.subtract(columns[:, None], centroids.T[:, :, None], out=room)
    squares *= squares
    each = squares[0]
    for more in squares[1:]:
        each += more
    return each


def squared_distances(X, point):
    """Return the squared Euclidean distance of every row of `X` to one `point`, or to its own row of it, shape (n,)."""
    difference = X - point
    return np.einsum("ij,ij->i", difference, difference)
