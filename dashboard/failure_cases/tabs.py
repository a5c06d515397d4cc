"""The Failure cases page: its controls, and what stands in its tabs."""

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.common import controls, uploads
from dashboard.common.controls import Data
from dashboard.common.formatting import number, plural, two_digits
from dashboard.common.questions_tab import ask
from dashboard.components.fit_height import grow
from dashboard.failure_cases import cache as computed
from dashboard.failure_cases import figures
from dashboard.failure_cases.cache import Setting
from dashboard.failure_cases.cases import NAMED, OWN, THEIRS, Case, case_of
from dashboard.failure_cases.evaluation import BOUNDS, KMEANS, TRUTH, Result, limits, no_winner, verdict
from dashboard.failure_cases.explanations import evidence
from dashboard.failure_cases.methods import METHODS, MOST_SPECTRAL, knee, parameters
from dashboard.failure_cases.preprocessing import FIXES

SUGGESTED = "suggested"
REMEDIES = (SUGGESTED, *(name for name in METHODS if name != KMEANS), *FIXES, TRUTH)
MOST = computed.MOST
CHART = {
    "displaylogo": False,
    "scrollZoom": False,
    "toImageButtonOptions": {"format": "png", "scale": 3, "filename": "k-means fails"},
}
# pixels: the height of the two pictures where there is little room, what else stands on the first screen, and the
# least height of a flat picture
LEAST, BESIDE, FLOOR = 270, 560, 170
CURVE, ALONE, CELLS = 210, 390, 200  # pixels: the least height of the other figures, of a gallery's row the first
PLACES = ("left-picture", "right-picture")
STILL = {"displayModeBar": False}
ARI = "ARI, the adjusted Rand index: 1 is the true grouping, 0 is what chance gives."
SILHOUETTE = (
    "Mean silhouette: 1 is compact and far apart, 0 lies on the border. The points that a method leaves as noise are "
    "left out of its mean."
)
HERE, FITTING = "case the controls belong to", "eps suggested for the reader's own table"
WARNING = (
    "Nobody knows the truth here, so the mean silhouette stands in the place of the ARI. **It loves round clusters "
    "itself**: it can rank a wrong round answer above a right bent one."
)


def beginning(values=None) -> dict:
    """Return the controls' values with which a case begins: the one in `values`, or the lesson's moons."""
    case = case_of((values or {}).get("case", "moons"))
    return {"case": case.name, "n": 300, "seed": 42, HERE: case.name, **its_own(case)}


def its_own(case: Case) -> dict:
    """Return the values of the controls that begin anew with every case."""
    eps = case.eps or NAMED["moons"].eps  # they stand in until somebody's own table has come
    return {"method": SUGGESTED, "knob": case.knob.default, "min_samples": case.min_samples, "eps": eps}


def restart() -> None:
    """Set what belongs to the case that has just been chosen. A callback."""
    case = case_of(st.session_state["case"])
    st.session_state.update({HERE: case.name} | its_own(case))


def follow(case: Case) -> None:
    """Set what belongs to a case that a link has chosen, and of which the link says nothing."""
    if st.session_state.setdefault(HERE, case.name) != case.name:
        silent = {key: value for key, value in its_own(case).items() if key not in st.query_params}
        st.session_state.update({HERE: case.name} | silent)


def heed_link() -> None:
    """Go where a link leads that names what the page begins with: the controls take only other values from it."""
    for key, first in {"case": beginning()["case"], "tab": "Break it"}.items():
        if st.query_params.get(key) == first:
            st.session_state[key] = first


def choose_case() -> tuple[Case, Data | None]:
    """Draw the choice of a case, and for a table of the reader's own the uploader; without one, the moons."""
    heed_link()
    help = "What is asked of k-means. Each case breaks one thing that k-means takes for granted."
    name = controls.choice("Case", "case", (*NAMED, OWN), help, beginning(), on_change=restart)
    follow(case_of(name))
    if name != OWN:
        return NAMED[name], None
    own = uploads.choose("the moons")
    help = "Gives every feature mean 0 and standard deviation 1 before anything else."
    scale = st.toggle("Standardise features", False, key="scale", bind="query-params", help=help)
    if own is None:
        return NAMED["moons"], None
    return THEIRS, Data(OWN, 0, 0.0, 0, scale, own.fingerprint, own.columns)


