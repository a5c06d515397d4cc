"""Several runs on the same points, told on one list of beats. No Streamlit, no Plotly."""

import math
from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import join_words, number, percent, plural
from dashboard.common.half_steps import ASSIGN, MOVE, PICK, UNTIL, HalfStep, halfsteps
from dashboard.init_comparison.restart_statistics import Landscape, renumbered
from kmeans_core import Step


@dataclass(frozen=True)
class Lane:
    """One of the runs: the name of its start, its steps and its film; no steps where starts are still to be picked."""

    name: str
    steps: list[Step]
    film: list[HalfStep]

    def at(self, beat) -> HalfStep:
        """Return what it shows at this beat of all: a run that has ended stays as it is."""
        return self.film[min(beat, len(self.film) - 1)]

    def moves_after(self, beat) -> bool:
        return beat < len(self.film) - 1

    @property
    def inertia(self) -> float:
        return self.steps[-1].inertia if self.steps else math.nan


@dataclass(frozen=True)
class Beat:
    """One half-step of all runs."""

    name: str
    event: str
    line: int
    caption: str


def ran(name, X, steps, rows, reference) -> Lane:
    """Return a finished run as a lane, its clusters numbered as in `reference` (k, d)."""
    steps = renumbered(steps, reference)
    return Lane(name, steps, halfsteps(X, steps, rows))


def waiting(name, centroids, k) -> Lane:
    """Return a lane that stands still: of its k starting centroids only these (m, d) are picked."""
    missing = k - len(centroids)
    said = f"click {missing} more" if len(centroids) else f"click {plural(k, 'point')}"
    nobody = np.empty(0, dtype=np.intp)
    start = HalfStep("Start", PICK, 0, centroids, centroids, None, nobody, nobody, math.nan, said)
    return Lane(name, [], [start])


def beats(lanes: list[Lane], found: Landscape) -> list[Beat]:
    """Return the beats of all lanes together: as many as the longest has half-steps."""
    running = [lane for lane in lanes if lane.steps]
    last = max(len(lane.film) for lane in running) - 1
    k = len(running[0].film[0].centroids)
    picked = f"{plural(k, 'point')} as {'centroid' if k == 1 else 'centroids'}"
    told = [Beat("Start", "Start", PICK, f"Each start has picked {picked}. Now they run.")]
    for at in range(1, last):
        name = f"Move {at // 2}" if at % 2 == 0 else f"Assign {(at + 1) // 2}"
        told.append(Beat(name, name, MOVE if at % 2 == 0 else ASSIGN, f"{name}: {between(running, at, found)}"))
    told.append(Beat("End", f"Assign {(last + 1) // 2}", UNTIL, ending(running, found)))
    return told


def between(lanes, at, found) -> str:
    moving = [lane for lane in lanes if lane.moves_after(at)]
    if len(moving) == 1:
        (lane,) = moving
        others = " The others have converged." if len(lanes) > 1 else ""
        return f"{lane.name} still moves, at {multiple(found.times(lane.at(at).inertia))}.{others}"
    low = min(lanes, key=lambda lane: lane.at(at).inertia)
    here = multiple(found.times(low.at(at).inertia))
    return f"{len(moving)} of {len(lanes)} still move. The lowest, {low.name}, is at {here}."


def ending(lanes, found) -> str:
    there = [lane for lane in lanes if found.reached(lane.inertia)]
    if len(there) == len(lanes):
        return f"All have converged, all at the best known inertia, {number(found.best)}."
    missed = [lane.name for lane in lanes if lane not in there]
    return f"All have converged. Not at the best known inertia, {number(found.best)}: {join_words(missed)}."


def multiple(times) -> str:
    """Return a multiple of the best known inertia in words."""
    return "the best known inertia" if times <= 1 else f"{above(times)} the best known inertia"


def above(times) -> str:
    """Return how far a multiple lies above 1, as people say it: per cent first, then times."""
    if not math.isfinite(times):
        return "infinitely far above"
    return f"{times:.1f} times" if times >= 2 else f"{percent(float(times) - 1)} above"


def standing(lane: Lane, beat, found: Landscape) -> str:
    """Return a few characters: where a lane stands at this beat, against the best known inertia."""
    if not lane.steps:
        return lane.film[0].caption
    if not beat:
        return ""
    return beside(found.times(lane.at(beat).inertia)) if lane.moves_after(beat) else verdict(lane, found)


def verdict(lane: Lane, found: Landscape) -> str:
    """Return whether a lane has reached the best known inertia, in a few characters."""
    short = beside(found.times(lane.inertia))
    if not found.reached(lane.inertia):
        return f"✗ {short}"
    return f"✓ {short or 'best'}"


def beside(times) -> str:
    """Return a multiple of the best known inertia as a sign: "5.2×", "+12 %", nothing for 1."""
    if not math.isfinite(times):
        return "∞×"
    above = float(times) - 1
    if above >= 1:
        return f"{times:.1f}×"
    return f"+{percent(above)}" if above >= 0.001 else "<0.1 %" if above > 1e-9 else ""
