"""Many starts: what their runs show, and the reader's own start."""

from itertools import combinations

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.init_comparison import restart_statistics as starts
from dashboard.init_comparison.restart_statistics import METHODS
from kmeans_core import assign, inertia, kmeans, kmeans_plusplus, lloyd

X = NAMED["blobs"].make(120, 1.0, 42).X
FOUND = starts.landscape(X, list(starts.restarts(X, 4, 30)))


def test_every_run_of_the_landscape_replays_exactly_from_its_seed():
    for at, method in enumerate(METHODS.values()):
        for seed in (0, 7, 29):
            first, *_, last = lloyd(X, method(X, 4, seed=seed), tol=0)
            assert FOUND.starts[at, seed] == first.inertia
            assert (FOUND.ends[at, seed], FOUND.moves[at, seed]) == (last.inertia, last.iteration)


def test_the_classic_method_draws_one_candidate_and_the_greedy_several():
    classic, greedy = (METHODS[name](X, 4, seed=5) for name in ("classic k-means++", "greedy k-means++"))
    np.testing.assert_array_equal(classic, kmeans_plusplus(X, 4, seed=5, trials=1))
    np.testing.assert_array_equal(greedy, kmeans_plusplus(X, 4, seed=5))


def test_the_best_known_run_is_the_lowest_and_its_clusters_are_counted():
    assert FOUND.best == FOUND.ends.min() == pytest.approx(inertia(X, FOUND.centroids))
    np.testing.assert_array_equal(FOUND.sizes, np.bincount(assign(X, FOUND.centroids)))
    assert FOUND.best <= kmeans(X, 4, n_init=20, seed=1).inertia * (1 + 1e-9)
    assert ((FOUND.covered >= 1) & (FOUND.covered <= 4)).all()


def test_within_one_per_cent_is_reached_and_beyond_is_not():
    assert FOUND.reached(FOUND.best * 1.009) and not FOUND.reached(FOUND.best * 1.011)
    assert FOUND.times(2.5 * FOUND.best) == pytest.approx(2.5) and FOUND.times(FOUND.best) == 1


def test_where_every_point_is_a_centroid_rounding_is_not_a_failure():
    table = np.repeat(np.random.default_rng(0).normal(size=(4, 2)), 25, axis=0)
    found = starts.landscape(table, list(starts.restarts(table, 4, 20)))
    greedy = list(METHODS).index("greedy k-means++")
    assert found.reached(found.ends[greedy]).all() and np.isinf(found.times(1.0))


@pytest.mark.parametrize("reached", [[1, 0, 0, 1, 0], [0, 0, 0], [1, 1], [1, 0, 0, 0, 0, 0]])
def test_the_chance_of_the_best_of_m_counts_the_samples_without_replacement(reached):
    reached = np.array(reached, dtype=bool)
    counted = [np.mean([any(sample) for sample in combinations(reached, m)]) for m in range(1, len(reached) + 1)]
    np.testing.assert_allclose(starts.chances(reached), counted, atol=1e-12)


def test_runs_needed_for_a_chance():
    assert starts.needed(np.array([0.5, 0.9, 0.99]), 0.9) == 2 and starts.needed(np.array([0.5]), 0.9) is None


def test_the_chance_of_one_point_in_each_cluster_counts_the_subsets():
    # Clusters of 2 and 3 points: 6 of the 10 pairs hold one of each.
    assert starts.chance_of_one_each(np.array([2, 3])) == pytest.approx(0.6)


def test_the_promise_for_one_cluster_is_sixteen_fold():
    assert starts.promise(1) == 16 and starts.promise(4) == pytest.approx(8 * (np.log(4) + 2))


def test_the_mean_start_of_classic_kmeans_plusplus_keeps_its_promise():
    classic = list(METHODS).index("classic k-means++")
    assert FOUND.starts[classic].mean() <= starts.promise(4) * FOUND.best


def test_a_run_is_renumbered_as_its_reference_and_stays_the_same_run():
    steps = starts.run(X, kmeans_plusplus(X, 4, seed=9))
    same = starts.renumbered(steps, FOUND.centroids)
    assert starts.matched(same[-1].centroids, FOUND.centroids).tolist() == [0, 1, 2, 3]
    for old, new in zip(steps, same, strict=True):
        np.testing.assert_array_equal(new.centroids[new.labels], old.centroids[old.labels])
        assert new.inertia == old.inertia


@pytest.mark.parametrize(
    "text, rows",
    [
        ("12-40-7", [11, 39, 6]),
        (" 3, 3 and 5", [2, 4]),
        ("0-121-120", [119]),
        ("", []),
        ("9" * 400, []),
        ("1e999", [0]),
        ("1-2-3-4-5-6", [0, 1, 2, 3]),
    ],
)
def test_own_points_are_read_from_any_text(text, rows):
    assert starts.rows_in(text, 120, 4) == rows
    assert starts.rows_in(starts.text_of(rows), 120, 4) == rows


def test_a_click_adds_a_point_takes_it_back_or_moves_the_nearest():
    line = np.array([[0.0], [1.0], [5.0], [6.0]])
    assert starts.clicked([0], 2, line, 2) == [0, 2]
    assert starts.clicked([0, 2], 0, line, 2) == [2]
    assert starts.clicked([0, 2], 3, line, 2) == [0, 3]
    assert starts.clicked([0, 2], 1, line, 2) == [1, 2]


def test_clusters_with_several_starting_centroids_and_with_none():
    reference = np.array([[0.0, 0.0], [10.0, 0.0], [20.0, 0.0]])
    assert starts.uneven(np.array([[1.0, 0.0], [2.0, 0.0], [19.0, 0.0]]), reference) == ([0], [1])


def test_the_next_seed_goes_round_those_that_hold():
    holds = np.array([False, True, False, True])
    assert [starts.next_seed(holds, seed) for seed in (0, 1, 2, 3, 9)] == [1, 3, 3, 1, 1]


def test_random_starts_nearly_always_fail_on_many_well_separated_blobs():
    for name, k in (("15 blobs", 15), ("31 blobs", 31)):
        table = NAMED[name].make(300, 1.0, 42)
        found = starts.landscape(table.X, list(starts.restarts(table.X, k, 20)))
        reached = dict(zip(METHODS, found.reached(found.ends).mean(axis=1), strict=True))
        assert reached["random"] <= 0.1 < 0.6 <= reached["greedy k-means++"]
        assert np.bincount(table.truth).shape == (k,)


def test_what_takes_longer_than_ten_seconds_is_cut_to_what_does_not():
    assert starts.affordable(300, 2, 4, 500) == 500  # 500 x 600 x 8/38 x 3.9e-5 = 2.5 s
    fewer = starts.affordable(2000, 2, 31, 500)
    assert fewer == 160 and starts.seconds(2000, 2, 31, fewer) <= starts.MOST_SECONDS < starts.seconds(2000, 2, 31, 180)
    assert starts.affordable(500_000, 50, 31, 500) == 1
