"""The worked numbers add up, and the worksheet has all of them."""

import re

import numpy as np
import pytest

from dashboard.practice import text
from dashboard.practice.compute import KINDS, Variant, is_right, rounded
from dashboard.practice.marking import mark_row
from dashboard.practice.worksheet import N_VARIANTS, worksheet_html

ARITHMETIC = re.compile(r"^[\d\s.+*/()-]+$")


@pytest.mark.parametrize("kind", KINDS)
def test_who_works_out_what_is_written_before_the_equals_sign_is_right(kind):
    for number in range(1, 40):
        task = Variant(kind, number=number).make()
        for row in range(len(task.answers)):
            for c, cell in enumerate(text.worked_row(task, row)):
                how = cell.replace("−", "-").replace("²", "**2").rpartition(" = ")[0]
                if ARITHMETIC.match(how):  # written by this project, digits and signs alone
                    typed = rounded(eval(how), task.decimals[c])
                    assert is_right(typed, task.answers[row, c], task.decimals[c]), cell


def test_what_is_shown_is_what_is_marked_also_where_half_of_the_last_place_is_left_over():
    assert text.shown(9 / 80, 3) == "0.113" and rounded(np.array([9 / 80]), np.array([3])) == 0.113
    for number in range(1, 40):
        task = Variant("D² probabilities", number=number).make()
        for row, right in zip(task.answers, rounded(task.answers, task.decimals), strict=True):
            assert [float(text.shown(*cell)) for cell in zip(row, task.decimals, strict=True)] == right.tolist()


def test_the_centroids_in_the_picture_of_a_move_stand_above_it():
    task = Variant("move", "alone").make()
    for row, t in enumerate((0, 0, 1, 1, 1)):
        said = text.picture_caption(task, row) if t else text.given_text(task)
        assert all(text.in_brackets(centroid) in said for centroid in task.numbers.centroids[t])
        assert ("after move 1" if t else "the start") in text.picture_caption(task, row)


@pytest.mark.parametrize("kind", KINDS)
def test_every_mistake_has_a_sentence_and_feedback_shows_the_right_number(kind):
    task = Variant(kind).make()
    assert set(task.kind.mistakes) <= set(text.MISTAKES)
    wrong = task.wrong[task.kind.mistakes[0]].round(3).tolist()
    marked = mark_row(task, len(wrong) - 1, wrong[-1])
    c, said = marked.right.index(False), text.feedback(task, marked)
    assert said.startswith("Not quite: ") and f"is {text.shown(task.answers[-1, c], task.decimals[c])}, not" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_worksheet_has_its_tasks_without_answers_and_then_their_solutions(kind):
    page = worksheet_html(kind, 7, "https://example.org/practice")
    tasks, _, solutions = page.partition('<h1 class="solutions">')
    assert tasks.count("<section>") == solutions.count("<section>") == N_VARIANTS
    task = Variant(kind, "alone", 7, 0, 3).make()
    for cell in text.worked_row(task, 0):
        assert cell in solutions and (" = " not in cell or cell not in tasks)
    assert solutions.count("level=alone&amp;set=7") == 2 * N_VARIANTS
