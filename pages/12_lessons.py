"""Ready-made lessons: what to show, what to say, what to ask, and what learners answer."""

import streamlit as st

from dashboard.common import layout
from dashboard.lessons.tabs import choose_lesson, show_activity

layout.page("Lessons")
layout.heading("Lessons", {})
st.markdown(
    "Each lesson is a list of links. **Open as a lesson** shows a page with only some controls free, for a class that "
    "explores; **on the projector** shows the picture alone, in large letters. There, Page Down and Page Up step, as a "
    "presenter's remote control does; full stop: blank screen; f: full screen. **Share** on any page makes "
    "such links of your own. Ask first and wait until everybody has answered; then play it."
)
lesson = choose_lesson()
st.markdown(lesson.aim)
begin = 0
for activity in lesson.activities:
    show_activity(activity, begin)
    begin += activity.minutes
