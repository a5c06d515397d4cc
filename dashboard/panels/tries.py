"""The "Try" tab of every page."""

from collections.abc import Iterable

import streamlit as st

from dashboard.questions import Question


def ask(path: str, questions: Iterable[Question]) -> None:
    """Draw each question with the link to the state of the page at `path` that answers it; the answer folded away."""
    for question in questions:
        st.markdown(f"**{question.text}**")
        st.page_link(path, label="See for yourself", icon=":material/arrow_forward:", query_params=question.settings)
        with st.expander("Answer"):
            st.markdown(question.answer)
