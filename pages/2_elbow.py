"""How many clusters? Five criteria for k, and what to say when they do not agree."""

import streamlit as st

from dashboard.common import controls, layout
from dashboard.common.datasets import NAMED
from dashboard.common.formatting import unbroken
from dashboard.common.projection import view
from dashboard.common.questions_tab import show_questions
from dashboard.elbow import cache, settings, tabs, text
from dashboard.elbow.settings import DEFAULTS

layout.page("How many clusters?")

PRESETS = {
    "Four blobs": {},
    "No clusters at all": dict(data="uniform"),
    "Blobs that touch": dict(noise=2.5),
    "Iris": dict(data="iris", k=3),
}

with st.sidebar:
    data = controls.choose_data(DEFAULTS)
    low, high = settings.choose_range()
    sample = cache.sample(data)
    most, table = sample.n_distinct, sample.table
    search = settings.choose_search(data, min(high, most))
    x, y = controls.choose_view(table.features)

layout.heading("How many clusters?", PRESETS, lambda values: controls.apply_preset(values, DEFAULTS))
controls.show_notes("", data)
status = st.empty()
sweep = cache.scored_sweep(search, status)
left, right = st.columns([5, 2], vertical_alignment="center")
with right:
    wanted_k = controls.choose_k(DEFAULTS, settings.MAX_K)
k = min(wanted_k, most)
result = sweep.results[k - 1] if k in sweep.ks else cache.result_beyond(search, k)
seen = view(table.X, table.features, x, y)
results = tabs.ElbowResults(search, min(low, most), k, table, sweep, cache.known_gap(search), result, seen)
with left:
    tabs.show_consensus(results)
st.markdown(unbroken(text.inertia_text(results.sweep)))
if note := text.limit_note(max(wanted_k, high), sample):
    status.warning(note)
gap_status = tabs.show_criteria(results)

pictures = st.container()
detail = tabs.work_out_point(results)
with pictures:
    left, right = st.columns(2)
    with right:
        tabs.show_clustering(results, detail)
    with left:
        drawn = st.container()
        axes = settings.choose_axes()
    with drawn:
        tabs.show_inertia(results, axes)
    left, right = st.columns(2)
    with left:
        tabs.show_silhouette_curve(results)
    with right:
        tabs.show_silhouette_plot(results, detail)

if data.name in NAMED:
    st.markdown(NAMED[data.name].lesson)
if results.gap is not None:
    st.markdown(text.band_text(results.sweep, results.gap, len(table.X)))

layout.tabs(
    {
        "Numbers": lambda: tabs.scores_tab(results),
        "Gap statistic": lambda: tabs.gap_tab(results),
        "Code as it runs": tabs.elbow_code_tab,
        "Try": lambda: show_questions(cache.kept_elbow_questions(), lambda _: DEFAULTS),
        "Download": lambda: tabs.elbow_download_tab(results),
    }
)

if results.gap is None:
    cache.compute_gap(search, gap_status)
    st.rerun()
