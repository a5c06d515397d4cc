"""The parameters in the browser's address. The player writes some there that Streamlit does not know of."""

from urllib.parse import parse_qsl

import streamlit as st

from dashboard.components import component

_component = component("address")
KEY, MAX_LETTERS = "address", 10_000


def parameters_in_browser() -> list[tuple[str, str]]:
    """Return the parameters of the address; those that Streamlit knows of until the browser has told, which takes a
    rerun of the fragment that asks."""
    search = (st.session_state.get(KEY) or {}).get("search")
    search = search[:MAX_LETTERS] if isinstance(search, str) else None
    _component(data=dict(search=search), key=KEY, on_search_change=lambda: None)
    if search is not None:
        return parse_qsl(search.removeprefix("?"), keep_blank_values=True)
    return [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
