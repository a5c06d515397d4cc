"""The cases in which k-means fails, each with the knob that brings the failure about. No Streamlit, no Plotly.

A case makes points with known groups, says which assumption of k-means gives way and what mends it.
Left out: fitting anything (rivals.py, fixes.py) and the sentences about a result (laboratory.py).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dashboard.common import datasets
from dashboard.common.datasets import Table, plane

OWN = "your own"


@dataclass(frozen=True)
class Knob:
    """What the reader turns: from `low` to `high` in steps; at `default` the case stands in the gallery."""

    label: str
    low: float
    high: float
    default: float
    step: float
    help: str
    whole: bool = False

    @property
    def places(self) -> np.ndarray:
        """The values at which the methods are compared: the default and about ten others, evenly spread."""
        even = np.linspace(self.low, self.high, 11)
        even[np.abs(even - self.default).argmin()] = self.default
        return np.unique(np.round(even, 0 if self.whole else 6))

    @property
    def stops(self) -> list[float]:
        """The values it can be turned to, one `step` apart."""
        count = round((self.high - self.low) / self.step)
        return [round(self.low + at * self.step, 6) for at in range(count + 1)]


@dataclass(frozen=True)
class Case:
    """One way to fail.

    `make(n, knob, seed)` gives the Table; a point whose truth is -1 belongs to no group. `k` clusters are asked
    of every method, 0: as many as the knob says. The other parameters are what suits the methods here.
    `remedy` is what fits best at the defaults, a method or, where none finds the groups, the fix. `fix` mends
    k-means itself where anything does; `why` is true at every knob.
    """

    name: str
    why: str
    make: Callable[[int, float, int], Table] | None
    knob: Knob
    k: int
    eps: float
    remedy: str
    fix: str
    min_samples: int = 5
    linkage: str = "ward"
    covariance: str = "full"

    def asked(self, knob: float) -> int:
        return self.k or int(knob)


def moons(n, gap, seed) -> Table:
    """Return the lesson's two moons, the second moved `gap` away from the first."""
    table = datasets.moons(n, 1.0, seed)
    return plane(table.X - np.outer(table.truth, [0.0, gap]), table.truth)


def circles(n, radius, seed) -> Table:
    """Return the lesson's ring around a ring of `radius`, the outer one's being 1."""
    return datasets.circles(n, 1.0, seed, radius=radius)


def stretched(n, stretch, seed) -> Table:
    """Return two heaps `stretch` times as long as wide, side by side, turned out of the axes."""
    middles = np.array([(-1.7, 0.0), (1.7, 0.0)])
    table = datasets.blobs(n, 1.0, seed, centers=middles, spread=0.6)
    around = middles[table.truth]
    angle = np.radians(35)
    turn = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
    return plane((around + (table.X - around) * (1.0, stretch)) @ turn, table.truth)


def varied_spread(n, ratio, seed) -> Table:
    """Return a wide heap between two tight ones; its standard deviation is `ratio` times theirs."""
    centers = [(-4.0, 0.0), (0.0, 0.0), (4.0, 0.0)]
    return datasets.blobs(n, 1.0, seed, centers=centers, spread=(0.35, 0.35 * ratio, 0.35))


def uneven_sizes(n, ratio, seed) -> Table:
    """Return a heap with `ratio` times as many points as each of two small ones beside it."""
    small = max(2, round(n / (ratio + 2)))
    sizes, centers = (n - 2 * small, small, small), [(0.0, 0.0), (6.0, 2.0), (6.0, -2.0)]
    return datasets.blobs(sizes, 1.0, seed, centers=centers, spread=(2.0, 0.5, 0.5))


def unequal_density(n, ratio, seed) -> Table:
    """Return two dense heaps close together and one that spreads `ratio` times as far, all of one size."""
    centers = [(0.0, 0.0), (1.6, 0.0), (0.8, 5.0)]
    return datasets.blobs(n, 1.0, seed, centers=centers, spread=(0.3, 0.3, 0.3 * ratio))


