"""The parameters in the browser's address. The player writes some there that Streamlit does not know of."""

import time
from urllib.parse import parse_qsl

import streamlit as st

from dashboard.components import component

_component = component("address")
KEY, MAX_LETTERS = "address", 10_000


def parameters_in_browser(key=KEY) -> list[tuple[str, str]]:
    """Return the parameters of the address; those that Streamlit knows of until the browser has told, which takes a
    rerun of the fragment that asks. Each place that asks has a `key` of its own."""
    search = (st.session_state.get(key) or {}).get("search")
    search = search[:MAX_LETTERS] if isinstance(search, str) else None
    asked = time.monotonic()  # the browser looks at its address only if it is sent something new
    _component(data=dict(search=search, asked=asked), key=key, on_search_change=lambda: None)
    if search is not None:
        return parse_qsl(search.removeprefix("?"), keep_blank_values=True)
    return [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
