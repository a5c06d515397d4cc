"""What a lecturer's link changes: `only` names the controls that stay free, `stage=1` is for the projector."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

ONLY, STAGE = "only", "stage"


@dataclass
class Sidebar:
    """The sidebar in one run of a page: its controls {parameter: label}, and in a lesson its two parts."""

    controls: dict[str, str] = field(default_factory=dict)
    free: Any = None
    fixed: Any = None
    is_open: bool = False


_sidebar: ContextVar[Sidebar] = ContextVar("sidebar")


def begin_run() -> None:
    """Forget the sidebar of the run before."""
    _sidebar.set(Sidebar())


def is_on_stage() -> bool:
    return st.query_params.get(STAGE) == "1"


def is_lesson() -> bool:
    return ONLY in st.query_params


@contextmanager
def sidebar() -> Iterator[None]:
    """Draw the controls of the block in the sidebar. In a lesson, those that are not free are folded away."""
    own = _sidebar.get(None) or Sidebar()
    _sidebar.set(own)
    if is_lesson() and own.free is None:
        own.free, own.fixed = st.sidebar.container(), st.sidebar.expander("Fixed for this lesson")
    own.is_open = True
    with st.sidebar if own.fixed is None else own.fixed:
        yield
    own.is_open = False


def place(key: str, label: str) -> AbstractContextManager:
    """Return where the control `key` is drawn: above what is folded away if a lesson leaves it free, otherwise here."""
    own = _sidebar.get(None)
    if own is None or not own.is_open:
        return nullcontext()
    own.controls[key] = label
    is_free = own.free is not None and key in st.query_params[ONLY].split(",")
    return own.free if is_free else nullcontext()


def sidebar_controls() -> dict[str, str]:
    """Return the labels of the sidebar's controls by their parameters in the address."""
    own = _sidebar.get(None)
    return own.controls if own else {}
