"""What the Failure cases page draws is what was found."""

import numpy as np
import pytest

from dashboard.common.plots import style
from dashboard.common.projection import view
from dashboard.failure_cases import figures
from dashboard.failure_cases.cases import CASES
from dashboard.failure_cases.compute import MethodResult, evaluate, hyperparameters
from dashboard.failure_cases.methods import METHODS


def found(name, method):
    case = CASES[name]
    table = case.make(300, case.parameter.default, 42)
    params = hyperparameters(case, case.parameter.default, 42, case.eps, case.min_samples)
    *_, result = evaluate(table, method, params)
    return table, result, view(table.X, table.features, "x", "y")


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_points_have_their_clusters_colour_and_shape_and_noise_is_a_grey_cross():
    table, result, seen = found("outliers", "DBSCAN")
    figure = figures.clustering_plot(seen.on(table.X), result, seen)
    points, noise = named(figure, "points"), named(figure, "noise")
    kept = result.labels >= 0
    np.testing.assert_array_equal(points.marker.color, result.labels[kept])
    np.testing.assert_array_equal(points.marker.symbol, style.SYMBOLS[result.labels[kept]])
    np.testing.assert_allclose(noise.x, table.X[~kept, 0].astype(np.float32))
    assert noise.marker.color == style.UNASSIGNED and noise.marker.symbol.startswith("x")


def test_the_boundary_of_two_centroids_is_the_line_half_way_between_them():
    table, result, seen = found("moons", "k-means")
    figure = figures.clustering_plot(seen.on(table.X), result, seen)
    one, other = result.centroids
    line = named(figure, f"boundary {result.names[0] + 1}")
    corners = np.column_stack([line.x, line.y]).astype(float)
    between = np.abs((corners - (one + other) / 2) @ (other - one)) < 1e-3
    assert between.sum() >= 2


def test_after_whitening_the_drawn_boundary_still_parts_the_drawn_clusters():
    table, result, seen = found("stretched", "whiten first")
    figure = figures.clustering_plot(seen.on(table.X), result, seen)
    for name in result.names:
        region = named(figure, f"region {name + 1}")
        corners = np.column_stack([region.x, region.y]).astype(float)[:-1]
        ahead = np.roll(corners, -1, axis=0) - corners
        inside = table.X[result.labels == name]
        aside = np.column_stack([-ahead[:, 1], ahead[:, 0]])
        side = np.array([(inside - corner) @ normal for corner, normal in zip(corners, aside, strict=True)])
        assert ((side > -1e-2).all(axis=0) | (side < 1e-2).all(axis=0)).all()


def test_no_boundary_is_drawn_where_the_picture_hides_features():
    table, result, seen = found("noise features", "k-means")
    figure = figures.clustering_plot(seen.on(table.X), result, seen)
    assert {trace.name for trace in figure.data} == {"points", "noise"}


def test_a_method_that_was_not_run_leaves_the_points_without_a_cluster():
    table, _, seen = found("moons", "k-means")
    figure = figures.clustering_plot(seen.on(table.X), MethodResult(None, note="why"), seen)
    assert len(named(figure, "noise").x) == 300


def test_beyond_ten_clusters_colours_and_shapes_repeat():
    places = np.random.default_rng(0).normal(size=(4, 2))
    figure = figures.clustering_row(places, [("many", np.array([0, 9, 10, 23]))])
    color, symbol = figure.data[0].marker.color, figure.data[0].marker.symbol
    assert color.tolist() == [0, 9, 0, 3] and symbol[2] == symbol[0]


def test_every_small_picture_shows_its_own_labels_at_the_same_places():
    places = np.random.default_rng(0).normal(size=(90, 2))
    labels = [np.arange(90) % 2, np.full(90, -1), None]
    figure = figures.clustering_row(places, [("a", labels[0]), ("b", labels[1]), ("c", labels[2])])
    assert [note.text for note in figure.layout.annotations] == ["a", "b", "c"]
    assert len(figure.data) == 3 * figures.TRACES_PER_CELL and not len(figure.data[4].x)  # a click counts traces
    np.testing.assert_array_equal(figure.data[0].marker.color, labels[0])
    np.testing.assert_array_equal(figure.data[3].x, figure.data[0].x)
    assert figure.data[0].x.dtype == np.uint8


