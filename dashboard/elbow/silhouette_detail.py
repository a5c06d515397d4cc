"""The silhouettes of one clustering: the knives, and one point's share in them. No Streamlit."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import number, plural
from dashboard.common.sampling import even_rows
from kmeans_core import Separation, separation

MOST_BARS = 600  # more would be thinner than a pixel
MOST_SPOKES = 150
MOST_DRAWN = 2000  # points in the picture of a clustering


@dataclass(frozen=True)
class Silhouettes:
    """Every point's silhouette (n,) with its a(i), b(i) and nearest other cluster; `labels` (n,) count from 0."""

    labels: np.ndarray
    apart: Separation
    values: np.ndarray

    @property
    def means(self) -> np.ndarray:
        """The mean silhouette of each cluster, (k,)."""
        return np.bincount(self.labels, self.values) / np.bincount(self.labels)


@dataclass(frozen=True)
class Knife:
    """One cluster's silhouettes, the highest first: `values` (b,) of the points `rows` (b,), drawn at the heights
    `places` (b,), each `width` high. In a large cluster a bar stands for several points in a row."""

    cluster: int
    rows: np.ndarray
    values: np.ndarray
    places: np.ndarray
    width: float


@dataclass(frozen=True)
class Spokes:
    """What one point's silhouette is made of: the points of its own and of its nearest other cluster."""

    point: int
    cluster: int
    neighbour: int
    own: np.ndarray
    other: np.ndarray
    a: float
    b: float
    value: float


def silhouettes(X, labels) -> Silhouettes:
    """Return the silhouettes of two clusters or more, as in `kmeans_core.silhouette_samples`."""
    apart = separation(X, labels)
    return Silhouettes(labels, apart, apart.silhouettes)


def knives(found: Silhouettes) -> list[Knife]:
    """Return a knife for every cluster, one above the other with a little room between them."""
    n = len(found.labels)
    step = max(1, -(-n // MOST_BARS))
    room, top, drawn = 0.02 * n, 0.0, []
    for j in range(found.labels.max() + 1):
        members = np.flatnonzero(found.labels == j)
        members = members[np.argsort(-found.values[members], kind="stable")]
        rows = members[step // 2 :: step] if len(members) > step // 2 else members[:1]
        width = len(members) / len(rows)
        drawn.append(Knife(j, rows, found.values[rows], top + width * (np.arange(len(rows)) + 0.5), width))
        top += len(members) + room
    return drawn


def spokes(found: Silhouettes, i) -> Spokes:
    """Return the Spokes of point `i`."""
    own, other = int(found.labels[i]), int(found.apart.neighbour[i])
    members = np.flatnonzero(found.labels == own)
    return Spokes(
        i,
        own,
        other,
        members[members != i],
        np.flatnonzero(found.labels == other),
        float(found.apart.own[i]),
        float(found.apart.other[i]),
        float(found.values[i]),
    )


def thinned(rows) -> np.ndarray:
    """Return at most 150 of `rows`, evenly chosen: as many spokes as an eye can tell apart."""
    return rows[:: max(1, -(-len(rows) // MOST_SPOKES))]


def drawn(n, spokes: Spokes | None = None) -> np.ndarray:
    """Return which of `n` points a picture draws: all, or an even sample with the ends of the `spokes` in it."""
    ends = [] if spokes is None else [spokes.point, *thinned(spokes.own), *thinned(spokes.other)]
    return even_rows(n, MOST_DRAWN, ends)


def fraction(spoke: Spokes) -> str:
    """Return the silhouette's fraction with its numbers filled in, as LaTeX."""
    if not len(spoke.own):
        return r"s = 0 \quad \text{(alone in its cluster)}"
    a, b = plain(spoke.a), plain(spoke.b)
    larger = b if spoke.b >= spoke.a else a
    return rf"s = \frac{{b - a}}{{\max(a, b)}} = \frac{{{b} - {a}}}{{{larger}}} = {spoke.value:.2f}"


def plain(value) -> str:
    return number(value).replace(",", r"{,}")


def told(spoke: Spokes) -> str:
    """Return the point's a and b, and what its silhouette means, in words."""
    who = f"Point {spoke.point + 1} is in cluster {spoke.cluster + 1}"
    if not len(spoke.own):
        return f"{who}, alone: its silhouette is 0 by definition."
    near = f"to the {plural(len(spoke.other), 'point')} of cluster {spoke.neighbour + 1}, the nearest other, b"
    said = (
        f"{who}. Its mean distance to the {plural(len(spoke.own), 'other')} there is a = {number(spoke.a)}, "
        f"{near} = {number(spoke.b)}."
    )
    return f"{said} {meaning(spoke.value)} Solid spokes lead to its own cluster, dotted ones to the other."


def meaning(value) -> str:
    if value < 0:
        return "b is smaller than a: on average it is nearer to the other cluster."
    if value < 0.25:
        return "a and b are nearly alike: it lies on the border."
    if value < 0.5:
        return "b is not twice a: it leans to its own cluster, no more."
    return "b is at least twice a: it clearly belongs where it is."
