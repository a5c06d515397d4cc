"""What the Mini-batch page computes once for each choice of settings."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.cache import finish_table, table
from dashboard.common.datasets import NAMED
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import POINTS
from dashboard.common.projection import View, view
from dashboard.common.questions import Question
from dashboard.common.runs import first_centroids
from dashboard.common.settings import OWN
from dashboard.common.text import picture_note
from dashboard.components.player import Beat, Tip, script
from dashboard.mini_batch import compute, cost_curves, figures, text
from dashboard.mini_batch.compute import PSEUDOCODE, MiniBatchRun
from dashboard.mini_batch.cost_curves import CostCurve, FullRun, GrowthPoint
from dashboard.mini_batch.questions import mini_batch_questions
from dashboard.mini_batch.settings import DEFAULTS, MiniBatchSettings
from dashboard.server.result_cache import cached_results as cached
from dashboard.server.result_cache import compute_once, partial_results

MAX_TIP_VALUES = 10_000  # behind the markers, which a browser is sent for the tip
HEAVY_DIFFERENCES = 300_000  # points x clusters x features from which a run is heavy work

long_results = partial_results(32)


def points_and_start(settings: MiniBatchSettings) -> tuple[np.ndarray, np.ndarray, bool]:
    """Return the points, the first centroids, and whether a run from there is heavy work."""
    X, start = table(settings.data).X, settings.start
    return X, first_centroids(X, start.k, start.init, start.seed), X.size * start.k >= HEAVY_DIFFERENCES


def full_run(settings: MiniBatchSettings, status) -> FullRun:
    """Return the run of full k-means, timed; `status` is an st.empty() for progress, here and below."""
    X, start, heavy = points_and_start(settings)
    results = long_results("full", settings.data, settings.start)
    work, finish = lambda: cost_curves.timed_steps(X, start), cost_curves.finish_full_run
    return compute_once(results, "run", work, finish, heavy=heavy, status=status, progress=text.full_progress)


def batch_run(settings: MiniBatchSettings, status) -> MiniBatchRun:
    """Return the mini-batch run in the picture, beside the full one."""
    X, start, heavy = points_and_start(settings)
    full, size = full_run(settings, status), settings.batch_size
    return compute_once(
        long_results("batches", settings.run_key),
        "run",
        lambda: compute.snapshots(X, start, size, settings.start.seed),
        lambda states: compute.finish_run(table(settings.data), size, states, full),
        heavy=heavy,
        status=status,
        progress=lambda states: text.batch_progress(states[-1][0].iteration),
    )


def race_curves(settings: MiniBatchSettings, status) -> list[CostCurve]:
    """Return the mini-batch runs of the race, a curve for each batch size, that of the settings among them."""
    X, start, _ = points_and_start(settings)
    full, size, runs = full_run(settings, status), settings.batch_size, settings.runs
    n_runs = runs * len(cost_curves.race_sizes(size, len(X)))
    return compute_once(
        long_results("race", settings.run_key, runs),
        "curves",
        lambda: cost_curves.race(X, start, full, size, runs, settings.start.seed),
        cost_curves.merge_runs,
        heavy=True,
        status=status,
        progress=lambda curves: text.race_progress(len(curves), n_runs),
    )


def growth_points(settings: MiniBatchSettings, status) -> list[GrowthPoint]:
    """Return the cost of both algorithms on more and more points of the same kind."""
    X, start, _ = points_and_start(settings)
    data, named = settings.data, NAMED.get(settings.data.name)

    def points_of(n):
        if data.name == OWN or named.real:
            return X[np.random.default_rng(0).integers(len(X), size=n)]
        return finish_table(named.make(n, data.noise, data.seed), data.scale).X

    return compute_once(
        long_results("growth", settings.run_key),
        "points",
        lambda: cost_curves.growth(points_of, start, settings.start.seed, settings.batch_size),
        heavy=True,
        status=status,
        progress=text.growth_progress,
    )


@cached(24)
def race_figure(settings: MiniBatchSettings, axis: str, close_up: bool, _full, _curves) -> Drawing:
    return figures.race_plot(_curves, _full, axis, settings.batch_size, close_up)


@cached(1)
def answered_questions() -> list[Question]:
    return mini_batch_questions(DEFAULTS)


@dataclass(frozen=True)
class MiniBatchFigures:
    """What the page shows of a run: the view, the two figures, the player's script, and what the picture leaves out."""

    view: View
    stage: Drawing
    curve: Drawing
    script: dict
    note: str


def run_figures(settings: MiniBatchSettings, run: MiniBatchRun) -> MiniBatchFigures:
    return _run_figures(settings.run_key, settings.x, settings.y, settings, run)


@cached(8)
def _run_figures(run_key, x, y, _settings, _run) -> MiniBatchFigures:
    X, film = _run.table.X, _run.film
    plane = view(X, _run.table.features, x, y)
    stage = figures.batch_plot(X, plane.on(X[_run.rows]), film, plane)
    curve = figures.batch_inertia_plot(film, _run.full.inertia)
    captions = text.batch_captions(_run)
    beats = [Beat(p.name, p.name, captions[i], p.line, i) for i, p in enumerate(film)]
    played = script(
        {"stage": stage, "curve": curve},
        beats,
        settings=(run_key, x, y),
        code=PSEUDOCODE,
        toggles=("regions", "trails") if plane.complete else ("trails",),
        fill={"stage": [400, 1000], "curve": [170, 460]},
        filename="mini-batch",
        unit="step",
        tip=point_tip(_run, plane),
    )
    note = picture_note(_settings.data, plane, text.background_note(len(_run.rows), len(X)), stage=stage)
    return MiniBatchFigures(plane, stage.figure, curve.figure, played, note)


def point_tip(run: MiniBatchRun, view: View) -> Tip | None:
    """Return what pointing at a point shows; None where the values behind the points would be too many to send."""
    drawn = run.table.X[run.rows]
    if not view.complete and drawn.size > MAX_TIP_VALUES:
        return None
    headings = {POINTS: "A point"} | ({figures.BATCH: "A point of the batch"} if view.complete else {})
    values = None if view.complete else drawn
    centroids = np.stack([picture.centroids for picture in run.film])
    rows = None if len(run.rows) == len(run.table.X) else []
    return Tip("stage", POINTS, run.table.features, values, centroids, rows, headings=headings)
