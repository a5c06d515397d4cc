"""By keyboard alone, as a screen reader follows it: no press loses the focus, and no result appears in silence."""

from contextlib import nullcontext

import pytest

from tests.browser.serving import settle

# Every page that has buttons in its main part, with each of its tabs that does.
PRESSED = [
    "/algorithm?ask=0",
    "/algorithm?ask=0&tab=Take+home",
    "/elbow?ask=0",
    "/elbow?ask=0&tab=Gap+statistic&data=moons",
    "/init_comparison?ask=0&show=many+runs&restarts=20",
    "/init_comparison?ask=0&own=1.2",
    "/failure_cases?ask=1&guess.moons-42=A",
    "/failure_cases?ask=0&case=circles&method=DBSCAN",
    "/failure_cases?tab=What+it+costs",
    "/image_compression?ask=0&tab=Rate+and+distortion&k=5",
    "/image_compression?ask=0&tab=Against+the+others&k=5",
    "/mini_batch?ask=0&tab=The+race",
    "/mini_batch?ask=0&tab=Cost",
    "/soft_assignment?ask=0&view=Gaussian+mixture&tab=Numbers",
    "/build_it?puzzle=2&choice=A",
    "/build_it?mode=order+the+lines",
    "/draw_it?mission=1",
]
FOCUSED = """() => { let focused = document.activeElement;
  while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused.tagName; }"""
# The sentences of the page, and whether a screen reader reads each one out when it appears.
SENTENCES = """() => [...document.querySelectorAll("[data-testid=stMain] :is(p, li)")]
  .filter((element) => element.closest("[data-testid=stMarkdownContainer], [data-testid=stCaptionContainer]"))
  .filter((element) => element.checkVisibility() && !element.closest("button, label, [role=dialog], [role=tab]"))
  .map((element) => [element.innerText.trim(), Boolean(element.closest("[aria-live=polite], [role=alert], :focus"))])"""
DRAWN_ALOUD = "[aria-live=polite] :is(.js-plotly-plot, [role=alert])"  # read out label by label, and read out twice
BUTTONS = "[data-testid=stMain] :is([data-testid=stBaseButton-secondary], [data-testid=stBaseButton-tertiary]):enabled"


def buttons(page):
    """Return the buttons that do something on this page, by their labels; a dialog keeps the focus."""
    shown = [button for button in page.locator(BUTTONS).all() if button.is_visible()]
    return {label: button for button in shown if "Share" not in (label := button.inner_text())}


@pytest.mark.parametrize("path", PRESSED)
def test_every_button_can_be_pressed_by_keyboard_and_what_it_does_is_read_out(visit, path):
    page = visit(path)
    pressed = set()
    while left := {label: button for label, button in buttons(page).items() if label not in pressed}:
        label, button = next(iter(left.items()))
        pressed.add(label)
        before = {sentence for sentence, _ in page.evaluate(SENTENCES)}
        is_file = button.evaluate("(button) => Boolean(button.closest('[data-testid=stDownloadButton]'))")
        button.focus()
        with page.expect_download() if is_file else nullcontext():
            page.keyboard.press("Enter")
        settle(page)
        assert page.evaluate(FOCUSED) != "BODY", label
        assert not page.evaluate("document.activeElement.closest('.st-key-player')"), label
        assert not is_file or page.locator("body > [role=status]", has_text="The file is ready.").count()
        appeared = [(sentence, is_read) for sentence, is_read in page.evaluate(SENTENCES) if sentence not in before]
        assert not appeared or any(is_read for _, is_read in appeared), (label, appeared)
        assert page.locator(DRAWN_ALOUD).count() == 0
    assert pressed


def test_the_next_line_takes_the_focus_of_one_that_is_placed(visit):
    page = visit("/build_it?mode=order+the+lines")
    region = page.get_by_role("group", name="Lines that are left")
    for n_placed in range(1, 4):
        following = region.get_by_role("button").nth(2).inner_text()
        region.get_by_role("button").nth(1).press("Enter")
        page.get_by_text(f"The program so far: {n_placed} of 9 lines.").wait_for()
        settle(page)
        assert focused_text(page) == following


