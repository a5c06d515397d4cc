"""A part of the page in which a reply is answered: by screen readers, too, and the keyboard goes on from there."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.components import component

_component = component("reply_region")


@contextmanager
def reply_region(key: str, replies: int) -> Iterator[None]:
    """Draw the block in a region that has been replied to so many times: before a reply and after it.

    Screen readers read out what appears in it. With a new reply, the focus moves to its first field, or to the region
    itself, because the control that was used may be gone.
    """
    with st.container(key=f"region {key}", gap=None):
        _component(data=dict(replies=int(replies)), key=f"reply to {key}")
        with st.container():
            yield