def choose_points(case: Case, own: Data | None) -> Setting:
    """Draw what else makes the points, and what DBSCAN is given; the knob stands at its default."""
    defaults = beginning({"case": case.name})
    fixed = own is not None
    n = controls.slider("Points", "n", 60, MOST, 20, "How many points are made.", fixed, defaults)
    help = "Another number makes other points of the same kind, and other starts."
    seed = controls.whole("Seed", "seed", help, defaults=defaults)
    help = "DBSCAN: a point with this many neighbours within eps, itself included, lies in a dense place."
    min_samples = controls.slider("min_samples", "min_samples", 2, 30, 1, help, defaults=defaults)
    suggested = computed.suggested_eps(own, min_samples) if own else case.eps
    help = "DBSCAN: how far a neighbour may be away. The tab “Choose eps” shows where it comes from."
    if own:
        help += " Another min_samples begins with an eps of its own."
        begin_eps(suggested)
    stops = [float(f"{suggested * at / 20:.3g}") for at in range(1, 81)]
    eps = stepped("eps", "eps", stops, suggested, help)
    return Setting(case.name, case.knob.default, 0 if own else n, seed, eps, min_samples, own)


def begin_eps(suggested: float) -> None:
    """Let eps begin anew where the reader's own table suggests another one, and the address none."""
    if st.session_state.get(FITTING) != suggested and "eps" not in st.query_params:
        st.session_state.update({FITTING: suggested, "eps": suggested})


def stepped(label, key, stops: list[float], default, help) -> float:
    """Draw a slider whose range belongs to the case.

    A plain slider with another range is another control to Streamlit, and then follows the address no more. This one
    stays the same with other `stops`, of which `default` is one.
    """
    return st.select_slider(label, stops, default, "{:g}".format, key=key, bind="query-params", help=help)


def turn(case: Case, setting: Setting) -> tuple[Setting, str]:
    """Draw the knob, the choice of the remedy and the button that mends."""
    knob = case.knob
    left, middle, right = st.columns([4, 3, 3], vertical_alignment="bottom")
    with left:
        value = stepped(knob.label, "knob", knob.stops, knob.default, knob.help)
    with middle:
        help = (
            "What stands beside k-means: another method, or k-means after a fix. Suggested is what fits this case "
            f"best as it begins: {case.remedy}."
        )
        method = controls.choice(f"Beside k-means (suggested: {case.remedy})", "method", REMEDIES, help)
    if method == SUGGESTED or (method == TRUTH and setting.own):
        method = case.remedy
    if method == case.fix != case.remedy:
        right.button("Take the fix away", on_click=choose, args=(SUGGESTED,), help="Back to the suggested method.")
    elif method != case.fix:
        help = "Puts k-means after this fix, or the method that mends the case, beside k-means as it was."
        right.button(f"Fix it: {case.fix}", on_click=choose, args=(case.fix,), help=help)
    return replace(setting, knob=value), method


def choose_view(setting: Setting) -> tuple[str, str]:
    """Draw the choice of directions for a table of the reader's own; a made case shows its first two features."""
    features = computed.points(setting).features
    if setting.own is None:
        return features[:2]
    with st.sidebar:
        return controls.choose_view(features)


def break_it(setting: Setting, method: str, x: str, y: str) -> None:
    """k-means and the remedy side by side, what gave way, and the score of every method along the knob."""
    case, table = case_of(setting.case), computed.points(setting)
    if st.session_state["case"] == OWN and case is not THEIRS:
        uploads.awaited("the moons")
    sign = st.empty()
    before, after = computed.shown(setting, KMEANS, sign), computed.shown(setting, method, sign)
    for place, column, name, found in zip(PLACES, st.columns(2), (KMEANS, method), (before, after), strict=True):
        figure, seen = computed.picture(setting.seen_by(name), name, x, y, found)
        with column:
            label = f"k-means, {name}" if name in FIXES else name
            st.markdown(f"#### {label}: {scored(found, case)}")
            with st.container(key=place, height=LEAST, border=False):
                st.plotly_chart(
                    figure,
                    config=CHART,
                    height="stretch",
                    key=f"picture {name}",
                    alt=alt(label, found, len(table.X), case),
                )
            if found.note:
                st.text(found.note)
    for note in filter(None, (seen.note, computed.sampled(setting))):
        st.text(note)
    left, right = st.columns([2, 3])
    with left:
        tell(case, setting, method, before, after)
    with right:
        along(case, setting, method)
    st.caption(SILHOUETTE if case is THEIRS else f"{ARI} {counted(table)}")
    with st.expander("Parameters"):
        for name in METHODS:
            st.code(parameters(name, setting.asked), language=None, wrap_lines=True)
    grow(PLACES, least=LEAST, beside=BESIDE, floor=FLOOR, **figures.filled(figure), key="grow")
    grow(("curve-box",), least=CURVE, beside=800, floor=CURVE, shape=0.5, key="grow curve")


