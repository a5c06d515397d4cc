"""Mini-batch k-means: look at a few points at a time, and learn a little less from each.

`learn` is one batch, `minibatches` the algorithm as a generator of its states, `minibatch_kmeans`
drains it. A centroid's learning rate is 1 / count, so that it is always the mean of all the points
it was ever given, and late batches hardly move it. Left out: finding the nearest centroid (nearest.py).

Sculley (2010), "Web-scale k-means clustering", WWW.
"""

import math
import warnings
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kmeans_core import validation
from kmeans_core._fast.cluster_sums import sums_by_label
from kmeans_core._fast.exact import nearest, squared_distances
from kmeans_core._fast.labels import sizes
from kmeans_core._fast.nearest import Nearest, assign, labels_and_inertia
from kmeans_core._fast.prepared import Points
from kmeans_core.lloyd import KMeansResult, starts
from kmeans_core.validation import at_the_call

LARGE = 1 << 18  # differences in a batch, (b, k, d), beyond which the fast search is worth its preparation


@dataclass(frozen=True)
class Batch:
    """The state after `iteration` batches, and what the last of them showed.

    `indices` (b,) are the rows of X drawn, with repeats; their `labels` (b,) and `inertia` are from
    before the move. `centroids` (k, d) and `counts` (k,), the points each has learned from, are from
    after it. `reassigned` (r,) lists the starved centroids that jumped to a point of the batch,
    `shift` is the norm of the whole move in data units. `smoothed` is the running mean of the
    inertia per point; `converged` says that it, or the shift, has come to rest.
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


@at_the_call
def minibatches(
    X,
    centroids,
    *,
    batch_size=1024,
    max_iter=100,
    tol=0.0,
    max_no_improvement=10,
    reassignment_ratio=0.01,
    seed=None,
    sample_weight=None,
) -> Iterator[Batch]:
    """Yield every state of mini-batch k-means, the start first: an empty batch, counts of 0.

    Points are drawn with replacement, in proportion to their weights. Ends after `max_iter` times n
    points, or when the smoothed inertia set no new low in `max_no_improvement` batches (None: never),
    or when the squared shift is below `tol` times the mean variance of the features. Unlike Lloyd's,
    the inertia may rise: every batch is another sample.
    """
    points = Points.of(X, sample_weight)
    centroids = validation.as_centroids(centroids, points.d)
    batch_size = min(validation.as_count(batch_size, "batch_size", 1), points.n)
    most = validation.as_count(max_iter, "max_iter", 1) * points.n // batch_size
    patience = (
        math.inf if max_no_improvement is None else validation.as_count(max_no_improvement, "max_no_improvement", 0)
    )
    least_move = validation.as_tol(tol) and tol * points.variance
    ratio = validation.as_ratio(reassignment_ratio, "reassignment_ratio")
    rng = validation.as_rng(seed)

    nobody = np.zeros(0, dtype=np.intp)
    counts = np.zeros(len(centroids))
    yield Batch(0, nobody, nobody, 0.0, centroids, counts, nobody, math.inf, math.inf, False)
    draw = sampler(points, batch_size, rng)
    unit = np.ones(batch_size)  # the draw has used the weights
    progress = Progress(min(1.0, 2 * batch_size / (points.n + 1)), patience)
    for iteration in range(1, most + 1):
        indices, before = draw(), centroids
        labels, inertia, centroids, counts, reassigned = learn(
            points.pick(indices), unit, before, counts, iteration, ratio, rng
        )
        shift = float(np.linalg.norm(centroids - before))
        stalled = progress.stalls(iteration, inertia / batch_size)
        converged = iteration > 1 and (stalled or shift**2 < least_move)
        yield Batch(
            iteration, indices, labels, inertia, centroids, counts, reassigned, shift, progress.smoothed, converged
        )
        if converged:
            return


class Progress:
    """Has the inertia stopped falling? The mean of every batch is noisy, so a running mean decides.

    `rate` is the share of a new batch in it, `patience` how many batches may pass without a new low.
    """

    def __init__(self, rate, patience):
        self.rate, self.patience = rate, patience
        self.smoothed = self.lowest = math.inf
        self.stale = 0

    def stalls(self, iteration, mean):
        """Take in the `mean` inertia per point of a batch, and return whether to stop."""
        if iteration <= 2:  # the first batch measures the start, and would weigh for too long
            self.smoothed, self.lowest = mean, math.inf
        else:
            self.smoothed += self.rate * (mean - self.smoothed)
        self.stale = 0 if self.smoothed < self.lowest else self.stale + 1
        self.lowest = min(self.lowest, self.smoothed)
        return self.stale >= self.patience


def learn(X, weights, centroids, counts, iteration, ratio, rng):
    """Let the centroids learn from one batch, the rows of `X`, as the `iteration`-th one (1 is the first).

    Returns (labels, inertia, centroids, counts, reassigned): the first two from before the move,
    `centroids` and `counts` as new arrays. A starved centroid, see `starved`, jumps to a random
    point of the batch and takes the least count of the others, so that it does not starve again at once.
    """
    k = len(centroids)
    if X.size * k <= LARGE:
        labels, d2 = nearest(X, centroids)
    else:
        labels = assign(X, centroids)
        d2 = squared_distances(X, centroids[labels])
    counts = counts + np.bincount(labels, weights, minlength=k)
    pull = sums_by_label((X - centroids.take(labels, axis=0)) * weights[:, None], labels, k)
    centroids = centroids + pull / np.where(counts > 0, counts, 1.0)[:, None]

    reassigned = starved(counts, iteration, len(X), ratio)
    if reassigned.size:
        rows = rng.permutation(np.flatnonzero(weights))[: reassigned.size]
        reassigned = reassigned[: rows.size]
        centroids[reassigned] = X[rows]
        counts[reassigned] = np.delete(counts, reassigned).min()
    return labels, float(weights @ d2), centroids, counts, reassigned


def starved(counts, iteration, batch_size, ratio):
    """Return the clusters (r,) with a count below `ratio` times the largest, the smallest first.

    At most half a batch of them. Looks only once in 10 k points, or where a cluster has no point yet.
    """
    span = 10 * len(counts)
    due = iteration * batch_size // span > (iteration - 1) * batch_size // span
    if not due and counts.all():
        return np.zeros(0, dtype=np.intp)
    low = np.flatnonzero(counts < min(ratio, 1.0) * counts.max())  # never all of them
    return low[np.argsort(counts[low], kind="stable")][: batch_size // 2]


def sampler(points, batch_size, rng):
    """Return a function that draws `batch_size` rows with replacement, in proportion to their weights."""
    weights = points.weights
    if weights is None or weights.min() == weights.max():
        return lambda: rng.integers(points.n, size=batch_size)
    total = np.cumsum(weights)
    last = np.flatnonzero(weights)[-1]  # rounding must not reach a row without weight
    return lambda: np.minimum(np.searchsorted(total, rng.random(batch_size) * total[-1], side="right"), last)


def minibatch_kmeans(
    X,
    k,
    *,
    batch_size=1024,
    init="k-means++",
    n_init=1,
    init_size=None,
    max_iter=100,
    tol=0.0,
    max_no_improvement=10,
    reassignment_ratio=0.01,
    seed=None,
    sample_weight=None,
) -> KMeansResult:
    """Run mini-batch k-means from the best of `n_init` starts, then label every point once.

    `init` as in `kmeans`, `init_size` as in `best_start`, the rest as in `minibatches`. `n_iter` is
    the number of passes over the data that the batches add up to, rounded up. A UserWarning says so where X
    has fewer than k distinct points.
    """
    points = Points.of(X, sample_weight)
    k = validation.as_k(k, points.n)
    rng = validation.as_rng(seed)
    batch_size = min(validation.as_count(batch_size, "batch_size", 1), points.n)
    run = minibatches(
        points,
        best_start(points, k, init, n_init, init_size, batch_size, rng, points.weights),
        batch_size=batch_size,
        max_iter=max_iter,
        tol=tol,
        max_no_improvement=max_no_improvement,
        reassignment_ratio=reassignment_ratio,
        seed=rng,
    )
    last = deque(run, maxlen=1)[0]
    labels, inertia = labels_and_inertia(points, last.centroids)
    validation.warn_of_duplicates(np.count_nonzero(sizes(labels, k)), k, points.X)
    return KMeansResult(
        last.centroids, labels, inertia, math.ceil(last.iteration * batch_size / points.n), last.converged
    )


def best_start(X, k, init, n_init, init_size, batch_size, rng, weights):
    """Return the start (k, d) of least inertia among `n_init`, all found by `init` on a sample of the rows of `X`.

    The sample has `init_size` rows (None: three batches, or 3 k where that is below k); another of
    the same size judges. An `init_size` below k is raised to 3 k, with a RuntimeWarning in scikit-learn's words.
    """
    n_init = validation.as_count(n_init, "n_init", 1)
    size = 3 * batch_size if init_size is None else validation.as_count(init_size, "init_size", 1)
    if size < k:
        if init_size is not None:
            warnings.warn(
                f"init_size={size} should be larger than n_clusters={k}. Setting it to min(3*n_clusters, n_samples)",
                RuntimeWarning,
                stacklevel=3,
            )
        size = 3 * k
    points = Points.of(X, weights)
    found = list(starts(sample(points, size, rng), k, init, n_init, rng))
    if len(found) == 1:
        return found[0]
    jury = sample(points, size, rng)
    return min(found, key=lambda start: Nearest(jury, k)(start)[1])


def sample(points, size, rng):
    """Return `size` of the points of positive weight, or all of them, as Points."""
    weights = points.weights
    eligible = np.arange(points.n) if weights is None else np.flatnonzero(weights)
    rows = rng.choice(eligible, min(size, len(eligible)), replace=False)
    return Points(points.X[rows], None if weights is None else weights[rows])
