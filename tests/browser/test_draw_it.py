"""Drawing in a real browser: mouse, finger and keyboard, what is seen at once, and what the page makes of it."""

import re
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from dashboard.common.drawn import MAX_POINTS, read_places, write_places
from dashboard.common.plots import voronoi
from dashboard.components import CLOSE_WHEN_GONE, url_of
from dashboard.draw_it.compute import run_from
from kmeans_core import assign, inertia
from tests.browser.conftest import visits
from tests.browser.serving import settle

POINTS, CENTROIDS = "AACAzzxz", "0Azq"  # (10, 10), (12, 10), (61, 61), (59, 61) and centroids (0, 10), (61, 52)
ADDRESS = f"/draw_it?points={POINTS}&centroids={CENTROIDS}"


@pytest.fixture(scope="module")
def opened_once(chrome, address, lasting):
    with visits(chrome, address, lasting) as visit:
        page = visit(ADDRESS, height=900, reduced_motion="no-preference")
        page.get_by_text("The drawing as text").click()
        yield page


@pytest.fixture
def page(opened_once):
    """The page with the drawing above, in the mode Points."""
    part(opened_once, "input[value=points]").check()
    for key, text in (("points", POINTS), ("centroids", CENTROIDS)):
        field = opened_once.locator(f".st-key-{key} input")
        field.fill(text)
        field.press("Enter")
    settle(opened_once)
    return opened_once


def part(page, css):
    return page.locator(f".st-key-canvas {css}")


def spot(page, x, y):
    """Return where on the screen the place (x, y) of the grid is."""
    box = part(page, ".plane").bounding_box()
    unit = box["width"] / 63
    return box["x"] + (x + 1) * unit, box["y"] + (62 - y) * unit


def status(page):
    return part(page, ".status").inner_text()


def drawing(page):
    """Return the points and the centroids in the address, once the page has answered."""
    settle(page)
    names = parse_qs(urlsplit(page.url).query, keep_blank_values=True)
    return tuple(read_places(names[name][0]).tolist() for name in ("points", "centroids"))


@contextmanager
def drag(page, start, end):
    """Press at one place of the grid and move to another; what is in the block happens before the release."""
    there = spot(page, *end)  # first: a press that waits for it would be a long one
    page.mouse.move(*spot(page, *start))
    page.mouse.down()
    page.mouse.move(*there, steps=4)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    yield
    page.mouse.up()


def seen_inertia(page) -> int:
    return int(re.search(r"inertia ([\d,]+)", status(page))[1].replace(",", ""))


def test_a_dragged_point_changes_regions_and_inertia_at_once_and_the_film_on_release(page):
    before, centroids = read_places(POINTS), read_places(CENTROIDS)
    with drag(page, (10, 10), (40, 50)):
        moved = before.copy()
        moved[0] = 40, 50
        assert seen_inertia(page) == inertia(moved, centroids)
        assert f"was {inertia(before, centroids):,.0f}" in status(page)
    assert drawing(page) == (moved.tolist(), centroids.tolist())
    page.locator(".st-key-player .last").click()
    moves = run_from(moved, centroids)[-1].iteration
    assert page.locator(".st-key-player .caption").inner_text().startswith(f"Converged after {moves} move")


def test_a_dragged_centroid_takes_points_over(page):
    with drag(page, (61, 52), (12, 12)):
        assert seen_inertia(page) == inertia(read_places(POINTS), [[0, 10], [12, 12]])
    assert drawing(page)[1] == [[0, 10], [12, 12]]


# A press that moves by 4 pixels, at once: on a busy machine a real one would be a long press.
TREMBLE = """(plane, [x, y]) => {
  const mouse = { pointerId: 1, isPrimary: true, pointerType: "mouse", clientY: y };
  for (const [kind, by] of [["down", 0], ["move", 4], ["up", 4]])
    plane.dispatchEvent(new PointerEvent(`pointer${kind}`, { ...mouse, clientX: x + by }));
}"""


