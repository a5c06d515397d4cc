"""What the Algorithm page computes once for each choice of settings."""

import hashlib
from dataclasses import dataclass

import numpy as np

from dashboard.algorithm import compute
from dashboard.algorithm.compute import Run
from dashboard.algorithm.figures import cluster_film, inertia_film
from dashboard.algorithm.questions import algorithm_questions
from dashboard.common.cache import table
from dashboard.common.half_steps import PSEUDOCODE
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import POINTS, points_trace
from dashboard.common.projection import View, view
from dashboard.common.runs import run_until_still
from dashboard.common.settings import Data, Start
from dashboard.common.text import drawn_points, picture_note
from dashboard.components.player import Beat, Tip, script
from dashboard.server.result_cache import cached, compute_once, large_results

HEAVY_RUNS = 300_000  # points x clusters x features x runs from which the work counts as heavy
HEAVY_FILM = 50_000  # the same of a run whose half-steps are drawn
MAX_TIP_VALUES = 60_000  # behind the markers, that a browser is sent for the tip

questions = cached(1)(algorithm_questions)


def run_of(data: Data, start: Start, status) -> Run:
    """Return the run from this start; `status` is an st.empty() for progress."""
    points = table(data)
    return compute_once(
        large_results("run", data, start),
        "run",
        lambda: run_until_still(points.X, start.k, start.init, start.seed),
        lambda steps: compute.record(points, steps),
        heavy=points.X.size * start.k >= HEAVY_FILM,
        status=status,
        progress=lambda steps: f"Computing: {steps[-1].iteration} moves so far …",
    )


def other_inertias_of(data: Data, start: Start, status) -> list[float]:
    """Return the inertias at the end of runs from other starts of the same kind."""
    X = table(data).X
    n_starts = compute.n_other_starts(len(X), start.k, X.shape[1])
    return compute_once(
        large_results("other inertias", data, start.k, start.init),
        "inertias",
        lambda: compute.other_inertias(X, start.k, start.init, n_starts),
        heavy=X.size * start.k * n_starts >= HEAVY_RUNS,
        status=status,
        progress=lambda done: f"Trying other starts: {len(done)} of {n_starts} …",
    )


@dataclass(frozen=True)
class AlgorithmFigures:
    """What the page shows of a run: the view, the two figures, the player's script, what the picture leaves out."""

    view: View
    clusters: Drawing
    inertia: Drawing
    script: dict
    note: str


def figures_of(data: Data, start: Start, x: str, y: str, run: Run, status) -> AlgorithmFigures:
    heavy = run.drawn.size * len(run.half_steps) >= HEAVY_RUNS
    return _figures(data, start, x, y, run, status=status if heavy else None)


@cached(12)
def _figures(data: Data, start: Start, x: str, y: str, _run: Run) -> AlgorithmFigures:
    X, features = _run.table.X, _run.table.features
    seen = view(X, features, x, y)
    clusters = cluster_film(seen.on(_run.drawn), _run.half_steps, seen)
    inertia = inertia_film(_run.half_steps)
    tip = Tip(
        "stage",
        POINTS,
        f"{points_trace(clusters)} marker.color",
        features,
        X=_run.drawn,
        centroids=np.stack([half.centroids for half in _run.assignments]),
        rows=None if len(_run.rows) == len(X) else _run.rows.tolist(),
    )
    player_script = script(
        {"stage": clusters, "curve": inertia},
        [Beat(half.name, half.event, half.caption, half.line, half.iteration) for half in _run.half_steps],
        id=hashlib.sha256(repr((data, start, x, y)).encode()).hexdigest()[:16],
        code=PSEUDOCODE,
        toggles=("regions", "trails") if seen.complete else ("trails",),
        fill={"stage": [400, 1000], "curve": [190, 460]},
        filename="k-means",
        tip=tip if _run.drawn.size <= MAX_TIP_VALUES else None,
    )
    note = picture_note(data, seen, drawn_points(len(_run.rows), len(X)), stage=clusters)
    return AlgorithmFigures(seen, clusters.figure, inertia.figure, player_script, note)
