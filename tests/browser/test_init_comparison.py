"""The Init comparison page in a real browser: one player, five panels, points to click."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.plots import style
from dashboard.init_comparison.best_known import best_of_eight
from kmeans_core import kmeans_plusplus, kmeans_plusplus_picks, lloyd, random_init
from tests.browser.serving import rest, settle
from tests.browser.test_player import caption, part

X = NAMED["blobs"].make(300, 1.0, 42).X

# Every panel as it is drawn: how many marks it has on the screen, their labels, the centroids, and its heading.
PANELS = """() => { const graph = document.querySelector(".st-key-stage .js-plotly-plot"), traces = graph._fullData;
  return Object.fromEntries(traces.filter((t) => t.marker?.color?.length === 300).map((t) => {
    const panel = graph.querySelector(`.subplot.${t.xaxis}${t.yaxis}`);
    const marks = panel.querySelectorAll(".points path").length;
    const heading = [...panel.querySelectorAll("text")].map((text) => text.textContent).join(" ");
    const { x } = traces.find((each) => each.name === `${t.name}: centroids`);
    const centroids = Array.from(x).sort((a, b) => a - b);
    return [t.name, { labels: Array.from(t.marker.color), centroids, marks, heading }];
  })); }"""
CURVES = """() => { const graph = document.querySelector(".st-key-stage .js-plotly-plot");
  return Array.from(graph._fullData.find((t) => t.name === "now").y); }"""

PLACE = """([chart, name, i]) => { const graph = document.querySelector(`.st-key-${chart} .js-plotly-plot`);
  const trace = graph._fullData.find((t) => t.name === name), layout = graph._fullLayout;
  const box = graph.getBoundingClientRect(), half = trace.type === "bar" ? 0.5 : 1, at = i < 0 ? trace.x.length + i : i;
  const across = layout["xaxis" + trace.xaxis.slice(1)], up = layout["yaxis" + trace.yaxis.slice(1)];
  return [box.x + across._offset + across.l2p(trace.x[at]), box.y + up._offset + up.l2p(half * trace.y[at])]; }"""

WHEEL = """() => { const traces = document.querySelector(".st-key-stage .js-plotly-plot")._fullData;
  const named = (name) => traces.find((each) => each.name === name), numbers = (values) => Array.from(values);
  const wide = ({ x }) => Math.max(...x) - Math.min(...x);
  return { sizes: numbers(named("chances").marker.size), flag: named("flag").x[0], picks: numbers(named("picks").x),
    candidates: numbers(named("candidates").x), shares: [1, 2, 3, 4].map((j) => wide(named(`share ${j}`))) }; }"""


def click(page, *what):
    """Click where the mark `what` is drawn, and wait for what follows."""
    place = page.evaluate(PLACE, list(what))
    page.mouse.move(place[0] - 1, place[1])
    page.mouse.move(*place)
    rest(page)
    page.mouse.click(*place)
    settle(page)


def same_groups(labels, others):
    """Whether two labelings part the points alike, whatever the numbers."""
    pairs = set(zip(labels, others, strict=True))
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


def test_one_player_moves_all_panels_and_those_that_have_ended_stay_on_the_screen(visit):
    page = visit("/init_comparison?ask=0", reduced_motion="no-preference")
    runs = {"random": random_init(X, 4, seed=0), "classic k-means++": kmeans_plusplus(X, 4, seed=0, trials=1)}
    runs = {name: list(lloyd(X, start, tol=0)) for name, start in runs.items()}
    for i in range(1, 2 * max(map(len, runs.values()))):
        page.keyboard.press("ArrowRight")
        rest(page)
        shown = page.evaluate(PANELS)
        for name, steps in runs.items():
            assigned, moved = (min(half // 2, len(steps) - 1) for half in (i - 1, i))
            assert same_groups(shown[name]["labels"], steps[assigned].labels.tolist()), name
            places = np.sort(steps[moved].centroids[:, 0])
            np.testing.assert_allclose(shown[name]["centroids"], places, rtol=1e-4, atol=1e-4)
        if i % 2:
            inertias = [steps[min(i // 2, len(steps) - 1)].inertia for steps in runs.values()]
            np.testing.assert_allclose(page.evaluate(CURVES)[:2], inertias, rtol=1e-6)
    assert len(shown) == 5 and all(panel["marks"] >= 300 for panel in shown.values())
    assert set(shown["your own"]["labels"]) == {style.NOBODY} and "✗ 5.2×" in shown["random"]["heading"]
    assert caption(page) == "All have converged. Not at the best known inertia, 362: random."


def test_clicked_points_become_the_readers_start_and_a_clicked_bar_replays(visit):
    page = visit("/init_comparison?ask=0&k=2")
    click(page, "stage", "your own", 10)
    first = int(page.evaluate("new URL(location).searchParams.get('own')"))
    click(page, "stage", "your own", int(np.abs(X - X[first - 1]).sum(axis=1).argmax()))
    rows = [int(row) - 1 for row in page.evaluate("new URL(location).searchParams.get('own')").split("-")]
    page.keyboard.press("End")
    rest(page)
    steps = list(lloyd(X, X[rows], tol=0))
    assert same_groups(page.evaluate(PANELS)["your own"]["labels"], steps[-1].labels.tolist())
    page.get_by_role("radio", name="many runs").click()
    page.get_by_role("button", name="Run every method 100 times").click()
    page.wait_for_selector(".st-key-landscape .js-plotly-plot .barlayer path")
    settle(page)
    click(page, "landscape", "random: room", -1)
    page.wait_for_selector(".st-key-stage .js-plotly-plot .main-svg", state="attached")
    settle(page)
    seed = int(float(page.evaluate("new URL(location).searchParams.get('seed') ?? '0'")))
    ends = [list(lloyd(X, random_init(X, 2, seed=seed), tol=0))[-1].inertia for seed in range(100)]
    assert ends[seed] == pytest.approx(max(ends), rel=0.05)
    assert "own=" in page.url
    assert part(page, ".count").inner_text().startswith("half-step 0 of")


@pytest.mark.parametrize(
    "trials, how, motion", [("classic", 1, "no-preference"), ("greedy", None, "reduce")], ids=["classic", "greedy"]
)
def test_every_wheel_and_every_pick_on_the_screen_is_the_cores(visit, trials, how, motion):
    page = visit(f"/init_comparison?show=pick+by+pick&trials={trials}", reduced_motion=motion)
    picks = list(kmeans_plusplus_picks(X, 4, seed=0, trials=how))
    rows = [pick.row for pick in picks]
    for i in range(8):
        rest(page)
        shown, t = page.evaluate(WHEEL), i // 2
        area = np.square(shown["sizes"])
        np.testing.assert_allclose(area / area.sum(), picks[t].probability, atol=1e-6)
        shares = np.bincount(best_of_eight(X, 4).labels, weights=picks[t].probability)
        np.testing.assert_allclose(shown["shares"], shares, atol=1e-5)
        picked = rows[: t + i % 2]
        np.testing.assert_allclose(present(shown["picks"]), X[picked, 0], rtol=1e-5)
        np.testing.assert_allclose(present([shown["flag"]]), X[rows[t : t + i % 2], 0], rtol=1e-5)
        drawn = picks[t].candidates if i % 2 else []
        np.testing.assert_allclose(present(shown["candidates"]), X[list(drawn), 0], rtol=1e-5)
        page.keyboard.press("ArrowRight")
    assert caption(page).startswith("Pick 4: ")


def present(values):
    """Return the positions that are drawn, without the NaN of a trace that shows nothing."""
    return [value for value in values if value is not None and value == value]
