"""How many clusters? Five voices on k, and the courage to say that there is no clear answer."""

import streamlit as st

from dashboard.common import controls, layout
from dashboard.common.datasets import NAMED
from dashboard.common.projection import view
from dashboard.elbow import cache as computed
from dashboard.elbow import tabs as panels
from dashboard.elbow.tabs import DEFAULTS

layout.page("How many clusters?")

PRESETS = {
    "Four blobs": {},
    "No clusters at all": {"data": "uniform"},
    "Blobs that touch": {"noise": 2.5},
    "Iris": {"data": "iris", "k": 3},
}

with st.sidebar:
    data = controls.choose_data(DEFAULTS)
    low, high = panels.choose_range()
    sample = computed.sample(data)
    points = sample.table
    search = panels.choose_search(min(high, sample.different))
    x, y = controls.choose_view(points.features)

with st.container(horizontal=True, vertical_alignment="center"):
    st.title("How many clusters?", width="stretch")
    for name, values in PRESETS.items():
        st.button(name, on_click=controls.preset, args=(values, DEFAULTS))

controls.say("", data)
note = st.empty()
sweep = computed.study(data, search, note)
gap = computed.gap_known(data, search)
said = computed.opinion(data, search, low, gap is not None, sweep.since(low), gap)
left, right = st.columns([5, 2], vertical_alignment="center")
with left:
    panels.say(said, data, points)
with right:
    k = controls.choose_k(DEFAULTS, panels.MOST)
low, k, changed = panels.fitting(low, k, high, sample)
result = computed.clustering(data, search, k, sweep, note)
if changed:
    note.warning(changed)
sign = panels.votes(said.heard)

seen = view(points.X, points.features, x, y)
shown = panels.Shown(data, search, low, k, points, sweep, gap, said.heard, result, seen)
pictures = st.container()
spoke = panels.working(shown)
with pictures:
    left, right = st.columns(2)
    with right:
        panels.clustering(shown, spoke)
    with left:
        drawn = st.container()
        axes = panels.choose_axes()
    with drawn:
        panels.inertia(shown, axes)
    left, right = st.columns(2)
    with left:
        panels.silhouettes(shown)
    with right:
        panels.knife_chart(shown, spoke)

if data.name in NAMED:
    st.markdown(NAMED[data.name].lesson)
if said.beside_band:
    st.markdown(said.beside_band)

layout.tabs(
    {
        "Numbers": lambda: panels.numbers(shown),
        "Gap statistic": lambda: panels.gap_panel(shown),
        "Code as it runs": panels.code,
        "Try": panels.tries,
        "Download": lambda: panels.downloads(shown),
    }
)

if gap is None:
    computed.compute_gap(data, search, sign)
    st.rerun()
