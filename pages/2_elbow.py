"""How many clusters? Five criteria for k, and what to say when they do not agree."""

import streamlit as st

from dashboard.common import controls, layout, lesson
from dashboard.common.ask import ask_first
from dashboard.common.datasets import NAMED
from dashboard.common.formatting import unbroken
from dashboard.common.projection import view
from dashboard.common.questions_tab import show_questions
from dashboard.elbow import cache, settings, tabs, text
from dashboard.elbow.compute import ScoredSweep, sampled_silhouettes
from dashboard.elbow.criteria import criteria
from dashboard.elbow.settings import DEFAULTS
from dashboard.elbow.take_home import elbow_files

layout.page("How many clusters?")

PRESETS = {
    "Blobs": {},
    "Evenly spread": dict(data="uniform"),
    "Blobs that touch": dict(noise=2.5),
    "Iris": dict(data="iris", k=3),
}

with lesson.sidebar():
    data = controls.choose_data(DEFAULTS)
    low, high = settings.choose_range()
    sample = cache.sample(data)
    most = sample.n_distinct
    search = settings.choose_search(data, min(high, most))
    x, y = controls.choose_view(sample.table.features)
    asks = ask_first()

layout.heading("How many clusters?", PRESETS)
controls.show_notes("", data)
seen = view(sample.X, sample.table.features, x, y)
guess, judged = tabs.guess_k(data, sample, seen) if asks else (None, st.container())
status = st.empty()
rows = cache.sweep_rows(search, sample, status=status)
verdict = st.container()
left, right = st.columns(2)
with left:
    axes = settings.choose_axes()
with right:
    wanted_k = settings.choose_shown_k()
if note := text.limit_note(max(wanted_k, high), sample):
    status.warning(note)
k = min(wanted_k, most)
result = rows[k - 1][1] if k <= len(rows) else cache.result_beyond(search, k, sample)
silhouettes = sampled_silhouettes(sample, result.labels)
sweep = ScoredSweep.of(rows[min(low, most) - 1 :])
gap = tabs.gap_if_wanted(search, sample, status)
answers = criteria(sweep, gap)
results = tabs.ElbowResults(search, sample, sweep, gap, answers, k, result, silhouettes, seen, guess)
with judged:
    tabs.show_guess(results)
with verdict:
    if not lesson.is_on_stage():
        st.markdown(unbroken(text.inertia_text(sweep)))
        tabs.show_consensus(results)
    tabs.show_criteria(results, reasons=not lesson.is_on_stage())

tabs.fit_charts("inertia", "clustering", "silhouettes", "silhouette-plot", "gap")
pictures, silhouette_pictures = st.container(), st.container()
detail = None if lesson.is_on_stage() else tabs.work_out_point(results)
with pictures:
    left, right = st.columns(2)
    with left:
        tabs.show_inertia(results, axes)
    with right:
        tabs.show_clustering(results, detail)

layout.end_on_stage()
with silhouette_pictures:
    left, right = st.columns(2)
    with left:
        tabs.show_silhouette_curve(results)
    with right:
        tabs.show_silhouette_plot(results, detail)

if data.name in NAMED:
    st.markdown(NAMED[data.name].lesson)
if gap is not None:
    st.markdown(text.band_text(sweep, gap, len(sample.rows)))

layout.tabs(
    {
        "Numbers": lambda: tabs.scores_tab(results),
        "Gap statistic": lambda: tabs.gap_tab(results),
        "Code as it runs": tabs.elbow_code_tab,
        "Try": lambda: show_questions(cache.kept_elbow_questions()),
        layout.TAKE_HOME: lambda: elbow_files(results),
    }
)
