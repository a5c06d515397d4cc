"""The Practice page: no answer before the commitment, a named mistake after it, and links that hold the work."""

import pytest

from dashboard.practice.compute import KINDS, Variant
from dashboard.practice.marking import pack_answers
from dashboard.practice.text import MISTAKES, worked_row
from tests.pages.pages import behind, complaints, opened, sent, sent_to

PAGE = "pages/8_practice.py"


def press(at, label):
    next(button for button in at.button if button.label == label).click()
    return at.run()


def answer(at, numbers):
    """Type the numbers into the fields of the row and check it."""
    for field, number in enumerate(numbers, start=1):
        at.text_input(key=f"answer{field}").set_value(str(number))
    return press(at, "Check this row")


def shown(at) -> str:
    """Return all that the page shows, with the cells of its tables, but for the similar task."""
    texts = [text.value for kind in (at.markdown, at.success, at.warning, at.text) for text in kind]
    return " ".join([*texts, *(str(cell) for table in at.main.table[:-1] for cell in table.value.to_numpy().ravel())])


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_is_on_the_page_before_it_is_given_and_then_all_of_the_row_is(kind):
    task = Variant(kind, "alone").make()
    at = opened(PAGE, kind=kind, level="alone")
    workings = [cell for row in range(len(task.answers)) for cell in worked_row(task, row) if " = " in cell]
    assert not complaints(at) and not [cell for cell in workings if cell in shown(at)]
    at = answer(at, task.wrong[task.kind.mistakes[0]][0].round(3))
    assert not complaints(at) and MISTAKES[task.kind.mistakes[0]][1:] in shown(at)
    assert all(cell in shown(at) for cell in worked_row(task, 0))
    assert not [cell for cell in workings if cell not in worked_row(task, 0) and cell in shown(at)]


def test_a_row_is_checked_once_and_its_fields_are_empty_for_the_next_one():
    task = Variant("assign", "more blanks").make()
    at = opened(PAGE, level="more blanks")
    answer(at, ["x", "1", "1"])
    assert "Each field needs a number" in shown(at) and "answers" not in at.query_params
    assert at.text_input(key="answer1").value == "x"
    answer(at, task.answers[4])
    assert "Right." in shown(at) and at.text_input(key="answer1").value == "" and "Row 6 of 8" in shown(at)


def test_the_link_of_a_finished_task_shows_the_work_again_and_others_lead_on():
    task = Variant("move", "last line").make()
    at = opened(PAGE, kind="move", answers=pack_answers([task.answers[3]]))
    assert "1 of 1 row right." in shown(at) and not at.text_input
    assert at.code[0].value.endswith(f"answers={pack_answers([task.answers[3]])}")
    here = dict(kind=["move"], level=["last line"], set=["0"], id=["0"], task=["1"])
    assert behind(at, "Next task") == here | dict(task=["2"])
    assert behind(at, "Next level: “more blanks”") == here | dict(level=["more blanks"])


def test_no_link_leads_to_a_harder_level_before_all_rows_are_right():
    for answers in ("", pack_answers([[0, 0]])):
        links = str(sent_to(opened(PAGE, kind="move", answers=answers), "links"))
        assert "Next task" in links and "Next level" not in links


def test_another_level_or_kind_begins_without_the_answers_of_the_last_one():
    at = opened(PAGE, answers="1_2_1")
    at.selectbox(key="level").set_value("alone").run()
    assert not complaints(at) and "answers" not in at.query_params and "Row 1 of 8" in shown(at)


@pytest.mark.parametrize("answers", ["zzz", "1_2", "1_2_3~1_2_3", "9" * 4000, "<b>zzz</b>_1_2", "1_2_zzz"])
def test_answers_that_fit_no_row_get_one_sentence(answers):
    at = opened(PAGE, answers=answers)
    assert not complaints(at) and "begins without any" in shown(at) and "zzz" not in shown(at)
    assert len(at.text_input) == 3


def test_pasted_links_become_a_table_and_what_is_no_link_one_sentence():
    at = opened(PAGE, tab="Mark links")
    assert "cannot say who typed the answers" in shown(at)
    link = "https://example.org/practice?kind=elbow&level=alone&set=7&id=20451&task=3&answers=2_0.1"
    at.text_area(key="links").set_value(f"{link}\n=HYPERLINK(zzz)\n{link}").run()
    assert not complaints(at) and "zzz" not in shown(at) and "1 line without a link" in shown(at)
    marks = at.dataframe[0].value
    assert marks["id"].tolist() == [20451, 20451] and marks["mistakes"].str.contains("largest drop").all()


def test_a_task_is_a_small_rerun():
    assert sent(opened(PAGE, level="solved")) < 20 * 1024
