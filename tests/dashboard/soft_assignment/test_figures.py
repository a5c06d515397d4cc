"""The Soft assignment page's pictures show the shares they are given."""

import numpy as np
import plotly.graph_objects as go

from dashboard.common.datasets import NAMED
from dashboard.common.projection import view
from dashboard.soft_assignment import figures, film, models
from kmeans_core import gaussian_mixture, kmeans

X = NAMED["blobs"].make(120, 2.0, 42).X
HARD = kmeans(X, 4, n_init=3, seed=0)
UNIT = models.typical_distance(HARD.inertia, 120)
STATES = list(film.softness_states(X, HARD.centroids, UNIT, np.arange(120)))
PICTURES = film.softness_pictures(STATES)
SEEN = view(X, ("x", "y"), "x", "y")
STAGE = figures.soft_cluster_plot(X, PICTURES, SEEN, "uncertainty")


def test_the_shares_are_sent_in_hundredths_for_every_softness():
    for sent, state in zip(STAGE.scene["shares"], STATES, strict=True):
        np.testing.assert_allclose(sent / 100, state.shares, atol=0.0051)


def test_every_picture_names_the_states_that_it_shows():
    steps = gaussian_mixture(X, HARD.centroids, max_iter=3)
    pictures = film.run_pictures(list(film.mixture_states(steps, np.arange(120))), 3)
    scene = figures.soft_cluster_plot(X, pictures, SEEN, "uncertainty").scene
    assert [picture.name for picture in pictures[:4]] == ["Start", "Share 1", "Move 1", "Share 2"]
    assert (scene["state"][:4], scene["shared"][:4], scene["before"][:4]) == ([0, 0, 1, 1], [-1, 0, 0, 1], [0, 0, 0, 1])
    np.testing.assert_allclose(scene["path"][1], pictures[2].model.centroids, rtol=1e-6)


def test_the_half_way_circle_is_drawn_at_the_half_way_distance():
    for level, ellipses in zip(models.LEVELS[1:-1], STAGE.scene["halfway"][1:-1], strict=True):
        away = np.linalg.norm(ellipses[1] @ [0.6, 0.8])
        np.testing.assert_allclose(np.exp(-models.beta_of(level, UNIT) * away**2), 0.5, rtol=1e-3)


def test_the_point_that_is_asked_about_is_drawn_above_the_centroids():
    row = int(((X - HARD.centroids[0]) ** 2).sum(axis=1).argmin())
    points, centroids, asked, ring = figures.asked_point_plot(X, HARD, row, SEEN).data
    assert (points["name"], centroids["name"]) == ("points", "centroids")
    for mark in (asked, ring):
        np.testing.assert_allclose([mark["x"][0], mark["y"][0]], X[row], rtol=1e-6)
    assert asked["marker"]["color"][0] == HARD.labels[row]


def test_the_maps_exponents_are_those_of_the_shares():
    places = np.array([[0.0, 1.0], [3.0, -2.0]])
    for i, state in enumerate(STATES[1:-1], start=1):
        roots, bias = (STAGE.scene["map"][name][i] for name in ("roots", "bias"))
        d2 = (np.einsum("jfg,ijg->ijf", roots, places[:, None] - HARD.centroids) ** 2).sum(axis=2)
        parts = np.exp(bias - d2)
        expected = state.model.responsibilities(places)
        np.testing.assert_allclose(parts / parts.sum(axis=1, keepdims=True), expected, atol=1e-4)


def test_a_stage_with_hidden_features_has_no_map_and_shows_ellipses_as_shadows():
    iris = NAMED["iris"].make(0, 0, 0)
    steps = gaussian_mixture(iris.X, iris.X[:3], max_iter=5)
    pictures = film.run_pictures(list(film.mixture_states(steps, np.arange(150))), 5)
    seen = view(iris.X, iris.features, "PC 1", "PC 2")
    stage = figures.soft_cluster_plot(seen.on(iris.X), pictures, seen, "uncertainty")
    names = {trace.name for trace in stage.figure.data}
    assert "map" not in names and "region 1" not in names and {"half-way 3", "points"} <= names
    # An ellipse of four features is seen as its shadow: that of the covariance in the two directions.
    shadow = seen.directions.T @ pictures[0].model.covariances[0] @ seen.directions
    away = stage.scene["halfway"][0][0] @ [0.6, 0.8]
    np.testing.assert_allclose(away @ np.linalg.inv(shadow) @ away, 2 * np.log(2), rtol=1e-3)


def test_a_points_shares_are_drawn_over_the_softness():
    chart = figures.shares_by_softness(np.stack([state.shares[7] for state in STATES]), 8)
    np.testing.assert_allclose(chart.figure.data[1].y, [state.shares[7, 1] for state in STATES], atol=1e-6)
    go.Figure(figures.share_bars(STATES[6].shares[0]).to_dict())
