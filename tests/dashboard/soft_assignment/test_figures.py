"""The Soft assignment page's pictures show the shares they are given."""

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.plots import style
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
AT = {trace.name: at for at, trace in enumerate(STAGE.figure.data)}


def blended(frame):
    """Return each point's colour as the browser lays its layers over one another, (n, 3)."""
    palette = np.array([[int(style.LIGHT[c][i : i + 2], 16) for i in (1, 3, 5)] for c in style.CLUSTER])
    color = np.tile(palette[0], (len(X), 1)).astype(float)
    for j, name in enumerate(("points 2", "points 3", "points"), start=1):
        opacity = frame["data"][AT[name]]["marker"]["opacity"][:, None]
        color = opacity * palette[j] + (1 - opacity) * color
    return color, palette[:4]


@pytest.mark.parametrize("at", [0, 5, 8, 11, len(PICTURES) - 1])
def test_the_layers_add_up_to_the_blend_of_the_clusters_colours(at):
    color, palette = blended(STAGE.frames[at])
    np.testing.assert_allclose(color, PICTURES[at].shares @ palette, atol=255 * 0.02)


def test_a_points_shape_is_its_likeliest_clusters_and_before_the_first_sharing_it_is_grey():
    for frame, picture in zip(STAGE.frames, PICTURES, strict=True):
        symbol = frame["data"][AT["points"]]["marker"]["symbol"]
        np.testing.assert_array_equal(symbol, style.SYMBOLS[picture.shares.argmax(axis=1)])
    unshared = figures.blended_layers(None, 5, 3)
    assert (unshared[0]["marker"]["color"] == style.NOBODY).all() and not unshared[1]["marker"]["opacity"].any()


def test_rings_are_around_the_undecided_points_and_no_others():
    for frame, state in zip(STAGE.frames, STATES, strict=True):
        ring = frame["data"][AT["undecided"]]["marker"]["opacity"]
        np.testing.assert_array_equal(ring == 1, state.shares.max(axis=1) < 0.8)


def test_the_half_way_circle_is_drawn_at_the_half_way_distance():
    for level, frame in zip(models.LEVELS[1:-1], STAGE.frames[1:-1], strict=True):
        x, y = (frame["data"][AT["half-way 2"]][axis] for axis in "xy")
        away = np.hypot(x - HARD.centroids[1, 0], y - HARD.centroids[1, 1])
        beta = models.beta_of(level, UNIT)
        np.testing.assert_allclose(np.exp(-beta * away**2), 0.5, rtol=1e-3)


def test_the_map_is_clear_where_hard_full_where_uniform_and_dark_along_the_borders():
    z = [frame["data"][AT["map"]]["z"] for frame in STAGE.frames]
    assert not z[0].any() and (z[-1] == 100).all()
    look = STAGE.figure.data[AT["map"]]
    row, column = np.unravel_index(z[6].argmax(), z[6].shape)
    place = np.array([look.x0 + column * look.dx, look.y0 + row * look.dy])
    d = np.sort(np.linalg.norm(HARD.centroids - place, axis=1))
    assert d[1] - d[0] < 2 * max(look.dx, look.dy)


def test_a_clusters_map_is_its_share():
    stage = figures.soft_cluster_plot(X, PICTURES, SEEN, "cluster 3")
    look, z = stage.figure.data[0], stage.frames[9]["data"][0]["z"]
    x, y = (look[f"{f}0"] + np.arange(len(z)) * look[f"d{f}"] for f in "xy")
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    np.testing.assert_allclose(z.ravel() / 100, PICTURES[9].model.responsibilities(places)[:, 2], atol=0.06)


def test_a_stage_without_a_map_or_with_hidden_features_is_drawn_too():
    iris = NAMED["iris"].make(0, 0, 0)
    steps = gaussian_mixture(iris.X, iris.X[:3], max_iter=5)
    pictures = film.run_pictures(list(film.mixture_states(steps, np.arange(150))), 5)
    seen = view(iris.X, iris.features, "PC 1", "PC 2")
    stage = figures.soft_cluster_plot(seen.on(iris.X), pictures, seen, "uncertainty")
    names = {trace.name for trace in stage.figure.data}
    assert "map" not in names and "region 1" not in names and {"half-way 3", "points"} <= names
    # An ellipse of four features is seen as its shadow: that of the covariance in the two directions.
    shadow = seen.directions.T @ pictures[0].model.covariances[0] @ seen.directions
    line = stage.frames[0]["data"][[trace.name for trace in stage.figure.data].index("half-way 1")]
    away = np.column_stack([line["x"], line["y"]]) - seen.on(pictures[0].model.centroids[:1])
    mahalanobis = np.einsum("if,fg,ig->i", away, np.linalg.inv(shadow), away)
    np.testing.assert_allclose(mahalanobis, 2 * np.log(2), rtol=1e-3)


def test_frames_are_what_plotly_accepts():
    go.Figure(STAGE.figure.to_dict(), frames=STAGE.frames[:3])
    chart = figures.shares_by_softness(np.stack([state.shares[7] for state in STATES]), 8)
    go.Figure(chart.figure.to_dict(), frames=chart.frames[:3])
    np.testing.assert_allclose(chart.figure.data[1].y, [state.shares[7, 1] for state in STATES], atol=1e-6)
    go.Figure(figures.share_bars(STATES[6].shares[0]).to_dict())
