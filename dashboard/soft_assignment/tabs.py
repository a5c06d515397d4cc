"""The tabs of the Soft assignment page, below its picture."""

import numpy as np
import streamlit as st

from dashboard.common.ask import SHOW_ME, ask_for_guess, has_guessed
from dashboard.common.cache import table
from dashboard.common.formatting import percent
from dashboard.common.layout import chart_config, end_on_stage, small_charts
from dashboard.common.projection import view
from dashboard.common.questions import guess_parameter
from dashboard.common.settings import Data, Start
from dashboard.common.source_code import source_of
from dashboard.common.tables import number_table, text_table
from dashboard.components.fit_height import fit_height
from dashboard.components.reply_region import reply_region
from dashboard.soft_assignment import cache, figures, guess, models, text
from dashboard.soft_assignment.film import SoftFilm
from dashboard.soft_assignment.models import HARD_TO_SOFT, LEVELS, MIXTURE, SOFT_KMEANS
from dashboard.soft_assignment.settings import DEFAULTS, OWN_DEFAULTS, SoftSettings

SHOWN_BY = ("step", "tab", *OWN_DEFAULTS, "at")  # names in the address that lead to a result
ASKED_PX = 440
ASKED = "asked"  # in the session: the question of each guess


def guess_share(data: Data, start: Start, x: str, y: str) -> int | None:
    """Ask how large a point's largest share is, judge the guess, and return the point's row. Until then the page ends
    with the hard clusters, which say nothing of shares. None where it asks nothing: all replies are nearly equal, or
    the reader has answered about another point of the same data."""
    points, hard = table(data), cache.hard_clustering(data, start)
    asked = cache.asked_share(data, start, hard)
    if asked is None:
        return None
    row, question = asked
    what = guess.GUESSED, data.name, data.seed, data.upload, data.points
    if has_answered_another(what, question.text):
        return None
    reply, place = ask_for_guess(what, question.text, guess.LETTERS, unless=SHOWN_BY)
    if reply is None:
        st.markdown(guess.share_facts(row, points.X, hard))
        seen = view(points.X, points.features, x, y)
        figure = figures.asked_point_plot(seen.on(points.X), hard, row, seen)
        alt = f"{len(points.X)} points in {start.k} clusters of k-means and their centroids; point {row + 1} is ringed."
        with st.container(key="asked-box", height=ASKED_PX, border=False):
            st.plotly_chart(figure, config=chart_config(), height="stretch", key="asked chart", alt=alt)
        fit_height(("asked-box",), least=ASKED_PX, reserved=450, floor=ASKED_PX, aspect=0.75, key="grow")
        if seen.note:
            st.text(seen.note)
        end_on_stage()
        st.stop()
    if reply != SHOW_ME:
        place.markdown(question.feedback(reply))
    return row


def has_answered_another(what: tuple, question: str) -> bool:
    """Return whether the reader has made the guess about `what`, but at another `question`: with other settings another
    point is asked about. Remember the question until there is a guess."""
    key, before = guess_parameter(*what), st.session_state.get(ASKED, {})
    asked = st.session_state[ASKED] = {other: asked for other, asked in before.items() if has_guessed(other)}
    return asked.setdefault(key, question) != question


def soft_result(settings: SoftSettings, film: SoftFilm) -> str:
    """Return what the current or last picture shows, next to k-means on the same points."""
    if settings.view == HARD_TO_SOFT:
        return text.softness_result(settings.level, film.states[LEVELS.index(settings.level)])
    return text.soft_run_result(
        film, table(settings.data).truth, cache.hard_clustering(settings.data, settings.start).labels
    )


def most_undecided(settings: SoftSettings, film: SoftFilm) -> int:
    """Return the drawn row whose largest share is smallest, at the default softness or at the end of the run."""
    is_run = settings.view != HARD_TO_SOFT
    state = film.last if is_run else film.states[LEVELS.index(DEFAULTS["softness"])]
    return int(film.rows[state.shares.max(axis=1).argmin()])


def choose_clicked_point(film: SoftFilm, point: int, step: int) -> None:
    """Choose the point that was clicked, and its picture or the next one in which points are shared. A callback."""
    st.session_state["point"] = float(point + 1)
    st.session_state["at"] = film.sharings(step)[0].name


def shares_tab(settings: SoftSettings, film: SoftFilm, point: int) -> None:
    """Draw how one point's shares come about."""
    named = {picture.name: picture.model for picture in film.sharings()}
    names = list(named)
    if st.session_state.get("at", names[0]) not in named:
        del st.session_state["at"]  # a picture of another film
    default = len(names) - 1 if settings.view != HARD_TO_SOFT else LEVELS.index(settings.level)
    left, right = st.columns([3, 2])
    help = "Clicking a point in the picture chooses it and the picture."
    picture = left.selectbox("Picture", names, default, key="at", bind="query-params", help=help)
    shares, worked, bars = cache.worked_point(settings, picture, point, named[picture])
    right.markdown(f"**Point {point + 1}**, whose shares add up to {sum(shares):.4g}:")
    alt = f"Point {point + 1}: " + ", ".join(f"cluster {j + 1} {percent(share)}" for j, share in enumerate(shares))
    right.plotly_chart(bars, key="bars", height=70 + 44 * len(shares), config=chart_config(), alt=alt)
    with left:
        text_table(worked.columns)
        st.markdown(worked.sentence)
    st.latex(worked.formula)


