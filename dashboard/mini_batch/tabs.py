"""The Mini-batch page's own controls, and the tabs under its stage."""

import inspect

import streamlit as st

from dashboard.common import controls
from dashboard.common.controls import Data, Start
from dashboard.common.formatting import percent, plural
from dashboard.common.questions_tab import ask
from dashboard.common.sampling import even_rows
from dashboard.common.tables import tabulate
from dashboard.mini_batch import cache as computed
from dashboard.mini_batch import compute as batches
from dashboard.mini_batch import cost_curves as racing
from dashboard.mini_batch import figures
from dashboard.mini_batch import text as comparison
from dashboard.mini_batch.cache import Scene
from dashboard.mini_batch.compute import Learned
from kmeans_core.minibatch import low_count_clusters, minibatch_step, minibatches

DEFAULTS = controls.DEFAULTS | {"n": 20_000, "noise": 3.0, "batch": 50, "runs": 5}
CHART = {
    "displaylogo": False,
    "scrollZoom": False,
    "toImageButtonOptions": {"format": "png", "scale": 3, "filename": "mini-batch"},
}
POINTS = next(iter(figures.AXES))
COLUMNS = {
    "within": st.column_config.TextColumn("runs within 1 %", help="Of full k-means' final inertia."),
    "iterations": st.column_config.NumberColumn("after iterations", format="localized"),
    "points": st.column_config.NumberColumn("after points", format="localized"),
    "passes": st.column_config.NumberColumn("after passes", format="%.3g", help="Points looked at, divided by n."),
    "ms": st.column_config.NumberColumn("after ms", format="%.3g", help="Processor time, measured here."),
    "end": st.column_config.TextColumn("ends at", help="Against full k-means: the median, and lowest to highest."),
}


def choose_batches() -> tuple[int, int]:
    """Draw the controls that choose the size of a batch, and over how many runs the race is averaged."""
    help = "How many points are drawn by lot, with replacement, for each move: 10 to 5,000."
    size = controls.whole("Batch", "batch", help, defaults=DEFAULTS, low=10, high=5000, step=10)
    help = (
        "Each run draws other batches from the same start: the race shows their median and how far they spread. "
        "The picture shows the first run."
    )
    return size, controls.slider("Runs in the race", "runs", 1, 20, 1, help, defaults=DEFAULTS)


def fitting(batch: int, n: int) -> tuple[int, str]:
    """Return the batch size, no larger than the data, and a sentence if that changed it."""
    if batch <= n:
        return batch, ""
    return n, f"A batch of {batch:,} would be more than all {n:,} points, so it has {n:,}."


def race(data: Data, start: Start, batch: int, repeats: int, run: Learned) -> None:
    """Inertia against what it cost, for several batch sizes, and how soon each is within 1 %."""
    full = run.full
    with st.container(horizontal=True, vertical_alignment="bottom"):
        axis = (
            st.segmented_control(
                "Inertia against",
                list(figures.AXES),
                default=POINTS,
                key="axis",
                bind="query-params",
                help="What an answer costs: distances computed, time on this machine, or rounds.",
            )
            or POINTS
        )
        close_up = st.toggle(
            "Only the last 10 %",
            key="close",
            bind="query-params",
            help="Shows what is at most 10 % above where full k-means ends.",
        )
    lanes = computed.lanes(data, start, batch, repeats, st.empty())
    figure = computed.race_figure(data, start, batch, repeats, axis, close_up, full, lanes)
    st.plotly_chart(
        figure,
        config=CHART,
        height=500,
        key="race chart",
        alt=f"Inertia against {axis}, from one start: full k-means as stairs, mini-batch as one curve "
        "with a band for each batch size.",
    )
    st.markdown(comparison.soonest(next(lane for lane in lanes if lane.size == batch), full))
    lines = [comparison.full_line(full), *(comparison.line(lane, full) for lane in lanes)]
    tabulate(lines, COLUMNS)
    st.caption(
        f"All from the start of the picture. A curve is the median of {plural(repeats, 'run')} drawing other batches; "
        "its band reaches from the lowest to the highest. A run ends after as many points as full k-means looked at, "
        f"or {racing.MOST_RACED} batches. The inertia is that of all points, worked out beside the clock and only for "
        "some of the batches; “within 1 %” means the first of these. Points are counted as the textbook does: this "
        "full k-means skips distances it can prove needless, which shows in its seconds. Seconds are processor time."
    )


def differences(run: Learned, scene: Scene) -> None:
    """Only the points whose two labels differ, painted."""
    X, differing, view = run.table.X, run.differing, scene.view
    n = len(X)
    shown = differing[even_rows(len(differing), batches.MOST_DRAWN)]
    figure = figures.differences(
        view.on(X[run.rows]),
        view.on(X[shown]),
        run.pairs[run.labels[shown]],
        view.on(run.full.centroids),
        view.on(run.last.centroids[run.pairs.argsort()]),
        view,
    )
    picture, words = st.columns([3, 2])
    picture.plotly_chart(
        figure,
        config=CHART,
        height=520,
        key="differences chart",
        alt=f"{len(differing):,} of {n:,} points are painted, those whose labels differ.",
    )
    with words:
        st.markdown(
            f"**{len(differing):,} of {n:,} points** ({percent(len(differing) / n)}) are in another cluster after "
            "mini-batch than after full k-means. They wear mini-batch's colour and shape; all others are grey."
        )
        if len(shown) < len(differing):
            st.markdown(f"{len(shown):,} of them are drawn.")
        st.markdown(
            "Discs are full k-means' final centroids, with their regions; squares are mini-batch's, in the colours of "
            "their partners. Clusters are paired so that as many points as possible agree (the Hungarian method)."
        )
        names = ("full k-means", "mini-batch", "points")
        if len(differing):
            st.dataframe([dict(zip(names, pair, strict=True)) for pair in comparison.pairs(run)], hide_index=True)
            st.caption("In which cluster each of the two has them.")


