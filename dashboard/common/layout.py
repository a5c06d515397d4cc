"""The frame of every page: its name in the browser's tab, the sidebar's links, its heading and its tabs."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import streamlit as st

from dashboard.components import component
from dashboard.server import static_files

_scroll_to_top = component("scroll_to_top")


@dataclass(frozen=True)
class Page:
    path: str
    label: str
    question: str


PAGES = (
    Page("app.py", "Start here", "What is here, and where to begin"),
    Page("pages/1_algorithm.py", "Algorithm", "How does k-means move?"),
    Page("pages/2_elbow.py", "Elbow", "How many clusters are there?"),
    Page("pages/3_init_comparison.py", "Init comparison", "How much does the start decide?"),
    Page("pages/4_failure_cases.py", "Failure cases", "When does k-means fail, and what then?"),
    Page("pages/5_image_compression.py", "Image compression", "How few colours does a picture need?"),
    Page("pages/6_mini_batch.py", "Mini-batch", "How few points are enough?"),
    Page("pages/7_soft_assignment.py", "Soft assignment", "What if a point may belong to several clusters?"),
)


def page(title: str) -> None:
    """Set the page up. The first call of every page, so that each one works by itself behind a shared link."""
    static_files.prepare()
    freeze_imports(title)
    embedded = st.context.is_embedded
    st.set_page_config(
        page_title=f"{title} · K-means from scratch",
        page_icon="🔵",
        layout="wide",
        initial_sidebar_state="collapsed" if embedded else "auto",
    )
    with st.sidebar:
        with st.container(gap="xxsmall"):  # close together, so that the controls below can be seen
            for link in PAGES:
                st.page_link(target(link.path), label=link.label, help=link.question)


@cache
def target(path: str) -> st.Page:
    """Return the page that a link leads to. A path would be looked up on the disk for every link in every rerun."""
    return st.Page(path, default=path == PAGES[0].path)


@cache
def freeze_imports(page: str) -> None:
    """Exclude all that the `page` has imported from garbage collection, once: it stays as long as the server.

    Otherwise a collection looks at half a million objects, and some hosts collect after every rerun.
    """
    gc.collect()
    gc.freeze()


def heading(title: str, presets: Mapping[str, dict], choose: Callable[[dict], None]) -> None:
    """Draw the page's title and beside it a button for each preset, which calls `choose` with the preset's values."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title, width="stretch")
        for name, values in presets.items():
            st.button(name, on_click=choose, args=(values,))


def chart_config(filename: str = "") -> dict:
    """Return the configuration of a Plotly chart: with a camera that saves it as `filename`, or without any buttons."""
    if not filename:
        return {"displayModeBar": False}
    camera = {"format": "png", "scale": 3, "filename": filename}
    return {"displaylogo": False, "scrollZoom": False, "toImageButtonOptions": camera}


def tabs(panels: Mapping[str, Callable[[], None]]) -> None:
    """Draw the tabs below a stage. Only the open one is computed; the address says which."""
    opened = st.tabs(list(panels), key="tab", bind="query-params", on_change="rerun")
    for tab, panel in zip(opened, panels.values(), strict=True):
        if tab.open:
            with tab:
                panel()
    if st.session_state.pop("scroll to top", False):
        _scroll_to_top(key="scroll to top")


def scroll_to_top() -> None:
    """Let the next run of the page scroll to its top, where the picture is. For callbacks of what is below it."""
    st.session_state["scroll to top"] = True
