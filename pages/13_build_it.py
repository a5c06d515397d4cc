"""Build k-means from its lines: fill the blank, find the bug, put them in order."""

import streamlit as st

from dashboard.build_it import settings, tabs
from dashboard.build_it.text import ALONE, ORDER
from dashboard.common import layout, lesson
from dashboard.components.links import settings_links

layout.page("Build it")
layout.heading("Build it", {})
mode, number = settings.choose_puzzle()
if mode == ALONE:
    tabs.write_alone()
else:
    if mode == ORDER:
        tabs.order_and_run(number)
    else:
        tabs.choose_and_run(mode, number)
    with st.sidebar if lesson.is_on_stage() else st.container():
        settings_links({"Next puzzle": settings.following(mode, number)}, key="following", scrolls=True)
layout.end_on_stage()
