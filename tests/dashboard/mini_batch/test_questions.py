"""The Mini-batch page's questions: their answers are the core's."""

import re

import numpy as np

from dashboard.common.datasets import NAMED
from dashboard.mini_batch.questions import mini_batch_questions
from dashboard.mini_batch.settings import DEFAULTS
from tests.dashboard.common.learners import check_questions

QUESTIONS = mini_batch_questions(DEFAULTS)


def test_every_learner_is_told_what_is_behind_a_reply():
    check_questions(QUESTIONS)


def test_a_small_batch_comes_close_after_the_fewest_points():
    counts = [int(count.replace(",", "")) for count in re.findall(r"after ([\d,]+)", QUESTIONS[0].answer)]
    assert QUESTIONS[0].right.text == "A small one" and len(counts) == 4 and counts.index(min(counts)) < 2


def test_the_early_stop_is_none_that_has_converged():
    share = int(re.search(r"(\d+) % above full k-means", QUESTIONS[1].answer)[1])
    assert "no new low" in QUESTIONS[1].right.text and share > 10


def test_a_batch_misses_the_mean_by_its_size_alone():
    X = NAMED[DEFAULTS["data"]].make(5000, DEFAULTS["noise"], DEFAULTS["data_seed"]).X
    few, many = (float(miss) for miss in re.findall(r"misses by ([\d.]+) .* and by ([\d.]+)", QUESTIONS[3].answer)[0])
    expected = np.sqrt(X.var(axis=0).sum() / DEFAULTS["batch"])  # the standard error of a mean of so many
    assert 0.9 * expected < few < 1.1 * expected and 0.8 < many / few < 1.25
