"""The Failure cases page's questions: their answers are those of the methods."""

import numpy as np
import pytest

from dashboard.common.questions import not_quite
from dashboard.failure_cases.cases import CASES
from dashboard.failure_cases.compute import evaluate, hyperparameters
from dashboard.failure_cases.questions import failure_questions
from dashboard.failure_cases.text import GOOD, IDEAS, OUTCOMES, fix_verdict, picture_verdict
from tests.dashboard.common.learners import check_questions


@pytest.fixture(scope="module")
def questions():
    return failure_questions()


def score(name, method, value=None):
    case = CASES[name]
    value = case.parameter.default if value is None else value
    params = hyperparameters(case, value, 42, case.eps, case.min_samples)
    return evaluate(case.make(300, value, 42), method, params).score


def test_every_learner_is_told_what_is_behind_a_reply(questions):
    check_questions(questions)


def test_the_answers_are_those_of_the_methods(questions):
    moons, rings, whitened, common = questions
    (gap,) = (float(link["knob"]) for link in moons.links.values())
    assert score("moons", "k-means", gap) >= GOOD > score("moons", "k-means", gap - 0.2)
    X, truth = CASES["moons"].make(300, 0.0, 42).X, CASES["moons"].make(300, 0.0, 42).truth
    d2 = ((X[:, None] - X) ** 2).sum(axis=2) + np.diag(np.full(300, np.inf))
    assert (truth[d2.argmin(axis=1)] == truth).all()  # the nearest neighbour is in the same moon all the time
    assert score("circles", "radius map first", 0.85) > 0.6 > score("circles", "DBSCAN", 0.85)
    assert whitened.right.text == str(sum(score(name, "whiten first") >= GOOD for name in CASES))
    assert all(score(name, "whiten first") >= GOOD > score(name, "k-means") for name in ("stretched", "scales"))


@pytest.mark.parametrize("name", CASES)
def test_who_takes_the_other_picture_for_that_of_k_means_reads_which_assumption_fails(name):
    case = CASES[name]
    params = hyperparameters(case, case.parameter.default, 42, case.eps, case.min_samples)
    before = evaluate(case.make(300, case.parameter.default, 42), "k-means", params)
    assert picture_verdict("A", "A", case, case.remedy, before, 300).startswith("**Right.** A shows k-means.")
    wrong = picture_verdict("B", "A", case, case.remedy, before, 300)
    assert not_quite(IDEAS[name]) in wrong and f"puts {before.wrong} of 300 points" in wrong


def test_a_fix_that_helps_more_or_less_than_expected_is_met_with_the_idea_behind_that():
    case = CASES["circles"]
    for radius, outcome in ((0.5, 0), (0.85, 1), (0.9, 2)):
        params = hyperparameters(case, radius, 42, case.eps, case.min_samples)
        after = evaluate(case.make(300, radius, 42), case.fix, params)
        said = [fix_verdict(guess, case.fix, after) for guess in OUTCOMES]
        assert said[outcome].startswith("**Right.**") and all(OUTCOMES[outcome] in text for text in said)
        assert all(not_quite("a fix for one case helps in all") in text for text in said[:outcome])
        assert all(not_quite("only another method helps where k-means fails") in text for text in said[outcome + 1 :])
