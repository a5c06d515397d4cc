"""The Init Comparison page's controls, its three views, and the tabs under them."""

import inspect
from dataclasses import dataclass

import numpy as np
import streamlit as st

from dashboard import cached, controls, lockstep, picking, starts
from dashboard.cached import init_comparison as computed
from dashboard.cached.init_comparison import Comparison
from dashboard.controls import Data, Start
from dashboard.figures import init_comparison as figures
from dashboard.halfsteps import number, percent, plural
from dashboard.player import player
from dashboard.starts import METHODS, OWN, Landscape
from kmeans_core import init

SIDE, PICKS, MANY = VIEWS = ("side by side", "pick by pick", "many runs")
DEFAULTS = controls.DEFAULTS | {"seed": 0, "restarts": 100, "own": "", "show": SIDE, "trials": "classic"}
MOST_K, MOST_POINTS = 31, 2000
CHART = {"displaylogo": False, "scrollZoom": False, "displayModeBar": False}


@dataclass(frozen=True)
class Settings:
    """Which points, how many centroids, from which start seed, how many runs of each start, which points the reader
    picked (rows), and in which directions to look."""

    data: Data
    k: int
    seed: int
    many: int
    own: tuple[int, ...]
    x: str
    y: str


def choose_starts() -> tuple[Start, int]:
    """Draw the controls for k, the seed and the number of runs of each start."""
    help = "How many centroids. Where the true number is larger, the start matters more."
    k = controls.slider("k, the number of clusters", "k", 1, MOST_K, 1, help, defaults=DEFAULTS)
    help = "Every start draws its points with this seed. 0 was chosen because on the blobs random fails with it."
    seed = controls.whole("Start seed", "seed", help, defaults=DEFAULTS)
    help = "How many runs of each start make the statistics, from the seeds 0, 1, 2 and so on."
    many = controls.slider("Runs of each start", "restarts", 20, 500, 20, help, defaults=DEFAULTS)
    return Start(k, "every", seed), many


def choose_own(n, k) -> tuple[int, ...]:
    """Draw the field that holds the reader's own start."""
    help = (
        f"The numbers of {k} points, for instance {starts.text_of(range(k))}; or click points in the panel “your own”."
    )
    text = st.text_input("Your own start", key="own", bind="query-params", help=help, max_chars=300)
    return tuple(starts.rows_in(text or "", n, k))


def choose_show() -> str:
    """Draw the switch between the three views."""
    show = st.segmented_control("View", VIEWS, default=SIDE, key="show", bind="query-params", required=True,
                                label_visibility="collapsed", help="Three ways to look at the same starts.")  # fmt: skip
    return show or SIDE


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
            scene.stage.figure, config=CHART, height=560, key="stage chart",
            alt=f"{len(compared.lanes)} panels with the same {len(X)} points, each clustered from another start, and "
            "their inertia by half-step; the player beside the picture tells each half-step.",
        )  # fmt: skip
    with right:
        player(scene.script, key="player", on_chosen=pick)
        st.table(results(compared), hide_index=True)
        picked(now)
    if scene.note:
        st.text(scene.note)
    st.markdown(explained(now, compared, X))


def results(compared: Comparison) -> dict[str, list[str]]:
    """Return a table: where every run ended."""
    lanes = [lane for lane in compared.lanes if lane.steps]
    times = [compared.found.times(lane.inertia) for lane in lanes]
    return {
        "start": [lane.name for lane in lanes],
        "moves": [str(lane.steps[-1].iteration) for lane in lanes],
        "inertia": [number(lane.inertia) for lane in lanes],
        "best known?": ["✓" if compared.found.reached(lane.inertia) else f"✗ {lockstep.above(each)}"
                        for lane, each in zip(lanes, times, strict=True)],
    }  # fmt: skip


def picked(now: Settings) -> None:
    """Say how far the reader's own start has come, with buttons to take it back."""
    missing = now.k - len(now.own)
    if missing:
        what = f"{plural(missing, 'point')} to pick" if not now.own else f"{missing} more to pick"
        said = f"**Your own start**: {what}. Click points in the panel “your own”."
    else:
        said = "**Your own start** is complete. Click another point to move the nearest pick there."
    st.markdown(said)
    with st.container(horizontal=True):
        without = {"disabled": not now.own, "on_click": replace_own}
        st.button("Undo", args=(now.own[:-1],), help="Gives the last picked point back.", **without)
        st.button("Clear", args=((),), help="Gives all picked points back.", **without)


def replace_own(rows) -> None:
    st.session_state["own"] = starts.text_of(rows)


def explained(now: Settings, compared: Comparison, X) -> str:
    """Return why the runs ended where they did, from where they began."""
    found = compared.found
    said = [f"Best known inertia: {number(found.best)}, the lowest of {4 * now.many:,} runs, {now.many} of each start, "
            "and of those you see. The percentages are inertia above it."]  # fmt: skip
    for lane in compared.lanes:
        if not lane.steps or found.reached(lane.inertia):
            continue
        crowded, bare = starts.uneven(lane.steps[0].centroids, found.centroids)
        if bare:
            said.append(
                f"**{lane.name}** began with no centroid in {clusters(bare)} and several in {clusters(crowded)}. A move "
                "goes to the mean of a centroid's own points, and stops where that is, however much is amiss elsewhere."
            )
        else:
            said.append(
                f"**{lane.name}** began with a centroid in every cluster of the best known run, and still ended "
                f"{lockstep.above(found.times(lane.inertia))} it: these clusters are not far enough apart to hold one each."
            )
    return "\n\n".join(said)


