"""The Algorithm page's questions: their answers are the core's."""

from dashboard.algorithm.questions import algorithm_questions
from dashboard.common.datasets import NAMED
from dashboard.common.formatting import number
from kmeans_core import kmeans
from tests.dashboard.common.learners import check_questions


def test_every_learner_is_told_what_is_behind_a_reply():
    check_questions(algorithm_questions())


def test_the_answers_are_computed():
    start, rising, distant, common, _ = algorithm_questions()
    blobs, outliers = (NAMED[name].make(300, 1.0, 42) for name in ("blobs", "outliers"))
    good, bad = (kmeans(blobs.X, 4, init="random", tol=0, seed=seed).inertia for seed in (50, 0))
    assert start.right.text.startswith("Higher") and bad > 2 * good and number(bad) in start.answer
    assert rising.right.text == "Never" and "it rises in 0 of" in rising.answer
    centroids = kmeans(outliers.X, 3, init="random", tol=0, seed=50).centroids
    assert f"at x = {number(centroids[:, 0].max())}, the mean" in distant.answer
    assert common.right.text.startswith("Both are divided")
    assert set(NAMED[name].clusters for name in ("uniform", "two blobs")) == {1, 2}
