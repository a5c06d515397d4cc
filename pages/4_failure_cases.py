"""Break k-means by hand: which assumption fails, and what helps."""

import streamlit as st

from dashboard.common import controls, layout
from dashboard.failure_cases import cache, settings, tabs

layout.page("When k-means fails")

PRESETS = {
    "Moons": {},
    "Circles": {"case": "circles"},
    "Distant outliers": {"case": "outliers"},
    "Where all methods fail": {"case": "circles", "knob": 0.85},
}

with st.sidebar:
    case, own = settings.choose_case()
    chosen = settings.choose_points(case, own, cache.suggested_eps)

layout.heading(
    "When k-means fails", PRESETS, lambda values: controls.apply_preset(values, settings.initial_values(values))
)
chosen, method = settings.choose_remedy(chosen)
with st.sidebar:
    x, y = tabs.choose_directions(chosen)

layout.tabs(
    {
        "Break it": lambda: tabs.break_it(chosen, method, x, y),
        "Gallery": lambda: tabs.gallery(chosen),
        "Choose eps": lambda: tabs.choose_eps(chosen),
        "What it costs": tabs.costs,
        "Try": tabs.tries,
    }
)
