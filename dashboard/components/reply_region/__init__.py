"""A part of the page that answers a press or a reply: screen readers read it out, and the keyboard goes on there."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.components import component

_component = component("reply_region")
TITLE = "title"  # the region of the page's title, which takes the focus on the way from another page


@contextmanager
def reply_region(
    key: str, state: int | str = 0, *, name="Result", speaks=True, opens=False, lists=False
) -> Iterator[None]:
    """Draw the block in a region with this name and state, which a reply changes.

    If it `speaks`, screen readers read out what appears in it; of a figure, too, so that belongs elsewhere, and twice
    what is an alert by itself (st.success, st.warning). With a new state, the focus moves to its first field, or to the
    region itself, if the control that was used was in it or has gone. If it `opens`, that also holds when it appears.
    If it `lists` buttons that go when they are pressed, the focus moves to the next of them.
    """
    with st.container(key=f"region {key}", gap=None):
        data = dict(state=str(state), name=name, speaks=speaks, opens=opens, lists=lists)
        _component(data=data, key=f"reply to {key}")
        with st.container():
            yield
