"""How the pages start and run k-means."""

from collections.abc import Callable, Iterator

import numpy as np

from dashboard.server.work_limit import breathe
from kmeans_core import INIT_METHODS, Step, lloyd


def first_centroids(X, k, init, seed) -> np.ndarray:
    return INIT_METHODS[init](X, k, seed=seed)


def run_until_still(X, k, init, seed) -> Iterator[Step]:
    """Yield the states of a run until no label changes (`tol=0`), so that its film ends where nothing moves."""
    return lloyd(X, first_centroids(X, k, init, seed), tol=0)


running = run_until_still  # its former name


def breathing(init) -> Callable[..., np.ndarray]:
    """Return the start `init` as a function, for runs from many starts: other visitors go first before each of them."""

    def start(X, k, seed):
        breathe()
        return first_centroids(X, k, init, seed)

    return start
