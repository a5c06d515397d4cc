"""The frame of every page: its name in the browser's tab, its heading, its tabs, and what of it is on the stage."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard.common import lesson
from dashboard.common.share import offer_share
from dashboard.components import component
from dashboard.components.links import settings_links
from dashboard.components.reply_region import TITLE, reply_region

OPENED = "opened"  # in the session: the page that was shown last, with the parameters that are its own
# Parameters that mean something else on every page: the open tab, and what is looked at there.
LEFT_BEHIND = ("tab", "ks", "at", "view", "point", "centroid", *(f"reply{i}" for i in range(1, 10)))
TAKE_HOME = "Take home"  # the last tab of every page; it was called Download once, and links still say so

SIDEBAR_HINT = "Settings and data are in the sidebar: » at the top left."

_stage = component("stage")


def page(title: str, own: Sequence[str] = ()) -> None:
    """Set the page up. The first call of every page, so that each one also works by itself.

    Parameters that mean something else on other pages and are the page's `own` begin with their defaults.
    """
    st.set_page_config(
        page_title=f"{title} · K-means from scratch",
        page_icon="🔵",
        layout="wide",
        initial_sidebar_state="collapsed" if st.context.is_embedded or lesson.is_on_stage() else "auto",
    )
    lesson.begin_run()
    last, theirs = st.session_state.get(OPENED, (title, ()))
    st.session_state[OPENED] = title, own
    if last != title:  # Streamlit itself carries the value of every parameter to the next page that has it
        for key in {*LEFT_BEHIND, *own, *theirs} - st.query_params.keys():
            st.session_state.pop(key, None)


def heading(
    title: str, presets: Mapping[str, dict], keep: Sequence[str] = (), shares=True, has_picture=True, has_sidebar=True
) -> None:
    """Draw the page's title and beside it a link to the settings of each preset, which leaves those in `keep` alone.

    A page that `has_picture` can be shared for a projector, too. One that `has_sidebar` says so on a narrow screen.
    On a projector there is no title, and in a lesson there are no presets. Call it when the sidebar has been drawn.
    """
    if lesson.is_on_stage():
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"), reply_region(TITLE, title, name="", speaks=False, opens=True):
            st.title(title)
        if shares:
            offer_share(has_picture)
        if presets and not lesson.is_lesson():
            hint = SIDEBAR_HINT if has_sidebar else ""
            settings_links(presets, key="presets", keep=keep, hint=hint, width="content")


def chart_config(filename: str = "") -> dict:
    """Return the configuration of a Plotly chart: with a camera that saves it as `filename`, or without any buttons."""
    if not filename:
        return {"displayModeBar": False}
    camera = {"format": "png", "scale": 3, "filename": filename}
    return {"displaylogo": False, "scrollZoom": False, "toImageButtonOptions": camera}


def small_charts(figures, alts: Sequence[str], columns: int, key: str) -> None:
    """Draw small figures in rows of so many `columns`; a phone shows one below the other."""
    for first in range(0, len(figures), columns):
        row = range(first, min(first + columns, len(figures)))
        for column, i in zip(st.columns(columns), row, strict=False):
            shown = dict(key=f"{key} {i}", height=290, config=chart_config(), alt=alts[i])
            column.plotly_chart(figures[i], **shown)


def end_on_stage() -> None:
    """End the page here if it is shown on a projector: only the picture above can be read from the last row."""
    if lesson.is_on_stage():
        with st.sidebar:  # where it takes no room from the picture
            _stage(key="stage keys")
        st.stop()


def tabs(panels: Mapping[str, Callable[[], None]], picture="") -> None:
    """Draw the tabs below the picture. Only the open one is computed; the address says which.

    If the picture itself is in a tab, `picture` names that tab, which is shown on a projector.
    """
    if picture and lesson.is_on_stage():
        panels[picture]()
    end_on_stage()
    if not picture:
        st.header("A closer look")
    if st.query_params.get("tab") == "Download" and "tab" not in st.session_state:
        st.session_state["tab"] = TAKE_HOME
    opened = st.tabs(list(panels), key="tab", bind="query-params", on_change="rerun")
    for tab, panel in zip(opened, panels.values(), strict=True):
        if tab.open:
            with tab:
                panel()
