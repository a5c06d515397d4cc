"""What a lecturer does: share a link, fold away what a lesson fixes, show a page on a projector, open a lesson."""

import re

import pytest

from tests.browser.conftest import visits
from tests.browser.serving import rest, settle

SMALLEST = """() => {
  const sizes = [];
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) visit(element.shadowRoot);
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      const box = element.getBoundingClientRect();
      if (!own || !box.width || !element.checkVisibility({ visibilityProperty: true })) continue;
      const { a, b } = element.getScreenCTM?.() ?? { a: 1, b: 0 }; // a drawing has units of its own
      const size = Math.hypot(a, b) * parseFloat(getComputedStyle(element).fontSize);
      sizes.push([size, element.textContent.trim().slice(0, 40)]);
    }
  };
  visit(document.querySelector("[data-testid=stMain]"));
  return sizes.sort((a, b) => a[0] - b[0]);
}"""

# The size of a unit of each axis, in pixels.
UNITS = """() => [...document.querySelectorAll("[data-testid=stMain] .js-plotly-plot")].flatMap((graph) => {
  const axes = Object.entries(graph._fullLayout).filter(([name]) => /^[xy]axis/.test(name));
  return axes.map(([, { _length, range: [low, high] }]) => _length / Math.abs(high - low));
})"""


@pytest.fixture(scope="module")
def stage(chrome, address, lasting):
    with visits(chrome, address, lasting) as visit:
        yield visit("/algorithm?stage=1&seed=0", width=1920, height=1080)


def part(page, css):
    return page.locator(f".st-key-player {css}")


def letters_of(page, css):
    return part(page, css).evaluate("(part) => parseFloat(getComputedStyle(part).fontSize)")


def test_on_the_projector_the_picture_fills_the_screen_and_every_letter_can_be_read(stage):
    stage.wait_for_function(f"() => ({SMALLEST})()[0]?.[0] >= 20")  # the figures' letters grow when they are fitted
    box = stage.locator(".st-key-stage .js-plotly-plot").bounding_box()
    assert box["height"] > 0.85 * 1080 and box["width"] > 0.5 * 1920
    sizes = stage.evaluate(SMALLEST)
    assert len(sizes) > 20 and sizes[0][0] >= 20, sizes[:5]
    assert letters_of(stage, ".caption") >= 28
    assert stage.locator("h1, [role=tab], [data-testid=stSidebar][aria-expanded=true]").count() == 0
    for css in (".st-key-stage .js-plotly-plot", ".st-key-player", ".st-key-curve .js-plotly-plot"):
        box = stage.locator(css).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 1080, css


@pytest.mark.parametrize("width, height", [(1024, 768), (1280, 720), (2560, 1440)])
def test_a_projector_of_another_size_shows_all_of_it_too(stage, width, height):
    stage.set_viewport_size({"width": width, "height": height})
    for mode in ("Your turn", "Watch"):
        part(stage, ".mode button").filter(has_text=mode).click()
        rest(stage)
        stage.wait_for_function(f"() => ({SMALLEST})()[0][0] >= Math.max(15.9, 0.0104 * innerWidth)")
        assert letters_of(stage, ".caption") >= max(17, 0.0145 * width)
        picture, player = (stage.locator(f".st-key-{key}").bounding_box() for key in ("stage", "player"))
        assert picture["x"] + picture["width"] <= player["x"] and player["x"] + player["width"] <= width
        for css in (".st-key-stage .js-plotly-plot", ".st-key-player", ".st-key-curve .js-plotly-plot"):
            box = stage.locator(css).bounding_box()
            assert box["y"] >= 0 and box["y"] + box["height"] <= height, (css, mode)


def test_on_the_projector_keys_step_blank_and_fill_the_screen(stage):
    stage.keyboard.press("Home")
    stage.keyboard.press("PageDown")
    assert part(stage, ".count").inner_text().startswith("half-step 1 of")
    stage.keyboard.press("PageUp")
    assert part(stage, ".count").inner_text().startswith("half-step 0 of")
    cover = stage.locator(".stage-cover")
    for shown in (True, False):
        stage.keyboard.press(".")
        assert cover.is_visible() is shown
    stage.keyboard.press("f")
    stage.wait_for_function("document.fullscreenElement !== null")
    stage.keyboard.press("f")
    stage.wait_for_function("document.fullscreenElement === null")


def test_the_dialog_shares_the_step_and_its_lesson_link_leaves_just_the_chosen_controls_free(visit):
    page = visit("/algorithm?k=5&ask=0")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**step=3**")
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog")
    link = dialog.get_by_text(re.compile(r"^http.*/algorithm\?k=5&ask=false&step=3$"))
    link.wait_for()
    assert dialog.get_by_alt_text("The link above as a QR code").first.is_visible()
    dialog.get_by_role("tab", name="Lesson").click()
    lesson = dialog.get_by_text(re.compile(r"&only=k$"))
    lesson.wait_for()
    opened = visit("/algorithm" + lesson.inner_text().partition("/algorithm")[2])
    sidebar = opened.locator("[data-testid=stSidebar]")
    assert sidebar.locator(".st-key-k").is_visible() and not sidebar.locator(".st-key-seed").is_visible()
    assert part(opened, ".count").inner_text().startswith("half-step 3 of")
    sidebar.get_by_text("Fixed for this lesson").click()
    sidebar.locator(".st-key-seed").wait_for()
    sidebar.locator(".st-key-k").get_by_role("slider").press("ArrowRight")
    opened.wait_for_url("**k=6**")
    assert "only=k" in opened.url  # the lesson goes on


