"""The Mini-batch page draws what was computed."""

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.plots import style
from dashboard.common.projection import view
from dashboard.mini_batch import cost_curves as costs
from dashboard.mini_batch import figures
from dashboard.mini_batch.compute import ALL
from tests.dashboard.mini_batch.runs import MINI, REASSIGNED, TABLE, run_on

CURVES = costs.merge_runs(filter(None, costs.race(TABLE.X, MINI.full, 30, 3, 3)))


@pytest.mark.parametrize("run", [MINI, REASSIGNED, run_on(NAMED["iris"].make(0, 0, 0), 3, 10)])
def test_the_first_picture_is_the_start_and_the_states_are_the_cores(run):
    X, features = run.table.X, run.table.features
    plane = view(X, features, *(features if len(features) == 2 else ("PC 1", "PC 2")))
    film = figures.batch_plot(X, plane.on(X[run.rows]), run.film, plane)
    traces, scene, k = {trace.name: trace for trace in film.figure.data}, film.scene, len(run.pairs)
    for name, positions in (("points", X[run.rows]), ("centroids", run.film[0].centroids)):
        drawn = np.column_stack([traces[name].x, traces[name].y])
        np.testing.assert_allclose(drawn, plane.on(positions), rtol=1e-5, atol=1e-5)
    ends = np.cumsum(scene["sizes"])
    for i, picture in enumerate(run.film):
        np.testing.assert_allclose(scene["path"][i], plane.on(picture.centroids), rtol=1e-5, atol=1e-5)
        assert scene["counts"][i].tolist() == picture.counts.tolist()
        assert scene["reassigned"][i] == picture.reassigned.tolist()
        size, end = scene["sizes"][i], ends[i]
        if picture.line != ALL:
            assert size == min(len(picture.rows), 100)
            places = plane.on(X[picture.rows[:size]]) if size else np.empty((0, 2))
            np.testing.assert_allclose(scene["places"][end - size : end], places, rtol=1e-5, atol=1e-5)
            np.testing.assert_array_equal(scene["labels"][end - size : end], picture.labels[:size])
    np.testing.assert_array_equal(scene["end"], run.labels[run.rows])
    assert scene["path"].shape == (len(run.film), k, 2)
    go.Figure(film.figure.to_dict())


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


def test_a_curve_of_the_growth_has_its_name_where_it_ends_and_one_without_values_has_none():
    never, once = costs.GrowthPoint(1000, 4, 0.1, 0.001, None), costs.GrowthPoint(100, 3, 0.01, 0.001, (7, 0.02))
    labels = [trace.text[0].strip() for trace in figures.growth_plot([once, never]).data if trace.name == "label"]
    assert len(labels) == 4 and "mini-batch, until within 1 %" in labels
    assert len([trace for trace in figures.growth_plot([never, never]).data if trace.name == "label"]) == 3


def test_no_method_has_the_colour_of_a_cluster():
    growth = figures.growth_plot([costs.GrowthPoint(100, 3, 0.01, 0.001, (7, 0.02))])
    for figure in (figures.race_plot(CURVES, MINI.full, "seconds", 30, False), growth):
        colors = {trace.line.color for trace in figure.data if trace.mode and "lines" in trace.mode}
        assert colors.isdisjoint(style.CLUSTER)
