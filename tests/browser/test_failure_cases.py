"""Breaking k-means by hand, in a real browser."""

from tests.browser.serving import rest, settle

PICTURES = ".st-key-left-picture .js-plotly-plot, .st-key-right-picture .js-plotly-plot"


def knob(page):
    return page.locator(".st-key-knob").get_by_role("slider")


def heading(page, at):
    return page.locator("[data-testid=stMain] h2").filter(has_text="ARI").nth(at).inner_text()


def test_the_knob_turns_by_keyboard_and_another_case_forgets_the_links_knob(visit):
    page = visit("/failure_cases?ask=0&knob=1.1")
    assert heading(page, 0).startswith("k-means: ARI 0.9")
    knob(page).press("Home")
    settle(page)
    assert "knob=-0.4" in page.url and heading(page, 0).startswith("k-means: ARI 0.1")
    low = page.locator(PICTURES).first.bounding_box()["height"]
    page.set_viewport_size({"width": 1920, "height": 1080})  # the pictures grow with the screen, a knob's turn or not
    page.wait_for_function(
        f"[...document.querySelectorAll('{PICTURES}')].filter((one) => one.clientHeight > {1.4 * low}).length == 2"
    )
    page.locator(".st-key-case").get_by_role("combobox").click()
    page.get_by_role("option", name="circles").click()
    settle(page)
    assert page.locator(".st-key-knob").get_by_text("0.5", exact=True).is_visible() and "knob" not in page.url
    knob(page).press("End")
    settle(page)
    assert "knob=0.9" in page.url and "case=circles" in page.url


def test_a_question_and_a_preset_lead_to_the_very_knob_and_the_address_says_so(visit):
    page = visit("/failure_cases?ask=0&tab=Try&knob=1.1")
    value = page.locator(".st-key-knob [data-testid=stSliderThumbValue]")
    page.get_by_role("button", name="Show me: question 2").click()
    page.get_by_role("link", name="See it: question 2").click()
    page.get_by_role("heading", name="k-means, radius map first: ARI").wait_for()
    settle(page)
    assert value.inner_text() == "0.85" and "knob=0.85" in page.url and "case=circles" in page.url
    page.get_by_role("link", name="Moons").click()
    page.get_by_role("heading", name="DBSCAN: ARI").wait_for()
    settle(page)
    assert value.inner_text() == "0" and "knob" not in page.url
    page.get_by_role("link", name="Where only a fix helps").click()
    page.get_by_role("heading", name="spectral: ARI").wait_for()
    settle(page)
    assert value.inner_text() == "0.85" and "knob=0.85" in page.url


def test_a_click_on_a_cell_of_the_gallery_opens_it_large(visit):
    page = visit("/failure_cases?tab=Gallery&n=60")
    points = page.locator(".st-key-cells-stretched-1 .points path")
    points.first.wait_for()
    points.nth(5).scroll_into_view_if_needed()
    settle(page)  # the cells above come last, and may move this one
    box = points.nth(5).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    rest(page)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("[data-testid=stMain] h2").first.wait_for()
    settle(page)
    assert heading(page, 1).startswith("spectral: ARI") and "case=stretched" in page.url
    assert page.get_by_role("tab", name="Break it").get_attribute("aria-selected") == "true"