def clusters(numbers, most=4) -> str:
    """Return "cluster 2" or "clusters 1, 2 and 3", or how many where they are many."""
    if len(numbers) > most:
        return f"{len(numbers)} clusters"
    names = lockstep.listed([str(j + 1) for j in numbers])
    return f"cluster{'' if len(numbers) == 1 else 's'} {names}"


def pick_by_pick(now: Settings, compared: Comparison) -> None:
    """k-means++ made visible: the wheel before and after every pick."""
    left, right = st.columns([3, 2])
    with right:
        help = "classic: one point is drawn by weight. greedy: several are, and the one that lowers the inertia most is kept."
        trials = controls.choice("k-means++", "trials", tuple(picking.TRIALS), help, DEFAULTS)
    scene = computed.pick_by_pick(now.data, now.k, now.seed, trials, now.x, now.y, compared.found)
    with left.container(key="stage"):
        st.plotly_chart(
            scene.stage.figure, config=CHART, height=560, key="stage chart",
            alt="Points whose markers are as large as their chance to be picked next, and a bar with the clusters' "
            "shares of that chance; the player beside the picture tells each pick.",
        )  # fmt: skip
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
    ends = {lane.name: lane.inertia for lane in compared.lanes if lane.name in METHODS}
    _, places = figures.bins(found)

    def replay() -> None:
        chosen = st.session_state["landscape"]["selection"]["points"]
        if chosen:
            method, place = (int(value) for value in chosen[0]["customdata"][:2])
            st.session_state["seed"] = float(starts.next_seed(places[method] == place, now.seed))
            st.session_state["show"] = SIDE

    left, right = st.columns([3, 2])
    with left:
        st.plotly_chart(
            figures.landscape(found, ends), config=CHART, height=600, key="landscape", on_select=replay,
            selection_mode="points",
            alt=f"Histograms of the final inertia of {now.many} runs of each start; the best known one is marked.",
        )  # fmt: skip
    with right:
        reached = found.reached(found.ends)
        curves = {name: starts.chances(row)[:50] for name, row in zip(METHODS, reached, strict=True)}
        st.plotly_chart(figures.best_of(curves), config=CHART, height=330, key="best of",
                        alt="The chance that the best of n_init runs reaches the best known inertia, by n_init.")  # fmt: skip
        st.markdown(promised(now.k, found))
        st.caption(
            "Click a bar to see one of its runs side by side; the open markers are the runs of the present seed."
        )
    st.dataframe(summary(found), hide_index=True)
    st.markdown(said_of(now, found))


def summary(found: Landscape) -> list[dict]:
    """Return a line per start: what its runs did."""
    k = found.centroids.shape[0]
    return [
        {
            "start": name,
            "within 1 % of the best known": percent(found.reached(ends).mean()),
            f"a centroid in each of the {k} clusters": percent((covered == k).mean()),
            "mean moves": f"{moves.mean():.1f}",
            "mean inertia": number(ends.mean()),
            "worst inertia": number(ends.max()),
            "mean inertia of the start, before any move": number(first.mean()),
        }
        for name, ends, moves, covered, first in zip(METHODS, found.ends, found.moves, found.covered, found.starts, strict=True)
    ]  # fmt: skip


def promised(k, found: Landscape) -> str:
    """Return what the theorem says of classic k-means++, and what these runs show."""
    seen = float(np.mean(found.times(found.starts[list(METHODS).index("classic k-means++")])))
    return (
        f"Classic k-means++ **promises** that its start, before any move, costs on average at most 8 (ln k + 2) = "
        f"{starts.promise(k):.1f} times the optimum. **Seen**: {seen:.2f} times the best known inertia. Random "
        "promises nothing."
    )


def said_of(now: Settings, found: Landscape) -> str:
    """Return what the histograms show, in words."""
    reached = found.reached(found.ends)
    counts = dict(zip(METHODS, reached.sum(axis=1).tolist(), strict=True))
    lot = starts.chance_of_one_each(found.sizes)
    said = [
        f"Of {now.many} runs each, these reach the best known inertia of {number(found.best)} within 1 %: "
        + lockstep.listed([f"{name} {count}" for name, count in counts.items()]) + "."
    ]  # fmt: skip
    said.append(
        f"By lot, {plural(now.k, 'point')} fall one into each of the {now.k} clusters of the best known run with a chance "
        f"of {percent(lot)}. Where clusters lie well apart, a start that misses one is seldom put right by moving."
    )
    enough = [f"{name} {how_many(starts.chances(row))}" for name, row in zip(METHODS, reached, strict=True)]
    said.append(f"Runs it takes to reach it with a chance of 99 %, by these very runs: {lockstep.listed(enough)}.")
    said.append("“Best known” is the lowest of all these runs, not proved to be the optimum.")
    return " ".join(said)


def how_many(chances) -> str:
    enough = np.flatnonzero(chances >= 0.99)
    return f"{enough[0] + 1}" if len(enough) else f"more than {len(chances)}"


def code() -> None:
    """The starts as they ran."""
    st.markdown("k-means++, as it ran; the classic method is `trials=1`:")
    st.code(source(init.kmeans_plusplus, init.picks), language="python", wrap_lines=True)
    st.markdown("The other two:")
    st.code(source(init.random_init, init.farthest_first), language="python", wrap_lines=True)


def source(*functions) -> str:
    return "\n\n".join(inspect.getsource(inspect.unwrap(function)) for function in functions)


def tries() -> None:
    """Questions, each with the link to where its answer can be seen; the answers are computed."""
    for question in computed.questions():
        st.page_link("pages/3_init_comparison.py", label=question.text, query_params=question.settings)
        with st.expander("Answer"):
            st.markdown(question.answer)
