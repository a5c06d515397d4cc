"""Many runs of each method: what they show, and how much time they take."""

from itertools import combinations

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.init_comparison import restart_statistics as restarts
from dashboard.init_comparison.best_known import METHODS, best_of_eight
from dashboard.init_comparison.restart_statistics import run_restarts, summarize_restarts
from kmeans_core import assign, kmeans_plusplus, lloyd

X = NAMED["blobs"].make(120, 1.0, 42).X
STATISTICS = summarize_restarts(X, list(run_restarts(X, 4, 30)), best_of_eight(X, 4))


def test_every_run_can_be_repeated_exactly_from_its_seed():
    for i, method in enumerate(METHODS.values()):
        for seed in (0, 7, 29):
            first, *_, last = lloyd(X, method(X, 4, seed=seed), tol=0)
            assert STATISTICS.initial_inertias[i, seed] == pytest.approx(first.inertia, rel=1e-12)
            assert STATISTICS.final_inertias[i, seed] == pytest.approx(last.inertia, rel=1e-12)
            assert STATISTICS.moves[i, seed] == last.iteration


def test_the_classic_method_draws_one_candidate_and_the_greedy_several():
    classic, greedy = (METHODS[name](X, 4, seed=5) for name in ("classic k-means++", "greedy k-means++"))
    np.testing.assert_array_equal(classic, kmeans_plusplus(X, 4, seed=5, trials=1))
    np.testing.assert_array_equal(greedy, kmeans_plusplus(X, 4, seed=5))


def test_the_clusters_that_a_start_hits_are_those_of_its_first_centroids():
    for i, method in enumerate(METHODS.values()):
        hit = set(assign(method(X, 4, seed=3), STATISTICS.best.centroids).tolist())
        assert STATISTICS.clusters_hit[i, 3] == len(hit)


def test_every_run_is_in_one_bar_whose_limits_enclose_its_inertia():
    bars = restarts.histogram_bars(STATISTICS)
    assert list(bars) == list(METHODS)
    for inertias, of_method in zip(STATISTICS.final_inertias, bars.values(), strict=True):
        assert sorted(seed for bar in of_method for seed in bar.seeds) == list(range(30))
        for bar in of_method:
            assert (bar.low <= inertias[bar.seeds]).all() and (inertias[bar.seeds] <= bar.high * (1 + 1e-12)).all()


@pytest.mark.parametrize("reached", [[1, 0, 0, 1, 0], [0, 0, 0], [1, 1], [1, 0, 0, 0, 0, 0]])
def test_the_chance_of_the_best_of_m_counts_the_samples_without_replacement(reached):
    reached = np.array(reached, dtype=bool)
    counted = [np.mean([any(sample) for sample in combinations(reached, m)]) for m in range(1, len(reached) + 1)]
    np.testing.assert_allclose(restarts.best_of_chances(reached), counted, atol=1e-12)


def test_as_many_runs_are_needed_as_first_give_the_chance():
    assert restarts.runs_needed(np.array([0.5, 0.9, 0.99]), 0.9) == 2
    assert restarts.runs_needed(np.array([0.5]), 0.9) is None


def test_the_chance_of_one_point_in_each_cluster_counts_the_subsets():
    # Clusters of 2 and 3 points: 6 of the 10 pairs have one of each.
    assert restarts.chance_of_one_each(np.array([2, 3])) == pytest.approx(0.6)


def test_the_mean_initial_inertia_of_classic_kmeans_plusplus_is_within_the_bound():
    classic = list(METHODS).index("classic k-means++")
    assert STATISTICS.initial_inertias[classic].mean() <= 8 * (np.log(4) + 2) * STATISTICS.best.inertia


def test_the_next_seed_starts_again_after_the_last():
    assert [restarts.next_seed(np.array([1, 3]), seed) for seed in (0, 1, 2, 3, 9)] == [1, 3, 3, 1, 1]


@pytest.mark.parametrize("name, k", [("15 blobs", 15), ("31 blobs", 31)])
def test_random_starts_nearly_always_fail_on_many_well_separated_blobs(name, k):
    table = NAMED[name].make(300, 1.0, 42)
    statistics = summarize_restarts(table.X, list(run_restarts(table.X, k, 20)), best_of_eight(table.X, k))
    shares = {method: reached.mean() for method, reached in statistics.reached.items()}
    assert shares["random"] <= 0.1 < 0.6 <= shares["greedy k-means++"]
    assert np.bincount(table.truth).shape == (k,)


def test_runs_that_take_longer_than_a_second_are_reduced_to_those_that_do_not():
    assert restarts.affordable_restarts(300, 2, 4, 100) == 100  # 100 x (1.5 + 0.033 x 300 x 8 / 38) ms = 0.36 s
    assert restarts.affordable_restarts(300, 2, 31, 100) == 100
    fewer = restarts.affordable_restarts(2000, 2, 15, 500)
    assert fewer == 20
    seconds = [restarts.restart_seconds(2000, 2, 15, runs) for runs in (fewer, fewer + 20)]
    assert seconds[0] <= 1 < seconds[1]
    assert restarts.affordable_restarts(500_000, 50, 31, 500) == 1
