"""Soft assignment: by hand, as SciPy's softmax, and at any beta."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax

from kmeans_core import assign, soft_assign

BETAS = [0, 1e-300, 1e-8, 1.0, 1e8, 1e300, np.inf]


def test_by_hand():
    # Squared distances 1 and 4; with beta = log(2) / 3 the odds are exp(beta (4 - 1)) = 2 to 1.
    np.testing.assert_allclose(soft_assign([[0.0]], [[1.0], [2.0]], beta=np.log(2) / 3), [[2 / 3, 1 / 3]])


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 4), st.floats(0, 50))
def test_equal_to_the_softmax_of_squared_distances(seed, k, d, beta):
    rng = np.random.default_rng(seed)
    X, centroids = rng.normal(size=(20, d)), rng.normal(size=(k, d))
    d2 = ((X[:, None] - centroids) ** 2).sum(-1)
    np.testing.assert_allclose(soft_assign(X, centroids, beta=beta), softmax(-beta * d2, axis=1), atol=1e-12)


@pytest.mark.parametrize("beta", BETAS)
@pytest.mark.parametrize("scale", [1e-150, 1.0, 1e150])
def test_rows_are_probabilities_at_any_beta_and_scale(beta, scale):
    X = np.random.default_rng(0).normal(size=(50, 2))
    shares = soft_assign(X * scale, X[:4] * scale, beta=beta)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert (shares >= 0).all()
    np.testing.assert_array_equal(shares.max(axis=1), shares[np.arange(50), assign(X, X[:4])])


def test_the_limits_are_uniform_and_hard():
    X = np.random.default_rng(1).normal(size=(50, 2))
    np.testing.assert_array_equal(soft_assign(X, X[:4], beta=0), np.full((50, 4), 0.25))
    np.testing.assert_array_equal(soft_assign(X, X[:4], beta=np.inf), np.eye(4)[assign(X, X[:4])])


@pytest.mark.parametrize("beta", BETAS)
def test_equally_near_centroids_share_equally(beta):
    shares = soft_assign([[0.0, 0.0]], [[1.0, 0.0], [0.0, -1.0], [1.0, 0.0]], beta=beta)
    np.testing.assert_allclose(shares, [[1 / 3, 1 / 3, 1 / 3]])


def test_far_from_the_origin_it_gives_the_same():
    X = np.random.default_rng(2).integers(-40, 40, (60, 2)) / 8.0
    near, far = (soft_assign(X + offset, X[:5] + offset, beta=3.0) for offset in (0, 1e9))
    np.testing.assert_allclose(far, near, atol=1e-12)


@pytest.mark.parametrize("beta", [-1, float("nan"), "hard", None, True, 1j])
def test_a_beta_that_is_none_is_named(beta):
    with pytest.raises((ValueError, TypeError), match="beta="):
        soft_assign([[0.0]], [[1.0]], beta=beta)
