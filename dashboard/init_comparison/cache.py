"""What the Init comparison page computes once for each setting."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from dashboard.common.cache import table
from dashboard.common.half_steps import PSEUDOCODE
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film
from dashboard.common.projection import View, view
from dashboard.common.sampling import even_rows
from dashboard.common.settings import Data
from dashboard.common.text import drawn_points, picture_note
from dashboard.components.player import Beat, Tip, script
from dashboard.init_comparison import figures, questions, text
from dashboard.init_comparison.best_known import METHODS, BestKnown, best_of_eight
from dashboard.init_comparison.restart_statistics import RestartStatistics, run_restarts, summarize_restarts
from dashboard.init_comparison.seeding_film import TRIALS, seeding_lines, seeding_pseudocode, seeding_steps
from dashboard.init_comparison.settings import InitSettings
from dashboard.init_comparison.side_by_side import MAX_DRAWN_POINTS, Comparison, compare_starts
from dashboard.server.results import Progress, cached, counted

FILL = [500, 1000, 1.45]  # the least and the most height of a stage in pixels, and the most for its width

init_questions = cached(1)(questions.init_questions)


@cached(48)
def best_known(data: Data, k) -> BestKnown:
    return best_of_eight(table(data).X, k)


@cached(8)
def start_comparison(settings: InitSettings, _best: BestKnown) -> Comparison:
    return compare_starts(table(settings.data).X, settings.k, settings.seed, settings.own, _best)


@cached(64)
def restart_statistics(data: Data, k, restarts, _best: BestKnown) -> Generator[Progress, None, RestartStatistics]:
    """Return the statistics of so many runs of every method."""
    X = table(data).X
    outcomes = yield from counted(run_restarts(X, k, restarts), restarts * len(METHODS), "Run {} of {} …")
    return summarize_restarts(X, outcomes, _best)


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


def starts_figure(settings: InitSettings, comparison: Comparison) -> Drawing:
    points = table(settings.data)
    plane = view(points.X, points.features, settings.x, settings.y)
    return figures.starts_plot(plane.on(points.X[comparison.rows]), comparison, plane)


@cached(6)
def side_by_side_stage(settings: InitSettings, _comparison: Comparison) -> PlayedStage:
    points, rows = table(settings.data), _comparison.rows
    drawn = points.X[rows]
    plane = view(points.X, points.features, settings.x, settings.y)
    stage = figures.side_by_side_plot(plane.on(drawn), _comparison, plane)
    own = _comparison.tracks[-1]
    states = np.stack([half.centroids for half in own.film[::2]])
    drawn_rows = None if len(rows) == len(points.X) else rows.tolist()
    values = {} if plane.complete else dict(X=drawn, centroids=states)
    tip = Tip("stage", own.name, points.features, rows=drawn_rows, **values)
    beats, captions = [], text.run_captions(_comparison)
    for i, half in enumerate(_comparison.longest):
        beats.append(Beat(half.name, half.event, captions[i], half.line, min(i // 2, len(states) - 1)))
    options = dict(code=PSEUDOCODE, toggles=("trails",), filename="k-means starts", tip=tip)
    return played_stage(stage, beats, settings, plane, rows, **options)


@cached(12)
def pick_by_pick_stage(settings: InitSettings, _best: BestKnown) -> PlayedStage:
    points, trials, labels = table(settings.data), TRIALS[settings.trials], _best.labels
    X = points.X
    steps = seeding_steps(X, settings.k, trials, settings.seed, labels)
    rows = even_rows(len(X), MAX_DRAWN_POINTS, [row for step in steps for row in step.pick.candidates])
    plane = view(X, points.features, settings.x, settings.y)
    stage = figures.seeding_plot(plane.on(X), labels, steps, plane, rows)
    beats = []
    for i, (step, (weigh, pick)) in enumerate(zip(steps, seeding_lines(len(steps)), strict=True), 1):
        beats.append(Beat(f"Wheel {i}", f"Wheel {i}", text.wheel_caption(i, step, labels), weigh))
        beats.append(Beat(f"Pick {i}", f"Pick {i}", text.pick_caption(i, step, labels), pick))
    options = dict(code=seeding_pseudocode(trials), toggles=(), filename="k-means++", unit="step")
    return played_stage(stage, beats, settings, plane, rows, **options)
