"""What can be taken home from the Algorithm page."""

from functools import partial

import numpy as np

from dashboard.algorithm import cache
from dashboard.algorithm.cache import AlgorithmFigures
from dashboard.algorithm.compute import Run
from dashboard.algorithm.notebook import algorithm_notebook
from dashboard.common import export
from dashboard.common.handout import drawn_pictures, handout_html
from dashboard.common.settings import Data, Start
from dashboard.common.take_home import Download, link_to_this_screen, step_in_address, take_home
from dashboard.common.text import settings_sentences, start_words


def algorithm_files(run: Run, figures: AlgorithmFigures, data: Data, start: Start) -> None:
    X, features, last, link, step = run.table.X, run.table.features, run.last, link_to_this_screen(), step_in_address()
    sizes = np.bincount(last.labels, minlength=len(last.centroids)).tolist()
    film = dict(stage=figures.clusters, curve=figures.inertia)

    def handout() -> str:
        pictures = drawn_pictures(dict(stage=figures.clusters), figures.script, step)
        sentences = settings_sentences(data, len(X), start.k, start_words(start))
        return handout_html("The algorithm", pictures, sentences, cache.questions(), link)

    labels, centroids = (
        partial(export.labels_csv, X, features, last.labels),
        partial(export.centroids_csv, last.centroids, features, sizes),
    )
    take_home(
        "k-means",
        notebook=lambda: algorithm_notebook(link, data, start, run, figures.view),
        labels=Download("Labels as CSV", "labels.csv", labels, "Every point with its cluster."),
        film=lambda: export.film_html(film, figures.script, f"k-means: {data.name}"),
        handout=handout,
        pictures=dict(stage="Picture", curve="Curve"),
        more=[Download("Centroids as CSV", "centroids.csv", centroids, "Where they are at the end.")],
    )
