"""Each criterion chooses what the numbers say, and where there is nothing, there is no consensus."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED, standardise
from dashboard.elbow.criteria import CALINSKI, DAVIES, GAP, SILHOUETTE, consensus, criteria, gap_rise, votes
from kmeans_core import Gap
from tests.dashboard.elbow.searches import searched, since


def choices(sweep, gap):
    return {criterion.name: criterion.k for criterion in criteria(sweep, gap)}


def consensus_on(X):
    sweep, gap = searched(X)
    return consensus(criteria(sweep, gap), gap)


def test_four_of_five_find_the_four_blobs_and_the_elbow_just_misses_them(four_blobs):
    found = criteria(*four_blobs)
    assert [criterion.k for criterion in found] == [3, 4, 4, 4, 4]
    assert consensus(found, four_blobs[1]) == 4


@pytest.mark.parametrize("seed", range(6))
def test_uniform_data_have_no_clear_k_whatever_the_seed(seed):
    assert consensus_on(NAMED["uniform"].make(200, 1.0, seed).X) is None


@pytest.mark.parametrize(
    "name, scale, k",
    [
        ("two blobs", False, 2),
        ("varied spread", False, 3),
        ("wine", True, 3),
        ("outliers", False, 4),
        ("moons", False, None),
        ("circles", False, None),
        ("stretched", False, None),
        ("iris", False, None),
    ],
)
def test_there_is_a_consensus_where_round_groups_are_separate_and_only_there(name, scale, k):
    X = NAMED[name].make(300, 1.0, 42).X
    assert consensus_on(standardise(X) if scale else X) == k


def test_a_score_that_is_best_where_the_range_begins_or_ends_has_no_answer(four_blobs):
    sweep, gap = four_blobs
    assert choices(since(sweep, 6), gap)[SILHOUETTE] is None
    assert choices(*searched(NAMED["blobs"].make(100, 1.0, 42).X, max_k=3))[SILHOUETTE] is None


def test_the_ranking_puts_the_lowest_k_first_on_a_tie_and_leaves_out_what_has_no_score(four_blobs):
    silhouette = criteria(*four_blobs)[1]
    tied = type(silhouette)("tied", None, (1, 2, 3, 4), np.array([np.nan, 0.2, 0.5, 0.5]))
    assert tied.ranking.tolist() == [2, 3, 1]


def test_a_majority_is_not_enough_where_data_without_structure_fall_as_fast():
    # Three criteria choose 4, but the gap at 4 is only 2 standard errors above the gap at 1.
    gap = Gap((1, 2, 3, 4, 5), np.ones(5), np.ones((20, 5)), np.array([0, 0, 0.1, 0.2, 0]), np.full(5, 0.1), 1)
    for_four = [
        criterion for criterion in criteria(*searched(NAMED["blobs"].make(60, 1.0, 42).X, 6)) if criterion.k == 4
    ]
    assert votes(for_four[:3]) == [(4, 3)]
    assert gap_rise(gap, 4) == pytest.approx(2) and consensus(for_four[:3], gap) is None


def test_where_k_is_the_number_of_points_the_gap_has_nothing_to_compare():
    # Data and references both have no inertia left there: a gap of 0 without an error is not a rise.
    sweep, gap = searched(NAMED["uniform"].make(10, 1.0, 42).X)
    assert max(gap.gaps[-1], gap.errors[-1]) < 1e-9 and gap.gaps[0] < -0.1 and gap_rise(gap, 10) == 0


def test_there_is_no_consensus_before_the_gap_statistic_is_known(four_blobs):
    found = criteria(four_blobs[0], None)
    assert votes(found) == [(4, 3), (3, 1)] and consensus(found, None) is None
    assert choices(four_blobs[0], None)[GAP] is None


@pytest.mark.parametrize("X", [np.ones((5, 2)), np.arange(4.0).reshape(2, 2), np.eye(3)])
def test_few_or_equal_points_give_no_consensus(X):
    sweep, gap = searched(X, max_k=len(np.unique(X, axis=0)))
    assert consensus(criteria(sweep, gap), gap) is None


def test_as_many_places_as_points_are_no_clusters_but_equal_points_in_few_places_are():
    X = np.random.default_rng(0).normal(size=(6, 2))
    alone = choices(*searched(X, 6))
    shared = choices(*searched(np.repeat(X, 5, axis=0), 6))
    assert 6 not in alone.values() and [shared[name] for name in (SILHOUETTE, CALINSKI, DAVIES)] == [6, 6, 6]