def test_small_pictures_are_square_at_every_width():
    layout = figures.clustering_row(np.eye(2), [("a", None), ("b", None)]).layout
    for at in ("", "2"):
        across, up = layout[f"xaxis{at}"], layout[f"yaxis{at}"]
        assert across.range == up.range and up.scaleanchor == f"x{at}"
        assert across.constrain == up.constrain == "domain"


def test_a_components_title_fits_beside_a_low_picture():
    X = np.random.default_rng(0).normal(size=(30, 3))
    seen = view(X, ("a", "b", "c"), "PC 1", "PC 2")
    up = figures.clustering_plot(seen.on(X), MethodResult(np.zeros(30, dtype=int), 1.0), seen).layout.yaxis
    assert up.title.text.startswith("PC 2 (") and up.title.text.endswith("%)")


@pytest.mark.parametrize("span", [(2.0, 1.0), (100.0, 1.0), (0.0, 0.0)])
def test_small_pictures_keep_one_scale_unless_it_would_make_a_line(span):
    spots = figures.to_bytes(np.array([[0.0, 0.0], span])).astype(int)
    wide, high = np.abs(spots[1] - spots[0])
    if span == (2.0, 1.0):
        assert (wide, high) == (255, pytest.approx(128, abs=1))
    elif span == (100.0, 1.0):
        assert (wide, high) == (255, 255)


def test_the_curve_marks_the_two_scores_at_the_parameters_place():
    parameter = CASES["moons"].parameter
    lines = {name: np.linspace(0, 1, len(parameter.grid)).tolist() for name in ("k-means", "DBSCAN", "whiten first")}
    lines["DBSCAN"][0] = None
    figure = figures.score_plot(
        parameter, lines, 0.3, {"k-means": 0.25, "whiten first": 0.9, "the true groups": None}, "ARI"
    )
    marks = {trace.name: (trace.x[0], trace.y[0]) for trace in figure.data if trace.name.endswith(", now")}
    assert marks == {"k-means, now": (np.float32(0.3), 0.25), "the fix, now": (np.float32(0.3), np.float32(0.9))}
    assert np.isnan(named(figure, "DBSCAN").y[0]) and figure.layout.shapes[0].x0 == 0.3


def test_a_method_that_was_run_nowhere_has_no_line_and_no_two_lines_look_alike():
    parameter = CASES["moons"].parameter
    lines = {name: [1.0] * len(parameter.grid) for name in (*METHODS, "whiten first")} | {
        "spectral": [None] * len(parameter.grid)
    }
    drawn = [
        trace for trace in figures.score_plot(parameter, lines, 0.3, {}, "ARI").data if trace.mode == "lines+markers"
    ]
    assert "spectral" not in {trace.name for trace in drawn} and len(drawn) == len(METHODS)
    assert len({trace.line.dash for trace in drawn}) == len({trace.line.color for trace in drawn}) == len(drawn)


def test_a_time_that_was_not_taken_is_not_drawn():
    figure = figures.time_plot((10, 20), {"k-means": [0.1, 0.2], "spectral": [0.1, None]})
    assert np.isnan(named(figure, "spectral").y[1]) and named(figure, "k-means").y[1] == 200


@pytest.mark.parametrize("span", [(2.0, 1.0), (1.0, 2.0), (1000.0, 1.0)])
def test_a_flat_picture_fills_a_low_frame(span):
    places = np.array([[0.0, 0.0], span])
    flat = view(places, ("x", "y"), "x", "y")
    drawn = figures.clustering_plot(places, MethodResult(np.zeros(2, dtype=int), 1.0), flat)
    assert figures.filled_shape(drawn)["aspect"] == {2.0: 0.5, 1.0: 0.9, 1000.0: 0.9}[span[0]]


def test_the_neighbour_curve_shows_eps_and_the_bend():
    figure = figures.neighbour_distance_plot(np.array([1.0, 1.1, 1.2, 4.0]), 2.0, 1.2, 5)
    assert figure.layout.shapes[0].y0 == 2.0 and "eps = 2" in figure.layout.annotations[0].text
    assert (named(figure, "the bend").x[0], named(figure, "the bend").y[0]) == (3, np.float32(1.2))