def test_a_click_adds_and_a_trembling_one_moves_nothing(page):
    x, y = spot(page, 30, 30)
    page.mouse.click(x, y)
    part(page, ".plane").evaluate(TREMBLE, spot(page, 12, 10))
    points, centroids = drawing(page)
    assert points == [*read_places(POINTS).tolist(), [30, 30]] and centroids == read_places(CENTROIDS).tolist()


def test_a_centroid_is_placed_on_a_point_too_but_not_on_a_centroid(page):
    part(page, "input[value=centroids]").check()
    page.mouse.click(*spot(page, 12, 10))
    page.mouse.click(*spot(page, 61, 52))
    assert drawing(page) == (read_places(POINTS).tolist(), [*read_places(CENTROIDS).tolist(), [12, 10]])


def test_modes_undo_redo_and_clear(page):
    part(page, "input[value=spray]").check()
    page.mouse.click(*spot(page, 30, 30))
    sprayed, _ = drawing(page)
    assert len(sprayed) == 9 and sprayed[:4] == read_places(POINTS).tolist()
    part(page, "input[value=centroids]").check()
    page.mouse.click(*spot(page, 45, 20))
    assert drawing(page)[1][-1] == [45, 20]
    part(page, "input[value=erase]").check()
    page.mouse.click(*spot(page, 10, 10))
    assert len(drawing(page)[0]) == 8
    for _ in range(3):
        part(page, ".undo").click()
    assert drawing(page) == (read_places(POINTS).tolist(), read_places(CENTROIDS).tolist())
    part(page, ".redo").click()
    assert drawing(page)[0] == sprayed
    part(page, ".clear").click()
    assert drawing(page) == ([], []) and part(page, ".run").get_attribute("aria-disabled") == "true"
    assert part(page, ".empty").text_content() == "There is nothing to erase"
    part(page, "input[value=centroids]").check()
    assert part(page, ".empty").text_content() == "Click or tap to place centroids"
    part(page, ".undo").click()
    assert drawing(page)[0] == sprayed


def test_the_right_button_removes_and_no_more_than_sixty_points_are_sprayed(page):
    page.mouse.click(*spot(page, 61, 61), button="right")
    assert drawing(page)[0] == read_places("AACAxz").tolist()
    part(page, "input[value=spray]").check()
    with drag(page, (5, 5), (55, 55)):
        page.mouse.move(*spot(page, 5, 55), steps=30)
    assert len(drawing(page)[0]) == MAX_POINTS
    assert f"{MAX_POINTS} points" in status(page)


def test_the_keyboard_draws_and_says_what_it_does(page):
    plane = part(page, ".plane")
    plane.focus()
    for key in ("Shift+ArrowLeft",) * 4 + ("Shift+ArrowDown",) * 4:
        plane.press(key)
    news = part(page, ".news")
    said = news.inner_text()
    assert re.match(r"\d+, \d+", said)
    at = [int(value) for value in said.split(":")[0].split(", ")]
    plane.press("ArrowUp")
    plane.press("Enter")
    assert news.inner_text().startswith("Point added. 5 points")
    plane.press("Enter")
    assert "picked up" in news.inner_text()
    plane.press("ArrowUp")
    plane.press("Enter")
    assert drawing(page)[0][-1] == [at[0], at[1] + 2]
    plane.press("Delete")
    plane.press("Control+z")
    plane.press("Control+z")
    assert drawing(page)[0][-1] == [at[0], at[1] + 1]


# Collects what a screen reader says of the drawing and of its run: each change of a part that is live at that moment.
LISTEN = """() => {
  window.heard = [];
  for (const listener of window.listeners ?? []) listener.disconnect();
  window.listeners = [];
  const say = (changes) => {
    const parts = changes.map(({ target }) => (target.closest ? target : target.parentElement)?.closest("[aria-live]"));
    for (const part of new Set(parts)) if (part?.ariaLive === "polite") heard.push(part.textContent.trim());
  };
  const roots = [...document.querySelectorAll("*")].map((element) => element.shadowRoot);
  for (const root of [document.body, ...roots.filter(Boolean)]) {
    const listener = new MutationObserver(say);
    listener.observe(root, { subtree: true, childList: true, characterData: true });
    listeners.push(listener);
  }
}"""


