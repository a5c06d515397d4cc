"""The methods to start from, and the best known run, which every run is compared with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from kmeans_core import assign, farthest_first, inertia, kmeans_plusplus, lloyd, random_init

METHODS = {
    "random": random_init,
    "classic k-means++": partial(kmeans_plusplus, trials=1),
    "greedy k-means++": kmeans_plusplus,
    "farthest-first": farthest_first,
}
TOLERANCE = 0.01  # a run that ends within 1 % of the best known inertia has reached it
# Enough to end within 1 % of the best of 160 more runs on the named data sets with as many clusters as they have.
N_RUNS = 8


@dataclass(frozen=True)
class BestKnown:
    """The best of `n_runs`: its `centroids` (k, d), `labels` (n,) and `inertia`. Up to `rounding_error` that is 0."""

    centroids: np.ndarray
    labels: np.ndarray
    inertia: float
    n_runs: int
    rounding_error: float

    def ratio(self, inertia) -> np.ndarray:
        """Return `inertia` as a multiple of the best known one, at least 1; infinite where that is 0."""
        inertia, best = (np.where(np.asarray(i) <= self.rounding_error, 0.0, i) for i in (inertia, self.inertia))
        ratio = np.divide(inertia, best, out=np.full(np.shape(inertia), np.inf), where=best > 0)
        return np.maximum(1.0, np.where(inertia <= best, 1.0, ratio))

    def is_reached(self, inertia) -> np.ndarray:
        return self.ratio(inertia) <= 1 + TOLERANCE

    def among(self, X, inertias, centroids_of: Callable[[int], np.ndarray]) -> "BestKnown":
        """Return the best of this run and more runs on `X`, which end with these `inertias`; the i-th of them ends with
        `centroids_of(i)`.

        A run that ends lower only by rounding is the same one: its clusters keep their numbers.
        """
        i, n_runs = int(np.argmin(inertias)), self.n_runs + len(inertias)
        if inertias[i] >= self.inertia * (1 - 1e-9) - self.rounding_error:
            return replace(self, n_runs=n_runs)
        centroids = centroids_of(i)
        return BestKnown(centroids, assign(X, centroids), float(inertias[i]), n_runs, self.rounding_error)


def best_of_eight(X, k) -> BestKnown:
    """Return the best of the eight runs from greedy k-means++ with the seeds 0 to 7."""
    runs = [list(lloyd(X, kmeans_plusplus(X, k, seed=seed), tol=0))[-1] for seed in range(N_RUNS)]
    best = min(runs, key=lambda run: run.inertia)
    return BestKnown(best.centroids, best.labels, best.inertia, N_RUNS, 1e-12 * inertia(X, X.mean(axis=0)[None]))
