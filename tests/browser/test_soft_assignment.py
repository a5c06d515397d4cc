"""The Soft assignment page in a real browser: what is drawn is what was computed."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.soft_assignment import models
from dashboard.soft_assignment.models import LEVELS, VIEWS
from kmeans_core import gaussian_mixture, kmeans, kmeans_plusplus, soft_assign, soft_kmeans
from tests.browser.serving import rest, settle

X = NAMED["blobs"].make(300, 2.0, 42).X
HARD = kmeans(X, 4, init=kmeans_plusplus(X, 4, seed=84), tol=0)
UNIT = models.typical_distance(HARD.inertia, 300)

SHOWN = """() => {
  const graph = document.querySelector(".st-key-stage .js-plotly-plot");
  const nodes = [...graph.querySelectorAll(".scatterlayer .trace")].map((t) => [...t.querySelectorAll(".point")])
    .filter((points) => points.length === 300);
  return nodes.map((points) => points.map((point) => Number(point.style.opacity || 1)));
}"""
PLACE = """(i) => {
  const graph = document.querySelector(".st-key-stage .js-plotly-plot"), { xaxis, yaxis } = graph._fullLayout;
  const trace = graph._fullData.find((t) => t.name === "points"), box = graph.getBoundingClientRect();
  return [box.x + xaxis._offset + xaxis.l2p(trace.x[i]), box.y + yaxis._offset + yaxis.l2p(trace.y[i])]; }"""
CENTROIDS = """() => {
  const graph = document.querySelector(".st-key-stage .js-plotly-plot");
  const { x, y } = graph._fullData.find((trace) => trace.name === "centroids");
  return [...x].map((value, j) => [value, y[j]]); }"""
CUT_OFF = """() => [...document.querySelectorAll(".katex-display")].filter((formula) => {
  const ends = [...formula.querySelectorAll(".base")].map((part) => part.getBoundingClientRect().right);
  return Math.max(...ends) > formula.getBoundingClientRect().right + 1;
}).map((formula) => formula.textContent)"""
MAP = """() => {
  const map = document.querySelector(".st-key-stage .js-plotly-plot")._fullData.find((trace) => trace.name === "map");
  return { z: map.z.map((row) => [...row]), x0: map.x0, dx: map.dx, y0: map.y0, dy: map.dy }; }"""


def shares(level, points=X):
    return soft_assign(points, HARD.centroids, beta=models.beta_of(level, UNIT))


def map_on_screen(page):
    """Return the values of the map, row by row, and the places (m, 2) to which they belong."""
    drawn = page.evaluate(MAP)
    z = np.array(drawn["z"])
    x, y = (drawn[f"{axis}0"] + np.arange(len(z)) * drawn[f"d{axis}"] for axis in "xy")
    return z.ravel(), np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def drawn_shares(page):
    """Return the (300, 4) shares that the opacities of the four layers on the screen amount to, and the rings."""
    *layers, rings = np.array(page.evaluate(SHOWN))
    rest, parts = np.ones(300), []
    for opacity in layers[::-1]:
        parts.append(opacity * rest)
        rest = rest * (1 - opacity)
    return np.column_stack(parts[::-1]), rings


def caption(page):
    return page.locator(".st-key-player .caption").inner_text()


def test_every_softness_on_the_screen_is_the_cores(visit):
    page = visit("/soft_assignment?softness=1", reduced_motion="no-preference")
    for level in LEVELS[LEVELS.index("1") :: 3]:
        rest(page)
        assert caption(page).startswith(models.level_name(level))
        drawn, rings = drawn_shares(page)
        np.testing.assert_allclose(drawn, shares(level), atol=0.02)
        np.testing.assert_array_equal(rings == 1, shares(level).max(axis=1) < models.DECIDED_SHARE)
        drawn_map, places = map_on_screen(page)
        np.testing.assert_allclose(drawn_map, models.uncertainty(shares(level, places)), atol=2e-3)
        for _ in range(3):
            page.keyboard.press("ArrowRight")


def test_a_clusters_map_is_its_share(visit):
    page = visit("/soft_assignment?softness=1&map=cluster+3")
    rest(page)
    drawn_map, places = map_on_screen(page)
    np.testing.assert_allclose(drawn_map, shares("1", places)[:, 2], atol=2e-3)


@pytest.mark.parametrize(
    "settings, motion",
    [("view=Gaussian+mixture", "no-preference"), ("view=Soft+k-means&softness=1", "reduce")],
    ids=["mixture", "soft"],
)
def test_every_picture_of_a_run_shows_its_centroids_and_shares(visit, settings, motion):
    """Every Move moves the centroids to the weighted means, and every Share shares the points among them."""
    page = visit(f"/soft_assignment?{settings}", reduced_motion=motion)
    start = kmeans_plusplus(X, 4, seed=84)
    if "mixture" in settings:
        steps = list(gaussian_mixture(X, HARD.centroids, covariance="full", tol=1e-6, max_iter=200))
        centroids = [step.means for step in steps]
    else:
        steps = list(soft_kmeans(X, start, beta=models.beta_of("1", UNIT), tol=1e-6, max_iter=200))
        centroids = [step.centroids for step in steps]
    for picture in range(1, 8):
        page.keyboard.press("ArrowRight")
        rest(page)
        np.testing.assert_allclose(page.evaluate(CENTROIDS), centroids[picture // 2], atol=1e-3)
        drawn, _ = drawn_shares(page)
        np.testing.assert_allclose(drawn, steps[(picture - 1) // 2].responsibilities, atol=0.02)


def test_hovering_shows_a_points_shares_and_clicking_works_it_by_hand(visit):
    page = visit("/soft_assignment?softness=2&tab=By+hand")
    point = int(shares("2").max(axis=1).argmin())
    place = page.evaluate(PLACE, point)
    page.mouse.move(place[0] - 2, place[1])
    page.mouse.move(*place)
    tip = page.locator(".st-key-player .tip").inner_text()
    assert tip.startswith(f"Point {point + 1}\n")
    drawn = [float(line.split()[-2]) / 100 for line in tip.split("Share\n")[1].splitlines()]
    np.testing.assert_allclose(drawn, shares("2")[point], atol=0.006)
    other = int(np.argsort(shares("2").max(axis=1))[20])
    page.keyboard.press("ArrowRight")
    page.mouse.click(*page.evaluate(PLACE, other))
    page.get_by_text(f"Point {other + 1}, whose shares add up to 1").wait_for()
    settle(page)
    assert caption(page).startswith("Softness 3") and f"point={other + 1}" in page.url
    cells = page.locator("[data-testid=stTable] tbody tr").first.inner_text().split()
    assert float(cells[-1]) == pytest.approx(shares("3")[other][0], abs=6e-4)


def test_another_view_plays_its_own_film_and_the_slider_moves_the_first(visit):
    page = visit("/soft_assignment?ask=0")
    page.get_by_role("slider").first.press("ArrowRight")
    page.locator(".st-key-player .caption").filter(has_text="Softness 1:").wait_for()
    page.get_by_text("Gaussian mixture", exact=True).first.click()
    page.locator(".st-key-player .caption").filter(has_text="4 components where k-means ended").wait_for()
    settle(page)
    page.keyboard.press("End")
    page.locator(".st-key-player .caption").filter(has_text="Converged after").wait_for()
    assert "view=Gaussian+mixture" in page.url or "view=Gaussian%20mixture" in page.url


@pytest.mark.parametrize("view", VIEWS)
def test_no_formula_is_cut_off_on_a_phone(visit, view):
    page = visit(f"/soft_assignment?view={view}&n=60&k=5&seed=2&noise=1&tab=By+hand", width=390, height=844)
    for tab in ("By hand", "Numbers", "One family"):
        page.get_by_role("tab", name=tab, exact=True).click()
        settle(page)
        assert page.evaluate(CUT_OFF) == [], tab
