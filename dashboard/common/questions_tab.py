"""The "Try" tab of every page."""

from collections.abc import Iterable

import streamlit as st

from dashboard.common.questions import Question
from dashboard.components.links import settings_links


def show_questions(questions: Iterable[Question]) -> None:
    """Draw each question with a link to the settings that show the answer, and the answer folded away."""
    for i, question in enumerate(questions):
        st.markdown(f"**{i + 1}. {question.text}**")
        settings_links({f"See for yourself: question {i + 1}": question.settings}, key=f"see {i}", scrolls=True)
        with st.expander(f"Answer {i + 1}"):
            st.markdown(question.answer)
