"""Boxes that grow with the screen, so that a projector shows their contents large."""

from collections.abc import Mapping, Sequence

from dashboard.components import component

_component = component("fit_height")


def fit_height(
    boxes: Sequence[str],
    *,
    least: int,
    reserved: int,
    floor: int,
    aspect: float,
    padding: int = 0,
    domains: Mapping[str, Sequence[float]] | None = None,
    key: str,
) -> None:
    """Give the containers with these keys the height of the screen minus `reserved` pixels, but at least `least`.

    They stay lower where their contents fill no more: `aspect` times their width and `padding` pixels; never lower than
    `floor`. Their contents stretch with them, and the letters of their figures grow with the screen. Without scripts
    they keep the height they were given. Axes that share their figure with others have their `domains` by name.
    """
    sizes = dict(least=least, reserved=reserved, floor=floor, aspect=aspect, padding=padding)
    _component(data=dict(boxes=list(boxes), domains=domains or {}, **sizes), key=key)
