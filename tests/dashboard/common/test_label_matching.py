"""Two labellings are compared after their clusters have been paired."""

from itertools import permutations

import numpy as np
import pytest

from dashboard.common.label_matching import matching, named_after


def test_by_hand():
    # Cluster 0 of the second is cluster 1 of the first, but for the last point: two overlaps of 2, one stray.
    labels, others = np.array([0, 0, 1, 1, 0]), np.array([1, 1, 0, 0, 0])
    pairs = matching(labels, others, 2)
    assert pairs.tolist() == [1, 0] and np.flatnonzero(pairs[others] != labels).tolist() == [4]


def test_renamed_clusters_differ_nowhere():
    labels = np.random.default_rng(0).integers(7, size=200)
    names = np.random.default_rng(1).permutation(7)
    assert (matching(labels, names[labels], 7)[names[labels]] == labels).all()


@pytest.mark.parametrize("seed", range(5))
def test_no_other_pairing_agrees_on_more_points(seed):
    labels, others = np.random.default_rng(seed).integers(4, size=(2, 60))
    most = max((np.array(pairs)[others] == labels).sum() for pairs in permutations(range(4)))
    assert (matching(labels, others, 4)[others] == labels).sum() == most


def test_an_empty_cluster_gets_the_partner_that_is_left():
    assert sorted(matching(np.array([0, 1, 1]), np.array([2, 0, 0]), 3).tolist()) == [0, 1, 2]


def test_clusters_left_over_get_the_next_free_names_and_noise_counts_for_nothing():
    assert named_after(np.array([1, 1, 0, -1]), np.array([0, 0, 1, 2])).tolist() == [1, 1, 0, 2]
    assert sorted(named_after(np.zeros(10, dtype=int), np.arange(10))) == list(range(10))
