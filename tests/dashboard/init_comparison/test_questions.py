"""The Init comparison page's questions: their answers are the core's."""

from dashboard.common.datasets import NAMED
from dashboard.init_comparison.questions import init_questions
from dashboard.init_comparison.side_by_side import write_rows
from kmeans_core import kmeans, lloyd, random_init
from tests.dashboard.common.learners import check_questions


def blobs(name):
    return NAMED[name].make(300, 1.0, 42).X


def reached(X, k, best) -> int:
    """Return how many of 100 random starts reach the `best` inertia."""
    ends = [kmeans(X, k, init=random_init(X, k, seed=seed), tol=0).inertia for seed in range(100)]
    return sum(end < 1.01 * best for end in ends)


def test_every_learner_is_told_what_is_behind_a_reply():
    check_questions(init_questions())


def test_the_answers_are_the_cores():
    close, more, farthest, _, ten = init_questions()
    X = blobs("blobs")
    best = kmeans(X, 4, n_init=8, seed=0).inertia
    rows = [int(row) - 1 for row in close.links["See the worst start"]["own"].split("-")]
    assert write_rows(rows) == close.links["See the worst start"]["own"]
    *_, last = lloyd(X, X[rows], tol=0)
    assert f"ends at {last.inertia:,.0f}" in close.answer and last.inertia > 10 * best
    right, on_four = (int(reply.text) for reply in more.replies)
    many = blobs("15 blobs")
    assert abs(reached(X, 4, best) - on_four) < 20 and int(ten.right.text) == 100
    assert reached(many, 15, kmeans(many, 15, n_init=8, seed=0).inertia) <= right + 5
    assert farthest.right.text.startswith("The worst") and "0 % reach the best known inertia" in farthest.answer