def soft_numbers_tab(settings: SoftSettings, film: SoftFilm, status) -> None:
    """Draw one line per softness or iteration, the mixture's components, and scikit-learn's result for comparison."""
    four_digits = st.column_config.NumberColumn(format="%.4g")
    if settings.view == HARD_TO_SOFT:
        rows = [
            {
                "softness": level,
                "half-way distance": None if level == LEVELS[-1] else models.distance_of(state.model.beta),
                "beta": None if level == LEVELS[0] else state.model.beta,
                "undecided points": state.n_undecided,
                "mean uncertainty": state.objective,
            }
            for level, state in zip(LEVELS, film.states, strict=True)
        ]
        number_table(rows, dict.fromkeys(("half-way distance", "beta", "mean uncertainty"), four_digits))
        st.latex(text.SHARE_FORMULA)
        st.latex(text.HALFWAY_FORMULA)
        st.markdown(text.SHARES_EXPLAINED)
        return
    objective, shift = text.objective_name(film.last.model), "shift of all centroids"
    rows = [
        {
            "iteration": state.iteration,
            objective: state.objective,
            "undecided points": state.n_undecided,
            shift: state.shift if state.iteration else None,
        }
        for state in film.states
    ]
    number_table(rows, {objective: st.column_config.NumberColumn(format="%.8g"), shift: four_digits})
    if settings.view == SOFT_KMEANS:
        st.latex(text.FREE_ENERGY_FORMULA)
        st.markdown(text.FREE_ENERGY_EXPLAINED)
    else:
        component_table(film)
        compare_with_sklearn(settings.of_film, film, status)


def compare_with_sklearn(settings: SoftSettings, film: SoftFilm, status) -> None:
    """Offer to run scikit-learn's mixture from the same start: it takes longer than the page's own."""
    if any(state.collapsed.any() for state in film.states):
        st.markdown(text.NO_SKLEARN_CHECK)
        return
    log_likelihood = cache.sklearn_log_likelihood.known(settings, film)
    with reply_region("scikit-learn", log_likelihood is not None):
        if log_likelihood is None:
            if not st.button("Compare with scikit-learn", help=text.SKLEARN_WORK):
                return
            log_likelihood = cache.sklearn_log_likelihood(settings, film, status=status)
        st.markdown(text.sklearn_check(film.last, log_likelihood))


def component_table(film: SoftFilm) -> None:
    model, n = film.last.model, len(film.last.labels)
    widths = np.sqrt(np.linalg.eigvalsh(model.covariances))
    rows = [
        {
            "component": j + 1,
            "weight": model.weights[j],
            "points' worth": model.weights[j] * n,
            "narrowest": widths[j, 0],
            "widest": widths[j, -1],
            "collapsed": bool(film.last.collapsed[j]),
        }
        for j in range(len(widths))
    ]
    number = st.column_config.NumberColumn
    looks = {
        "weight": number(format="%.3f", help="The share of all points."),
        "points' worth": number(format="%.1f", help="The sum of all points' shares in the component."),
        "narrowest": number(format="%.3g", help="Standard deviation along its short axis."),
        "widest": number(format="%.3g", help="Standard deviation along its long axis."),
        "collapsed": st.column_config.CheckboxColumn(help="Its variance, in some direction, is at the floor."),
    }
    number_table(rows, looks)


def labels_tab(settings: SoftSettings) -> None:
    """Draw the points as k-means, soft k-means and the mixture label them, and as they are known to belong."""
    names, figures = cache.labels_plot(settings, cache.hard_clustering(settings.data, settings.start))
    if table(settings.data).truth is not None:
        st.markdown(text.SCORES_EXPLAINED)
    small_charts(figures, [f"The points as labelled by: {name}." for name in names], columns=4, key="beside")


def family_tab(settings: SoftSettings) -> None:
    """Draw how the three models are one, in words, in a table and in numbers from the points on the screen."""
    st.markdown(text.FAMILY)
    text_table(text.FAMILY_TABLE)
    st.latex(text.FAMILY_FORMULA)
    st.markdown(cache.family_ties(settings))


def soft_code_tab(settings: SoftSettings) -> None:
    """Draw the source that made the film: the loop, then its two halves."""
    modules = {
        HARD_TO_SOFT: {"soft_kmeans": ("soft_assign", "responsibilities")},
        SOFT_KMEANS: {"soft_kmeans": ("soft_kmeans", "responsibilities", "weighted_means")},
        MIXTURE: {
            "gaussian_mixture": ("gaussian_mixture", "expectation", "weighted_covariances"),
            "soft_kmeans": ("weighted_means",),
        },
    }[settings.view]
    for module, names in modules.items():
        for name in names:
            st.code(source_of(f"kmeans_core.{module}", name), language="python", wrap_lines=True)
