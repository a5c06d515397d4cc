"""k-means++ pick by pick: the wheel and where the draw falls."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.init_comparison.seeding_film import UNTIL, seeding_lines, seeding_pseudocode, seeding_steps
from kmeans_core import kmeans, kmeans_plusplus

X = NAMED["blobs"].make(300, 1.0, 42).X
LABELS = kmeans(X, 4, n_init=10, seed=0).labels


@pytest.mark.parametrize("trials", [1, None])
def test_the_picks_are_the_start_that_the_core_draws(trials):
    steps = seeding_steps(X, 4, trials, 7, LABELS)
    np.testing.assert_array_equal(X[list(steps[-1].rows)], kmeans_plusplus(X, 4, seed=7, trials=trials))


def test_the_shares_of_the_wheel_are_the_clusters_shares_of_d2():
    for step in seeding_steps(X, 4, 1, 0, LABELS)[1:]:
        d2 = ((X[:, None] - X[list(step.before)]) ** 2).sum(axis=2).min(axis=1)
        shares = [d2[LABELS == j].sum() / d2.sum() for j in range(4)]
        np.testing.assert_allclose(step.shares, shares, rtol=1e-4, atol=1e-6)


def test_the_needle_is_in_the_part_of_the_wheel_that_belongs_to_the_picks_cluster():
    for seed in range(10):
        for step in seeding_steps(X, 4, None, seed, LABELS):
            ends = np.cumsum(step.shares)
            end, share = ends[LABELS[step.pick.row]], step.shares[LABELS[step.pick.row]]
            assert end - share - 1e-9 <= step.needle <= end + 1e-9


@pytest.mark.parametrize("k", [1, 2, 5])
def test_the_first_pick_is_the_first_line_and_the_last_one_ends_the_loop(k):
    lines = seeding_lines(k)
    assert len(lines) == k and lines[0][0] == 0
    assert [pick for _, pick in lines].index(UNTIL) == k - 1 and UNTIL == len(seeding_pseudocode(1)) - 1
