"""The controls of the Draw it page, and its presets."""

import streamlit as st

from dashboard.common import controls
from dashboard.draw_it.missions import MISSIONS, Mission

NO_MISSION = "none"
# Not the names that a drawing has on other pages: Streamlit would take these out of a link from here to there.
POINTS, CENTROIDS = "points", "centroids"
PRESETS = {"Three groups": {}, "Empty plane": {POINTS: "", CENTROIDS: ""}}


def choose_mission() -> Mission | None:
    """Draw the choice of a mission."""
    help = "A goal to reach by drawing. The library judges after every change, and again when somebody opens your link."
    return MISSIONS.get(controls.choice("Mission", "mission", (NO_MISSION, *MISSIONS), help))


def is_as_written(points: str, centroids: str) -> bool:
    """Return whether the drawing on the plane is the one that the two text fields, or the address, describe."""
    written = [(st.session_state.get(key) or "").strip() for key in (POINTS, CENTROIDS)]
    return written == [points, centroids]


def keep_drawing(points: str, centroids: str) -> None:
    """Let the address describe what has been drawn. A callback."""
    st.session_state.update({POINTS: points, CENTROIDS: centroids})
