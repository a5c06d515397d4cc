"""The "Try" tab of every page."""

from collections.abc import Callable, Iterable

import streamlit as st

from dashboard.common import controls, layout
from dashboard.common.questions import Question


def show_questions(questions: Iterable[Question], defaults: Callable[[dict], dict]) -> None:
    """Draw each question with a button that sets the page so that the answer can be seen, and the answer folded away.

    `defaults(settings)` returns the initial values of the page's controls where the question's `settings` hold: they
    are used for all that the question does not set.
    """
    for i, question in enumerate(questions):
        st.markdown(f"**{i + 1}. {question.text}**")
        values = defaults(question.settings)
        args = (typed(question.settings, values), values)
        label, icon = f"See for yourself: question {i + 1}", ":material/arrow_upward:"
        st.button(label, key=f"see {i}", icon=icon, on_click=show_settings, args=args)
        with st.expander(f"Answer {i + 1}"):
            st.markdown(question.answer)


def show_settings(settings: dict, defaults: dict) -> None:
    """Set the page's controls and scroll to its picture. A callback: it runs before the page."""
    controls.apply_preset(settings, defaults)
    layout.scroll_to_top()


def typed(settings: dict, defaults: dict) -> dict:
    """Return settings, written as in an address, in the types that the controls hold."""

    def value(text, default):
        if isinstance(default, bool):
            return text == "true"
        if isinstance(default, int | float):
            return type(default)(float(text))
        if isinstance(default, list | tuple):
            return type(default)(value(part, default[0]) for part in text)
        return text

    return {name: value(text, defaults.get(name)) for name, text in settings.items()}