def test_each_change_of_the_drawing_is_read_out_once_in_a_sentence_that_begins_like_one(page):
    plane, n_changes = part(page, ".plane"), 0
    for key in ("Shift+ArrowRight", "Shift+ArrowDown") * 13:  # to the corner, where there is nothing
        plane.press(key)
    page.evaluate(LISTEN)
    for key in ("Enter", "Enter", "Enter", "Delete", "Control+z", "Control+y"):
        plane.press(key)
        settle(page)
        n_changes += 1
        assert len(page.evaluate("heard")) == n_changes, page.evaluate("heard")
    starts = [sentence.split(".")[0] for sentence in page.evaluate("heard")]
    assert starts == ["Point added", "Point 5 picked up", "Dropped", "Point removed", "Undone", "Redone"]


def test_a_drawing_that_is_cleared_while_its_run_plays_ends_in_that_sentence(page):
    page.evaluate(LISTEN)
    part(page, ".run").press("Enter")
    page.wait_for_timeout(300)
    page.evaluate("heard.length = 0")
    part(page, ".clear").press("Enter")
    settle(page)
    assert page.evaluate("heard") == ["Cleared. 0 points, 0 centroids"]


def test_a_drawing_from_elsewhere_is_read_out_once(page):
    page.evaluate(LISTEN)
    page.get_by_role("link", name="Empty plane").press("Enter")
    settle(page)
    assert page.evaluate("heard") == ["Another drawing. 0 points, 0 centroids"]


def test_the_best_start_is_read_out_once_and_its_button_keeps_the_focus(page):
    page.evaluate(LISTEN)
    button = page.get_by_role("button", name="Place the best of 50 starts")
    button.press("Enter")
    page.get_by_text("Placed: the start whose run ends lowest").wait_for()
    settle(page)
    (said,) = page.evaluate("heard")
    assert "Placed: the start whose run ends lowest" in said
    assert button.evaluate("(button) => button === document.activeElement")


def test_a_run_that_the_reader_plays_is_read_out_when_it_has_ended(page):
    page.evaluate(LISTEN)
    page.locator(".st-key-player .speed").select_option("4")
    part(page, ".run").press("Enter")
    page.locator(".st-key-player .caption").filter(has_text="Converged").wait_for()
    settle(page)
    assert page.evaluate("heard").pop().startswith("Converged after")
    page.locator(".st-key-player .speed").select_option("1")


def test_run_from_here_plays_the_film_of_what_has_just_been_drawn(page):
    page.locator(".st-key-player .speed").select_option("4")
    with drag(page, (0, 10), (30, 40)):
        pass
    part(page, ".run").click()
    page.locator(".st-key-player .caption").filter(has_text="Converged").wait_for()
    moves = run_from(read_places(POINTS), read_places("Ueqz"[:2] + "zq"))[-1].iteration
    assert page.locator(".st-key-player .caption").inner_text().startswith(f"Converged after {moves} move")
    page.locator(".st-key-player .speed").select_option("1")


def test_a_component_closes_once_it_has_left_the_page_and_not_before(page):
    closed = page.evaluate(
        """async (closing) => {
          let closed = 0;
          window.closeOne = () => closed++;
          const module = "const drawComponent = () => window.closeOne;" + closing;
          const { default: draw } = await import(URL.createObjectURL(new Blob([module], { type: "text/javascript" })));
          const parentElement = document.body.appendChild(document.createElement("div"));
          const close = draw({ parentElement });
          close();
          const overtaken = closed;
          parentElement.remove();
          close();
          return [overtaken, closed];
        }""",
        CLOSE_WHEN_GONE,
    )
    assert closed == [0, 1]


