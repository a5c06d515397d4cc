"""Gaussian mixtures: by hand, never less likely, as scikit-learn's, and soft k-means as a special case."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_iris, load_wine, make_blobs
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from kmeans_core import gaussian_mixture, kmeans, mixture_assign, soft_kmeans
from kmeans_core.gaussian_mixture import COVARIANCE_SHAPES

BLOBS = make_blobs(200, centers=3, cluster_std=1.2, random_state=5)[0]
STRETCHED = BLOBS @ [[2.0, 1.5], [0.0, 0.3]]
SETS = {"blobs": BLOBS, "stretched": STRETCHED, "iris": load_iris().data, "wine": load_wine().data}
THEIRS = {"spherical": "spherical", "diagonal": "diag", "full": "full"}


def last(run):
    *_, state = run
    return state


def test_one_iteration_by_hand():
    # Components at 0 and 4 of variance 1: the point 2 is as near to both, 0 and 4 have odds exp(8) to 1.
    X, p = [[0.0], [2.0], [4.0]], 1 / (1 + np.exp(-8))
    first, second = itertools.islice(gaussian_mixture(X, [[0.0], [4.0]], covariances=np.ones((2, 1, 1))), 2)
    np.testing.assert_allclose(first.responsibilities, [[p, 1 - p], [0.5, 0.5], [1 - p, p]])
    density = [0.5 * (1 + np.exp(-8)), np.exp(-2), 0.5 * (1 + np.exp(-8))]
    assert first.log_likelihood == pytest.approx(np.log(density).sum() - 1.5 * np.log(2 * np.pi))
    mean = (1 + 4 * (1 - p)) / 1.5
    np.testing.assert_allclose(second.means, [[mean], [4 - mean]])
    np.testing.assert_allclose(second.weights, [0.5, 0.5])
    spread = (p * mean**2 + 0.5 * (2 - mean) ** 2 + (1 - p) * (4 - mean) ** 2) / 1.5
    np.testing.assert_allclose(second.covariances, np.full((2, 1, 1), spread))


@settings(deadline=None, max_examples=80)
@given(
    st.integers(0, 10**6),
    st.integers(1, 5),
    st.integers(1, 3),
    st.sampled_from(sorted(COVARIANCE_SHAPES)),
    st.sampled_from([0.0, 1e6]),
    st.booleans(),
)
def test_log_likelihood_never_falls_whatever_collapses(seed, k, d, covariance, offset, doubled):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(12, d)) * 10.0 ** rng.integers(-2, 3, size=d)
    if doubled:
        X = np.round(X)  # many equal points: components fall together on them
    run = list(gaussian_mixture(X + offset, X[rng.choice(12, k)] + offset, covariance=covariance, tol=0, max_iter=60))
    for before, after in itertools.pairwise(run):
        assert after.log_likelihood >= before.log_likelihood - 1e-7 * (1 + abs(before.log_likelihood))
        np.testing.assert_allclose(after.responsibilities.sum(axis=1), 1)
        assert np.isfinite(after.covariances).all() and after.weights.sum() == pytest.approx(1)


@pytest.mark.parametrize("covariance", COVARIANCE_SHAPES)
@pytest.mark.parametrize("name", SETS)
def test_as_likely_as_scikit_learns_from_the_same_start(name, covariance):
    X = SETS[name]
    first, *_, end = gaussian_mixture(X, kmeans(X, 3, n_init=5, seed=0).centroids, covariance=covariance, max_iter=60)
    assert not end.collapsed.any()
    precisions = np.linalg.inv(first.covariances)
    pick = {"spherical": precisions[:, 0, 0], "diagonal": np.einsum("jff->jf", precisions), "full": precisions}
    theirs = GaussianMixture(
        3,
        covariance_type=THEIRS[covariance],
        tol=0,
        max_iter=end.iteration,
        reg_covar=0,
        weights_init=first.weights,
        means_init=first.means,
        precisions_init=pick[covariance],
    )
    with pytest.warns(ConvergenceWarning):
        theirs.fit(X)
    assert end.log_likelihood == pytest.approx(theirs.score(X) * len(X), rel=1e-9)
    np.testing.assert_allclose(end.means, theirs.means_, rtol=1e-5)
    np.testing.assert_allclose(end.responsibilities, theirs.predict_proba(X), atol=1e-5)


@pytest.mark.parametrize("covariance", COVARIANCE_SHAPES)
def test_a_states_parameters_give_back_its_shares(covariance):
    X = STRETCHED + 1e6
    end = last(gaussian_mixture(X, X[:3], covariance=covariance, max_iter=30))
    np.testing.assert_allclose(
        mixture_assign(X, end.weights, end.means, end.covariances), end.responsibilities, atol=1e-6
    )
    with pytest.raises(ValueError, match="positive definite"):
        mixture_assign(X, end.weights, end.means, np.zeros((3, 2, 2)))


@pytest.mark.parametrize("beta", [0.05, 0.4, 5.0])
def test_a_soft_kmeans_iteration_is_an_em_iteration_with_equal_weights_and_one_shared_circle(beta):
    start, k = BLOBS[:4], 4
    soft = list(itertools.islice(soft_kmeans(BLOBS, start, beta=beta), 2))
    circles = np.tile(np.eye(2) / (2 * beta), (k, 1, 1))
    mixed = list(itertools.islice(gaussian_mixture(BLOBS, start, covariances=circles, covariance="spherical"), 2))
    np.testing.assert_allclose(mixed[0].responsibilities, soft[0].responsibilities, atol=1e-12)
    np.testing.assert_allclose(mixed[1].means, soft[1].centroids)
    # The log-likelihood is the free energy but for its unit, its sign and a constant.
    constant = len(BLOBS) * np.log(beta / np.pi)
    assert mixed[0].log_likelihood == pytest.approx(constant - beta * soft[0].free_energy)


def test_small_equal_circles_make_it_kmeans():
    found = kmeans(BLOBS, 3, seed=0)
    tiny = np.tile(np.eye(2) * 1e-4, (3, 1, 1))
    first, second = itertools.islice(
        gaussian_mixture(BLOBS, found.centroids, covariances=tiny, covariance="spherical"), 2
    )
    np.testing.assert_array_equal(first.responsibilities.argmax(axis=1), found.labels)
    np.testing.assert_allclose(second.means, found.centroids)


@pytest.mark.parametrize("covariance", COVARIANCE_SHAPES)
@pytest.mark.parametrize("offset, scale", [(0, 1e-100), (0, 1e100), (1e6, 1.0)])
def test_offset_and_scale_change_nothing(covariance, offset, scale):
    here = last(gaussian_mixture(STRETCHED, STRETCHED[:3], covariance=covariance, max_iter=30))
    X = STRETCHED * scale + offset
    there = last(gaussian_mixture(X, X[:3], covariance=covariance, max_iter=30))
    np.testing.assert_allclose(there.responsibilities, here.responsibilities, atol=1e-5)
    assert there.log_likelihood + X.size * np.log(scale) == pytest.approx(here.log_likelihood, rel=1e-7)


@pytest.mark.parametrize("covariance, free", [("spherical", 1), ("diagonal", 2), ("full", 3)])
def test_each_kind_has_the_freedom_its_name_says(covariance, free):
    for own in last(gaussian_mixture(STRETCHED, STRETCHED[:3], covariance=covariance)).covariances:
        assert len(set(np.round([own[0, 0], own[1, 1], own[0, 1], 0.0], 12))) == free + 1


def test_a_component_on_a_single_stray_collapses_onto_its_floor_and_says_so():
    X = np.vstack([BLOBS, [[60.0, 60.0]]])
    *_, end = gaussian_mixture(X, [*BLOBS[:2], X[-1]], floor=1e-6)
    assert end.collapsed.tolist() == [False, False, True]
    np.testing.assert_allclose(end.covariances[2], np.diag(1e-6 * X.var(axis=0)), rtol=1e-6)
    assert end.weights[2] == pytest.approx(1 / len(X))


def test_equal_points_a_constant_feature_and_a_component_far_from_all_stay_finite():
    for X, means in (
        (np.ones((5, 2)), np.ones((2, 2))),
        (np.column_stack([BLOBS[:, 0], np.full(len(BLOBS), 7.0)]), [[0.0, 7.0], [1.0, 7.0]]),
        (BLOBS, [*BLOBS[:2], [1e9, 1e9]]),
    ):
        end = last(gaussian_mixture(X, means, max_iter=50))
        assert np.isfinite(end.responsibilities).all() and np.isfinite(end.log_likelihood)


@pytest.mark.parametrize(
    "bad, said",
    [
        ({"covariance": "round"}, "spherical, diagonal, full"),
        ({"floor": 0}, "floor=0 must lie"),
        ({"weights": [0.5, 0.6, 0.7]}, "add up to 1"),
        ({"covariances": np.ones((3, 2))}, r"\(3, 2, 2\)"),
        ({"covariances": np.full((3, 2, 2), np.nan)}, "NaN"),
        ({"covariances": np.tile([[1.0, 2.0], [0.0, 1.0]], (3, 1, 1))}, "symmetric"),
        ({"tol": -1}, "tol"),
    ],
)
def test_bad_input_is_named_at_the_call(bad, said):
    with pytest.raises(ValueError, match=said):
        gaussian_mixture(BLOBS, BLOBS[:3], **bad)
