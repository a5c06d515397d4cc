"""Tasks to work by hand: eight points, a table of right numbers, and the numbers that each known mistake gives.

A kind of task has two functions. `draw` returns the numbers of one task, or None if they do not suit. `work` returns
the table of answers: with the name of a mistake, the one of a learner who makes it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np

from dashboard.common.formatting import half_up
from kmeans_core import below_chord, kmeans, kmeans_plusplus_picks, lloyd, minibatches

N_POINTS, GRID = 8, 10  # points with whole coordinates 0..9
LEAST_GAP = 0.1  # between the squared distances to the nearest and the next centroid: no tie, even after rounding
MAX_RIGHT_SHARE = 0.4  # of a task's rows that a mistake may leave right
KS = np.arange(1, 7)
MAX_BATCHES = 15

MANHATTAN, ONE_AXIS, ROOT, FARTHEST = "Manhattan distance", "x only", "square root", "farthest"
DIVIDED_BY_K, UNDIVIDED, ALL_POINTS, BOX, MEDIAN, OLD_CENTROID = (
    "divided by k", "not divided", "mean of all points", "centre of the box", "median", "old centroid",
)  # fmt: skip
AVERAGE, EVERY_CENTROID = "mean instead of sum", "every centroid counted"
ONLY_FARTHER, RISES = "only the points that got farther", "inertia rises"
LAST_PICK, SUM_OF_PICKS, FARTHEST_FIRST = "last pick only", "sum over the picks", "the farthest gets all"
NO_ROOT, ITSELF, ALL_OTHERS, TO_CENTROIDS = "no square root", "counts itself", "all other points", "centroids"
LEAST_INERTIA, LARGEST_DROP, ONE_LATE = "least inertia", "largest drop", "one too late"
WHOLE_WAY, OLD_COUNT, HALF_WAY = "all the way", "old count", "half of the way"
HARD, SHARES, SWAPPED = "winner takes all", "shares of the distance", "farther gets more"


@dataclass(frozen=True, eq=False)
class Numbers:
    """What is given in a task: points X (8, 2); centroids (t, k, 2), labels (t, 8) and counts (t, k) at t states.

    `asked` are the points, states or curves that the rows of the table ask for.
    """

    X: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))
    centroids: np.ndarray = field(default_factory=lambda: np.zeros((0, 0, 2)))
    labels: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), dtype=int))
    counts: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    asked: tuple[int, ...] = ()
    beta: float = 0.0
    curves: np.ndarray = field(default_factory=lambda: np.zeros((0, len(KS))))


@dataclass(frozen=True)
class Kind:
    """A kind of task; its table has `columns`, each with so many decimals."""

    name: str
    columns: dict[str, int]
    draw: Callable[[np.random.Generator], Numbers | None]
    work: Callable[..., np.ndarray]
    mistakes: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """A kind of task with its numbers."""

    kind: Kind
    numbers: Numbers

    @cached_property
    def answers(self) -> np.ndarray:
        """The right table."""
        return self.kind.work(self.numbers)

    @cached_property
    def wrong(self) -> dict[str, np.ndarray]:
        """The table of a learner who makes a mistake, by its name."""
        return {mistake: self.kind.work(self.numbers, mistake) for mistake in self.kind.mistakes}

    @property
    def decimals(self) -> np.ndarray:
        return np.array(list(self.kind.columns.values()))


LEVELS = ("solved", "last line", "more blanks", "alone")
MAX_NUMBER = 9_999_999_999  # of a set, an id or a task: student numbers have up to ten digits


@dataclass(frozen=True)
class Variant:
    """One task of a kind: its numbers belong to the set, to the reader's id and to its number in the row of tasks.

    Another level of support has other numbers: what one of them shows solved, no other asks for.
    """

    kind: str = "assign"
    level: str = "last line"
    set: int = 0
    id: int = 0
    number: int = 1

    def make(self) -> Task:
        return make_task(self.kind, LEVELS.index(self.level), self.set, self.id, self.number)

    def first_blank(self, n_rows: int) -> int:
        """Return the first of the `n_rows` that the reader works out."""
        return n_rows - {"solved": 0, "last line": 1, "more blanks": (n_rows + 1) // 2, "alone": n_rows}[self.level]


def make_task(kind: str, *seed: int) -> Task:
    """Return the task of this kind that belongs to the `seed`: the first that suits."""
    chosen = KINDS[kind]
    rng = np.random.default_rng([list(KINDS).index(kind), *seed])
    while True:
        numbers = chosen.draw(rng)
        if numbers is not None and tells_mistakes_apart(task := Task(chosen, numbers)):
            return task


def rounded(values, decimals) -> np.ndarray:
    """Return the `values` with these numbers of decimals, one for each column."""
    return np.vectorize(half_up, otypes=[float])(values, decimals)


def is_right(values, answers, decimals) -> np.ndarray:
    """Return which `values` equal the printed answers: decimals may be off by one in the last place."""
    return np.abs(values - rounded(answers, decimals)) <= np.where(decimals > 0, 10.0**-decimals, 0) + 1e-9


def tells_mistakes_apart(task: Task) -> bool:
    """Return whether no known mistake leads to the right numbers in many rows."""
    shares = [is_right(table, task.answers, task.decimals).all(axis=1).mean() for table in task.wrong.values()]
    return max(shares) <= MAX_RIGHT_SHARE


# ---- what is given


def draw_points(rng) -> np.ndarray:
    """Return eight different points on the grid, shape (8, 2)."""
    return np.column_stack(np.divmod(rng.choice(GRID * GRID, N_POINTS, replace=False), GRID)).astype(float)


def draw_run(rng, least=1) -> Numbers | None:
    """Return points and a run from two of them that has no ties and takes two or three moves; None for other draws.

    Both clusters of the first assignment have at least so many points.
    """
    X = draw_points(rng)
    start = X[rng.choice(N_POINTS, 2, replace=False)]
    d2 = squared_distances(X[:, None] - start)
    n_first = np.count_nonzero(d2[:, 0] < d2[:, 1])
    if (d2[:, 0] == d2[:, 1]).any() or not least <= n_first <= N_POINTS - least:
        return None  # the usual case: it is not worth a run
    steps = list(lloyd(X, start, tol=0))
    centroids = np.stack([step.centroids for step in steps])
    d2 = squared_distances(X[:, None, None] - centroids)
    if steps[-1].iteration not in (2, 3) or np.abs(d2[..., 0] - d2[..., 1]).min() < LEAST_GAP:
        return None
    return Numbers(X, centroids, np.stack([step.labels for step in steps]), asked=tuple(range(N_POINTS)))


def squared_distances(differences, mistake="") -> np.ndarray:
    """Return the squared lengths of the `differences` (..., 2), or what a mistake takes for them."""
    if mistake == MANHATTAN:
        return np.abs(differences).sum(axis=-1)
    if mistake == ONE_AXIS:
        return differences[..., 0] ** 2
    d2 = (differences**2).sum(axis=-1)
    return np.sqrt(d2) if mistake == ROOT else d2


# ---- assign, move, inertia


def assign_rows(given: Numbers, mistake="") -> np.ndarray:
    """Return for every point the squared distances to both centroids, and the number of its cluster."""
    d2 = squared_distances(given.X[:, None] - given.centroids[0], mistake)
    labels = d2.argmax(axis=1) if mistake == FARTHEST else d2.argmin(axis=1)
    return np.column_stack([d2, labels + 1])


def draw_moves(rng) -> Numbers | None:
    """Return a run in which the clusters of the first two assignments have three points or more."""
    run = draw_run(rng, least=3)
    return run if run and min(np.bincount(run.labels[1])) > 2 else None


def move_rows(given: Numbers, mistake="") -> np.ndarray:
    """Return for both clusters, in two moves, the two coordinates of the mean."""
    return np.array([mean_of(given, t, j, mistake) for t in (0, 1) for j in (0, 1)])


def mean_of(given: Numbers, t, j, mistake="") -> np.ndarray:
    points = given.X if mistake == ALL_POINTS else given.X[given.labels[t] == j]
    if mistake == DIVIDED_BY_K:
        return points.sum(axis=0) / 2
    if mistake == UNDIVIDED:
        return points.sum(axis=0)
    if mistake == BOX:
        return (points.min(axis=0) + points.max(axis=0)) / 2
    if mistake == MEDIAN:
        return np.median(points, axis=0)
    if mistake == OLD_CENTROID:
        points = np.vstack([points, given.centroids[t, j]])
    return points.mean(axis=0)


def inertia_rows(given: Numbers, mistake="") -> np.ndarray:
    """Return the part of each cluster in the inertia, and the inertia: after the first assignment."""
    X, labels = given.X, given.labels[0]
    centers = np.tile(X.mean(axis=0), (2, 1)) if mistake == ALL_POINTS else given.centroids[0]
    d2 = squared_distances(X[:, None] - centers, mistake)
    own = d2.sum(axis=1) if mistake == EVERY_CENTROID else d2[np.arange(len(X)), labels]
    parts = np.array([own[labels == 0].sum(), own[labels == 1].sum(), own.sum()])
    if mistake == AVERAGE:
        parts /= [*np.bincount(labels), len(X)]
    return parts[:, None]


def rise_rows(given: Numbers, mistake="") -> np.ndarray:
    """Return the inertia before and after the first move, and the change: in cluster 1, in cluster 2, in both."""
    labels = given.labels[0]
    before, after = (squared_distances(given.X - given.centroids[t, labels], mistake) for t in (0, 1))
    if mistake == OLD_CENTROID:
        after = before
    change = np.maximum(after - before, 0) if mistake == ONLY_FARTHER else after - before
    if mistake == RISES:
        change = -change
    columns = np.column_stack([before, after, change])
    return np.array([columns[labels == 0].sum(axis=0), columns[labels == 1].sum(axis=0), columns.sum(axis=0)])


# ---- k-means++, silhouettes, the elbow


def draw_picks(rng) -> Numbers:
    """Return points of which k-means++ has picked two; the other six are asked for."""
    X = draw_points(rng)
    picked = [pick.row for pick in kmeans_plusplus_picks(X, 2, trials=1, seed=rng)]
    return Numbers(X, X[picked][None], asked=tuple(i for i in range(N_POINTS) if i not in picked))


def d2_rows(given: Numbers, mistake="") -> np.ndarray:
    """Return for each of the six points D^2 and the probability that it is picked next."""
    to_picks = squared_distances(given.X[list(given.asked), None] - given.centroids[0], mistake)
    if mistake == LAST_PICK:
        d2 = to_picks[:, 1]
    elif mistake == SUM_OF_PICKS:
        d2 = to_picks.sum(axis=1)
    else:
        d2 = to_picks.min(axis=1)
    share = d2 == d2.max() if mistake == FARTHEST_FIRST else d2
    return np.column_stack([d2, share / share.sum()])


def draw_silhouettes(rng) -> Numbers | None:
    """Return three clusters of two points or more, and one point of each that is 3 or more from the next cluster."""
    X = draw_points(rng)
    result = kmeans(X, 3, init="random", tol=0, seed=rng)
    if np.bincount(result.labels).min() < 2:
        return None
    asked = tuple(int(rng.choice(np.flatnonzero(result.labels == j))) for j in range(3))
    given = Numbers(X, result.centroids[None], result.labels[None], asked=asked)
    return given if silhouette_rows(given)[:, 1].min() >= 3 else None


def silhouette_rows(given: Numbers, mistake="") -> np.ndarray:
    """Return for each of the three points a, its mean distance to the others of its cluster, b, and its silhouette."""
    X, labels, centroids = given.X, given.labels[0], given.centroids[0]
    rows = []
    for i in given.asked:
        distances = squared_distances(X - X[i], "" if mistake == NO_ROOT else ROOT)
        to_centroids = squared_distances(centroids - X[i], ROOT)
        own, others = labels == labels[i], [j for j in range(3) if j != labels[i]]
        a = distances[own].sum() / (own.sum() - (mistake != ITSELF))
        b = min(distances[labels == j].mean() for j in others)
        if mistake == UNDIVIDED:
            a, b = distances[own].sum(), min(distances[labels == j].sum() for j in others)
        elif mistake == ALL_OTHERS:
            b = distances[~own].mean()
        elif mistake == TO_CENTROIDS:
            a, b = to_centroids[labels[i]], min(to_centroids[others])
        rows.append((a, b, (b - a) / max(a, b)))
    return np.array(rows)


def draw_curves(rng) -> Numbers:
    """Return three falling curves of inertias for k = 1 to 6, each with its bend at 3 or 4."""
    curves = []
    for _ in range(3):
        elbow = rng.integers(3, 5)
        steep = np.sort(rng.integers(20, 60, elbow - 1))[::-1]
        flat = np.sort(rng.integers(1, 9, len(KS) - elbow))[::-1]
        drops = np.concatenate([steep, flat])
        curves.append(rng.integers(5, 20) + np.append(drops[::-1].cumsum()[::-1], 0))
    return Numbers(curves=np.array(curves, dtype=float), asked=(0, 1, 2))


def elbow_rows(given: Numbers, mistake="") -> np.ndarray:
    """Return for each of the three curves the elbow, and how far the curve lies below the chord there, of height 1."""
    rows = []
    for curve in given.curves:
        depths = below_chord(KS, curve) * np.sqrt(2)  # along the axis of the scaled inertia
        i = depths.argmax()
        if mistake == LEAST_INERTIA:
            i = curve.argmin()
        elif mistake == LARGEST_DROP:
            i = np.diff(curve).argmin() + 1
        elif mistake == ONE_LATE:
            i += 1
        rows.append((KS[i], depths[i]))
    return np.array(rows)


# ---- mini-batches, soft assignment


def draw_batches(rng) -> Numbers | None:
    """Return three batches of one point, once mini-batch k-means has learned three points or more for each centroid."""
    X = draw_points(rng)
    start = X[rng.choice(N_POINTS, 2, replace=False)]
    run = minibatches(X, start, batch_size=1, max_no_improvement=None, reassignment_ratio=0.0, seed=rng)
    states = list(islice(run, 4))
    while states[-4].counts.min() < 3:  # with fewer, half of the way would be right
        if len(states) == MAX_BATCHES:
            return None
        states.append(next(run))
    before, after = states[-4:-1], states[-3:]
    centroids, counts = (np.stack([getattr(state, name) for state in before]) for name in ("centroids", "counts"))
    asked = tuple(int(state.indices[0]) for state in after)
    d2 = squared_distances(X[list(asked), None] - centroids)
    if d2.min() < 1 or np.abs(np.diff(d2, axis=1)).min() < LEAST_GAP:
        return None
    return Numbers(X, centroids, counts=counts, asked=asked)


def batch_rows(given: Numbers, mistake="") -> np.ndarray:
    """Return for each batch the cluster of its point, the new count, and where the centroid moves."""
    rows = []
    for i, centroids, counts in zip(given.asked, given.centroids, given.counts, strict=True):
        point = given.X[i]
        j = squared_distances(point - centroids).argmin()
        count = counts[j] + 1
        rate = {WHOLE_WAY: 1, OLD_COUNT: 1 / counts[j], HALF_WAY: 1 / 2}.get(mistake, 1 / count)
        rows.append((j + 1, count, *(centroids[j] + rate * (point - centroids[j]))))
    return np.array(rows)


def draw_soft(rng) -> Numbers | None:
    """Return a start, and three points of which both clusters have a share at a round value of beta."""
    run, beta = draw_run(rng), float(rng.choice([0.05, 0.1, 0.2]))
    if run is None:
        return None
    d2 = squared_distances(run.X[:, None] - run.centroids[0])
    excess = beta * np.abs(d2[:, 0] - d2[:, 1])
    contested = np.flatnonzero((excess > 0.2) & (excess < 3) & d2.all(axis=1) & (beta * d2 < 5).all(axis=1))
    if len(contested) < 3:
        return None
    return Numbers(run.X, run.centroids[:1], asked=tuple(contested[:3].tolist()), beta=beta)


def soft_rows(given: Numbers, mistake="") -> np.ndarray:
    """Return for each of the three points the squared distances to both centroids, and how probable cluster 1 is."""
    d2 = squared_distances(given.X[list(given.asked), None] - given.centroids[0], mistake)
    weights = np.exp(-given.beta * d2)
    if mistake == SHARES:
        weights = d2[:, ::-1]
    elif mistake == HARD:
        weights = (d2 == d2.min(axis=1, keepdims=True)).astype(float)
    elif mistake == SWAPPED:
        weights = weights[:, ::-1]
    return np.column_stack([d2, weights[:, 0] / weights.sum(axis=1)])


KINDS = {
    kind.name: kind
    for kind in (
        Kind("assign", {"d² to 1": 0, "d² to 2": 0, "cluster": 0}, draw_run, assign_rows,
             (MANHATTAN, ONE_AXIS, ROOT, FARTHEST)),
        Kind("move", {"mean x": 2, "mean y": 2}, draw_moves, move_rows,
             (DIVIDED_BY_K, UNDIVIDED, ALL_POINTS, BOX, MEDIAN, OLD_CENTROID)),
        Kind("inertia", {"sum of d²": 0}, draw_moves, inertia_rows, (ROOT, AVERAGE, ALL_POINTS, EVERY_CENTROID)),
        Kind("can it rise?", {"before": 0, "after": 1, "change": 1}, draw_moves, rise_rows,
             (ONLY_FARTHER, RISES, OLD_CENTROID, ROOT)),
        Kind("D² probabilities", {"D²": 0, "probability": 3}, draw_picks, d2_rows,
             (LAST_PICK, ROOT, SUM_OF_PICKS, FARTHEST_FIRST)),
        Kind("silhouette", {"a": 2, "b": 2, "silhouette": 2}, draw_silhouettes, silhouette_rows,
             (NO_ROOT, ITSELF, UNDIVIDED, ALL_OTHERS, TO_CENTROIDS)),
        Kind("elbow", {"k": 0, "below the chord": 2}, draw_curves, elbow_rows,
             (LEAST_INERTIA, LARGEST_DROP, ONE_LATE)),
        Kind("mini-batch step", {"cluster": 0, "new count": 0, "new x": 2, "new y": 2}, draw_batches, batch_rows,
             (WHOLE_WAY, OLD_COUNT, HALF_WAY)),
        Kind("soft probabilities", {"d² to 1": 0, "d² to 2": 0, "p of cluster 1": 2}, draw_soft, soft_rows,
             (HARD, SHARES, SWAPPED, ROOT)),
    )
}  # fmt: skip
