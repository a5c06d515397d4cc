"""What the Mini-batch page computes once for each choice of settings."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from dashboard.common.cache import finish_table, table
from dashboard.common.datasets import NAMED
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import POINTS
from dashboard.common.projection import View, view
from dashboard.common.runs import first_centroids
from dashboard.common.settings import Data, Start
from dashboard.common.text import picture_note
from dashboard.components.player import Beat, Tip, script
from dashboard.mini_batch import compute, cost_curves, figures, text
from dashboard.mini_batch.compute import PSEUDOCODE, MiniBatchRun
from dashboard.mini_batch.cost_curves import CostCurve, FullRun, GrowthPoint
from dashboard.mini_batch.questions import mini_batch_questions
from dashboard.mini_batch.settings import DEFAULTS, MiniBatchSettings
from dashboard.server.results import Progress, cached, counted

HEADINGS = {POINTS: "A point", figures.BATCH: "A point of the batch"}
MAX_MOVES = 300  # of full k-means
MAX_PICTURES = 50  # of the film, about

questions = cached(1)(lambda: mini_batch_questions(DEFAULTS))


@cached(24)
def full_run(data: Data, start: Start) -> Generator[Progress, None, FullRun]:
    """Return the run of full k-means on all points, timed."""
    X = table(data).X
    steps = cost_curves.timed_steps(X, first_centroids(X, start.k, start.init, start.seed))
    return cost_curves.finish_full_run((yield from counted(steps, MAX_MOVES, "Full k-means: move {} of at most {} …")))


@cached(24)
def batch_run(settings: MiniBatchSettings, _full: FullRun) -> Generator[Progress, None, MiniBatchRun]:
    """Return the mini-batch run in the picture, beside the full one."""
    points, size = table(settings.data), settings.batch_size
    batches = compute.batches_of(points.X, _full.start, size, settings.start.seed)
    states = compute.snapshots(batches, cost_curves.inertia_estimator(points.X, _full))
    shown = yield from counted(states, MAX_PICTURES, "Mini-batch: picture {} of about {} …")
    return compute.finish_run(points, size, shown, _full)


@cached(24)
def race_curves(settings: MiniBatchSettings, runs: int, _full: FullRun) -> Generator[Progress, None, list[CostCurve]]:
    """Return the mini-batch runs of the race, a curve for each batch size, that of the settings among them."""
    X, size = table(settings.data).X, settings.batch_size
    n_runs = runs * len(cost_curves.race_sizes(size, len(X)))
    curves = cost_curves.race(X, _full, size, runs, settings.start.seed)
    return cost_curves.merge_runs((yield from counted(curves, n_runs, "The race: run {} of {} …")))


@cached(24)
def growth_points(settings: MiniBatchSettings, _full: FullRun) -> Generator[Progress, None, list[GrowthPoint]]:
    """Return the cost of both algorithms on more and more points of the same kind."""
    data, named = settings.data, NAMED.get(settings.data.name)
    X = table(data).X

    def points_of(n):
        if named is None or named.real:
            return X[np.random.default_rng(0).integers(len(X), size=n)]
        return finish_table(named.make(n, data.noise, data.seed), data.scale).X

    growth = cost_curves.growth(points_of, _full.start, settings.start.seed, settings.batch_size)
    return (yield from counted(growth, len(cost_curves.GROWTH_N), "Measure {} of {} numbers of points …"))


@dataclass(frozen=True)
class MiniBatchFigures:
    """What the page shows of a run: the view, the two figures, the player's script, and what the picture leaves out."""

    view: View
    stage: Drawing
    curve: Drawing
    script: dict
    note: str


@cached(8)
def run_figures(settings: MiniBatchSettings, x: str, y: str, _run: MiniBatchRun) -> MiniBatchFigures:
    X, film = _run.table.X, _run.film
    plane = view(X, _run.table.features, x, y)
    stage = figures.batch_plot(X, plane.on(X[_run.rows]), film, plane)
    curve = figures.batch_inertia_plot(film, _run.full.inertia)
    captions = text.batch_captions(_run)
    beats = [Beat(p.name, p.name, captions[i], p.line, i) for i, p in enumerate(film)]
    played = script(
        {"stage": stage, "curve": curve},
        beats,
        settings=(settings, x, y),
        code=PSEUDOCODE,
        toggles=("regions", "trails") if plane.complete else ("trails",),
        fill={"stage": [400, 1000], "curve": [170, 460]},
        filename="mini-batch",
        unit="step",
        tip=point_tip(_run, plane),
    )
    note = picture_note(settings.data, plane, text.background_note(len(_run.rows), len(X)), stage=stage)
    return MiniBatchFigures(plane, stage.figure, curve.figure, played, note)


def point_tip(run: MiniBatchRun, view: View) -> Tip:
    """Return what pointing at a point shows."""
    rows = None if len(run.rows) == len(run.table.X) else []
    if view.complete:
        return Tip("stage", POINTS, run.table.features, rows=rows, headings=HEADINGS)
    drawn, centroids = run.table.X[run.rows], np.stack([picture.centroids for picture in run.film])
    # The place of a point of the batch says nothing about the features that are not drawn.
    headings = {POINTS: HEADINGS[POINTS]}
    return Tip("stage", POINTS, run.table.features, drawn, centroids, rows, headings=headings)
