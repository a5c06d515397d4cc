"""The named data sets and what each teaches.

The generated ones are scikit-learn's to the last digit, from the same recipes: importing it costs a second and half of
the server's memory.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Table:
    """Points X (n, d) with the names of their features; `truth` (n,) are the known groups, if any.

    `corners` (2, d) are the lowest and the highest place of the grid on which points are drawn, if they are.
    """

    X: np.ndarray
    features: tuple[str, ...]
    truth: np.ndarray | None = None
    corners: np.ndarray | None = None


@dataclass(frozen=True)
class Dataset:
    """A named data set: `make(n, noise, seed)` returns its Table; a real one ignores all three."""

    name: str
    lesson: str
    make: Callable[[int, float, int], Table]
    clusters: int | None
    real: bool = False


def plane(X, truth=None) -> Table:
    return Table(np.asarray(X, dtype=np.float64), ("x", "y"), truth)


def blobs(n, noise, seed, *, centers=4, spread=0.8) -> Table:
    """Return make_blobs's points: `centers` round groups, or one at each of these positions.

    `n` is the number of points, or the size of every group; `spread` the standard deviation in all groups, or in each.
    """
    rng = np.random.RandomState(seed)
    if np.ndim(centers) == 0:
        centers = rng.uniform(-10.0, 10.0, size=(centers, 2))
    k = len(centers)
    sizes = [n // k + (j < n % k) for j in range(k)] if np.ndim(n) == 0 else n
    groups = zip(centers, np.broadcast_to(noise * np.asarray(spread), k), sizes, strict=True)
    X = np.concatenate([rng.normal(center, deviation, (size, 2)) for center, deviation, size in groups])
    order = shuffled(len(X), rng)
    return plane(X[order], np.repeat(np.arange(k), sizes)[order])


def shuffled(n, rng) -> np.ndarray:
    order = np.arange(n)
    rng.shuffle(order)
    return order


def pair(outer, inner, noise, seed) -> Table:
    """Return the points of two curves in random order, with normal `noise` added."""
    rng = np.random.RandomState(seed)
    X, truth = np.vstack([outer, inner]), np.repeat([0, 1], [len(outer), len(inner)])
    order = shuffled(len(X), rng)
    return plane(X[order] + rng.normal(scale=noise, size=X.shape), truth[order])


def arc(turn) -> np.ndarray:
    return np.column_stack([np.cos(turn), np.sin(turn)])


def two_blobs(n, noise, seed) -> Table:
    return blobs(n, noise, seed, centers=[(-3.0, 0.0), (3.0, 0.0)], spread=0.9)


def many_blobs(count) -> Callable[[int, float, int], Table]:
    """Return the maker of `count` round blobs, laid out evenly like the seeds of a sunflower."""
    j = np.arange(count)
    angle, radius = j * np.pi * (3 - 5**0.5), 2.5 * np.sqrt(j + 0.5)
    centers = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return lambda n, noise, seed: blobs(n, noise, seed, centers=centers, spread=0.5)


def moons(n, noise, seed) -> Table:
    upper, lower = (arc(np.linspace(0, np.pi, count)) for count in (n // 2, n - n // 2))
    return pair(upper, 1 - lower - (0.0, 0.5), 0.05 * noise, seed)


def circles(n, noise, seed, *, radius=0.5) -> Table:
    outer, inner = (arc(np.linspace(0, 2 * np.pi, count, endpoint=False)) for count in (n // 2, n - n // 2))
    return pair(outer, radius * inner, 0.05 * noise, seed)


def stretched(n, noise, seed) -> Table:
    table = blobs(n, noise, seed, centers=[(-3.0, 0.0), (0.0, 0.0), (3.0, 0.0)], spread=0.6)
    center = np.array([[-3.0, 0.0], [0.0, 0.0], [3.0, 0.0]])[table.truth]
    long = center + (table.X - center) * (1.0, 6.0)
    turn = np.radians(35)
    return plane(long @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]], table.truth)


def varied_spread(n, noise, seed) -> Table:
    return blobs(n, noise, seed, centers=[(-6.0, -2.0), (-1.0, 2.5), (5.0, -1.0)], spread=(0.5, 1.0, 2.5))


def uneven_sizes(n, noise, seed) -> Table:
    small = max(1, n // 12)
    sizes, centers = (n - 2 * small, small, small), [(0.0, 0.0), (6.0, 2.0), (6.0, -2.0)]
    return blobs(sizes, noise, seed, centers=centers, spread=(2.0, 0.5, 0.5))


def uniform(n, noise, seed) -> Table:
    return plane(np.random.default_rng(seed).uniform(-5, 5, size=(n, 2)))


def outliers(n, noise, seed) -> Table:
    far = max(1, n // 50)
    table = blobs(n - far, noise, seed, centers=[(-3.0, -1.0), (0.0, 3.0), (3.0, -1.0)], spread=0.8)
    distant = np.random.default_rng(seed).uniform((14, -12), (24, 12), size=(far, 2))
    return plane(np.vstack([table.X, distant]), np.concatenate([table.truth, np.full(far, 3)]))


def measured(file, features: str) -> Callable[[int, float, int], Table]:
    """Return the maker of a table from the folder `data`: the group in the first column, then the `features`."""

    def read_table(n, noise, seed) -> Table:
        groups, *columns = np.loadtxt(HERE / "data" / file, dtype=str, delimiter=",", skiprows=1, unpack=True)
        X, names = np.column_stack(columns).astype(float), tuple(features.split(", "))
        return Table(X, names, np.unique(groups, return_inverse=True)[1])

    return read_table


IRIS = "sepal length (cm), sepal width (cm), petal length (cm), petal width (cm)"
PENGUINS = "bill length (mm), bill depth (mm), flipper length (mm), body mass (g)"
WINE = (
    "alcohol, malic acid, ash, alcalinity of ash, magnesium, total phenols, flavanoids, nonflavanoid phenols, "
    "proanthocyanins, color intensity, hue, od280 or od315 of diluted wines, proline"
)
ALL = (
    Dataset("blobs", "Four round groups: what k-means is made for, if it is asked for four and starts well.", blobs, 4),
    Dataset("two blobs", "Two groups. Ask for three clusters, and one group is cut in two although it has no border.",
            two_blobs, 2),
    Dataset("moons", "Two curved bands. The border between two centroids is straight, so no start can separate them.",
            moons, 2),
    Dataset("circles", "A ring around a ring: both have the same centre, and k-means describes a cluster only by its "
            "centre.", circles, 2),
    Dataset("stretched", "Long, thin groups. k-means looks for round ones and cuts across.", stretched, 3),
    Dataset("varied spread", "A tight, a medium and a wide group. The wide one loses its edge to its neighbours.",
            varied_spread, 3),
    Dataset("uneven sizes", "One large group and two small ones. Splitting the large one lowers the inertia more than "
            "finding the small ones.", uneven_sizes, 3),
    Dataset("uniform", "No clusters at all, and k-means still draws k of them: it never says no.", uniform, 1),
    Dataset("outliers", "Three groups and a few distant outliers, which pull a centroid towards them or take one for "
            "themselves.", outliers, 3),
    Dataset("iris", "150 flowers of three species, four measurements. One species is clearly separate, two overlap.",
            measured("iris.csv", IRIS), 3, real=True),
    Dataset("wine", "178 wines of three growers, 13 measurements in very different units: turn the scaling on and off.",
            measured("wine.csv", WINE), 3, real=True),
    Dataset("penguins", "342 penguins of three species. Grams outweigh millimetres: unless standardised, only mass "
            "counts.", measured("penguins.csv", PENGUINS), 3, real=True),
)  # fmt: skip
# More clusters than most pages have room for: offered only where k goes far enough.
CROWDED = (
    Dataset("15 blobs", "Fifteen round groups, well apart. A start that misses one is hardly ever corrected.",
            many_blobs(15), 15),
    Dataset("31 blobs", "Thirty-one round groups, well apart. The more groups there are, the more likely a random "
            "start is to miss some.", many_blobs(31), 31),
)  # fmt: skip
NAMED = {dataset.name: dataset for dataset in (*ALL, *CROWDED)}


def standardise(X, values=None) -> np.ndarray:
    """Return `X` with mean 0 and standard deviation 1 in every column, or other `values` scaled like `X`.

    A constant column becomes 0.
    """
    deviation = X.std(axis=0)
    return ((X if values is None else values) - X.mean(axis=0)) / np.where(deviation == 0, 1.0, deviation)
