"""Lloyd's algorithm, by hand and by its invariants, on data made to be hard."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core import assign, inertia, kmeans, lloyd, random_init
from tests.core.hard_data import check_steps, nearest_by_definition, problems

LINE = [[0.0], [1.0], [10.0], [11.0]]


def test_two_moves_by_hand():
    # From 0 and 1: {0}, {1, 10, 11} -> means 0 and 22/3; then {0, 1}, {10, 11} -> 0.5 and 10.5; then nothing moves.
    steps = list(lloyd(LINE, [[0.0], [1.0]], tol=0))
    assert [step.labels.tolist() for step in steps] == [[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]]
    np.testing.assert_allclose(steps[-1].centroids, [[0.5], [10.5]])
    assert steps[-1].inertia == pytest.approx(4 * 0.25)


def test_the_first_step_is_the_start_with_an_infinite_shift():
    step = next(lloyd(LINE, [[0.0], [1.0]]))
    assert step.iteration == 0 and step.shift == np.inf and step.centroids.tolist() == [[0.0], [1.0]]


@given(problems())
def test_every_step_has_the_exact_labels_the_inertia_and_the_means(problem):
    X, centroids, weights = problem
    check_steps(X, weights, list(lloyd(X, centroids, tol=0, max_iter=20, sample_weight=weights)))


@given(problems())
def test_assign_and_inertia_agree_with_the_definition(problem):
    X, centroids, weights = problem
    labels = nearest_by_definition(X, centroids)
    np.testing.assert_array_equal(assign(X, centroids), labels)
    sums = ((X - centroids[labels]) ** 2).sum(axis=1)
    assert inertia(X, centroids) == pytest.approx(sums.sum(), rel=1e-12)
    weights = np.ones(len(X)) if weights is None else weights
    assert inertia(X, centroids, labels, weights) == pytest.approx(weights @ sums, rel=1e-12)


def test_a_large_problem_with_many_iterations_stays_exact():
    # 20,000 points in 12 overlapping clouds: dozens of iterations, most points skipped in most of them.
    rng = np.random.default_rng(5)
    X = rng.normal(size=(20_000, 2)) + rng.integers(0, 4, size=(20_000, 2))
    steps = list(lloyd(X, X[:12], tol=0))
    assert len(steps) > 30
    for step in steps[::5]:
        np.testing.assert_array_equal(step.labels, nearest_by_definition(X, step.centroids))


def test_an_emptied_cluster_takes_the_farthest_point():
    # Both starts at 0: the lower index takes every point, the other takes the farthest one, 11.
    steps = list(lloyd(LINE, [[0.0], [0.0]], tol=0))
    np.testing.assert_allclose(steps[1].centroids, [[11 / 3], [11.0]])
    assert set(steps[-1].labels) == {0, 1}


@given(problems())
def test_with_enough_distinct_points_no_cluster_stays_empty(problem):
    X, centroids, _ = problem
    k = min(len(centroids), len(np.unique(X, axis=0)))
    assert len(set(kmeans(X, k, init=centroids[:k]).labels)) == k


@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 3))
def test_a_weight_of_three_is_the_row_three_times(seed, k, d):
    # Whole numbers add up without rounding, so the two runs must agree to the last bit.
    rng = np.random.default_rng(seed)
    X, weights = rng.integers(0, 9, size=(40, d)), rng.integers(0, 4, size=40)
    repeated = np.repeat(X, weights, axis=0)
    start = repeated[rng.integers(0, len(repeated), size=k)]
    weighted_run, plain_run = list(lloyd(X, start, sample_weight=weights, tol=0)), list(lloyd(repeated, start, tol=0))
    np.testing.assert_array_equal(weighted_run[-1].centroids, plain_run[-1].centroids)
    for weighted, plain in zip(weighted_run, plain_run, strict=False):  # a row of weight 0 may be the last to switch
        np.testing.assert_array_equal(weighted.centroids, plain.centroids)
        np.testing.assert_array_equal(np.repeat(weighted.labels, weights), plain.labels)


@pytest.mark.parametrize("init", ["k-means++", "random", "farthest-first"])
@pytest.mark.parametrize("n", [50, 20_000])
def test_weights_of_one_change_nothing(n, init):
    X = np.random.default_rng(2).normal(size=(n, 2))
    plain, weighted = kmeans(X, 5, init=init, seed=3), kmeans(X, 5, init=init, seed=3, sample_weight=np.ones(n))
    np.testing.assert_array_equal(plain.centroids, weighted.centroids)
    assert plain.inertia == weighted.inertia


def test_more_starts_never_end_worse():
    X = np.random.default_rng(5).normal(size=(150, 2))
    one, many = (kmeans(X, 6, init="random", n_init=n, seed=7).inertia for n in (1, 20))
    assert many <= one


def test_fewer_distinct_points_than_clusters_warns_and_stays_finite():
    with pytest.warns(UserWarning, match=r"Number of distinct clusters \(2\) found smaller than n_clusters \(3\)"):
        result = kmeans([[0.0], [0.0], [1.0], [1.0]], 3, seed=0)
    assert np.isfinite(result.centroids).all() and result.inertia == 0


def test_passes_are_counted_up_to_the_one_that_finds_nothing_changed():
    # The start is the solution: the first pass assigns and moves nothing, the second finds nothing changed.
    settled = kmeans(LINE, 2, init=[[0.5], [10.5]], tol=0)
    assert settled.n_iter == 1 and settled.converged
    moving = kmeans(LINE, 2, init=[[0.0], [1.0]], tol=0, max_iter=1)
    assert moving.n_iter == 1 and not moving.converged


@pytest.mark.parametrize("k", [0, 5, -1, 2.0, True, "2", None])
def test_a_k_that_does_not_fit_is_named(k):
    with pytest.raises((ValueError, TypeError), match="k="):
        kmeans(LINE, k)


def test_validation_happens_at_the_call_not_at_the_first_step():
    with pytest.raises(ValueError, match="features"):
        lloyd(LINE, [[0.0, 0.0]])


@pytest.mark.parametrize("labels, words", [([0, 1, 2, 0], "holds 2"), ([0, 0, 0, -1], "holds -1"), ([0], r"\(1,\)")])
def test_labels_that_do_not_fit_are_shown(labels, words):
    with pytest.raises(ValueError, match=f"labels.*{words}"):
        inertia(LINE, [[0.0], [1.0]], labels)


def test_a_function_can_be_the_start():
    assert kmeans(LINE, 2, init=lambda X, k, seed: random_init(X, k, seed=1)).inertia == pytest.approx(1.0)
