"""From hard labels to probabilities: soft assignment, soft k-means, and a mixture of Gaussians."""

import streamlit as st

from dashboard.common import cache as cached
from dashboard.common import controls, layout
from dashboard.components.player import player
from dashboard.soft_assignment import cache as computed
from dashboard.soft_assignment import tabs as panels
from dashboard.soft_assignment.film import Words
from dashboard.soft_assignment.models import HARD_TO_SOFT, MIXTURE
from dashboard.soft_assignment.tabs import CHART, DEFAULTS

layout.page("Soft assignment")

PRESETS = {
    "Four heaps": {},
    "Stretched heaps": {"data": "stretched", "k": 3, "noise": 1.0, "view": MIXTURE},
    "A collapse": {"n": 60, "k": 5, "seed": 2, "noise": 1.0, "view": MIXTURE},
}

with st.container(horizontal=True, vertical_alignment="center"):
    st.title("Soft assignment", width="stretch")
    for name, values in PRESETS.items():
        st.button(name, on_click=controls.preset, args=(values, DEFAULTS))
view = panels.choose_view()

with st.sidebar:
    own = st.container()
    data = controls.choose_data(DEFAULTS, most=2000, most_own=2000)
    start, note = controls.fitting(controls.choose_start(DEFAULTS), len(cached.table(data).X))
    points = cached.table(data)
    x, y = controls.choose_view(points.features)
    with own:
        soft = panels.choose_model(view, start.k)

controls.say(note, data)
sign = st.empty()
reel = computed.reel(data, start, soft, sign)
scene = computed.scene(data, start, soft, x, y, reel, sign)
with own:
    point = panels.choose_point(reel, len(points.X))


def remember() -> None:
    """Keep the point that was clicked, for the chart beside the picture and the tab that works it through."""
    chosen = st.session_state["player"].chosen
    st.session_state["point"] = float(int(chosen["point"]) + 1)
    st.session_state["at"] = panels.sharing(reel, int(chosen["at"]))


left, right = st.columns([3, 2])
with left.container(key="stage"):
    st.plotly_chart(
        scene.stage,
        config=CHART,
        height=560,
        key="stage chart",
        alt=f"{len(points.X)} points in the mixed colours of {start.k} clusters; the player beside it tells more.",
    )
with right:
    player(scene.script, key="player", on_chosen=remember)
    with st.container(key="curve"):
        if view == HARD_TO_SOFT:
            st.plotly_chart(
                computed.point_chart(data, start, point, reel),
                config=CHART,
                height=190,
                key="curve chart",
                alt=f"The shares of point {point + 1} at every softness.",
            )
        else:
            st.plotly_chart(
                scene.curve,
                config=CHART,
                height=190,
                key="curve chart",
                alt=f"The {Words.of(reel.last).objective} after every picture.",
            )

st.markdown(panels.verdict(data, start, soft, reel, sign))
if scene.note:
    st.text(scene.note)

layout.tabs(
    {
        "By hand": lambda: panels.by_hand(data, start, soft, reel, point),
        "Numbers": lambda: panels.numbers(data, start, soft, reel, sign),
        "Side by side": lambda: panels.side_by_side(data, start, soft, scene, sign),
        "One family": lambda: panels.family(data, start, soft, sign),
        "Code as it runs": lambda: panels.code(soft),
        "Try": panels.tries,
    }
)
