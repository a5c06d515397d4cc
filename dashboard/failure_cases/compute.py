"""What a method finds in a table of points, and how good it is."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.label_matching import matching
from dashboard.common.sampling import even_rows
from dashboard.failure_cases.cases import Case
from dashboard.failure_cases.methods import METHODS_AND_FIXES, Hyperparameters, quiet
from kmeans_core import adjusted_rand_score, silhouette_score

KMEANS, TRUTH = "k-means", "the true groups"
MAX_SILHOUETTE_POINTS = 1000  # each is compared with all others


@dataclass(frozen=True)
class MethodResult:
    """A Clustering and its `score`: the adjusted Rand index, or the mean silhouette where the truth is unknown.

    `wrong` counts the points that are not in their group's cluster. `names` (k,) are the labels of the clusters as the
    method numbers them; `centroids` (k, 2) are those of data in the plane.
    """

    labels: np.ndarray
    score: float | None = None
    wrong: int = 0
    note: str = ""
    names: np.ndarray | None = None
    centroids: np.ndarray | None = None
    transform: np.ndarray | None = None

    @property
    def n_clusters(self) -> int:
        return len(np.unique(self.labels[self.labels >= 0]))

    @property
    def n_noise(self) -> int:
        return int((self.labels < 0).sum())


def hyperparameters(case: Case, value: float, seed: int, eps: float, min_samples: int) -> Hyperparameters:
    return Hyperparameters(case.k or int(value), seed, eps, min_samples, case.linkage, case.covariance)


def evaluate(table: Table, method: str, params: Hyperparameters, reference=None) -> MethodResult:
    """Return what `method` makes of the points, its clusters renamed after the true groups or, where these are
    unknown, after the labels `reference` (n,), so that colours agree."""
    with quiet():
        clustering = METHODS_AND_FIXES[method](table.X, params)
    note = clustering.note
    in_plane = table.X.shape[1] == 2 and clustering.centroids is not None
    k = len(clustering.centroids) if in_plane else 0
    labels, names = renamed(np.asarray(clustering.labels), reference if table.truth is None else table.truth, k)
    if table.truth is None:
        score, wrong = mean_silhouette(table.X, labels), 0
    else:
        score, wrong = agreement(table.truth, labels), count_misplaced(table.truth, labels)
    if labels.max(initial=0) > 9:
        note = f"{note} {labels.max() + 1} clusters were found; the ten colours repeat.".strip()
    centroids = (clustering.centroids, clustering.transform) if in_plane else ()
    return MethodResult(labels.astype(np.int16), score, wrong, note, names, *centroids)


def renamed(labels, reference, k=0) -> tuple[np.ndarray, np.ndarray]:
    """Return the labels (n,) renamed after those of `reference` (n,), and the new name of each cluster, `k` at least.

    Clusters are matched one to one, so that as many points as possible agree; the others get the next free names.
    """
    count = max(k, int(labels.max(initial=-1)) + 1)
    if reference is None or not count:
        return labels, np.arange(count)
    names = matching(reference, labels, count)
    names[names >= count] = np.setdiff1d(np.arange(count), names)
    return np.where(labels < 0, -1, names[labels]), names


def count_misplaced(truth, labels) -> int:
    """Return how many points of a group are not in the cluster that is matched to it, one to one."""
    partner = matching(truth, labels)
    return int(((truth >= 0) & (np.where(labels < 0, -1, partner[labels]) != truth)).sum())


def agreement(truth, labels) -> float:
    """Return the adjusted Rand index over the points that belong to a group; noise counts as one cluster."""
    in_group = truth >= 0
    return adjusted_rand_score(truth[in_group], labels[in_group])


def mean_silhouette(X, labels) -> float | None:
    """Return the mean silhouette of an even sample of the points, without noise; None for fewer than two clusters."""
    rows = even_rows(len(X), MAX_SILHOUETTE_POINTS)
    X, labels = X[rows], labels[rows]
    kept = labels >= 0
    if len(np.unique(labels[kept])) < 2:
        return None
    return silhouette_score(X[kept], labels[kept])
