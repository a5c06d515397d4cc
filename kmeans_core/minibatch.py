"""Mini-batch k-means: look at a few points at a time, and learn a little less from each.

`minibatch_step` is one batch, `minibatches` the algorithm as a generator of its states, and `minibatch_kmeans` runs it
to the end. The learning rate of a centroid is 1 / count. So it is always the mean of all the points it has learned
from, and late batches hardly move it. Left out: how to pick the first centroids (seeding.py).

Sculley (2010), "Web-scale k-means clustering", WWW.
"""

import math
import warnings
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kmeans_core import validation
from kmeans_core.lloyd import KMeansResult, assign, inertia
from kmeans_core.seeding import starts
from kmeans_core.validation import Init, Seed, Weights


@dataclass(frozen=True)
class Batch:
    """The state after `iteration` batches.

    `indices` (b,) are the rows of X in the last batch, which may repeat. Their `labels` (b,) and `inertia` are from
    before the update; `centroids` (k, d) and `counts` (k,), the number of points that each has learned from, are from
    after it. `reassigned` (r,) lists the centroids with a low count that jumped to a point of the batch. `shift` is
    the distance by which all centroids together moved, in data units. `smoothed` is a moving average of the inertia
    per point. `converged` says whether this average no longer improves or the centroids have all but stopped.
    """

    iteration: int
    indices: np.ndarray
    labels: np.ndarray
    inertia: float
    centroids: np.ndarray
    counts: np.ndarray
    reassigned: np.ndarray
    shift: float
    smoothed: float
    converged: bool


@validation.validated_at_call
def minibatches(
    X: ArrayLike,
    centroids: ArrayLike,
    *,
    batch_size: int = 1024,
    max_iter: int = 100,
    tol: float = 0.0,
    max_no_improvement: int | None = 10,
    reassignment_ratio: float = 0.01,
    seed: Seed = None,
    sample_weight: Weights = None,
) -> Iterator[Batch]:
    """Yield every state of mini-batch k-means. The first is the start: an empty batch, counts of 0.

    Points are drawn with replacement, in proportion to their weights. The run ends after `max_iter` times n points,
    or when the smoothed inertia has not improved for `max_no_improvement` batches (None: never), or when the squared
    shift is below `tol` times the mean variance of the features. Unlike in Lloyd's algorithm, the inertia may rise:
    every batch is another sample.
    """
    X = validation.as_points(X)
    n, k = len(X), len(centroids := validation.as_centroids(centroids, X.shape[1]))
    batch_size = min(validation.as_count(batch_size, "batch_size", 1), n)
    n_batches = validation.as_count(max_iter, "max_iter", 1) * n // batch_size
    threshold = validation.as_number(tol, "tol") and tol * X.var(axis=0).mean()
    patience = math.inf
    if max_no_improvement is not None:
        patience = validation.as_count(max_no_improvement, "max_no_improvement", 0)
    ratio = validation.as_number(reassignment_ratio, "reassignment_ratio")
    probabilities = sampling_probabilities(sample_weight, n)
    rng = validation.as_rng(seed)

    none, counts, ones = np.zeros(0, dtype=np.intp), np.zeros(k), np.ones(batch_size)
    yield Batch(0, none, none, 0.0, centroids, counts, none, math.inf, math.inf, False)
    smoothed = lowest = math.inf
    new_share = min(1.0, 2 * batch_size / (n + 1))  # of the latest batch in the moving average
    for iteration in range(1, n_batches + 1):
        indices, before = rng.choice(n, batch_size, p=probabilities), centroids
        batch = X.take(indices, axis=0)
        labels, cost, centroids, counts, reassigned = minibatch_step(batch, ones, before, counts, iteration, ratio, rng)
        shift = float(np.linalg.norm(centroids - before))

        mean = cost / batch_size
        if iteration <= 2:  # the first batch measures the start, which would weigh for too long
            smoothed = lowest = mean
            n_stale = 0
        else:
            smoothed += new_share * (mean - smoothed)
            n_stale = 0 if smoothed < lowest else n_stale + 1
            lowest = min(lowest, smoothed)
        converged = iteration > 1 and (n_stale >= patience or shift**2 < threshold)
        yield Batch(iteration, indices, labels, cost, centroids, counts, reassigned, shift, smoothed, converged)
        if converged:
            return


