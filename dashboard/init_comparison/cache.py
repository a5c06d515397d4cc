"""What the Init comparison page computes once for each setting."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.cache import table
from dashboard.common.half_steps import PSEUDOCODE
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film
from dashboard.common.projection import View, view
from dashboard.common.sampling import even_rows
from dashboard.common.text import drawn_points, picture_note
from dashboard.components.player import Beat, Tip, script
from dashboard.init_comparison import figures, questions, text
from dashboard.init_comparison.restart_statistics import RestartStatistics, run_restarts, summarize_restarts
from dashboard.init_comparison.seeding_film import TRIALS, seeding_frames, seeding_pseudocode, seeding_steps
from dashboard.init_comparison.settings import InitSettings
from dashboard.init_comparison.side_by_side import MAX_DRAWN_POINTS, Comparison, compare_starts
from dashboard.server.result_cache import cached_results as cached
from dashboard.server.result_cache import compute_once, partial_results
from kmeans_core import assign

FILL = [500, 1000, 1.45]  # the least and the most height of a stage in pixels, and the most for its width

# Some kilobytes each, and expensive to compute again; in a class everybody sets the controls differently.
_partial_statistics = partial_results(192)


def restart_statistics(settings: InitSettings, status) -> RestartStatistics:
    """Return the statistics of all runs; `status` is an st.empty() for progress."""
    X, k, restarts = table(settings.data).X, settings.k, settings.restarts
    return compute_once(
        _partial_statistics(settings.data, k, restarts),
        "statistics",
        lambda: run_restarts(X, k, restarts),
        lambda outcomes: summarize_restarts(X, outcomes),
        heavy=True,
        status=status,
        progress=lambda outcomes: text.restart_progress(len(outcomes), restarts),
    )


@cached(8)
def start_comparison(settings: InitSettings, _statistics: RestartStatistics) -> Comparison:
    return compare_starts(table(settings.data).X, settings.k, settings.seed, settings.own, _statistics)


@dataclass(frozen=True)
class PlayedStage:
    """A film's first picture, its player's script, and what the picture leaves out."""

    stage: Drawing
    script: dict
    note: str


def played_stage(stage: Film, beats: list[Beat], settings: InitSettings, plane: View, rows, **options) -> PlayedStage:
    played = script({"stage": stage}, beats, settings=(options["filename"], settings), fill={"stage": FILL}, **options)
    note = picture_note(settings.data, plane, drawn_points(len(rows), len(table(settings.data).X)))
    return PlayedStage(stage.figure, played, note)


@cached(6)
def side_by_side_stage(settings: InitSettings, _comparison: Comparison) -> PlayedStage:
    points, rows = table(settings.data), _comparison.rows
    drawn = points.X[rows]
    plane = view(points.X, points.features, settings.x, settings.y)
    stage = figures.side_by_side_plot(plane.on(drawn), _comparison, plane)
    own = _comparison.tracks[-1]
    states = [step.centroids for step in own.steps] or [own.film[0].centroids]
    drawn_rows = None if len(rows) == len(points.X) else rows.tolist()
    tip = Tip("stage", own.name, points.features, drawn, np.stack(states), drawn_rows)
    beats, captions = [], text.run_captions(_comparison)
    for i, half in enumerate(_comparison.longest):
        beats.append(Beat(half.name, half.event, captions[i], half.line, min(i // 2, len(states) - 1)))
    options = dict(code=PSEUDOCODE, toggles=("trails",), filename="k-means starts", tip=tip)
    return played_stage(stage, beats, settings, plane, rows, **options)


@cached(12)
def pick_by_pick_stage(settings: InitSettings, _statistics: RestartStatistics) -> PlayedStage:
    points, trials = table(settings.data), TRIALS[settings.trials]
    X = points.X
    labels = assign(X, _statistics.best_centroids)
    steps = seeding_steps(X, settings.k, trials, settings.seed, labels)
    rows = even_rows(len(X), MAX_DRAWN_POINTS, [row for step in steps for row in step.pick.candidates])
    plane = view(X, points.features, settings.x, settings.y)
    stage = figures.seeding_plot(plane.on(X), labels, steps, plane, rows)
    beats = []
    for i, (name, line, step, is_drawn) in enumerate(seeding_frames(steps)):
        caption = text.pick_caption if is_drawn else text.wheel_caption
        beats.append(Beat(name, name, caption(i // 2 + 1, step, labels), line))
    options = dict(code=seeding_pseudocode(trials), toggles=(), filename="k-means++", unit="step")
    return played_stage(stage, beats, settings, plane, rows, **options)


@cached(24)
def restart_charts(settings: InitSettings, _comparison: Comparison) -> tuple[Drawing, Drawing]:
    """Return the histograms of the final inertias, and the chances of the best of several runs."""
    statistics, current = _comparison.statistics, {track.name: track.inertia for track in _comparison.runs}
    return figures.final_inertia_histograms(statistics, current), figures.best_of_plot(statistics.best_of_curves())


init_questions = cached(1)(questions.init_questions)
