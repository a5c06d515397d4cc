"""Where to start: three ways to pick the first k centroids, all of them rows of X.

k-means++ is written out in `kmeans_plusplus_picks`, pick by pick, and this is the code that runs; only large problems
are handed to the engine in `_fast/`, which draws with the same probabilities.
Left out: choosing among whole runs (that is `n_init` of `kmeans`).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kmeans_core import _fast, validation
from kmeans_core.validation import Seed, Weights


@dataclass(frozen=True)
class Pick:
    """One row picked by k-means++ from the `candidates` (t,), which were drawn in proportion to `density` (n,).

    The density is the weight times D^2, in data units or in those of the engine; for the first pick it is the weight.
    """

    row: int
    candidates: np.ndarray
    density: np.ndarray

    @property
    def probability(self) -> np.ndarray:
        """The probability with which each row was drawn, shape (n,)."""
        density = self.density.astype(np.float64)
        return density / density.sum()


def random_init(X: ArrayLike, k: int, *, seed: Seed = None, sample_weight: Weights = None) -> np.ndarray:
    """Return k distinct rows of `X` drawn at random, shape (k, d): Forgy's start.

    With `sample_weight`, rows are drawn in proportion to their weight.
    """
    X, k, weights, rng = validated(X, k, sample_weight, seed)
    if weights is None:
        return X[rng.choice(len(X), size=k, replace=False)]
    return X[rng.choice(len(X), size=k, replace=False, p=weights / weights.sum())]


def kmeans_plusplus(
    X: ArrayLike, k: int, *, seed: Seed = None, sample_weight: Weights = None, trials: int | None = None
) -> np.ndarray:
    """Return k rows of `X` that lie far from one another, shape (k, d): D^2 sampling.

    Each row is drawn with a probability proportional to D^2, its squared distance to the nearest row picked so far.
    For every pick, `trials` candidates are drawn and the one that lowers the inertia most is kept: None means
    2 + log k candidates (greedy), 1 is the classic method.

    Arthur and Vassilvitskii (2007), "k-means++: the advantages of careful seeding", SODA.

    >>> np.sort(kmeans_plusplus([[1], [1], [1], [9]], 2), axis=0)
    array([[1.],
           [9.]])
    """
    picks = kmeans_plusplus_picks(X, k, seed=seed, sample_weight=sample_weight, trials=trials)
    return validation.as_points(X)[[pick.row for pick in picks]]


def kmeans_plusplus_picks(
    X: ArrayLike, k: int, *, seed: Seed = None, sample_weight: Weights = None, trials: int | None = None
) -> Iterator[Pick]:
    """Return an iterator over the k picks of `kmeans_plusplus`, which takes the same arguments."""
    X, k, weights, rng = validated(X, k, sample_weight, seed)
    trials = 2 + int(math.log(k)) if trials is None else validation.as_count(trials, "trials", 1)
    if X.size * k > _fast.LESSON_SIZE:
        return (Pick(*pick) for pick in _fast.d2_sampling(X, k, weights, trials, rng))
    return d2_sampling(X, k, np.ones(len(X)) if weights is None else weights, trials, rng)


def d2_sampling(X, k, weights, trials, rng):
    """Yield the k picks of k-means++, one after the other.

    For every pick after the first, `trials` candidates are drawn, and the one that leaves the least inertia is kept.
    `d2` (n,) is D^2: the squared distance of every point to the nearest row picked so far.
    """
    d2 = np.full(len(X), np.inf)
    density = weights  # nothing is picked yet: the weight alone decides
    for n_candidates in [1] + [trials] * (k - 1):
        candidates = draw(rng, density, n_candidates)
        d2_to_candidates = sum((X[:, f] - X[candidates, f, None]) ** 2 for f in range(X.shape[1]))
        remaining = np.minimum(d2, d2_to_candidates)  # D^2 if this candidate is picked, shape (n_candidates, n)
        best = (remaining @ weights).argmin()
        yield Pick(int(candidates[best]), candidates, density)
        d2 = remaining[best]
        density = weights * d2 if (weights * d2).any() else weights  # once every point is picked, by weight again


def draw(rng, density, size):
    """Return `size` row indices, drawn at random in proportion to their `density` (n,), which is not 0 everywhere.

    The densities, laid end to end, make a line; a row is drawn if a random place on the line lies in its part.
    """
    cumulative = np.cumsum(density)
    rows = np.searchsorted(cumulative, rng.random(size) * cumulative[-1], side="right")
    return np.minimum(rows, np.flatnonzero(density)[-1])  # rounding must not reach a row of density 0


def farthest_first(X: ArrayLike, k: int, *, seed: Seed = None, sample_weight: Weights = None) -> np.ndarray:
    """Return k rows of `X`, shape (k, d): one drawn at random, then always the row farthest from those picked so far.

    Gonzalez (1985), "Clustering to minimize the maximum intercluster distance", TCS 38.
    """
    X, k, weights, rng = validated(X, k, sample_weight, seed)
    weights = np.ones(len(X)) if weights is None else weights
    rows = [int(draw(rng, weights, 1)[0])]
    d2 = np.where(weights > 0, np.inf, -1.0)  # a row of weight 0 is never the farthest
    while len(rows) < k:
        d2 = np.minimum(d2, sum((X[:, f] - X[rows[-1], f]) ** 2 for f in range(X.shape[1])))
        rows.append(int(d2.argmax()))
    return X[rows]


INIT_METHODS = {"k-means++": kmeans_plusplus, "random": random_init, "farthest-first": farthest_first}


def starts(X, k, init, n_init, seed, sample_weight=None):
    """Yield the starts (k, d) that `init` describes: `n_init` of them, but only one if it is an array."""
    n_init, rng = validation.as_count(n_init, "n_init", 1), validation.as_rng(seed)
    if not isinstance(init, str) and not callable(init):
        yield checked_start(init, X, k)
        return
    if isinstance(init, str):
        validation.as_choice(init, "init", [*INIT_METHODS, "an array or a function"])
    for _ in range(n_init):
        if callable(init):
            yield checked_start(init(X, k, seed=rng), X, k)
        else:
            yield INIT_METHODS[init](X, k, seed=rng, sample_weight=sample_weight)


def checked_start(init, X, k):
    """Return `init` as a (k, d) array."""
    centroids = validation.as_centroids(init, X.shape[1], "init")
    if len(centroids) != k:
        raise ValueError(f"init gives {len(centroids)} centroids, but k={k}; they must agree.")
    return centroids


def validated(X, k, sample_weight, seed):
    """Return (X (n, d), k, weights (n,) or None, rng), all checked."""
    X = validation.as_points(X)
    weights = validation.as_weights(sample_weight, len(X))
    return X, validation.as_k(k, len(X), weights), weights, validation.as_rng(seed)
