"""The start decides: five starts side by side, k-means++ pick by pick, and where many runs end."""

import streamlit as st

from dashboard.common import layout, lesson
from dashboard.common.ask import ask_first
from dashboard.common.datasets import NAMED
from dashboard.common.questions_tab import show_questions
from dashboard.components.reply_region import reply_region
from dashboard.init_comparison import cache, tabs
from dashboard.init_comparison.settings import (
    MANY_RUNS,
    SIDE_BY_SIDE,
    choose_init_settings,
)
from dashboard.init_comparison.take_home import init_files

PRESETS = {
    "4 blobs": {},
    "15 blobs": {"data": "15 blobs", "k": 15},
    "31 blobs": {"data": "31 blobs", "k": 31},
    "Uneven sizes": {"data": "uneven sizes", "k": 3},
    "No clusters": {"data": "uniform"},
}

layout.page("The start decides")
top = st.container()
show, settings = choose_init_settings()
with lesson.sidebar():
    asks = ask_first()
with top:
    layout.heading("The start decides", PRESETS, keep=("show", "trials"))
best = cache.best_known(settings.data, settings.k)
with reply_region("view", show, name=show, speaks=False):
    if show == SIDE_BY_SIDE:
        tabs.side_by_side_view(settings, best, asks)
    elif show == MANY_RUNS:
        tabs.many_runs_view(settings, best, asks)
    else:
        tabs.pick_by_pick_view(settings, best)

layout.end_on_stage()
if settings.data.name in NAMED:
    st.markdown(NAMED[settings.data.name].lesson)

layout.tabs(
    {
        "Try": lambda: show_questions(cache.init_questions()),
        "Code as it runs": tabs.seeding_code_tab,
        layout.TAKE_HOME: lambda: init_files(show, settings, best),
    }
)
