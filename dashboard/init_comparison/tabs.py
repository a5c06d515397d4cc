"""The Init Comparison page's controls, its three views, and the tabs under them."""

import inspect
from dataclasses import dataclass
from functools import cache

import numpy as np
import streamlit as st

from dashboard.common import cache as cached
from dashboard.common import controls
from dashboard.common.controls import Data, Start
from dashboard.common.formatting import join_words, number, percent, plural, unbroken
from dashboard.common.questions_tab import ask
from dashboard.common.tables import tabulate, write
from dashboard.components.player import player
from dashboard.init_comparison import cache as computed
from dashboard.init_comparison import figures, seeding_film
from dashboard.init_comparison import restart_statistics as starts
from dashboard.init_comparison import side_by_side as lockstep
from dashboard.init_comparison.cache import Comparison
from dashboard.init_comparison.restart_statistics import METHODS, Landscape
from kmeans_core import seeding as init
from kmeans_core._fast import d2_sampling as uncovered

SIDE, PICKS, MANY = VIEWS = ("side by side", "pick by pick", "many runs")
DEFAULTS = controls.DEFAULTS | {"seed": 0, "restarts": 100, "own": "", "show": SIDE, "trials": "classic"}
MOST_K, MOST_POINTS = 31, 2000
CHART = {"displaylogo": False, "scrollZoom": False, "displayModeBar": False}


@dataclass(frozen=True)
class Settings:
    """Which points, how many centroids, from which start seed, how many runs of each start, which points the reader
    picked (rows), in which directions to look, and at which k-means++."""

    data: Data
    k: int
    seed: int
    many: int
    own: tuple[int, ...]
    x: str
    y: str
    trials: str


def choose_starts() -> tuple[Start, int]:
    """Draw the controls for k, the seed and the number of runs of each start."""
    help = "How many centroids. Where the true number is larger, the start matters more."
    k = controls.slider("k, the number of clusters", "k", 1, MOST_K, 1, help, defaults=DEFAULTS)
    help = "Every start draws its points with this seed. 0 was chosen because on the blobs random fails with it."
    seed = controls.whole("Start seed", "seed", help, defaults=DEFAULTS)
    help = "How many runs of each start make the statistics, from the seeds 0, 1, 2 and so on."
    many = controls.slider("Runs of each start", "restarts", 20, 500, 20, help, defaults=DEFAULTS)
    return Start(k, "every", seed), many


def fitting(X, k, many) -> tuple[int, str]:
    """Return how many runs the page has time for, and a sentence if these are fewer than was asked for."""
    fewer = starts.affordable(*X.shape, k, many)
    if fewer == many:
        return many, ""
    return fewer, (
        f"{many} runs of every start on {len(X):,} points in {k} clusters would take some "
        f"{starts.seconds(*X.shape, k, many):.0f} seconds of a processor that all visitors share; the page makes "
        f"{fewer}. Fewer points or clusters leave time for more."
    )


def choose_own(n, k) -> tuple[int, ...]:
    """Draw the field that holds the reader's own start."""
    help = (
        f"The numbers of {k} points, for instance {starts.text_of(range(k))}; or click points in the panel “your own”."
    )
    text = st.text_input("Your own start", key="own", bind="query-params", help=help, max_chars=300)
    return tuple(starts.rows_in(text or "", n, k))


def preset(values) -> None:
    """Set the controls as the preset says, the others to their defaults; the view stays."""
    stay = {key: st.session_state[key] for key in ("show", "trials") if key in st.session_state}
    controls.preset(values | stay, DEFAULTS)


def choose_show() -> tuple[str, str]:
    """Draw the switch between the three views, and beside it which k-means++ to see pick by pick."""
    with st.container(horizontal=True):
        show = switch("View", "show", VIEWS, "Three ways to look at the same starts.")
        help = "classic: one point is drawn at a time. greedy: several, and the one that lowers the inertia most stays."
        trials = (
            switch("k-means++", "trials", tuple(seeding_film.TRIALS), help) if show == PICKS else DEFAULTS["trials"]
        )
    return show, trials


def switch(label, key, options, help) -> str:
    """Draw a row of buttons bound to the address, one of which is down."""
    chosen = st.segmented_control(
        label,
        options,
        default=DEFAULTS[key],
        key=key,
        bind="query-params",
        help=help,
        required=True,
        label_visibility="collapsed",
    )
    return chosen or DEFAULTS[key]


