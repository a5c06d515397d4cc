"""Boxes that grow with the screen, so that a projector shows large what they hold."""

from collections.abc import Sequence

from dashboard.components import component

_component = component("fit_height")


def grow(boxes: Sequence[str], *, least: int, beside: int, floor: int, shape: float, edges=0, key: str) -> None:
    """Let the containers with these keys take the height of the screen less `beside` pixels, but at least `least`.

    They stay lower where what they hold fills no more: `shape` times their width, and `edges` pixels; never lower than
    `floor`. What they hold stretches with them, and the letters of its figures grow with the screen; without scripts
    they keep the height they were given.
    """
    room = {"least": least, "beside": beside, "floor": floor, "shape": shape, "edges": edges}
    _component(data={"boxes": list(boxes), **room}, key=key)
