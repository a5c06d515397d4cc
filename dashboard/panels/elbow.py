"""What stands on the Elbow page: its own controls, the votes, the four pictures, the tabs."""

import inspect
from functools import partial

import numpy as np
import streamlit as st

from dashboard import clicks, controls, export, voices
from dashboard.cached import elbow as computed
from dashboard.controls import Data
from dashboard.datasets import NAMED, Table
from dashboard.figures import elbow as figures
from dashboard.halfsteps import number
from dashboard.knives import Silhouettes, Spokes, fraction, knives, spokes, told
from dashboard.projection import View
from dashboard.sweeps import MOST_POINTS, Search, Study, band
from dashboard.voices import Verdict, Voice
from kmeans_core import Gap, below_chord, find_elbow, silhouette_samples
from kmeans_core.elbow import compare, sweep

MOST = 20
DEFAULTS = controls.DEFAULTS | {"init": "k-means++", "seed": 0, "n_init": 5, "ks": (1, 10), "axes": figures.AXES[0],
                                "point": 0}  # fmt: skip
HEIGHT = 400


def chart(figure, key, alt, height=HEIGHT, on_click=None) -> None:
    """Draw a figure. `on_click` is called with the whole number that the clicked mark carries.

    `key` has to change with what the click changes: the selection of the old picture is then forgotten.
    """
    config = {"displaylogo": False, "scrollZoom": False,
              "toImageButtonOptions": {"format": "png", "scale": 3, "filename": key.split()[0]}}  # fmt: skip
    choosing = {} if on_click is None else {"on_select": partial(_clicked, key, on_click), "selection_mode": "points"}
    st.plotly_chart(figure, config=config, height=height, key=key, alt=alt, **choosing)


def _clicked(key, on_click) -> None:
    value = clicks.chosen(st.session_state[key])
    if value is not None:
        on_click(value)


def choose_k(k) -> None:
    """Set the control k, as a click on a curve does; the address follows."""
    st.session_state["k"] = int(k)


def choose_point(row) -> None:
    """Set the control of the chosen point, as a click on a point does: rows count from 0, points from 1."""
    st.session_state["point"] = float(row + 1)


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


def fitting(low, high, k, data: Data, table: Table) -> tuple[int, int, int, str]:
    """Return the range and k that the points allow, and what had to be changed or left out, in a sentence."""
    different = computed.most(data)
    notes = []
    if high > different:
        notes.append(f"There are only {different} different points, so k ends at {different}.")
        low, high = min(low, different), different
    if k > high:
        notes.append(f"k = {k} is beyond the range; the picture shows k = {high}.")
        k = high
    total = len(computed.table(data).X)
    if total > len(table.X):
        notes.append(
            f"Silhouettes look at every pair of points: this page uses {MOST_POINTS:,} of the {total:,}, evenly chosen."
        )
    return low, high, k, " ".join(notes)


def say(verdict: Verdict, heard: list[Voice], data: Data, table: Table) -> None:
    """The verdict, and the truth where it is known."""
    named = NAMED.get(data.name)
    groups = None if named is None else len(set(table.truth.tolist())) if table.truth is not None else named.clusters
    headline, reason = st.columns([1, 3], vertical_alignment="center")
    headline.header(verdict.headline, anchor=False)
    reason.markdown(f"{verdict.reason} {voices.known(groups, heard)}".strip())


def votes(heard: list[Voice]):
    """The five voices side by side; returns the place where progress is told."""
    sign = None
    for column, voice in zip(st.columns(len(heard)), heard, strict=True):
        with column, st.container(gap="xxsmall"):
            st.metric(voice.name, "—" if voice.k is None else voice.k, help=voice.measure)
            place = st.empty()
            place.markdown(f":small[{voice.why}]")
            sign = place if voice.name == voices.GAP else sign
    return sign


def choose_axes() -> str:
    help = (
        "scaled to 0..1: as the elbow rule sees the curve, with the distance at right angles to the chord. "
        "logarithm: as the gap statistic sees it."
    )
    bound = {"key": "axes", "bind": "query-params", "required": True}
    axes = st.segmented_control("Axes", figures.AXES, default=DEFAULTS["axes"], help=help, **bound)
    return axes if axes in figures.AXES else DEFAULTS["axes"]


def inertia(study: Study, gap: Gap | None, k, axes) -> None:
    """Inertia against k, and in words what the band is."""
    elbow = find_elbow(study.ks, study.inertias)
    sets = None if gap is None or len(study.ks) < 2 else band(study, gap)
    bend = f"the elbow is at k = {elbow}" if elbow else "there is no elbow"
    chart(
        figures.inertia_curve(study, k, elbow, sets, axes), f"inertia {k}", on_click=choose_k,
        alt=f"Inertia against k from {study.ks[0]} to {study.ks[-1]}: {bend}. Choose a point to see its clustering.",
    )  # fmt: skip


