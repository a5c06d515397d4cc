"""The switch that lets a page ask before it shows."""

import streamlit as st

HELP = (
    "On: the page asks for your guess and shows its result afterwards. A guess makes it easier to remember what you "
    "see. Off: it shows everything at once, and so does a link with ask=0."
)


def ask_first(unless=()) -> bool:
    """Draw the switch, which all pages share, and return whether it is on.

    It begins off where the address has one of the names `unless`, which lead to something that is to be seen, and does
    not say itself that the page asks.
    """
    address = st.query_params.keys()
    is_off = st.query_params.get("ask") == "0"  # the address of a switch says "false", but 0 is easier to write by hand
    if "ask" not in st.session_state and (is_off or (address & set(unless) and not address & {"ask", "task"})):
        st.session_state["ask"] = False
    return st.toggle("Ask me first", True, key="ask", bind="query-params", help=HELP)


def switch_asking(on: bool) -> None:
    """Turn the switch on or off. A callback: it runs before the page."""
    st.session_state["ask"] = on