def side_by_side(now: Settings, compared: Comparison) -> None:
    """Every start's run as a panel, all moved by one player."""
    X = cached.table(now.data).X
    scene = computed.side_by_side(now.data, now.k, now.seed, now.own, now.many, now.x, now.y, compared)

    def pick() -> None:
        point = int(st.session_state["player"].chosen["point"])
        st.session_state["own"] = starts.text_of(starts.clicked(list(now.own), point, X, now.k))

    left, right = st.columns([3, 2])
    with left.container(key="stage"):
        st.plotly_chart(
            scene.stage,
            config=CHART,
            height=560,
            key="stage chart",
            alt=f"{len(compared.lanes)} panels with the same {len(X)} points, each clustered from another start, and "
            "their inertia by half-step; the player beside the picture tells each half-step.",
        )
    with right:
        player(scene.script, key="player", on_chosen=pick)
        picked(now)
        write(results(compared))
    if scene.note:
        st.text(scene.note)
    st.markdown(explained(now, compared))


def results(compared: Comparison) -> dict[str, list[str]]:
    """Return a table: where every run ended."""
    lanes = [lane for lane in compared.lanes if lane.steps]
    return {
        "start": [lane.name for lane in lanes],
        "moves": [str(lane.steps[-1].iteration) for lane in lanes],
        "inertia": [number(lane.inertia) for lane in lanes],
        "best known": [lockstep.verdict(lane, compared.found) for lane in lanes],
    }


