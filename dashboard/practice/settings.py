"""The controls of the Practice page, and the answers, which are kept in the address alone."""

import streamlit as st

from dashboard.common import controls, lesson
from dashboard.practice.compute import KINDS, LEVELS, MAX_NUMBER, Task, Variant
from dashboard.practice.marking import MAX_TYPED_CHARACTERS, pack_answers, parse_answer, unpack_answers
from dashboard.practice.text import FIELD_HELP, KIND_HELP, LEVEL_HELP

DEFAULTS = dict(kind="assign", level="last line", set=0, id=0, task=1)
ANSWERS = "answers"  # in the address
NO_NUMBER = "the last row has a field without a number"
MAX_FIELDS = max(len(kind.columns) for kind in KINDS.values())


def choose_variant() -> Variant:
    """Draw the controls that choose a task. Another task begins without answers."""
    begin = dict(defaults=DEFAULTS, on_change=forget_answers)
    left, right = (st.sidebar, st.sidebar) if lesson.is_on_stage() else st.columns(2)
    with left:
        kind = controls.choice("Task", "kind", tuple(KINDS), KIND_HELP, **begin)
    with right:
        level = controls.choice("Level", "level", LEVELS, LEVEL_HELP, **begin)
    with lesson.sidebar():
        help = "Task 1, 2, 3, …: each has its own points. “Next task” goes on to the next one."
        number = controls.whole_number("Task number", "task", help, low=1, high=MAX_NUMBER, **begin)
        help = "Your student number, or any other: each has its own points. It is in the link that you hand in."
        id = controls.whole_number("Your number (for individual tasks)", "id", help, high=MAX_NUMBER, **begin)
        help = "The number of the exercise sheet, if your lecturer gave you one. Each has its own tasks."
        set = controls.whole_number("Exercise set (from your lecturer)", "set", help, high=MAX_NUMBER, **begin)
    return Variant(kind, level, set, id, number)


def read_answers(task: Task, n_blank: int) -> list[list[float]]:
    """Return the rows answered so far; if the address holds anything else, say so and begin again."""
    rows = unpack_answers(st.query_params.get(ANSWERS, ""), len(task.decimals), n_blank)
    if rows is None:
        st.warning("The answers in this link do not fit this task, so it begins without any.")
        return []
    return rows


def answer_fields(task: Task, rows: list[list[float]]) -> None:
    """Draw the fields of the row that comes after the answered `rows`, and the button that commits it."""
    keys = [f"answer{c}" for c in range(1, len(task.decimals) + 1)]
    with st.form("row", border=False):
        with st.container(horizontal=True):
            for key, column in zip(keys, task.kind.columns, strict=True):
                st.text_input(
                    column, key=key, bind="query-params", max_chars=MAX_TYPED_CHARACTERS, help=FIELD_HELP, width=150
                )
        help = "You have one try for each row. Then you see the right numbers and how they are worked out."
        st.form_submit_button("Check this row", help=help, on_click=commit_row, args=(keys, rows))
    if st.session_state.pop(NO_NUMBER, False):
        st.warning(f"Each field needs a number. {FIELD_HELP}")


def commit_row(keys: list[str], rows: list[list[float]]) -> None:
    """Write the row's answers into the address, if all are numbers. A callback."""
    typed = [parse_answer(st.session_state.get(key, "")) for key in keys]
    if None in typed:
        st.session_state[NO_NUMBER] = True
        return
    st.query_params[ANSWERS] = pack_answers([*rows, typed])
    st.session_state.update(dict.fromkeys(keys, ""))


def forget_answers() -> None:
    """Begin a task without answers. A callback."""
    st.query_params.pop(ANSWERS, None)
    st.session_state.update({f"answer{c}": "" for c in range(1, MAX_FIELDS + 1)})
