"""k-means++ pick by pick: the wheel and where the draw falls."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.init_comparison.seeding_film import UNTIL, seeding_frames, seeding_pseudocode, seeding_steps
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


def test_every_step_has_two_pictures_with_names_of_their_own_and_the_last_ends_the_loop():
    frames = seeding_frames(seeding_steps(X, 4, 1, 0, LABELS))
    assert [name for name, *_ in frames] == [f"{what} {i}" for i in (1, 2, 3, 4) for what in ("Wheel", "Pick")]
    assert [is_drawn for *_, is_drawn in frames] == [False, True] * 4
    assert frames[-1][1] == UNTIL == len(seeding_pseudocode(1)) - 1
