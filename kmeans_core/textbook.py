"""The definition, word for word: the nearest centroid has the least sum((x - c)^2), in float64.

Everything faster in this library must give these labels, bit for bit; where it cannot be sure, it asks
here. Left out: speed. Distances are never expanded to |x|^2 - 2xc + |c|^2, so that data far from the
origin lose no digits.
"""

import functools

import numpy as np

BLOCK = 30_000  # differences held at a time: they stay in the processor's cache
ROOM = 80_000  # the same, for the few NumPy calls that fewer than NARROW features take
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
    rows = max(1, BLOCK // centroids.size)
    for start in range(0, n, rows):
        block = slice(start, start + rows)
        difference = X[block, None] - centroids
        each = np.square(difference, out=difference).sum(axis=-1)
        labels[block] = each.argmin(axis=1)
        d2[block] = each[np.arange(len(each)), labels[block]]
    return labels, d2


@unbuffered
def nearest_by_feature(columns, centroids, room=None):
    """Return what `nearest` does, for fewer than NARROW features given as `columns` (d, n): long, fast loops.

    Whoever asks again passes the same `room_by_feature` each time: new memory costs as much as the distances in it.
    """
    n, k = columns.shape[1], len(centroids)
    room = room_by_feature(n, k) if room is None else room
    labels, d2 = np.empty(n, dtype=np.int32), np.empty(n)
    rank = np.arange(k, 0, -1, dtype=np.uint8 if k < 256 else np.int32)[:, None]  # the lowest index ranks highest
    rows = room.shape[-1]
    for start in range(0, n, rows):
        block = slice(start, min(n, start + rows))
        each, square = room[:, :, : block.stop - start]
        for f in range(len(columns)):
            x = np.ascontiguousarray(columns[f, block])  # NumPy is slow where rows are strided
            np.subtract(x, centroids[:, f, None], out=square)
            if f == 0:
                np.multiply(square, square, out=each)
            else:
                each += np.multiply(square, square, out=square)
        best = np.minimum.reduce(each, axis=0, out=d2[block])
        hits = np.equal(each, best).view(np.uint8)
        np.subtract(k, np.maximum.reduce(hits * rank, axis=0), out=labels[block])
    return labels, d2


def room_by_feature(n, k):
    """Return room for the distances of a block of `n` points to `k` centroids, and for one feature's share of them."""
    return np.empty((2, k, min(n, max(1, ROOM // k))))


def squared_distances(X, point):
    """Return the squared Euclidean distance of every row of `X` to one `point`, or to its own row of it, shape (n,)."""
    difference = X - point
    return np.einsum("ij,ij->i", difference, difference)
