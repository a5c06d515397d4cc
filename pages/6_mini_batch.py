"""A few points at a time: mini-batch k-means against full k-means, from the same start."""

import streamlit as st

from dashboard.common import cache as cached
from dashboard.common import controls, layout
from dashboard.components.player import player
from dashboard.mini_batch import cache as computed
from dashboard.mini_batch import tabs as panels
from dashboard.mini_batch import text as comparison

layout.page("Mini-batch")

PRESETS = {
    "The lesson's batch": {},
    "Stopped too early": {"seed": 83},
    "A starved centroid": {"init": "farthest-first", "seed": 88},
    "A hundred thousand points": {"n": 100_000},
}

with st.sidebar:
    data = controls.choose_data(panels.DEFAULTS, most=100_000, step=500)
    start = controls.choose_start(panels.DEFAULTS)
    batch, repeats = panels.choose_batches()
    points = cached.table(data)
    x, y = controls.choose_view(points.features)

with st.container(horizontal=True, vertical_alignment="center"):
    st.title("Mini-batch", width="stretch")
    for name, values in PRESETS.items():
        st.button(name, on_click=controls.preset, args=(values, panels.DEFAULTS))

start, note = controls.fitting(start, len(points.X))
controls.say(note, data)
sign = st.empty()
batch, note = panels.fitting(batch, len(points.X))
run = computed.learned(data, start, batch, sign)
scene = computed.scene(data, start, batch, x, y, run)

left, right = st.columns([3, 2])
with left.container(key="stage"):
    st.plotly_chart(
        scene.stage,
        config=panels.CHART,
        height=560,
        key="stage chart",
        alt=f"{len(points.X):,} points in grey, batches of {batch:,} that light up, and {start.k} centroids that "
        "learn from these; the player beside the picture tells each batch.",
    )
with right:
    player(scene.script, key="player")
    with st.container(key="curve"):
        st.plotly_chart(
            scene.progress,
            config=panels.CHART,
            height=170,
            key="curve chart",
            alt="Inertia of all points after every batch, and full k-means' as a line.",
        )

st.markdown(comparison.outcome(run))
if note or scene.note:
    st.text(" ".join(filter(None, (note, scene.note))))

layout.tabs(
    {
        "The race": lambda: panels.race(data, start, batch, repeats, run),
        "Where it differs": lambda: panels.differences(run, scene),
        "Why it slows down": lambda: panels.slowing(run),
        "Cost": lambda: panels.cost(data, start, batch, run),
        "Code as it runs": panels.code,
        "Try": panels.tries,
        "Download": lambda: panels.downloads(data, start, batch, repeats, run),
    }
)