def outliers(n, distance, seed) -> Table:
    """Return three heaps and a few strays (one point in fifty) at a `distance`, which belong to no group."""
    strays = max(2, n // 50)
    table = datasets.blobs(n - strays, 1.0, seed, centers=[(-3.0, -1.0), (0.0, 3.0), (3.0, -1.0)], spread=0.8)
    far = np.random.default_rng(seed).normal(distance * np.array([0.95, 0.3]), 0.6, size=(strays, 2))
    return plane(np.vstack([table.X, far]), np.concatenate([table.truth, np.full(strays, -1)]))


def axis_scale(n, factor, seed) -> Table:
    """Return two heaps, one above the other, with x multiplied by `factor`."""
    table = datasets.blobs(n, 1.0, seed, centers=[(0.0, -2.0), (0.0, 2.0)], spread=0.6)
    return plane(table.X * (factor, 1.0), table.truth)


def noise_features(n, count, seed) -> Table:
    """Return three heaps in the plane with `count` further features that say nothing: mean 0, deviation 1."""
    table = datasets.blobs(n, 1.0, seed, centers=[(-2.4, -1.4), (2.4, -1.4), (0.0, 2.8)], spread=0.7)
    noise = np.random.default_rng(seed).normal(size=(n, int(count)))
    names = ("x", "y", *(f"noise {j + 1}" for j in range(int(count))))
    return Table(np.hstack([table.X, noise]), names, table.truth)


def four_blobs(n, k, seed) -> Table:
    return datasets.blobs(n, 1.0, seed, centers=[(-4.0, -3.0), (-3.0, 4.0), (4.0, -4.0), (4.0, 3.0)])


def no_structure(n, k, seed) -> Table:
    table = datasets.uniform(n, 1.0, seed)
    return plane(table.X, np.zeros(n, dtype=np.intp))


ALL = (
    Case(
        "moons",
        "The boundary between two centroids is a straight line. Groups that reach around one another need a curve.",
        moons,
        Knob(
            "Gap between the moons",
            -0.4,
            1.6,
            0.0,
            0.02,
            "0 is the lesson's. Above it the lower moon moves down, below it into the upper one.",
        ),
        2,
        0.2,
        "DBSCAN",
        "spectral map first",
        linkage="single",
    ),
    Case(
        "circles",
        "A cluster is known by its middle alone. A ring and what it surrounds have the same middle.",
        circles,
        Knob("Radius of the inner ring", 0.1, 0.9, 0.5, 0.01, "The outer ring has radius 1."),
        2,
        0.2,
        "spectral",
        "radius map first",
        linkage="single",
    ),
    Case(
        "stretched",
        "Squared distance counts every direction alike: k-means looks for round clusters, and cuts long ones across.",
        stretched,
        Knob("Stretch", 1.0, 6.0, 4.0, 0.1, "How many times as long as wide each heap is."),
        2,
        0.6,
        "Gaussian mixture",
        "whiten first",
    ),
    Case(
        "varied spread",
        "The boundary lies half-way between two centroids, however far each cluster spreads: a wide group loses its "
        "edge to tight neighbours.",
        varied_spread,
        Knob("Spread ratio", 1.0, 10.0, 9.0, 0.1, "The wide heap's standard deviation, in units of the tight ones'."),
        3,
        0.6,
        "Gaussian mixture",
        "Gaussian mixture",
    ),
    Case(
        "uneven sizes",
        "Inertia adds up over the points: to cut a large group in two can save more than to find a small one.",
        uneven_sizes,
        Knob("Size ratio", 1.0, 20.0, 10.0, 0.5, "How many times as many points the large heap has as each small one."),
        3,
        0.7,
        "Gaussian mixture",
        "more clusters, then merge",
        linkage="average",
    ),
    Case(
        "unequal density",
        "Centroids go where the squared distance is, not where the points are dense: a sparse group draws them away.",
        unequal_density,
        Knob("Density ratio", 1.0, 8.0, 6.0, 0.1, "How many times as far the sparse heap spreads as the dense ones."),
        3,
        0.5,
        "Gaussian mixture",
        "more clusters, then merge",
    ),
    Case(
        "outliers",
        "A distance is squared before it counts: ten times as far weighs a hundred times as much, and a centroid goes "
        "where the weight is.",
        outliers,
        Knob(
            "Distance of the strays",
            0.0,
            40.0,
            30.0,
            0.5,
            "How far from the heaps they lie; the strays are one point in fifty.",
        ),
        3,
        0.7,
        "DBSCAN",
        "remove outliers first",
    ),
    Case(
        "scales",
        "Scale is weight: the feature in the larger numbers has the larger distances, and decides alone.",
        axis_scale,
        Knob("Scale of x", 1.0, 20.0, 6.0, 0.1, "By what the feature x is multiplied: another unit, the same things."),
        2,
        0.6,
        "Gaussian mixture",
        "standardise first",
    ),
    Case(
        "noise features",
        "Every feature counts alike in the distance: many that say nothing drown the few that say something.",
        noise_features,
        Knob(
            "Noise features",
            0.0,
            600.0,
            500.0,
            10.0,
            "How many features are added in which the groups do not differ.",
            whole=True,
        ),
        3,
        1.0,
        "principal components first",
        "principal components first",
        covariance="diag",
    ),
    Case(
        "wrong k",
        "k-means finds as many clusters as it is asked for, and nothing in its answer says that the number is wrong.",
        four_blobs,
        Knob("k asked for", 1.0, 10.0, 2.0, 1.0, "The points lie in four heaps.", whole=True),
        0,
        1.0,
        "DBSCAN",
        "gap statistic for k",
    ),
    Case(
        "no structure",
        "k-means never says no: it parts whatever it is given, also where there is only one group.",
        no_structure,
        Knob("k asked for", 1.0, 10.0, 3.0, 1.0, "The points are spread evenly over a square.", whole=True),
        0,
        1.5,
        "DBSCAN",
        "gap statistic for k",
    ),
)
NAMED = {case.name: case for case in ALL}

THEIRS = Case(
    OWN,
    "Nobody knows the groups in these points. The methods differ in what they call a cluster: near to a middle "
    "(k-means), dense (DBSCAN), connected (spectral), an ellipse (Gaussian mixture), merged pair by pair "
    "(agglomerative).",
    None,
    Knob("k asked for", 1.0, 10.0, 3.0, 1.0, "How many clusters every method but DBSCAN is asked for.", whole=True),
    0,
    0.0,
    "DBSCAN",
    "standardise first",
)


def case_of(name: str) -> Case:
    return NAMED.get(name, THEIRS)
