"""What is drawn is what was computed, half-step by half-step."""

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.algorithm.compute import MAX_DRAWN_POINTS, record
from dashboard.algorithm.figures import film_strip, inertia_film, strip_assignments
from dashboard.common.datasets import NAMED
from dashboard.common.plots import style
from dashboard.common.plots.clusters import cluster_film
from dashboard.common.projection import view
from dashboard.common.runs import run_until_still
from kmeans_core import INIT_METHODS, lloyd
from tests.dashboard.common.tables import blobs

CASES = [
    ("blobs", 4, "random", 84),
    ("blobs", 1, "k-means++", 0),
    ("uniform", 10, "farthest-first", 3),
    ("iris", 3, "random", 5),
]


def drawn(name, k, init, seed):
    table = NAMED[name].make(120, 1.0, 42)
    run = record(table, list(run_until_still(table.X, k, init, seed)))
    x, y = table.features[:2] if len(table.features) == 2 else ("PC 1", "PC 2")
    seen = view(table.X, table.features, x, y)
    return run, seen, cluster_film(seen.on(run.drawn), run.half_steps, seen)


@pytest.mark.parametrize("name, k, init, seed", CASES)
def test_the_first_picture_is_the_start_and_the_states_are_the_cores(name, k, init, seed):
    run, seen, stage = drawn(name, k, init, seed)
    X = run.table.X
    start = INIT_METHODS[init](X, k, seed=seed)
    steps = list(lloyd(X, start, tol=0))
    traces = {trace.name: trace for trace in stage.figure.data}
    for trace, positions in ((traces["points"], X), (traces["centroids"], start)):
        np.testing.assert_allclose(np.column_stack([trace.x, trace.y]), seen.on(positions), rtol=1e-5, atol=1e-5)
    assert np.isnan(traces["switched"].x).all() and np.isnan(traces["movement"].x).all()
    path = [seen.on(step.centroids) for step in steps]
    np.testing.assert_allclose(stage.scene["path"], path, rtol=1e-5, atol=1e-5)
    for labels, step in zip(all_labels(stage.scene["labels"]), steps, strict=True):
        np.testing.assert_array_equal(labels, step.labels)


def all_labels(states):
    """Return the labels (m,) of every state from the first ones and the changes."""
    labels = [states["first"]]
    ends = np.cumsum(states["counts"], dtype=int)
    for start, end in zip(ends - states["counts"], ends, strict=True):
        labels.append(labels[-1].copy())
        labels[-1][states["rows"][start:end]] = states["to"][start:end]
    return labels


def test_the_curve_is_the_inertia_after_every_half_step():
    run, _, _ = drawn("blobs", 4, "random", 84)
    curve = inertia_film(run.half_steps)
    np.testing.assert_allclose(curve.scene["y"], [half.inertia for half in run.half_steps[1:]], rtol=1e-6)
    assert len(curve.scene["x"]) == len(run.half_steps) - 1


def test_the_curve_begins_without_any_value_and_with_room_for_all():
    run, _, _ = drawn("blobs", 4, "random", 84)
    figure = inertia_film(run.half_steps).figure
    assert all(np.isnan(trace.y).all() for trace in figure.data)
    low, high = figure.layout.yaxis.range
    assert low == 0 and max(half.inertia for half in run.half_steps[1:]) < high


@pytest.mark.parametrize("name, k, init, seed", CASES)
def test_the_figures_are_what_plotly_accepts(name, k, init, seed):
    run, _, stage = drawn(name, k, init, seed)
    go.Figure(stage.figure.to_dict())
    go.Figure(inertia_film(run.half_steps).figure.to_dict())


def test_a_figure_of_other_points_has_another_stamp():
    stamps = {drawn(*case)[2].figure.layout.meta for case in CASES}
    assert len(stamps) == len(CASES)


def test_regions_are_drawn_only_where_the_picture_shows_every_feature():
    names = [[trace.name for trace in drawn(*case)[2].figure.data] for case in (CASES[0], CASES[3])]
    assert "region 1" in names[0] and "region 1" not in names[1]


def test_the_film_strip_shows_the_first_the_last_and_the_busiest_assignments():
    run, seen, _ = drawn("uniform", 9, "random", 84)
    assigned = run.assignments
    switched = [half.n_switched for half in assigned]
    strip = film_strip(seen.on(run.drawn), strip_assignments(assigned), seen)
    names = [picture.layout.annotations[0].text.split(":")[0] for picture in strip]
    shown = [at for at, half in enumerate(assigned) if half.name in names]
    assert len(names) == 6 < len(assigned) and names == [assigned[at].name for at in shown]
    assert {0, len(assigned) - 1} < set(shown)
    left_out = [switched[at] for at in range(len(assigned)) if at not in shown]
    assert min(switched[at] for at in shown[1:-1]) >= max(left_out)
    for picture, at in zip(strip, shown, strict=True):
        np.testing.assert_array_equal(picture.data[0].marker.color, assigned[at].labels)


def test_a_strangers_column_name_is_not_markup_in_an_axis_title():
    title = style.axis("<a href='http://evil'>click</a>" + "x" * 100)["title"]["text"]
    assert "<" not in title and len(title) < 80


def test_more_than_five_thousand_points_are_all_clustered_and_a_sample_drawn():
    table = blobs(6000)
    run = record(table, list(run_until_still(table.X, 3, "k-means++", 0)))
    assert len(run.last.labels) == 6000 and len(run.rows) == len(run.half_steps[-1].labels) == MAX_DRAWN_POINTS
    np.testing.assert_array_equal(run.half_steps[-1].labels, run.last.labels[run.rows])