def counted(table) -> str:
    """Return which points the adjusted Rand index is taken over."""
    strays = int((table.truth < 0).sum())
    over = f"The {plural(strays, 'stray')}, in no true group, are left out of it" if strays else "Every point counts"
    return f"{over}; the points that a method leaves as noise count as one more cluster."


def scored(found: Result, case: Case) -> str:
    """Return the heading's numbers: the score and the time."""
    if found.labels is None:
        return "not run"
    took = f", {milliseconds(found)}" if found.seconds else ""
    if found.score is None:
        return f"{unscored(found)}{took}" if case is THEIRS else "as they were made"
    return f"{'silhouette' if case is THEIRS else 'ARI'} {two_digits(found.score)}{took}"


def unscored(found: Result) -> str:
    """Return why there is no silhouette."""
    return "one cluster" if (found.labels >= 0).any() else "no cluster"


def milliseconds(found: Result) -> str:
    return f"{1000 * found.seconds:.0f} ms" if found.seconds >= 0.0005 else "under 1 ms"


def alt(label, found, n, case) -> str:
    if found.labels is None:
        return f"{n} points; {label} was not run."
    clusters, noise = len(set(found.labels[found.labels >= 0].tolist())), int((found.labels < 0).sum())
    left_out = f", {noise} of them noise" if noise else ""
    return f"{label}: {n} points in {plural(clusters, 'cluster')}{left_out}; {scored(found, case)}."


def tell(case: Case, setting: Setting, method: str, before: Result, after: Result) -> None:
    """Say who finds the groups, and why."""
    st.markdown(WARNING if case is THEIRS else verdict(method, before, after))
    st.markdown(f"**Why?** {case.why} {evidence(case.name, computed.points(setting), before)}")


def choose(method: str) -> None:
    """Put `method` beside k-means. A callback."""
    st.session_state["method"] = method


def along(case: Case, setting: Setting, method: str) -> None:
    """Draw every method's score along the knob, computed while the pictures can already be looked at."""
    with st.container(key="curve-box", height=CURVE, border=False):
        place = st.empty()
    methods = tuple(dict.fromkeys((*METHODS, *((method,) if method in FIXES else ()))))
    figure = computed.score_curves(setting, methods, method, place)
    score = "silhouette" if case is THEIRS else "ARI"
    place.plotly_chart(
        figure,
        config=STILL,
        height="stretch",
        key="curve",
        alt=f"{score} of {', '.join(methods)} at {len(case.knob.places)} places of the knob; now at "
        f"{number(setting.knob)}.",
    )


