"""The menu. Every run of any page begins here: Streamlit reads from the address which page to show."""

from pathlib import Path

import streamlit as st

from dashboard.common.lesson import is_on_stage
from dashboard.landing import show_landing_page

FOLDER = Path(__file__).parents[1] / "pages"
PAGES = {
    "1_algorithm": ("Algorithm", "How does k-means move?"),
    "2_elbow": ("Elbow", "How many clusters are there?"),
    "3_init_comparison": ("Init comparison", "How much does the start decide?"),
    "4_failure_cases": ("Failure cases", "When does k-means fail, and what then?"),
    "5_image_compression": ("Image compression", "How few colours does a picture need?"),
    "6_mini_batch": ("Mini-batch", "How few points are enough?"),
    "7_soft_assignment": ("Soft assignment", "What if a point may belong to several clusters?"),
}

pages = [st.Page(FOLDER / f"{name}.py", title=title, help=question) for name, (title, question) in PAGES.items()]


def start() -> None:
    show_landing_page(pages)


landing = st.Page(start, title="Start here", help="What is here, and where to begin", default=True)
st.navigation([landing, *pages], position="hidden" if is_on_stage() else "top").run()
