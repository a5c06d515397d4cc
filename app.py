"""The landing page: what is here, and where to begin. No figure, so that it loads at once."""

import streamlit as st

from dashboard import frame

frame.page("Start here")
st.title("K-means from scratch")
st.markdown(
    """
k-means finds k groups in data with two moves, repeated: **assign** each point to its nearest centroid,
**move** each centroid to the mean of its points.

Here you can watch it do so, step by step, on made data, on real data and on a table of your own.
What you see is computed by a small NumPy library whose source stands beside the picture.
"""
)
for page in frame.PAGES[1:]:
    st.page_link(page.path, label=f"**{page.label}**: {page.question}", icon=":material/arrow_forward:")
