"""The player in a real browser: buttons, keys, time, the address, the pointer."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.plots import style, voronoi
from kmeans_core import lloyd, random_init
from tests.browser.conftest import visits
from tests.browser.drawn import shown
from tests.browser.serving import rest, settle

X = NAMED["blobs"].make(300, 1.0, 42).X
STEPS = list(lloyd(X, random_init(X, 4, seed=50), tol=0))
LAST = 2 * len(STEPS) - 1


@pytest.fixture(scope="module")
def opened_once(chrome, address, lasting):
    with visits(chrome, address, lasting) as visit:
        yield visit("/algorithm?ask=0", reduced_motion="no-preference")


@pytest.fixture
def page(opened_once):
    """The page at its defaults and at the film's beginning, for tests that leave its settings as they are."""
    opened_once.evaluate("document.activeElement.blur()")
    opened_once.keyboard.press("Home")
    return opened_once


def part(page, css):
    return page.locator(f".st-key-player {css}")


def caption(page):
    return part(page, ".caption").inner_text()


def drawn_in_svg(page):
    """Return how many of the points' marks on the screen have each fill colour."""
    fills = page.evaluate(
        """() => [...document.querySelectorAll(".st-key-stage .scatterlayer .trace")]
           .map((trace) => [...trace.querySelectorAll(".point")].map((point) => point.style.fill))
           .find((points) => points.length === 300)"""
    )
    return {fill: fills.count(fill) for fill in set(fills)}


def test_the_marks_on_the_screen_have_as_many_colours_as_points_in_the_clusters(page):
    for step in STEPS[:2]:
        part(page, ".next").click()
        rest(page)
        assert sorted(drawn_in_svg(page).values()) == sorted(np.bincount(step.labels).tolist())
        part(page, ".next").click()
    page.keyboard.press("End")
    assert caption(page).startswith(f"Converged after {len(STEPS) - 1} moves")


def test_the_next_button_says_what_comes_and_the_lit_line_what_is(page):
    said = []
    for _ in range(4):
        lit = part(page, ".code [aria-current]").inner_text()
        said.append((part(page, ".next").inner_text(), lit.split()[0]))
        part(page, ".next").click()
    assert said == [("Assign 1", "pick"), ("Move 1", "assign"), ("Assign 2", "move"), ("Move 2", "assign")]


def test_keys_scrubber_and_rewind(page):
    start = shown(page)["centroids"]["x"]
    for key, at in (("ArrowRight", 1), ("PageDown", 2), ("PageDown", 3), ("PageUp", 2), ("End", LAST), ("Home", 0)):
        page.keyboard.press(key)
        assert part(page, ".count").inner_text() == f"half-step {at} of {LAST}"
    np.testing.assert_allclose(shown(page)["centroids"]["x"], start)
    part(page, ".scrubber").fill("5")
    assert caption(page).startswith("Assign 3:")
    assert (np.array(shown(page)["points"]["color"]) == STEPS[2].labels).all()
    part(page, ".scrubber").press("Home")
    assert caption(page).startswith("4 centroids picked")


def at_once(page, keys):
    """Press keys faster than a frame can be begun."""
    press = "(keys) => { for (const key of keys) document.dispatchEvent(new KeyboardEvent('keydown', { key })); }"
    page.evaluate(press, keys)


