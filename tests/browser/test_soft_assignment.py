"""The Soft assignment page in a real browser: what is drawn is what was computed."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.soft_assignment import models
from dashboard.soft_assignment.models import LEVELS, VIEWS
from kmeans_core import kmeans, kmeans_plusplus, soft_assign
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
CUT_OFF = """() => [...document.querySelectorAll(".katex-display")].filter((formula) => {
  const ends = [...formula.querySelectorAll(".base")].map((part) => part.getBoundingClientRect().right);
  return Math.max(...ends) > formula.getBoundingClientRect().right + 1;
}).map((formula) => formula.textContent)"""
MAP = """() => document.querySelector(".st-key-stage .heatmaplayer image").href.baseVal"""


def shares(level):
    return soft_assign(X, HARD.centroids, beta=models.beta_of(level, UNIT))


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
    page = visit("/soft_assignment?softness=1")
    maps = set()
    for level in LEVELS[LEVELS.index("1") :: 3]:
        rest(page)
        assert caption(page).startswith(models.level_name(level))
        drawn, rings = drawn_shares(page)
        np.testing.assert_allclose(drawn, shares(level), atol=0.02)
        np.testing.assert_array_equal(rings == 1, shares(level).max(axis=1) < models.DECIDED_SHARE)
        maps.add(page.evaluate(MAP))
        for _ in range(3):
            page.keyboard.press("ArrowRight")
    assert len(maps) == len(LEVELS[LEVELS.index("1") :: 3])  # the map is a new one for each


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
    page = visit("/soft_assignment")
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
