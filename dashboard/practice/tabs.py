"""What the Practice page shows: the task with its rows, the worksheet, and the links that are marked again."""

import zlib

import streamlit as st

from dashboard.common import layout
from dashboard.common.export import table_csv
from dashboard.common.formatting import join_words, plural
from dashboard.common.lesson import is_on_stage
from dashboard.common.tables import number_table, text_table
from dashboard.components.fit_height import fit_height
from dashboard.components.links import settings_links
from dashboard.components.reply_region import reply_region
from dashboard.practice import cache, settings, text
from dashboard.practice.compute import LEVELS, Task, Variant
from dashboard.practice.figures import task_picture
from dashboard.practice.marking import (
    MAX_LINKS,
    Marked,
    Receipt,
    address_values,
    film_settings,
    link_to,
    mark_rows,
    next_variants,
)
from dashboard.practice.worksheet import N_VARIANTS, worksheet_html
from dashboard.server.results import UPLOAD

PICTURE_PX = 400
MAX_PASTED_CHARACTERS = 400_000


def show_practice(variant: Variant) -> None:
    """Draw a task: what is given, the rows that are done, and the fields of the next one."""
    task = cache.task_of(variant)
    n_rows = len(task.answers)
    first = variant.first_blank(n_rows)
    answers = settings.read_answers(task, n_rows - first)
    marks = mark_rows(task, first, answers)
    row = first + len(answers)
    left, right = st.columns([2, 3])
    with left:
        st.markdown(f"**{text.QUESTIONS[task.kind.name]}**")
        st.markdown(text.given_text(task))
        if caption := text.picture_caption(task, row):
            st.caption(caption)
        alt = text.picture_description(task)
        with st.container(key="task-box", height=PICTURE_PX, border=False):
            figure, config = task_picture(task, row), layout.chart_config()
            st.plotly_chart(figure, config=config, height="stretch", key="task chart", alt=alt)
        fit_height(("task-box",), least=PICTURE_PX, reserved=680, floor=PICTURE_PX, aspect=1, key="grow task")
    with right:
        with st.container():
            show_rows(task, row, marks)
        with reply_region("row", len(marks), name="Answer", speaks=False):
            feedback = st.container()
            if marks:
                (feedback.success if marks[-1].all_right else feedback.warning)(text.feedback(task, marks[-1]))
            if row < n_rows:
                st.markdown(f"**Row {row + 1} of {n_rows}: {text.row_name(task, row)}**")
                settings.answer_fields(task, answers)
            else:
                show_end(variant, task, marks)
        with st.container(horizontal=True):
            with st.popover("Show me a similar one", help="The same kind of task with other numbers, solved."):
                show_similar(variant)
            is_solved = row == n_rows and all(mark.all_right for mark in marks)
            following = {label: address_values(other) for label, other in next_variants(variant, is_solved).items()}
            settings_links(following, key="following", scrolls=True, width="content")


def show_rows(task: Task, stop: int, marks: list[Marked]) -> None:
    """Draw the rows before `stop`: how each number is worked out, and what the reader typed."""
    if stop == 0:
        return
    rows = [text.worked_row(task, row) for row in range(stop)]
    typed = {mark.row: text.typed_row(mark) for mark in marks}
    columns = {"row": [text.row_name(task, row) for row in range(stop)]}
    columns |= {name: [row[c] for row in rows] for c, name in enumerate(task.kind.columns)}
    if typed:
        columns["your answer"] = [typed.get(row, "–") for row in range(stop)]
    text_table(columns)


def show_similar(variant: Variant) -> None:
    similar = Variant(variant.kind, LEVELS[0], variant.set, variant.id, variant.number)
    task = cache.task_of(similar)
    st.markdown(text.given_text(task))
    show_rows(task, len(task.answers), [])


def show_end(variant: Variant, task: Task, marks: list[Marked]) -> None:
    """Draw the summary of a task that is done, the link that holds the work, and the way to the film of its points."""
    if marks:
        st.markdown(text.summary(marks))
        if not is_on_stage():
            st.markdown("This link holds your answers: keep it, or hand it in as your work.")
            st.code(link_to(page_address(), variant, st.query_params[settings.ANSWERS]), language=None, wrap_lines=True)
    else:
        st.markdown("Everything is worked out here. The next level leaves a part of it to you.")
    if film := film_settings(task):
        label, icon = "Watch k-means on these points", ":material/play_circle:"
        st.page_link("../pages/1_algorithm.py", label=label, icon=icon, query_params=film)


def page_address() -> str:
    """Return the address of this page without its settings."""
    return str(st.context.url or "").partition("?")[0].replace("/~/+", "")  # Community Cloud shows a frame


# ---- below


def practice_tabs(variant: Variant) -> None:
    layout.tabs(
        {
            "Formula": lambda: _formula(variant),
            "Worksheet": lambda: _worksheet(variant),
            "Mark links": _mark_links,
        }
    )


def _formula(variant: Variant) -> None:
    for line in text.FORMULAS[variant.kind]:
        st.latex(line)


def _worksheet(variant: Variant) -> None:
    """Offer a printable page of tasks of the chosen kind and set."""
    st.markdown(
        f"A page to print: {N_VARIANTS} variants of “{variant.kind}” in set {variant.set}, and at the end their "
        "solutions, each with a link to the page for typing the answers. Another set has other numbers."
    )
    base = page_address()
    st.download_button(
        "Worksheet as HTML",
        lambda: worksheet_html(variant.kind, variant.set, base),
        "worksheet.html",
        "text/html",
        on_click="ignore",
        help="Open it in a browser and print it: every variant stays on one page.",
    )


def _mark_links() -> None:
    """Mark pasted links again: a table, and a CSV file."""
    st.markdown(
        f"For lecturers: paste up to {MAX_LINKS} links that students handed in, one per line. Each is marked again "
        "from its numbers alone. What you paste stays in this session. **A link cannot say who typed the answers**, or "
        "how often. If each student enters a number of their own (`id=20451` in the link), no two have the same points."
    )
    help = "One link per line."
    pasted = st.text_area("Links", key="links", height=160, max_chars=MAX_PASTED_CHARACTERS, help=help)
    if not pasted.strip():
        return
    name = f"{UPLOAD}{len(pasted)} {zlib.crc32(pasted.encode('utf-8', 'replace'))}"
    read = cache.receipts_of(name, pasted, status=st.empty())
    receipts = [receipt for receipt in read if isinstance(receipt, Receipt)]
    unread = [line for line in read if not isinstance(line, Receipt)]
    if unread:
        shown = join_words(unread[:10]) + (", …" if len(unread) > 10 else "")
        st.warning(f"{plural(len(unread), 'line')} without a link to a task with blanks: {shown}.")
    if len([line for line in pasted.splitlines() if line.strip()]) > MAX_LINKS:
        st.warning(f"Only the first {MAX_LINKS} lines are marked.")
    if copies := len(receipts) - len({receipt.variant for receipt in receipts}):
        st.info(f"{plural(copies, 'link')} to the same task as another link.")
    if receipts:
        rows = [text.receipt_row(receipt) for receipt in receipts]
        number_table(rows, {})
        content = table_csv(list(rows[0]), [list(row.values()) for row in rows])
        help = "The table above."
        st.download_button("Marks as CSV", content, "marks.csv", "text/csv", on_click="ignore", help=help)
