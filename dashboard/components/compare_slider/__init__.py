"""Before and after: two pictures of one size, and a line between them that one drags; zoom and pan."""

import streamlit as st

from dashboard.components import component

_component = component("compare_slider")


def compare(before: bytes, after: bytes, *, picture: str, size, labels, alt: str, hint: str, key: str) -> None:
    """Draw both PNG files with `labels` (before, after); `size` is (width, height) in pixels.

    Another `picture` resets the zoom. The files travel over HTTP as st.image elements in a box one pixel high;
    the component finds them there, so that a rerun sends a few words and no picture twice.
    """
    left, right = labels
    words = {"before": left, "after": right, "alt": alt, "hint": hint}
    _component(data={"files": f"{key}-files", "size": list(size), "picture": picture, **words}, key=key)
    hidden(before, after, key=f"{key}-files")


def hidden(*files: bytes, key: str) -> None:
    """Send PNG `files` to the browser for a component that shows them; `key` names the box they stand in."""
    with st.container(height=1, border=False, key=key):
        for file in files:
            st.image(file, output_format="PNG", alt="")
