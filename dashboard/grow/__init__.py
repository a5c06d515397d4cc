"""Boxes that grow with the screen, so that a projector shows large what they hold."""

from collections.abc import Sequence

from dashboard.served import component

_component = component("grow")


def grow(boxes: Sequence[str], *, least: int, beside: int, key: str) -> None:
    """Let the containers with these keys take the height of the screen less `beside` pixels, but at least `least`.

    What they hold stretches with them; without scripts they keep the height they were given.
    """
    _component(data={"boxes": list(boxes), "least": least, "beside": beside}, key=key)
