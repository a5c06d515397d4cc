"""What is around the plane: the mission and its solutions, the best of many starts, and links to other pages."""

import streamlit as st

from dashboard.common import layout
from dashboard.common.drawn import read_centroids, read_points, write_places
from dashboard.common.settings import DRAWN, PLACED
from dashboard.components.links import settings_links
from dashboard.components.reply_region import reply_region
from dashboard.draw_it import cache, text
from dashboard.draw_it.compute import MAX_K, N_STARTS
from dashboard.draw_it.missions import Mission
from dashboard.draw_it.settings import CENTROIDS, keep_drawing


def show_mission(mission: Mission) -> None:
    """The goal, and hints one by one."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(mission.goal, width="stretch")
        with st.container(horizontal=True, width="content"):
            for i, hint in enumerate(mission.hints, 1):
                with st.popover(f"Hint {i}"):
                    st.markdown(hint)


def show_mission_state(mission: Mission, points: str, centroids: str) -> bool:
    """What the drawing does now; return whether that solves the mission.

    It stands beside the plane or below it: above, a longer sentence would move the plane while somebody draws.
    """
    verdict = cache.verdict_on(mission.name, points, centroids)
    if verdict.is_solved:
        st.success(f"Solved. {verdict.state}")
    else:
        st.info(verdict.state)
    return verdict.is_solved


def show_solutions(mission: Mission) -> None:
    """Two solutions side by side, and what they have in common once the reader has thought about it."""
    st.markdown(text.PROOF)
    st.header("Two solutions: what do they have in common?")
    for i, (column, solution) in enumerate(zip(st.columns(2), mission.solutions, strict=True)):
        with column:
            alt = f"Solution {i + 1} at its start and at its end."
            figure = cache.start_and_end(*solution)
            st.plotly_chart(figure, key=f"solution {i}", height=300, config=layout.chart_config(), alt=alt)
            help = "Puts this solution on the plane; Undo brings yours back."
            st.button(f"Open solution {i + 1}", on_click=keep_drawing, args=solution, help=help)
    with st.expander("What they have in common"):
        st.markdown(mission.in_common)


def offer_best_start(points: str, centroids: str, run: cache.DrawnRun) -> None:
    """A button that places the centroids where the best of many runs begins; once they are there, where it ends."""
    k = min(len(centroids), len(points)) // 2
    help = f"Of {N_STARTS} random starts with as many centroids, the one whose run ends at the lowest inertia."
    with reply_region("best start", name="Best start"):
        st.button(f"Place the best of {N_STARTS} starts", on_click=_place_best_start, args=(points, k), help=help)
        best = cache.best_start_of.known(points, k)
        if best is not None and write_places(best) == centroids:
            st.caption(text.best_start_placed(run.first, run.last))


def _place_best_start(points: str, k: int) -> None:
    st.session_state[CENTROIDS] = write_places(cache.best_start_of(points, k))


def link_to_other_pages(points: str, centroids: str) -> None:
    """Links that open the drawing on every page that clusters points."""
    if read_points(points) is None:
        return
    k = len(read_centroids(centroids))
    drawing = {"data": DRAWN, "pts": points} | ({"k": k} if k else {})
    of_page = {
        "algorithm": {"init": PLACED, "cen": centroids},
        "elbow": {"ks": (1, MAX_K)},  # as in the mission, because the elbow depends on the range
        "failure_cases": {"case": DRAWN},
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Open this drawing on", width="content")
        for page, title in text.PAGES.items():
            settings = drawing | of_page.get(page, {})
            settings_links({title: settings}, page=page, key=f"open on {page}", width="content")
    st.caption(text.TO_KEEP)
