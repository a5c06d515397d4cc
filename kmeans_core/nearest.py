"""Which centroid is nearest to each point, and how far is it?

The textbook's way: one pass over the points per centroid, in float64, by direct differences, so
that data far from the origin loses no digits. Left out: anything that remembers earlier centroids.
"""

import numpy as np

from kmeans_core import checks

BLOCK = 1 << 16  # values a block of differences may hold: it stays in the processor's cache


def nearest(X, centroids):
    """Return (labels (n,), d2 (n,)): the nearest centroid, the lowest index on a tie, and its squared distance."""
    n, d = X.shape
    labels = np.zeros(n, dtype=np.intp)
    d2 = np.empty(n)
    rows = max(1, BLOCK // d)
    for start in range(0, n, rows):
        block = slice(start, start + rows)
        best = squared_distances(X[block], centroids[0])
        label = labels[block]
        for j in range(1, len(centroids)):
            candidate = squared_distances(X[block], centroids[j])
            closer = candidate < best
            label[closer] = j
            np.minimum(best, candidate, out=best)
        d2[block] = best
    return labels, d2


def squared_distances(X, point):
    """Return the squared Euclidean distance of every row of `X` to one `point`, shape (n,)."""
    difference = X - point
    return np.einsum("ij,ij->i", difference, difference)


def assign(X, centroids):
    """Return the index of the nearest centroid for each row of `X`, shape (n,).

    Equal distances go to the lowest index.
    """
    X = checks.as_points(X)
    return nearest(X, checks.as_centroids(centroids, X.shape[1]))[0]


def inertia(X, centroids, labels=None):
    """Return the sum of squared distances of the points to their centroids, in squared data units.

    `labels` (n,) says which centroid is whose; without them, every point takes its nearest.
    """
    X = checks.as_points(X)
    centroids = checks.as_centroids(centroids, X.shape[1])
    if labels is None:
        return float(nearest(X, centroids)[1].sum())
    labels = np.asarray(labels)
    if labels.shape != (len(X),) or labels.dtype.kind not in "iu":
        raise ValueError(f"labels must be {len(X)} whole numbers, one per point; got shape {labels.shape}.")
    if labels.min() < 0 or labels.max() >= len(centroids):
        raise ValueError(f"labels must lie in 0..{len(centroids) - 1}, the rows of centroids.")
    difference = X - centroids[labels]
    return float(np.einsum("ij,ij->", difference, difference))
