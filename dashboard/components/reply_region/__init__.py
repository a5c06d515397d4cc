"""A part of the page that answers a press or a reply: screen readers read it out, and the keyboard goes on there."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.components import component

_component = component("reply_region")
TITLE = "title"  # the region of the page's title, which takes the focus on the way from another page


@contextmanager
def reply_region(key: str, state: int | str = 0, *, speaks=True, opens=False) -> Iterator[None]:
    """Draw the block in a region with this state, which a reply changes.

    If it `speaks`, screen readers read out what appears in it; of a figure, too, so that belongs elsewhere. With a new
    state, the focus moves to its first field, or to the region itself, if the control that was used was in it or has
    gone. If it `opens`, that also holds when it appears.
    """
    with st.container(key=f"region {key}", gap=None):
        _component(data=dict(state=str(state), speaks=speaks, opens=opens), key=f"reply to {key}")
        with st.container():
            yield
