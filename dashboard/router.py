"""The menu. Every run of any page begins here: Streamlit reads from the address which page to show."""

from pathlib import Path

import streamlit as st

from dashboard.common.lesson import is_on_stage
from dashboard.landing.page import show_landing_page
from dashboard.server.memory import keep_imports

FOLDER = Path(__file__).parents[1] / "pages"
PAGES = {
    "The lesson": {
        "1_algorithm": ("Algorithm", "How does k-means move?"),
        "2_elbow": ("Elbow", "How many clusters are there?"),
        "3_init_comparison": ("Init comparison", "How much does the start decide?"),
        "4_failure_cases": ("Failure cases", "When does k-means fail?"),
    },
    "Going further": {
        "5_image_compression": ("Image compression", "How few colours are enough?"),
        "6_mini_batch": ("Mini-batch", "How few points are enough?"),
        "7_soft_assignment": ("Soft assignment", "May a point belong to several?"),
    },
    "Do it yourself": {
        "8_practice": ("Practice", "Can you work it out by hand?"),
        "13_build_it": ("Build it", "Can you build it from its lines?"),
        "9_draw_it": ("Draw it", "Can you break it?"),
    },
    "In class": {
        "12_lessons": ("Lessons", "What to show and ask, and the answers"),
        "10_class": ("Class room", "What does your class think?"),
    },
}
HIDDEN = {"11_vote": "Vote"}  # a room's address leads there
IN_A_SUBMENU = ("Going further", "Do it yourself", "In class")


def existing(names) -> list[str]:
    return [name for name in names if (FOLDER / f"{name}.py").exists()]


path = {
    section: [st.Page(FOLDER / f"{name}.py", title=names[name][0], help=names[name][1]) for name in existing(names)]
    for section, names in PAGES.items()
}
hidden = [st.Page(FOLDER / f"{name}.py", title=HIDDEN[name], visibility="hidden") for name in existing(HIDDEN)]


def start() -> None:
    show_landing_page({section: pages for section, pages in path.items() if pages})


landing = st.Page(start, title="Start here", help="What is here, and where to begin", default=True)
menu = {"": [landing, *hidden]}
for section, pages in path.items():
    menu.setdefault(section if section in IN_A_SUBMENU else "", []).extend(pages)
page = st.navigation(menu, position="hidden" if is_on_stage() else "top")
page.run()
keep_imports(page.title)
