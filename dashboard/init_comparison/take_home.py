"""What can be taken home from the Init comparison page."""

from collections.abc import Callable

import streamlit as st

from dashboard.common import export
from dashboard.common.cache import table
from dashboard.common.handout import Pictures, drawn_pictures, handout_html
from dashboard.common.projection import view
from dashboard.common.take_home import Download, link_to_this_screen, step_in_address, take_home
from dashboard.common.text import settings_sentences
from dashboard.init_comparison import cache, figures, text
from dashboard.init_comparison.best_known import BestKnown
from dashboard.init_comparison.notebook import many_runs_notebook, pick_by_pick_notebook, side_by_side_notebook
from dashboard.init_comparison.restart_statistics import affordable_restarts
from dashboard.init_comparison.seeding_film import TRIALS
from dashboard.init_comparison.settings import MANY_RUNS, SIDE_BY_SIDE, InitSettings

TITLE = "The start decides"


def init_files(show: str, settings: InitSettings, best: BestKnown) -> None:
    """Offer the files of the view that is shown."""
    if show == MANY_RUNS:
        return files_of_many_runs(settings, best)
    data, k, seed, link = settings.data, settings.k, settings.seed, link_to_this_screen()
    points, comparison = table(data), cache.start_comparison(settings, best)
    plane = view(points.X, points.features, settings.x, settings.y)
    if show == SIDE_BY_SIDE:
        scene = cache.side_by_side_stage(settings, comparison)
        notebook = side_by_side_notebook, (link, data, points.X, k, seed, settings.own, plane)
    else:
        scene = cache.pick_by_pick_stage(settings, best)
        notebook = pick_by_pick_notebook, (link, data, points.X, k, seed, TRIALS[settings.trials], plane)
    stage, script, step = dict(stage=scene.stage), scene.script, step_in_address()
    take_home(
        "init-comparison",
        notebook=lambda: notebook[0](*notebook[1]),
        labels=labels_of_runs(settings, best),
        film=lambda: export.film_html(stage, script, f"{TITLE}: {data.name}"),
        handout=handout_of_starts(settings, lambda: drawn_pictures(stage, script, step)),
        pictures=dict(stage="Picture"),
    )


def files_of_many_runs(settings: InitSettings, best: BestKnown) -> None:
    data, k, link = settings.data, settings.k, link_to_this_screen()
    X, comparison = table(data).X, cache.start_comparison(settings, best)
    restarts = affordable_restarts(*X.shape, k, int(st.session_state["restarts"]))
    statistics = cache.restart_statistics.known(data, k, restarts, best)

    def pictures() -> Pictures:
        if statistics is None:
            return drawn_pictures({})
        current = {track.name: track.inertia for track in comparison.runs}
        histograms = figures.final_inertia_histograms(statistics, current)
        return drawn_pictures(dict(histograms=histograms, best=figures.best_of_plot(statistics)))

    result = text.restart_summary(statistics) if statistics else ""
    take_home(
        "init-comparison",
        notebook=lambda: many_runs_notebook(link, data, X, k, restarts),
        labels=labels_of_runs(settings, best),
        handout=handout_of_starts(settings, pictures, result),
        pictures={"landscape": "Histograms", "best of": "Best of several"} if statistics else {},
    )


def labels_of_runs(settings: InitSettings, best: BestKnown) -> Download:
    """Return the labels of the runs that are compared side by side."""
    points, comparison = table(settings.data), cache.start_comparison(settings, best)

    def labels_csv() -> str:
        runs = {track.name: track.steps[-1].labels + 1 for track in comparison.runs}
        return export.labels_csv(points.X, points.features, comparison.best.labels, **runs)

    help = "Every point with its cluster in the best known run, and in each of the runs side by side."
    return Download("Labels as CSV", "labels.csv", labels_csv, help)


def handout_of_starts(settings: InitSettings, pictures: Callable[[], Pictures], result="") -> Callable[[], str]:
    """Return what makes the handout with these pictures, and a sentence about their `result` if no caption has it."""
    link, n = link_to_this_screen(), len(table(settings.data).X)
    sentences = settings_sentences(settings.data, n, settings.k, f"start seed {settings.seed}")
    return lambda: handout_html(TITLE, pictures(), [*sentences, result], cache.init_questions(), link)