def test_a_newcomer_sees_something_move_and_gets_an_answer_only_after_a_guess(visit):
    page = visit("/", reduced_motion="no-preference")
    centroid = page.locator(".st-key-first-run .centroid").first
    before = centroid.evaluate("(group) => group.style.transform")
    page.wait_for_function(
        f"(group) => group.style.transform !== {before!r}", arg=centroid.element_handle(), timeout=5000
    )
    answer, link = (page.locator(f".st-key-first-run {css}") for css in (".answer", "a.next"))
    assert answer.inner_text() == "" and "local optimum" not in page.content() and not link.is_visible()
    page.get_by_role("button", name="Yes").click()
    answer.filter(has_text="local optimum").wait_for()
    assert answer.inner_text().startswith("It does not.")
    link.click()
    page.wait_for_url("**/algorithm?n=100&seed=2")
    settle(page)
    assert page.locator("h1").inner_text() == "The algorithm"
    page.go_back()
    page.locator(".st-key-first-run").wait_for()


def test_with_reduced_motion_the_landing_page_shows_the_end_at_once(visit):
    page = visit("/")
    assert page.locator(".st-key-first-run figcaption").inner_text().startswith("Converged")


def test_a_lessons_link_shows_its_settings_whatever_was_set_before_and_back_leads_to_the_plan(visit):
    page = visit("/algorithm?k=9&data=moons")
    page.get_by_role("link", name="Start here").click()
    page.locator("[data-testid=stMain]").get_by_role("link", name="You teach").click()
    page.wait_for_url("**/lessons")
    settle(page)
    page.get_by_role("link", name=re.compile("^Open as a lesson: .")).nth(2).click()
    page.wait_for_url("**/algorithm?seed=0&step=0&only=seed**")
    settle(page)
    assert part(page, ".count").inner_text().startswith("half-step 0 of")
    assert page.locator(".st-key-stage .textpoint").count() == 4
    page.go_back()
    page.get_by_role("heading", name="Lessons", level=1).wait_for()


def test_with_the_stage_left_the_letters_are_as_before(visit):
    page = visit("/algorithm?stage=1", width=1920, height=1080)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "23.04px"
    page.goto(page.url.partition("?")[0])
    settle(page)
    rest(page)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"


@pytest.mark.parametrize(
    "path",
    [
        "/elbow?guess.blobs-42=4",
        "/failure_cases?case=circles&guess.circles-42=A",
        "/init_comparison?guess.blobs-42-k4-start0=random",
        "/draw_it?mission=many+moves",
    ],
)
def test_on_the_projector_the_answer_fits_on_one_screen_and_is_as_large_after_a_change_of_size(visit, path):
    page = visit(f"{path}&stage=1", width=1920, height=1080)
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length > 2")
    rest(page)
    page.wait_for_function(
        "(main) => main.scrollHeight <= main.clientHeight",
        arg=page.locator("[data-testid=stMain]").element_handle(),
    )
    assert page.evaluate(SMALLEST)[0][0] >= 20
    for picture in page.locator("[data-testid=stMain] .js-plotly-plot").all():
        box = picture.bounding_box()
        assert box["height"] > 300 and box["y"] + box["height"] <= 1080
    units = page.evaluate(UNITS)
    for width, height in ((1024, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        rest(page)
    page.wait_for_function(f"(units) => ({UNITS})().every((unit, i) => unit > 0.95 * units[i])", arg=units)


@pytest.mark.parametrize("mode", ["fill the blank", "find the bug", "order the lines"])
def test_no_line_of_code_is_cut_on_any_screen(visit, mode):
    page = visit(f"/build_it?mode={mode}&lines=abcdefghi")
    for width, height in ((1366, 768), (1024, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        rest(page)
        code = page.locator("[data-testid=stCode] pre")
        assert code.count() and code.evaluate_all("(all) => all.every((one) => one.scrollWidth <= one.clientWidth)")


def test_on_the_projector_code_and_the_numbers_of_its_lines_can_be_read_too_and_fit_beside_their_pictures(visit):
    page = visit("/build_it?choice=A&run=1&stage=1", width=1920, height=1080)
    page.locator("[data-testid=stCode]").first.wait_for()
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length > 2")
    page.wait_for_function(f"() => ({SMALLEST})()[0][0] >= 20")
    for width, height in ((1280, 720), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        main = page.locator("[data-testid=stMain]").element_handle()
        page.wait_for_function("(main) => main.scrollHeight <= main.clientHeight", arg=main)
