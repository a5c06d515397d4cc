"""The picture shows the directions it names."""

import numpy as np
import pytest

from dashboard.common.projection import view

X = np.random.default_rng(0).normal(size=(50, 3)) * (5.0, 1.0, 0.1)
NAMES = ("a", "b", "c")


def test_two_features_are_shown_as_they_are():
    seen = view(X, NAMES, "c", "a")
    np.testing.assert_array_equal(seen.on(X), X[:, [2, 0]])
    assert not seen.complete and "all 3 features" in seen.note


def test_principal_components_have_the_most_variance_and_no_correlation():
    places = view(X, NAMES, "PC 1", "PC 2").on(X)
    singular = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    np.testing.assert_allclose((places**2).sum(axis=0), singular[:2] ** 2)
    assert abs(np.corrcoef(places.T)[0, 1]) < 1e-9


@pytest.mark.parametrize("x, y, complete", [("a", "b", True), ("b", "a", True), ("a", "a", False)])
def test_only_both_features_of_a_plane_make_a_complete_picture(x, y, complete):
    assert view(X[:, :2], ("a", "b"), x, y).complete is complete


def test_points_without_any_spread_do_not_break_it():
    assert np.isfinite(view(np.ones((4, 3)), NAMES, "PC 1", "PC 2").on(np.ones((4, 3)))).all()


def test_a_feature_beside_a_component_keeps_its_own_values():
    places = view(X + 100, NAMES, "PC 1", "b").on(X + 100)
    np.testing.assert_allclose(places[:, 1], X[:, 1] + 100)
    assert abs(places[:, 0].mean()) < 1e-9
