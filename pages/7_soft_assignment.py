"""From hard labels to probabilities: soft assignment, soft k-means, and a mixture of Gaussians."""

from functools import partial

import streamlit as st

from dashboard.common import controls, layout, lesson
from dashboard.common.ask import ask_first
from dashboard.common.cache import table
from dashboard.common.questions_tab import show_questions
from dashboard.components.player import player
from dashboard.soft_assignment import cache, settings, tabs, text
from dashboard.soft_assignment.compute import MAX_POINTS
from dashboard.soft_assignment.models import HARD_TO_SOFT
from dashboard.soft_assignment.settings import DEFAULTS, PRESETS
from dashboard.soft_assignment.take_home import soft_files

layout.page("Soft assignment")
top = st.container()
film_name = settings.choose_soft_film()

with lesson.sidebar():
    own = st.container()
    data = controls.choose_data(DEFAULTS, most=MAX_POINTS, most_own=MAX_POINTS)
    points = table(data)
    start, note = controls.limit_k(controls.choose_start(DEFAULTS), points.X)
    x, y = controls.choose_view(points.features)
    with own:
        chosen = settings.choose_model(film_name, data, start, x, y)
    asks = ask_first()

with top:
    layout.heading("Soft assignment", PRESETS)
controls.show_notes(note, data)
asked = tabs.guess_share(data, start, x, y) if asks else None
status = st.empty()
film = cache.soft_film(chosen, status)
figures = cache.soft_figures(chosen, film)
with own:
    point = settings.choose_worked_point(len(points.X), asked, tabs.most_undecided(chosen, film))

left, right = st.columns([3, 2])
chart_config = layout.chart_config("soft-assignment")
with left.container(key="stage"):
    alt = f"{len(points.X)} points in the mixed colours of {start.k} clusters; the player beside it tells more."
    st.plotly_chart(figures.stage, config=chart_config, height=560, key="stage chart", alt=alt)
with right:
    player(figures.script, key="player", n_points=len(points.X), on_chosen=partial(tabs.choose_clicked_point, film))
    if film_name == HARD_TO_SOFT:
        curve, alt = cache.point_curve(data, start, point, film), f"The shares of point {point + 1} at every softness."
    else:
        curve, alt = figures.curve, f"The {text.objective_name(film.last.model)} after every picture."
    with st.container(key="curve"):
        st.plotly_chart(curve, config=chart_config, height=190, key="curve chart", alt=alt)

layout.end_on_stage()
st.markdown(tabs.soft_result(chosen, film))
if figures.note:
    st.text(figures.note)

layout.tabs(
    {
        "By hand": lambda: tabs.shares_tab(chosen, film, point),
        "Numbers": lambda: tabs.soft_numbers_tab(chosen, film, status),
        "Side by side": lambda: tabs.labels_tab(chosen),
        "One family": lambda: tabs.family_tab(chosen),
        "Code as it runs": lambda: tabs.soft_code_tab(chosen),
        "Try": lambda: show_questions(cache.soft_answers()),
        layout.TAKE_HOME: lambda: soft_files(chosen, film, figures, curve),
    }
)
