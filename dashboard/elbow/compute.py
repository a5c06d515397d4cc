"""A sweep over k with every score that helps to choose k, and the gap statistic."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.sampling import even_sample
from dashboard.common.settings import Data
from kmeans_core import Gap, KMeansResult, calinski_harabasz_score, davies_bouldin_score, gaps, kmeans, sweep

MAX_POINTS = 5000  # silhouettes look at every pair of points
MAX_VALUES = 30_000  # points x features: otherwise a table of many features without structure takes ten seconds
REFERENCE_STARTS = 3  # enough for data without structure, whose many optima are all alike
REFERENCE_SETS, FEW_REFERENCE_SETS, LARGE_PROBLEM = 20, 10, 150_000  # points x features x k


@dataclass(frozen=True)
class Search:
    """Which points are clustered, and how: the best of `n_init` runs for each k from 1 to `max_k`."""

    data: Data
    max_k: int
    init: str
    n_init: int
    seed: int

    @property
    def ks(self) -> range:
        return range(1, self.max_k + 1)


@dataclass(frozen=True)
class Sample:
    """The points that are clustered, how many of them are distinct, and how many rows they represent."""

    table: Table
    n_distinct: int
    n_rows: int


@dataclass(frozen=True)
class ScoredSweep:
    """The best run for each of m values of k, its inertia and its scores, (m,) each: NaN where k = 1 has none."""

    ks: tuple[int, ...]
    results: tuple[KMeansResult, ...]
    inertias: np.ndarray
    silhouettes: np.ndarray
    calinski: np.ndarray
    davies: np.ndarray

    @classmethod
    def of(cls, rows) -> "ScoredSweep":
        """Return the sweep whose `rows` (k, result, inertia, silhouette, ...) `scored_rows` yields."""
        ks, results, *scores = zip(*rows, strict=True)
        return cls(ks, results, *map(np.array, scores))

    @property
    def saved(self) -> np.ndarray:
        """The share of the inertia that each k saves compared with the k before it; NaN for the first."""
        before = self.inertias[:-1]
        fall = before - self.inertias[1:]
        return np.concatenate([[np.nan], np.divide(fall, before, out=np.zeros(len(fall)), where=before > 0)])

    def since(self, low) -> "ScoredSweep":
        """Return the part from k = `low`; at least the last k stays."""
        start = min(low, self.ks[-1]) - self.ks[0]
        return ScoredSweep(*(getattr(self, field.name)[start:] for field in fields(self)))


def search_sample(table: Table) -> Sample:
    """Return all points of the table, or an even sample of 5,000; fewer of a table with more than six features."""
    sample = even_sample(table, min(MAX_POINTS, MAX_VALUES // table.X.shape[1]))
    return Sample(sample, len(np.unique(sample.X, axis=0)), len(table.X))


def scored_rows(X, search: Search) -> Iterator[tuple]:
    """Yield (k, result, inertia, silhouette, Calinski-Harabasz, Davies-Bouldin) for each k of the search."""
    for fit in sweep(X, search.ks, init=search.init, n_init=search.n_init, seed=search.seed):
        result, indices = compact_labels(fit.result), (np.nan, np.nan)
        if fit.k > 1:
            indices = calinski_harabasz_score(X, result.labels), davies_bouldin_score(X, result.labels)
        yield fit.k, result, result.inertia, fit.silhouette, *indices


def single_k(X, search: Search, k) -> KMeansResult:
    """Return the result that a sweep up to `k` contains for it."""
    return compact_labels(kmeans(X, k, init=search.init, n_init=search.n_init, seed=search.seed))


def compact_labels(result: KMeansResult) -> KMeansResult:
    """Return the result with one byte a label, because those of many visitors are kept."""
    return replace(result, labels=result.labels.astype(np.uint8))


def n_reference_sets(X, search: Search) -> int:
    """Return how many sets without structure the gap statistic compares with: fewer where each takes long."""
    return REFERENCE_SETS if X.size * search.max_k <= LARGE_PROBLEM else FEW_REFERENCE_SETS


def gap_steps(X, search: Search) -> Iterator[Gap]:
    """Yield the gap statistic for the ks of the search after 0, 1, ... sets without structure."""
    starts = dict(init=search.init, n_init=min(search.n_init, REFERENCE_STARTS), seed=search.seed)
    return gaps(X, search.ks, n_references=n_reference_sets(X, search), **starts)


def reference_band(scores: ScoredSweep, gap: Gap) -> np.ndarray | None:
    """Return the inertias (b, m) of the b sets without structure, each scaled to begin where the data begin.

    None where that is impossible: the inertia of a set begins at 0.
    """
    references = gap.references[:, [gap.ks.index(k) for k in scores.ks]]
    if not (references[:, 0] > 0).all():
        return None
    return references / references[:, :1] * scores.inertias[0]
