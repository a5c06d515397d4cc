"""Every page for every reader: themes, screens, keyboards, assistive technology, little motion."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from benchmarks.serving import ROOT
from tests.browser.conftest import visits
from tests.browser.serving import rest, settle
from tests.dashboard.common.plots.test_style import contrast

PAGES = ["/", *sorted("/" + path.stem.partition("_")[2] for path in (ROOT / "pages").glob("*.py"))]


def serious(page):
    """Return what axe finds that matters, and that Streamlit itself did not bring."""
    found = Axe().run(page).response["violations"]
    return [
        (rule["id"], node["target"], node["any"][0]["message"] if node["any"] else "")
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if any("st-key-player" in str(target) or "player" in node["html"] for target in node["target"])
        or rule["id"] in ("color-contrast", "image-alt", "svg-img-alt", "label", "heading-order")
    ]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_read_on_both_themes_and_fits_every_screen(visit, path):
    page = visit(path, color_scheme="light")
    if page.locator(".st-key-player").count():
        page.keyboard.press("ArrowRight")
        rest(page)
    assert serious(page) == []
    assert page.locator("a[href$='?']").count() == 0  # a link without settings is a plain address
    page.emulate_media(color_scheme="dark")
    if guess := page.locator("[class*=st-key-guess]").get_by_role("radio").all():  # first the question, now the result
        guess[0].press("Enter")
    settle(page)
    assert serious(page) == []
    for width, height in ((1920, 1080), (1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        rest(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


@pytest.fixture(scope="module")
def page(chrome, address, lasting):
    """The Algorithm page, for tests that give its window a size of their own."""
    with visits(chrome, address, lasting) as visit:
        yield visit("/algorithm?ask=0")


def test_stage_and_player_fit_one_screen_and_grow_with_it(page):
    for width, height in ((1280, 800), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        rest(page)
        boxes = [page.locator(css).bounding_box() for css in (".st-key-stage .js-plotly-plot", ".st-key-player")]
        assert all(box["y"] + box["height"] <= height for box in boxes)
        assert boxes[0]["height"] > 0.6 * height


def test_on_a_phone_picture_sentence_and_buttons_are_seen_together_and_fingers_hit_them(visit):
    page = visit("/algorithm?ask=0", width=390, height=844)
    rest(page)
    inside = [".st-key-stage .js-plotly-plot", *(f".st-key-player {css}" for css in (".caption", ".next", ".last"))]
    stage, caption, next_button, _ = boxes = [page.locator(css).bounding_box() for css in inside]
    assert 0 <= caption["y"] - (stage["y"] + stage["height"]) < 60 and caption["y"] < next_button["y"]
    assert all(box["y"] + box["height"] <= 844 for box in boxes)
    assert stage["width"] > 0.8 * 390
    targets = page.locator(".st-key-player :is(button, select, .scrubber, .options label):visible").all()
    assert all(target.bounding_box()["height"] >= 44 for target in targets)


@pytest.mark.parametrize(
    "page, tab",
    [("algorithm", "Numbers"), ("elbow", "Numbers"), ("soft_assignment", "Numbers"), ("image_compression", "Palette")],
)
def test_on_a_phone_the_buttons_of_a_table_leave_the_tabs_free(visit, page, tab):
    page = visit(f"/{page}?ask=0&tab={tab}", width=390, height=844)
    table = page.locator("[data-testid=stElementContainer]:has([data-testid=stDataFrame])").first
    table.locator("[data-testid=stDataFrame]").tap(position={"x": 60, "y": 60})
    buttons = table.locator("[data-testid=stElementToolbar]")
    buttons.wait_for()
    tabs = page.get_by_role("tablist").bounding_box()
    assert buttons.bounding_box()["y"] >= tabs["y"] + tabs["height"] - 0.5


def test_on_an_old_projector_the_picture_covers_a_quarter_of_the_screen(visit):
    page = visit("/algorithm?ask=0", width=1024, height=768)
    rest(page)
    size = page.evaluate("document.querySelector('.st-key-stage .js-plotly-plot')._fullLayout._size")
    assert size["w"] * size["h"] > 0.25 * 1024 * 768


def test_points_grow_with_the_picture(page):
    sizes = []
    for width, height in ((1920, 1080), (1280, 700)):
        page.set_viewport_size({"width": width, "height": height})
        rest(page)
        sizes.append(page.locator(".st-key-stage .points path").first.bounding_box()["width"])
    assert sizes[0] > 1.2 * sizes[1]


def test_with_reduced_motion_nothing_slides(page):
    page.keyboard.press("Home")
    page.evaluate(
        """() => { window.durations = []; window.animate = Plotly.animate;
           Plotly.animate = (graph, frame, options) => { durations.push(options.transition.duration);
             return animate(graph, frame, options); } }"""
    )
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    durations = page.evaluate("Plotly.animate = animate, durations")
    assert durations and set(durations) == {0}


WORN = """() => { const graph = document.querySelector(".st-key-stage .js-plotly-plot");
  const named = (name) => graph._fullData.find((trace) => trace.name === name);
  const numbers = [...document.querySelectorAll(".st-key-stage .textpoint text")].map((text) => text.style.fill);
  return [named("region 1").fillcolor, graph._fullLayout.xaxis.tickfont.color, named("points").marker.color[0],
          numbers]; }"""

WEARS = """(first) => document.querySelector(".st-key-stage .js-plotly-plot")?._fullData
  ?.find((trace) => trace.name === "region 1")?.fillcolor?.toUpperCase() === first"""


def readable(worn, ground):
    """Whether the axis and the centroids' numbers stand out from the page."""
    (ink,) = {"#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", fill)) for fill in worn[3]}
    return len(worn[3]) == 4 and contrast(ink, ground) > 4.5 and contrast(worn[1], ground) > 4.5


