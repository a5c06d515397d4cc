"""The tabs of the Failure cases page."""

import zlib
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from dashboard.common import layout, uploads
from dashboard.common.ask import SHOW_ME, ask_for_guess
from dashboard.common.clicks import clicked_value
from dashboard.common.formatting import plural
from dashboard.common.lesson import is_on_stage
from dashboard.common.projection import COMPONENTS, view
from dashboard.common.tables import data_table
from dashboard.components.fit_height import fit_height
from dashboard.components.reply_region import reply_region
from dashboard.failure_cases import cache, figures, text
from dashboard.failure_cases.cases import CASES, OWN, OWN_TABLE, Case, case_of
from dashboard.failure_cases.compute import KMEANS, TRUTH, MethodResult
from dashboard.failure_cases.methods import FIXES, METHODS, bend, calls, neighbour_distances
from dashboard.failure_cases.settings import MAX_POINTS, SUGGESTED, FailureSettings, open_case, settings_of
from kmeans_core import adjusted_rand_score

CHART, STILL = layout.chart_config("k-means fails"), layout.chart_config()
PICTURES = ("left-picture", "right-picture")
LETTERS = ["A", "B"]  # of the pictures before it is said which is which
SHOWN_BY = ("knob", "method", "eps")  # names in the address that lead to a result
SAME_RESULT = 0.98  # the adjusted Rand index of two results from which they look the same
# The least height of the two pictures, of a flat one, of the curves below, of a figure alone in its tab, and of a row.
PICTURE_PX, FLAT_PICTURE_PX, CURVE_PX, SINGLE_PX, ROW_PX = 300, 190, 240, 390, 200
BESIDE_PICTURES_PX = 580  # what else the first screen holds


def break_it(settings: FailureSettings, method: str, x: str, y: str, asks: bool, question, pictures) -> None:
    """k-means and the remedy side by side, why k-means fails, and the score of every method along the parameter.

    With `asks`, a reader first says which of the two pictures is that of k-means, and whether a fix will help: in the
    containers `question` and `pictures`, which are above the controls.
    """
    case, table = settings.case, cache.points_of(settings)
    if st.session_state["case"] == OWN and case is not OWN_TABLE:
        uploads.ask_for_file("the moons")
    before, after = (cache.result_of(settings, name) for name in (KMEANS, method))
    flat_view = view(table.X, table.features, x, y)
    if asks:
        with question:
            has_guess = is_guessed(settings, method, flat_view.on(table.X), flat_view, before, after, pictures)
        if not has_guess:
            if not is_on_stage():
                st.markdown(text.ASKED_ABOVE)
            return
    st.markdown(f"{text.SILHOUETTE if settings.own else text.ARI} {text.NOISE}")
    for key, column, name, result in zip(PICTURES, st.columns(2), (KMEANS, method), (before, after), strict=True):
        figure = figures.clustering_plot(flat_view.on(table.X), result, flat_view)
        with column:
            st.markdown(f"## {text.label_of(name)}: {text.result_summary(result, case)}")
            alt = text.picture_alt(name, result, len(table.X), case)
            with st.container(key=key, height=PICTURE_PX, border=False):
                st.plotly_chart(figure, config=CHART, height="stretch", key=f"picture {name}", alt=alt)
            if not is_on_stage():
                st.markdown(text.INTRODUCTIONS[name])
            if result.note:
                st.text(result.note)
    grow_pictures(figure)
    if is_on_stage():
        return
    if flat_view.note:
        st.text(flat_view.note)
    if settings.own and len(table.X) == MAX_POINTS < uploads.current().file.rows:
        st.text(text.SAMPLE_NOTE.format(MAX_POINTS, uploads.current().file.rows))
    if not settings.own and case.max_points < st.session_state["n"]:
        st.text(text.FEWER_POINTS.format(case.max_points))
    left, right = st.columns([2, 3])
    with left:
        with reply_region("verdict", f"{case.name} {method}", opens=True):
            st.markdown(text.SILHOUETTE_WARNING if settings.own else text.method_verdict(method, before, after))
            st.markdown(text.why(case, table, method, before, after))
        with st.popover("What the methods do", icon=":material/help:"):
            st.markdown(text.METHODS_IN_WORDS)
    with right:
        show_scores(settings, method, {KMEANS: before.score, method: after.score})
    if not settings.own:
        st.markdown(f":small[{text.scored_points(table)}]")
    with st.expander("Parameters"):
        for call in calls(settings.params).values():
            st.code(call, language=None, wrap_lines=True)
    fit_height(("curve-box",), least=CURVE_PX, reserved=800, floor=CURVE_PX, aspect=0.5, key="grow curve")


