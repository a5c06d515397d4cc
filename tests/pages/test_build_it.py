"""The Build it page: a choice, then what it does; an order, then what it does."""

from dashboard.build_it.compute import (
    LETTERS,
    RIGHT,
    SHOWN_SEED,
    bug_puzzle,
    core_effect,
    fill_puzzle,
    run_program,
    shuffled_lines,
)
from dashboard.build_it.text import EFFECTS, effect_alt
from dashboard.common.formatting import number
from tests.pages.pages import behind, complaints, figures, opened

PAGE = "pages/13_build_it.py"


def press(at, label):
    next(button for button in at.button if button.label == label).click()
    return at.run()


def said(at) -> str:
    return " ".join(text.value for kind in (at.markdown, at.success, at.warning) for text in kind)


def test_a_blank_shows_its_effect_after_the_choice_and_not_before():
    puzzle = fill_puzzle(1)
    at = opened(PAGE)
    assert not complaints(at) and not figures(at) and not at.success and not at.warning
    wrong = puzzle.is_right.index(False)
    at.radio(key="choice").set_value("ABCD"[wrong]).run()
    press(at, "Run it")
    assert not complaints(at) and EFFECTS[puzzle.options[wrong][1]] in said(at)
    assert at.radio(key="choice").disabled and "run" in at.query_params
    at.number_input(key="puzzle").set_value(2).run()
    assert at.radio(key="choice").value is None and not at.warning
    assert behind(at, "Next puzzle") == {"mode": ["fill the blank"], "puzzle": ["3"]}


def test_a_bug_is_shown_and_its_repair_does_what_the_library_does():
    puzzle = bug_puzzle(3)
    at = opened(PAGE, mode="find the bug", puzzle="3", choice="ABCD"[puzzle.is_right.index(True)], run="1")
    assert not complaints(at) and at.success and len(figures(at)) >= 2


def test_each_chart_is_called_by_its_program_and_says_what_happened_there():
    at = opened(PAGE, mode="find the bug", puzzle="3", choice="A", run="1")
    names = [chart.proto.alt for chart in at.get("plotly_chart")]
    programs = ("The program with the wrong line", "This program", "The library, from the same start")
    assert [name.partition(". ")[0] for name in names] == list(programs)
    labels, centroids = core_effect(SHOWN_SEED).end
    assert f"at the end: {(labels == 0).sum()}, {(labels == 1).sum()} and {(labels == 2).sum()}." in names[-1]
    assert f"({number(centroids[0, 0])}, {number(centroids[0, 1])})" in names[-1]
    assert len({name.partition(". ")[2] for name in names}) > 1


def test_the_name_of_a_chart_says_which_centroids_have_no_place():
    alone = run_program(("centroids = np.zeros((k, 2))", *RIGHT[1:]), SHOWN_SEED)  # all points go to one of the three
    assert effect_alt("This program", alone).count("no place") == 2


def test_the_harmless_square_root_asks_why():
    at = opened(PAGE, puzzle="3", choice="A", run="1")
    assert not complaints(at) and [expander.label for expander in at.expander if "square root" in expander.label]


def test_lines_are_put_in_order_one_by_one_and_run():
    lines = shuffled_lines(1)
    at = opened(PAGE, mode="order the lines")
    for line in RIGHT:
        at.button(key=f"line {lines.index(line)}").click().run()
    press(at, "Run it")
    assert not complaints(at) and at.success and len(figures(at)) == 2
    press(at, "Take back")
    assert not at.success and len(at.query_params["lines"]) == 8


def test_an_order_that_python_cannot_run_says_why():
    letters = "".join(LETTERS[i] for i in range(9))
    at = opened(PAGE, mode="order the lines", lines=letters, run="1")
    assert not complaints(at) and "Python stops at line" in said(at)


def test_a_hostile_order_is_no_program():
    for lines in ("zzz<b>", "aaaaaaaaa", "a" * 5000, "\u202e"):
        at = opened(PAGE, mode="order the lines", lines=lines, run="zzz")
        assert not complaints(at) and "zzz" not in said(at) and not figures(at)
