"""The tabs under the Algorithm page's picture."""

import numpy as np
import streamlit as st

from dashboard.algorithm import cache, text
from dashboard.algorithm.by_hand import distances_by_hand, labels_of, mean_by_hand
from dashboard.algorithm.cache import AlgorithmFigures
from dashboard.algorithm.compute import N_OTHER_STARTS, Run, init_of_others
from dashboard.algorithm.figures import film_strip, strip_assignments
from dashboard.algorithm.settings import DEFAULTS, PLAYERS
from dashboard.algorithm.take_home import algorithm_files
from dashboard.common import controls, layout
from dashboard.common.ask import withheld
from dashboard.common.csv_table import literal
from dashboard.common.datasets import Table
from dashboard.common.drawn import write_places
from dashboard.common.formatting import number
from dashboard.common.half_steps import PSEUDOCODE
from dashboard.common.questions_tab import show_questions
from dashboard.common.runs import on_grid
from dashboard.common.settings import PLACED, Data, Start
from dashboard.common.source_code import runnable_source_of
from dashboard.common.tables import number_table, text_table
from dashboard.components.address import parameters_in_browser
from dashboard.components.reply_region import reply_region

BY_HAND = "By hand"
MAX_POINT = 1_000_000  # the highest number of a point that can be asked for


@st.fragment
def compare_with_other_starts(data: Data, start: Start, run: Run) -> None:
    """Offer a verdict on the run. It takes fifty more, so it comes when it is asked for, after the run was watched."""
    label = f"Compare with {N_OTHER_STARTS} other starts"
    with reply_region("other starts"):
        if st.button(label, help="Runs k-means from other starts of the same kind: does one of them end lower?"):
            others = cache.other_starts(data, start, run, status=st.empty())
            st.markdown(text.verdict(init_of_others(start), len(run.table.X), others, run.table.truth, run.agreement))


def algorithm_tabs(run: Run, figures: AlgorithmFigures, data: Data, start: Start, asks: bool) -> None:
    """Draw the tabs; while the player `asks`, those that would tell its answers say so instead."""

    def afterwards(panel):
        return withheld if asks else panel

    layout.tabs(
        {
            "Numbers": afterwards(lambda: _numbers(run)),
            "Code as it runs": lambda: _code(run, start),
            BY_HAND: afterwards(lambda: _by_hand(run)),
            "Film strip": afterwards(lambda: _film_strip(run, figures)),
            "Try": lambda: show_questions(cache.questions()),
            layout.TAKE_HOME: lambda: algorithm_files(run, figures, data, start),
        }
    )


def _numbers(run: Run) -> None:
    """One line for every half-step."""
    rows = [
        {
            "half-step": half.name,
            "inertia": half.inertia,
            "switched": None if half.is_move else half.n_switched,
            "shift": half.largest_shift if half.is_move else None,
        }
        for half in run.half_steps[1:]
    ]
    columns = {
        "inertia": st.column_config.NumberColumn(format="%.6g", help="Sum of squared distances."),
        "switched": st.column_config.NumberColumn("points that switched"),
        "shift": st.column_config.NumberColumn("largest shift", format="%.4g", help="Of the centroid that moves most."),
    }
    number_table(rows, columns)
    st.latex(text.INERTIA_FORMULA)
    st.markdown(text.INERTIA)


def _code(run: Run, start: Start) -> None:
    """The pseudo-code, and the source that made the picture, from the code itself."""
    st.markdown("k-means in five lines:")
    st.code("\n".join(PSEUDOCODE), language=None)
    st.markdown(text.which_code_ran(len(run.table.X), start.k, len(run.table.features)))
    st.code(runnable_source_of(*text.LOOP_SOURCE), language="python", wrap_lines=True)
    if start.init in text.START_SOURCES:
        st.markdown(f"The start, `{start.init}`:")
        st.code(runnable_source_of(*text.START_SOURCES[start.init]), language="python", wrap_lines=True)
    st.markdown("Both together, for points `X` of shape (n, d):")
    st.code(text.call_of_the_run(start, run.half_steps[0].centroids), language="python", wrap_lines=True)


def begin_at(table: Table, positions: list) -> None:
    """Let the run begin with centroids at these positions. A callback: it runs before the page."""
    st.session_state.update(init=PLACED, k=len(positions), cen=write_places(on_grid(positions, table)))


def work_by_hand(point: int, step: int) -> None:
    """Open the tab that works the point through, at the player's `step`. A callback: it runs before the page."""
    st.session_state.update(point=point + 1, at=PLAYERS, tab=BY_HAND)


def _by_hand(run: Run) -> None:
    """One point's distances and one centroid's mean, in numbers."""
    X, names = run.table.X, [half.name for half in run.half_steps]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Click a point in the picture: it is worked through here, at that half-step.", width="content")
        st.button("Use the half-step shown", help="After the player has moved on.", on_click=_follow_player)
    left, right = st.columns(2)
    with left:
        help = "The one that the player showed when the page last changed, or any other."
        name = controls.choice("Half-step", "at", (PLAYERS, *names[1:]), help, DEFAULTS)
        half = run.half_steps[_players_half_step(len(names)) if name == PLAYERS else names.index(name)]
        help = "Its number, counted from 1."
        point = min(controls.whole_number("Point", "point", help, defaults=DEFAULTS, low=1, high=MAX_POINT), len(X)) - 1
    distances = distances_by_hand(X[point], half.centroids)
    d2 = [distance.d2 for distance in distances]
    with left:
        st.markdown(f"**{half.name}**")
        text_table(
            {
                "centroid": [str(j + 1) for j in range(len(d2))],
                "squared distance": list(map(number, d2)),
                "how": [distance.sum for distance in distances],
            }
        )
        st.markdown(text.assignment_sentence(point, int(np.argmin(d2)), min(d2), int(labels_of(X, half)[point])))
    with right:
        help = "The number of the centroid whose mean is worked out."
        k = len(half.centroids)
        j = min(controls.whole_number("Centroid", "centroid", help, defaults=DEFAULTS, low=1, high=10), k) - 1
        mean = mean_by_hand(X, half, j)
        st.markdown(text.mean_sentence(j, mean.count, mean.values, mean.is_reached))
        if mean.count:
            sums, values = zip(*mean.shown(), strict=True)
            count = [f"{mean.count:,}"] * len(sums)
            features = list(map(literal, run.table.features))
            text_table({"feature": features, "sum of its points": sums, "divided by": count, "mean": values})
        st.latex(text.MEAN_FORMULA)
        st.markdown(text.MEAN)


def _follow_player() -> None:
    st.session_state["at"] = PLAYERS


def _players_half_step(n: int) -> int:
    """Return at which of `n` half-steps the player is; at the start, the first assignment after it."""
    step = dict(parameters_in_browser("by hand")).get("step", "")  # the player writes it there
    return max(1, min(int(step), n - 1)) if step.isdecimal() and len(step) < 6 else 1


def _film_strip(run: Run, figures: AlgorithmFigures) -> None:
    """At most six assignments, side by side."""
    shown = strip_assignments(run.assignments)
    st.markdown(text.strip_sentence(len(shown), len(run.assignments)))
    strip = film_strip(figures.view.on(run.drawn), shown, figures.view)
    alts = [f"{text.strip_title(half)}. Points coloured by cluster." for half in shown]
    layout.small_charts(strip, alts, columns=3, key="strip")