def test_the_last_line_passes_the_focus_to_the_one_before_and_take_back_keeps_it_to_the_end(visit):
    page = visit("/build_it?mode=order+the+lines")
    region = page.get_by_role("group", name="Lines that are left")
    for n_placed in range(1, 10):
        before = region.get_by_role("button").nth(-2).inner_text()
        region.get_by_role("button").last.press("Enter")
        page.get_by_text(f"The program so far: {n_placed} of 9 lines.").wait_for()
        settle(page)
        is_full = n_placed == 9  # no line that is left can be pressed: the focus is on all of them
        assert before in focused_text(page) if is_full else focused_text(page) == before
    page.get_by_role("button", name="Take back").focus()
    for n_left in [*range(8, 0, -1), 0, 0]:
        page.keyboard.press("Enter")
        so_far = f"so far: {n_left} of 9 lines." if n_left else "The program: choose its first line."
        page.get_by_text(so_far).wait_for()
        settle(page)
        assert focused_text(page) == "Take back"


@pytest.mark.parametrize("before", ["/", "/build_it"])
def test_back_leads_from_the_next_puzzle_to_the_one_before_with_what_was_chosen_there(visit, before):
    page = visit(before)
    if before == "/":
        page.locator("[data-testid=stMain]").get_by_role("link", name="Build it:").press("Enter")
        page.get_by_text("One line is missing.").wait_for()
        settle(page)
    chosen = page.get_by_role("radio", name="B", exact=True)
    chosen.press("Space")
    page.wait_for_url("**/build_it?choice=B")
    settle(page)
    following = page.get_by_role("link", name="Next puzzle")
    following.press("Enter")
    page.wait_for_url(lambda url: url.endswith("puzzle=2"))
    settle(page)
    assert following.evaluate("(link) => link.getRootNode().activeElement === link") and not chosen.is_checked()
    page.go_back()
    page.wait_for_url("**/build_it?choice=B")
    settle(page)
    assert chosen.is_checked() and page.get_by_role("spinbutton").input_value() == "1"


def focused_text(page):
    return page.evaluate("document.activeElement.innerText").strip()


@pytest.mark.parametrize("link", ["Algorithm", "Elbow", "Practice", "Class room"])
def test_a_page_opened_by_keyboard_begins_at_its_title(visit, link):
    page = visit("/")
    page.locator("[data-testid=stMain]").get_by_role("link", name=f"{link}:").press("Enter")
    page.locator("h1").filter(has_not_text="from scratch").wait_for()
    settle(page)
    assert focused_text(page) == page.locator("h1").inner_text()


def test_a_case_opened_in_the_gallery_is_where_the_keyboard_goes_on(visit):
    page = visit("/failure_cases?tab=Gallery")
    page.get_by_role("button", name="Circles").press("Enter")
    page.get_by_text("A ring and what it surrounds have the same centre.").wait_for()
    settle(page)
    assert "A ring and what it surrounds have the same centre." in focused_text(page)
    assert page.locator(DRAWN_ALOUD).count() == 0


def test_a_run_replayed_from_the_list_of_bars_is_where_the_keyboard_goes_on(visit):
    page = visit("/init_comparison?ask=0&show=many+runs&restarts=20")
    if (run := page.get_by_role("button", name="Run every method 20 times")).count():  # not known yet
        run.press("Enter")
    bars = page.get_by_role("combobox", name="See one of its runs side by side")
    bars.wait_for()
    settle(page)
    bars.scroll_into_view_if_needed()  # a list closes when the page scrolls
    settle(page)
    bars.press("ArrowDown")
    settle(page)
    bars.press("Enter")
    page.locator(".st-key-player").wait_for()
    settle(page)
    assert "Your own start" in focused_text(page)
