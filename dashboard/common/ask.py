"""A page asks before it shows: the switch that turns this off, and the guess that a page waits for."""

import streamlit as st

from dashboard.common.formatting import unbroken
from dashboard.common.lesson import is_on_stage
from dashboard.common.questions import GUESS, SHOW_ME, guess_parameter
from dashboard.components.reply_region import reply_region

HELP = (
    "On: the page asks for your guess before it shows its result. A guess makes it easier to remember what you see. "
    "Off: the page shows everything at once. A link with ask=0 turns the questions off, too."
)
GUESS_HELP = "Your first guess counts; then the page shows its result. “Show me” shows it without one."
GUESSES, MAX_GUESSES = "guesses", 50  # in the session: the guess of each parameter
STATES = ("step", "tab", "stage")  # names in the address that lead to a state of a film


def ask_first(unless=()) -> bool:
    """Draw the switch, which all pages share, and return whether it is on.

    It begins off where the address has one of the names `unless`, which lead to something to see, unless the address
    also says that the page asks or has a guess.
    """
    address = {name.partition(".")[0] for name in st.query_params}
    is_off = st.query_params.get("ask") == "0"
    if "ask" not in st.session_state and (is_off or (address & set(unless) and not address & {"ask", "task", GUESS})):
        written = {"ask": "false"}  # as the switch writes it: links on the page lead from this address
        if is_on_stage() and not is_off and "step" not in address:
            written["step"] = "0"  # the class is asked, so the film begins at its start
        st.query_params.update(written)  # together they are one change of the address
        st.rerun()
    return st.toggle("Ask me first", True, key="ask", bind="query-params", help=HELP)


def switch_asking(on: bool) -> None:
    """Turn the switch on or off. A callback: it runs before the page."""
    st.session_state["ask"] = on


def ask_for_guess(data: tuple, question: str, options: list[str], unless=(), on_guess=None):
    """Draw a question about the `data`; return the option that was chosen first, SHOW_ME, or None until then, and the
    container below the question, in which the guess is judged.

    The guess is kept in the session and in the address, in a parameter of its own for these data: others ask again.
    A visitor whom a link with one of the parameters `unless` has led here sees the result at once. A guess calls
    `on_guess`, if there is one, before the page runs again.
    """
    key, offered = guess_parameter(*data), (*options, SHOW_ME)
    guess = st.session_state.get(key) or st.query_params.get(key)
    if GUESSES not in st.session_state and not guess and not st.query_params.keys().isdisjoint(unless):
        guess = SHOW_ME
    guesses = st.session_state.setdefault(GUESSES, {})
    if guesses.get(key) not in offered and guess in offered:  # another page may ask something else about the same data
        guesses[key] = guess
        if len(guesses) > MAX_GUESSES:
            del guesses[next(iter(guesses))]
    guess = st.session_state[key] = guesses[key] if guesses.get(key) in offered else None
    bound = dict(key=key, bind="query-params", disabled=guess is not None, help=GUESS_HELP, on_change=on_guess)
    with reply_region(key, guess is not None, name="Answer"):
        with st.container(gap=None):
            # Not the control's label: assistive technology would read out its asterisks.
            st.markdown(f"**{unbroken(question)}**")
            st.segmented_control(question, offered, label_visibility="collapsed", **bound)
        return guess, st.container()


def has_guessed(key: str) -> bool:
    """Return whether the guess with this parameter is known in the session."""
    return key in st.session_state.get(GUESSES, {})


def withheld() -> None:
    """Say how to see a tab that would give away the answers to the player's questions."""
    st.markdown("This tab gives away what the player asks you. To see it, choose “Watch” in the player.")
