"""What stands on the Elbow page: its own controls, the votes, the four pictures, the tabs."""

import inspect
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import streamlit as st

from dashboard.common import controls, export
from dashboard.common.controls import Data
from dashboard.common.datasets import NAMED, Table
from dashboard.common.formatting import number, plural, unbroken
from dashboard.common.projection import View
from dashboard.common.questions_tab import ask
from dashboard.common.tables import tabulate
from dashboard.elbow import cache as computed
from dashboard.elbow import clicks, criteria, figures
from dashboard.elbow.compute import Sample, Search, Study, band
from dashboard.elbow.criteria import Opinion, Voice
from dashboard.elbow.silhouette_detail import Silhouettes, Spokes, drawn, fraction, knives, spokes, told
from kmeans_core import Gap, KMeansResult, below_chord, find_elbow, silhouette_samples
from kmeans_core.choosing_k import compare, sweep

MOST = 20
DEFAULTS = controls.DEFAULTS | {
    "init": "k-means++",
    "seed": 0,
    "n_init": 5,
    "ks": (1, 10),
    "axes": figures.AXES[0],
    "point": 0,
}
HEIGHT = 390


@dataclass(frozen=True)
class Shown:
    """What the page shows: the settings, what was computed for them, and the view. `sweep` begins at k = 1, `study` at
    the range's low end; `heard` are the voices on the study; `result` is the clustering into k clusters."""

    data: Data
    search: Search
    low: int
    k: int
    table: Table
    sweep: Study
    gap: Gap | None
    heard: list[Voice]
    result: KMeansResult
    view: View

    @property
    def study(self) -> Study:
        return self.sweep.since(self.low)

    @cached_property
    def apart(self) -> Silhouettes | None:
        """The silhouettes of the clustering; None for one cluster, which has nothing to be apart from."""
        return None if self.k < 2 else computed.apart(self.data, self.search, self.k, self.result.labels)


def chart(shown: Shown, name, draw, on_click, alt, *settings, height=HEIGHT) -> None:
    """Draw the figure that `draw` returns, once for the same `shown` and other `settings`.

    `on_click` is called with the whole number that the clicked mark carries. The key changes with what a click
    changes, so that the selection of the picture before is forgotten: the last click or move of a slider counts.
    """
    key = f"{name} {shown.k} {settings}"
    config = {
        "displaylogo": False,
        "scrollZoom": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 3, "filename": name},
    }
    seen = (shown.data, shown.search, shown.low, shown.k, shown.gap is None, shown.view.titles, settings)
    st.plotly_chart(
        computed.figure(name, repr(seen), draw),
        config=config,
        height=height,
        key=key,
        alt=alt,
        on_select=partial(_clicked, key, on_click),
        selection_mode="points",
    )


def _clicked(key, on_click) -> None:
    value = clicks.chosen(st.session_state[key])
    if value is not None:
        on_click(value)


def choose_k(k) -> None:
    """Set the control k, as a click on a curve does; the address follows."""
    st.session_state["k"] = int(k)


def choose_point(number) -> None:
    """Set the control of the chosen point, as a click on a point or a bar does."""
    st.session_state["point"] = float(number)


def choose_range() -> tuple[int, int]:
    """Draw the control of the ks that are compared."""
    help = "The values of k that are compared. The elbow depends on both ends: its chord joins them."
    low, high = st.slider("Range of k", 1, MOST, DEFAULTS["ks"], key="ks", bind="query-params", help=help)
    return low, high


def choose_search(most) -> Search:
    """Draw the controls of a sweep up to k = `most`."""
    init = controls.choose_init(DEFAULTS)
    help = "Of so many runs the best is kept, for every k. With 1 a bad run puts a dent in the curves."
    n_init = controls.slider("Runs for each k", "n_init", 1, 20, 1, help, defaults=DEFAULTS)
    return Search(most, init, n_init, controls.choose_seed(DEFAULTS))


def fitting(low, k, high, sample: Sample) -> tuple[int, int, str]:
    """Return the low end of the range, and k, that the points allow, and what is changed or left out, in a sentence."""
    most, notes = sample.different, []
    if max(k, high) > most:
        verb = "is" if most == 1 else "are"
        notes.append(f"There {verb} only {plural(most, 'different point')}, so k ends at {most}.")
    if sample.of > len(sample.table.X):
        notes.append(
            f"Silhouettes look at every pair of points: this page uses {len(sample.table.X):,} of the {sample.of:,}, "
            "evenly chosen."
        )
    return min(low, most), min(k, most), " ".join(notes)


