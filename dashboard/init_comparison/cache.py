"""What the Init Comparison page computes once for each setting."""

import hashlib
from dataclasses import dataclass, replace

import numpy as np

from dashboard.common.cache import drawn_of, left_out, table
from dashboard.common.controls import Data
from dashboard.common.half_steps import PSEUDOCODE
from dashboard.common.plots.drawing import Drawing
from dashboard.common.projection import view
from dashboard.common.questions import Question
from dashboard.common.sampling import even_rows
from dashboard.components.player import Beat, Tip, script
from dashboard.init_comparison import figures, seeding_film
from dashboard.init_comparison import restart_statistics as starts
from dashboard.init_comparison import side_by_side as lockstep
from dashboard.init_comparison.questions import questions as ask
from dashboard.init_comparison.restart_statistics import Landscape
from dashboard.init_comparison.side_by_side import Lane
from dashboard.server.result_cache import kept, places, remembered
from kmeans_core import assign

MOST_DRAWN = 400  # points in one picture
LEAST_INIT, MOST_INIT, ENOUGH = 5, 50, 0.995  # as far as the chances are drawn: until enough of all of them
FILL = [500, 1000, 1.45]  # the least and the most height of a stage in pixels, and the most for its width


# For landscapes: some kilobytes, and dear to compute again; a class sets every control differently.
_landscape_place = places(192)


def landscape(data: Data, k, many, sign) -> Landscape:
    """Return what `many` runs of every method show; `sign` is an st.empty() for progress."""
    X = table(data).X
    return kept(
        _landscape_place(data, k, many),
        "landscape",
        lambda: starts.restarts(X, k, many),
        lambda done: starts.landscape(X, done),
        heavy=True,
        sign=sign,
        told=lambda done: f"Running every start {many} times: {len(done)} of {many} done …",
    )


@dataclass(frozen=True)
class Comparison:
    """The runs side by side, and the best known inertia among them and the landscape's."""

    lanes: list[Lane]
    found: Landscape
    rows: np.ndarray


@remembered(8)
def comparison(data: Data, k, seed, own: tuple[int, ...], many, _found: Landscape) -> Comparison:
    X = table(data).X
    rows = even_rows(len(X), MOST_DRAWN, own)
    lanes = []
    for name, method in starts.METHODS.items():
        lanes.append(lockstep.ran(name, X, starts.run(X, method(X, k, seed=seed)), rows, _found.centroids))
    if len(own) == k:
        lanes.append(lockstep.ran(starts.OWN, X, starts.run(X, X[list(own)]), rows, _found.centroids))
    else:
        lanes.append(lockstep.waiting(starts.OWN, X[list(own)], k))
    lowest = min(lane.inertia for lane in lanes if lane.steps)
    return Comparison(lanes, replace(_found, best=min(lowest, _found.best)), rows)


@dataclass(frozen=True)
class Scene:
    """A film's first picture, its player's script, and what the picture leaves out."""

    stage: Drawing
    script: dict
    note: str


@remembered(6)
def side_by_side(data: Data, k, seed, own: tuple[int, ...], many, x, y, _compared: Comparison) -> Scene:
    points = table(data)
    X, features, rows = points.X, points.features, _compared.rows
    seen = view(X, features, x, y)
    told = lockstep.beats(_compared.lanes, _compared.found)
    stage = figures.panels(seen.on(X[rows]), _compared.lanes, told, seen, _compared.found)
    mine = _compared.lanes[-1]
    trace = next(t for t, each in enumerate(stage.figure.data) if each.name == mine.name)
    states = [step.centroids for step in mine.steps] or [mine.film[0].centroids]
    tip = Tip(
        "stage",
        mine.name,
        f"{trace} marker.color",
        features,
        X[rows],
        np.stack(states),
        None if len(rows) == len(X) else rows.tolist(),
    )
    last = len(states) - 1
    played = script(
        {"stage": stage},
        [Beat(beat.name, beat.event, beat.caption, beat.line, min(at // 2, last)) for at, beat in enumerate(told)],
        id=fingerprint("side", data, k, seed, own, many, x, y),
        code=PSEUDOCODE,
        toggles=("trails",),
        fill={"stage": FILL},
        filename="k-means starts",
        tip=tip,
    )
    return Scene(stage.figure, played, left_out(data, seen, drawn_of(len(rows), len(X))))


def fingerprint(*settings) -> str:
    return hashlib.sha256(repr(settings).encode()).hexdigest()[:16]


@remembered(12)
def pick_by_pick(data: Data, k, seed, trials, x, y, _found: Landscape) -> Scene:
    points = table(data)
    X = points.X
    labels = assign(X, _found.centroids)
    seen = view(X, points.features, x, y)
    turns = seeding_film.turns(X, k, seeding_film.TRIALS[trials], seed, labels)
    told = seeding_film.moments(X, turns, labels)
    rows = even_rows(len(X), MOST_DRAWN, [row for turn in turns for row in turn.pick.candidates])
    stage = figures.pick_by_pick(seen.on(X), labels, told, seen, rows)
    played = script(
        {"stage": stage},
        [Beat(each.name, each.event, each.caption, each.line) for each in told],
        id=fingerprint("picks", data, k, seed, trials, x, y),
        code=seeding_film.pseudocode(seeding_film.TRIALS[trials]),
        toggles=(),
        fill={"stage": FILL},
        filename="k-means++",
        unit="step",
    )
    return Scene(stage.figure, played, left_out(data, seen, drawn_of(len(rows), len(X))))


@remembered(24)
def pictures(data: Data, k, many, now: tuple[float, ...], best, _found: Landscape) -> tuple[Drawing, Drawing]:
    """Return the landscape, with the inertias `now` marked, and the chances of the best of several runs."""
    curves = [starts.chances(row) for row in _found.reached(_found.ends)]
    far = max(starts.needed(curve, ENOUGH) or MOST_INIT for curve in curves)
    shown = slice(0, max(LEAST_INIT, min(far, MOST_INIT)))
    return (
        figures.landscape(_found, dict(zip(starts.METHODS, now, strict=True))),
        figures.best_of({name: curve[shown] for name, curve in zip(starts.METHODS, curves, strict=True)}),
    )


@remembered(1)
def questions() -> list[Question]:
    """Return the questions to try, their answers computed once."""
    return ask()
