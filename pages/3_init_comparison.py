"""The start decides: five starts side by side, k-means++ pick by pick, and where many runs end."""

import streamlit as st

from dashboard.common import cache as cached
from dashboard.common import controls, layout
from dashboard.common.datasets import NAMED
from dashboard.init_comparison import cache as computed
from dashboard.init_comparison import tabs as panels
from dashboard.init_comparison.tabs import DEFAULTS, MANY, MOST_POINTS, PICKS, SIDE, Settings

layout.page("The start decides")

PRESETS = {
    "4 blobs": {},
    "15 blobs": {"data": "15 blobs", "k": 15},
    "31 blobs": {"data": "31 blobs", "k": 31},
    "Uneven sizes": {"data": "uneven sizes", "k": 3},
    "No clusters": {"data": "uniform"},
}

with st.sidebar:
    data = controls.choose_data(DEFAULTS, names=tuple(NAMED), most=MOST_POINTS, most_own=MOST_POINTS)
    start, many = panels.choose_starts()
    points = cached.table(data)
    start, note = controls.fitting(start, len(points.X))
    many, refused = panels.fitting(points.X, start.k, many)
    own = panels.choose_own(len(points.X), start.k)
    x, y = controls.choose_view(points.features)

with st.container(horizontal=True, vertical_alignment="center"):
    st.title("The start decides", width="stretch")
    for name, values in PRESETS.items():
        st.button(name, on_click=panels.preset, args=(values,))
show, trials = panels.choose_show()
now = Settings(data, start.k, start.seed, many, own, x, y, trials)

controls.say(note, data)
if refused:
    st.warning(refused)
found = computed.landscape(data, now.k, many, st.empty())
compared = computed.comparison(data, now.k, now.seed, own, many, found)
views = {SIDE: panels.side_by_side, PICKS: panels.pick_by_pick, MANY: panels.many_runs}
views[show](now, compared)

if data.name in NAMED:
    st.markdown(NAMED[data.name].lesson)

layout.tabs({"Code as it runs": panels.code, "Try": panels.tries})
