"""The Mini-batch page in a real browser: each batch on the screen is the core's."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.label_matching import matching
from dashboard.common.plots.style import NOBODY
from dashboard.common.sampling import even_rows
from dashboard.mini_batch.compute import ALL, DRAW, MAX_DRAWN_POINTS, MOVE
from dashboard.mini_batch.cost_curves import batch_rng
from kmeans_core import INIT_METHODS, assign, lloyd, minibatches, random_init
from tests.browser.conftest import visits
from tests.browser.serving import rest
from tests.dashboard.mini_batch.runs import run_on

X = NAMED["blobs"].make(2000, 3.0, 42).X
START = random_init(X, 4, seed=84)
STATES = list(minibatches(X, START, batch_size=50, seed=batch_rng(84, 0)))
DRAWN = """() => {
  const graph = document.querySelector(".st-key-stage .js-plotly-plot");
  const trace = (name) => graph._fullData.find((t) => t.name === name), list = (values) => Array.from(values);
  const [points, batch, centroids, rates, jumps] =
    ["points", "batch", "centroids", "rates", "reassigned"].map(trace);
  const texts = [...document.querySelectorAll(".st-key-stage .scatterlayer .textpoint text")].map((t) => t.textContent);
  const range = graph._fullLayout.xaxis.range;
  return { x: list(centroids.x), y: list(centroids.y), lit: list(batch.x), batch: list(batch.marker.color),
           labels: list(points.marker.color), rates: rates.text, texts, jumps: list(jumps.x),
           width: range[1] - range[0] };
}"""


def drawn_on(page):
    rest(page)
    return page.evaluate(DRAWN)


@pytest.mark.parametrize(
    "n, init, seed, size, motion",
    [(20_000, "farthest-first", 88, 50, "reduce"), (2000, "random", 84, 10, "no-preference")],
)
def test_every_picture_is_what_the_core_computed(visit, n, init, seed, size, motion):
    table = NAMED["blobs"].make(n, 3.0, 42)
    run, X = run_on(table, 4, size, seed, init), table.X
    states = list(minibatches(X, INIT_METHODS[init](X, 4, seed=seed), batch_size=size, seed=batch_rng(seed, 0)))
    page = visit(f"/mini_batch?tab=Code+as+it+runs&n={n}&init={init}&seed={seed}&batch={size}", reduced_motion=motion)
    width = drawn_on(page)["width"]
    for i, picture in enumerate(run.film):
        if i:
            page.keyboard.press("ArrowRight")
        drawn, state = drawn_on(page), states[picture.batches]
        np.testing.assert_allclose(drawn["x"], state.centroids[:, 0], rtol=1e-4, atol=1e-4)
        np.testing.assert_allclose(drawn["y"], state.centroids[:, 1], rtol=1e-4, atol=1e-4)
        for count, rate in zip(state.counts, drawn["rates"], strict=True):
            assert rate == f"1/{count:.0f}" if 0 < count < 1000 else rate == "\u00a0" or rate.endswith("k")
        assert set(drawn["rates"]) <= set(drawn["texts"])
        if picture.line in (DRAW, MOVE):
            batch = states[picture.batches + (picture.line == DRAW)]
            np.testing.assert_allclose(drawn["lit"], X[batch.indices, 0], rtol=1e-4, atol=1e-4)
            assert drawn["batch"] == batch.labels.tolist()
        jumps = state.centroids[state.reassigned, 0] if picture.line == MOVE and state.reassigned.size else [np.nan]
        np.testing.assert_allclose(drawn["jumps"], jumps, rtol=1e-4, atol=1e-4)
        labels = assign(X[run.rows], state.centroids) if picture.line == ALL else np.full(len(run.rows), NOBODY)
        np.testing.assert_array_equal(drawn["labels"], labels)
        assert drawn["width"] == pytest.approx(width)  # the picture does not zoom


@pytest.fixture(scope="module")
def opened_once(chrome, address, lasting):
    with visits(chrome, address, lasting) as visit:
        yield visit("/mini_batch?n=2000&tab=Code+as+it+runs")


@pytest.fixture
def page(opened_once):
    """The page with 2,000 points, at the film's beginning."""
    opened_once.keyboard.press("Home")
    return opened_once


def test_back_from_the_end_the_points_are_grey_again(page):
    page.keyboard.press("End")
    rows = even_rows(len(X), MAX_DRAWN_POINTS)
    assert drawn_on(page)["labels"] == assign(X, STATES[-1].centroids)[rows].tolist()
    page.keyboard.press("Home")
    assert set(drawn_on(page)["labels"]) == {NOBODY}


def test_only_the_points_that_differ_are_in_colour(visit):
    page = visit("/mini_batch?n=2000&tab=Where+it+differs")
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


def test_hovering_tells_how_far_a_point_is_from_every_centroid(page):
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
    page = visit("/mini_batch?n=2000&tab=Why+it+slows+down", width=width, height=844)
    page.locator(".katex-display").nth(1).wait_for()
    assert page.evaluate(CUT_OFF) == []
