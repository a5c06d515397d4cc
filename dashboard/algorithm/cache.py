"""What the Algorithm page computes once for each choice of settings."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from dashboard.algorithm import compute
from dashboard.algorithm.compute import OtherStarts, Run
from dashboard.algorithm.figures import inertia_film
from dashboard.algorithm.questions import algorithm_questions
from dashboard.algorithm.text import compare_with_groups
from dashboard.common.cache import table
from dashboard.common.half_steps import PSEUDOCODE
from dashboard.common.plots.clusters import cluster_film
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import POINTS
from dashboard.common.projection import View, view
from dashboard.common.runs import starting_centroids
from dashboard.common.sampling import even_sample
from dashboard.common.settings import Data, Start
from dashboard.common.text import drawn_points, picture_note
from dashboard.components.player import Beat, Tip, script
from dashboard.server.results import Progress, cached, counted
from kmeans_core import lloyd

questions = cached(1)(algorithm_questions)


@cached(24)
def run_of(data: Data, start: Start) -> Run:
    """Return the run from this start."""
    points = table(data)
    steps = list(lloyd(points.X, starting_centroids(points, start), tol=0))
    remark = "" if points.truth is None else compare_with_groups(points.truth, steps[-1].labels)
    return compute.record(points, steps, remark)


@cached(48)
def other_starts(data: Data, start: Start, _run: Run) -> Generator[Progress, None, OtherStarts]:
    """Return how runs from other starts of the same kind end, on a sample of the points."""
    X = even_sample(table(data), compute.MAX_COMPARED_POINTS).X
    runs = compute.other_inertias(X, start.k, compute.init_of_others(start))
    inertias = yield from counted(runs, compute.N_OTHER_STARTS, "Run {} of {} …")
    return compute.compare_starts_on_sample(X, _run.last.centroids, inertias)


@dataclass(frozen=True)
class AlgorithmFigures:
    """What the page shows of a run: the view, the two figures, the player's script, what the picture leaves out."""

    view: View
    clusters: Drawing
    inertia: Drawing
    script: dict
    note: str


@cached(24)
def figures_of(data: Data, start: Start, x: str, y: str, _run: Run) -> AlgorithmFigures:
    X, features = _run.table.X, _run.table.features
    seen = view(X, features, x, y)
    clusters = cluster_film(seen.on(_run.drawn), _run.half_steps, seen)
    inertia = inertia_film(_run.half_steps)
    features_shown = dict(X=_run.drawn, centroids=np.stack([half.centroids for half in _run.assignments]))
    rows = None if len(_run.rows) == len(X) else _run.rows.tolist()
    tip = Tip("stage", POINTS, features, rows=rows, **({} if seen.complete else features_shown))
    player_script = script(
        {"stage": clusters, "curve": inertia},
        [Beat(half.name, half.event, half.caption, half.line, half.iteration) for half in _run.half_steps],
        settings=(data, start, x, y),
        code=PSEUDOCODE,
        toggles=("regions", "trails") if seen.complete else ("trails",),
        fill={"stage": [400, 1000], "curve": [190, 460]},
        filename="k-means",
        tip=tip,
        begin=1,  # in colour: the start is one step back
    )
    note = picture_note(data, seen, drawn_points(len(_run.rows), len(X)), stage=clusters)
    return AlgorithmFigures(seen, clusters.figure, inertia.figure, player_script, note)
