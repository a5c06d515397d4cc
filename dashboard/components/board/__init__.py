"""What a class sees on the projector: large letters, light pictures."""

from collections.abc import Callable

import streamlit as st

from dashboard.components import component

_component = component("board")


def board(html: str, *, key: str, n_choices=0, on_chosen: Callable[[int], None] = lambda i: None) -> None:
    """Draw the `html`, which is ours. A click on one of its `n_choices` buttons calls `on_chosen` with its number."""

    def follow_click() -> None:
        chosen = (st.session_state.get(key) or {}).get("chosen")
        if type(chosen) is int and 0 <= chosen < n_choices:
            on_chosen(chosen)

    _component(data={"html": html}, key=key, on_chosen_change=follow_click)