def gallery(setting: Setting) -> None:
    """Every case under every method, in small; a click on a cell opens it large."""
    st.markdown(
        f"Rows are cases, each at its own setting with {setting.n or 300:,} points; columns are methods, with their "
        "ARI and their processor time, measured on this machine now. Click a point in a cell, or a case's name, to "
        f"open it large. {ARI}"
    )
    if setting.own:
        gallery_row(THEIRS, setting)
        st.markdown(f"Above, your own table, with the mean silhouette under each method. {WARNING}")
    table = []
    for case in NAMED.values():
        here = setting if case.name == setting.case else of_case(case, setting)
        found = gallery_row(case, here)
        fixed = computed.shown(here, case.fix, st.empty())
        scores = {method: result.score for method, result in found.items()}
        table.append({"case": case.name, **scores, "the fix": case.fix, "fixed": fixed.score})
    rows = [place for name in (OWN, *NAMED) for place in row_places(name)]
    grow(rows, least=CELLS, beside=0, floor=150, shape=1 / 3, edges=50, key="grow gallery")
    st.subheader("No method wins everywhere")
    st.markdown(BOUNDS)
    for sentence in no_winner(table):
        st.markdown(f"- {sentence}")
    st.markdown("**What the remedies cannot do.** Each takes something for granted too:")
    large = (
        "**spectral** on many points: it takes eigenvectors of a graph of them all, and is not run beyond "
        f"{MOST_SPECTRAL:,} here."
    )
    for sentence in (*limits(table), large):
        st.markdown(f"- {sentence}")
    two_digits = st.column_config.NumberColumn(format="%.2f")
    # rounded here, or a little less than nothing would be shown as -0.00
    rounded = [{name: round(v, 2) + 0.0 if isinstance(v, float) else v for name, v in line.items()} for line in table]
    st.dataframe(
        rounded, hide_index=True, height="content", column_config=dict.fromkeys((*METHODS, "fixed"), two_digits)
    )


def of_case(case: Case, setting: Setting) -> Setting:
    """Return the setting in which the gallery shows a case: its own, with the chosen number of points and seed."""
    return Setting(case.name, case.knob.default, setting.n or 300, setting.seed, case.eps, case.min_samples)


def row_places(name: str) -> list[str]:
    """Return the keys of the two halves of a case's row."""
    return [f"row-{name.replace(' ', '-')}-{at}" for at in (0, 1)]


def gallery_row(case: Case, here: Setting) -> dict[str, Result]:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            case.name.capitalize(),
            on_click=open_case,
            args=(case.name, SUGGESTED),
            key=f"open {case.name}",
            help="Open this case large.",
        )
        st.caption(
            f"{case.knob.label}: {here.knob:g}. {f'k = {case.k}; ' if case.k else ''}DBSCAN: eps {here.eps:g}, "
            f"min_samples {here.min_samples}; mixture: {case.covariance} covariance; agglomerative: {case.linkage} "
            "linkage"
        )
    sign = st.empty()
    found = computed.row(here, sign)
    first = "your points" if case is THEIRS else TRUTH
    titles = [f"{first}<br> ", *(small(method, result) for method, result in found.items())]
    halves = computed.small_pictures(here, titles, list(found.values()))
    names = [TRUTH, *found]
    for at, (figure, column) in enumerate(zip(halves, st.columns(2, gap=None), strict=True)):
        key, methods = f"cells {case.name} {at}", names[3 * at : 3 * at + 3]
        alt = "; ".join(title.replace("<br>", ": ").strip(": ") for title in titles[3 * at : 3 * at + 3])
        with column, st.container(key=row_places(case.name)[at], height=CELLS, border=False):
            st.plotly_chart(
                figure,
                config=STILL,
                height="stretch",
                key=key,
                selection_mode="points",
                alt=alt,
                on_select=partial(open_cell, key, case.name, methods),
            )
    return found


def small(method: str, found: Result) -> str:
    """Return a small picture's title: the method, its score and its time."""
    name = figures.called(method)
    if found.labels is None:
        return f"{name}<br>not run"
    if found.score is None:
        return f"{name}<br>{unscored(found)}, {milliseconds(found)}"
    return f"{name}<br><b>{two_digits(found.score)}</b>, {milliseconds(found)}"


