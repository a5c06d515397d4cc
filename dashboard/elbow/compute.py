"""A sweep over k with every score that helps to choose k, the gap statistic, and silhouettes point by point."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.sampling import even_rows, even_sample
from dashboard.common.settings import Data
from kmeans_core import (
    INIT_METHODS,
    Gap,
    KMeansResult,
    calinski_harabasz_score,
    davies_bouldin_score,
    final_inertias,
    gaps,
    kmeans,
    silhouette_samples,
    silhouette_score,
)

MAX_K = 20
MAX_POINTS, MAX_VALUES = 5000, 30_000  # in use, and values (points x features) of a table with many features
# Points on which starts are compared, and silhouettes and the gap statistic computed. With 25 for each of 20 clusters,
# the criteria choose the same k as on all points, or one whose score on all points is nearly the best (test_sample.py).
MAX_SAMPLED_POINTS = 500
REFERENCE_SETS, REFERENCE_STARTS = 10, 3  # data without structure have many optima, all alike
MAX_LINES = 80  # more cannot be told apart, and what a change sends would come to more than 100 KiB
MAX_DRAWN_POINTS = 1000


@dataclass(frozen=True)
class Search:
    """Which points are clustered, and how: the best of `n_init` runs for each k from 1 to `max_k`."""

    data: Data
    max_k: int
    init: str
    n_init: int
    seed: int


@dataclass(frozen=True)
class Sample:
    """The points in use, the sample (`rows` of them), how many are distinct (counted up to 20), and the file's rows."""

    table: Table
    rows: np.ndarray
    n_distinct: int
    n_rows: int

    @property
    def X(self) -> np.ndarray:
        return self.table.X

    @property
    def is_complete(self) -> bool:
        return len(self.rows) == len(self.X)


@dataclass(frozen=True)
class ScoredSweep:
    """The best run for each of m values of k, its inertia and its scores, (m,) each: NaN where k = 1 has none.

    `calinski` is infinite where every point lies on its centroid although points share them.
    """

    ks: tuple[int, ...]
    results: tuple[KMeansResult, ...]
    inertias: np.ndarray
    silhouettes: np.ndarray
    calinski: np.ndarray
    davies: np.ndarray

    @classmethod
    def of(cls, rows) -> "ScoredSweep":
        """Return the sweep of the `rows` that `scored_rows` yields, or of some of them."""
        ks, results, *scores = zip(*rows, strict=True)
        return cls(ks, results, *map(np.array, scores))

    @property
    def saved(self) -> np.ndarray:
        """The share of the inertia that each k saves compared with the k before it; NaN for the first."""
        before = self.inertias[:-1]
        return np.r_[np.nan, (before - self.inertias[1:]) / np.where(before > 0, before, 1)]


