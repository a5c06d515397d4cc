"""The tabs under the Algorithm page's stage."""

import inspect

import streamlit as st

from dashboard.algorithm import by_hand as worked
from dashboard.algorithm import cache as computed
from dashboard.algorithm import figures as algorithm
from dashboard.algorithm.cache import Scene
from dashboard.common import controls, export
from dashboard.common.controls import Start
from dashboard.common.formatting import number, percent, plural
from dashboard.common.plots.film import Film
from dashboard.common.questions_tab import ask
from dashboard.common.runs import Run
from dashboard.common.tables import tabulate, write
from kmeans_core import INIT_METHODS, lloyd

BY_HAND = "By hand"
COLUMNS = {
    "iteration": st.column_config.NumberColumn("moves so far", width="small"),
    "inertia": st.column_config.NumberColumn("inertia", format="%.6g", help="Sum of squared distances."),
    "switched": st.column_config.NumberColumn("points that switched"),
    "shift": st.column_config.NumberColumn("shift of all centroids", format="%.4g"),
}


def verdict(run: Run, start: Start, inertias: list[float]) -> str:
    """Return how this run compares with runs from other starts and, where they are known, with the true groups."""
    return f"{compared(run, start, inertias)} {agreement(run)}".strip()


def agreement(run: Run) -> str:
    if run.agreement is None:
        return ""
    known = len(set(run.table.truth.tolist()))
    score = f"adjusted Rand index {run.agreement:.2f} (1 is perfect, 0 is chance)"
    return f"Agreement with the {known} known groups: {score}."


def compared(run: Run, start: Start, inertias: list[float]) -> str:
    best, here = min(inertias), run.last.inertia
    tried = f"Of {plural(len(inertias), 'other start')} ({start.init}), the best ends at an inertia of {number(best)}"
    if here <= best * (1 + 1e-9):
        as_good = sum(inertia <= here * (1 + 1e-9) for inertia in inertias)
        return f"{tried}; none ends lower than this run, and {as_good} of them end in the same place."
    worse = (here - best) / best if best else float("inf")
    if worse < 0.001:
        return f"{tried}; this run ends within 0.1 % of it."
    better = sum(inertia < here * (1 - 1e-9) for inertia in inertias)
    return f"{tried}; this run ends at {number(here)}, {percent(worse)} above it. {better} of them end lower."


def key() -> None:
    """What the marks in the picture mean."""
    with st.popover("What the marks mean", icon=":material/help:"):
        st.markdown(
            "- **Numbered circle**: a centroid. A faint circle and an arrow: where it came from in this half-step.\n"
            "- **Ring around a point**: it switched; the ring has the colour of the cluster it left.\n"
            "- **Shaded region**: every place in it is nearer to that centroid than to any other.\n"
            "- **Dotted line**: the way of a centroid so far.\n"
            "- **On the inertia curve**: a circle is an assignment, a square a move, the large dot is now."
        )


def numbers(run: Run) -> None:
    """One line per iteration."""
    tabulate(
        [
            {
                "iteration": line.iteration,
                "inertia": line.inertia,
                "switched": line.switched,
                "shift": None if line.iteration == 0 else line.shift,
            }
            for line in run.iterations
        ],
        COLUMNS,
    )
    st.latex(r"J = \sum_{i=1}^{n} \min_{j = 1 \ldots k} \lVert x_i - c_j \rVert^2")
    st.markdown(
        "$J$ is the **inertia**: for each of the $n$ points $x_i$ take the squared distance to the nearest of the "
        "$k$ centroids $c_j$, and add them all up. Assign lowers $J$ by choosing a nearer centroid, Move lowers it "
        "because the mean is the place with the least sum of squared distances. It can only fall, and there are "
        "finitely many ways to label the points: so it must stop."
    )


def code(start: Start) -> None:
    """The source that made the picture, from the code itself."""
    st.markdown("The loop, as it ran for the picture above:")
    st.code(inspect.getsource(lloyd), language="python", wrap_lines=True)
    st.markdown(f"The start, `{start.init}`:")
    st.code(inspect.getsource(INIT_METHODS[start.init]), language="python", wrap_lines=True)


def choose(run: Run, point: int, at: int) -> None:
    """Open the tab that works `point` through at the half-step `at`. A callback: it runs before the page."""
    st.session_state.update({"point": point + 1, "at": run.film[max(1, at)].name, "tab": BY_HAND})
    st.session_state["seen"] = run.film[at].name, len(run.film)