def say(said: Opinion, data: Data, table: Table) -> None:
    """The verdict, and the truth where it is known."""
    named = NAMED.get(data.name)
    groups = None if named is None else len(set(table.truth.tolist())) if table.truth is not None else named.clusters
    headline, reason = st.columns([1, 3], vertical_alignment="center")
    headline.header(said.verdict.headline, anchor=False)
    reason.markdown(unbroken(f"{said.verdict.reason} {criteria.known(groups, said.heard)}".strip()))


def votes(heard: list[Voice]):
    """The five voices side by side; returns the place where progress is told."""
    sign = None
    for column, voice in zip(st.columns(len(heard)), heard, strict=True):
        with column, st.container(gap="xxsmall"):
            st.metric(voice.name, "—" if voice.k is None else voice.k, help=voice.measure)
            place = st.empty() if voice.name == criteria.GAP else st
            place.markdown(f":small[{unbroken(voice.why)}]")
            sign = place if voice.name == criteria.GAP else sign
    return sign


def choose_axes() -> str:
    help = (
        "scaled to 0..1: as the elbow rule sees the curve, with the distance at right angles to the chord. "
        "logarithm: as the gap statistic sees it."
    )
    bound = {"key": "axes", "bind": "query-params", "required": True}
    axes = st.segmented_control("Axes", figures.AXES, default=DEFAULTS["axes"], help=help, **bound)
    return axes if axes in figures.AXES else DEFAULTS["axes"]


def inertia(shown: Shown, axes) -> None:
    """Inertia against k, with the elbow's construction and the band of data without structure."""
    study, gap = shown.study, shown.gap
    elbow = find_elbow(study.ks, study.inertias)
    bend = f"the elbow is at k = {elbow}" if elbow else "there is no elbow"
    alt = f"Inertia against k from {study.ks[0]} to {study.ks[-1]}: {bend}. Choose a point to see its clustering."

    def draw():
        sets = None if gap is None or len(study.ks) < 2 else band(study, gap)
        return figures.inertia_curve(study, shown.k, elbow, sets, axes)

    chart(shown, "inertia", draw, choose_k, alt, axes)


def clustering(shown: Shown, spoke: Spokes | None) -> None:
    """The clustering of the chosen k, in numbers below."""
    X, result, view = shown.table.X, shown.result, shown.view
    rows = drawn(len(X), spoke)
    alt = f"{len(X):,} points in {shown.k} clusters. Choose a point to see what its silhouette is made of."

    def draw():
        return figures.clustering(view.on(X), result.labels, view.on(result.centroids), view, rows, spoke)

    chart(shown, "clustering", draw, choose_point, alt, spoke and spoke.point)
    apart = f", mean silhouette {shown.apart.values.mean():.2f}" if shown.apart else ""
    beyond = " Beyond the range that is compared." if shown.k > shown.sweep.ks[-1] else ""
    part = f" {len(rows):,} of the {len(X):,} points are drawn." if len(rows) < len(X) else ""
    st.markdown(f"k = {shown.k}: inertia {number(result.inertia)}{apart}.{beyond}{part}")


def silhouettes(shown: Shown) -> None:
    """The mean silhouette against k."""
    voice = next(voice for voice in shown.heard if voice.name == criteria.SILHOUETTE)
    chart(
        shown,
        "silhouettes",
        lambda: figures.silhouette_curve(shown.study, shown.k, voice.k),
        choose_k,
        f"Mean silhouette against k. {voice.why}",
    )


def working(shown: Shown) -> Spokes | None:
    """Draw the control of the chosen point and its silhouette with the numbers filled in; return its Spokes."""
    found = shown.apart
    left, right = st.columns([1, 3], vertical_alignment="center")
    with left:
        help = "Its number, counted from 1; 0 for none. A click on a point or on a bar chooses it."
        point = controls.whole("Point", "point", help, defaults=DEFAULTS)
    with right:
        if found is None or not 1 <= point <= len(found.labels):
            st.markdown("Click a point or a bar: its silhouette is worked through here, and drawn as spokes.")
            return None
        spoke = spokes(found, point - 1)
        st.latex(fraction(spoke))
        flat = "" if shown.view.complete else " The picture is flat; a and b are measured in all features."
        st.markdown(told(spoke) + flat)
        return spoke