def minibatch_step(X, weights, centroids, counts, iteration, reassignment_ratio, rng):
    """Return (labels (b,), inertia, centroids (k, d), counts (k,), reassigned (r,)) after one batch, the rows of `X`.

    Labels and inertia are from before the update. A centroid that has learned from too few points, see
    `low_count_clusters`, jumps to a random point of the batch and gets the lowest count of the others, so that it is
    not moved again at once. `iteration` counts the batches from 1.
    """
    k, d = centroids.shape
    labels = assign(X, centroids)
    differences = X - centroids[labels]
    batch_inertia = float(weights @ np.einsum("if,if->i", differences, differences))
    counts = counts + np.bincount(labels, weights, k)
    sums = np.transpose([np.bincount(labels, weights * differences[:, f], k) for f in range(d)])
    centroids = centroids + sums / np.where(counts > 0, counts, 1)[:, None]  # the learning rate is 1 / count

    reassigned = low_count_clusters(counts, iteration, len(X), reassignment_ratio)
    if len(reassigned):
        rows = rng.permutation(np.flatnonzero(weights))[: len(reassigned)]
        reassigned = reassigned[: len(rows)]
        centroids[reassigned] = X[rows]
        counts[reassigned] = np.delete(counts, reassigned).min()
    return labels, batch_inertia, centroids, counts, reassigned


def low_count_clusters(counts, iteration, batch_size, reassignment_ratio):
    """Return the clusters (r,) with a count below `reassignment_ratio` times the largest, lowest count first.

    They are at most half as many as the points of a batch. Unless a cluster has no point yet, the counts are checked
    only once in 10 k points.
    """
    interval = 10 * len(counts)
    is_due = iteration * batch_size // interval > (iteration - 1) * batch_size // interval
    if not is_due and counts.all():
        return np.zeros(0, dtype=np.intp)
    low = np.flatnonzero(counts < min(reassignment_ratio, 1.0) * counts.max())  # never all of them
    return low[np.argsort(counts[low], kind="stable")][: batch_size // 2]


def sampling_probabilities(sample_weight, n):
    """Return the probability of each point, shape (n,), or None if all are equal."""
    weights = validation.as_weights(sample_weight, n)
    return None if weights is None or weights.min() == weights.max() else weights / weights.sum()


def minibatch_kmeans(
    X: ArrayLike,
    k: int,
    *,
    batch_size: int = 1024,
    init: Init = "k-means++",
    n_init: int = 1,
    init_size: int | None = None,
    max_iter: int = 100,
    tol: float = 0.0,
    max_no_improvement: int | None = 10,
    reassignment_ratio: float = 0.01,
    seed: Seed = None,
    sample_weight: Weights = None,
) -> KMeansResult:
    """Return the result of mini-batch k-means from the best of `n_init` starts, with a label for every point.

    `init` as in `kmeans`, `init_size` as in `best_start`, the rest as in `minibatches`. `n_iter` is the number of
    passes over the data that the batches amount to, rounded up. A UserWarning says so if X has fewer than k distinct
    points.
    """
    X = validation.as_points(X)
    k = validation.as_k(k, len(X))
    rng = validation.as_rng(seed)
    batch_size = min(validation.as_count(batch_size, "batch_size", 1), len(X))
    run = minibatches(
        X,
        best_start(X, k, init, n_init, init_size, batch_size, rng, sample_weight),
        batch_size=batch_size,
        max_iter=max_iter,
        tol=tol,
        max_no_improvement=max_no_improvement,
        reassignment_ratio=reassignment_ratio,
        seed=rng,
        sample_weight=sample_weight,
    )
    last = deque(run, maxlen=1)[0]
    labels = assign(X, last.centroids)
    validation.warn_of_duplicates(np.count_nonzero(np.bincount(labels)), k, X)
    total = inertia(X, last.centroids, labels, sample_weight)
    return KMeansResult(last.centroids, labels, total, math.ceil(last.iteration * batch_size / len(X)), last.converged)


def best_start(X, k, init, n_init, init_size, batch_size, rng, sample_weight=None):
    """Return the best of `n_init` starts (k, d), each made by `init` on a sample of the rows of `X`.

    The sample has `init_size` rows (None: three batches, or 3 k if that is below k). The starts are compared by their
    inertia on a validation sample of the same size. An `init_size` below k is raised to 3 k, with a RuntimeWarning.
    """
    n_init = validation.as_count(n_init, "n_init", 1)
    weights = validation.as_weights(sample_weight, len(X))
    k = validation.as_k(k, len(X), weights)
    size = 3 * batch_size if init_size is None else validation.as_count(init_size, "init_size", 1)
    if size < k:
        if init_size is not None:
            warnings.warn(
                f"init_size={size} should be larger than n_clusters={k}. Setting it to min(3*n_clusters, n_samples)",
                RuntimeWarning,
                stacklevel=3,
            )
        size = 3 * k
    rows, row_weights = random_sample(X, weights, size, rng)
    candidates = list(starts(rows, k, init, n_init, rng, row_weights))
    if len(candidates) == 1:
        return candidates[0]
    rows, row_weights = random_sample(X, weights, size, rng)  # the validation sample
    return min(candidates, key=lambda start: inertia(rows, start, sample_weight=row_weights))


def random_sample(X, weights, size, rng):
    """Return (rows, their weights) of `size` points of positive weight, or of all if they are fewer."""
    eligible = np.arange(len(X)) if weights is None else np.flatnonzero(weights)
    rows = np.sort(rng.choice(eligible, min(size, len(eligible)), replace=False))
    return X[rows], None if weights is None else weights[rows]
