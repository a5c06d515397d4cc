"""Runs side by side on the same points: one from each method's start, and one from the reader's own."""

import math
import re
from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import plural
from dashboard.common.half_steps import PICK, HalfStep, half_steps
from dashboard.common.label_matching import matching
from dashboard.common.sampling import even_rows
from dashboard.init_comparison.best_known import METHODS, BestKnown
from kmeans_core import Step, assign, lloyd

OWN = "your own"
MAX_DRAWN_POINTS = 400  # in one panel
MAX_NUMBERED = 10  # centroids in one panel that have room for their numbers
MAX_DIGITS = 7


@dataclass(frozen=True)
class RunTrack:
    """One of the runs: the name of its start, its steps and its half-steps; no steps while points are still missing."""

    name: str
    steps: list[Step]
    film: list[HalfStep]

    def half_step(self, i) -> HalfStep:
        """Return what is drawn at half-step `i` of all runs: a run that has converged stays as it is."""
        return self.film[min(i, len(self.film) - 1)]

    def is_moving(self, i) -> bool:
        return i < len(self.film) - 1

    @property
    def inertia(self) -> float:
        return self.steps[-1].inertia


@dataclass(frozen=True)
class Comparison:
    """All tracks on the drawn `rows`, the reader's own last, and the best known run, these runs included."""

    tracks: list[RunTrack]
    best: BestKnown
    rows: np.ndarray

    @property
    def runs(self) -> list[RunTrack]:
        """The tracks with a run: all but the reader's own while points are missing."""
        return [track for track in self.tracks if track.steps]

    @property
    def longest(self) -> list[HalfStep]:
        return max((track.film for track in self.runs), key=len)


def waiting_track(centroids) -> RunTrack:
    """Return the reader's own track while only these (m, d) of k centroids are picked."""
    return RunTrack(OWN, [], [HalfStep("Start", PICK, 0, centroids, centroids, None, math.nan, "")])


def compare_starts(X, k, seed, own, best: BestKnown) -> Comparison:
    """Return the run of each method from this `seed`, and that from the reader's `own` rows if these are k.

    Their clusters are numbered as in the best known run, which is `best` or one of these.
    """
    rows = even_rows(len(X), MAX_DRAWN_POINTS, own)
    starts = {name: method(X, k, seed=seed) for name, method in METHODS.items()}
    if len(own) == k:
        starts[OWN] = X[list(own)]
    runs = {name: list(lloyd(X, start, tol=0)) for name, start in starts.items()}
    last = [steps[-1] for steps in runs.values()]
    best = best.among(X, [step.inertia for step in last], lambda i: last[i].centroids)
    runs = {name: renumber(steps, best.labels) for name, steps in runs.items()}
    tracks = [RunTrack(name, steps, half_steps(X, steps, rows)) for name, steps in runs.items()]
    if len(own) < k:
        tracks.append(waiting_track(X[list(own)]))
    return Comparison(tracks, best, rows)


def renumber(steps: list[Step], reference) -> list[Step]:
    """Return `steps` with the clusters numbered so that the last labels agree with the `reference` (n,) where they can.

    Then two runs can be compared by eye.
    """
    partners = matching(reference, steps[-1].labels, len(steps[-1].centroids))
    order = np.argsort(partners)
    return [Step(s.iteration, s.centroids[order], partners[s.labels], s.inertia, s.shift) for s in steps]


def centroids_by_cluster(centroids, reference) -> list[list[int]]:
    """Return for each cluster of `reference` (k, d) the indices of the `centroids` (m, d) that lie in it."""
    clusters = assign(centroids, reference)
    return [np.flatnonzero(clusters == j).tolist() for j in range(len(reference))]


def read_rows(text, n, k) -> list[int]:
    """Return the rows that "12-40-7" names, counted from 1 in the text and from 0 here: at most k different ones."""
    return _judge_entries(text, n, k)[0]


def unused_entries(text, n, k) -> dict[str, list[str]]:
    """Return the numbers and words of the text that `read_rows` does not use, by reason."""
    return _judge_entries(text, n, k)[1]


def _judge_entries(text, n, k) -> tuple[list[int], dict[str, list[str]]]:
    rows, unused = [], {}
    for entry in re.findall(r"\d+|[^\W\d]+", text[:1000]):
        row = int(entry) - 1 if entry.isdecimal() and len(entry) <= MAX_DIGITS else -1
        if not entry.isdecimal():
            unused.setdefault("not a number", []).append(entry)
        elif not 0 <= row < n:
            unused.setdefault(f"not between 1 and {n:,}", []).append(entry)
        elif row in rows:
            unused.setdefault("repeated", []).append(entry)
        elif len(rows) == k:
            unused.setdefault(f"beyond the {plural(k, 'point')} of k = {k}", []).append(entry)
        else:
            rows.append(row)
    return rows, unused


def write_rows(rows) -> str:
    return "-".join(str(row + 1) for row in rows)


def rows_after_click(rows, row, X, k) -> list[int]:
    """Return the picked `rows` after a click on `row`.

    A picked row is removed. A new one is added, or replaces the nearest if k are picked already.
    """
    if row in rows:
        return [other for other in rows if other != row]
    if len(rows) < k:
        return [*rows, row]
    nearest = int(((X[rows] - X[row]) ** 2).sum(axis=1).argmin())
    return [*rows[:nearest], row, *rows[nearest + 1 :]]
