"""Before and after: two pictures of one size, and a line between them that can be dragged; zoom and pan."""

import streamlit as st

from dashboard.components import component

_component = component("compare_slider")
ALT = "The picture"
HINT = "Drag the line. Plus, minus or a double-click zooms; then drag the picture."


def compare_slider(before: bytes, after: bytes, *, picture: str, size, labels, key: str) -> None:
    """Draw both PNG files with `labels` (before, after); `size` is (width, height) in pixels.

    Another `picture` resets the zoom. The files travel over HTTP as st.image elements in a box one pixel high;
    the component takes them from there, so that a rerun sends a few words and no picture twice.
    """
    words = {"before": labels[0], "after": labels[1], "alt": ALT, "hint": HINT}
    _component(data={"files": f"{key}-files", "size": list(size), "picture": picture, **words}, key=key)
    send_images(before, after, key=f"{key}-files")


def send_images(*files: bytes, key: str) -> None:
    """Send PNG `files` to the browser for a component that draws them; `key` names their box."""
    with st.container(height=1, border=False, key=key):
        for file in files:
            st.image(file, output_format="PNG", alt="")
