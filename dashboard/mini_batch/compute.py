"""Mini-batch k-means told in pictures: Start, Draw 1, Move 1, Draw 2, ... No Streamlit, no Plotly.

The first batches are two pictures each: the points that are drawn, and the move they cause. Later ones move the
centroids less and less, so ever more of them share a picture. Only the inertia of all points is computed anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.formatting import number, percent, plural
from dashboard.common.label_matching import matching
from dashboard.common.sampling import even_rows
from dashboard.mini_batch.cost_curves import Full, draws
from kmeans_core import Batch, minibatches
from kmeans_core._fast.nearest import Nearest, labels_and_inertia
from kmeans_core._fast.prepared import Points

PSEUDOCODE = (
    "pick k centroids",
    "repeat",
    "    assign b points, drawn at random",
    "    each pulls its centroid 1/count",
    "until the inertia stops falling",
    "assign all points, once",
)
PICK, DRAW, MOVE, ALL = 0, 2, 3, 5  # lines of the pseudo-code
MOST_BATCHES = 2000
GROWTH = 1.25  # from one batch that gets a picture to the next
MOST_JUMPS = 5  # that get a picture of their own
MOST_LIT = 100  # points of a batch
MOST_DRAWN = 2000  # of all points: they are the background, and a browser draws each by itself


@dataclass(frozen=True)
class Moment:
    """A batch that gets a picture: the state it left, the state it found, and the inertia of all points after it."""

    batch: Batch
    found: Batch
    inertia: float


def moments(X, start, size, seed) -> Iterator[Moment | None]:
    """Yield the moments of the run that begins at `start` (k, d), number 0 and the last among them; None after a batch
    that gets no picture, for those may take long."""
    inertia_of = Nearest(Points.of(X), len(start))
    run = minibatches(X, start, batch_size=size, seed=draws(seed, 0))

    def moment(batch, found):
        return Moment(batch, found, inertia_of(batch.centroids)[1])

    due, jumps, previous = 0, 0, None
    for batch in islice(run, MOST_BATCHES + 1):
        jumps += bool(batch.reassigned.size)
        is_jump = batch.reassigned.size and jumps <= MOST_JUMPS
        if is_jump and previous and not previous[-1]:
            yield moment(*previous[:2])  # so that the jump itself is two pictures
        found = previous[0] if previous else batch
        is_shown = bool(batch.iteration == due or is_jump)
        if batch.iteration == due:
            due = max(due + 1, round(due * GROWTH))
        if is_shown:
            yield moment(batch, found)
        else:
            yield None
        previous = (batch, found, is_shown)
    if not previous[-1]:
        yield moment(*previous[:2])


@dataclass(frozen=True)
class Picture:
    """One picture of the film.

    `centroids` (k, d) as drawn and `counts` (k,), the points each has learned from; `before` (k, d) where they stood in
    the picture before. `rows` (m,) of the data are lit, with `labels` (m,); at the end these are all drawn rows.
    `jumped` (r,) are starved centroids. `inertia` is that of all points for these centroids.
    """

    name: str
    line: int
    batches: int
    centroids: np.ndarray
    before: np.ndarray
    counts: np.ndarray
    rows: np.ndarray
    labels: np.ndarray
    jumped: np.ndarray
    inertia: float
    caption: str

    @property
    def farthest(self) -> float:
        """How far the centroid that moved farthest went since the picture before."""
        return float(np.linalg.norm(self.centroids - self.before, axis=1).max())


@dataclass(frozen=True)
class Learned:
    """A mini-batch run beside the full one: the table, its drawn `rows`, the film, what the run left.

    `labels` (n,) and `inertia` belong to all points and the last centroids; `pairs` (k,) says which of the full
    run's clusters each cluster is.
    """

    table: Table
    rows: np.ndarray
    film: list[Picture]
    last: Batch
    size: int
    labels: np.ndarray
    inertia: float
    pairs: np.ndarray
    full: Full

    @property
    def batches(self) -> int:
        return self.last.iteration

    @property
    def points(self) -> int:
        return self.batches * self.size

    @property
    def differing(self) -> np.ndarray:
        """The rows whose two labels are not partners."""
        return np.flatnonzero(self.pairs[self.labels] != self.full.labels)


def learned(table: Table, size, told: Sequence[Moment], full: Full) -> Learned:
    """Return the finished run of the moments `told`, batches of `size`, as pictures and numbers."""
    X, last = table.X, told[-1]
    labels, inertia = labels_and_inertia(X, last.batch.centroids)
    labels = labels.astype(np.uint8)
    rows = even_rows(len(X), MOST_DRAWN)
    film = [*opening(told[0], len(X)), *middle(told, len(X), size)]
    end = ending(last, labels[rows], rows, film[-1], full, len(X), size)
    pairs = matching(full.labels, labels, len(last.batch.centroids))
    return Learned(table, rows, [*film, end], last.batch, size, labels, inertia, pairs, full)


def opening(first: Moment, n) -> Iterator[Picture]:
    centroids, nobody = first.batch.centroids, first.batch.indices
    caption = f"{plural(len(centroids), 'centroid')} picked, and none of the {n:,} points looked at yet."
    yield Picture(
        "Start", PICK, 0, centroids, centroids, first.batch.counts, nobody, nobody, nobody, first.inertia, caption
    )


def middle(told: Sequence[Moment], n, size) -> Iterator[Picture]:
    """Yield a batch's two pictures where the picture before shows the state it found, else one."""
    for shown, moment in zip(told, told[1:], strict=False):
        batch, found = moment.batch, moment.found
        at, since = batch.iteration, batch.iteration - shown.batch.iteration
        rows, labels = batch.indices[:MOST_LIT], batch.labels[:MOST_LIT].astype(np.uint8)
        name = f"Batch {at}"
        before, here = shown.batch.centroids, batch.centroids
        if since == 1:
            name = f"Move {at}"
            yield Picture(
                f"Draw {at}",
                DRAW,
                at - 1,
                found.centroids,
                found.centroids,
                found.counts,
                rows,
                labels,
                rows[:0],
                shown.inertia,
                drawn(at, size, n),
            )
        caption = moved(shown, moment, since)
        yield Picture(
            name, MOVE, at, here, before, batch.counts, rows, labels, batch.reassigned, moment.inertia, caption
        )


