"""What is drawn is what was computed, half-step by half-step."""

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.algorithm.compute import record
from dashboard.algorithm.figures import cluster_film, film_strip, inertia_film, strip_assignments
from dashboard.common.datasets import NAMED
from dashboard.common.plots import style
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


def part(stage, frame, name):
    """Return one named trace's values in a frame."""
    at = [trace.name for trace in stage.figure.data].index(name)
    return stage.frames[frame]["data"][at]


@pytest.mark.parametrize("name, k, init, seed", CASES)
def test_the_drawn_start_and_every_drawn_label_and_centroid_are_the_cores(name, k, init, seed):
    run, seen, stage = drawn(name, k, init, seed)
    X = run.table.X
    start = INIT_METHODS[init](X, k, seed=seed)
    steps = list(lloyd(X, start, tol=0))
    centroids = part(stage, 0, "centroids")
    np.testing.assert_allclose(np.column_stack([centroids["x"], centroids["y"]]), seen.on(start), rtol=1e-5, atol=1e-5)
    assert (part(stage, 0, "points")["marker"]["color"] == style.NOBODY).all()
    assert len(stage.frames) == 2 * len(steps)
    for i, step in enumerate(steps):
        frame = 2 * i + 1
        marker = part(stage, frame, "points")["marker"]
        np.testing.assert_array_equal(marker["color"], step.labels)
        np.testing.assert_array_equal(marker["symbol"], style.SYMBOLS[step.labels])
        there = part(stage, frame, "centroids")
        np.testing.assert_allclose(
            np.column_stack([there["x"], there["y"]]), seen.on(step.centroids), rtol=1e-5, atol=1e-5
        )


def test_rings_lie_on_the_points_that_switched_in_the_colour_they_left():
    run, _, stage = drawn("blobs", 4, "random", 84)
    for frame, half in enumerate(run.half_steps):
        rings = part(stage, frame, "switched")
        if len(half.switched):
            np.testing.assert_allclose(rings["x"], run.table.X[half.switched, 0], rtol=1e-6)
            np.testing.assert_array_equal(rings["marker"]["color"], half.left)
        else:
            assert np.isnan(rings["x"]).all()


def test_an_arrow_leads_from_where_each_centroid_was_to_where_it_went():
    run, _, stage = drawn("blobs", 4, "random", 84)
    for frame, half in enumerate(run.half_steps):
        x = part(stage, frame, "movement")["x"].reshape(-1, 3)
        moved = (half.before != half.centroids).any(axis=1)
        np.testing.assert_allclose(x[moved, 0], half.before[moved, 0], rtol=1e-6)
        np.testing.assert_allclose(x[moved, 1], half.centroids[moved, 0], rtol=1e-6)
        assert np.isnan(x[~moved]).all() and np.isnan(x[:, 2]).all()


def test_the_curve_marks_the_inertia_of_the_current_half_step():
    run, _, _ = drawn("blobs", 4, "random", 84)
    curve = inertia_film(run.half_steps)
    np.testing.assert_allclose(curve.figure.data[0].y, [half.inertia for half in run.half_steps[1:]])
    for i, (frame, half) in enumerate(zip(curve.frames, run.half_steps, strict=True)):
        so_far, now = frame["data"]
        assert i == 0 or now["y"][0] == pytest.approx(half.inertia)
        assert np.isfinite(so_far["y"]).sum() == i


@pytest.mark.parametrize("name, k, init, seed", CASES)
def test_frames_are_what_plotly_accepts(name, k, init, seed):
    run, _, stage = drawn(name, k, init, seed)
    go.Figure(stage.figure.to_dict(), frames=stage.frames[:3])
    curve = inertia_film(run.half_steps)
    go.Figure(curve.figure.to_dict(), frames=curve.frames[:3])


def test_regions_are_drawn_only_where_the_picture_shows_every_feature():
    names = [[trace.name for trace in drawn(*case)[2].figure.data] for case in (CASES[0], CASES[3])]
    assert "region 1" in names[0] and "region 1" not in names[1]


def test_the_film_strip_shows_the_first_the_last_and_the_busiest_assignments():
    run, seen, _ = drawn("uniform", 9, "random", 84)
    assigned = run.assignments
    switched = [len(half.switched) for half in assigned]
    strip = film_strip(seen.on(run.drawn), strip_assignments(assigned), seen)
    names = [title.text.split(":")[0] for title in strip.layout.annotations]
    shown = [at for at, half in enumerate(assigned) if half.name in names]
    assert len(names) == 6 < len(assigned) and names == [assigned[at].name for at in shown]
    assert {0, len(assigned) - 1} < set(shown)
    left_out = [switched[at] for at in range(len(assigned)) if at not in shown]
    assert min(switched[at] for at in shown[1:-1]) >= max(left_out)
    for trace, at in zip((trace for trace in strip.data if trace.mode == "markers"), shown, strict=True):
        np.testing.assert_array_equal(trace.marker.color, assigned[at].labels)


def test_a_strangers_column_name_is_not_markup_in_an_axis_title():
    title = style.axis("<a href='http://evil'>click</a>" + "x" * 100)["title"]["text"]
    assert "<" not in title and len(title) < 80


def test_more_than_five_thousand_points_are_all_clustered_and_a_sample_drawn():
    table = blobs(6000)
    run = record(table, list(run_until_still(table.X, 3, "k-means++", 0)))
    assert len(run.last.labels) == 6000 and len(run.rows) == len(run.half_steps[-1].labels) == 5000
    np.testing.assert_array_equal(run.half_steps[-1].labels, run.last.labels[run.rows])
