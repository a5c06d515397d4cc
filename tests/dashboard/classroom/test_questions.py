"""A vote is a number in an address. Anybody may write there."""

import pytest

from dashboard.classroom.questions import QUESTIONS, Shown, number_of, shown_in, votes_in, with_vote

HOSTILE = ["", "place", "place-1-1", "place-0-1-5", "place-1-3-5", "place-1-1-3844", "place-1-1--5", "place-1-1-1e3"]
HOSTILE += ["place-100-1-5", "nothing-1-1-5", "place-1-1-५", "a" * 5000, "<b>-1-1-5", "place-1-1-5\n", "." * 5000]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_vote_is_none(text):
    assert votes_in(text) == {}


def test_an_address_holds_both_votes_of_a_task_and_a_new_task_begins_with_none():
    text = with_vote(with_vote("", "place-1-1", 1903), "place-1-2", 5)
    assert text == "place-1-1-1903.place-1-2-5"
    assert votes_in(with_vote(text, "place-1-2", 6)) == {"place-1-1": 1903, "place-1-2": 6}
    assert with_vote(text, "groups-1-1", 2) == "groups-1-1-2"


def test_a_ballot_is_open_in_the_two_phases_of_voting_only():
    phases = {phase: Shown("place", 3, phase).ballot for phase in QUESTIONS["place"].phases}
    assert {phase: ballot for phase, ballot in phases.items() if ballot} == {"vote": "place-3-1", "again": "place-3-2"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_address_of_every_phase_leads_back_to_it(question):
    for phase in QUESTIONS[question].phases:
        shown = Shown(question, 7, phase)
        assert shown_in(dict(q=question, task="7", phase=phase)) == shown


@pytest.mark.parametrize("value", ["", "nan", "-1", "0", "100", "1e9", "x" * 5000])
def test_an_address_without_sense_leads_to_a_beginning(value):
    assert shown_in(dict(q=value, task=value, phase=value)) == Shown()
    assert shown_in(dict(q="groups", task=value, phase="run")) == Shown("groups", 1, "run")


@pytest.mark.parametrize("text, number", [("0", 0), ("99", 99), ("100", None), ("-1", None), ("1.5", None), ("", None)])
def test_a_number_from_an_address_is_in_its_range(text, number):
    assert number_of(text, 99) == number