def clustering(table: Table, study: Study, view: View, k, spoke: Spokes | None) -> None:
    """The clustering of the chosen k."""
    result = study.results[study.ks.index(k)]
    chart(
        figures.clustering(view.on(table.X), result.labels, view.on(result.centroids), view, spoke),
        f"clustering {k} {spoke and spoke.point}", on_click=choose_point,
        alt=f"{len(table.X):,} points in {k} clusters. Choose a point to see what its silhouette is made of.",
    )  # fmt: skip


def told_of(study: Study, k) -> str:
    """Return the two numbers of the clustering that is shown."""
    at = study.ks.index(k)
    silhouette = study.silhouettes[at]
    apart = f", mean silhouette {silhouette:.2f}" if np.isfinite(silhouette) else ""
    return f"k = {k}: inertia {number(study.inertias[at])}{apart}."


def silhouette(study: Study, heard: list[Voice], k) -> None:
    """The mean silhouette against k."""
    best = next(voice.k for voice in heard if voice.name == voices.SILHOUETTE)
    chart(figures.silhouette_curve(study, k, best), f"silhouettes {k}", on_click=choose_k,
          alt=f"Mean silhouette against k. {heard[1].why}")  # fmt: skip


def found_apart(data: Data, search: Search, study: Study, k) -> Silhouettes | None:
    """Return the silhouettes of the clustering into `k`; None for one cluster, which has nothing to be apart from."""
    return None if k < 2 else computed.apart(data, search, k, study.results[study.ks.index(k)].labels)


def working(found: Silhouettes | None, view: View) -> Spokes | None:
    """Draw the control of the chosen point and its silhouette with the numbers filled in; return its Spokes."""
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
        flat = "" if view.complete else " The spokes are drawn in the plane; a and b are measured in all features."
        st.markdown(told(spoke) + flat)
        return spoke


def knife_chart(found: Silhouettes | None, k, spoke: Spokes | None) -> None:
    """The knives, and the point whose silhouette is worked through."""
    if found is None:
        st.info("One cluster has no silhouettes: there is no other cluster to be apart from. Choose k = 2 or more.")
        return
    below = int((found.values < 0).sum())
    chart(
        figures.knives(found, knives(found), spoke), f"knives {k} {spoke and spoke.point}", on_click=choose_point,
        alt=f"The silhouettes of all points, sorted within each of {k} clusters. Mean {found.values.mean():.2f}; "
        f"{below} of {len(found.values):,} points are below 0.",
    )  # fmt: skip


def numbers(study: Study, gap: Gap | None) -> None:
    """One line per k."""
    st.dataframe(
        table_of(study, gap),
        hide_index=True,
        column_config={
            "inertia": st.column_config.NumberColumn(format="%.5g"),
            "saved": st.column_config.NumberColumn(
                "saved", format="percent", help="Share of what k − 1 clusters left."
            ),
            "below chord": st.column_config.NumberColumn(format="%.3f"),
            "silhouette": st.column_config.NumberColumn(format="%.3f"),
            "gap": st.column_config.NumberColumn(format="%.3f"),
            "gap error": st.column_config.NumberColumn(format="%.3f"),
            "Calinski-Harabasz": st.column_config.NumberColumn(format="%.5g"),
            "Davies-Bouldin": st.column_config.NumberColumn(format="%.3f"),
        },
    )


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


def gap_panel(gap: Gap | None, k) -> None:
    """The gap statistic, curve and definition."""
    if gap is None:
        st.info("The gap statistic is still being computed.")
        return
    left, right = st.columns([3, 2])
    with left:
        chart(figures.gap_curve(gap, k), f"gap {k}", on_click=choose_k,
              alt=f"The gap statistic against k, with its standard errors. {voices.by_gap(gap).why}")  # fmt: skip
    with right:
        st.latex(r"\mathrm{gap}(k) = \frac{1}{B} \sum_{b=1}^{B} \log J_k^{(b)} - \log J_k")
        st.markdown(
            f"$J_k$ is the inertia with $k$ clusters, $J_k^{{(b)}}$ the same for one of $B = {len(gap.references)}$ "
            "sets of points spread evenly over the box around the data. More clusters always lower the inertia; the "
            "gap asks how much **more** they lower it than where there is nothing to find. The rule takes the first "
            "$k$ with"
        )
        st.latex(r"\mathrm{gap}(k) \ge \mathrm{gap}(k + 1) - s_{k + 1},")
        st.markdown(f"$s$ being the standard error. {voices.by_gap(gap).why}")


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
    """Questions, each with the link to where its answer can be seen; the answers are computed."""
    for question in computed.questions():
        st.page_link("pages/2_elbow.py", label=question.text, query_params=question.settings)
        with st.expander("Answer"):
            st.markdown(question.answer)


def downloads(table: Table, study: Study, gap: Gap | None, k) -> None:
    """The numbers behind the curves, and the labels of the chosen k."""
    rows, labels = table_of(study, gap), study.results[study.ks.index(k)].labels
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
            f"Labels for k = {k} as CSV",
            lambda: export.labels_csv(table.X, table.features, labels),
            "labels.csv",
            "text/csv",
            on_click="ignore",
            help="Every point with its cluster.",
        )
    st.caption("Any picture as a PNG: the camera above it.")
