"""Searches for k that several tests read."""

from dashboard.common.settings import Data
from dashboard.elbow.compute import ScoredSweep, Search, gap_steps, scored_rows


def search(max_k=10, n_init=3, init="k-means++", seed=0) -> Search:
    return Search(Data("blobs", 0, 1.0, 0, False), max_k, init, n_init, seed)


def searched(X, max_k=10):
    """Return the sweep and the gap statistic of `X`."""
    *_, gap = gap_steps(X, search(max_k))
    return ScoredSweep.of(scored_rows(X, search(max_k))), gap