def slowing(run: Learned) -> None:
    """The learning rates, and the numbers of every move that has a picture."""
    left, right = st.columns([3, 2])
    left.plotly_chart(
        figures.learning_rates(run.film),
        config=CHART,
        height=420,
        key="rates chart",
        alt="Every centroid's learning rate, 1 / count, falls as batches go by.",
    )
    with right:
        st.latex(r"m_j \leftarrow m_j + 1, \qquad c_j \leftarrow c_j + \tfrac{1}{m_j}\,(x - c_j)")
        st.markdown(comparison.slower(run))
    st.dataframe(
        [
            {
                "batches": picture.batches,
                "points": picture.batches * run.size,
                "inertia": picture.inertia,
                "farthest": picture.farthest,
                "least": int(picture.counts.min()),
                "most": int(picture.counts.max()),
                "jumped": ", ".join(str(j + 1) for j in picture.jumped),
            }
            for picture in run.film
            if picture.line == batches.MOVE
        ],
        hide_index=True,
        column_config={
            "points": st.column_config.NumberColumn("points looked at", format="localized"),
            "inertia": st.column_config.NumberColumn("inertia of all points", format="%.6g"),
            "farthest": st.column_config.NumberColumn("farthest move", format="%.3g", help="Since the line before."),
            "least": st.column_config.NumberColumn("least count", format="localized"),
            "most": st.column_config.NumberColumn("largest count", format="localized"),
            "jumped": st.column_config.TextColumn("starved, jumped"),
        },
    )


def cost(data: Data, start: Start, batch: int, run: Learned) -> None:
    """What an iteration costs in work and in memory, for these settings and as n grows."""
    n, d = run.table.X.shape
    k = start.k
    st.markdown(
        f"One iteration compares each point it looks at with every centroid in every feature: "
        f"$n \\times k \\times d$ = {n:,} × {k} × {d} = **{n * k * d:,}** squared differences for full k-means, "
        f"$b \\times k \\times d$ = {batch:,} × {k} × {d} = **{batch * k * d:,}** for a mini-batch, "
        f"{percent(batch / n)} of that."
    )
    whole = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        [{"": name, "full k-means": full, "mini-batch": mini} for name, full, mini in comparison.costs(run)],
        hide_index=True,
        column_config={"full k-means": whole, "mini-batch": whole},
    )
    st.caption(
        "The textbook's count, at 8 bytes a number. Mini-batch adds one pass at the end to label every point. Points "
        "may stay on disk and be read a batch at a time. The code behind this page takes the points in blocks, so "
        "neither of its two ever holds n × k distances."
    )
    grown = computed.grown(data, start, batch, st.empty())
    st.plotly_chart(
        figures.growth(grown),
        config=CHART,
        height=440,
        key="growth chart",
        alt="Processor time against the number of points: full k-means rises, a batch hardly.",
    )
    st.markdown(comparison.growth(grown, batch))
    number = st.column_config.NumberColumn
    st.dataframe(
        comparison.grown_lines(grown, batch, d, k),
        hide_index=True,
        placeholder="never",
        column_config={
            "n": number("points, n", format="localized"),
            "full ms": number("full k-means, ms", format="%.3g"),
            "full MB": number("its points and distances, MB", format="%.3g", help="Computed: n × (d + k) × 8 bytes."),
            "mini ms": number("mini-batch within 1 %, ms", format="%.3g"),
            "mini MB": number("a batch of both, MB", format="%.3g", help="Computed: b × (d + k) × 8 bytes."),
        },
    )
    st.caption("The times are measured. The megabytes are computed, not measured: 8 bytes for every number.")


def code() -> None:
    """The source that made the picture, from the code itself."""
    for said, function in (
        ("The loop, as it ran for the picture above:", minibatches),
        ("One batch, and the learning rate 1 / count:", minibatch_step),
        ("Which centroids are starved:", low_count_clusters),
    ):
        st.markdown(said)
        st.code(inspect.getsource(function), language="python", wrap_lines=True)


def tries() -> None:
    """Questions whose answers are computed."""
    ask(computed.questions(), lambda _: DEFAULTS)


def downloads(data: Data, start: Start, batch: int, repeats: int, run: Learned) -> None:
    """The race's numbers, and the labels of both runs."""
    lanes = computed.lanes(data, start, batch, repeats, st.empty())
    with st.container(horizontal=True):
        st.download_button(
            "The race as CSV",
            lambda: comparison.race_csv(lanes, run.full),
            "race.csv",
            "text/csv",
            on_click="ignore",
            help="Every run at every state whose inertia was computed.",
        )
        st.download_button(
            "Labels as CSV",
            lambda: comparison.labels_csv(run),
            "labels.csv",
            "text/csv",
            on_click="ignore",
            help="Every point with its cluster by both, paired.",
        )
    st.caption("The picture as a PNG: “Save PNG” under the player.")