def picked(now: Settings) -> None:
    """Say how far the reader's own start has come, with a button to begin it anew."""
    missing = now.k - len(now.own)
    if missing:
        said = f"pick {missing} more" if now.own else f"pick {plural(now.k, 'point')}"
    else:
        said = "complete"
    help = (
        "Click points in the panel “your own”. A second click gives a point back; once all are picked, a click moves "
        "the nearest pick there. The field in the sidebar takes their numbers."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**Your own start**: {said}.", width="stretch", help=help)
        st.button("Clear", on_click=clear_own, disabled=not now.own, help="Gives all picked points back.")


def clear_own() -> None:
    st.session_state["own"] = ""


def explained(now: Settings, compared: Comparison) -> str:
    """Return why the runs ended where they did, from where they began."""
    found = compared.found
    said = [
        f"**Best known** is an inertia of {number(found.best)}: the lowest of {len(METHODS) * now.many:,} runs, "
        f"{now.many} of each start, and of the runs above. The figures over the panels compare with it."
    ]
    missed = [lane for lane in compared.lanes if lane.steps and not found.reached(lane.inertia)]
    for lane in missed:
        crowded, bare = starts.uneven(lane.steps[0].centroids, found.centroids)
        if bare:
            said.append(
                f"**{lane.name}** began with no centroid in {clusters(bare)} of the best known run and with several in "
                f"{clusters(crowded)}."
            )
        else:
            said.append(
                f"**{lane.name}** began with a centroid in every cluster of the best known run, and still ended "
                f"{lockstep.above(found.times(lane.inertia))} it: here a good start is not a matter of clusters alone."
            )
    if missed:
        said.append(
            "A move takes a centroid to the mean of its own points, however much is amiss elsewhere, and the run stops "
            "where every centroid is at its mean. Here that did not mend the start."
        )
    return unbroken("\n\n".join(said))


def clusters(numbers, most=4) -> str:
    """Return "cluster 2" or "clusters 1, 2 and 3", or how many where they are many."""
    if len(numbers) > most:
        return f"{len(numbers)} clusters"
    names = join_words([str(j + 1) for j in numbers])
    return f"cluster{'' if len(numbers) == 1 else 's'} {names}"


def pick_by_pick(now: Settings, compared: Comparison) -> None:
    """k-means++ made visible: the wheel before and after every pick."""
    scene = computed.pick_by_pick(now.data, now.k, now.seed, now.trials, now.x, now.y, compared.found)
    left, right = st.columns([3, 2])
    with left.container(key="stage"):
        st.plotly_chart(
            scene.stage,
            config=CHART,
            height=560,
            key="stage chart",
            alt="Points whose markers are as large as their chance to be picked next, and a bar with the clusters' "
            "shares of that chance; the player beside the picture tells each pick.",
        )
    with right:
        player(scene.script, key="player")
        st.caption(
            "Area of a marker: its chance to be picked next. The colours are the clusters of the best known run. The "
            "wheel: all chances end to end, cluster by cluster; the needle shows where the draw fell."
        )
    if scene.note:
        st.text(scene.note)


def many_runs(now: Settings, compared: Comparison) -> None:
    """The landscape: where the runs of every start end, and how many it takes."""
    found = compared.found
    ends = tuple(lane.inertia for lane in compared.lanes if lane.name in METHODS)
    landscape, chances = computed.pictures(now.data, now.k, now.many, ends, found.best, found)
    _, places = figures.bins(found)

    def replay() -> None:
        for point in st.session_state["landscape"]["selection"]["points"][:1]:
            within = figures.struck(point["curve_number"], point["point_index"], places)
            st.session_state["seed"] = float(starts.next_seed(within, now.seed))
            st.session_state["show"] = SIDE

    left, right = st.columns([3, 2])
    with left:
        st.plotly_chart(
            landscape,
            config=CHART,
            height=590,
            key="landscape",
            on_select=replay,
            selection_mode="points",
            alt=f"Histograms of the final inertia of {now.many} runs of each start; the best known one is marked.",
        )
    with right:
        st.plotly_chart(
            chances,
            config=CHART,
            height=340,
            key="best of",
            alt="The chance that the best of n_init runs reaches the best known inertia.",
        )
        st.markdown(promised(now.k, found))
        st.caption("Click a bar: one of its runs plays side by side. The open markers are the runs you see there now.")
    tabulate(summary(found), COLUMNS)
    st.markdown(said_of(now, found))


COLUMNS = {
    "reached": st.column_config.Column("reached", help="Runs that end within 1 % of the best known inertia."),
    "one each": st.column_config.Column("one each", help="Starts with one centroid in each cluster of the best run."),
    "moves": st.column_config.Column("moves", help="On average, until no label changes."),
    "start": st.column_config.Column("inertia at the start", help="On average, before the first move."),
    "mean": st.column_config.Column("at the end", help="On average."),
    "worst": st.column_config.Column("worst", help="Of all runs, at the end."),
}


def summary(found: Landscape) -> list[dict]:
    """Return a line per method: what its runs did."""
    return [
        {
            "method": name,
            "reached": percent(found.reached(found.ends[at]).mean()),
            "one each": percent((found.covered[at] == len(found.centroids)).mean()),
            "moves": f"{found.moves[at].mean():.1f}",
            "start": number(found.starts[at].mean()),
            "mean": number(found.ends[at].mean()),
            "worst": number(found.ends[at].max()),
        }
        for at, name in enumerate(METHODS)
    ]


def promised(k, found: Landscape) -> str:
    """Return what the theorem says of classic k-means++, and what these runs show."""
    seen = float(np.mean(found.times(found.starts[list(METHODS).index("classic k-means++")])))
    return (
        "Classic k-means++ **promises** that its start, before any move, costs on average at most "
        rf"$8\,(\ln k + 2) = {starts.promise(k):.1f}$ times the optimum. **Seen**: {seen:.2f} times the best known "
        "inertia. Random promises nothing."
    )


def said_of(now: Settings, found: Landscape) -> str:
    """Return what the histograms show, in words."""
    reached = found.reached(found.ends)
    counts = dict(zip(METHODS, reached.sum(axis=1).tolist(), strict=True))
    lot = starts.chance_of_one_each(found.sizes)
    said = [
        f"Of {now.many} runs each, these reach the best known inertia of {number(found.best)} within 1 %: "
        + join_words([f"{name} {count}" for name, count in counts.items()])
        + "."
    ]
    said.append(
        f"The chance that {plural(now.k, 'point')} drawn by lot fall one into each of the {now.k} clusters of the best "
        f"known run is {percent(lot)}; random starts are right more often only where moving can mend them."
    )
    enough = [f"{name} {how_many(starts.chances(row))}" for name, row in zip(METHODS, reached, strict=True)]
    said.append(f"Runs it takes to reach it with a chance of 99 %, by these very runs: {join_words(enough)}.")
    said.append("“Best known” is the lowest of all these runs, not proved to be the optimum.")
    return unbroken(" ".join(said))


def how_many(chances) -> str:
    return str(starts.needed(chances, 0.99) or f"more than {len(chances)}")


def code() -> None:
    """The starts as they ran."""
    st.markdown("k-means++, as it ran; the classic method is `trials=1`:")
    st.code(source(init.kmeans_plusplus), language="python", wrap_lines=True)
    st.markdown(
        "What `rest` is: how far every point still is from the rows chosen. For more points, or wider ones, there are "
        "faster ways to the same chances."
    )
    st.code(source(uncovered.Uncovered), language="python", wrap_lines=True)
    st.markdown("The other two:")
    st.code(source(init.random_init, init.farthest_first), language="python", wrap_lines=True)


@cache
def source(*parts) -> str:
    """Return the source of functions or classes; once, for Python reads and parses the file."""
    return "\n\n".join(inspect.getsource(part) for part in parts)


def tries() -> None:
    """Questions whose answers are computed."""
    ask(computed.questions(), lambda _: DEFAULTS)
