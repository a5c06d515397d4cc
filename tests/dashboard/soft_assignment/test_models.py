"""How soft a choice is, and the models that share points out."""

import math

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.soft_assignment import models
from dashboard.soft_assignment.models import COVARIANCES, LEVELS, SoftModel
from kmeans_core import gaussian_mixture, kmeans, mixture_assign

X = NAMED["stretched"].make(120, 1.0, 42).X
CENTROIDS = kmeans(X, 3, seed=0).centroids


def mixture(covariance="full"):
    *_, last = gaussian_mixture(X, CENTROIDS, covariance=covariance)
    return last, SoftModel(last.means, None, last.weights, last.covariances)


def test_at_the_half_way_distance_a_pull_is_one_half():
    for level in LEVELS[1:-1]:
        beta = models.beta_of(level, 1.7)
        assert math.exp(-beta * (float(level) * 1.7) ** 2) == pytest.approx(0.5)
        assert models.distance_of(beta) == pytest.approx(float(level) * 1.7)
    assert models.beta_of("hard", 1.7) == math.inf and models.beta_of("uniform", 1.7) == 0


def test_the_unit_of_softness_is_the_root_mean_squared_distance_and_never_zero():
    assert models.typical_distance(50.0, 2) == 5.0  # distances 1 and 7: (1 + 49) / 2 = 25
    assert models.typical_distance(0.0, 2) == 1.0


def test_uncertainty_is_0_for_certain_and_1_for_equal_shares():
    shares = np.array([[1.0, 0.0], [0.5, 0.5], [0.89, 0.11]])
    np.testing.assert_allclose(models.uncertainty(shares), [0, 1, 0.4999], atol=1e-4)
    assert models.uncertainty(np.ones((3, 1))).tolist() == [0, 0, 0]


def test_a_point_is_undecided_while_no_share_of_it_reaches_80_percent():
    assert models.is_undecided(np.array([[0.79, 0.21], [0.8, 0.2], [1.0, 0.0]])).tolist() == [True, False, False]


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_the_half_way_line_is_where_a_components_density_has_halved(covariance):
    _, model = mixture(covariance)
    for j, matrix in enumerate(model.halfway(1e9)):
        for angle in (0.0, 1.0, 2.5):
            away = matrix @ [np.cos(angle), np.sin(angle)]
            assert np.exp(-0.5 * away @ np.linalg.solve(model.covariances[j], away)) == pytest.approx(0.5)


@pytest.mark.parametrize("model", [SoftModel(CENTROIDS, 0.3), mixture()[1]], ids=["soft", "mixture"])
def test_the_exponents_give_the_browser_the_same_shares(model):
    roots, bias = model.exponents(1e-9)
    scaled = np.einsum("jab,njb->nja", roots, X[:, None] - model.centroids)
    parts = np.exp(bias - (scaled**2).sum(axis=2))
    np.testing.assert_allclose(parts / parts.sum(axis=1, keepdims=True), model.responsibilities(X), atol=1e-9)


def test_a_mixture_shares_points_as_the_core_does():
    last, model = mixture()
    expected = mixture_assign(X, last.weights, last.means, last.covariances)
    np.testing.assert_allclose(model.responsibilities(X), expected)
    np.testing.assert_allclose(expected, last.responsibilities, atol=1e-9)
