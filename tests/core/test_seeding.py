"""The starts: rows of X, drawn by the right chances, the same for the same seed."""

import numpy as np
import pytest

from kmeans_core import farthest_first, kmeans_plusplus, random_init
from kmeans_core import seeding as init
from kmeans_core._fast import filtering
from kmeans_core._fast import rejection_sampling as proposals
from kmeans_core._fast.prepared import Points
from kmeans_core.seeding import kmeans_plusplus_picks

X = np.random.default_rng(0).normal(size=(60, 2))
WEIGHTS = np.random.default_rng(1).random(60)


@pytest.fixture(params=["by the definition", "many candidates in one go", "one pick at a time", "in patches"])
def machinery(request, monkeypatch):
    """The ways to keep D^2, whatever the number of points."""
    if request.param != "by the definition":
        monkeypatch.setattr(init, "FEW", 0)
    if request.param == "one pick at a time":
        monkeypatch.setattr(proposals, "MOST", 0)
    monkeypatch.setattr(filtering, "CROWDED", 0 if request.param == "in patches" else np.inf)


@pytest.mark.parametrize("trials", [1, None, 5])
@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_kmeans_plusplus_is_its_picks(trials, weights, machinery):
    for seed in range(5):
        rows = [pick.row for pick in kmeans_plusplus_picks(X, 7, seed=seed, trials=trials, sample_weight=weights)]
        start = kmeans_plusplus(X, 7, seed=seed, trials=trials, sample_weight=weights)
        np.testing.assert_array_equal(start, X[rows])
        assert len(set(rows)) == 7


@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_a_pick_is_drawn_in_proportion_to_the_squared_distance_to_the_nearest_row_before(weights, machinery):
    rows = []
    for pick in kmeans_plusplus_picks(X, 6, seed=3, sample_weight=weights):
        d2 = ((X[:, None] - X[rows]) ** 2).sum(axis=2).min(axis=1) if rows else np.ones(60)
        mass = d2 if weights is None else d2 * weights
        np.testing.assert_allclose(pick.probability, mass / mass.sum(), rtol=1e-4, atol=1e-7)
        rows.append(pick.row)


@pytest.mark.parametrize("weighted", [False, True])
def test_after_many_picks_the_density_still_is_the_definition_s(weighted, machinery):
    rng = np.random.default_rng(7)
    table = rng.normal(size=(1500, 2)) * rng.choice([0.1, 1, 30], size=(1500, 1))
    weights = rng.integers(0, 3, size=1500) if weighted else np.ones(1500)
    rows = []
    for pick in kmeans_plusplus_picks(table, 40, seed=1, sample_weight=weights if weighted else None):
        if rows:
            d2 = ((table[:, None] - table[rows]) ** 2).sum(axis=2).min(axis=1)
            np.testing.assert_allclose(pick.probability, d2 * weights / (d2 @ weights), rtol=1e-4, atol=1e-7)
        rows.append(pick.row)


@pytest.mark.parametrize("weights", [np.ones(60), WEIGHTS])
def test_the_greedy_method_keeps_the_candidate_that_leaves_the_least_inertia(weights, machinery):
    rows = []
    for pick in kmeans_plusplus_picks(X, 8, seed=1, trials=4, sample_weight=weights):
        left = [weights @ ((X[:, None] - X[[*rows, row]]) ** 2).sum(axis=2).min(axis=1) for row in pick.candidates]
        assert pick.row == pick.candidates[int(np.argmin(left))]
        rows.append(pick.row)


@pytest.mark.parametrize("weights", [None, np.arange(12) % 4])
def test_candidates_are_drawn_as_often_as_their_density_says_however_early(weights, machinery):
    table, runs = X[:12], 500
    drawn, expected, variance = np.zeros((3, 5, 12))
    for seed in range(runs):
        for i, pick in enumerate(kmeans_plusplus_picks(table, 5, seed=seed, trials=2, sample_weight=weights)):
            np.add.at(drawn[i], pick.candidates, 1)
            expected[i] += len(pick.candidates) * pick.probability
            variance[i] += len(pick.candidates) * pick.probability * (1 - pick.probability)
    assert (np.abs(drawn - expected) <= 4.5 * np.sqrt(variance)).all()
    assert (variance.sum(axis=1) > runs / 2).all()


def test_the_second_of_three_points_on_a_line_is_drawn_as_often_as_its_square_says(machinery):
    # From 0 the points 1 and 2 have D^2 of 1 and 4: the far one is next in 4 of 5 draws.
    line, drawn = np.array([[0.0], [1.0], [2.0]]), []
    for seed in range(600):
        first, second = (pick.row for pick in kmeans_plusplus_picks(line, 2, seed=seed, trials=1))
        drawn += [second == 2] * (first == 0)
    assert np.mean(drawn) == pytest.approx(0.8, abs=0.09)  # three standard deviations of 200 draws


@pytest.mark.parametrize("way", [random_init, kmeans_plusplus, farthest_first])
def test_more_centroids_than_distinct_points_still_start(way, machinery):
    for seed in range(40):
        rng = np.random.default_rng(seed)
        distinct = rng.normal(size=(int(rng.integers(2, 12)), 2))
        table = distinct[rng.integers(len(distinct), size=60)]
        weights = rng.random(60) if seed % 2 else None
        start = way(table, 20, seed=seed, sample_weight=weights)
        assert start.shape == (20, 2) and (start[:, None] == distinct).all(axis=2).any(axis=1).all()


def test_kmeans_plusplus_and_farthest_first_find_every_distinct_point(machinery):
    for seed in range(20):
        distinct = np.random.default_rng(seed).normal(size=(8, 3))
        table = distinct[np.arange(80) % 8]
        for way in (kmeans_plusplus, farthest_first):
            assert len(np.unique(way(table, 8, seed=seed), axis=0)) == 8


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("d", [1, 2, 4, 9, 65, 100, 300])
def test_a_chosen_row_is_never_drawn_again(d, wide, monkeypatch):
    monkeypatch.setattr(init, "FEW", 0)
    points = Points(1e3 + np.random.default_rng(d).normal(size=(50, d)))
    if wide:
        points.widen()
    assert len(np.unique(kmeans_plusplus(points, 50, seed=0), axis=0)) == 50
