"""Lloyd's algorithm, by hand and by its invariants."""

import numpy as np
import pytest

from kmeans_core import inertia, kmeans, lloyd, random_init

LINE = [[0.0], [1.0], [10.0], [11.0]]


def test_two_moves_by_hand():
    # From 0 and 1: {0}, {1, 10, 11} -> means 0 and 22/3; then {0, 1}, {10, 11} -> 0.5 and 10.5; then nothing moves.
    steps = list(lloyd(LINE, [[0.0], [1.0]], tol=0))
    assert [step.labels.tolist() for step in steps] == [[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]]
    np.testing.assert_allclose(steps[-1].centroids, [[0.5], [10.5]])
    assert steps[-1].inertia == pytest.approx(4 * 0.25)


def test_a_step_holds_the_labels_and_inertia_of_its_own_centroids():
    X = np.random.default_rng(0).normal(size=(80, 3))
    for step in lloyd(X, random_init(X, 5, seed=1), tol=0):
        d2 = ((X[:, None] - step.centroids) ** 2).sum(-1)
        np.testing.assert_array_equal(step.labels, d2.argmin(1))
        assert step.inertia == pytest.approx(inertia(X, step.centroids, step.labels))


def test_inertia_never_rises():
    X = np.random.default_rng(3).normal(size=(200, 2))
    inertias = [step.inertia for step in lloyd(X, random_init(X, 8, seed=0), tol=0)]
    assert len(inertias) > 3 and (np.diff(inertias) <= 0).all()


def test_an_emptied_cluster_takes_the_farthest_point():
    # Both starts at 0: the lower index takes every point, the other takes the farthest one, 11.
    steps = list(lloyd(LINE, [[0.0], [0.0]], tol=0))
    np.testing.assert_allclose(steps[1].centroids, [[11 / 3], [11.0]])
    assert set(steps[-1].labels) == {0, 1}


def test_more_starts_never_end_worse():
    X = np.random.default_rng(5).normal(size=(150, 2))
    one, many = (kmeans(X, 6, init="random", n_init=n, seed=7).inertia for n in (1, 20))
    assert many <= one


def test_fewer_distinct_points_than_clusters_warns_and_stays_finite():
    with pytest.warns(UserWarning, match=r"Number of distinct clusters \(2\) found smaller than n_clusters \(3\)"):
        result = kmeans([[0.0], [0.0], [1.0], [1.0]], 3, seed=0)
    assert np.isfinite(result.centroids).all() and result.inertia == 0


@pytest.mark.parametrize("k", [0, 5, -1, 2.0, True, "2", None])
def test_a_k_that_does_not_fit_is_named(k):
    with pytest.raises((ValueError, TypeError), match="k="):
        kmeans(LINE, k)


def test_validation_happens_at_the_call_not_at_the_first_step():
    with pytest.raises(ValueError, match="features"):
        lloyd(LINE, [[0.0, 0.0]])