def open_cell(key: str, case: str, methods: list[str]) -> None:
    """Open the cell in which a point was clicked. A callback."""
    clicked = st.session_state[key]["selection"]["points"]
    if clicked:
        method = methods[clicked[0]["curve_number"] // figures.TRACES]
        open_case(case, SUGGESTED if method in (KMEANS, case_of(case).remedy) else method)


def open_case(name: str, method: str) -> None:
    """Show a case large, with `method` beside k-means. A callback."""
    if st.session_state["case"] != name:
        st.session_state["case"] = name
        restart()
    st.session_state.update(method=method, tab="Break it")


def choose_eps(setting: Setting) -> None:
    """Where eps comes from: the distance to the min_samples-th neighbour, point by point."""
    sign = st.empty()
    distances = computed.distances(setting.seen_by("DBSCAN"))
    found = computed.shown(setting, "DBSCAN", sign)
    bend = knee(distances)
    at_bend = computed.shown(replace(setting, eps=bend), "DBSCAN", sign)
    alone(
        figures.neighbour_curve(distances, setting.eps, bend, setting.min_samples),
        "distances",
        f"Every point's distance to neighbour {setting.min_samples}, in rising order, from "
        f"{number(distances[0])} to {number(distances[-1])}; eps = {number(setting.eps)}.",
    )
    st.markdown(
        f"For every point, the distance to neighbour {setting.min_samples}, itself the first, in rising order. Inside "
        "a group it changes slowly, among strays fast. The bend between, where the curve lies farthest below the "
        "straight line from its first point to its last, is a **first guess** at eps, and no more than that:"
    )
    st.markdown(
        f"- at the bend (the diamond), eps = {number(bend)}: {dense(distances, bend, at_bend, setting)}\n"
        f"- now (the dashed line), eps = {number(setting.eps)}: {dense(distances, setting.eps, found, setting)}"
    )
    st.markdown(spread_of(computed.group_distances(setting)))


def alone(figure, key: str, alt: str) -> None:
    """Draw a figure that has the screen to itself, but for a paragraph under it."""
    with st.container(key=f"{key}-box", height=ALONE, border=False):
        st.plotly_chart(figure, config=CHART, height="stretch", key=key, alt=alt)
    grow((f"{key}-box",), least=ALONE, beside=430, floor=ALONE, shape=0.6, key=f"grow {key}")


def dense(distances, eps, found: Result, setting: Setting) -> str:
    """Return what DBSCAN makes of the points with this eps."""
    below = int((distances <= eps).sum())
    clusters = len(set(found.labels[found.labels >= 0].tolist()))
    noise = int((found.labels < 0).sum())
    above = ", for it lies above the whole curve" if eps >= distances[-1] else ""
    score = "" if found.score is None else f" ({'silhouette' if setting.own else 'ARI'} {two_digits(found.score)})"
    return (
        f"{below:,} of {len(distances):,} points lie in a dense place{above}; DBSCAN makes "
        f"{plural(clusters, 'cluster')} and leaves {plural(noise, 'point')} as noise{score}."
    )


def spread_of(middles: list[float]) -> str:
    """Return why one eps may not do, measured on the true groups where there are any."""
    said = "One eps holds for all points: where one group is dense and another sparse, it has to suit both."
    if len(middles) < 2 or not min(middles) > 0:
        return said
    return (
        f"{said} Here half the points of the densest group have that neighbour within {number(min(middles))}, of the "
        f"sparsest within {number(max(middles))}, {max(middles) / min(middles):.1f} times as far."
    )


def costs() -> None:
    """Time against the number of points."""
    sign = st.empty()
    times = computed.times(sign)
    said = "Time of every method for growing numbers of points, on logarithmic axes."
    alone(figures.growth(computed.COUNTS, times), "growth", said)
    few, many = computed.COUNTS[0], computed.COUNTS[-1]
    st.markdown(
        f"The lesson's moons, measured on this machine now, in processor time. From {few:,} to {many:,} points, "
        f"{many / few:.0f} times as many, the time grows by a factor of: {', '.join(growths(times))}. Spectral "
        f"clustering takes eigenvectors of a graph of all points, and is not run on this page on more than "
        f"{MOST_SPECTRAL:,} of them; agglomerative clustering looks at every pair."
    )


def growths(times: dict[str, list[float | None]]) -> list[str]:
    """Return by what each method's time has grown, over the numbers of points on which it was run."""
    few, said = computed.COUNTS[0], []
    for method, seconds in times.items():
        last = max(at for at, value in enumerate(seconds) if value is not None)
        most = computed.COUNTS[last]
        short = "" if last == len(seconds) - 1 else f" (to {most:,}, {most / few:.0f} times as many)"
        said.append(f"{method} {seconds[last] / seconds[0]:.1f}{short}")
    return said


def tries() -> None:
    """Questions whose answers are computed."""
    ask(computed.questions(), lambda settings: beginning(settings) | {"tab": "Break it"})
