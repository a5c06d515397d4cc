"""Runs side by side end where each would end alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core import final_inertias, lloyd, outcomes, random_init


def assert_as_one_by_one(X, starts, atol=0.0):
    runs = [list(lloyd(X, start, tol=0)) for start in starts]
    together = outcomes(X, starts)
    np.testing.assert_allclose(together.initial_inertias, [run[0].inertia for run in runs], rtol=1e-12, atol=atol)
    np.testing.assert_allclose(together.final_inertias, [run[-1].inertia for run in runs], rtol=1e-12, atol=atol)
    assert together.moves.dtype.kind == "i" and together.moves.tolist() == [run[-1].iteration for run in runs]
    assert (final_inertias(X, starts) == together.final_inertias).all()


@given(st.integers(0, 10**6), st.integers(1, 40), st.integers(1, 4), st.integers(1, 5), st.sampled_from([1, 3, 1e9]))
def test_each_begins_and_ends_where_it_would_alone(seed, n, d, k, spread):
    """On a grid of whole numbers: with ties, equal points and clusters that lose all their points."""
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 4, size=(n, d)) * spread - (spread > 1) * 1e9
    starts = rng.integers(0, 6, size=(7, k, d)) * spread - (spread > 1) * 1e9
    assert_as_one_by_one(X, starts, atol=1e-12 * spread**2)


@pytest.mark.parametrize("n, d, k", [(300, 2, 4), (300, 2, 9), (100, 9, 3), (2000, 2, 5), (2000, 20, 3)])
def test_many_starts_on_points_in_groups(n, d, k):
    rng = np.random.default_rng(n)
    X = rng.normal(size=(n, d)) + 8 * rng.integers(0, 3, size=(n, 1))
    starts = [random_init(X, k, seed=seed) for seed in range(60)]
    assert_as_one_by_one(X, starts)


def test_no_start_is_no_inertia_and_a_bad_one_says_so():
    X = np.eye(3)
    for points in (X, np.ones((200_000, 2))):  # side by side, and one after the other
        assert final_inertias(points, []).shape == (0,)
    with pytest.raises(ValueError, match="features"):
        final_inertias(X, [np.ones((2, 2))])
