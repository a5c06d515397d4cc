"""The silhouettes of one clustering: the bars of the silhouette plot, and what one point's silhouette is made of."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.sampling import even_rows
from kmeans_core import Separation, separation

MAX_BARS = 600  # more would be thinner than a pixel
MAX_LINES = 150  # as many as can be told apart
MAX_DRAWN_POINTS = 2000


@dataclass(frozen=True)
class Silhouettes:
    """Every point's silhouette, `values` (n,), with its a(i), b(i) and nearest other cluster in `distances`."""

    labels: np.ndarray
    distances: Separation
    values: np.ndarray

    @property
    def mean(self) -> float:
        return float(self.values.mean())

    @property
    def cluster_means(self) -> np.ndarray:
        """The mean silhouette of each cluster, (k,)."""
        return np.bincount(self.labels, self.values) / np.bincount(self.labels)


@dataclass(frozen=True)
class ClusterSilhouette:
    """The bars of one cluster, the highest silhouette first: `values` (b,) of the points `rows` (b,).

    Each is drawn at its `y` (b,) and is `thickness` high. In a large cluster a bar stands for several points in
    succession.
    """

    cluster: int
    rows: np.ndarray
    values: np.ndarray
    y: np.ndarray
    thickness: float

    @property
    def edges(self) -> tuple[float, float]:
        return self.y[0] - self.thickness / 2, self.y[-1] + self.thickness / 2


@dataclass(frozen=True)
class SilhouetteDetail:
    """What the silhouette `value` of one point is made of.

    `a` is its mean distance to `own`, the other points of its cluster, and `b` that to `other`, the points of the
    nearest other cluster, `neighbour`.
    """

    point: int
    cluster: int
    neighbour: int
    own: np.ndarray
    other: np.ndarray
    a: float
    b: float
    value: float


def all_silhouettes(X, labels) -> Silhouettes:
    """Return the silhouettes of two clusters or more, as in `kmeans_core.silhouette_samples`."""
    distances = separation(X, labels)
    return Silhouettes(labels, distances, distances.silhouettes)


def cluster_silhouettes(silhouettes: Silhouettes) -> list[ClusterSilhouette]:
    """Return the bars of every cluster, one cluster below the other with a little space between them."""
    n = len(silhouettes.labels)
    step = max(1, -(-n // MAX_BARS))
    top, clusters = 0.0, []
    for j in range(silhouettes.labels.max() + 1):
        members = np.flatnonzero(silhouettes.labels == j)
        members = members[np.argsort(-silhouettes.values[members], kind="stable")]
        rows = members[step // 2 :: step] if len(members) > step // 2 else members[:1]
        thickness = len(members) / len(rows)
        y = top + thickness * (np.arange(len(rows)) + 0.5)
        clusters.append(ClusterSilhouette(j, rows, silhouettes.values[rows], y, thickness))
        top += len(members) + 0.02 * n
    return clusters


def silhouette_detail(silhouettes: Silhouettes, i) -> SilhouetteDetail:
    """Return what the silhouette of point `i` is made of."""
    labels, distances = silhouettes.labels, silhouettes.distances
    cluster, neighbour = int(labels[i]), int(distances.neighbour[i])
    members = np.flatnonzero(labels == cluster)
    own, other = members[members != i], np.flatnonzero(labels == neighbour)
    a, b, value = float(distances.own[i]), float(distances.other[i]), float(silhouettes.values[i])
    return SilhouetteDetail(i, cluster, neighbour, own, other, a, b, value)


def line_ends(rows) -> np.ndarray:
    """Return at most 150 of `rows`, evenly chosen: the points to which lines are drawn."""
    return rows[:: max(1, -(-len(rows) // MAX_LINES))]


def rows_to_draw(n, detail: SilhouetteDetail | None = None) -> np.ndarray:
    """Return which of `n` points a picture draws: all, or an even sample with the ends of the lines in it."""
    ends = [] if detail is None else [detail.point, *line_ends(detail.own), *line_ends(detail.other)]
    return even_rows(n, MAX_DRAWN_POINTS, ends)