def by_hand(run: Run) -> None:
    """One point's distances and one centroid's mean, in numbers."""
    names = [half.name for half in run.film[1:]]
    follow(run)
    if not 1 <= st.session_state.get("point", 1) <= len(run.table.X):
        st.session_state["point"] = 1
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Click a point in the picture: it is worked through here, at that half-step.", width="content")
        st.button("Take the half-step on the screen", help="After the player has moved on.")
    left, right = st.columns(2)
    at = left.selectbox("Half-step", names, key="at", help="The player's, until you choose another.")
    half = run.film[names.index(at) + 1]
    point = left.number_input("Point", 1, len(run.table.X), key="point", help="Its number, counted from 1.")
    lines = worked.distances(run.table.X[point - 1], half.centroids)
    with left:
        squared = [number(line.d2) for line in lines]
        which = [str(j + 1) for j in range(len(lines))]
        write({"centroid": which, "squared distance": squared, "how": [line.sum for line in lines]})
        st.markdown(worked.assignment(run, half, point - 1, lines))
    cluster = right.selectbox("Centroid", range(1, len(half.centroids) + 1), key="centroid")
    mean = worked.mean(run, half, cluster - 1)
    right.markdown(mean.sentence)
    right.dataframe(
        [
            {"feature": name, "mean": value, "sum of its points": total, "divided by": mean.count}
            for name, total, value in zip(run.table.features, mean.sums, mean.values, strict=True)
        ],
        hide_index=True,
        column_config={name: st.column_config.NumberColumn(format="%.6g") for name in ("sum of its points", "mean")},
    )
    right.latex(r"c_j = \frac{1}{|C_j|} \sum_{i \in C_j} x_i")
    right.markdown(
        "The new centroid $c_j$ is the sum of the points $x_i$ in its cluster $C_j$, divided by their number."
    )


def follow(run: Run) -> None:
    """Choose the half-step at which the player stands, if it has moved since it was last looked at."""
    step = st.query_params.get("step", "0")  # the player writes it there
    step = int(step) if step.isdecimal() and len(step) < 6 else 0
    seen = (run.film[min(step, len(run.film) - 1)].name, len(run.film))
    names = [half.name for half in run.film[1:]]
    if st.session_state.get("seen") != seen or st.session_state.get("at") not in names:
        st.session_state["seen"] = seen
        st.session_state["at"] = seen[0] if seen[0] in names else names[0]


def strip(run: Run, scene: Scene) -> None:
    """At most six assignments, side by side."""
    shown, moved = len(algorithm.stripped(run.film)), run.moves + 1
    if shown < moved:
        which = "the first, the last, and those in which most points switched"
        st.markdown(f"{shown} of the {moved} assignments: {which}.")
    figure = algorithm.film_strip(scene.view.on(run.drawn), run.film, scene.view)
    rows = -(-shown // 3)
    st.plotly_chart(
        figure,
        key="strip",
        height=60 + 300 * rows,
        config={"displayModeBar": False},
        alt="Assignments of this run as small pictures, points coloured by cluster.",
    )


def tries() -> None:
    """Questions whose answers are computed."""
    ask(computed.questions(), lambda _: controls.DEFAULTS)


def downloads(run: Run, scene: Scene, data_name: str) -> None:
    """The run as a film, and its numbers."""
    last, features = run.last, run.table.features
    sizes = [int((last.labels == j).sum()) for j in range(len(last.centroids))]
    with st.container(horizontal=True):
        st.download_button(
            "The run as an HTML film",
            lambda: export.film_html(filmed(run, scene), run.film, f"k-means: {data_name}"),
            "k-means.html",
            "text/html",
            on_click="ignore",
            help="One file for slides: it needs no network and plays by itself. About 5 MB.",
        )
        st.download_button(
            "Labels as CSV",
            lambda: export.labels_csv(run.table.X, features, last.labels),
            "labels.csv",
            "text/csv",
            on_click="ignore",
            help="Every point with its cluster.",
        )
        st.download_button(
            "Centroids as CSV",
            lambda: export.centroids_csv(last.centroids, features, sizes),
            "centroids.csv",
            "text/csv",
            on_click="ignore",
            help="Where they ended.",
        )
    st.caption("The picture as a PNG: “Save PNG” under the player.")


def filmed(run: Run, scene: Scene) -> Film:
    """Return the stage with its frames, which only a download needs again."""
    return algorithm.stage(scene.view.on(run.drawn), run.film, scene.view)
