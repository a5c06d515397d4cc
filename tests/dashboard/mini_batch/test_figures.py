"""The Mini-batch page draws what was computed."""

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.projection import view
from dashboard.mini_batch import cost_curves as costs
from dashboard.mini_batch import figures
from dashboard.mini_batch.compute import ALL
from dashboard.mini_batch.text import short_rate
from tests.dashboard.mini_batch.runs import MINI, REASSIGNED, START, TABLE, run_on

CURVES = costs.merge_runs(filter(None, costs.race(TABLE.X, START, MINI.full, 30, 3, 3)))


@pytest.mark.parametrize("run", [MINI, REASSIGNED, run_on(NAMED["iris"].make(0, 0, 0), 3, 10)])
def test_what_is_drawn_is_what_was_computed(run):
    X, features = run.table.X, run.table.features
    plane = view(X, features, *(features if len(features) == 2 else ("PC 1", "PC 2")))
    film = figures.batch_plot(X, plane.on(X[run.rows]), run.film, plane)
    names = [trace.name for trace in film.figure.data]
    for frame, picture in zip(film.frames, run.film, strict=True):
        part = dict(zip(names, frame["data"], strict=True))
        drawn = np.column_stack([part["centroids"]["x"], part["centroids"]["y"]])
        np.testing.assert_allclose(drawn, plane.on(picture.centroids), rtol=1e-5, atol=1e-5)
        assert part["rates"]["text"] == [short_rate(count) or figures.BLANK for count in picture.counts]
        highlighted = part["points" if picture.line == ALL else "batch"]["marker"]["color"]
        if len(picture.rows):
            np.testing.assert_array_equal(highlighted, picture.labels[: len(highlighted)])
    go.Figure(film.figure.to_dict(), frames=film.frames[:3] + film.frames[-1:])


def test_every_figure_is_what_plotly_accepts():
    growth = [costs.GrowthPoint(100, 3, 0.01, 0.001, None), costs.GrowthPoint(1000, 4, 0.1, 0.001, (7, 0.02))]
    plane = view(TABLE.X, TABLE.features, "x", "y")
    places, centroids = plane.on(TABLE.X), MINI.full.centroids
    drawn = [figures.race_plot(CURVES, MINI.full, axis, 30, end) for axis in figures.AXES for end in (True, False)]
    for rows in (MINI.differing, MINI.differing[:0]):
        drawn.append(figures.difference_plot(places, places[rows], MINI.labels[rows], centroids, centroids, plane))
    drawn += [figures.learning_rate_plot(MINI.film), figures.growth_plot(growth)]
    for figure in (*drawn, figures.batch_inertia_plot(MINI.film, 1.0).figure):
        go.Figure(figure.to_dict())


def test_the_band_of_the_race_reaches_from_the_lowest_to_the_highest_run():
    figure = figures.race_plot(CURVES, MINI.full, "iterations", 30, False)
    band = next(trace for trace in figure.data if trace.name == "band")
    low, high = band.y[: len(band.y) // 2], band.y[len(band.y) // 2 :][::-1]
    np.testing.assert_allclose(low, CURVES[0].inertias[:, 1:].min(axis=0), rtol=1e-6)
    np.testing.assert_allclose(high, CURVES[0].inertias[:, 1:].max(axis=0), rtol=1e-6)


def test_of_two_near_centroids_the_higher_one_has_its_rate_above_it():
    places, span = np.array([[0.0, 0.0], [1.0, 0.5], [9.0, 9.0], [9.0, 9.0]]), np.array([10.0, 10.0])
    assert figures.label_sides(places, span) == ["bottom center", "top center", "bottom center", "top center"]
    assert set(figures.label_sides(places[[0, 2]], span)) == {"bottom center"}