def is_guessed(settings: FailureSettings, method: str, places, flat_view, before, after, pictures) -> bool:
    """Ask which of the two results is that of k-means or, where a fix is on, whether it helps; return whether the
    reader has said so, and judge it then. Where both results are the same there is nothing to ask."""
    case = settings.case
    data = settings.case_name, settings.seed, *((settings.own.upload, settings.own.points) if settings.own else ())
    if method == case.fix != case.remedy and not settings.own:
        shown = {KMEANS: before}
        guess, place = ask_for_guess((*data, method), text.fix_question(method), text.OUTCOMES, unless=SHOWN_BY)
        verdict = partial(text.fix_verdict, guess, method, after)
    elif adjusted_rand_score(before.labels, after.labels) > SAME_RESULT:
        return True
    else:
        right = LETTERS[zlib.crc32(repr(data).encode()) % 2]
        shown = {letter: before if letter == right else after for letter in LETTERS}
        guess, place = ask_for_guess(data, text.picture_question(method), LETTERS, unless=SHOWN_BY)
        verdict = partial(text.picture_verdict, guess, right, case, method, before, len(places))
    if guess is not None:
        if guess != SHOW_ME:
            place.markdown(verdict())
        return True
    place.markdown(text.in_short(method))
    for key, column, (name, result) in zip(PICTURES, pictures.columns(2), shown.items(), strict=False):
        figure = figures.clustering_plot(places, MethodResult(result.labels), flat_view)
        alt = f"{name}: {len(places)} points in {plural(result.n_clusters, 'cluster')}."
        with column:
            st.markdown(f"## {name}")
            with st.container(key=key, height=PICTURE_PX, border=False):
                st.plotly_chart(figure, config=STILL, height="stretch", key=f"picture {name}", alt=alt)
    grow_pictures(figure)
    return False


def grow_pictures(figure) -> None:
    """Let the two pictures, which are as wide and high as `figure`, grow with the screen."""
    room = dict(least=PICTURE_PX, reserved=BESIDE_PICTURES_PX, floor=FLAT_PICTURE_PX)
    fit_height(PICTURES, **room, **figures.filled_shape(figure), key="grow")


def show_scores(settings: FailureSettings, method: str, marked: dict[str, float | None]) -> None:
    """Draw every method's score along the parameter, computed while the pictures can already be looked at."""
    with st.container(key="curve-box", height=CURVE_PX, border=False):
        place = st.empty()
    methods = (*METHODS, *((method,) if method in FIXES else ()))
    of_curve = replace(settings.sampled, value=settings.case.parameter.default)
    scores = {name: cache.curve_scores(of_curve.used_by(name), name, status=place) for name in methods}
    title = text.score_name(settings.case)
    figure = figures.score_plot(settings.case.parameter, scores, settings.value, marked, title)
    alt = text.curve_alt(settings.case, methods, settings.value)
    place.plotly_chart(figure, config=STILL, height="stretch", key="curve", alt=alt)
    n, n_of_curve = (len(cache.points_of(one).X) for one in (settings, of_curve))
    if n_of_curve < n:
        st.markdown(f":small[{text.CURVE_NOTE.format(n_of_curve, n)}]")


def gallery(settings: FailureSettings) -> None:
    """Every case under every method, in small; a click on a cell opens it large."""
    st.markdown(text.GALLERY_INTRO)
    with st.popover("What the methods do", icon=":material/help:"):
        st.markdown(text.METHODS_IN_WORDS)
    status = st.empty()
    if settings.own:
        own = settings.sampled
        gallery_row(OWN_TABLE, own, {method: cache.result_of(own, method) for method in METHODS})
        st.markdown(f"Above, your own points, with the mean silhouette under each method. {text.SILHOUETTE_WARNING}")
    results = cache.gallery_results(settings.seed, status=status)
    table = []
    for case in CASES.values():
        row = {method: results[case.name, method] for method in METHODS}
        gallery_row(case, settings_of(case, settings.seed), row)
        scores = {method: result.score for method, result in row.items()}
        table.append({"case": case.name, **scores, "the fix": case.fix, "fixed": results[case.name, case.fix].score})
    rows = [key for name in (OWN, *CASES) for key in row_keys(name)]
    fit_height(rows, least=ROW_PX, reserved=0, floor=150, aspect=1 / 3, padding=50, key="grow gallery")
    st.header("No method wins everywhere")
    st.markdown(text.GRADES)
    st.markdown("\n".join(f"- {sentence}" for sentence in text.method_summaries(table)))
    st.markdown("**What the other methods cannot do.** Each makes assumptions of its own:")
    st.markdown("\n".join(f"- {sentence}" for sentence in text.method_limits(table)))
    # Rounded here, or a score just below zero would be shown as -0.00.
    rounded = [{name: round(v, 2) + 0.0 if isinstance(v, float) else v for name, v in row.items()} for row in table]
    columns = dict.fromkeys((*METHODS, "fixed"), st.column_config.NumberColumn(format="%.2f"))
    data_table(rounded, columns, height="content")