def knife_chart(shown: Shown, spoke: Spokes | None) -> None:
    """The knives: every point's silhouette."""
    found = shown.apart
    if found is None:
        st.info("One cluster has no silhouettes: there is no other cluster to be apart from. Choose k = 2 or more.")
        return
    alt = (
        f"The silhouettes of all points, sorted within each of {shown.k} clusters. Mean {found.values.mean():.2f}; "
        f"{(found.values < 0).sum()} of {len(found.values):,} points are below 0."
    )
    draw = partial(figures.knives, found, knives(found), spoke)
    chart(shown, "knives", draw, choose_point, alt, spoke and spoke.point)


def numbers(shown: Shown) -> None:
    """One line per k."""
    tabulate(table_of(shown.study, shown.gap), COLUMNS)


COLUMNS = {
    "inertia": st.column_config.NumberColumn(format="%.5g"),
    "saved": st.column_config.NumberColumn("saved", format="percent", help="Share of what k − 1 clusters left."),
    "below chord": st.column_config.NumberColumn(format="%.3f"),
    "silhouette": st.column_config.NumberColumn(format="%.3f"),
    "gap": st.column_config.NumberColumn(format="%.3f"),
    "gap error": st.column_config.NumberColumn(format="%.3f"),
    "Calinski-Harabasz": st.column_config.NumberColumn(format="%.5g"),
    "Davies-Bouldin": st.column_config.NumberColumn(format="%.3f"),
}


def table_of(study: Study, gap: Gap | None) -> list[dict]:
    """Return a row for every k: all that the voices go by."""
    columns = {
        "inertia": study.inertias,
        "saved": study.saved,
        "below chord": below_chord(study.ks, study.inertias),
        "silhouette": study.silhouettes,
        "gap": np.full(len(study.ks), np.nan) if gap is None else gap.gaps[[gap.ks.index(k) for k in study.ks]],
        "gap error": np.full(len(study.ks), np.nan) if gap is None else gap.errors[[gap.ks.index(k) for k in study.ks]],
        "Calinski-Harabasz": study.calinski,
        "Davies-Bouldin": study.davies,
    }
    return [
        {"k": k} | {name: float(values[at]) if np.isfinite(values[at]) else None for name, values in columns.items()}
        for at, k in enumerate(study.ks)
    ]


def gap_panel(shown: Shown) -> None:
    """The gap statistic, curve and definition."""
    gap = shown.gap
    if gap is None:
        st.info("The gap statistic is still being computed.")
        return
    said = criteria.by_gap(gap).why
    left, right = st.columns([3, 2])
    with left:
        chart(
            shown,
            "gap",
            lambda: figures.gap_curve(gap, shown.k),
            choose_k,
            f"The gap statistic against k, with its standard errors. {said}",
        )
    with right:
        st.latex(r"\mathrm{gap}(k) = \frac{1}{B} \sum_{b=1}^{B} \log J_k^{(b)} - \log J_k")
        st.markdown(
            f"$J_k$ is the inertia with $k$ clusters, $J_k^{{(b)}}$ the same for one of $B = {len(gap.references)}$ "
            "sets of points spread evenly over the box around the data. More clusters always lower the inertia; the "
            "gap asks how much **more** they lower it than where there is nothing to find. The rule takes the first "
            "$k$ with"
        )
        st.latex(r"\mathrm{gap}(k) \ge \mathrm{gap}(k + 1) - s_{k + 1},")
        st.markdown(f"$s$ being the standard error. {said}")


def code() -> None:
    """The source of what was computed, from the code itself."""
    for said, function in (
        ("The sweep over k:", sweep),
        ("The elbow:", find_elbow),
        ("Its distance from the chord:", below_chord),
        ("Silhouettes:", silhouette_samples),
        ("The gap statistic, when the sets without structure have been searched:", compare),
    ):
        st.markdown(said)
        st.code(inspect.getsource(function), language="python", wrap_lines=True)


def tries() -> None:
    """Questions whose answers are computed."""
    ask(computed.questions(), lambda _: DEFAULTS)


def downloads(shown: Shown) -> None:
    """The numbers behind the curves, and the labels of the chosen k."""
    rows, labels, table = table_of(shown.sweep, shown.gap), shown.result.labels, shown.table
    with st.container(horizontal=True):
        st.download_button(
            "All scores as CSV",
            lambda: export.table_csv(list(rows[0]), [list(row.values()) for row in rows]),
            "scores.csv",
            "text/csv",
            on_click="ignore",
            help="One line for every k.",
        )
        st.download_button(
            f"Labels for k = {shown.k} as CSV",
            lambda: export.labels_csv(table.X, table.features, labels),
            "labels.csv",
            "text/csv",
            on_click="ignore",
            help="Every point with its cluster.",
        )
    st.caption("Any picture as a PNG: the camera above it.")
