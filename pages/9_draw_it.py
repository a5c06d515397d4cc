"""Draw points, place centroids, and see how k-means clusters them; eight missions to break it."""

import streamlit as st

from dashboard.common import controls, layout, lesson
from dashboard.components.canvas import canvas
from dashboard.components.player import player
from dashboard.draw_it import cache, settings, tabs, text

layout.page("Draw it, break it")
layout.heading("Draw it, break it", settings.PRESETS, keep=("mission",), has_sidebar=False)

left, right = st.columns([1, 3], vertical_alignment="center")
with left:
    mission = settings.choose_mission()
top = right.container()
left, right = st.columns([10, 17], gap="small")
with st.sidebar if lesson.is_on_stage() else st.expander("The drawing as text"):
    points = controls.choose_drawn_points(settings.POINTS, least=0)
    centroids = controls.choose_placed_centroids(settings.CENTROIDS)
if not settings.is_as_written(points, centroids):  # said here too, because the fields are in a closed expander
    top.warning(text.UNREADABLE)
n, k = len(points) // 2, len(centroids) // 2
run = cache.run_of_drawing(points, centroids)

with top:
    if mission:
        tabs.show_mission(mission)
    else:
        st.markdown(text.NO_MISSION)
with left:
    st.markdown(text.DRAWING)
    film = run.script["id"] if run else ""
    canvas(points, centroids, film=film, key="canvas", on_drawn=settings.keep_drawing)
with right:
    is_solved = tabs.show_mission_state(mission, points, centroids) if mission and run else False
    middle, right = st.columns([9, 8])
if run:
    middle.markdown(text.RUN)
    with middle.container(key="stage"):
        chart = layout.chart_config("k-means")
        st.plotly_chart(run.clusters, config=chart, height=460, key="stage chart", alt=text.run_alt(n, k))
    with right:
        player(run.script, key="player", speaks=False)  # the plane says what has changed
        tabs.offer_best_start(points, centroids, run)
else:
    middle.info(text.NOTHING_TO_RUN)

layout.end_on_stage()
tabs.link_to_other_pages(points, centroids)
if is_solved:
    tabs.show_solutions(mission)
