"""The landing page: something that moves, a first question, and the path through the pages. It loads no Plotly."""

import json
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.common import layout
from dashboard.components.first_run import first_run
from dashboard.landing import compute, text
from dashboard.server.results import cached

COLUMNS = 2


@cached(1)
def animation() -> str:
    """Return what the browser draws, as JSON."""
    runs = compute.first_runs()
    texts = dict(captions=text.CAPTIONS, question=text.QUESTION, answer=text.second_run_in_words(runs), alt=text.ALT)
    settings = dict(n=compute.N_POINTS, seed=compute.BAD_SEED)
    return json.dumps(dict(**compute.drawn_runs(runs), **texts, settings=settings))


def show_landing_page(path: Mapping[str, Sequence[st.Page]]) -> None:
    """Draw the landing page, with a link to each page of every section and the question that it answers."""
    layout.page("Start here")
    layout.heading("K-means from scratch", {}, has_picture=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        first_run(animation())
    with right:
        st.markdown(text.INTRODUCTION)
        for page in path.get("In class", []):
            label = text.FOR_LECTURERS.get(page.title, page.title)
            st.page_link(page, label=label, icon=":material/school:", help="")
    sections = list(path.items())
    for first in range(0, len(sections), COLUMNS):
        for column, (section, pages) in zip(st.columns(COLUMNS), sections[first : first + COLUMNS], strict=False):
            with column:
                st.header(section)
                for page in pages:
                    label = f"**{page.title}:** {page.help}"
                    st.page_link(page, label=label, icon=":material/arrow_forward:", help="")
    st.markdown(text.SHARING)