def search_sample(table: Table) -> Sample:
    """Return the points in use and the sample of them, which has the distinct points that 20 clusters need."""
    used = even_sample(table, min(MAX_POINTS, MAX_VALUES // table.X.shape[1]))
    rows = even_rows(len(used.X), MAX_SAMPLED_POINTS)
    distinct = np.unique(used.X[rows], axis=0)
    if len(distinct) < MAX_K:
        distinct = np.unique(used.X, axis=0, return_index=True)[1][:MAX_K]
        rows = even_rows(len(used.X), MAX_SAMPLED_POINTS, distinct)
    return Sample(used, rows, min(len(distinct), MAX_K), len(table.X))


def scored_rows(sample: Sample, search: Search) -> Iterator[tuple]:
    """Yield (k, result, inertia, silhouette of the sample, Calinski-Harabasz, Davies-Bouldin) for each k."""
    for k in range(1, search.max_k + 1):
        result = best_result(sample, search, k)
        scores, labels = [np.nan] * 3, result.labels[sample.rows]
        if (labels != labels[0]).any():
            indices = (score(sample.X, result.labels) for score in (calinski_harabasz_score, davies_bouldin_score))
            scores = [silhouette_score(sample.X[sample.rows], labels), *indices]
            if scores[-1] == 0 and k < len(sample.X):  # kmeans_core follows scikit-learn, whose ratio is then 1
                scores[1] = np.inf
        yield k, result, result.inertia, *scores


def best_result(sample: Sample, search: Search, k) -> KMeansResult:
    """Return the best of the search's runs on the sample, continued on all points until it converges there."""
    X, rng = sample.X[sample.rows], np.random.default_rng(search.seed)
    starts = [INIT_METHODS[search.init](X, k, seed=rng) for _ in range(search.n_init)]
    best = starts[final_inertias(X, starts).argmin()]
    result = kmeans(X, k, init=best)
    if not sample.is_complete:
        result = kmeans(sample.X, k, init=result.centroids)
    return replace(result, labels=result.labels.astype(np.uint8))  # those of many visitors are kept


def gap_steps(sample: Sample, search: Search) -> Iterator[Gap]:
    """Yield the gap statistic of the sample for the ks of the search after 0, 1, ... sets without structure."""
    starts = dict(init=search.init, n_init=min(search.n_init, REFERENCE_STARTS), seed=search.seed)
    return gaps(sample.X[sample.rows], range(1, search.max_k + 1), n_references=REFERENCE_SETS, **starts)


def reference_band(scores: ScoredSweep, gap: Gap) -> np.ndarray | None:
    """Return the inertias (b, m) of the b sets without structure, scaled to begin where the data begin, if possible."""
    references = gap.references[:, [gap.ks.index(k) for k in scores.ks]]
    if not (references[:, 0] > 0).all():
        return None
    return references / references[:, :1] * scores.inertias[0]


@dataclass(frozen=True)
class ClusterSilhouette:
    """The silhouettes `values` (m,) of a cluster's points `rows` (m,), the highest first, drawn at `y` (m,)."""

    cluster: int
    rows: np.ndarray
    values: np.ndarray
    y: np.ndarray

    @property
    def edges(self) -> tuple[float, float]:
        return self.y[0] - 0.5, self.y[-1] + 0.5


@dataclass(frozen=True)
class Silhouettes:
    """The silhouettes `values` (m,) of the sampled points, and the bars of each cluster, from top to bottom."""

    values: np.ndarray
    clusters: list[ClusterSilhouette]


@dataclass(frozen=True)
class SilhouetteDetail:
    """A point's silhouette `value`, its mean distance `a` to its `own` cluster's others (NaN without any) and `b` to
    the `other` points, those of the nearest other cluster, `neighbour`."""

    point: int
    cluster: int
    neighbour: int
    own: np.ndarray
    other: np.ndarray
    a: float
    b: float
    value: float


def sampled_silhouettes(sample: Sample, labels) -> Silhouettes | None:
    """Return the silhouettes of the sampled points in the clustering `labels` (n,), None if they are in one cluster."""
    labels = labels[sample.rows]
    if (labels == labels[0]).all():
        return None
    values = silhouette_samples(sample.X[sample.rows], labels)
    top, clusters = 0.0, []
    for j in np.unique(labels):
        members = np.flatnonzero(labels == j)
        members = members[np.argsort(-values[members], kind="stable")]
        y = top + np.arange(len(members)) + 0.5
        clusters.append(ClusterSilhouette(int(j), sample.rows[members], values[members], y))
        top += len(members) + 0.02 * len(labels)  # a little space between two clusters
    return Silhouettes(values, clusters)


def silhouette_detail(X, labels, i) -> SilhouetteDetail:
    """Return what the silhouette of point `i` is made of, from its distances to all points."""
    distances, cluster = np.linalg.norm(X - X[i], axis=1), int(labels[i])
    means = {int(j): float(distances[labels == j].mean()) for j in np.unique(labels) if j != cluster}
    neighbour = min(means, key=means.get)
    members, other = np.flatnonzero(labels == cluster), np.flatnonzero(labels == neighbour)
    own, b = members[members != i], means[neighbour]
    a = float(distances[own].mean()) if len(own) else np.nan
    value = (b - a) / max(a, b) if len(own) and max(a, b) > 0 else 0.0
    return SilhouetteDetail(i, cluster, neighbour, own, other, a, b, value)


def line_ends(rows) -> np.ndarray:
    """Return at most 80 of `rows`, evenly chosen: the points to which lines are drawn."""
    return rows[:: max(1, -(-len(rows) // MAX_LINES))]


def rows_to_draw(n, detail: SilhouetteDetail | None = None) -> np.ndarray:
    """Return which of `n` points a picture draws: all, or an even sample with the ends of the lines in it."""
    ends = [] if detail is None else [detail.point, *line_ends(detail.own), *line_ends(detail.other)]
    return even_rows(n, MAX_DRAWN_POINTS, ends)
