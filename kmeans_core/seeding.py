"""Where to start: three ways to pick the first k centroids, all of them rows of X.

Left out: choosing among whole runs (that is `n_init` of `kmeans`).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kmeans_core import validation
from kmeans_core._fast.d2_sampling import FEW, Uncovered
from kmeans_core._fast.exact import NARROW, squared_distances
from kmeans_core._fast.filtering import worthwhile
from kmeans_core._fast.prepared import Points
from kmeans_core._fast.pruned_sampling import Reach
from kmeans_core._fast.rejection_sampling import Proposals


@dataclass(frozen=True)
class Pick:
    """One row picked by k-means++, of the `candidates` (t,) drawn, and the `density` (n,) they were drawn by.

    The density is the weight times D^2, up to a constant factor; before the first pick it is the weight alone.
    """

    row: int
    candidates: np.ndarray
    density: np.ndarray

    @property
    def probability(self) -> np.ndarray:
        """How likely each row was to be drawn, (n,)."""
        density = self.density.astype(np.float64)
        return density / density.sum()


def random_init(X, k, *, seed=None, sample_weight=None):
    """Return k rows of `X` drawn without replacement, shape (k, d): Forgy's start.

    With `sample_weight`, rows are drawn in proportion to their weight.
    """
    points = Points.of(X, sample_weight)
    X, weights, n = points.X, points.weights, points.n
    k = validation.as_k(k, n)
    rng = validation.as_rng(seed)
    if weights is None:
        return X[rng.choice(n, size=k, replace=False)]
    if np.count_nonzero(weights) < k:
        raise ValueError(f"k={k} is more than the {np.count_nonzero(weights)} points of positive weight.")
    return X[rng.choice(n, size=k, replace=False, p=weights / weights.sum())]


def kmeans_plusplus(X, k, *, seed=None, sample_weight=None, trials=None):
    """Return k rows of `X` spread out by D^2 sampling, shape (k, d).

    Each next row is drawn with probability proportional to its squared distance to the nearest
    row chosen so far. `trials` candidates are drawn each time and the one that lowers the inertia
    most is kept: None means 2 + log k of them (greedy), 1 is the classic method.

    Arthur and Vassilvitskii (2007), "k-means++: the advantages of careful seeding", SODA.
    """
    points = Points.of(X, sample_weight)
    rest, counts, rng = before_picking(points, k, seed, trials)
    rows = []
    for count in counts:  # one candidate, then `trials` each time
        rest.draw(rng, count)  # in proportion to the squared distance to the nearest row chosen so far
        rows.append(rest.cover())  # the candidate that leaves the least inertia
    return points.X[rows]


@validation.at_the_call
def kmeans_plusplus_picks(X, k, *, seed=None, sample_weight=None, trials=None) -> Iterator[Pick]:
    """Yield the k picks of `kmeans_plusplus`, one by one."""
    rest, counts, rng = before_picking(Points.of(X, sample_weight), k, seed, trials)
    for count in counts:
        candidates, density = rest.draw(rng, count), rest.density
        yield Pick(rest.cover(), candidates, density)


def before_picking(points, k, seed, trials):
    """Return what keeps the squared distances to the rows chosen so far, how many candidates each pick has, the rng."""
    k = validation.as_k(k, points.n)
    trials = 2 + int(math.log(k)) if trials is None else validation.as_count(trials, "trials", 1)
    counts = [1] + [trials] * (k - 1)
    if points.n <= FEW and points.d < NARROW:
        rest = Uncovered(points)
    else:
        rest = Reach(points) if worthwhile(points, k) else Proposals(points, sum(counts))
    return rest, counts, validation.as_rng(seed)


def farthest_first(X, k, *, seed=None, sample_weight=None):
    """Return k rows of `X`, shape (k, d): a random one, then always the row farthest from those chosen.

    Gonzalez (1985), "Clustering to minimize the maximum intercluster distance", TCS 38.
    """
    points = Points.of(X, sample_weight)
    X = points.X
    k = validation.as_k(k, points.n)
    weights = np.ones(points.n) if points.weights is None else points.weights
    chosen = [draw(validation.as_rng(seed), weights, 1)[0]]
    d2 = np.where(weights > 0, squared_distances(X, X[chosen[0]]), -1.0)
    while len(chosen) < k:
        chosen.append(int(d2.argmax()))
        d2 = np.minimum(d2, squared_distances(X, X[chosen[-1]]))
    return X[chosen]


def draw(rng, mass, size):
    """Return `size` indices drawn with probability proportional to `mass`; uniformly if all of it is 0."""
    total = np.cumsum(mass)
    if total[-1] == 0:
        return rng.integers(len(mass), size=size)
    drawn = np.searchsorted(total, rng.random(size) * total[-1], side="right")
    return np.minimum(drawn, np.flatnonzero(mass)[-1])  # rounding must not reach a row without mass


INIT_METHODS = {"k-means++": kmeans_plusplus, "random": random_init, "farthest-first": farthest_first}
