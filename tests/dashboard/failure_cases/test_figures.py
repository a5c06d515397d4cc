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
    result = evaluate(table, method, params)
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


def test_beyond_ten_clusters_colours_and_shapes_repeat():
    places = np.random.default_rng(0).normal(size=(4, 2))
    figure = figures.clustering_row(places, [("many", np.array([0, 9, 10, 23]))])
    color, symbol = figure.data[0].marker.color, figure.data[0].marker.symbol
    assert color.tolist() == [0, 9, 0, 3] and symbol[2] == symbol[0]


def test_every_small_picture_shows_its_own_labels_at_its_own_place():
    places = np.random.default_rng(0).normal(size=(36, 2))
    labels = [np.arange(36) % 2, np.arange(36) % 3 - 1]
    figure = figures.clustering_row(places, [("a", labels[0]), ("b", labels[1])])
    assert [note.text for note in figure.layout.annotations] == ["a", "b"]
    points, noise = figure.data
    cells = np.array([figures.clicked_cell(x) for x in points.x])
    np.testing.assert_array_equal(points.marker.color[cells == 0], labels[0])
    np.testing.assert_array_equal(points.marker.color[cells == 1], labels[1][labels[1] >= 0])
    assert {figures.clicked_cell(x) for x in noise.x} == {1} and len(noise.x) == 12
    np.testing.assert_array_equal(points.y[:36], figures.to_bytes(places)[:, 1])


def test_small_pictures_are_square_at_every_width():
    layout = figures.clustering_row(np.eye(2), [("a", np.arange(2)), ("b", np.arange(2))]).layout
    assert layout.yaxis.scaleanchor == "x" and layout.xaxis.constrain == layout.yaxis.constrain == "domain"
    for frame in layout.shapes:
        assert frame.x1 - frame.x0 == frame.y1 - frame.y0


def test_no_chart_is_zoomed_by_a_swipe():
    table, result, seen = found("moons", "k-means")
    parameter, times = CASES["moons"].parameter, {"k-means": [0.1, 0.2]}
    for figure in (
        figures.clustering_plot(seen.on(table.X), result, seen),
        figures.clustering_row(table.X, [("a", result.labels)]),
        figures.score_plot(parameter, {"k-means": [0.5] * len(parameter.grid)}, 0.3, {}, "ARI"),
        figures.neighbour_distance_plot(np.array([1.0, 2.0]), 1.5, 1.0, 2),
        figures.time_plot((10, 20), times),
    ):
        assert figure.layout.dragmode is False
        assert figure.layout.xaxis.fixedrange and figure.layout.yaxis.fixedrange


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
    rings = {trace.name: (trace.x[0], trace.y[0]) for trace in figure.data if trace.name.endswith(", now")}
    assert set(rings) == {"k-means, now", "the fix, now"}
    for (x, y), score in zip(rings.values(), (0.25, 0.9), strict=True):
        assert x == pytest.approx(0.3, abs=0.05) and y == np.float32(score)
    assert np.isnan(named(figure, "DBSCAN").y[0]) and figure.layout.shapes[0].x0 == 0.3


def equal_curves():
    parameter = CASES["moons"].parameter
    lines = {name: [1.0] * len(parameter.grid) for name in (*METHODS, "whiten first")}
    return figures.score_plot(parameter, lines, 0.3, {}, "ARI")


def test_curves_that_coincide_have_markers_side_by_side_and_no_two_look_alike():
    drawn = equal_curves().data
    assert len({trace.line.dash for trace in drawn}) == len({trace.line.color for trace in drawn}) == len(drawn) == 6
    first = sorted(float(trace.x[0]) for trace in drawn)
    assert (np.diff(first) > 0.02).all()
    assert all(trace.customdata[0] == CASES["moons"].parameter.low for trace in drawn)


def test_the_curves_have_labels_that_do_not_overlap():
    labels = equal_curves().layout.annotations
    assert [label.text.split("</span> ")[1] for label in labels] == [
        "k-means",
        "DBSCAN",
        "spectral",
        "mixture",
        "agglomerative",
        "the fix",
    ]
    heights = [label.y for label in labels]
    assert (np.diff(heights) >= 0.12).all() and max(heights) < 1.12 and min(heights) > -0.12


def test_the_methods_have_colours_of_their_own_and_letters_like_their_markers():
    assert not set(figures.METHOD_COLORS) & set(style.CLUSTER)
    assert len(figures.METHOD_COLORS) == len(figures.DASHES) == len(figures.SYMBOL_LETTERS) == len(METHODS) + 1


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
