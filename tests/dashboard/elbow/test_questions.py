"""The Elbow page's questions: their answers are the core's."""

from dashboard.common.datasets import NAMED
from dashboard.common.questions import not_quite
from dashboard.elbow.questions import elbow_questions
from dashboard.elbow.text import guess_text
from kmeans_core import find_elbow, silhouette_score, sweep_k
from tests.dashboard.common.learners import check_questions


def sweep(name):
    return sweep_k(NAMED[name].make(300, 1.0, 42).X, range(1, 11), n_init=5, seed=0)


def test_every_learner_is_told_what_is_behind_a_reply():
    check_questions(elbow_questions())


def test_the_answers_are_computed():
    _, another_range, bends, species = elbow_questions()
    blobs, uniform = sweep("blobs"), sweep("uniform")
    assert another_range.right.text == str(find_elbow(blobs.ks[1:], blobs.inertias[1:]))
    assert {find_elbow(one.ks, one.inertias) for one in (blobs, uniform)} == {3, 4}
    assert "k = 3 for the four blobs and k = 4 for evenly spread points" in bends.text
    iris = NAMED["iris"].make(0, 0.0, 0).X
    labels = {k: sweep("iris").results[k - 1].labels for k in range(2, 11)}
    assert species.right.text == str(max(labels, key=lambda k: silhouette_score(iris, labels[k])))


def guessed(guess, four_blobs, groups):
    scores, _ = four_blobs
    return guess_text(guess, scores, [], groups)


def test_a_guess_of_too_many_or_too_few_is_met_with_the_idea_behind_it(four_blobs):
    assert guessed(4, four_blobs, 4) == (
        "**Right.** You see 4; no criterion chooses it. The points were generated in 4 groups."
    )
    for guess in range(5, 11):
        assert not_quite("less inertia means a better k") in guessed(guess, four_blobs, 4)
    for guess in range(1, 4):
        assert not_quite("groups near each other are one") in guessed(guess, four_blobs, 4)
    for guess in range(2, 11):
        assert not_quite("k-means finds only what is there") in guessed(guess, four_blobs, 1)
    assert "Not quite" not in guessed(1, four_blobs, 1) + guessed(7, four_blobs, None)
