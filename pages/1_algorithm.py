"""Assign, move, repeat: one run of k-means, half-step by half-step."""

from functools import partial

import streamlit as st

from dashboard.algorithm import cache, text
from dashboard.algorithm.settings import DEFAULTS, PRESETS
from dashboard.algorithm.tabs import algorithm_tabs, begin_at, compare_with_other_starts, work_by_hand
from dashboard.common import controls, layout, lesson
from dashboard.common.ask import STATES, ask_first, switch_asking
from dashboard.common.cache import table
from dashboard.common.datasets import NAMED
from dashboard.common.settings import INITS, PLACED
from dashboard.components.player import player

layout.page("The algorithm")

with lesson.sidebar():
    start = controls.choose_start(DEFAULTS, (*INITS, PLACED))
    data = controls.choose_data(DEFAULTS)
    points = table(data)
    x, y = controls.choose_view(points.features)
    asks = ask_first(unless=STATES)

layout.heading("The algorithm", PRESETS)
start, note = controls.limit_k(start, points.X)
controls.show_notes(note or text.placed_note(start, len(points.features)), data)
run = cache.run_of(data, start)
figures = cache.figures_of(data, start, x, y, run)

chart = layout.chart_config("k-means")
left, right = st.columns([3, 2])
with left.container(key="stage"):
    alt = text.stage_description(len(points.X), start.k)
    st.plotly_chart(figures.clusters, config=chart, height=560, key="stage chart", alt=alt)
with right:
    clicks = dict(n_points=len(points.X), on_chosen=work_by_hand)
    clicks |= dict(on_dropped=partial(begin_at, points) if figures.view.complete else None)
    player(figures.script, key="player", **clicks, asks=asks, on_asks=switch_asking)
    with st.container(key="curve"):
        st.plotly_chart(figures.inertia, config=chart, height=190, key="curve chart", alt=text.CURVE_DESCRIPTION)

layout.end_on_stage()
if data.name in NAMED:
    st.markdown(NAMED[data.name].lesson)
if figures.note:
    st.text(figures.note)
with st.popover("What the marks mean", icon=":material/help:"):
    st.markdown(text.MARKS)
compare_with_other_starts(data, start, run)

algorithm_tabs(run, figures, data, start, asks)
