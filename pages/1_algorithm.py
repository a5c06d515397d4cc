"""Assign, move, repeat: one run of k-means, half-step by half-step."""

import streamlit as st

from dashboard.algorithm import cache as computed
from dashboard.algorithm import tabs as panels
from dashboard.common import cache as cached
from dashboard.common import controls, layout
from dashboard.common.datasets import NAMED
from dashboard.components.player import player

layout.page("The algorithm")

PRESETS = {
    "A lucky start": {},
    "An unlucky start": {"seed": 0},
    "Two blobs, three centroids": {"data": "two blobs", "k": 3},
    "No clusters at all": {"data": "uniform"},
}
CHART = {
    "displaylogo": False,
    "scrollZoom": False,
    "toImageButtonOptions": {"format": "png", "scale": 3, "filename": "k-means"},
}

with st.sidebar:
    data = controls.choose_data()
    start = controls.choose_start()
    points = cached.table(data)
    x, y = controls.choose_view(points.features)

with st.container(horizontal=True, vertical_alignment="center"):
    st.title("The algorithm", width="stretch")
    for name, values in PRESETS.items():
        st.button(name, on_click=controls.preset, args=(values,))

start, note = controls.fitting(start, len(points.X))
controls.say(note, data)
sign = st.empty()
run = computed.run(data, start, sign)
scene = computed.scene(data, start, x, y, run, sign)


def remember() -> None:
    """Keep the point that was clicked, and open the tab that works it through."""
    chosen = st.session_state["player"].chosen
    panels.choose(run, int(chosen["point"]), int(chosen["at"]))


left, right = st.columns([3, 2])
with left.container(key="stage"):
    st.plotly_chart(
        scene.stage,
        config=CHART,
        height=560,
        key="stage chart",
        alt=f"{len(points.X)} points in {start.k} clusters; the player beside the picture tells each half-step.",
    )
with right:
    player(scene.script, key="player", on_chosen=remember)
    with st.container(key="curve"):
        st.plotly_chart(
            scene.curve,
            config=CHART,
            height=190,
            key="curve chart",
            alt="Inertia after every half-step, falling; the current half-step is marked.",
        )

if data.name in NAMED:
    st.markdown(NAMED[data.name].lesson)
if scene.note:
    st.text(scene.note)
panels.key()
outcome = st.empty()

layout.tabs(
    {
        "Numbers": lambda: panels.numbers(run),
        "Code as it runs": lambda: panels.code(start),
        panels.BY_HAND: lambda: panels.by_hand(run),
        "Film strip": lambda: panels.strip(run, scene),
        "Try": panels.tries,
        "Download": lambda: panels.downloads(run, scene, data.name),
    }
)

outcome.markdown(panels.verdict(run, start, computed.others(data, start, outcome)))
