"""Mini-batch k-means as a film: Start, Draw 1, Move 1, Draw 2, ...

Each of the first batches has two pictures: the points that are drawn, and the move they cause. Later batches move the
centroids less and less, so more and more of them share a picture.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.label_matching import matching
from dashboard.common.sampling import even_rows
from dashboard.mini_batch.cost_curves import FullRun, batch_rng, schedule
from kmeans_core import Batch, assign, inertia, minibatches

PSEUDOCODE = (
    "pick k centroids",
    "repeat",
    "    assign b points, drawn at random",
    "    each pulls its centroid 1/count of the way",
    "until the inertia stops falling",
    "assign all points, once",
)
PICK, DRAW, MOVE, ALL = 0, 2, 3, 5  # lines of the pseudo-code
MAX_BATCHES = 1000
MAX_SHOWN_JUMPS = 5  # of reassigned centroids
MAX_HIGHLIGHTED_POINTS = 100  # of a batch
MAX_DRAWN_POINTS = 1000  # of all points: they are the background, and a browser draws each by itself

Snapshot = tuple[Batch, float]  # a state that has a picture, and the inertia of all points for its centroids


@dataclass(frozen=True)
class BatchPicture:
    """One picture of the film: its name, its line of the pseudo-code, and how many batches came before.

    `centroids` (k, d) have learned from `counts` (k,) points each. The `rows` (m,) of the data are highlighted, with
    `labels` (m,): those of a batch, at the end all that are drawn. The centroids `reassigned` (r,) jumped to a point
    of the batch. `inertia` is that of all points, estimated on the way if they are many.
    """

    name: str
    line: int
    batches: int
    centroids: np.ndarray
    counts: np.ndarray
    rows: np.ndarray
    labels: np.ndarray
    reassigned: np.ndarray
    inertia: float


@dataclass(frozen=True)
class MiniBatchRun:
    """A mini-batch run beside the full one: the table, its drawn `rows`, the film, the last state.

    `labels` (n,) are those of all points for the last centroids; `pairs` (k,) says which of full k-means' clusters
    each cluster is paired with.
    """

    table: Table
    rows: np.ndarray
    film: list[BatchPicture]
    last: Batch
    batch_size: int
    labels: np.ndarray
    pairs: np.ndarray
    full: FullRun

    @property
    def inertia(self) -> float:
        return self.film[-1].inertia

    @property
    def batches(self) -> int:
        return self.last.iteration

    @property
    def points(self) -> int:
        return self.batches * self.batch_size

    @property
    def differing(self) -> np.ndarray:
        """The rows whose two labels do not belong to a pair."""
        return np.flatnonzero(self.pairs[self.labels] != self.full.labels)


def batches_of(X, start, batch_size, seed) -> Iterator[Batch]:
    """Return the states of the run from `start` (k, d) until it converges, or of its first 1,000 batches."""
    run = minibatches(X, start, batch_size=batch_size, seed=batch_rng(seed, 0))
    return islice(run, MAX_BATCHES + 1)


def snapshots(batches: Iterator[Batch], estimate: Callable[[np.ndarray], float]) -> Iterator[Snapshot | None]:
    """Yield the `batches` that have a picture, the first and the last among them, with their `estimate(centroids)`.

    After every other batch it yields None: a place where the caller may pause.
    """
    shown, previous, was_shown, jumps = set(schedule(MAX_BATCHES)), None, True, 0
    for batch in batches:
        is_jump = batch.reassigned.size > 0 and jumps < MAX_SHOWN_JUMPS
        jumps += is_jump
        if is_jump and not was_shown:
            yield previous, estimate(previous.centroids)  # so that the jump itself has two pictures
        was_shown = is_jump or batch.iteration in shown
        yield (batch, estimate(batch.centroids)) if was_shown else None
        previous = batch
    if not was_shown:
        yield previous, estimate(previous.centroids)


def finish_run(table: Table, batch_size, states: Sequence[Snapshot], full: FullRun) -> MiniBatchRun:
    """Return the run that went through `states`, as pictures and numbers; its last inertia is that of all points."""
    X, last = table.X, states[-1][0]
    labels, rows = assign(X, last.centroids), even_rows(len(X), MAX_DRAWN_POINTS)
    film = make_film([*states[:-1], (last, inertia(X, last.centroids, labels))], rows, labels[rows].astype(np.uint8))
    pairs = matching(full.labels, labels, len(last.centroids))
    return MiniBatchRun(table, rows, film, last, batch_size, labels.astype(np.uint8), pairs, full)


def make_film(states: Sequence[Snapshot], rows, labels) -> list[BatchPicture]:
    """Return the pictures of the `states`, and of the drawn `rows` (m,) with their final `labels` (m,)."""
    (first, first_inertia), *later = states
    nothing = first.indices
    film = [BatchPicture("Start", PICK, 0, first.centroids, first.counts, nothing, nothing, nothing, first_inertia)]
    for batch, total in later:
        drawn = dict(rows=batch.indices.astype(np.int32), labels=batch.labels.astype(np.uint8))
        number = batch.iteration
        is_next = number == film[-1].batches + 1
        if is_next:
            film.append(replace(film[-1], name=f"Draw {number}", line=DRAW, reassigned=nothing, **drawn))
        changed = dict(centroids=batch.centroids, counts=batch.counts, reassigned=batch.reassigned, inertia=total)
        name = f"{'Move' if is_next else 'Batch'} {number}"
        film.append(BatchPicture(name=name, line=MOVE, batches=number, **changed, **drawn))
    return [*film, replace(film[-1], name="Assign all", line=ALL, rows=rows, labels=labels, reassigned=nothing)]
