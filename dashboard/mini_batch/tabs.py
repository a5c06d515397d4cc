"""The tabs below the Mini-batch page's picture."""

import streamlit as st

from dashboard.common import layout
from dashboard.common.projection import View
from dashboard.common.sampling import even_rows
from dashboard.common.source_code import source_of
from dashboard.common.tables import number_table
from dashboard.components.reply_region import reply_region
from dashboard.mini_batch import cache, figures, text
from dashboard.mini_batch.compute import MAX_DRAWN_POINTS, MiniBatchRun
from dashboard.mini_batch.cost_curves import GROWTH_N, FullRun
from dashboard.mini_batch.settings import MiniBatchSettings, choose_race

CHART = layout.chart_config("mini-batch")
NUMBER, TEXT = st.column_config.NumberColumn, st.column_config.TextColumn
RACE_COLUMNS = dict(
    within=TEXT("runs within 1 %", help="Of full k-means' final inertia."),
    iterations=NUMBER("after iterations", format="localized"),
    points=NUMBER("after points", format="localized"),
    passes=NUMBER("after passes", format="%.3f", help="Points looked at, divided by n."),
    ms=NUMBER("after ms", format="%.2f", help="Processor time, measured here."),
    end=TEXT("ends at", help="Compared with full k-means: the median, and lowest to highest."),
)
MOVE_COLUMNS = dict(
    points=NUMBER("points looked at", format="localized"),
    inertia=NUMBER("inertia of all points", format="%.6g"),
    farthest=NUMBER("longest move", format="%.3f", help="Of a centroid, since the line before."),
    least=NUMBER("smallest count", format="localized"),
    most=NUMBER("largest count", format="localized"),
    reassigned=TEXT("reassigned", help="Centroids that jumped to a point of the batch."),
)
COST_COLUMNS = {name: NUMBER(format="localized") for name in ("full k-means", "mini-batch")}
GROWTH_COLUMNS = {
    "n": NUMBER("points, n", format="localized"),
    "full ms": NUMBER("full k-means, ms", format="%.2f"),
    "full MB": NUMBER("its points and distances, MB", format="%.5f", help="Computed: n × (d + k) × 8 bytes."),
    "mini ms": NUMBER("mini-batch within 1 %, ms", format="%.2f"),
    "mini MB": NUMBER("a batch of both, MB", format="%.5f", help="Computed: b × (d + k) × 8 bytes."),
}


@st.fragment
def race_tab(settings: MiniBatchSettings, full: FullRun) -> None:
    """Draw inertia against what it cost, for several batch sizes, and after how much work each is within 1 %.

    The race takes dozens of runs, so it begins on a click.
    """
    runs, axis, close_up = choose_race(list(figures.AXES))
    curves = cache.race_curves.known(settings, runs, full)
    with reply_region("race", curves is not None):
        if curves is None:
            st.markdown(text.race_question(settings.batch_size, full.curve.n))
            if not st.button("Run the race", help="Runs mini-batch k-means with several batch sizes."):
                return
            curves = cache.race_curves(settings, runs, full, status=st.empty())
        chosen = next(curve for curve in curves if curve.batch_size == settings.batch_size)
        st.markdown(text.race_summary(chosen, full))
    figure = figures.race_plot(curves, full, axis, settings.batch_size, close_up)
    alt = (
        f"Inertia against {axis}, from one start: full k-means as stairs, mini-batch as one curve with a band for each "
        "batch size."
    )
    st.plotly_chart(figure, config=CHART, height=500, key="race chart", alt=alt)
    number_table(text.race_table(curves, full), RACE_COLUMNS)
    st.caption(text.race_note(full.curve.n, runs))
    help = "Every run at every state whose inertia was computed."
    content = lambda: text.race_csv(curves, full)  # noqa: E731
    st.download_button("The race as CSV", content, "race.csv", "text/csv", on_click="ignore", help=help)


def difference_tab(run: MiniBatchRun, view: View) -> None:
    """Draw only the points whose two labels differ in colour."""
    X, differing = run.table.X, run.differing
    rows = differing[even_rows(len(differing), MAX_DRAWN_POINTS)]
    labels, others = run.pairs[run.labels[rows]], run.last.centroids[run.pairs.argsort()]
    centroids = view.on(run.full.centroids), view.on(others)
    figure = figures.difference_plot(view.on(X[run.rows]), view.on(X[rows]), labels, *centroids, view)
    alt = f"{len(differing):,} of {len(X):,} points are in colour, those whose labels differ."
    left, right = st.columns([3, 2])
    left.plotly_chart(figure, config=CHART, height=520, key="differences chart", alt=alt)
    with right:
        st.markdown(text.differences(run, len(rows)))
        if len(differing):
            number_table(text.difference_table(run), {})
            st.caption("The cluster of these points by each of the two.")


def learning_rate_tab(run: MiniBatchRun) -> None:
    """Draw the learning rates, and the numbers of every move that has a picture."""
    left, right = st.columns([3, 2])
    alt = "Every centroid's learning rate, 1 / count, falls from batch to batch."
    figure = figures.learning_rate_plot(run.film)
    left.plotly_chart(figure, config=CHART, height=420, key="rates chart", alt=alt)
    with right:
        st.latex(r"m_j \leftarrow m_j + 1")
        st.latex(r"c_j \leftarrow c_j + \tfrac{1}{m_j}\,(x - c_j)")
        st.markdown(text.slowdown(run))
    number_table(text.move_table(run), MOVE_COLUMNS)


def cost_tab(settings: MiniBatchSettings, run: MiniBatchRun) -> None:
    """Draw what an iteration costs in work and in memory, for these settings and as n grows."""
    (n, d), k, batch_size = run.table.X.shape, settings.start.k, settings.batch_size
    st.markdown(text.cost_formula(n, k, d, batch_size))
    number_table(text.cost_table(run), COST_COLUMNS)
    st.caption(text.COST_NOTE)
    growth_of_cost(settings, run.full, d)


@st.fragment
def growth_of_cost(settings: MiniBatchSettings, full: FullRun, d: int) -> None:
    """Draw the measured times of both algorithms for more and more points of `d` features, after a click."""
    points = cache.growth_points.known(settings, full)
    with reply_region("growth", points is not None):
        if points is None:
            label = f"Measure with up to {GROWTH_N[-1]:,} points"
            if not st.button(label, help="Runs both algorithms on more and more points of the same kind."):
                return
            points = cache.growth_points(settings, full, status=st.empty())
        st.markdown(text.growth_summary(points, settings.batch_size))
    alt = "Processor time against the number of points: full k-means rises, a batch hardly does."
    st.plotly_chart(figures.growth_plot(points), config=CHART, height=440, key="growth chart", alt=alt)
    number_table(text.growth_table(points, settings.batch_size, d, settings.start.k), GROWTH_COLUMNS)
    st.caption(text.GROWTH_NOTE)


def mini_batch_code_tab() -> None:
    """Show the source of what made the picture."""
    for caption, name in (
        ("The loop, as it ran for the picture above:", "minibatches"),
        ("One batch, and the learning rate 1 / count:", "minibatch_step"),
        ("Which centroids are reassigned:", "low_count_clusters"),
    ):
        st.markdown(caption)
        st.code(source_of("kmeans_core.minibatch", name), language="python", wrap_lines=True)
