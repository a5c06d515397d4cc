"""The lesson: pick k centroids; assign, move, repeat until nothing moves.

`lloyd` is the algorithm, a generator of its states. `kmeans` drains it, from one start or from many.
Left out: how a start is picked (init.py) and how the nearest centroid is found (nearest.py).
"""

import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kmeans_core import checks
from kmeans_core.init import METHODS
from kmeans_core.nearest import nearest, squared_distances


@dataclass(frozen=True)
class Step:
    """One state: these centroids (k, d), and the labels (n,) and inertia that belong to them.

    `shift` is how far the centroids moved to get here: the norm of the whole move, in data units.
    """

    iteration: int
    centroids: np.ndarray
    labels: np.ndarray
    inertia: float
    shift: float


@dataclass(frozen=True)
class KMeansResult:
    """The best run: centroids (k, d), labels (n,), inertia, and how many passes it took."""

    centroids: np.ndarray
    labels: np.ndarray
    inertia: float
    n_iter: int
    converged: bool


def lloyd(X, centroids, *, max_iter=300, tol=1e-4, sample_weight=None) -> Iterator[Step]:
    """Yield every state of Lloyd's algorithm, the start first.

    Inertia never rises from one step to the next. Ends when no label changes, when the centroids
    have all but stopped (`tol`, relative to the mean variance of the features), or after `max_iter` moves.

    Lloyd (1982), "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28(2).
    """
    X = checks.as_points(X)
    centroids = checks.as_centroids(centroids, X.shape[1])
    weights = checks.as_weights(sample_weight, len(X))
    max_iter = checks.as_count(max_iter, "max_iter", 1)
    return steps(X, centroids, weights, max_iter, checks.as_tol(tol) * X.var(axis=0).mean())


def steps(X, centroids, weights, max_iter, least_move) -> Iterator[Step]:
    """The loop of `lloyd`, on checked arguments; `least_move` is the squared shift that counts as none."""
    labels, d2 = nearest(X, centroids)
    yield Step(0, centroids, labels, float(weights @ d2), math.inf)
    for iteration in range(1, max_iter + 1):
        before, start = labels, centroids
        centroids = means(X, labels, start, weights, d2)
        shift = float(np.linalg.norm(centroids - start))
        labels, d2 = nearest(X, centroids)
        yield Step(iteration, centroids, labels, float(weights @ d2), shift)
        if np.array_equal(labels, before) or shift**2 <= least_move:
            return


def means(X, labels, centroids, weights, d2):
    """Return the mean of each cluster's points, shape (k, d).

    A cluster without points takes the point farthest from its centroid, out of a cluster that keeps others.
    """
    k, d = centroids.shape
    labels = labels.copy()
    members = np.bincount(labels, weights > 0, minlength=k)
    for j in np.flatnonzero(members == 0):
        free = np.where((members[labels] > 1) & (weights > 0), d2, 0.0)
        i = int(free.argmax())
        if free[i] == 0:
            break  # fewer distinct points than clusters
        members[labels[i]] -= 1
        members[j] = 1
        labels[i] = j
        d2 = np.minimum(d2, squared_distances(X, X[i]))
    mass = np.bincount(labels, weights, minlength=k)
    sums = np.column_stack([np.bincount(labels, weights * X[:, f], minlength=k) for f in range(d)])
    empty = mass == 0
    moved = sums / np.where(empty, 1.0, mass)[:, None]
    moved[empty] = centroids[empty]
    return moved


def kmeans(
    X, k, *, init="k-means++", n_init=1, max_iter=300, tol=1e-4, seed=None, sample_weight=None
) -> KMeansResult:
    """Run Lloyd's algorithm from `n_init` starts and return the run of least inertia.

    `init` is "k-means++", "random", "farthest-first", a (k, d) array, or a function
    (X, k, seed=...) -> (k, d). A UserWarning says so where X has fewer than k distinct points.
    """
    X = checks.as_points(X)
    k = checks.as_k(k, len(X))
    n_init = checks.as_count(n_init, "n_init", 1)
    rng = checks.as_rng(seed)
    best = None
    for _ in range(n_init):
        start = first_centroids(X, k, init, rng, sample_weight)
        if start.shape[0] != k:
            raise ValueError(f"init gives {start.shape[0]} centroids, but k={k}; they must agree.")
        result = finish(lloyd(X, start, max_iter=max_iter, tol=tol, sample_weight=sample_weight), max_iter)
        if best is None or result.inertia < best.inertia:
            best = result
    found = len(np.unique(best.labels))
    if found < k:
        distinct = len(np.unique(X, axis=0))
        if distinct < k:
            warnings.warn(
                f"Number of distinct clusters ({found}) found smaller than n_clusters ({k}). "
                "Possibly due to duplicate points in X.",
                stacklevel=2,
            )
    return best


def first_centroids(X, k, init, rng, sample_weight):
    """Return the (k, d) start that `init` describes."""
    if isinstance(init, str):
        if init not in METHODS:
            raise ValueError(f"init={init!r} is not known; choose one of {', '.join(METHODS)}, an array or a function.")
        return METHODS[init](X, k, seed=rng, sample_weight=sample_weight)
    return checks.as_centroids(init(X, k, seed=rng) if callable(init) else init, X.shape[1])


def finish(run, max_iter):
    """Drain the generator `run` and return its last state as a KMeansResult."""
    before = None
    for step in run:
        settled = before is not None and np.array_equal(step.labels, before)
        before = step.labels
    n_iter = min(step.iteration + 1, max_iter) if settled else step.iteration
    converged = settled or step.iteration < max_iter
    return KMeansResult(step.centroids, step.labels, step.inertia, n_iter, converged)
