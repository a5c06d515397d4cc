"""What lloyd.py and seeding.py will offer; removed when they do."""

from kmeans_core import validation
from kmeans_core._fast import exact
from kmeans_core._fast.nearest import assign
from kmeans_core._fast.nearest import inertia as plain_inertia
from kmeans_core._fast.prepared import Points
from kmeans_core.lloyd import starts as old_starts

__all__ = ["assign", "inertia", "squared_distances", "starts"]


def squared_distances(X, centroids):
    return sum((X[:, f] - centroids[:, f, None]) ** 2 for f in range(X.shape[1]))


def inertia(X, centroids, labels=None, sample_weight=None):
    if sample_weight is None:
        return plain_inertia(X, centroids, labels)
    labels = assign(X, centroids) if labels is None else labels
    return float(exact.squared_distances(X, centroids[labels]) @ sample_weight)


def starts(X, k, init, n_init, seed, sample_weight=None):
    return old_starts(Points(X, sample_weight), k, init, validation.as_count(n_init, "n_init", 1), seed)
