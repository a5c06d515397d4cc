"""The landing page: what is here, and where to begin. No figure, so that it loads quickly."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.common import layout

INTRODUCTION = """
k-means finds k groups in data with two moves, repeated: **assign** each point to its nearest centroid,
**move** each centroid to the mean of its points.

Here you can watch it do so, step by step, on generated data, on real data, on a table or a picture of your own.
What you see is computed by a small NumPy library whose source stands beside the picture.
"""
SHARING = """
**To share what you see**, share the link: every setting is in the address bar, and so are the player's half-step,
speed and switches. In the player, space plays and pauses, the arrow keys step, Home and End go to the ends. Under
**Try**, each page asks a few questions and answers them.
What you upload stays in your session's memory and is never stored.
"""


def show_landing_page(path: Mapping[str, Sequence[st.Page]]) -> None:
    """Draw the landing page, with a link to each page of every section and the question that it answers."""
    layout.page("Start here")
    st.title("K-means from scratch")
    st.markdown(INTRODUCTION)
    for section, pages in path.items():
        st.header(section)
        for page in pages:
            with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
                st.page_link(page, label=f"**{page.title}**", icon=":material/arrow_forward:", width=200)
                st.markdown(page.help, width="content")
    st.markdown(SHARING)
