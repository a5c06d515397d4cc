"""The Init comparison page in a real browser: one player, five panels, points to click."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.plots import style
from kmeans_core import kmeans_plusplus, lloyd, random_init
from tests.browser.serving import rest, settle
from tests.browser.test_player import at_once, caption, part

X = NAMED["blobs"].make(300, 1.0, 42).X

# Every panel as it is drawn: how many marks it has on the screen, their labels, and its heading.
PANELS = """() => { const graph = document.querySelector(".st-key-stage .js-plotly-plot"), traces = graph._fullData;
  return Object.fromEntries(traces.filter((t) => t.marker?.color?.length === 300).map((t) => {
    const panel = graph.querySelector(`.subplot.${t.xaxis}${t.yaxis}`);
    const marks = panel.querySelectorAll(".points path").length;
    const heading = [...panel.querySelectorAll("text")].map((text) => text.textContent).join(" ");
    return [t.name, { labels: Array.from(t.marker.color), marks, heading }]; })); }"""

PLACE = """([chart, name, i]) => { const graph = document.querySelector(`.st-key-${chart} .js-plotly-plot`);
  const trace = graph._fullData.find((t) => t.name === name), layout = graph._fullLayout;
  const box = graph.getBoundingClientRect(), half = trace.type === "bar" ? 0.5 : 1, at = i < 0 ? trace.x.length + i : i;
  const across = layout["xaxis" + trace.xaxis.slice(1)], up = layout["yaxis" + trace.yaxis.slice(1)];
  return [box.x + across._offset + across.l2p(trace.x[at]), box.y + up._offset + up.l2p(half * trace.y[at])]; }"""

WHEEL = """() => { const traces = document.querySelector(".st-key-stage .js-plotly-plot")._fullData;
  const named = (name) => traces.find((each) => each.name === name);
  return [Array.from(named("chances").marker.size), named("flag").x[0]]; }"""


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
    page = visit("/init_comparison")
    runs = {"random": random_init(X, 4, seed=0), "classic k-means++": kmeans_plusplus(X, 4, seed=0, trials=1)}
    runs = {name: list(lloyd(X, start, tol=0)) for name, start in runs.items()}
    for beat in (1, 3):
        part(page, ".scrubber").fill(str(beat))
        rest(page)
        shown = page.evaluate(PANELS)
        for name, steps in runs.items():
            assert same_groups(shown[name]["labels"], steps[min(beat // 2, len(steps) - 1)].labels.tolist()), name
    page.keyboard.press("End")
    rest(page)
    shown = page.evaluate(PANELS)
    assert len(shown) == 5 and all(panel["marks"] >= 300 for panel in shown.values())
    assert set(shown["your own"]["labels"]) == {style.NOBODY} and "✗ 5.2×" in shown["random"]["heading"]
    assert caption(page) == "All have converged. Not at the best known inertia, 362: random."


def test_clicked_points_become_the_readers_start_and_a_clicked_bar_replays(visit):
    page = visit("/init_comparison?k=2")
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


def test_the_wheel_shrinks_what_is_near_a_pick_and_flags_the_next(visit):
    page = visit("/init_comparison?show=pick+by+pick")
    even, _ = page.evaluate(WHEEL)
    assert max(even) - min(even) < 1e-3
    at_once(page, ["ArrowRight"] * 3)
    rest(page)
    drawn, flag = page.evaluate(WHEEL)
    start = kmeans_plusplus(X, 4, seed=0, trials=1)
    d2 = ((X - start[0]) ** 2).sum(axis=1)
    np.testing.assert_allclose(np.square(drawn) / np.sum(np.square(drawn)), d2 / d2.sum(), atol=1e-5)
    assert flag == pytest.approx(start[1, 0], rel=1e-5) and caption(page).startswith("Pick 2: point")
