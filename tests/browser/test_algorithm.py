"""What the Algorithm page draws at every half-step is what the core computed."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from dashboard.algorithm.compute import MAX_DRAWN_POINTS
from dashboard.common.cache import make_table
from dashboard.common.datasets import NAMED
from dashboard.common.plots import style
from dashboard.common.runs import starting_centroids
from dashboard.common.sampling import even_rows
from dashboard.common.settings import Data, Start
from kmeans_core import assign, inertia, lloyd, random_init
from tests.browser.conftest import visits
from tests.browser.drawn import positions, shown
from tests.browser.serving import settle


@dataclass(frozen=True)
class Recorded:
    """A run as the core computes it, and everything on the screen at each of its half-steps."""

    X: np.ndarray
    steps: list
    pictures: list[dict]

    @property
    def path(self):
        return np.stack([step.centroids for step in self.steps])

    def labels(self, i):
        """Return the labels at half-step `i`, None before the first assignment."""
        return self.steps[(i - 1) // 2].labels if i > 0 else None


RUNS = [("blobs", 300, 4, 50, "no-preference"), ("uniform", 120, 10, 5, "reduce")]


@pytest.fixture(scope="module", params=RUNS, ids=lambda run: run[0])
def recorded(request, chrome, address, lasting):
    name, n, k, seed, motion = request.param
    points = NAMED[name].make(n, 1.0, 42).X
    steps = list(lloyd(points, random_init(points, k, seed=seed), tol=0))
    with visits(chrome, address, lasting) as visit:
        page = visit(f"/algorithm?data={name}&n={n}&k={k}&seed={seed}&step=0", reduced_motion=motion)
        pictures = [shown(page)]
        for _ in range(2 * len(steps) - 1):
            page.keyboard.press("ArrowRight")
            pictures.append(shown(page))
    return Recorded(points, steps, pictures)


def test_every_point_has_the_colour_and_shape_of_its_cluster(recorded):
    for i, drawn in enumerate(recorded.pictures):
        labels = recorded.labels(i)
        color = np.full(len(recorded.X), style.NOBODY) if labels is None else labels
        np.testing.assert_array_equal(drawn["points"]["color"], color)
        np.testing.assert_array_equal(
            drawn["points"]["symbol"], style.ROUND if labels is None else style.SYMBOLS[labels]
        )


def test_centroids_former_centroids_and_trails_are_where_the_core_had_them(recorded):
    for i, drawn in enumerate(recorded.pictures):
        path, k = recorded.path, recorded.path.shape[1]
        np.testing.assert_allclose(positions(drawn["centroids"]), path[i // 2], atol=1e-4)
        np.testing.assert_allclose(positions(drawn["came from"]), path[max(i - 1, 0) // 2], atol=1e-4)
        trails = positions(drawn["trails"]).reshape(k, -1, 2)
        np.testing.assert_allclose(trails[:, :-1], path[: i // 2 + 1].swapaxes(0, 1), atol=1e-4)
        assert np.isnan(trails[:, -1]).all()


def test_rings_lie_on_the_points_that_switched_in_the_colour_they_left(recorded):
    n_rings = 0
    for i, drawn in enumerate(recorded.pictures):
        before, after, rings = recorded.labels(i - 1), recorded.labels(i), drawn["switched"]
        switched = [] if before is None else np.flatnonzero(before != after)
        n_rings += len(switched)
        if len(switched):
            np.testing.assert_allclose(positions(rings), recorded.X[switched], atol=1e-4)
            np.testing.assert_array_equal(rings["color"], before[switched])
        else:
            assert np.isnan(rings["x"]).all()
    assert n_rings > 20


def test_an_arrow_leads_from_where_each_centroid_was_to_where_it_went(recorded):
    for i, drawn in enumerate(recorded.pictures):
        before, after = recorded.path[max(i - 1, 0) // 2], recorded.path[i // 2]
        arrows, moved = positions(drawn["movement"]).reshape(-1, 3, 2), (before != after).any(axis=1)
        np.testing.assert_allclose(arrows[moved, 0], before[moved], atol=1e-4)
        np.testing.assert_allclose(arrows[moved, 1], after[moved], atol=1e-4)
        assert np.isnan(arrows[~moved]).all() and np.isnan(arrows[:, 2]).all()


def test_right_after_an_assignment_every_point_lies_in_the_region_of_its_own_cluster(recorded):
    for i, drawn in enumerate(recorded.pictures[1::2]):
        for j, members in enumerate(recorded.steps[i].labels == np.arange(recorded.path.shape[1])[:, None]):
            corners = positions(drawn[f"region {j + 1}"])
            assert is_inside(corners, recorded.X[members]).all(), (i, j)


def is_inside(corners, places):
    """Return whether each of the places (m, 2) lies in a convex polygon that runs counter-clockwise."""
    sides = np.roll(corners, -1, axis=0) - corners
    away = places[:, None] - corners
    return (sides[:, 0] * away[..., 1] - sides[:, 1] * away[..., 0] > -1e-3).all(axis=1)


def test_before_the_first_assignment_no_region_can_be_seen(recorded):
    first = recorded.pictures[0]
    for j, centroid in enumerate(recorded.path[0], start=1):
        assert np.abs(positions(first[f"region {j}"]) - centroid).max() < 0.01 * np.ptp(recorded.X)


def test_the_curve_so_far_ends_at_the_inertia_of_the_half_step(recorded):
    inertias = []
    for i, drawn in enumerate(recorded.pictures):
        if i:
            inertias.append(inertia(recorded.X, recorded.path[i // 2], recorded.labels(i)))
            np.testing.assert_allclose([drawn["now"]["x"][0], drawn["now"]["y"][0]], [i, inertias[-1]], rtol=1e-5)
        so_far = np.array(drawn["so far"]["y"])
        np.testing.assert_allclose(so_far[:i], inertias, rtol=1e-5)
        assert np.isnan(so_far[i:]).all()


def test_of_many_points_a_sample_is_drawn_and_the_tip_names_the_row_of_the_data(visit):
    rows = even_rows(5000, MAX_DRAWN_POINTS)
    marker = next(i for i, row in enumerate(rows) if row != i and row > 1000)
    page = visit("/algorithm?data=uniform&n=5000&tab=Film+strip")
    assert len(shown(page)["points"]["x"]) == MAX_DRAWN_POINTS
    page.evaluate(
        """(i) => {
          const graph = document.querySelector(".st-key-stage .js-plotly-plot");
          const data = graph._fullData.find((trace) => trace.name === "points");
          const { xaxis, yaxis } = graph._fullLayout;
          const marker = { data, pointNumber: i, x: data.x[i], y: data.y[i], xaxis, yaxis };
          graph.emit("plotly_hover", { points: [marker], event: { clientX: 9, clientY: 9 } });
        }""",
        marker,
    )
    tip = page.locator(".st-key-player .tip").inner_text()
    assert tip.startswith(f"Point {rows[marker] + 1}\n")


def test_a_dragged_centroid_begins_a_new_run_where_it_is_dropped(visit):
    page = visit("/algorithm?ask=0&step=1", reduced_motion="no-preference")
    before = shown(page)
    handle = page.locator(".st-key-stage .js-plotly-plot > svg circle").first
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    during = shown(page)
    nearest = assign(positions(during["points"]), positions(during["centroids"]))
    np.testing.assert_array_equal(during["points"]["color"], nearest)
    page.mouse.up()
    settle(page)
    address = parse_qs(urlsplit(page.url).query)
    table = make_table(Data("blobs", 300, 1.0, 42, False))
    placed = starting_centroids(table, Start(4, address["init"][0], 0, address["cen"][0]))
    np.testing.assert_allclose(positions(shown(page)["centroids"]), placed, atol=1e-4)
    moved = np.linalg.norm(placed - positions(before["centroids"]), axis=1)
    assert moved[0] > 1 and moved[1:].max() < 0.5  # the others stay, to the nearest place of the grid
