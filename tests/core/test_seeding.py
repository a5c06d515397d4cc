"""The starts: rows of X, drawn by the right chances, the same for the same seed."""

import numpy as np
import pytest

from kmeans_core import farthest_first, kmeans_plusplus, kmeans_plusplus_picks, random_init

X = np.random.default_rng(0).normal(size=(60, 2))
WEIGHTS = np.random.default_rng(1).random(60)


@pytest.mark.parametrize("trials", [1, None, 5])
@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_kmeans_plusplus_is_its_picks(trials, weights):
    for seed in range(5):
        rows = [pick.row for pick in kmeans_plusplus_picks(X, 7, seed=seed, trials=trials, sample_weight=weights)]
        start = kmeans_plusplus(X, 7, seed=seed, trials=trials, sample_weight=weights)
        np.testing.assert_array_equal(start, X[rows])
        assert len(set(rows)) == 7


@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_a_pick_is_drawn_in_proportion_to_the_squared_distance_to_the_nearest_row_before(weights):
    rows = []
    for pick in kmeans_plusplus_picks(X, 6, seed=3, sample_weight=weights):
        d2 = ((X[:, None] - X[rows]) ** 2).sum(axis=2).min(axis=1) if rows else np.ones(60)
        mass = d2 if weights is None else d2 * weights
        np.testing.assert_allclose(pick.probability, mass / mass.sum(), rtol=1e-4, atol=1e-7)
        rows.append(pick.row)


@pytest.mark.parametrize("weights", [np.ones(60), WEIGHTS])
def test_the_greedy_method_keeps_the_candidate_that_leaves_the_least_inertia(weights):
    rows = []
    for pick in kmeans_plusplus_picks(X, 8, seed=1, trials=4, sample_weight=weights):
        left = [weights @ ((X[:, None] - X[[*rows, row]]) ** 2).sum(axis=2).min(axis=1) for row in pick.candidates]
        assert pick.row == pick.candidates[int(np.argmin(left))]
        rows.append(pick.row)


def test_the_second_of_three_points_on_a_line_is_drawn_as_often_as_its_square_says():
    # From 0 the points 1 and 2 have D^2 of 1 and 4: the far one is next in 4 of 5 draws.
    line, drawn = np.array([[0.0], [1.0], [2.0]]), []
    for seed in range(600):
        first, second = (pick.row for pick in kmeans_plusplus_picks(line, 2, seed=seed, trials=1))
        drawn += [second == 2] * (first == 0)
    assert np.mean(drawn) == pytest.approx(0.8, abs=0.09)  # three standard deviations of 200 draws


@pytest.mark.parametrize("way", [random_init, kmeans_plusplus, farthest_first])
def test_more_centroids_than_distinct_points_still_start(way):
    for seed in range(40):
        rng = np.random.default_rng(seed)
        distinct = rng.normal(size=(int(rng.integers(2, 12)), 2))
        table = distinct[rng.integers(len(distinct), size=60)]
        weights = rng.random(60) if seed % 2 else None
        start = way(table, 20, seed=seed, sample_weight=weights)
        assert start.shape == (20, 2) and (start[:, None] == distinct).all(axis=2).any(axis=1).all()


def test_kmeans_plusplus_and_farthest_first_find_every_distinct_point():
    for seed in range(20):
        distinct = np.random.default_rng(seed).normal(size=(8, 3))
        table = distinct[np.arange(80) % 8]
        for way in (kmeans_plusplus, farthest_first):
            assert len(np.unique(way(table, 8, seed=seed), axis=0)) == 8


def test_once_every_distinct_point_is_picked_rows_are_drawn_by_weight():
    *_, last = kmeans_plusplus_picks([[0.0], [0.0], [1.0]], 3, seed=0, sample_weight=[2, 1, 1])
    np.testing.assert_allclose(last.probability, [0.5, 0.25, 0.25])
