"""Break k-means by hand: which assumption gives way, and what mends it."""

import streamlit as st

from dashboard.common import controls, layout
from dashboard.failure_cases import tabs as panels

layout.page("When k-means fails")

PRESETS = {
    "Moons": {},
    "Circles": {"case": "circles"},
    "Far strays": {"case": "outliers"},
    "Where all fail": {"case": "circles", "knob": 0.85},
}

with st.sidebar:
    case, own = panels.choose_case()
    settings = panels.choose_points(case, own)

with st.container(horizontal=True, vertical_alignment="center"):
    st.title("When k-means fails", width="stretch")
    for name, values in PRESETS.items():
        st.button(name, on_click=controls.preset, args=(values, panels.beginning(values)))

setting, method = panels.turn(case, settings)
x, y = panels.choose_view(setting)

layout.tabs(
    {
        "Break it": lambda: panels.break_it(setting, method, x, y),
        "Gallery": lambda: panels.gallery(setting),
        "Choose eps": lambda: panels.choose_eps(setting),
        "What it costs": panels.costs,
        "Try": panels.tries,
    }
)
