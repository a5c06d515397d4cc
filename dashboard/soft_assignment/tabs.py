"""The Soft assignment page's own controls, and the tabs under its stage."""

import inspect

import numpy as np
import streamlit as st

from dashboard.common import controls
from dashboard.common.cache import table
from dashboard.common.controls import Data, Start
from dashboard.common.formatting import percent, plural, two_digits
from dashboard.common.questions_tab import ask
from dashboard.common.tables import write
from dashboard.soft_assignment import cache as computed
from dashboard.soft_assignment import film, models
from dashboard.soft_assignment.cache import Scene
from dashboard.soft_assignment.film import Reel
from dashboard.soft_assignment.models import HARD_TO_SOFT, LEVELS, MIXTURE, SOFT_KMEANS, VIEWS, Soft
from kmeans_core import adjusted_rand_score, gaussian_mixture, soft_assign, soft_kmeans
from kmeans_core.gaussian_mixture import COVARIANCE_SHAPES, expectation, weighted_covariances
from kmeans_core.soft_kmeans import responsibilities, weighted_means

DEFAULTS = controls.DEFAULTS | {
    "noise": 2.0,
    "init": "k-means++",
    "view": HARD_TO_SOFT,
    "softness": "0.8",
    "covariance": "full",
    "map": "uncertainty",
    "point": 0,
}
CHART = {
    "displaylogo": False,
    "scrollZoom": False,
    "toImageButtonOptions": {"format": "png", "scale": 3, "filename": "soft-assignment"},
}
TABLE = {"displayModeBar": False}


def choose_model(view: str, k: int) -> Soft:
    """Draw the controls of the models: how soft, which covariances; and what the map shows."""
    help = (
        "The distance at which a centroid's pull has fallen to one half, in units of the points' typical distance "
        "from their centroid. hard is k-means, uniform ignores distance. The mixture finds its own."
    )
    level = st.select_slider("Softness", LEVELS, DEFAULTS["softness"], key="softness", bind="query-params", help=help)
    help = (
        "Of the Gaussian mixture. spherical: a circle of its own size for each. diagonal: an ellipse along the axes. "
        "full: an ellipse in any direction."
    )
    covariance = controls.choice("Shape of a component", "covariance", tuple(COVARIANCE_SHAPES), help, DEFAULTS)
    shades = ("uncertainty", *(f"cluster {j + 1}" for j in range(k)))
    help = "uncertainty: where no cluster is sure of a place (entropy). cluster: how large its share of a place is."
    shade = controls.choice("Map", "map", shades, help, DEFAULTS)
    return Soft(view, level, covariance, shade)


def choose_view() -> str:
    """Draw the choice between the three steps of the page."""
    help = "Three steps from k-means to a mixture of Gaussians, each with a film of its own."
    view = st.segmented_control(
        "What to watch",
        VIEWS,
        default=VIEWS[0],
        required=True,
        key="view",
        bind="query-params",
        label_visibility="collapsed",
        help=help,
    )
    return view or VIEWS[0]  # None behind the address ?view= in spite of `required`


def choose_point(reel: Reel, n: int) -> int:
    """Draw the choice of the point that is worked by hand; return its row, the most torn one where none is named."""
    help = "Its number, counted from 1. Clicking a point in the picture names it; 0 takes the most torn one."
    point = controls.whole("Point", "point", help, defaults=DEFAULTS)
    return point - 1 if 1 <= point <= n else most_torn(reel)


def sharing(reel: Reel, at: int) -> str:
    """Return the name of picture `at`, or of the next one in which points are shared out."""
    later = [picture.name for picture in reel.pictures[at:] if picture.shares is not None and not picture.is_move]
    return later[0]


def most_torn(reel: Reel) -> int:
    """Return the row, among those drawn, whose largest share is least in the middle of the film or at its end."""
    state = reel.states[LEVELS.index(DEFAULTS["softness"])] if reel.pictures[0].name == "Hard" else reel.last
    return int(reel.rows[state.shares.max(axis=1).argmin()])


def verdict(data: Data, start: Start, soft: Soft, reel: Reel, sign) -> str:
    """Return what the last picture shows, next to what k-means makes of the same points."""
    last, truth = reel.last, table(data).truth
    if soft.view == HARD_TO_SOFT:
        return hardness(reel, soft)
    n = len(last.labels)
    hard = computed.settled(data, start, sign).labels
    name = "The mixture" if soft.view == MIXTURE else "Soft k-means"
    said = f"{name} is sure of {percent(1 - last.torn / n)} of the points: one share reaches {percent(models.TORN)}."
    if soft.view == SOFT_KMEANS:
        said += merged(reel)
    if last.collapsed is not None and last.collapsed.any():
        said += (
            f"{film.collapse(last)} Without a floor under its variance such a component would shrink for ever and "
            "the likelihood grow without end. It says nothing about groups: take fewer components or rounder ones."
        )
    if truth is None:
        return said
    known, before, after = (
        len(set(truth.tolist())),
        *(adjusted_rand_score(truth, labels) for labels in (hard, last.labels)),
    )
    return (
        f"{said} Agreement with the {known} known groups, as adjusted Rand index (1 is perfect, 0 is chance): "
        f"k-means **{two_digits(before)}**, {name[0].lower() + name[1:]} **{two_digits(after)}**."
    )


