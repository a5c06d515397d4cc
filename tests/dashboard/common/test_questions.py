"""Questions with known replies."""

import pytest

from dashboard.common.questions import SHOW_ME, Number, Question, Reply, guess_parameter

CHOICE = Question("Why?", (Reply("Because"), Reply("By chance", "all is chance")), "There is a reason.", {})
NUMBER = Question("How many?", (Reply("40"), Reply("44", "it is more")), "It is 40.", {}, Number(0, 100, near=5))


def test_a_choice_is_right_or_is_met_with_the_idea_behind_it():
    assert CHOICE.feedback("Because") == "**Right.** There is a reason."
    assert CHOICE.feedback("By chance") == "**Not quite.** This answer assumes that all is chance. There is a reason."
    assert CHOICE.feedback(SHOW_ME) == "There is a reason."


@pytest.mark.parametrize(
    "given, beginning",
    [
        ("40", "**Right.**"),
        ("36", "**Right.**"),
        ("41", "**Right.**"),  # 1 from 40, 3 from 44
        ("43", "**Not quite.** This answer assumes that it is more."),
        ("49", "**Not quite.** This answer assumes that it is more."),
        ("50", "**Not quite:** too high."),
        ("34", "**Not quite:** too low."),
    ],
)
def test_a_number_counts_as_the_nearest_known_one_that_is_near_enough(given, beginning):
    assert NUMBER.feedback(given).startswith(beginning)


def test_the_order_of_the_options_does_not_depend_on_which_is_right():
    other = Question(CHOICE.text, (Reply("Because", "there is a reason"), Reply("By chance")), "", {})
    assert other.options == CHOICE.options == Question("", CHOICE.replies[::-1], "", {}).options


def test_a_guess_has_a_short_parameter_of_its_own_for_its_data():
    assert guess_parameter("two blobs", 42) == "guess.two-blobs-42" != guess_parameter("two blobs", 41)
    assert guess_parameter("iris", 0, "") == "guess.iris"
    assert len(guess_parameter("your own", "upload:" + "x" * 1000)) < 20
