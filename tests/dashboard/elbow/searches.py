"""Searches for k that several tests read."""

from dashboard.common.datasets import Table
from dashboard.common.settings import Data
from dashboard.elbow.compute import Sample, ScoredSweep, Search, gap_steps, scored_rows, search_sample


def search(max_k=10, n_init=3, init="k-means++", seed=0) -> Search:
    return Search(Data("blobs", 0, 1.0, 0, False), max_k, init, n_init, seed)


def sample_of(X) -> Sample:
    return search_sample(Table(X, tuple(f"f{i}" for i in range(X.shape[1]))))


def searched(X, max_k=10):
    """Return the sweep and the gap statistic of `X`."""
    sample = sample_of(X)
    *_, gap = gap_steps(sample, search(max_k))
    return ScoredSweep.of(scored_rows(sample, search(max_k))), gap


def since(sweep, low) -> ScoredSweep:
    """Return the part of a sweep from 1 that begins at k = `low`."""
    return ScoredSweep.of(list(zip(*vars(sweep).values(), strict=True))[low - 1 :])