def row_keys(name: str) -> list[str]:
    """Return the keys of the two halves of a case's row."""
    return [f"row-{name.replace(' ', '-')}-{half}" for half in (0, 1)]


def gallery_row(case: Case, settings: FailureSettings, results: dict[str, MethodResult]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        button = dict(key=f"open {case.name}", help="Open this case large.")
        st.button(case.name.capitalize(), on_click=open_case, args=(case.name, SUGGESTED), **button)
        st.markdown(f":small[{text.case_settings(case, settings.value, settings.eps, settings.min_samples)}]")
    data = cache.points_of(settings)
    directions = COMPONENTS if settings.own and len(data.features) > 2 else data.features[:2]
    places, truth = view(data.X, data.features, *directions).on(data.X), data.truth
    first = np.full(len(results[KMEANS].labels), -1) if truth is None else truth
    cells = {f"{TRUTH if truth is not None else 'your points'}<br> ": first}
    cells |= {text.cell_title(method, result): result.labels for method, result in results.items()}
    for half, column in enumerate(st.columns(2, gap=None)):  # a phone shows one below the other
        cells_here = slice(3 * half, 3 * half + 3)
        figure = figures.clustering_row(places, list(cells.items())[cells_here])
        key, methods = f"cells {case.name} {half}", [TRUTH, *results][cells_here]
        with column, st.container(key=row_keys(case.name)[half], height=ROW_PX, border=False):
            alt = f"{case.name.capitalize()}: " + "; ".join(map(text.spoken_title, list(cells)[cells_here]))
            clicks = dict(selection_mode="points", on_select=partial(open_cell, key, case.name, methods))
            st.plotly_chart(figure, config=STILL, height="stretch", key=key, alt=alt, **clicks)


def open_cell(key: str, case: str, methods: list[str]) -> None:
    """Open the cell in which a point was clicked. A callback."""
    x = clicked_value(key, "x")
    if isinstance(x, float | int) and 0 <= (cell := figures.clicked_cell(x)) < len(methods):
        method = methods[cell]
        open_case(case, SUGGESTED if method in (KMEANS, case_of(case).remedy) else method)


def choose_eps(settings: FailureSettings) -> None:
    """How eps is chosen: the distance to the min_samples-th neighbour, point by point."""
    table = cache.points_of(settings)
    if len(table.X) < settings.min_samples:
        st.markdown(text.TOO_FEW_NEIGHBOURS.format(n=len(table.X), min_samples=settings.min_samples))
        return
    by_point = neighbour_distances(table.X, settings.min_samples)
    distances = np.sort(by_point)
    suggested, min_samples = bend(distances), settings.min_samples
    figure = figures.neighbour_distance_plot(distances, settings.eps, suggested, min_samples)
    show_single(figure, "distances", text.neighbour_curve_alt(distances, settings.eps, min_samples))
    effects = []
    is_flat = distances[-1] == distances[0]
    diamond = "at the diamond" if is_flat else "at the bend (the diamond)"
    for name, eps in ((diamond, suggested), ("now (the dashed line)", settings.eps)):
        result = cache.result_of(replace(settings, eps=eps), "DBSCAN")
        effects.append(f"- {name}, {text.eps_effect(distances, eps, result, settings.case)}")
    st.markdown((text.FLAT_INTRO if is_flat else text.BEND_INTRO).format(min_samples))
    st.markdown("\n".join(effects))
    st.markdown(text.one_eps_for_all(by_point, table.truth))


def show_single(figure, key: str, alt: str) -> None:
    """Draw a figure that has the screen to itself, but for a paragraph below."""
    with st.container(key=f"{key}-box", height=SINGLE_PX, border=False):
        st.plotly_chart(figure, config=CHART, height="stretch", key=key, alt=alt)
    fit_height((f"{key}-box",), least=SINGLE_PX, reserved=430, floor=SINGLE_PX, aspect=0.6, key=f"grow {key}")


@st.fragment
def costs() -> None:
    """Time against the number of points, measured when the reader asks."""
    times, counts = cache.method_times.known(), cache.TIMED_COUNTS
    with reply_region("times", times is not None):
        if times is None:
            st.markdown(text.TIME_QUESTION.format(counts[0], counts[-1]))
            if not st.button("Measure the methods", help="Takes about a second of processor time."):
                return
            times = cache.method_times(status=st.empty())
        st.markdown(text.time_growth(counts, times))
    show_single(figures.time_plot(counts, times), "growth", text.TIME_ALT)
