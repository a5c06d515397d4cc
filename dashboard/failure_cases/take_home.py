"""What can be taken home from the Failure cases page."""

import streamlit as st

from dashboard.common import export
from dashboard.common.handout import drawn_pictures, handout_html
from dashboard.common.projection import view
from dashboard.common.take_home import Download, link_to_this_screen, take_home
from dashboard.failure_cases import cache, figures, text
from dashboard.failure_cases.compute import KMEANS
from dashboard.failure_cases.notebook import failure_notebook
from dashboard.failure_cases.settings import FailureSettings
from dashboard.failure_cases.tabs import CHART, PICTURE_PX, PICTURES


def failure_files(settings: FailureSettings, method: str, x: str, y: str) -> None:
    """Offer the files, below the two pictures of the first tab."""
    case, own, data, link = settings.case, settings.own, cache.points_of(settings), link_to_this_screen()
    results = [(name, cache.result_of(settings, name)) for name in (KMEANS, method)]
    (_, before), (_, after) = results
    plane = view(data.X, data.features, x, y)
    drawn = {}
    for key, column, (name, result) in zip(PICTURES, st.columns(2), results, strict=True):
        drawn[key] = figures.clustering_plot(plane.on(data.X), result, plane)
        with column, st.container(key=key, height=PICTURE_PX, border=False):
            alt = text.picture_alt(name, result, len(data.X), case)
            st.plotly_chart(drawn[key], config=CHART, height="stretch", key=f"picture {name}", alt=alt)

    def labels_csv() -> str:
        truth = {} if data.truth is None else {"known group": data.truth + 1}
        return export.labels_csv(data.X, data.features, before.labels, **truth, **{method: after.labels + 1})

    def handout() -> str:
        summaries = [f"**{text.label_of(name)}**: {text.result_summary(result, case)}." for name, result in results]
        sentences = " ".join(summaries), text.INTRODUCTIONS[method], text.why(case, data, method, before, after)
        return handout_html("When k-means fails", drawn_pictures(drawn), sentences, cache.questions(), link)

    chosen = case, own, settings.n, settings.value, method, settings.params
    help = "Every point with its cluster by k-means and by the method beside it; 0 is no cluster."
    take_home(
        "when-k-means-fails",
        notebook=lambda: failure_notebook(link, *chosen, data, plane, (before, after)),
        labels=Download("Labels as CSV", "labels.csv", labels_csv, help),
        handout=handout,
        pictures=dict(zip(PICTURES, ("k-means", "The method beside it"), strict=True)),
    )
