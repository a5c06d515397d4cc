"""What the Elbow page shows: the criteria, the four pictures, the tabs."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from dashboard.common import controls, layout, lesson
from dashboard.common.ask import SHOW_ME, ask_for_guess
from dashboard.common.clicks import clicked_number
from dashboard.common.datasets import NAMED
from dashboard.common.formatting import unbroken
from dashboard.common.projection import View
from dashboard.common.settings import Data
from dashboard.common.source_code import source_of
from dashboard.common.tables import number_table
from dashboard.components.fit_height import fit_height
from dashboard.components.reply_region import reply_region
from dashboard.elbow import cache, compute, figures, text
from dashboard.elbow.compute import Sample, ScoredSweep, Search, SilhouetteDetail, Silhouettes
from dashboard.elbow.criteria import GAP, Criterion
from dashboard.elbow.settings import DEFAULTS
from kmeans_core import Gap, KMeansResult, below_chord

CHART_HEIGHT_PX = 390
GAP_BUTTONS = ("compute gap", "compute gap here")  # among the criteria, and in the tab


def guess_k(data: Data, sample: Sample, view: View):
    """Ask how many clusters there are; return the guess, None if the reader makes none, and the container that judges
    it. Until then the page ends here, with the points."""
    what = data.name, data.seed, data.upload, data.points
    guess, place = ask_for_guess(what, text.GUESS_QUESTION, text.GUESSES, unless=("k", "axes", "point", "tab"))
    if guess is None:
        figure = figures.unclustered_plot(view.on(sample.X), compute.rows_to_draw(len(sample.X)), view)
        alt = f"{len(sample.X):,} points, not yet divided into clusters."
        with st.container(key="points-box", height=CHART_HEIGHT_PX, border=False):
            st.plotly_chart(figure, config=layout.chart_config(), height="stretch", key="points", alt=alt)
        if view.note:
            st.text(view.note)
        fit_charts("points")
        layout.end_on_stage()
        st.stop()
    return None if guess == SHOW_ME else int(guess), place


@dataclass(frozen=True)
class ElbowResults:
    """What was computed for the settings, and the view on it. The `result` and its silhouettes are of the chosen k."""

    search: Search
    sample: Sample
    sweep: ScoredSweep
    gap: Gap | None
    criteria: list[Criterion]
    k: int
    result: KMeansResult
    silhouettes: Silhouettes | None
    view: View
    guess: int | None = None

    @property
    def groups(self) -> int | None:
        """How many groups there are, if that is known."""
        named, truth = NAMED.get(self.search.data.name), self.sample.table.truth
        return named and (named.clusters if truth is None else len(np.unique(truth)))

    @property
    def is_generated(self) -> bool:
        named = NAMED.get(self.search.data.name)
        return named is not None and not named.real


def show_guess(results: ElbowResults) -> None:
    """Compare the guess, if there is one, with the criteria and with what was generated."""
    if results.guess:
        groups = results.groups if results.is_generated else None
        st.markdown(unbroken(text.guess_text(results.guess, results.sweep, results.criteria, groups)))


def show_consensus(results: ElbowResults) -> None:
    headline, reason = text.consensus_text(results.criteria, results.gap)
    with reply_region("verdict", results.gap is not None):
        left, right = st.columns([1, 2], vertical_alignment="center")
        left.header(headline, anchor=False)
        right.markdown(unbroken(f"{reason} {text.known_groups(results.groups, results.criteria)}".strip()))


def show_criteria(results: ElbowResults, reasons: bool) -> None:
    """Show the five criteria side by side, with their `reasons` or not; the gap statistic is computed on a click."""
    for column, criterion in zip(st.columns(len(results.criteria)), results.criteria, strict=True):
        with column, st.container(gap="xxsmall"):
            k = "—" if criterion.k is None else criterion.k
            as_guessed = " :small[as you guessed]" if results.guess and criterion.k == results.guess else ""
            st.markdown(f"{criterion.name}: **{k}**{as_guessed}")
            if reasons:
                st.markdown(f":small[{unbroken(text.reason(criterion, results.gap))}]")
            if criterion.name == GAP:
                offer_gap(results, GAP_BUTTONS[0])
    if note := text.sampled_evidence(results.sample):
        st.markdown(f":small[{note}]")
    if reasons:
        with st.popover("What the criteria measure", icon=":material/help:"):
            st.markdown(text.MEASURES_LIST)


def gap_if_wanted(search: Search, sample: Sample, status) -> Gap | None:
    """Return the gap statistic if it is known, or if a button further down was clicked that asks for it."""
    if any(st.session_state.get(key) for key in GAP_BUTTONS):
        return cache.gap_statistic(search, sample, status=status)
    return cache.gap_statistic.known(search, sample)


def offer_gap(results: ElbowResults, key) -> None:
    if results.gap is None:
        st.button("Compute it", key=key, help=text.GAP_WORK)


def clickable_chart(name, figure, alt, chosen_key, *settings) -> None:
    """Draw the figure; a click sets the control `chosen_key` to the number that the clicked mark carries."""
    key = f"{name} {settings}"  # another key after a click: the selection in the figure before is forgotten
    config = layout.chart_config(name) | dict(modeBarButtons=[["toImage"]])
    clicks = dict(on_select=partial(follow_click, key, chosen_key), selection_mode="points")
    with st.container(key=f"{name}-box", height=CHART_HEIGHT_PX, border=False):
        st.plotly_chart(figure, config=config, height="stretch", key=key, alt=alt, **clicks)


def fit_charts(*names: str) -> None:
    """Let the charts of these names grow with the screen, so that a projector shows them large."""
    boxes = [f"{name}-box" for name in names]
    fit_height(boxes, least=CHART_HEIGHT_PX, reserved=450, floor=CHART_HEIGHT_PX, aspect=0.75, key="grow")


def follow_click(key, chosen_key) -> None:
    """Set the control `chosen_key`, and with it the address, to what was clicked in the chart `key`."""
    number = clicked_number(key, "customdata", 1, compute.MAX_K if chosen_key == "k" else compute.MAX_POINTS)
    if number is not None:
        st.session_state[chosen_key] = type(DEFAULTS[chosen_key])(number)


def show_inertia(results: ElbowResults, axes) -> None:
    sweep, gap, elbow = results.sweep, results.gap, results.criteria[0].k
    band = None if gap is None or len(sweep.ks) < 2 else compute.reference_band(sweep, gap)
    figure = figures.inertia_plot(sweep, results.k, elbow, band, axes)
    clickable_chart("inertia", figure, text.inertia_alt(sweep, elbow), "k", results.k, axes)
    if axes != figures.AXES[1] and not lesson.is_on_stage():
        st.markdown(text.SAVINGS)


def show_clustering(results: ElbowResults, detail: SilhouetteDetail | None) -> None:
    X, k, result, view = results.sample.X, results.k, results.result, results.view
    rows = compute.rows_to_draw(len(X), detail)
    figure = figures.elbow_clustering_plot(view.on(X), result.labels, view.on(result.centroids), view, rows, detail)
    alt = f"{len(X):,} points in {k} clusters. Choose a point to see what its silhouette is made of."
    clickable_chart("clustering", figure, alt, "point", k, detail and detail.point)
    if lesson.is_on_stage():
        return
    mean = results.silhouettes and results.silhouettes.values.mean()
    st.markdown(text.clustering_text(k, result.inertia, mean, k > results.sweep.ks[-1], len(rows), len(X)))


def show_silhouette_curve(results: ElbowResults) -> None:
    criterion = results.criteria[1]
    figure = figures.silhouette_curve(results.sweep, results.k, criterion.k)
    alt = f"Mean silhouette against k. {text.reason(criterion, results.gap)}"
    clickable_chart("silhouettes", figure, alt, "k", results.k)


def show_silhouette_plot(results: ElbowResults, detail: SilhouetteDetail | None) -> None:
    if results.silhouettes is None:
        st.info(text.ONE_CLUSTER)
        return
    figure = figures.silhouette_plot(results.silhouettes, detail)
    alt = text.silhouette_plot_alt(results.silhouettes)
    clickable_chart("silhouette-plot", figure, alt, "point", results.k, detail and detail.point)


def work_out_point(results: ElbowResults) -> SilhouetteDetail | None:
    """Draw the control of the chosen point, and return what its silhouette is made of, which is shown in numbers."""
    left, right = st.columns([1, 3], vertical_alignment="center")
    with left:
        help = "The number of a point, counted from 1; 0 for none. You can also choose it in the pictures."
        point = controls.whole_number("Point", "point", help, defaults=DEFAULTS)
    with right:
        if results.silhouettes is None or not 1 <= point <= len(results.sample.X):
            st.markdown(text.NO_POINT)
            return None
        detail = compute.silhouette_detail(results.sample.X, results.result.labels, point - 1)
        st.latex(text.silhouette_fraction(detail))
        st.markdown(text.silhouette_text(detail, results.view.complete))
        return detail


def scores_tab(results: ElbowResults) -> None:
    saved = st.column_config.NumberColumn(format="percent", help="Share of the inertia that k − 1 clusters leave.")
    number_table(score_rows(results.sweep, results.gap), {"saved": saved})
    if np.isinf(results.sweep.calinski).any():
        st.markdown(text.INFINITE_RATIO.format(results.sweep.ks[-1]))


def score_rows(sweep: ScoredSweep, gap: Gap | None) -> list[dict]:
    """Return a row for every k with all that the criteria use; None where a score is not defined."""
    rows = None if gap is None else [gap.ks.index(k) for k in sweep.ks]
    unknown = np.full(len(sweep.ks), np.nan)
    columns = {
        "inertia": sweep.inertias,
        "saved": sweep.saved,
        "below chord": below_chord(sweep.ks, sweep.inertias),
        "silhouette": sweep.silhouettes,
        "gap": unknown if gap is None else gap.gaps[rows],
        "gap error": unknown if gap is None else gap.errors[rows],
        "Calinski-Harabasz": sweep.calinski,
        "Davies-Bouldin": sweep.davies,
    }
    cells = [[float(value) if np.isfinite(value) else None for value in column] for column in columns.values()]
    return [dict(zip(["k", *columns], row, strict=True)) for row in zip(sweep.ks, *cells, strict=True)]


def gap_tab(results: ElbowResults) -> None:
    gap = results.gap
    with reply_region("gap", gap is not None):
        reason = text.gap_reason(gap)
        st.markdown(reason)
        if gap is None:
            offer_gap(results, GAP_BUTTONS[1])
            return
    left, right = st.columns([3, 2])
    with left:
        alt = f"The gap statistic against k, with its standard errors. {reason}"
        clickable_chart("gap", figures.gap_curve(gap, results.k), alt, "k", results.k)
    with right:
        st.latex(r"\mathrm{gap}(k) = \frac{1}{B} \sum_{b=1}^{B} \log J_k^{(b)} - \log J_k")
        st.markdown(text.GAP_RULE.format(len(gap.references)))
        st.latex(r"\mathrm{gap}(k) \ge \mathrm{gap}(k + 1) - s_{k + 1},")
        st.markdown("where $s$ is the standard error.")


def elbow_code_tab() -> None:
    for caption, module, name in text.CODE:
        st.markdown(caption)
        st.code(source_of(module, name), language="python", wrap_lines=True)
