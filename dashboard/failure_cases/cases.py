"""The cases in which k-means fails, each with a parameter that brings the failure about.

A case makes points with known groups and breaks one assumption of k-means. What is said about it is in text.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dashboard.common.datasets import Table, blobs, circles, moons, plane, uniform

OWN = "your own"


@dataclass(frozen=True)
class Parameter:
    """What the reader varies, from `low` to `high` in steps; the gallery shows the case at `default`."""

    label: str
    low: float
    high: float
    default: float
    step: float
    marks: int = 11

    @property
    def slider_values(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [round(self.low + i * self.step, 6) for i in range(count + 1)]

    @property
    def grid(self) -> np.ndarray:
        """The values at which the methods are compared: the default and others, as even as the slider allows."""
        values = np.array(self.slider_values)
        even = np.linspace(0, len(values) - 1, self.marks).round().astype(int)
        even[np.abs(values[even] - self.default).argmin()] = self.slider_values.index(self.default)
        return values[np.unique(even)]


@dataclass(frozen=True)
class Case:
    """One way to fail: `make(n, value, seed)` returns the Table; a point with truth -1 belongs to no group.

    Every method is asked for `k` clusters, or for as many as the parameter says where `k` is 0. `remedy` is what fits
    best at the defaults, a method or, where none finds the groups, the fix. `fix` repairs k-means where anything does.
    """

    name: str
    make: Callable[[int, float, int], Table] | None
    parameter: Parameter
    k: int
    eps: float
    remedy: str
    fix: str
    min_samples: int = 5
    linkage: str = "ward"
    covariance: str = "full"
    max_points: int = 2000


def moons_with_gap(n, gap, seed) -> Table:
    """Return the moons of the other pages, the second one moved away from the first by `gap`."""
    table = moons(n, 1.0, seed)
    return plane(table.X - np.outer(table.truth, [0.0, gap]), table.truth)


def ring_in_ring(n, radius, seed) -> Table:
    return circles(n, 1.0, seed, radius=radius)


def stretched_pair(n, stretch, seed) -> Table:
    """Return two parallel groups, each `stretch` times as long as wide, at an angle to the axes."""
    centers = np.array([(-1.7, 0.0), (1.7, 0.0)])
    table = blobs(n, 1.0, seed, centers=centers, spread=0.6)
    center = centers[table.truth]
    angle = np.radians(35)
    rotation = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
    return plane((center + (table.X - center) * (1.0, stretch)) @ rotation, table.truth)


def wide_between_tight(n, ratio, seed) -> Table:
    centers = [(-4.0, 0.0), (0.0, 0.0), (4.0, 0.0)]
    return blobs(n, 1.0, seed, centers=centers, spread=(0.35, 0.35 * ratio, 0.35))


def large_beside_small(n, ratio, seed) -> Table:
    small = max(2, round(n / (ratio + 2)))
    sizes, centers = (n - 2 * small, small, small), [(0.0, 0.0), (6.0, 2.0), (6.0, -2.0)]
    return blobs(sizes, 1.0, seed, centers=centers, spread=(2.0, 0.5, 0.5))


def sparse_beside_dense(n, ratio, seed) -> Table:
    """Return two dense groups close together and one that spreads `ratio` times as far, all of the same size."""
    centers = [(0.0, 0.0), (1.6, 0.0), (0.8, 5.0)]
    return blobs(n, 1.0, seed, centers=centers, spread=(0.3, 0.3, 0.3 * ratio))


def distant_outliers(n, distance, seed) -> Table:
    """Return three groups and a few outliers (one point in fifty) at a `distance`, which belong to no group."""
    n_outliers = max(2, n // 50)
    centers = [(-3.0, -1.0), (0.0, 3.0), (3.0, -1.0)]
    table = blobs(n - n_outliers, 1.0, seed, centers=centers, spread=0.8)
    far = np.random.default_rng(seed).normal((0.95 * distance, 0.3 * distance), 0.6, size=(n_outliers, 2))
    return plane(np.vstack([table.X, far]), np.concatenate([table.truth, np.full(n_outliers, -1)]))


def scaled_axis(n, factor, seed) -> Table:
    table = blobs(n, 1.0, seed, centers=[(0.0, -2.0), (0.0, 2.0)], spread=0.6)
    return plane(table.X * (factor, 1.0), table.truth)


def noise_features(n, count, seed) -> Table:
    """Return three groups in the plane with `count` more features in which they do not differ (standard normal)."""
    table = blobs(n, 1.0, seed, centers=[(-2.4, -1.4), (2.4, -1.4), (0.0, 2.8)], spread=0.7)
    noise = np.random.default_rng(seed).normal(size=(n, int(count)))
    names = ("x", "y", *(f"noise {j + 1}" for j in range(int(count))))
    return Table(np.hstack([table.X, noise]), names, table.truth)


def four_groups(n, k, seed) -> Table:
    return blobs(n, 1.0, seed, centers=[(-4.0, -3.0), (-3.0, 4.0), (4.0, -4.0), (4.0, 3.0)])


def one_group(n, k, seed) -> Table:
    table = uniform(n, 1.0, seed)
    return plane(table.X, np.zeros(n, dtype=np.intp))


def asked_k(default) -> Parameter:
    return Parameter("k asked for", 1.0, 10.0, default, 1.0)


CASES = {case.name: case for case in (
    Case("moons", moons_with_gap, Parameter("Gap between the moons", -0.4, 1.6, 0.0, 0.02),
         k=2, eps=0.2, remedy="DBSCAN", fix="spectral map first", linkage="single"),
    Case("circles", ring_in_ring, Parameter("Radius of the inner ring", 0.1, 0.9, 0.5, 0.01),
         k=2, eps=0.2, remedy="spectral", fix="radius map first", linkage="single"),
    Case("stretched", stretched_pair, Parameter("Stretch", 1.0, 6.0, 4.0, 0.1),
         k=2, eps=0.6, remedy="Gaussian mixture", fix="whiten first"),
    Case("varied spread", wide_between_tight, Parameter("Spread ratio", 1.0, 10.0, 9.0, 0.1),
         k=3, eps=0.6, remedy="Gaussian mixture", fix="Gaussian mixture"),
    Case("uneven sizes", large_beside_small, Parameter("Size ratio", 1.0, 20.0, 10.0, 0.5),
         k=3, eps=0.7, remedy="Gaussian mixture", fix="more clusters, then merge", linkage="average"),
    Case("unequal density", sparse_beside_dense, Parameter("Density ratio", 1.0, 8.0, 6.0, 0.1),
         k=3, eps=0.5, remedy="Gaussian mixture", fix="more clusters, then merge"),
    Case("outliers", distant_outliers, Parameter("Distance of the outliers", 0.0, 40.0, 30.0, 0.5),
         k=3, eps=0.7, remedy="DBSCAN", fix="remove outliers first"),
    Case("scales", scaled_axis, Parameter("Scale of x", 1.0, 20.0, 6.0, 0.1),
         k=2, eps=0.6, remedy="Gaussian mixture", fix="standardise first"),
    Case("noise features", noise_features, Parameter("Noise features", 0.0, 600.0, 500.0, 10.0, marks=7),
         k=3, eps=1.0, remedy="principal components first", fix="principal components first", covariance="diag",
         max_points=300),
    Case("wrong k", four_groups, asked_k(2.0),
         k=0, eps=1.0, remedy="DBSCAN", fix="gap statistic for k"),
    Case("no structure", one_group, asked_k(3.0),
         k=0, eps=1.5, remedy="DBSCAN", fix="gap statistic for k"),
)}  # fmt: skip
OWN_TABLE = Case(OWN, None, asked_k(3.0), 0, 0.0, "DBSCAN", "standardise first")


def case_of(name: str) -> Case:
    return CASES.get(name, OWN_TABLE)
