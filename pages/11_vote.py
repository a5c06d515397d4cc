"""A phone in a class: one question, one answer, one button."""

import streamlit as st

from dashboard.classroom import settings, text
from dashboard.classroom.questions import QUESTIONS
from dashboard.classroom.tabs import (
    answer,
    offer_the_data,
    outcome_of,
    question_hint,
    run_again_after_a_restart,
    votes_of,
)
from dashboard.common import layout
from dashboard.components.reply_region import reply_region
from dashboard.server.rooms import ROOMS

layout.page("Vote")

code = settings.room_in_address()
if not code:
    st.title("Vote in a class")
    st.markdown(text.NO_ROOM)
    st.stop()

run_again_after_a_restart()
voter = settings.voter_in_address()
is_late = not settings.cast_votes(code, voter)
shown = ROOMS.shown(code)
ROOMS.join(code, voter)

with reply_region("question", name="Question"):
    st.title(QUESTIONS[shown.question].title if shown and shown.ballot else f"Class {code}")
    if shown is None:
        st.markdown(text.NOT_OPEN)
    else:
        st.markdown(text.WATCH if shown.runs else question_hint(shown) if shown.ballot else text.LOOK_UP)
        if shown.runs:
            st.markdown(outcome_of(shown, votes_of(code, shown)))
if is_late:
    st.warning(text.TOO_LATE)
answer(shown, voter)
if shown:
    offer_the_data(code, shown)
