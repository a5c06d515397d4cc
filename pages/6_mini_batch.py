"""A few points at a time: mini-batch k-means against full k-means, from the same start."""

import streamlit as st

from dashboard.common import cache as tables
from dashboard.common import controls, layout, lesson
from dashboard.common.ask import STATES, ask_first, switch_asking, withheld
from dashboard.common.questions_tab import show_questions
from dashboard.components.player import player
from dashboard.mini_batch import cache, tabs, text
from dashboard.mini_batch.settings import DEFAULTS, PRESETS, MiniBatchSettings, choose_batch_size, limit_batch_size
from dashboard.mini_batch.take_home import mini_batch_files

layout.page("Mini-batch")

with lesson.sidebar():
    data = controls.choose_data(DEFAULTS, most=50_000, step=500)
    start = controls.choose_start(DEFAULTS)
    batch_size = choose_batch_size()
    points = tables.table(data)
    x, y = controls.choose_view(points.features)
    asks = ask_first(unless=STATES)

layout.heading("Mini-batch", PRESETS)

n = len(points.X)
start, note = controls.limit_k(start, points.X)
controls.show_notes(note, data)
batch_size, note = limit_batch_size(batch_size, n)
settings, status = MiniBatchSettings(data, start, batch_size), st.empty()
full = cache.full_run(data, start, status=status)
run = cache.batch_run(settings, full, status=status)
shown = cache.run_figures(settings, x, y, run)

left, right = st.columns([3, 2])
with left.container(key="stage"):
    alt = text.plot_alt(n, batch_size, start.k)
    st.plotly_chart(shown.stage, config=tabs.CHART, height=560, key="stage chart", alt=alt)
with right:
    player(shown.script, key="player", asks=asks, on_asks=switch_asking)
    with st.container(key="curve"):
        alt = "Inertia of all points after every batch, and that of full k-means as a line."
        st.plotly_chart(shown.curve, config=tabs.CHART, height=170, key="curve chart", alt=alt)

layout.end_on_stage()
if not asks:
    st.markdown(text.run_summary(run))
if note or shown.note:
    st.text(" ".join(filter(None, (note, shown.note))))

layout.tabs(
    {
        "The race": withheld if asks else lambda: tabs.race_tab(settings, full),
        "Where it differs": lambda: tabs.difference_tab(run, shown.view),
        "Why it slows down": withheld if asks else lambda: tabs.learning_rate_tab(run),
        "Cost": lambda: tabs.cost_tab(settings, run),
        "Code as it runs": tabs.mini_batch_code_tab,
        "Try": lambda: show_questions(cache.questions()),
        layout.TAKE_HOME: lambda: mini_batch_files(settings, run, shown),
    }
)