@pytest.mark.parametrize("there, back", [(1, 0), (2, 1), (3, 0), (4, 1), (4, 4)])
def test_keys_in_quick_succession_leave_nothing_out(page, there, back):
    page.keyboard.press("End")
    shown(page)
    at_once(page, ["Home"] + ["ArrowRight"] * there + ["ArrowLeft"] * back)
    at = there - back
    assert part(page, ".count").inner_text() == f"half-step {at} of {LAST}"
    state = shown(page)
    np.testing.assert_allclose(state["centroids"]["x"], STEPS[at // 2].centroids[:, 0], rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(state["points"]["color"], STEPS[(at - 1) // 2].labels if at else style.NOBODY)


def test_play_runs_to_the_end_pauses_and_needs_no_server(page):
    usual = part(page, ".speed").input_value()
    part(page, ".speed").select_option("4")
    frames = []
    page.on("websocket", lambda socket: frames.append(socket))
    page.keyboard.press("Space")
    part(page, ".caption").filter(has_text="Assign 1").wait_for()
    page.keyboard.press("Space")
    assert part(page, ".play").inner_text() == "Play" and not caption(page).startswith("4 centroids")
    part(page, ".play").click()
    part(page, ".caption").filter(has_text="Converged").wait_for()
    last = STEPS[-1].labels.tolist()
    assert (
        any(shown(page)["points"]["color"] == last for _ in range(8)) and frames == []
    )  # a slow machine draws it late
    part(page, ".speed").select_option(usual)


def test_a_rerun_for_something_else_keeps_the_place(page):
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.get_by_role("tab", name="Try").click()
    settle(page)
    assert caption(page).startswith("Assign 2")
    assert (np.array(shown(page)["points"]["color"]) == STEPS[1].labels).all()


def test_cells_are_cut_as_in_the_still_pictures(page):
    url = page.evaluate(
        "performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/geometry.js')).name"
    )
    centroids = np.random.default_rng(0).uniform(-1, 1, (7, 2))
    centroids[5] = centroids[2]  # the lower index holds the region
    cells = page.evaluate(
        "async ([url, centroids]) => (await import(url)).cells(centroids, { low: [-2, -2], high: [2, 2] })",
        [url, centroids.tolist()],
    )
    for drawn, cell in zip(cells, voronoi.cells(centroids, [-2, -2], [2, 2]), strict=True):
        np.testing.assert_allclose(sorted(drawn), sorted(cell.tolist()), rtol=1e-9)  # whichever corner is the first


def test_a_preset_begins_another_film_at_its_start_and_space_plays_it_after_a_click_and_after_a_key(visit):
    page = visit("/algorithm?ask=0")
    page.keyboard.press("End")
    page.get_by_role("link", name="Two blobs, three centroids").click()
    page.wait_for_url(lambda url: "data=two" in url and "k=3" in url)
    settle(page)
    part(page, ".caption").filter(has_text="Assign 1").wait_for()
    labels = np.array(shown(page)["points"]["color"])
    two = NAMED["two blobs"].make(300, 1.0, 42).X
    np.testing.assert_array_equal(labels, next(lloyd(two, random_init(two, 3, seed=50))).labels)
    page.keyboard.press("Space")
    part(page, ".caption").filter(has_text="Move 1").wait_for()
    assert part(page, ".play").inner_text() == "Pause"
    page.keyboard.press("Space")
    page.get_by_role("link", name="No clusters at all").press("Enter")
    page.wait_for_url("**data=uniform**")
    settle(page)
    part(page, ".caption").filter(has_text="Assign 1").wait_for()
    page.keyboard.press("Space")
    part(page, ".caption").filter(has_text="Move 1").wait_for()
    page.keyboard.press("Space")
    assert part(page, ".play").inner_text() == "Play"


def test_hovering_tells_a_point_and_clicking_works_it_through(visit):
    page = visit("/algorithm?tab=By+hand")
    place = page.evaluate(
        """() => { const graph = document.querySelector(".st-key-stage .js-plotly-plot");
           const { xaxis, yaxis } = graph._fullLayout;
           const at = graph.data.findIndex((t) => t.name === "points"), box = graph.getBoundingClientRect();
           const { x, y } = graph._fullData[at];
           return [box.x + xaxis._offset + xaxis.l2p(x[200]), box.y + yaxis._offset + yaxis.l2p(y[200])]; }"""
    )
    page.mouse.move(place[0] - 2, place[1])
    page.mouse.move(*place)
    tip = part(page, ".tip").inner_text()
    cluster = STEPS[0].labels[200] + 1
    assert tip.startswith("Point 201\n") and f"Cluster {cluster}\n" in tip
    distance = np.linalg.norm(X[200] - STEPS[0].centroids[cluster - 1])
    nearest = next(line for line in tip.splitlines() if line.endswith("nearest"))
    assert float(nearest.split(":")[1].split()[0]) == pytest.approx(distance, rel=1e-3)
    page.mouse.click(*place)
    page.get_by_text(f"point 201 is in cluster {cluster}").wait_for()


def test_regions_can_be_hidden_and_stay_hidden(page):
    visible = """() => document.querySelector(".st-key-stage .js-plotly-plot")._fullData
                 .filter((t) => t.meta === "regions" && t.visible === true).length"""
    page.keyboard.press("ArrowRight")
    assert page.evaluate(visible) == 4
    part(page, "input[type=checkbox]").first.uncheck()
    part(page, ".next").click()
    rest(page)
    assert page.evaluate(visible) == 0
    part(page, "input[type=checkbox]").first.check()


def test_a_preset_is_one_entry_of_the_history_and_back_restores_what_was_there(visit):
    page = visit("/algorithm?ask=false&k=7&noise=2&step=4")
    before = shown(page)["centroids"]
    preset = page.get_by_role("link", name="An unlucky start")
    assert preset.get_attribute("href").endswith("/algorithm?seed=0&ask=false")
    preset.click()
    page.wait_for_url("**/algorithm?seed=0&ask=false")
    settle(page)
    assert len(shown(page)["centroids"]["x"]) == 4 and "start" not in caption(page)
    for go, url, k in ((page.go_back, "ask=false&k=7&noise=2&step=4", 7), (page.go_forward, "seed=0&ask=false", 4)):
        go()
        page.wait_for_url(f"**/algorithm?{url}")
        settle(page)
        assert len(shown(page)["centroids"]["x"]) == k
        assert part(page, ".count").inner_text().startswith("half-step 4 of" if k == 7 else "half-step 1 of")
    page.go_back()
    page.wait_for_url("**step=4")
    settle(page)
    assert shown(page)["centroids"] == before


@pytest.mark.parametrize("ask", [0, 1])
def test_nothing_fails_while_streamlit_puts_up_another_figure(visit, ask):
    page = visit(f"/algorithm?ask={ask}", reduced_motion="no-preference")
    page.evaluate("document.querySelectorAll('.js-plotly-plot').forEach((graph) => Plotly.purge(graph))")
    for css in [".turn", ".watch"]:
        part(page, css).click()
    for key in ["Home", "ArrowRight", "End", "Escape"]:
        page.keyboard.press(key)
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    page.evaluate("new Promise(requestAnimationFrame)")  # errors are asserted when the page closes


def test_speed_and_switches_are_in_the_address(page, visit):
    part(page, ".speed").select_option("2")
    page.get_by_label("Trails").uncheck()
    page.wait_for_url("**speed=2&hide=trails**")
    linked = visit(page.url.partition("/algorithm")[1] + page.url.partition("/algorithm")[2])
    assert part(linked, ".speed").input_value() == "2" and not linked.get_by_label("Trails").is_checked()
    assert linked.get_by_label("Regions").is_checked()
    part(page, ".speed").select_option("1")
    page.get_by_label("Trails").check()
    page.wait_for_url(lambda url: "speed" not in url and "hide" not in url)


def test_a_link_leads_to_the_step_that_was_on_the_screen(visit):
    page = visit("/algorithm?step=5")
    assert part(page, ".count").inner_text() == f"half-step 5 of {LAST}"
    np.testing.assert_array_equal(shown(page)["points"]["color"], STEPS[2].labels)
    part(page, ".last").click()
    page.wait_for_url(f"**step={LAST}**")
    page.get_by_role("slider", name="Noise").press("ArrowRight")  # another film: from its beginning
    settle(page)
    page.wait_for_url(lambda url: "noise=1.05" in url and "step" not in url)
    assert part(page, ".count").inner_text().startswith("half-step 1 of")


HOST = """<iframe src="{}" width="1200" height="700"></iframe>
<script>window.messages = []; onmessage = ({{ data }}) => messages.push(data);</script>"""


def test_a_page_that_shows_the_app_in_a_frame_is_told_the_step(chrome, address):
    context = chrome.new_context(viewport={"width": 1280, "height": 800})
    host = context.new_page()
    body = HOST.format(f"{address}/algorithm?ask=0")
    host.route("**/host", lambda route: route.fulfill(content_type="text/html", body=body))
    host.goto(f"{address}/host")
    app = host.frame_locator("iframe")
    app.locator(".st-key-player .caption").filter(has_text="Assign 1").wait_for(timeout=60_000)
    told = "messages.filter(({ type }) => type === 'SET_QUERY_PARAM').map(({ queryParams }) => queryParams)"
    app.locator(".st-key-player .next").click()
    host.wait_for_function(f"{told}.at(-1)?.includes('step=2')")
    app.locator(".st-key-player .back").click()
    host.wait_for_function(f"!{told}.at(-1).includes('step')")
    assert host.evaluate("messages.at(-1).stCommVersion") == 1
    context.close()


def test_a_button_that_has_done_all_it_can_keeps_the_focus(page):
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    part(page, ".next").focus()
    page.keyboard.press("Enter")
    assert part(page, ".next").get_attribute("aria-disabled") == "true"
    assert part(page, ".next").evaluate("(button) => button.getRootNode().activeElement === button")
    page.keyboard.press("Enter")
    assert part(page, ".count").inner_text() == f"half-step {LAST} of {LAST}"


def test_a_screen_reader_hears_each_step_once_and_nothing_while_it_plays(page):
    live = """(root) => [...root.querySelectorAll("output, [aria-live]:not([aria-live=off]), [role=status]")]
              .map((element) => element.className)"""

    def heard():
        return part(page, ".player").evaluate(live)

    page.keyboard.press("ArrowRight")
    assert heard() == ["caption"]
    part(page, ".scrubber").focus()
    page.keyboard.press("ArrowRight")
    said = part(page, ".scrubber").get_attribute("aria-valuetext")
    assert heard() == [] and said == caption(page) and said.startswith("Move 1")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    assert heard() == []
    page.keyboard.press("Space")
    assert heard() == ["caption"]


def test_with_forced_colours_only_the_current_line_and_the_pressed_button_are_highlighted(page):
    page.emulate_media(forced_colors="active")
    ground = "(row) => [...row.querySelectorAll('button')].map((button) => getComputedStyle(button).backgroundColor)"
    pressed, other = part(page, ".mode").evaluate(ground)
    border = "(code) => [...code.children].map((line) => getComputedStyle(line).borderLeftColor)"
    current, *others = part(page, ".code").evaluate(border)
    page.emulate_media(forced_colors="none")
    assert len(set(others)) == 1 and current not in others and pressed != other


@pytest.mark.parametrize("step", ["1e999", "2.5"])
def test_what_the_film_does_not_have_is_as_usual(visit, step):
    page = visit(f"/algorithm?step={step}&speed={step}&hide={step}")
    assert part(page, ".count").inner_text() == f"half-step 1 of {LAST}"
    assert part(page, ".speed").input_value() == "1" and page.get_by_label("Regions").is_checked()


def test_the_work_by_hand_goes_to_the_half_step_that_the_player_has_moved_on_to(visit):
    page = visit("/algorithm?ask=false")
    page.get_by_role("tab", name="By hand").click()
    panel = page.get_by_role("tabpanel")
    panel.get_by_text("Assign 1", exact=True).wait_for()
    for _ in range(4):
        part(page, ".next").click()
    page.wait_for_url("**step=5**")
    panel.get_by_role("button", name="Use the half-step shown").click()
    panel.get_by_text("Assign 3", exact=True).wait_for()
