"""What the Draw it page computes once for each drawing."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.drawn import CORNERS, read_places
from dashboard.common.half_steps import PSEUDOCODE, half_steps
from dashboard.common.plots.clusters import cluster_film
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import POINTS, small_multiples
from dashboard.common.projection import view
from dashboard.components.player import Beat, Tip, script
from dashboard.draw_it import compute
from dashboard.draw_it.compute import Verdict
from dashboard.draw_it.missions import MISSIONS, judge_drawing
from dashboard.server.results import cached

FEATURES = ("x", "y")
PLANE = view(CORNERS, FEATURES, *FEATURES)


@dataclass(frozen=True)
class DrawnRun:
    """The picture of a run, the player's script, and the inertia at the start and at the end."""

    clusters: Drawing
    script: dict
    first: float
    last: float


@cached(48)
def run_of_drawing(points: str, centroids: str) -> DrawnRun | None:
    """Return the run from the placed centroids; None if there are too few points or no centroid."""
    X, C = read_places(points), read_places(centroids)
    if len(X) < 2 or not len(C):
        return None
    steps = compute.run_from(X, C)
    halves = half_steps(X, steps, np.arange(len(X)))
    clusters = cluster_film(X, halves, PLANE, corners=CORNERS)
    played = script(
        {"stage": clusters},
        [Beat(half.name, half.event, half.caption, half.line, half.iteration) for half in halves],
        settings=("draw it", points, centroids),
        code=PSEUDOCODE,
        toggles=("regions", "trails"),
        fill={"stage": [320, 1000, 0.95]},
        filename="k-means",
        tip=Tip("stage", POINTS, FEATURES),
    )
    return DrawnRun(clusters.figure, played, steps[0].inertia, steps[-1].inertia)


@cached(48)
def verdict_on(mission: str, points: str, centroids: str) -> Verdict:
    return judge_drawing(MISSIONS[mission], points, centroids)


@cached(48)
def best_start_of(points: str, k: int) -> np.ndarray:
    return compute.best_start(read_places(points), k)


@cached(16)
def start_and_end(points: str, centroids: str) -> Drawing:
    """Return a run from placed centroids as two small pictures, its first assignment and its end."""
    X = read_places(points)
    first, *_, last = compute.run_from(X, read_places(centroids))
    panels = [(name, step.labels, step.centroids) for name, step in (("Start", first), ("End", last))]
    return small_multiples(X, panels, PLANE, corners=CORNERS)
