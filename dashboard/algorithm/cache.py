"""What the Algorithm page computes once for each setting."""

import hashlib
from dataclasses import dataclass

from dashboard.algorithm import figures as algorithm
from dashboard.algorithm.questions import questions as ask
from dashboard.common import runs
from dashboard.common.cache import drawn_of, left_out, table
from dashboard.common.controls import Data, Start
from dashboard.common.half_steps import PSEUDOCODE
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import POINTS, points_at
from dashboard.common.projection import View, view
from dashboard.common.questions import Question
from dashboard.components.player import Beat, Tip, script
from dashboard.server.result_cache import kept, remembered, shelf

LONG = 300_000  # points x clusters x features x runs from which the work waits its turn at the gate
LONG_TOLD = 50_000  # the same of a run that is told in half-steps
MOST_TIP = 60_000  # values behind the markers that a browser is sent for the tip


def run(data: Data, start: Start, sign) -> runs.Run:
    """Return the run from this start; `sign` is an st.empty() for progress."""
    points = table(data)
    return kept(
        shelf("run", data, start),
        "run",
        lambda: runs.running(points.X, start.k, start.init, start.seed),
        lambda steps: runs.record(points, steps),
        heavy=points.X.size * start.k >= LONG_TOLD,
        sign=sign,
        told=lambda done: f"Computing: {done[-1].iteration} moves so far …",
    )


def others(data: Data, start: Start, sign) -> list[float]:
    """Return the inertias in which runs from other starts of the same kind end."""
    X = table(data).X
    starts = runs.starts_worth_trying(*X.shape, start.k)
    return kept(
        shelf("others", data, start.k, start.init),
        "inertias",
        lambda: runs.others(X, start.k, start.init, starts),
        heavy=X.size * start.k * starts >= LONG,
        sign=sign,
        told=lambda done: f"Trying other starts: {len(done)} of {starts} …",
    )


@remembered(1)
def questions() -> list[Question]:
    """Return the questions to try, their answers computed once."""
    return ask()


@dataclass(frozen=True)
class Scene:
    """What the Algorithm page shows of a run: the view, the two figures, the player's script, and what the
    picture leaves out."""

    view: View
    stage: Drawing
    curve: Drawing
    script: dict
    note: str


def scene(data: Data, start: Start, x: str, y: str, run: runs.Run, sign) -> Scene:
    """Return the scene of the run; `sign` as above."""
    heavy = run.drawn.size * len(run.film) >= LONG
    return _scene(data, start, x, y, run, sign=sign if heavy else None)


@remembered(12)
def _scene(data: Data, start: Start, x: str, y: str, _run: runs.Run) -> Scene:
    X, features = _run.table.X, _run.table.features
    seen = view(X, features, x, y)
    stage = algorithm.stage(seen.on(_run.drawn), _run.film, seen)
    curve = algorithm.inertia_curve(_run.film)
    beats = [Beat(half.name, half.event, half.caption, half.line, half.iteration) for half in _run.film]
    tip = Tip(
        "stage",
        POINTS,
        f"{points_at(stage)} marker.color",
        features,
        _run.drawn,
        _run.states,
        None if len(_run.rows) == len(X) else _run.rows.tolist(),
    )
    played = script(
        {"stage": stage, "curve": curve},
        beats,
        id=hashlib.sha256(repr((data, start, x, y)).encode()).hexdigest()[:16],
        code=PSEUDOCODE,
        toggles=("regions", "trails") if seen.complete else ("trails",),
        fill={"stage": [400, 1000], "curve": [190, 460]},
        filename="k-means",
        tip=tip if _run.drawn.size <= MOST_TIP else None,
    )
    note = left_out(data, seen, drawn_of(len(_run.rows), len(X)), stage=stage)
    return Scene(seen, stage.figure, curve.figure, played, note)
