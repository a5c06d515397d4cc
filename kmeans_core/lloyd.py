"""The lesson: pick k centroids; assign, move, repeat until nothing changes.

Everything the algorithm does is written out in this file in plain NumPy, and this is the code that runs. Only large
problems are handed to the engine in `_fast/`, which yields the same steps faster.
Left out: how to pick the first centroids (seeding.py), and what valid input is (validation.py).
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kmeans_core import _fast, validation
from kmeans_core.seeding import starts
from kmeans_core.validation import Init, Seed, Weights


@dataclass(frozen=True)
class Step:
    """One state of the algorithm: centroids (k, d), and the labels (n,) and inertia that belong to exactly these.

    `shift` is the distance by which all centroids together moved to get here; infinite at the start.
    """

    iteration: int
    centroids: np.ndarray
    labels: np.ndarray
    inertia: float
    shift: float


def lloyd_steps(X, centroids, weights, max_iter, max_squared_shift):
    """Yield every state of Lloyd's algorithm; step 0 is the start.

    `weights` (n,) are all 1 unless others are given. A shift of which the square is at most `max_squared_shift`
    is so small that the centroids count as stopped.
    """
    labels, inertia = assign_points(X, centroids, weights)
    yield Step(0, centroids, labels, inertia, np.inf)

    for iteration in range(1, max_iter + 1):
        new_centroids = update_centroids(X, labels, centroids, weights)
        new_labels, new_inertia = assign_points(X, new_centroids, weights)
        shift = float(np.linalg.norm(new_centroids - centroids))
        labels_unchanged = np.array_equal(new_labels, labels)
        centroids, labels = new_centroids, new_labels
        inertia = min(new_inertia, inertia)  # it never rises, except by rounding
        yield Step(iteration, centroids, labels, inertia, shift)
        # The same labels have the same means, so nothing would move any more. A small shift is enough to stop, too,
        # unless a cluster is empty and has yet to receive a point.
        has_stopped = shift**2 <= max_squared_shift and not has_empty_cluster(labels, weights, len(centroids))
        if labels_unchanged or has_stopped:
            return


def assign_points(X, centroids, weights):
    """Return (labels (n,), inertia): the nearest centroid of each point, and the sum of squared distances to it.

    A point that is equally near to two centroids goes to the one with the lower index.
    """
    d2 = squared_distances(X, centroids)
    return d2.argmin(axis=0), float(d2.min(axis=0) @ weights)


def squared_distances(X, centroids):
    """Return the squared distance of every centroid to every point, shape (k, n).

    Feature by feature: NumPy adds long rows several times faster than the short last axis of an (n, k, d) array.
    `centroids[:, f, None]` is a column of k numbers; minus a row of n numbers, it gives a (k, n) table.
    """
    return sum((X[:, f] - centroids[:, f, None]) ** 2 for f in range(X.shape[1]))


def update_centroids(X, labels, centroids, weights):
    """Return the mean of each cluster's points, shape (k, d). An empty cluster first receives a point.

    np.bincount adds up, for each label, the weights of the points that have it, here times one of their features.
    """
    k, d = centroids.shape
    if has_empty_cluster(labels, weights, k):
        labels = relocate_empty_clusters(X, labels, centroids, weights)
    sums = np.transpose([np.bincount(labels, weights * X[:, f], minlength=k) for f in range(d)])
    sizes = np.bincount(labels, weights, minlength=k)[:, None]
    return np.divide(sums, sizes, out=centroids.copy(), where=sizes > 0)  # a cluster that stays empty stays in place


def has_empty_cluster(labels, weights, k):
    """Return whether one of the k clusters has no point of positive weight."""
    return not np.bincount(labels, weights, minlength=k).all()


def relocate_empty_clusters(X, labels, centroids, weights):
    """Return labels (n,) in which each empty cluster has the point farthest from its own centroid, and its duplicates.

    This is rarely needed. No cluster gives away its only distinct point: with fewer distinct points than clusters,
    some stay empty.
    """
    labels = labels.copy()
    d2 = own_distances(X, centroids, labels) * (weights > 0)
    for j in np.flatnonzero(np.bincount(labels, weights, minlength=len(centroids)) == 0):
        while d2.any():
            farthest = d2.argmax()
            duplicates = (X == X[farthest]).all(axis=1)
            left_behind = (labels == labels[farthest]) & ~duplicates
            if weights[left_behind].any():
                labels[duplicates] = j
                d2 = np.minimum(d2, squared_distances(X, X[[farthest]])[0])  # cluster j has its centroid there now
                break
            d2[duplicates] = 0  # its cluster would be empty: try the next point
    return labels


def own_distances(X, centroids, labels):
    """Return the squared distance of every point to the centroid of its own cluster, shape (n,)."""
    return sum((X[:, f] - centroids[labels, f]) ** 2 for f in range(X.shape[1]))


# ---- the functions to call


def lloyd(
    X: ArrayLike, centroids: ArrayLike, *, max_iter: int = 300, tol: float = 1e-4, sample_weight: Weights = None
) -> Iterator[Step]:
    """Return an iterator over the states of Lloyd's algorithm on `X` (n, d), starting with `centroids` (k, d).

    Inertia never rises. The run ends when no label changes, when the centroids have all but stopped (their summed
    squared shift is at most `tol` times the mean variance of the features), or after `max_iter` moves. Raises
    ValueError or TypeError for invalid input, at the call.

    Lloyd (1982), "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28(2).
    """
    X = validation.as_points(X)
    centroids = validation.as_centroids(centroids, X.shape[1])
    weights = validation.as_weights(sample_weight, len(X))
    max_iter = validation.as_count(max_iter, "max_iter", 1)
    max_squared_shift = validation.as_max_squared_shift(tol, X)
    return steps_of_run(X, centroids, weights, max_iter, max_squared_shift)


def steps_of_run(X, centroids, weights, max_iter, max_squared_shift):
    """Return an iterator over the states: from `lloyd_steps` below, or for large problems from the engine."""
    if X.size * len(centroids) > _fast.LESSON_SIZE:
        return (Step(*step) for step in _fast.lloyd_steps(X, centroids, weights, max_iter, max_squared_shift))
    return lloyd_steps(X, centroids, np.ones(len(X)) if weights is None else weights, max_iter, max_squared_shift)


@dataclass(frozen=True)
class KMeansResult:
    """The best run: centroids (k, d), labels (n,), inertia, the number of passes, and whether the run converged."""

    centroids: np.ndarray
    labels: np.ndarray
    inertia: float
    n_iter: int
    converged: bool


def kmeans(
    X: ArrayLike,
    k: int,
    *,
    init: Init = "k-means++",
    n_init: int = 1,
    max_iter: int = 300,
    tol: float = 1e-4,
    seed: Seed = None,
    sample_weight: Weights = None,
) -> KMeansResult:
    """Return the best of `n_init` runs of Lloyd's algorithm on `X` (n, d), by inertia.

    `init` is "k-means++", "random", "farthest-first", a (k, d) array, or a function (X, k, seed=...) -> (k, d).
    `n_iter` counts the last pass too, which changes no label. Fewer than k distinct points cause a UserWarning.

    >>> kmeans([[1], [2], [8], [9]], 2, init=[[0], [5]]).centroids
    array([[1.5],
           [8.5]])
    """
    X = validation.as_points(X)
    weights = validation.as_weights(sample_weight, len(X))
    k = validation.as_k(k, len(X), weights)
    max_iter = validation.as_count(max_iter, "max_iter", 1)
    max_squared_shift = validation.as_max_squared_shift(tol, X)
    k_starts = starts(X, k, init, n_init, seed, weights)
    runs = map(lambda start: steps_of_run(X, start, weights, max_iter, max_squared_shift), k_starts)
    best = min((deque(steps, maxlen=1)[0] for steps in runs), key=lambda last: last.inertia)
    has_stopped = best.shift**2 <= max_squared_shift
    n_iter = best.iteration if has_stopped else min(best.iteration + 1, max_iter)
    converged = has_stopped or best.iteration < max_iter
    validation.warn_of_duplicates(np.count_nonzero(np.bincount(best.labels)), k, X)
    return KMeansResult(best.centroids, best.labels, best.inertia, n_iter, converged)


def assign(X: ArrayLike, centroids: ArrayLike) -> np.ndarray:
    """Return the index of the nearest of the `centroids` (k, d) for each row of `X` (n, d), the lowest on a tie.

    >>> assign([[1], [2], [8]], [[0], [9]])
    array([0, 0, 1])
    """
    X = validation.as_points(X)
    centroids = validation.as_centroids(centroids, X.shape[1])
    if X.size * len(centroids) > _fast.LESSON_SIZE:
        return _fast.assign(X, centroids)
    return squared_distances(X, centroids).argmin(axis=0)


def inertia(
    X: ArrayLike, centroids: ArrayLike, labels: ArrayLike | None = None, sample_weight: Weights = None
) -> float:
    """Return the sum of the squared distances of the points to their centroids, in squared data units.

    `labels` (n,) says which centroid is whose; without them, every point takes its nearest.
    """
    X = validation.as_points(X)
    centroids = validation.as_centroids(centroids, X.shape[1])
    labels = assign(X, centroids) if labels is None else validation.as_labels(labels, len(X), len(centroids))
    d2 = own_distances(X, centroids, labels)
    weights = validation.as_weights(sample_weight, len(X))
    return float(d2.sum() if weights is None else weights @ d2)