def test_a_page_opened_in_the_dark_can_be_read_and_a_new_theme_dresses_its_picture_anew_and_keeps_the_place(visit):
    page = visit("/algorithm?ask=0", color_scheme="dark")
    assert readable(page.evaluate(WORN), "#0E1117")
    page.keyboard.press("ArrowRight")
    rest(page)
    worn = []
    for scheme, first in (("light", "#2B56FB"), ("dark", "#5A89E7")):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(WEARS, arg=first)
        rest(page)  # what comes after the colours
        worn.append(page.evaluate(WORN))
    light, dark = worn
    assert readable(light, "#FFFFFF") and readable(dark, "#0E1117")
    assert light[2] == dark[2] >= 0


def test_the_landing_page_fetches_no_plotly_and_leads_to_the_first_page(visit):
    page = visit("/")
    scripts = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert not [name for name in scripts if "plotly" in name.lower()]
    page.locator("[data-testid=stMain]").get_by_role("link", name="Algorithm").click()
    page.wait_for_url("**/algorithm")
    settle(page)
    assert page.locator("h1").inner_text() == "The algorithm"


@pytest.mark.parametrize(
    "page, preset, other",
    [
        ("mini_batch", "Stopped too early", "soft_assignment"),  # 20,000 points, where at most 500 are offered
        ("image_compression", "Bands, dithered", "elbow"),  # six numbers of colours, where a range of k is chosen
    ],
)
def test_a_page_takes_no_harm_from_the_settings_of_the_page_before(visit, page, preset, other):
    seen = visit(f"/{page}")
    seen.get_by_role("link", name=preset).click()
    settle(seen)
    open_from_menu(seen, other)
    assert seen.locator("[data-testid=stException]").count() == 0 and seen.locator("h1").count() == 1


def test_a_whole_number_is_taken_along_to_other_pages_as_it_is_written(visit):
    page = visit("/algorithm?seed=3&data_seed=7&ask=false")
    open_from_menu(page, "init_comparison")
    open_from_menu(page, "algorithm")
    settings = {"seed=3", "data_seed=7", "ask=false"}
    page.wait_for_url(lambda url: set(urlsplit(url).query.split("&")) == settings)


def open_from_menu(page, name):
    """Open one of the pages that are in the menu's first submenu, or beside it."""
    if page.locator("header").locator(f"a[href*={name}]").count() == 0:
        page.get_by_text("Going further").first.click()
    page.locator(f"a[href*={name}]").last.click()
    page.wait_for_url(f"**/{name}*")
    settle(page)


def test_a_page_from_the_menu_opens_on_its_first_tab_with_its_own_k_and_the_pages_before_come_back_as_they_were(visit):
    page = visit("/algorithm?k=5&seed=7&ask=false&tab=Try")
    before = page.evaluate("history.length")
    open_tab = page.locator("[role=tab][aria-selected=true]")
    open_from_menu(page, "failure_cases")
    assert page.evaluate("history.length") == before + 1
    first = page.get_by_role("tab").first.inner_text()
    assert open_tab.inner_text() == first and "tab=" not in page.url
    open_from_menu(page, "image_compression")
    assert page.url.endswith("/image_compression?ask=false")
    assert "different colours of its pixels became 16" in page.locator("[data-testid=stMain]").inner_text()
    page.go_back()
    page.get_by_role("heading", name="When k-means fails", level=1).wait_for()
    page.go_back()
    page.get_by_role("heading", name="The algorithm", level=1).wait_for()
    page.locator(".st-key-stage .textpoint").nth(4).wait_for()  # Streamlit alone would forget k, which others have too
    settings = {"k=5", "seed=7", "ask=false", "tab=Try"}
    page.wait_for_url(lambda url: set(urlsplit(url).query.split("&")) == settings)
    page.locator("[role=tab][aria-selected=true]", has_text="Try").wait_for()
    page.go_forward()
    page.get_by_role("heading", name="When k-means fails", level=1).wait_for()
