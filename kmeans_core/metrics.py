"""How good is a clustering? Scores from the data alone, and scores that compare two labellings.

Silhouettes look at every pair of points; the indices of Calinski and Harabasz and of Davies and Bouldin only at the
centroids. The adjusted Rand index and the mutual information compare labels, whatever the clusters are called. Left
out: choosing k by any of these (choosing_k.py).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kmeans_core import validation
from kmeans_core.lloyd import squared_distances

BLOCK_DISTANCES = 1 << 17  # distances in memory at a time: they fit into the processor's cache
CANCELLATION = 1e-6  # a squared distance this small compared with the squared norms has lost too many digits


@dataclass(frozen=True)
class Separation:
    """The parts of a silhouette, one value for each point, in data units.

    `own` (n,) is a(i), the mean distance to the other points of its cluster, NaN in a cluster of one. `other` (n,) is
    b(i), the mean distance to the points of the nearest other cluster, and `neighbour` (n,) the label of that
    cluster, the lowest on a tie.
    """

    own: np.ndarray
    other: np.ndarray
    neighbour: np.ndarray

    @property
    def silhouettes(self) -> np.ndarray:
        """The silhouette (b - a) / max(a, b) of each point, shape (n,): from -1 to 1, and 0 in a cluster of one."""
        larger = np.maximum(self.own, self.other)
        return np.divide(self.other - self.own, larger, out=np.zeros(len(larger)), where=larger > 0)


def silhouette_samples(X: ArrayLike, labels: ArrayLike) -> np.ndarray:
    """Return the silhouette (b - a) / max(a, b) of each point, shape (n,): from -1 to 1, and 0 in a cluster of one.

    Near 1 a point lies deep inside its cluster, near 0 on a border, and below 0 it is closer to another cluster.

    Rousseeuw (1987), "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis",
    Journal of Computational and Applied Mathematics 20.

    >>> silhouette_samples([[0], [2], [7]], [0, 0, 1]).round(2)
    array([0.71, 0.6 , 0.  ])
    """
    return separation(X, labels).silhouettes


def silhouette_score(X: ArrayLike, labels: ArrayLike) -> float:
    """Return the mean silhouette of all points, from -1 to 1: higher is better."""
    return float(silhouette_samples(X, labels).mean())


def separation(X: ArrayLike, labels: ArrayLike) -> Separation:
    """Return the Separation of every point: its mean distances to its own cluster and to the nearest other one.

    All n^2 distances are computed, but only a block of them is in memory at a time, and a table of shape (n, k).
    """
    X = validation.as_points(X)
    names, codes = validation.as_clusters(labels, len(X), least=2)
    order = np.argsort(codes, kind="stable")
    origin, X, codes = X.mean(axis=0), X[order], codes[order]
    X -= origin  # seen from here, squares keep their digits
    sizes, points = np.bincount(codes), np.arange(len(X))

    sums = distance_sums(X, np.cumsum(sizes) - sizes)
    own, other, neighbour = np.empty(len(X)), np.empty(len(X)), np.empty(len(X), dtype=names.dtype)
    others = sizes[codes] - 1
    own[order] = np.where(others > 0, sums[points, codes] / np.maximum(others, 1), np.nan)
    sums /= sizes
    sums[points, codes] = np.inf
    other[order], neighbour[order] = sums.min(axis=1), names[sums.argmin(axis=1)]
    return Separation(own, other, neighbour)


def distance_sums(X, starts):
    """Return the summed distances of every point to the points of every cluster, shape (n, k).

    The clusters lie one after another in `X` and begin at the rows `starts` (k,). Every distance is computed once and
    counts for both its points.
    """
    n, k = len(X), len(starts)
    sums = np.zeros((n, k))
    n_rows = max(1, BLOCK_DISTANCES // n)
    for j, stop in enumerate(np.append(starts[1:], n)):
        for start in range(starts[j], stop, n_rows):
            m = min(n_rows, stop - start)
            block_distances = distances(X[start : start + m], X[start:])
            firsts = np.append(0, starts[j + 1 :] - start)
            sums[start : start + m, j:] += np.add.reduceat(block_distances, firsts, axis=1)
            sums[start + m :, j] += block_distances[:, m:].sum(axis=0)
    return sums


def distances(rows, X):
    """Return the distances of `rows` (m, d), which are the first rows of `X`, to all rows of `X`, shape (m, n).

    |x - y|^2 = |x|^2 - 2 xy + |y|^2 is one matrix product. Rows in which a distance loses too many digits by it are
    computed again from the differences.
    """
    norms = np.einsum("if,if->i", X, X)
    d2 = rows @ X.T
    d2 *= -2
    d2 += norms
    d2 += norms[: len(rows), None]
    np.fill_diagonal(d2, np.inf)
    for i in np.flatnonzero(d2.min(axis=1) <= CANCELLATION * norms.max()):
        d2[i] = squared_distances(X, rows[[i]])[0]
    np.fill_diagonal(d2, 0)
    return np.sqrt(d2, out=d2)


def calinski_harabasz_score(X: ArrayLike, labels: ArrayLike) -> float:
    """Return the variance between clusters divided by the variance within them: higher is better.

    Each variance is divided by its degrees of freedom, k - 1 and n - k. 1.0 if no point differs from its centroid.

    Calinski and Harabasz (1974), "A dendrite method for cluster analysis", Communications in Statistics 3.

    >>> calinski_harabasz_score([[1], [2], [8], [9]], [0, 0, 1, 1])
    98.0
    """
    differences, codes, sizes, centroids = within_clusters(X, labels)
    n, k = len(codes), len(sizes)
    within = float(np.sum(differences**2))
    between = float(sizes @ np.sum((centroids - sizes @ centroids / n) ** 2, axis=1))
    return between * (n - k) / (within * (k - 1)) if within > 0 else 1.0


def davies_bouldin_score(X: ArrayLike, labels: ArrayLike) -> float:
    """Return the similarity of each cluster and the one most similar to it, averaged: lower is better, 0 is best.

    The similarity of two clusters is the sum of their mean distances to their centroids, divided by the distance
    between the centroids.

    Davies and Bouldin (1979), "A cluster separation measure", IEEE Trans. Pattern Anal. Mach. Intell. 1.

    >>> davies_bouldin_score([[0], [2], [8], [10]], [0, 0, 1, 1])
    0.25
    """
    differences, codes, sizes, centroids = within_clusters(X, labels)
    radii = np.bincount(codes, np.linalg.norm(differences, axis=1)) / sizes
    gaps = np.sqrt(squared_distances(centroids, centroids))
    sums = np.add.outer(radii, radii)
    similarity = np.divide(sums, gaps, out=np.zeros_like(gaps), where=(gaps > 0) & (sums > 0))
    return float(similarity.max(axis=1).mean())


def within_clusters(X, labels):
    """Return (points minus their centroids (n, d), codes (n,), sizes (k,), centroids (k, d)) of two or more clusters.

    Means are taken relative to one point of each cluster, so that equal points differ from their mean by exactly 0.
    """
    X = validation.as_points(X)
    codes = validation.as_clusters(labels, len(X), least=2)[1]
    X = X - X.mean(axis=0)
    sizes, members = np.bincount(codes), X[np.unique(codes, return_index=True)[1]]
    differences = X - members[codes]
    means = np.column_stack([np.bincount(codes, column) for column in differences.T]) / sizes[:, None]
    return differences - means[codes], codes, sizes, members + means


def adjusted_rand_score(labels_true: ArrayLike, labels_pred: ArrayLike) -> float:
    """Return the share of pairs of points on which two labellings agree, scaled so that chance is 0 and equality 1.

    Hubert and Arabie (1985), "Comparing partitions", Journal of Classification 2.

    >>> adjusted_rand_score([0, 0, 1, 1], [5, 5, 3, 3])
    1.0
    """
    both, true, pred = contingency(labels_true, labels_pred)
    n = sum(true)
    in_both, in_true, in_pred = (sum(m * (m - 1) // 2 for m in counts) for counts in (both, true, pred))
    pairs = n * (n - 1) // 2
    if in_true == in_pred == in_both:
        return 1.0
    # These are Python's whole numbers: a billion points have more pairs than a float has digits.
    return 2 * (in_both * pairs - in_true * in_pred) / ((in_true + in_pred) * pairs - 2 * in_true * in_pred)


def normalized_mutual_info_score(labels_true: ArrayLike, labels_pred: ArrayLike) -> float:
    """Return the mutual information of two labellings divided by their mean entropy, from 0 to 1.

    It says how much one labelling tells about the other. By chance alone it is a little above 0.

    Strehl and Ghosh (2002), "Cluster ensembles", Journal of Machine Learning Research 3.
    """
    both, true, pred = (entropy(counts) for counts in contingency(labels_true, labels_pred))
    if true == pred == 0:
        return 1.0
    return min(1.0, max(0.0, 2 * (true + pred - both) / (true + pred)))


def contingency(labels_true, labels_pred):
    """Return (both, true, pred), lists of ints: the sizes of the non-empty overlaps, and of the clusters."""
    n = np.size(labels_true)
    true = validation.as_clusters(labels_true, n, "labels_true")[1]
    pred = validation.as_clusters(labels_pred, n, "labels_pred")[1]
    overlaps = true * (pred.max() + 1) + pred
    return [np.unique(codes, return_counts=True)[1].tolist() for codes in (overlaps, true, pred)]


def entropy(counts):
    """Return the entropy, in nats, of the cluster of a random point, given the sizes of the clusters."""
    probabilities = np.array(counts) / sum(counts)
    return float(-(probabilities @ np.log(probabilities)))
