"""Buttons that save the page's charts as PNG and SVG files, in the browser alone."""

from collections.abc import Mapping

from dashboard.components import component

_component = component("save_picture")


def save_picture(pictures: Mapping[str, str], filename: str) -> None:
    """Draw two buttons for each of the page's charts, {key of the chart or its container: what it is called}."""
    _component(data=dict(pictures=dict(pictures), filename=filename), key="save picture")
