"""Clusters of weighted points: their moments, means and halves, as the start and the swaps need them.

A point is a row (x, 1), shape (n, 4). Its moments are w (x, 1), and those of a cluster are the sum over its points.
The score of a centroid c at x is |c|^2 - 2cx: the squared distance without |x|^2, which is the same for all centroids.
The sum of squares between clusters is the sum of |sum|^2 / weight. The larger it is, the smaller is the inertia.
"""

import numpy as np

BLOCK_SCORES = 50_000  # scores in memory at a time: they fit into the cache, and OpenBLAS starts no thread

TINY = 1e-300  # a cluster without points has no weight to divide by


def score_matrix(centroids, dtype=np.float32):
    """Return the matrix (4, k) that turns rows (x, 1) into scores."""
    scoring = np.empty((4, len(centroids)), dtype)
    np.multiply(centroids.T, -2, out=scoring[:3], casting="same_kind")
    scoring[3] = np.einsum("jf,jf->j", centroids, centroids)
    return scoring


def nearest(rows, centroids):
    """Return the index (n,) of the centroid nearest to each of `rows` (n, 4)."""
    scoring = score_matrix(centroids, rows.dtype)
    labels = np.empty(len(rows), np.intp)
    step = max(1, BLOCK_SCORES // len(centroids))
    for start in range(0, len(rows), step):
        np.argmin(rows[start : start + step] @ scoring, axis=1, out=labels[start : start + step])
    return labels


def second_nearest(rows, centroids, labels):
    """Return (the nearest centroid other than `labels`, how much larger its squared distance is), both (n,)."""
    scoring = score_matrix(centroids, rows.dtype)
    second, further = np.empty(len(rows), np.intp), np.empty(len(rows), rows.dtype)
    step = max(1, BLOCK_SCORES // len(centroids))
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        scores = rows[part] @ scoring
        each = np.arange(len(scores))
        own = scores[each, labels[part]]
        scores[each, labels[part]] = np.inf
        np.argmin(scores, axis=1, out=second[part])
        further[part] = scores[each, second[part]] - own
    return second, further


def cluster_moments(moments, labels, k):
    """Return the moments (k, 4) of the clusters `labels` (n,) of points with `moments` (n, 4)."""
    return np.stack([np.bincount(labels, column, k) for column in moments.T], axis=1)


def means(moments, before):
    """Return the centroids (k, 3) of clusters with `moments` (k, 4); one without points stays where it was before."""
    weights = moments[:, 3:]
    return np.where(weights > 0, moments[:, :3] / np.maximum(weights, TINY), before)


def between_cluster_ss(moments):
    """Return the sum of squares between clusters with `moments` (k, 4): total minus inertia, but for a constant."""
    sums, weights = moments[:, :3], moments[:, 3]
    return float((np.einsum("jf,jf->j", sums, sums) / np.maximum(weights, TINY)).sum())


def split_in_two(rows, moments, labels, which):
    """Cut each cluster of `which` (c,), rising, at its mean across its main axis; `labels` (n,) are all the points'.

    Return (means of the two sides (c, 2, 3), what the split gains (c,), the points on the second side (s,)).
    """
    place = np.full(which[-1] + 1, -1)
    place[which] = np.arange(len(which))
    labels = np.take(np.append(place, -1), np.minimum(labels, len(place)))
    of = np.flatnonzero(labels >= 0)
    labels, moments, c = labels[of], moments[of], len(which)
    centre = means(cluster_moments(moments, labels, c), 0.0)
    x = rows[of, :3] - centre[labels]
    wx = x * moments[:, 3:]
    spread = np.empty((c, 3, 3))
    for f in range(3):
        for g in range(f, 3):
            spread[:, f, g] = spread[:, g, f] = np.bincount(labels, wx[:, f] * x[:, g], c)
    axis = np.linalg.eigh(spread)[1][:, :, 2]
    side = np.einsum("if,if->i", x, axis[labels]) > 0
    sides = cluster_moments(np.column_stack([wx, moments[:, 3]]), 2 * labels + side, 2 * c)
    ends = means(sides, 0.0).reshape(c, 2, 3)
    weights = sides[:, 3].reshape(c, 2)
    gap = ends[:, 1] - ends[:, 0]
    gains = weights[:, 0] * weights[:, 1] / np.maximum(weights.sum(axis=1), TINY) * np.einsum("jf,jf->j", gap, gap)
    return ends + centre[:, None], gains, of[side]
