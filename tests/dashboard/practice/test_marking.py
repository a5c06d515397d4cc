"""Typed numbers, answers in an address, and links that are marked again."""

import numpy as np
import pytest

from dashboard.common.drawn import read_places
from dashboard.practice.compute import KINDS, MANHATTAN, ROOT, Variant, rounded
from dashboard.practice.marking import (
    MAX_LINKS,
    Receipt,
    count_mistakes,
    film_settings,
    link_to,
    mark_row,
    pack_answers,
    parse_answer,
    read_receipts,
    unpack_answers,
)
from dashboard.practice.text import feedback


@pytest.mark.parametrize(
    "text, value",
    [
        ("3,5", 3.5),
        (" 3.50 ", 3.5),
        ("7/2", 3.5),
        ("−4", -4),
        ("350 %", 3.5),
        (".5", 0.5),
        ("1 000", 1000),
        ("-0,5", -0.5),
        ("0.282579501923", 0.282579501923),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert parse_answer(text) == value


@pytest.mark.parametrize("text", ["", "x", "1/0", "1e9", "nan", "inf", "3;5", "1,2,3", "٣", "9" * 10, "--1"])
def test_what_is_no_number_is_none(text):
    assert parse_answer(text) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_packed_answer_says_the_same_and_is_short(kind):
    task = Variant(kind, "alone").make()
    rows = rounded(task.answers, task.decimals).tolist()
    packed = pack_answers(rows)
    np.testing.assert_allclose(unpack_answers(packed, len(task.decimals), len(rows)), rows)
    assert len(link_to("", Variant(kind, "alone"), packed)) < 250


@pytest.mark.parametrize(
    "text", ["0.00001", "-0,000012", "123456789", "999999999.5", "1/700000000", "0", "0.282579501923"]
)
def test_whatever_is_read_survives_the_address(text):
    value = parse_answer(text)
    ((again,),) = unpack_answers(pack_answers([[value]]), 1, 1)
    assert again == pytest.approx(value, abs=1e-7)


@pytest.mark.parametrize("text", ["1_2", "1_2_3~4", "1_2_x", "~", "1_2_3~1_2_3~1_2_3", "1_2_3" * 1000, "<b>_1_2"])
def test_answers_that_fit_no_row_are_refused(text):
    assert unpack_answers(text, 3, 2) is None


def link(variant: Variant, table=None) -> str:
    task = variant.make()
    rows = (task.answers if table is None else task.wrong[table])[variant.first_blank(len(task.answers)) :]
    return link_to("https://example.org/practice", variant, pack_answers(np.round(rows, 3).tolist()))


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_is_marked_as_the_page_marked_it(kind):
    (receipt,) = read_receipts(link(Variant(kind, "alone", 7, 20451, 3)))
    assert receipt.n_right == receipt.n_answered == receipt.n_rows and not receipt.mistakes
    assert receipt.variant == Variant(kind, "alone", 7, 20451, 3)


def test_a_link_names_the_mistakes_in_it_and_a_link_without_answers_has_none():
    usual = Variant("assign", "alone")
    wrong, empty = read_receipts(f"{link(usual, MANHATTAN)}\n\n  {link_to('https://example.org/practice', usual)}  ")
    assert (wrong.n_rows, wrong.n_answered) == (8, 8) and wrong.n_right < 4 and wrong.mistakes[MANHATTAN] >= 4
    assert (empty.line, empty.n_rows, empty.n_answered, empty.n_right) == (3, 8, 0, 0)


HOSTILE = [
    "hello",
    "=1+1",
    "https://example.org/practice?kind=nothing",
    "https://example.org/practice?kind=assign&level=solved",
    "https://example.org/practice?kind=assign&answers=1_2",
    "https://example.org/practice?kind=assign&id=-1",
    "https://example.org/practice?kind=assign&id=1e999",
    "https://example.org/practice?task=" + "9" * 400,
    "https://[example.org/practice?task=1",
    "https://example.org/practice?" + "task=1&" * 50,
    "https://example.org/practice?task=1&" + "a" * 3000,
]


@pytest.mark.parametrize("line", HOSTILE)
def test_a_line_that_is_no_link_to_a_task_is_counted_and_nothing_else(line):
    assert list(read_receipts(line)) == [1]


def test_no_more_lines_are_marked_than_a_class_hands_in():
    assert len(list(read_receipts("x\n" * (MAX_LINKS + 5)))) == MAX_LINKS


def test_the_film_of_a_task_has_its_points_and_its_start():
    for kind in KINDS:
        task = Variant(kind).make()
        if settings := film_settings(task):
            np.testing.assert_array_equal(read_places(settings["pts"]), 6 * task.numbers.X)
            np.testing.assert_array_equal(read_places(settings["cen"]), 6 * task.numbers.centroids[0])


def test_receipts_are_plain_values():
    (receipt,) = read_receipts(link(Variant("elbow")))
    assert isinstance(receipt, Receipt) and receipt.n_rows == 1


def test_numbers_from_nowhere_are_not_explained():
    task = Variant("assign", "alone").make()
    for numbers in ([77.0, 78.0, 9.0], task.answers[0].tolist()):
        assert mark_row(task, 0, numbers).mistakes == ["", "", ""]


def test_two_mistakes_in_a_row_are_each_named_for_their_own_number():
    task = Variant("assign", "alone").make()
    assert task.answers[5].tolist() == [5, 8, 1]
    marked = mark_row(task, 5, [3.0, 2.83, 1.0])
    assert marked.mistakes == [MANHATTAN, ROOT, ""]
    assert count_mistakes([marked]) == {MANHATTAN: 1, ROOT: 1}
    first, second = feedback(task, marked).splitlines()
    assert "d² to 1 is" in first and "Manhattan" in first and "d² to 2 is" in second and "square root" in second
