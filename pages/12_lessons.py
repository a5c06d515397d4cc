"""Ready-made lessons: what to show, what to say, what to ask, and what learners answer."""

import streamlit as st

from dashboard.common import layout
from dashboard.components.links import settings_links
from dashboard.lessons.tabs import choose_lesson, show_activity

layout.page("Lessons")
layout.heading("Lessons", {}, has_picture=False)
st.markdown(
    "Each lesson is a list of links. **Open as a lesson** shows a page with only some controls free, for a class that "
    "explores; **On the projector** shows the picture alone, in large letters. There, Page Down and Page Up, the keys "
    "of a presenter's remote control, go one step forward and back; full stop blanks the screen; f is full screen. "
    "With **Share** you can make such links from any page. Ask first and wait until everybody has answered; then play "
    "it. In the **Class room**, everybody answers on a phone."
)
settings_links({"Class room": {}}, page="class", key="class room")
lesson = choose_lesson()
st.markdown(lesson.aim)
begin = 0
for activity in lesson.activities:
    show_activity(activity, begin)
    begin += activity.minutes
