"""The controls of the Build it page. What is chosen and run is in the address."""

import streamlit as st

from dashboard.build_it.compute import LETTERS, RIGHT
from dashboard.build_it.text import FILL, MODE_HELP, MODES
from dashboard.common import controls, lesson

DEFAULTS = dict(mode=FILL, puzzle=1)
RUN, ORDERED, CHOICE = "run", "lines", "choice"  # in the address
OPTIONS = ("A", "B", "C", "D")
MAX_NUMBER = 9999


def choose_puzzle() -> tuple[str, int]:
    """Draw the controls that choose a puzzle; another one begins without an answer."""
    begin = dict(defaults=DEFAULTS, on_change=forget_answer)
    left, right = (st.sidebar, st.sidebar) if lesson.is_on_stage() else st.columns(2)
    with left:
        mode = controls.choice("What to do", "mode", MODES, MODE_HELP, **begin)
    with right:
        help = "Each number is another puzzle. “Next puzzle” goes on to the next one."
        number = controls.whole_number("Number of the puzzle", "puzzle", help, low=1, high=MAX_NUMBER, **begin)
    return mode, number


def choose_option() -> int | None:
    """Draw the four options and the button that commits to one; return it once it has been run."""
    help = "Choose one and run it to see what it does. You have one try for each puzzle."
    chosen = st.radio(
        "Which one?", OPTIONS, None, key=CHOICE, bind="query-params", horizontal=True, disabled=has_run(), help=help
    )
    if chosen is None:
        st.query_params.pop(RUN, None)
    elif not has_run():
        st.button("Run it", help="Runs the program with this line, and the library beside it.", on_click=run_it)
    return OPTIONS.index(chosen) if chosen and has_run() else None


def has_run() -> bool:
    """Whether the reader has committed to an answer."""
    return RUN in st.query_params


def order_of_lines() -> str:
    """Return the letters of the lines that are in the program so far, whatever the address says."""
    letters = ""
    for letter in st.query_params.get(ORDERED, ""):
        if letter in LETTERS and letter not in letters and len(letters) < len(RIGHT):
            letters += letter
    return letters


def set_order(letters: str) -> None:
    """Keep the program's lines in the address. A callback."""
    st.query_params[ORDERED] = letters
    st.query_params.pop(RUN, None)


def run_it() -> None:
    """Commit to the answer. A callback."""
    st.query_params[RUN] = "1"


def forget_answer() -> None:
    """Begin a puzzle without an answer. A callback."""
    for name in (RUN, ORDERED):
        st.query_params.pop(name, None)
    st.session_state[CHOICE] = None


def following(mode: str, number: int) -> dict:
    """Return what leads to the next puzzle, without an answer."""
    return dict(mode=mode, puzzle=min(number + 1, MAX_NUMBER))
