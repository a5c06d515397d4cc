"""The Mini-batch page in a real browser: each batch on the screen is the core's."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.label_matching import matching
from dashboard.mini_batch.cost_curves import batch_rng
from kmeans_core import assign, lloyd, minibatches, random_init
from tests.browser.serving import rest, settle

X = NAMED["blobs"].make(2000, 3.0, 42).X
START = random_init(X, 4, seed=84)
STATES = list(minibatches(X, START, batch_size=50, seed=batch_rng(84, 0)))
DRAWN = """() => {
  const graph = document.querySelector(".st-key-stage .js-plotly-plot");
  const trace = (name) => graph._fullData.find((t) => t.name === name);
  const [lit, centroids, rates] = ["batch", "centroids", "rates"].map(trace);
  const texts = [...document.querySelectorAll(".st-key-stage .scatterlayer .textpoint text")].map((t) => t.textContent);
  const fills = [...document.querySelectorAll(".st-key-stage .scatterlayer .trace")]
    .map((trace) => [...trace.querySelectorAll(".point")].map((point) => point.style.fill))
    .find((points) => points.length === 2000);
  return { lit: Array.from(lit.x), labels: Array.from(lit.marker.color), x: Array.from(centroids.x),
           rates: rates.text, texts, fills: fills.length, colors: new Set(fills).size };
}"""


def drawn_on(page):
    rest(page)
    return page.evaluate(DRAWN)


def test_batches_light_up_and_pull_the_centroids_and_in_the_end_all_points_are_assigned(visit):
    page = visit("/mini_batch?n=2000&runs=1")
    np.testing.assert_allclose(drawn_on(page)["x"], START[:, 0], rtol=1e-5)
    for before, after in zip(STATES[:2], STATES[1:3], strict=True):
        page.keyboard.press("ArrowRight")
        drawn = drawn_on(page)
        np.testing.assert_allclose(drawn["lit"], X[after.indices, 0], rtol=1e-4, atol=1e-4)
        np.testing.assert_array_equal(drawn["labels"], after.labels)
        np.testing.assert_allclose(drawn["x"], before.centroids[:, 0], rtol=1e-4, atol=1e-4)
        assert drawn["colors"] == 1  # the points that were not drawn stay grey
        page.keyboard.press("ArrowRight")
        moved = drawn_on(page)
        np.testing.assert_allclose(moved["x"], after.centroids[:, 0], rtol=1e-4, atol=1e-4)
        assert set(moved["rates"]) <= set(moved["texts"]) and f"1/{after.counts[0]:,.0f}" == moved["rates"][0]
    page.keyboard.press("Home")
    page.keyboard.press("End")
    end = drawn_on(page)
    assert set(end["rates"]) <= set(end["texts"])
    assert end["colors"] == len(np.unique(assign(X, STATES[-1].centroids)))
    page.keyboard.press("Home")
    assert drawn_on(page)["colors"] == 1
    page.get_by_role("tab", name="Where it differs").click()
    settle(page)
    page.locator(".st-key-differences-chart .main-svg").first.wait_for()
    painted = page.evaluate(
        """() => document.querySelector(".st-key-differences-chart .js-plotly-plot")
           ._fullData.find((t) => t.name === "differing").x.length"""
    )
    full, mini = list(lloyd(X, START, tol=0))[-1].labels, assign(X, STATES[-1].centroids)
    assert painted == (matching(full, mini, 4)[mini] != full).sum() > 0


PLACE = """([name, i]) => {
  const graph = document.querySelector(".st-key-stage .js-plotly-plot"), { xaxis, yaxis } = graph._fullLayout;
  const trace = graph._fullData.find((t) => t.name === name), box = graph.getBoundingClientRect();
  return [box.x + xaxis._offset + xaxis.l2p(trace.x[i]), box.y + yaxis._offset + yaxis.l2p(trace.y[i])]; }"""


def test_hovering_tells_how_far_a_point_is_from_every_centroid(visit):
    page = visit("/mini_batch?n=2000&runs=1&tab=Code+as+it+runs")
    page.keyboard.press("ArrowRight")
    rest(page)
    lit = X[STATES[1].indices]
    i = int(np.linalg.norm(lit[:, None] - START, axis=2).min(axis=1).argmax())  # clear of every centroid
    x, y = page.evaluate(PLACE, ["batch", i])
    page.mouse.move(x - 2, y)
    page.mouse.move(x, y)
    tip = page.locator(".st-key-player .tip")
    tip.filter(has_text="A point of the batch").wait_for()
    told = [float(line.split()[1]) for line in tip.inner_text().split("centroid\n")[1].splitlines()]
    np.testing.assert_allclose(told, np.linalg.norm(lit[i] - START, axis=1), rtol=2e-3)
    assert f"Cluster {assign(lit[[i]], START)[0] + 1}\n" in tip.inner_text()


CUT_OFF = """() => [...document.querySelectorAll(".katex-display")].filter((formula) => {
  const ends = [...formula.querySelectorAll(".base")].map((part) => part.getBoundingClientRect().right);
  return Math.max(...ends) > formula.getBoundingClientRect().right + 1;
}).map((formula) => formula.textContent)"""


@pytest.mark.parametrize("width", [390, 1024])
def test_no_formula_is_cut_off(visit, width):
    page = visit("/mini_batch?n=2000&runs=1&tab=Why+it+slows+down", width=width, height=844)
    page.locator(".katex-display").nth(1).wait_for()
    assert page.evaluate(CUT_OFF) == []
