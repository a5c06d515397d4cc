"""Comparing two labellings: by hand, as scikit-learn has it, and at the edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from kmeans_core import adjusted_rand_score, normalized_mutual_info_score

BOTH = [adjusted_rand_score, normalized_mutual_info_score]


def test_by_hand():
    # {0, 1}, {2, 3} against {0, 1, 2}, {3}: of 6 pairs 2 and 3 are together, 1 in both; by chance 2 * 3 / 6 = 1.
    assert adjusted_rand_score([0, 0, 1, 1], [0, 0, 0, 1]) == pytest.approx((1 - 1) / (2.5 - 1))
    # Independent halves say nothing about each other: each quarter has one point of four.
    assert normalized_mutual_info_score([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(0, abs=1e-15)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(-2, 4), st.integers(0, 9)), min_size=1, max_size=60))
def test_equal_to_scikit_learn(pairs):
    true, pred = map(list, zip(*pairs, strict=True))
    assert adjusted_rand_score(true, pred) == pytest.approx(metrics.adjusted_rand_score(true, pred), abs=1e-12)
    ours, theirs = normalized_mutual_info_score(true, pred), metrics.normalized_mutual_info_score(true, pred)
    assert ours == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("score", BOTH)
def test_names_of_clusters_do_not_matter(score):
    true = np.random.default_rng(0).integers(0, 5, 200)
    assert score(true, (true * 7 + 3) % 5) == pytest.approx(1)
    assert score(true, np.array(list("abcde"))[true]) == pytest.approx(1)
    assert score([0, 0, 0], [4, 4, 4]) == score([0, 1, 2], [5, 4, 3]) == pytest.approx(1)


@pytest.mark.parametrize("score", BOTH)
def test_chance_scores_about_zero_and_order_does_not_matter(score):
    rng = np.random.default_rng(1)
    true, pred = rng.integers(0, 4, (2, 20_000))
    assert abs(score(true, pred)) < 0.01
    assert score(true, pred) == pytest.approx(score(pred, true))


def test_pairs_of_very_many_points_do_not_overflow():
    true = np.repeat([0, 1], 200_000)  # 8e10 pairs, and their square is beyond 64 bits
    assert adjusted_rand_score(true, true) == 1
    assert 0.99 < adjusted_rand_score(true, np.roll(true, 1)) < 1


@pytest.mark.parametrize("score", BOTH)
@pytest.mark.parametrize(
    "true, pred, named",
    [
        ([0, 1], [0, 1, 1], r"labels_pred has shape \(3,\)"),
        ([[0, 1]], [0, 1], r"labels_true has shape \(1, 2\)"),
        ([], [], "labels_true is empty"),
        ([0, 1], [0.5, 1.5], "labels_pred must be whole numbers or text"),
    ],
)
def test_bad_input_is_named(score, true, pred, named):
    with pytest.raises((ValueError, TypeError), match=named):
        score(true, pred)
