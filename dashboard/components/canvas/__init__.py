"""A plane to draw on: points and centroids that are added, dragged and removed, with the regions at once."""

from collections.abc import Callable

import streamlit as st

from dashboard.common import drawn
from dashboard.components import component

_component = component("canvas")


def canvas(points: str, centroids: str, *, film: str, key: str, on_drawn: Callable[[str, str], None]) -> None:
    """Draw the points and centroids, both as text; after every change `on_drawn` is called with the new texts.

    `film` is the id of the player's script that belongs to them: the button Run from here plays it.
    """

    def follow() -> None:
        drawing = drawing_of((st.session_state.get(key) or {}).get("drawing"))
        if drawing is not None:
            on_drawn(*drawing)

    _component(data=dict(points=points, centroids=centroids, film=film), key=key, on_drawing_change=follow)


def drawing_of(message) -> tuple[str, str] | None:
    """Return the points and the centroids in the `message`, which anybody can send: None if they are no drawing."""
    match message:
        case {"points": str(points), "centroids": str(centroids)}:
            is_drawing = drawn.read_points(points, least=0) is not None and drawn.read_centroids(centroids) is not None
            return (points, centroids) if is_drawing else None
    return None