def ending(last: Moment, labels, rows, before: Picture, full: Full, n, size) -> Picture:
    batch = last.batch
    return Picture(
        "Assign all",
        ALL,
        batch.iteration,
        batch.centroids,
        batch.centroids,
        batch.counts,
        rows,
        labels,
        rows[:0],
        before.inertia,
        ended(last, full, n, size),
    )


def drawn(at, size, n) -> str:
    lit = f" ({MOST_LIT} of them lit)" if size > MOST_LIT else ""
    some = f"{size:,} of {n:,} points, by lot{lit}" if at == 1 else f"another {size:,} points{lit}"
    return f"Draw {at}: {some}; each joins its nearest centroid."


def moved(shown: Moment, moment: Moment, since) -> str:
    batch = moment.batch
    if batch.reassigned.size and since == 1:
        return jumped(moment)
    far = number(np.linalg.norm(batch.centroids - shown.batch.centroids, axis=1).max())
    who = f"Move {batch.iteration}" if since == 1 else f"Batches {shown.batch.iteration + 1} to {batch.iteration}"
    return f"{who}: the farthest goes {far}. {changed(shown.inertia, moment.inertia)}"


def rate(count) -> str:
    """Return the learning rate of a centroid that has learned from `count` points; it has none before the first."""
    return f"1/{count:,.0f}" if count else ""


def short_rate(count) -> str:
    """Return the same with thousands as k, so that ten of them fit into a picture."""
    return rate(count) if count < 1000 else f"1/{float(f'{count / 1000:.2g}'):g}k"


def jumped(moment: Moment) -> str:
    batch, found = moment.batch, moment.found
    counts = found.counts + np.bincount(batch.labels, minlength=len(found.counts))
    names = " and ".join(str(j + 1) for j in batch.reassigned)
    points = " and ".join(f"{counts[j]:,.0f}" for j in batch.reassigned)
    one = len(batch.reassigned) == 1
    return (
        f"Move {batch.iteration}: {'centroid' if one else 'centroids'} {names} starved, with {points} "
        f"{'point' if points == '1' else 'points'} against {counts.max():,.0f}: "
        f"{'it jumps to a point' if one else 'they jump to points'} of the batch."
    )


def changed(before, after) -> str:
    share = abs(after - before) / before if before else 0.0
    if share == 0:
        return f"Inertia stays at {number(after)}."
    return f"Inertia {'falls' if after < before else 'rises'} by {percent(share)} to {number(after)}."


def ended(last: Moment, full: Full, n, size) -> str:
    batches = f"{last.batch.iteration:,} {'batch' if last.batch.iteration == 1 else 'batches'}"
    why = "The inertia stopped falling" if last.batch.converged else "The picture stops"
    return f"{why} after {batches}. All {n:,} points are assigned, once. {beside(last.inertia, full.inertia)}"


def beside(inertia, full) -> str:
    """Return how an inertia compares with the full run's, as a sentence."""
    if not full or inertia == full:
        return f"Inertia {number(inertia)}, as full k-means."
    share = inertia / full - 1
    return f"Inertia {number(inertia)}, {percent(abs(share))} {'above' if share > 0 else 'below'} full k-means."
