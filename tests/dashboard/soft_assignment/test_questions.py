"""The Soft assignment page's questions: their answers are the core's."""

import numpy as np

from dashboard.common.datasets import NAMED
from dashboard.soft_assignment.questions import soft_questions
from kmeans_core import INIT_METHODS, assign, kmeans, soft_assign, soft_kmeans
from tests.dashboard.common.learners import check_questions

X = NAMED["blobs"].make(300, 2.0, 42).X


def test_every_learner_is_told_what_is_behind_a_reply():
    check_questions(soft_questions())


def test_the_answers_are_the_cores():
    how_soft, too_soft, *_ = soft_questions()
    start = INIT_METHODS["k-means++"](X, 4, seed=84)
    hard = kmeans(X, 4, init=start, tol=0)
    unit = np.sqrt(hard.inertia / len(X))
    for beta in (1e-3, 1.0):  # no softness changes which centroid is the nearest
        soft = soft_assign(X, hard.centroids, beta=beta)
        assert (soft.argmax(axis=1) == assign(X, hard.centroids)).all() and how_soft.right.text == "0"
    *_, last = soft_kmeans(X, start, beta=np.log(2) / (4 * unit) ** 2, tol=1e-6, max_iter=200)
    assert too_soft.right.text == str(len(np.unique(np.round(last.centroids / unit, 2), axis=0)))
