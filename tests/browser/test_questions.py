"""Guesses and questions in a real browser: by hand, by keyboard, on a phone."""

import pytest

from tests.browser.serving import rest, settle

ASKING = {
    "/elbow": ".js-plotly-plot",
    "/failure_cases": ".js-plotly-plot",
    "/image_compression": "[data-testid=stImage]",
}


FOCUSED = "() => [document.activeElement.innerText, document.activeElement.ariaLive]"


def guesses(page):
    return page.locator("[class*=st-key-guess]").get_by_role("radio")


@pytest.mark.parametrize("path", ASKING)
@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_the_question_and_what_it_is_about_are_seen_at_once(visit, path, size):
    width, height = size
    page = visit(path, width=width, height=height)
    guesses(page).first.wait_for()
    boxes = [option.bounding_box() for option in guesses(page).all()]
    assert len(boxes) >= 3 and all(box["y"] + box["height"] <= height for box in boxes)
    assert all(0 <= box["x"] and box["x"] + box["width"] <= width for box in boxes)
    picture = page.locator(ASKING[path]).first.bounding_box()
    assert max(box["y"] for box in boxes) < picture["y"] < height
    sliders = page.locator("[data-testid=stMain]").get_by_role("slider").all()
    assert all(slider.bounding_box()["y"] > picture["y"] for slider in sliders)


def test_a_guess_by_keyboard_shows_the_result_and_its_link_restores_it(visit):
    page = visit("/elbow")
    guesses(page).first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_text("You see 6; no criterion chooses it.").wait_for()
    settle(page)
    assert "guess.blobs-42=6" in page.url and guesses(page).first.is_disabled()
    judged, live = page.evaluate(FOCUSED)  # the keyboard goes on from there
    assert "You see 6; no criterion chooses it." in judged and live == "polite"
    again = visit(page.url[page.url.index("/elbow") :])
    again.get_by_text("You see 6; no criterion chooses it.").wait_for()
    again.get_by_role("link", name="Evenly spread").click()
    again.get_by_role("heading", name="clusters, if any").wait_for(state="detached")
    settle(again)
    assert not guesses(again).first.is_disabled() and "guess" not in again.url
    again.go_back()
    again.get_by_text("You see 6; no criterion chooses it.").wait_for()


def test_a_reply_opens_the_answer_and_its_link_leads_to_the_state_that_shows_it(visit):
    page = visit("/elbow?tab=Try")
    page.get_by_role("button", name="Yes: less inertia is better").press("Enter")
    page.get_by_text("This answer assumes that less inertia means a better k.").wait_for()
    answer, live = page.evaluate(FOCUSED)
    assert answer.startswith("You said: Yes: less inertia is better") and live == "polite"
    settle(page)
    page.get_by_role("spinbutton", name="Your number: question 2").fill("3")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Check: question 2").click()
    page.get_by_text("This answer assumes that the elbow belongs to the data alone.").wait_for()
    page.get_by_role("link", name="See the even points: question 3").wait_for(state="detached")
    page.get_by_role("button", name="Show me: question 3").click()
    page.get_by_role("link", name="See the even points: question 3").click()
    page.wait_for_url("**data=uniform**")
    page.get_by_text("The clustering into k = 4").wait_for()
    rest(page)
    assert page.locator("[data-testid=stMain]").evaluate("(main) => main.scrollTop") == 0
