"""The "Try" tab of every page."""

from collections.abc import Callable, Iterable

import streamlit as st

from dashboard.common import controls, layout
from dashboard.common.questions import Question


def ask(questions: Iterable[Question], defaults: Callable[[dict], dict]) -> None:
    """Draw each question with the button that shows the page in the state which answers it; the answer folded away.

    `defaults` returns the page's controls as they begin where the question's settings hold: what the question does
    not set stands there.
    """
    for at, question in enumerate(questions):
        st.markdown(f"**{question.text}**")
        settings = typed(question.settings, defaults(question.settings))
        st.button(
            "See for yourself",
            key=f"see {at}",
            icon=":material/arrow_upward:",
            on_click=show,
            args=(settings, defaults(question.settings)),
        )
        with st.expander("Answer"):
            st.markdown(question.answer)


def show(settings: dict, defaults: dict) -> None:
    """Set the page's controls and turn to its picture. A callback: it runs before the page."""
    controls.preset(settings, defaults)
    layout.rise()


def typed(settings: dict, defaults: dict) -> dict:
    """Return settings as an address writes them in the types that the controls hold."""

    def value(text, default):
        if isinstance(default, bool):
            return text == "true"
        if isinstance(default, int | float):
            return type(default)(float(text))
        if isinstance(default, list | tuple):
            return type(default)(value(part, default[0]) for part in text)
        return text

    return {name: value(text, defaults.get(name)) for name, text in settings.items()}
