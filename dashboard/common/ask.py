"""The switch that lets a page ask before it shows."""

import streamlit as st

HELP = (
    "On: the page asks for your guess and shows its result afterwards. A guess makes it easier to remember what you "
    "see. Off: it shows everything at once, and so does a link with ask=0."
)


def ask_first() -> bool:
    """Draw the switch, which all pages share, and return whether it is on."""
    if st.query_params.get("ask") == "0" and "ask" not in st.session_state:
        st.session_state["ask"] = False  # the address of a switch says "false", but 0 is easier to write by hand
    return st.toggle("Ask me first", True, key="ask", bind="query-params", help=HELP)
