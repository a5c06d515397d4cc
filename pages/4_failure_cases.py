"""Break k-means by hand: which assumption fails, and what helps."""

import streamlit as st

from dashboard.common import controls, layout, lesson
from dashboard.common.ask import ask_first
from dashboard.common.questions_tab import show_questions
from dashboard.components.reply_region import reply_region
from dashboard.failure_cases import cache, settings, tabs
from dashboard.failure_cases.take_home import failure_files

layout.page("When k-means fails")

PICTURE = {"tab": "Break it"}
PRESETS = {
    "Moons": PICTURE,
    "Circles": PICTURE | {"case": "circles"},
    "Distant outliers": PICTURE | {"case": "outliers"},
    "Where only a fix helps": PICTURE | {"case": "circles", "knob": 0.85},
}


with lesson.sidebar():
    case, own = settings.choose_case()
    chosen = settings.choose_points(case, own, cache.suggested_eps)
    asks = ask_first()

layout.heading("When k-means fails", PRESETS)
with reply_region("question", name="Question"):
    question = st.container()
pictures = st.container()  # they belong to the question, but are not read out with it
chosen, method = settings.choose_remedy(chosen)
x, y = cache.points_of(chosen).features[:2]
if own:
    with lesson.sidebar():
        x, y = controls.choose_view(cache.points_of(chosen).features)
    controls.show_own_notes(own, chosen.params.k)

layout.tabs(
    {
        "Break it": lambda: tabs.break_it(chosen, method, x, y, asks, question, pictures),
        "Gallery": lambda: tabs.gallery(chosen),
        "Choose eps": lambda: tabs.choose_eps(chosen),
        "What it costs": tabs.costs,
        "Try": lambda: show_questions(cache.questions()),
        layout.TAKE_HOME: lambda: failure_files(chosen, method, x, y),
    },
    picture=PICTURE["tab"],
)
