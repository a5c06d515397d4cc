"""Lloyd's run told in half-steps: Start, Assign 1, Move 1, Assign 2, ... No Streamlit, no Plotly.

The core yields one state per iteration: centroids, and the labels that belong to them. On the screen
an iteration is two events, and each gets its own picture and its own sentence. Nothing is fitted here.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import number, percent, plural
from kmeans_core import Step, inertia

PSEUDOCODE = (
    "pick k centroids",
    "repeat",
    "    assign each point to its nearest centroid",
    "    move each centroid to the mean of its points",
    "until the centroids stop moving",
)
PICK, ASSIGN, MOVE, UNTIL = 0, 2, 3, 4  # lines of the pseudo-code


@dataclass(frozen=True)
class HalfStep:
    """One picture of the film.

    `centroids` (k, d) as drawn; `before` (k, d) where they stood a half-step ago; `labels` (m,) of the drawn
    points, None at the start; `switched` are the places among them of those whose label this half-step
    changed and `left` their former labels; `inertia` belongs to exactly these centroids and labels, NaN at the start.
    """

    name: str
    line: int
    iteration: int
    centroids: np.ndarray
    before: np.ndarray
    labels: np.ndarray | None
    switched: np.ndarray
    left: np.ndarray
    inertia: float
    caption: str

    @property
    def is_move(self) -> bool:
        return self.line == MOVE

    @property
    def event(self) -> str:
        """What happens in this half-step; the last one is an assignment like the others, after which all is still."""
        return f"Assign {self.iteration + 1}" if self.line == UNTIL else self.name


def halfsteps(X, steps: Sequence[Step], rows) -> list[HalfStep]:
    """Return the film of `steps` on the points `X`: 2 T + 2 half-steps for T moves.

    Inertia and captions speak of all points; labels and switched points are those of the drawn `rows`.
    """
    nobody = np.empty(0, dtype=np.intp)
    labels = [step.labels[rows].astype(np.uint8) for step in steps]
    first = steps[0]
    k, n = len(first.centroids), len(X)
    start = f"{plural(k, 'centroid')} picked. No point belongs to a cluster yet."
    film = [HalfStep("Start", PICK, 0, first.centroids, first.centroids, None, nobody, nobody, math.nan, start)]
    for at, step in enumerate(steps):
        changed = int((step.labels != steps[at - 1].labels).sum()) if at else n
        switched = np.flatnonzero(labels[at] != labels[at - 1]) if at else nobody
        left = labels[at - 1][switched] if at else nobody
        is_last = at == len(steps) - 1
        name = f"Assign {at + 1}" if not is_last else "Stopped" if changed else "Converged"
        if is_last:
            caption = ending(at, k, changed, n, step.inertia)
        else:
            caption = assigned(at, changed, n, film[-1].inertia, step.inertia)
        line = UNTIL if is_last else ASSIGN
        here = step.centroids
        film.append(HalfStep(name, line, at, here, here, labels[at], switched, left, step.inertia, caption))
        if is_last:
            break
        there = steps[at + 1].centroids
        error = inertia(X, there, step.labels)
        caption = moved(at, np.linalg.norm(there - here, axis=1), step.inertia, error)
        film.append(HalfStep(f"Move {at + 1}", MOVE, at + 1, there, here, labels[at], nobody, nobody, error, caption))
    return film


def assigned(at, switched, n, before, after) -> str:
    if not at:
        return f"Assign 1: all {n:,} points join their nearest centroid. Inertia: {number(after)}."
    return f"Assign {at + 1}: {switched:,} of {n:,} points switched. {fallen(before, after)}"


def moved(at, distances, before, after) -> str:
    still = int((distances == 0).sum())
    stayed = f" {plural(still, 'centroid')} stayed." if still else ""
    return f"Move {at + 1}: the farthest goes {number(distances.max())}.{stayed} {fallen(before, after)}"


def fallen(before, after) -> str:
    share = (before - after) / before if before else 0.0
    return f"Inertia falls by {percent(share)} to {number(after)}."


def ending(moves, k, switched, n, inertia) -> str:
    if switched:
        return f"Stopped after {plural(moves, 'move')}; {switched:,} of {n:,} points still switched."
    if k == 1:
        return f"Converged after {plural(moves, 'move')}: for one centroid, the mean of all points is the best place."
    if inertia == 0:
        return f"Converged after {plural(moves, 'move')}: every point lies on its centroid, and less is not possible."
    return f"Converged after {plural(moves, 'move')}: a local optimum, not necessarily the best one."
