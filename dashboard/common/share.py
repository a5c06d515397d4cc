"""The dialog that shares a page: as it stands, as a lesson, for a projector, and inside another page."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st
from segno import DataOverflowError

from dashboard.common.ask import STATES
from dashboard.common.lesson import ONLY, STAGE, sidebar_controls
from dashboard.common.qr import qr_svg
from dashboard.components.address import parameters_in_browser

LEFT_OUT = (ONLY, STAGE, "embed", "embed_options")
AS_IT_STANDS, LESSON, PROJECTOR, EMBEDDED = "As it stands", "Lesson", "Projector", "Embedded"
INTRODUCTIONS = {
    AS_IT_STANDS: "This page with all its settings, at the player's current step.",
    LESSON: "Readers can change what you choose here. Everything else stays as it is now, folded away.",
    PROJECTOR: "The picture alone, in large letters. Page Down and Page Up, the keys of a presenter's remote control, "
    "go one step forward and back; full stop blanks the screen; f is full screen.",
    EMBEDDED: "HTML for a learning platform or a website.",
}
ASKS_FIRST = "It asks first, as this page does now. For a link that does not, turn “Ask me first” off before you share."
HELP = "Links to what you see, also for a lesson or a projector, with their QR codes."


def offer_share(has_picture: bool) -> None:
    """Draw the button that opens the dialog. Call it when the sidebar's controls have been drawn."""
    if st.button("Share", icon=":material/share:", help=HELP):
        show_share_dialog(sidebar_controls(), has_picture)


def warn_of_own_machine() -> None:
    """Warn if the page's address leads nowhere from other machines."""
    if is_own_machine(st.context.url or ""):
        st.warning(
            "This address works on this computer only. For others, open the app with the address that this computer "
            "has in the network, or on a server."
        )


@st.dialog("Share", width="medium")
def show_share_dialog(controls: dict[str, str], has_picture: bool) -> None:
    """Show a link for each purpose. `controls` {parameter: label} are those that a lesson can leave free."""
    base = (st.context.url or "").replace("/~/+", "")  # on Community Cloud, the address inside its frame
    now = with_switch([(key, value) for key, value in parameters_in_browser() if key not in LEFT_OUT])
    warn_of_own_machine()
    if "your own" in dict(now).values():
        st.info("Your own file is not in the link: others see the usual example until they choose a file.")
    left_out = {LESSON: not controls, PROJECTOR: not has_picture}
    purposes = [purpose for purpose in INTRODUCTIONS if not left_out.get(purpose)]
    for purpose, tab in zip(purposes, st.tabs(purposes), strict=True):
        with tab:
            st.markdown(INTRODUCTIONS[purpose])
            if purpose == LESSON:
                if st.session_state.get("ask"):
                    st.markdown(ASKS_FIRST)
                show_link(shared_link(base, [*now, (ONLY, choose_free_controls(controls))]))
            elif purpose == EMBEDDED:
                st.code(embed_snippet(shared_link(base, [*now, ("embed", "true")])), language="html", wrap_lines=True)
            else:
                show_link(shared_link(base, [*now, (STAGE, "1")] if purpose == PROJECTOR else now))


def with_switch(parameters: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the parameters with the switch “Ask me first” as it is now: a state of a film alone would turn it off."""
    if not st.session_state.get("ask") or not {*STATES} & dict(parameters).keys():
        return list(parameters)
    return [*((key, value) for key, value in parameters if key != "ask"), ("ask", "true")]


def choose_free_controls(controls: dict[str, str]) -> str:
    """Draw the choice of the controls that stay free; return their parameters, separated by commas."""
    help = "If you choose none, the link shows exactly this picture."
    first = list(controls)[:1]
    free = st.multiselect("Controls that stay free", list(controls), first, controls.get, key="free", help=help)
    return ",".join(free)


def show_link(link: str) -> None:
    """Show a link, which has a button that copies it, and its QR code."""
    st.code(link, language=None, wrap_lines=True)
    try:
        st.image(qr_svg(link), width=280, alt="The link above as a QR code")
    except DataOverflowError:
        st.caption("This link is too long for a QR code.")


def shared_link(base: str, parameters: Sequence[tuple[str, str]]) -> str:
    query = urlencode(parameters, safe=",")
    return f"{base}?{query}" if query else base


def embed_snippet(link: str) -> str:
    """Return the HTML that shows the page inside another one."""
    style = "width: 100%; height: 900px; border: 0"
    return f'<iframe src="{escape(link)}" title="K-means from scratch" style="{style}" allow="fullscreen"></iframe>'


def is_own_machine(base: str) -> bool:
    return urlsplit(base).hostname in ("localhost", "127.0.0.1", "0.0.0.0", "::1")
