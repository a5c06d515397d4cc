"""The silhouettes of one clustering: the bars of the silhouette plot, and what one point's silhouette is made of."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.sampling import even_rows
from dashboard.elbow.compute import Sample
from kmeans_core import silhouette_samples

MAX_LINES = 150  # as many as can be told apart
MAX_DRAWN_POINTS = 2000


@dataclass(frozen=True)
class ClusterSilhouette:
    """The silhouettes `values` (m,) of a cluster's points `rows` (m,), the highest first, drawn at `y` (m,)."""

    cluster: int
    rows: np.ndarray
    values: np.ndarray
    y: np.ndarray

    @property
    def mean(self) -> float:
        return float(self.values.mean())

    @property
    def edges(self) -> tuple[float, float]:
        return self.y[0] - 0.5, self.y[-1] + 0.5


@dataclass(frozen=True)
class Silhouettes:
    """The silhouettes `values` (m,) of the sampled points, and the bars of each cluster, from top to bottom."""

    values: np.ndarray
    clusters: list[ClusterSilhouette]

    @property
    def mean(self) -> float:
        return float(self.values.mean())


@dataclass(frozen=True)
class SilhouetteDetail:
    """What the silhouette `value` of one point is made of.

    `a` is its mean distance to `own`, the other points of its cluster (NaN without any), and `b` that to `other`, the
    points of the nearest other cluster, `neighbour`.
    """

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
    if not len(own):
        return SilhouetteDetail(i, cluster, neighbour, own, other, np.nan, b, 0.0)
    a = float(distances[own].mean())
    return SilhouetteDetail(i, cluster, neighbour, own, other, a, b, (b - a) / max(a, b) if max(a, b) > 0 else 0.0)


def line_ends(rows) -> np.ndarray:
    """Return at most 150 of `rows`, evenly chosen: the points to which lines are drawn."""
    return rows[:: max(1, -(-len(rows) // MAX_LINES))]


def rows_to_draw(n, detail: SilhouetteDetail | None = None) -> np.ndarray:
    """Return which of `n` points a picture draws: all, or an even sample with the ends of the lines in it."""
    ends = [] if detail is None else [detail.point, *line_ends(detail.own), *line_ends(detail.other)]
    return even_rows(n, MAX_DRAWN_POINTS, ends)