def hardness(reel: Reel, soft: Soft) -> str:
    state = reel.states[LEVELS.index(soft.level)]
    n, k = len(state.labels), len(state.model.centroids)
    if k == 1:
        return "One cluster has the whole of every point at every softness: sharing takes two."
    ringed = {0: "", 1: " It is ringed."}.get(state.torn, " They are ringed.")
    return (
        f"At softness {soft.level}, {film.torn(state.torn, n)}{ringed} The mean uncertainty is "
        f"{percent(state.objective)} of the most that {plural(k, 'cluster')} allow. The nearest centroid is the same "
        "at every softness; only how sure of it we are changes."
    )


def merged(reel: Reel) -> str:
    """Return a sentence about centroids that have fallen together, which a choice too soft brings about."""
    centroids = reel.last.model.centroids
    apart = np.linalg.norm(centroids[:, None] - centroids, axis=-1)
    extent = np.linalg.norm(np.ptp(reel.states[0].model.centroids, axis=0))
    places = len({tuple(row) for row in (apart < 1e-3 * max(extent, 1e-300)).tolist()})
    if places == len(centroids):
        return ""
    return (
        f" So soft a choice makes {plural(len(centroids), 'centroid')} fall together on {plural(places, 'place')}: "
        "a pull that reaches across several heaps sees one."
    )


# ---- one point


def by_hand(data: Data, start: Start, soft: Soft, reel: Reel, point: int) -> None:
    """One point's shares, worked out."""
    pictures = [picture for picture in reel.pictures if picture.shares is not None and not picture.is_move]
    names = [picture.name for picture in pictures]
    if st.session_state.get("at") not in names:
        st.session_state["at"] = models.level_name(soft.level) if soft.view == HARD_TO_SOFT else names[-1]
    left, right = st.columns([3, 2])
    at = left.selectbox("Picture", names, key="at", help="Clicking a point in the picture chooses it and the picture.")
    shares, lines, bars = computed.worked(data, start, soft, at, point, pictures[names.index(at)].model)
    right.markdown(f"**Point {point + 1}**, whose shares add up to {sum(shares):.4g}:")
    right.plotly_chart(
        bars,
        key="bars",
        height=70 + 44 * len(shares),
        config=TABLE,
        alt=f"Point {point + 1}: " + ", ".join(f"cluster {j + 1} {percent(share)}" for j, share in enumerate(shares)),
    )
    with left:
        write(lines.columns)
        st.markdown(lines.sentence)
    st.latex(lines.sum)


def numbers(data: Data, start: Start, soft: Soft, reel: Reel, sign) -> None:
    """One line per softness or iteration; the mixture's components, and scikit-learn's verdict on them."""
    if soft.view == HARD_TO_SOFT:
        st.dataframe(
            [
                {
                    "softness": level,
                    "half-way distance": None if level == LEVELS[-1] else models.distance_of(state.model.beta),
                    "beta": None if level == LEVELS[0] else state.model.beta,
                    "torn points": state.torn,
                    "mean uncertainty": state.objective,
                }
                for level, state in zip(LEVELS, reel.states, strict=True)
            ],
            hide_index=True,
            column_config={
                name: st.column_config.NumberColumn(format="%.4g")
                for name in ("half-way distance", "beta", "mean uncertainty")
            },
        )
        st.latex(
            r"p_{ij} = \frac{e^{-\beta \lVert x_i - c_j \rVert^2}}{\sum_l e^{-\beta \lVert x_i - c_l \rVert^2}}"
            r"\qquad e^{-\beta r^2} = \tfrac{1}{2} \;\Leftrightarrow\; \beta = \frac{\ln 2}{r^2}"
        )
        st.markdown(
            "$p_{ij}$ is the share of cluster $j$ in point $x_i$. $\\beta$ is the **inverse temperature**: $r$, the "
            "half-way distance drawn round each centroid, says the same in units of the picture. The uncertainty is "
            "the entropy of a point's shares, as a share of the most possible, $\\ln k$."
        )
        return
    objective = film.Words.of(reel.last).objective
    st.dataframe(
        [
            {
                "iteration": state.iteration,
                objective: state.objective,
                "torn points": state.torn,
                "shift of all centroids": None if state.iteration == 0 else state.shift,
            }
            for state in reel.states
        ],
        hide_index=True,
        column_config={
            objective: st.column_config.NumberColumn(format="%.8g"),
            "shift of all centroids": st.column_config.NumberColumn(format="%.4g"),
        },
    )
    if soft.view == SOFT_KMEANS:
        st.latex(r"F = \sum_{ij} p_{ij} \lVert x_i - c_j \rVert^2 + \frac{1}{\beta} \sum_{ij} p_{ij} \ln(k\,p_{ij})")
        st.markdown(
            "The **free energy** $F$ is the inertia, each point counted by its shares $p_{ij}$, plus a price for being "
            "decided. Sharing out lowers it, moving to the weighted means lowers it: so it never rises. With "
            "$\\beta = \\infty$ being decided is free, and $F$ is the inertia."
        )
        return
    components(reel)
    st.markdown(checked(data, start, soft, reel, sign))


