"""A run of Lloyd's algorithm in half-steps: Start, Assign 1, Move 1, Assign 2, ...

The core yields one state per iteration: centroids, and the labels that belong to them. On the screen an iteration is
two events, and each gets its own picture and its own sentence.
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

    `centroids` (k, d) as drawn; `before` (k, d) where they were a half-step earlier; `labels` (m,) of the drawn
    points, None at the start; `inertia` belongs to exactly these centroids and labels, NaN at the start; of all points,
    drawn or not, `n_switched` changed their label.
    """

    name: str
    line: int
    iteration: int
    centroids: np.ndarray
    before: np.ndarray
    labels: np.ndarray | None
    inertia: float
    caption: str
    n_switched: int = 0

    @property
    def largest_shift(self) -> float:
        """How far the centroid goes that moves most."""
        return float(np.linalg.norm(self.centroids - self.before, axis=1).max())

    @property
    def is_move(self) -> bool:
        return self.line == MOVE

    @property
    def event(self) -> str:
        """What happens in this half-step. The last one is an assignment like the others, after which nothing moves."""
        return f"Assign {self.iteration + 1}" if self.line == UNTIL else self.name


def half_steps(X, steps: Sequence[Step], rows, remark="") -> list[HalfStep]:
    """Return the film of `steps` on the points `X`: 2 T + 2 half-steps for T moves.

    Inertia and captions are about all points; labels are those of the drawn `rows`. `remark` is a sentence about the
    result, for the last caption.
    """
    labels = [step.labels[rows].astype(np.uint8) for step in steps]
    n, start = len(X), steps[0].centroids
    caption = f"{plural(len(start), 'centroid')} picked. No point belongs to a cluster yet."
    film = [HalfStep("Start", PICK, 0, start, start, None, math.nan, caption)]
    for t, step in enumerate(steps):
        here, is_last = step.centroids, t == len(steps) - 1
        n_switched = int((step.labels != steps[t - 1].labels).sum()) if t else n
        if is_last:
            name, line = "Stopped" if n_switched else "Converged", UNTIL
            caption = end_caption(t, len(here), n_switched, n, step.inertia, remark)
        else:
            name, line = f"Assign {t + 1}", ASSIGN
            caption = assign_caption(t, n_switched, n, film[-1].inertia, step.inertia)
        film.append(HalfStep(name, line, t, here, here, labels[t], step.inertia, caption, n_switched))
        if not is_last:
            there = steps[t + 1].centroids
            moved_inertia = inertia(X, there, step.labels)
            caption = move_caption(t, np.linalg.norm(there - here, axis=1), step.inertia, moved_inertia)
            film.append(HalfStep(f"Move {t + 1}", MOVE, t + 1, there, here, labels[t], moved_inertia, caption))
    return film


def assign_caption(t, n_switched, n, before, after) -> str:
    if not t:
        sum_of_squares = f"Inertia (the sum of the squared distances): {number(after)}."
        return f"Assign 1: all {n:,} points join their nearest centroid. {sum_of_squares}"
    rings = ", ringed in their old colour" if n_switched else ""
    return f"Assign {t + 1}: {n_switched:,} of {n:,} points switched{rings}. {inertia_change(before, after)}"


def move_caption(t, shifts, before, after) -> str:
    """Return the caption of a move by the distances (k,) that the centroids go."""
    n_still = int((shifts == 0).sum())
    stay = f" {plural(n_still, 'centroid')} did not move." if n_still else ""
    most = f"centroid {shifts.argmax() + 1} moves most, by {number(shifts.max())}."
    return f"Move {t + 1}: {most}{stay} {inertia_change(before, after)}"


def inertia_change(before, after) -> str:
    share = abs(after - before) / before if before else 0.0
    if share == 0:
        return f"Inertia stays at {number(after)}."
    return f"Inertia {'falls' if after < before else 'rises'} by {percent(share)} to {number(after)}."


def end_caption(moves, k, n_switched, n, inertia, remark="") -> str:
    if n_switched:
        return f"Stopped after {plural(moves, 'move')}; {n_switched:,} of {n:,} points still switched."
    if k == 1:
        reason = "for one centroid, the mean of all points is the best place."
    elif inertia == 0:
        reason = "every point lies on its centroid, so the inertia cannot be lower."
    else:
        reason = f"a local optimum. {remark}" if remark else "a local optimum, not necessarily the best one."
    return f"Converged after {plural(moves, 'move')}: {reason}"
