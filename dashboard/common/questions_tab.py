"""The "Try" tab of every page."""

from collections.abc import Iterable

import streamlit as st

from dashboard.common.questions import SHOW_ME, Question
from dashboard.components.links import settings_links
from dashboard.components.reply_region import reply_region

REPLIES = "replies"  # in the session: the first reply to each question
SHOW_HELP = "Shows the answer without asking for your reply."
CHECK_HELP = "Your first reply counts; then the answer is shown."


def show_questions(questions: Iterable[Question]) -> None:
    """Draw the questions; each shows its answer once the reader has replied, and links to where it can be seen."""
    for i, question in enumerate(questions, start=1):
        st.markdown(f"**{i}. {question.text}**")
        if question.pictures:
            for column, letter, picture in zip(st.columns(4), "ABCD", question.pictures, strict=False):
                column.image(picture, caption=letter, output_format="PNG", alt=f"Picture {letter}")
        show_question(i, question)


@st.fragment
def show_question(i: int, question: Question) -> None:
    """Draw the possible replies to question `i` or, after the first reply, the answer."""
    given = st.session_state.get(REPLIES, {}).get(question.text)
    with reply_region(f"question {i}", given is not None, name=f"Answer to question {i}"):
        if given is None:
            ask_for_reply(i, question)
        else:
            show_answer(i, question, given)


def show_answer(i: int, question: Question, given: str) -> None:
    """Draw what was replied to question `i` and what is said about it, with links to where it can be seen."""
    if given != SHOW_ME:
        st.markdown(f"You said: {question.written(given)}")
    st.markdown(question.feedback(given))
    links = {f"{label}: question {i}": settings for label, settings in question.links.items()}
    settings_links(links, key=f"see {i}", scrolls=True)


def ask_for_reply(i: int, question: Question) -> None:
    """Draw a button for every reply, or a field for a number."""
    number = question.number
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if number is None:
            for option in question.options:
                st.button(option, key=f"reply {i} {option}", on_click=remember, args=(question, option))
        else:
            limits = dict(min_value=float(number.low), max_value=float(number.high), step=1.0, format="%.0f")
            bound = dict(key=f"reply{i}", bind="query-params", help=CHECK_HELP, width=200)
            given = st.number_input(f"Your number: question {i}", value=None, **limits, **bound)
            check = dict(on_click=remember, args=(question, f"{given or 0:.0f}"), disabled=given is None)
            st.button(f"Check: question {i}", help=CHECK_HELP, **check)
        show = dict(on_click=remember, args=(question, SHOW_ME), help=SHOW_HELP, type="tertiary")
        st.button(f"{SHOW_ME}: question {i}", **show)


def remember(question: Question, reply: str) -> None:
    """Keep the first reply to a question. A callback."""
    st.session_state.setdefault(REPLIES, {}).setdefault(question.text, reply)