def rounded(corners) -> set:
    return {tuple(corner) for corner in np.round(corners, 6).tolist()}


def test_the_preview_of_a_thousand_drawings_is_what_the_core_computes(page):
    rng = np.random.default_rng(0)
    drawings = [[rng.integers(0, 62, (rng.integers(2, most + 1), 2)) for most in (60, 8)] for _ in range(1000)]
    seen = page.evaluate(
        """async ([drawing, geometry, texts]) => {
          const { assignment, placesOf, textOf } = await import(drawing);
          const { cells } = await import(geometry);
          return texts.map((both) => {
            const [points, centroids] = both.map(placesOf);
            const { labels, inertia } = assignment(points, centroids);
            const regions = cells(centroids, { low: [-1.5, -1.5], high: [62.5, 62.5] });
            return { labels, inertia, regions, texts: [textOf(points), textOf(centroids)] };
          });
        }""",
        [
            *(f"/{url_of(name)}" for name in ("canvas/browser/drawing.js", "player/browser/geometry.js")),
            [list(map(write_places, both)) for both in drawings],
        ],
    )
    for (X, C), preview in zip(drawings, seen, strict=True):
        assert preview["texts"] == [write_places(X), write_places(C)]
        np.testing.assert_array_equal(preview["labels"], assign(X, C))
        assert preview["inertia"] == inertia(X, C)
        for region, cell in zip(preview["regions"], voronoi.cells(C, (-1.5, -1.5), (62.5, 62.5)), strict=True):
            assert rounded(region) == rounded(cell)


def test_a_finger_draws_drags_and_removes_while_the_page_stays_where_it_is(chrome, address, lasting):
    with visits(chrome, address, lasting) as visit:
        page = visit(ADDRESS, width=390, height=844)
        part(page, ".plane").scroll_into_view_if_needed()
        for button in part(page, "button").all():
            assert button.bounding_box()["height"] >= 44
        page.touchscreen.tap(*spot(page, 40, 20))
        assert drawing(page)[0][-1] == [40, 20]
        touch = page.context.new_cdp_session(page)
        scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
        top = page.evaluate(scrolled)

        def finger(kind, *places):
            at = [dict(zip("xy", place, strict=True)) for place in places]
            touch.send("Input.dispatchTouchEvent", dict(type=kind, touchPoints=at))

        way = [spot(page, 11, y) for y in range(11, 39, 3)]
        finger("touchStart", way[0])  # near a point is near enough
        for place in way[1:]:
            finger("touchMove", place)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        assert "was" in status(page)
        finger("touchEnd")
        points, _ = drawing(page)
        assert page.evaluate(scrolled) == top and [11, 38] in points and len(points) == 5
        finger("touchStart", way[-1])
        part(page, ".news").filter(has_text="removed").wait_for()
        finger("touchEnd")
        remaining, _ = drawing(page)
        assert len(remaining) == 4
        pinch = [spot(page, 20, 50), spot(page, 40, 50)]
        finger("touchStart", pinch[0])
        finger("touchStart", *pinch)
        finger("touchMove", spot(page, 25, 50), spot(page, 35, 50))
        finger("touchEnd")
        assert drawing(page)[0] == remaining


def test_a_drawing_opens_on_another_page_and_back_leads_to_it(visit):
    page = visit(ADDRESS)
    page.locator("[data-testid=stMain]").get_by_role("link", name="Algorithm").click()
    page.wait_for_url("**/algorithm?**")
    settle(page)
    address = parse_qs(urlsplit(page.url).query)
    assert (address["data"], address["pts"], address["cen"]) == (["drawn"], [POINTS], [CENTROIDS])
    page.go_back()
    part(page, ".plane").wait_for()
    assert drawing(page) == (read_places(POINTS).tolist(), read_places(CENTROIDS).tolist())
