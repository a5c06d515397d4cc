"""The engine returns what the lesson returns, on data made to be hard, with each of its ideas switched on or off."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core import _fast
from kmeans_core.lloyd import Step, lloyd_steps
from kmeans_core.seeding import Pick, d2_sampling
from tests.core.hard_data import check_steps, nearest_by_definition, problems


def engine_steps(X, centroids, weights, max_iter=20, max_squared_shift=0.0, **ideas):
    return [Step(*step) for step in _fast.lloyd_steps(X, centroids, weights, max_iter, max_squared_shift, **ideas)]


@pytest.mark.parametrize("without", [None, "with_bounds", "with_products", "with_kept_sums"])
@given(problems())
def test_every_step_has_the_exact_labels_the_inertia_and_the_means(without, problem):
    X, centroids, weights = problem
    check_steps(X, weights, engine_steps(X, centroids, weights, **({without: False} if without else {})))


@given(problems())
def test_points_are_compared_exactly_in_blocks_of_any_size(problem):
    X, centroids, weights = problem
    check_steps(X, weights, engine_steps(X, centroids, weights, block_distances=100))


@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 3), st.booleans())
def test_whole_numbers_lead_to_the_same_run_as_in_the_lesson(seed, k, d, weighted):
    """With ties, duplicates and clusters that run empty; odd whole numbers have means without rounding here."""
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 5, size=(32, d)).astype(float)
    weights = rng.integers(0, 3, size=32).astype(float) + (np.arange(32) == 0) if weighted else np.ones(32)
    start = X[rng.integers(0, 32, size=k)]
    lesson = list(lloyd_steps(X, start, weights, 3, 0.0))
    for step, expected in zip(engine_steps(X, start, weights if weighted else None, 3), lesson, strict=False):
        np.testing.assert_allclose(step.centroids, expected.centroids, atol=1e-12)
        if (step.labels != expected.labels).any():
            break  # a mean that was rounded differently has decided a tie differently


@pytest.mark.parametrize("threshold", [0.0, 0.01])
def test_a_run_ends_where_the_lessons_ends(threshold):
    X = np.random.default_rng(4).normal(size=(500, 2))
    lesson = list(lloyd_steps(X, X[:7], np.ones(500), 300, threshold))
    steps = engine_steps(X, X[:7], None, 300, threshold)
    assert len(steps) == len(lesson)
    np.testing.assert_allclose(steps[-1].centroids, lesson[-1].centroids)


def test_labels_that_were_yielded_are_not_written_to_later():
    X = np.random.default_rng(0).normal(size=(2000, 2))
    kept = [(labels, labels.copy()) for _, _, labels, *_ in _fast.lloyd_steps(X, X[:8], None, 20, 0.0)]
    for labels, copy in kept:
        np.testing.assert_array_equal(labels, copy)


@given(problems())
def test_assign_returns_the_exact_labels(problem):
    X, centroids, _ = problem
    np.testing.assert_array_equal(_fast.assign(X, centroids), nearest_by_definition(X, centroids))


@pytest.mark.parametrize("decimals", [0, 1, 15])
def test_very_wide_points_between_two_centroids_are_decided_by_the_definition(decimals):
    """Every point lies midway between two centroids, so that only the rounding of the definition decides."""
    rng = np.random.default_rng(decimals)
    centroids = rng.normal(size=(5, 1500)).round(decimals)
    i, j = rng.integers(0, 5, size=(2, 60))
    X = (centroids[i] + centroids[j]) / 2
    np.testing.assert_array_equal(_fast.assign(X, centroids), nearest_by_definition(X, centroids))


@pytest.mark.parametrize("weighted", [False, True])
def test_rows_are_drawn_with_the_probabilities_of_the_definition(weighted):
    rng = np.random.default_rng(7)
    X = rng.normal(size=(1500, 2)) * rng.choice([0.1, 1, 30], size=(1500, 1))
    weights = rng.integers(0, 3, size=1500).astype(float) if weighted else None
    rows = []
    for row, candidates, density in _fast.d2_sampling(X, 40, weights, 3, np.random.default_rng(1)):
        d2 = ((X[:, None] - X[rows]) ** 2).sum(axis=2).min(axis=1) if rows else np.ones(1500)
        mass = d2 if weights is None else d2 * weights
        np.testing.assert_allclose(density / density.sum(dtype=float), mass / mass.sum(), rtol=1e-4, atol=1e-7)
        assert row in candidates and mass[candidates].all()
        rows.append(row)


def engine_picks(*args):
    return (Pick(*pick) for pick in _fast.d2_sampling(*args))


@pytest.mark.parametrize("sampling", [d2_sampling, engine_picks])
@pytest.mark.parametrize("weights", [np.ones(12), np.arange(12.0) % 4])
def test_candidates_are_drawn_as_often_as_their_density_says(sampling, weights):
    X, runs = np.random.default_rng(0).normal(size=(12, 2)), 500
    drawn, expected, variance = np.zeros((3, 5, 12))
    for seed in range(runs):
        for i, pick in enumerate(sampling(X, 5, weights, 2, np.random.default_rng(seed))):
            np.add.at(drawn[i], pick.candidates, 1)
            expected[i] += len(pick.candidates) * pick.probability
            variance[i] += len(pick.candidates) * pick.probability * (1 - pick.probability)
    assert (np.abs(drawn - expected) <= 4.5 * np.sqrt(variance)).all()


@pytest.mark.parametrize("d", [1, 2, 4, 9, 65, 300])
def test_a_picked_row_is_never_drawn_again(d):
    X = 1e3 + np.random.default_rng(d).normal(size=(50, d))
    rows = [row for row, *_ in _fast.d2_sampling(X, 50, None, 3, np.random.default_rng(0))]
    assert len(set(rows)) == 50


def test_picks_go_on_when_every_point_is_picked():
    X = np.repeat([[0.0], [1.0]], 20, axis=0)
    picks = [row for row, *_ in islice(_fast.d2_sampling(X, 5, None, 2, np.random.default_rng(0)), 5)]
    assert len(picks) == 5 and {0.0, 1.0} == set(X[picks[:2], 0])
