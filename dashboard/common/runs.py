"""How the pages start and run k-means."""

from collections.abc import Iterator

import numpy as np

from kmeans_core import INIT_METHODS, Step, lloyd


def first_centroids(X, k, init, seed) -> np.ndarray:
    return INIT_METHODS[init](X, k, seed=seed)


def run_until_still(X, k, init, seed) -> Iterator[Step]:
    """Yield the states of a run until no label changes (`tol=0`), so that its film ends where nothing moves."""
    return lloyd(X, first_centroids(X, k, init, seed), tol=0)