def components(reel: Reel) -> None:
    model, n = reel.last.model, len(reel.last.labels)
    widths = np.sqrt(np.linalg.eigvalsh(model.covariances))
    st.dataframe(
        [
            {
                "component": j + 1,
                "weight": weight,
                "points' worth": weight * n,
                "narrowest": width[0],
                "widest": width[-1],
                "collapsed": bool(fallen),
            }
            for j, (weight, width, fallen) in enumerate(zip(model.weights, widths, reel.last.collapsed, strict=True))
        ],
        hide_index=True,
        column_config={
            "weight": st.column_config.NumberColumn(format="%.3f", help="The share of all points."),
            "points' worth": st.column_config.NumberColumn(format="%.1f"),
            "narrowest": st.column_config.NumberColumn(format="%.3g", help="Standard deviation along its short axis."),
            "widest": st.column_config.NumberColumn(format="%.3g", help="Standard deviation along its long axis."),
            "collapsed": st.column_config.CheckboxColumn(help="Its variance, in some direction, is at the floor."),
        },
    )


def checked(data: Data, start: Start, soft: Soft, reel: Reel, sign) -> str:
    """Return how scikit-learn's log-likelihood compares."""
    check = computed.check(data, start, soft, reel, sign)
    if check.log_likelihood is None:
        return check.reason
    ours, theirs = reel.last.objective, check.log_likelihood
    apart = abs(ours - theirs) / (abs(theirs) or 1.0)
    difference = f"Relative difference: {apart:.0e}." if apart else "They agree to the last digit."
    return (
        f"**Check.** scikit-learn's `GaussianMixture`, from the same start, after "
        f"{plural(reel.last.iteration, 'iteration')}: log-likelihood {theirs:,.6f}. "
        f"This one: {ours:,.6f}. {difference}"
    )


# ---- the family


def side_by_side(data: Data, start: Start, soft: Soft, scene: Scene, sign) -> None:
    """The same points as k-means, soft k-means and the mixture label them, and as they are known to belong."""
    names, figure = computed.side_by_side(data, start, soft, scene.view, sign)
    if table(data).truth is not None:
        st.caption(
            "After each name: agreement with the known groups, as adjusted Rand index. 1 is perfect, 0 is chance."
        )
    st.plotly_chart(
        figure, key="beside", height=360, config=TABLE, alt=f"The same points labelled by {', '.join(names)}."
    )


def family(data: Data, start: Start, soft: Soft, sign) -> None:
    """How the three are one, in words, in a table and in numbers from the points on the screen."""
    st.markdown(
        "**k-means, soft k-means and the Gaussian mixture are one algorithm.** Share the points out, fit each cluster "
        "to its shares, repeat. They differ in what a cluster may be:"
    )
    st.table(
        {
            "": ["a cluster's weight", "a cluster's shape", "a point belongs", "what improves"],
            "k-means": ["equal", "one circle for all, infinitely small", "wholly to the nearest", "inertia falls"],
            "soft k-means": ["equal", "one circle for all, of a size we set (β)", "by shares", "free energy falls"],
            "Gaussian mixture": ["its own", "its own ellipse, fitted", "by shares", "log-likelihood rises"],
        },
        hide_index=True,
    )
    st.latex(
        r"\text{k-means} \;\xleftarrow{\;\beta \to \infty\;}\; \text{soft k-means} \;="
        r"\; \text{mixture with } \pi_j = \tfrac{1}{k},\; \Sigma_j = \tfrac{1}{2\beta} I"
    )
    st.markdown(computed.limits(data, start, soft.level, sign))


def code(soft: Soft) -> None:
    """The source that made the film, from the code itself: the loop, then its two halves."""
    shown = {
        HARD_TO_SOFT: (soft_assign, responsibilities),
        SOFT_KMEANS: (soft_kmeans, responsibilities, weighted_means),
        MIXTURE: (gaussian_mixture, expectation, weighted_means, weighted_covariances),
    }[soft.view]
    for function in shown:
        st.code(inspect.getsource(function), language="python", wrap_lines=True)


def tries() -> None:
    """Questions whose answers are computed."""
    ask(computed.questions(), lambda _: DEFAULTS)
