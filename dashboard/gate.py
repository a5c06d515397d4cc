"""One gate for heavy work: a few at a time per process, the others wait in words and can leave."""

import threading
from contextlib import contextmanager

import streamlit as st

PLACES = 1  # the work is NumPy's and holds the processor: a second place would slow both


@st.cache_resource
def _gate() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(PLACES)


@contextmanager
def turn(sign):
    """Hold a place at the gate. `sign` is an st.empty() that says so while there is none.

    Each look at the gate writes to the page: that is where Streamlit stops a script whose visitor has left.
    """
    gate = _gate()
    while not gate.acquire(timeout=0.2):
        sign.caption("Waiting: another visitor's long computation is running.")
    try:
        yield
    finally:
        gate.release()
        sign.empty()
