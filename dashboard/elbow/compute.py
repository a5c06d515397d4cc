"""A sweep over k on one table, with every score that has a say in choosing k. No Streamlit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.runs import breathing
from dashboard.common.sampling import even_sample
from kmeans_core import Gap, KMeansResult, calinski_harabasz_score, davies_bouldin_score, gaps, kmeans, sweep

MOST_POINTS = 5000  # silhouettes look at every pair of points
MOST_VALUES = 30_000  # in all: with more features, fewer points, or a table without structure takes ten seconds
REFERENCE_STARTS = 3  # enough for data without structure, whose many optima are all alike
REFERENCES, FEW_REFERENCES, LARGE = 20, 10, 150_000


@dataclass(frozen=True)
class Search:
    """How k is searched for: the best of `n_init` runs for each k from 1 to `most`."""

    most: int
    init: str
    n_init: int
    seed: int


@dataclass(frozen=True)
class Scored:
    """One k: its best run and its scores, NaN where there is only one cluster."""

    k: int
    result: KMeansResult
    silhouette: float
    calinski: float
    davies: float


@dataclass(frozen=True)
class Study:
    """The sweep side by side, m values of k: scores and inertias are (m,), NaN where k = 1 has none."""

    ks: tuple[int, ...]
    results: tuple[KMeansResult, ...]
    inertias: np.ndarray
    silhouettes: np.ndarray
    calinski: np.ndarray
    davies: np.ndarray

    @property
    def saved(self) -> np.ndarray:
        """The share of the inertia that each k saves against the k before it, NaN for the first; below 0 a rise."""
        before = self.inertias[:-1]
        fall = before - self.inertias[1:]
        return np.concatenate([[np.nan], np.divide(fall, before, out=np.zeros(len(fall)), where=before > 0)])

    def since(self, low) -> "Study":
        """Return the part from k = `low`; at least the last k stays."""
        at = slice(min(low, self.ks[-1]) - self.ks[0], None)
        return Study(
            self.ks[at], self.results[at], self.inertias[at], self.silhouettes[at], self.calinski[at], self.davies[at]
        )


@dataclass(frozen=True)
class Sample:
    """The points that are searched, how many of them are `different`, and of how many they are a sample."""

    table: Table
    different: int
    of: int


def sampled(table: Table) -> Sample:
    """Return all points of the table, or an even sample of 5,000 of a longer one, of fewer where it is wide."""
    n, table = len(table.X), even_sample(table, min(MOST_POINTS, MOST_VALUES // table.X.shape[1]))
    return Sample(table, len(np.unique(table.X, axis=0)), n)


def sweeping(X, search: Search) -> Iterator[Scored]:
    """Yield every k from 1 to `search.most` with its scores."""
    init = breathing(search.init)
    for fit in sweep(X, range(1, search.most + 1), init=init, n_init=search.n_init, seed=search.seed):
        scores = [np.nan, np.nan]
        if fit.k > 1:
            scores = [score(X, fit.result.labels) for score in (calinski_harabasz_score, davies_bouldin_score)]
        yield Scored(fit.k, slim(fit.result), fit.silhouette, *scores)


def alone(X, search: Search, k) -> KMeansResult:
    """Return the run that a sweep as far as `k` keeps for it."""
    return slim(kmeans(X, k, init=breathing(search.init), n_init=search.n_init, seed=search.seed))


def slim(result: KMeansResult) -> KMeansResult:
    """Return the run with its labels in an eighth of the memory: many visitors' are kept."""
    return replace(result, labels=result.labels.astype(np.uint8))


def side_by_side(found: list[Scored]) -> Study:
    columns = [np.array([getattr(one, name) for one in found]) for name in ("silhouette", "calinski", "davies")]
    inertias = np.array([one.result.inertia for one in found])
    return Study(tuple(one.k for one in found), tuple(one.result for one in found), inertias, *columns)


def reference_sets(X, most) -> int:
    """Return how many sets without structure the gap statistic is given: fewer where each takes long."""
    return REFERENCES if X.size * most <= LARGE else FEW_REFERENCES


def comparing(X, search: Search) -> Iterator[Gap]:
    """Yield the gap statistic for k = 1 to `search.most` after 0, 1, ... sets of data without structure."""
    starts = min(search.n_init, REFERENCE_STARTS)
    ks, init = range(1, search.most + 1), breathing(search.init)
    return gaps(X, ks, n_references=reference_sets(X, search.most), init=init, n_init=starts, seed=search.seed)


def band(study: Study, gap: Gap) -> np.ndarray | None:
    """Return the inertias (b, m) of the b sets without structure for the study's ks, each scaled to begin where the
    data begin. None where that cannot be: a set whose inertia begins at 0."""
    references = gap.references[:, [gap.ks.index(k) for k in study.ks]]
    if not (references[:, 0] > 0).all():
        return None
    return references / references[:, :1] * study.inertias[0]
