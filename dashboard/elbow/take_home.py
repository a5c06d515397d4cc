"""What can be taken home from the Elbow page."""

from dashboard.common import export
from dashboard.common.handout import drawn_pictures, handout_html
from dashboard.common.plots.drawing import Drawing
from dashboard.common.take_home import Download, link_to_this_screen, take_home
from dashboard.common.text import settings_sentences
from dashboard.elbow import cache, compute, figures, text
from dashboard.elbow.notebook import elbow_notebook
from dashboard.elbow.tabs import ElbowResults, score_rows
from kmeans_core import silhouette_samples


def elbow_files(results: ElbowResults) -> None:
    table, labels, k, link = results.sample.table, results.result.labels, results.k, link_to_this_screen()
    sweep, search = results.sweep, results.search

    def labels_csv() -> str:
        silhouettes = dict(silhouette=silhouette_samples(table.X, labels)) if labels.any() else {}
        return export.labels_csv(table.X, table.features, labels, **silhouettes)

    def scores_csv() -> str:
        rows = score_rows(sweep, results.gap)
        return export.table_csv(rows[0], [row.values() for row in rows])

    def handout() -> str:
        headline, reason = text.consensus_text(results.criteria, results.gap)
        lesson = settings_sentences(search.data, len(table.X), k)[1:]
        sentences = [f"**{headline}.** {reason}", *lesson]  # few words: four pictures share the sheet
        pictures = drawn_pictures(handout_figures(results))
        return handout_html("How many clusters?", pictures, sentences, cache.kept_elbow_questions(), link)

    pictures = {"clustering-box": "Clusters", "inertia-box": "Inertia curve", "silhouettes-box": "Silhouette curve"}
    help = "Every point with its cluster and its silhouette."
    take_home(
        "elbow",
        notebook=lambda: elbow_notebook(link, search, results.sample, sweep.ks, k, results.view),
        labels=Download(f"Labels for k = {k} as CSV", "labels.csv", labels_csv, help),
        handout=handout,
        pictures=pictures | ({"silhouette-plot-box": "Silhouette plot"} if results.silhouettes else {}),
        more=[Download("All scores as CSV", "scores.csv", scores_csv, "One row for every k of the range.")],
    )


def handout_figures(results: ElbowResults) -> dict[str, Drawing]:
    """Return the pictures of the page, without a chosen point."""
    X, view, k, sweep = results.sample.X, results.view, results.k, results.sweep
    elbow, silhouette = (criterion.k for criterion in results.criteria[:2])
    places, centroids, rows = view.on(X), view.on(results.result.centroids), compute.rows_to_draw(len(X))
    drawn = dict(
        inertia=figures.inertia_plot(sweep, k, elbow, None, figures.AXES[0]),
        clustering=figures.elbow_clustering_plot(places, results.result.labels, centroids, view, rows),
        silhouettes=figures.silhouette_curve(sweep, k, silhouette),
    )
    return drawn | ({"silhouette-plot": figures.silhouette_plot(results.silhouettes)} if results.silhouettes else {})
