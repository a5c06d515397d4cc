"""The lesson: pick k centroids; assign, move, repeat until nothing moves.

`lloyd` is the algorithm, a generator of its states. `kmeans` drains it, from one start or from many.
Left out: how a start is picked (init.py) and how the nearest centroid is found (nearest.py).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from kmeans_core import validation
from kmeans_core._fast.labels import Labels, sizes
from kmeans_core._fast.nearest import Nearest
from kmeans_core._fast.prepared import Points
from kmeans_core.seeding import INIT_METHODS
from kmeans_core.validation import at_the_call


@dataclass(frozen=True)
class Step:
    """One state: these centroids (k, d), and the labels (n,) and inertia that belong to them.

    `shift` is how far the centroids moved to get here: the norm of the whole move, in data units.
    """

    iteration: int
    centroids: np.ndarray
    found: np.ndarray | Labels
    inertia: float
    shift: float

    @property
    def labels(self):
        """The index of the nearest centroid for each point, (n,); the same array as before where none changed."""
        return self.found.whole if isinstance(self.found, Labels) else self.found


@dataclass(frozen=True)
class KMeansResult:
    """The best run: centroids (k, d), labels (n,), inertia, and how many passes it took."""

    centroids: np.ndarray
    labels: np.ndarray
    inertia: float
    n_iter: int
    converged: bool


@at_the_call
def lloyd(X, centroids, *, max_iter=300, tol=1e-4, sample_weight=None) -> Iterator[Step]:
    """Yield every state of Lloyd's algorithm, the start first.

    Inertia never rises from one step to the next. Ends when no label changes, when the centroids
    have all but stopped (`tol`, relative to the mean variance of the features), or after `max_iter` moves.

    Lloyd (1982), "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28(2).
    """
    points = Points.of(X, sample_weight)
    centroids = validation.as_centroids(centroids, points.d)
    max_iter, tol = validation.as_count(max_iter, "max_iter", 1), validation.as_tol(tol)

    nearest = Nearest(points, len(centroids))
    labels, inertia = nearest(centroids)  # assign each point to its nearest centroid
    yield Step(0, centroids, labels, inertia, math.inf)
    for iteration in range(1, max_iter + 1):
        start, centroids = centroids, nearest.means()  # move each centroid to the mean of its points
        labels, inertia = nearest(centroids)
        shift = distance(start, centroids)
        yield Step(iteration, centroids, labels, inertia, shift)
        if nearest.settled or (shift**2 <= tol * points.variance and not nearest.emptied):  # until no centroid moves
            return


def kmeans(X, k, *, init="k-means++", n_init=1, max_iter=300, tol=1e-4, seed=None, sample_weight=None) -> KMeansResult:
    """Run Lloyd's algorithm from `n_init` starts and return the run of least inertia.

    `init` is "k-means++", "random", "farthest-first", a (k, d) array, or a function
    (X, k, seed=...) -> (k, d). A UserWarning says so where X has fewer than k distinct points.
    """
    points = Points.of(X, sample_weight)
    k = validation.as_k(k, points.n)
    best = None
    run = partial(lloyd, points, max_iter=max_iter, tol=tol)
    for states in map(run, starts(points, k, init, validation.as_count(n_init, "n_init", 1), seed)):
        result = finish(states, max_iter, tol * points.variance)
        if best is None or result.inertia < best.inertia:
            best = result
    validation.warn_of_duplicates(np.count_nonzero(sizes(best.labels, k)), k, points.X)
    return best


def starts(points, k, init, n_init, seed):
    """Yield the (k, d) starts that `init` describes: `n_init` of them, or once the array that it is."""
    drawn = isinstance(init, str) or callable(init)
    rng = validation.as_rng(seed) if drawn or seed is not None else None
    for _ in range(n_init if drawn else 1):
        yield first_centroids(points, k, init, rng)


def distance(start, end):
    """Return the norm of the whole move from `start` to `end` (k, d)."""
    move = end - start
    return math.sqrt(np.vdot(move, move))


def first_centroids(points, k, init, rng):
    """Return one (k, d) start."""
    if isinstance(init, str):
        if init not in INIT_METHODS:
            raise ValueError(
                f"init={init!r} is not known; choose one of {', '.join(INIT_METHODS)}, an array or a function."
            )
        return INIT_METHODS[init](points, k, seed=rng)
    if isinstance(init, np.ndarray) and init.shape == (k, points.d):
        return init  # whatever else may be wrong with it, `lloyd` says
    start = validation.as_centroids(init(points.X, k, seed=rng) if callable(init) else init, points.d)
    if len(start) != k:
        raise ValueError(f"init gives {len(start)} centroids, but k={k}; they must agree.")
    return start


def finish(run, max_iter, least_move):
    """Drain the generator `run` and return its last state as a KMeansResult.

    A run that ends because no label changed has looked once more than it moved: that pass counts.
    """
    labels, settled = None, False
    for step in run:
        labels, settled = step.found, step.found is labels  # labels that did not change are the same ones
    stopped = step.shift**2 <= least_move
    n_iter = step.iteration if stopped or not settled else min(step.iteration + 1, max_iter)
    return KMeansResult(step.centroids, step.labels, step.inertia, n_iter, stopped or settled)
