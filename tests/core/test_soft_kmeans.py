"""Soft assignment and soft k-means: by hand, as SciPy's softmax, at any beta, and k-means in the limit."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax
from sklearn.datasets import make_blobs

from kmeans_core import assign, lloyd, random_init, soft_assign, soft_kmeans

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


BLOBS = make_blobs(120, centers=3, cluster_std=1.2, random_state=5)[0]


def test_one_move_by_hand():
    # Point 0 lies half-way between -1 and 1 and belongs half to each; point 3 is 16 and 4 away: odds exp(12) to 1.
    start, moved = itertools.islice(soft_kmeans([[0.0], [3.0]], [[-1.0], [1.0]], beta=1.0), 2)
    p = 1 / (1 + np.exp(12))
    np.testing.assert_allclose(start.responsibilities, [[0.5, 0.5], [p, 1 - p]])
    np.testing.assert_allclose(moved.centroids, [[3 * p / (0.5 + p)], [3 * (1 - p) / (1.5 - p)]])


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 10**6),
    st.integers(1, 6),
    st.integers(1, 4),
    st.sampled_from([0.0, 1e-12, 1e-3, 0.1, 1.0, 30.0, 1e6, np.inf]),
    st.sampled_from([1e-9, 1.0, 1e9]),
)
def test_free_energy_never_rises_and_both_halves_lower_it(seed, k, d, beta, scale):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, d)) * scale
    run = list(soft_kmeans(X, rng.normal(size=(k, d)) * scale, beta=beta / scale**2, max_iter=20))
    for before, after in itertools.pairwise(run):
        assert after.free_energy <= before.free_energy * (1 + 1e-9)
        if beta == 0 or beta >= 1e-3:  # below, the definition itself has lost its digits
            between = energy(
                X, before.responsibilities, after.centroids, beta / scale**2
            )  # moved, not yet assigned again
            assert before.free_energy * (1 + 1e-9) >= between >= after.free_energy * (1 - 1e-9)


def energy(X, shares, centroids, beta):
    d2 = ((X[:, None] - centroids) ** 2).sum(-1)
    decided = (shares * np.log(shares * shares.shape[1], where=shares > 0, out=np.zeros_like(shares))).sum()
    return (shares * d2).sum() + (decided / beta if beta else 0.0)


def test_in_the_hard_limit_it_is_lloyds_algorithm():
    start = random_init(BLOBS, 3, seed=1)
    hard, soft = lloyd(BLOBS, start, tol=0), soft_kmeans(BLOBS, start, beta=np.inf, tol=0)
    for one, other in zip(hard, soft, strict=False):
        np.testing.assert_array_equal(one.labels, other.responsibilities.argmax(axis=1))
        np.testing.assert_allclose(one.centroids, other.centroids)
        assert one.inertia == pytest.approx(other.free_energy)
    *_, large = soft_kmeans(BLOBS, start, beta=1e6, tol=0)
    np.testing.assert_allclose(large.centroids, one.centroids)


def test_in_the_soft_limit_every_centroid_goes_to_the_mean_of_all_points():
    *_, last = soft_kmeans(BLOBS, BLOBS[:3], beta=0)
    np.testing.assert_allclose(last.centroids, np.tile(BLOBS.mean(axis=0), (3, 1)))
    assert last.iteration <= 2


@pytest.mark.parametrize("offset, scale", [(0, 1e-150), (0, 1e150), (1e6, 1.0)])
def test_offset_and_scale_change_nothing(offset, scale):
    *_, here = soft_kmeans(BLOBS, BLOBS[:3], beta=0.5)
    *_, there = soft_kmeans(BLOBS * scale + offset, BLOBS[:3] * scale + offset, beta=0.5 / scale / scale)
    np.testing.assert_allclose(there.responsibilities, here.responsibilities, atol=1e-7)
    assert there.iteration == here.iteration


def test_a_centroid_without_any_share_stays():
    *_, last = soft_kmeans(BLOBS, np.vstack([BLOBS[:2], [[1e4, 1e4]]]), beta=1.0)
    assert last.centroids[2].tolist() == pytest.approx([1e4, 1e4])
    assert np.isfinite(last.responsibilities).all()


def test_soft_kmeans_stops_after_max_iter_and_names_bad_input_at_the_call():
    assert len(list(soft_kmeans(BLOBS, BLOBS[:3], beta=0.3, tol=0, max_iter=4))) == 5
    for bad in ({"beta": -1}, {"max_iter": 0}, {"tol": float("nan")}):
        with pytest.raises(ValueError, match=next(iter(bad))):
            soft_kmeans(BLOBS, BLOBS[:3], **bad)
