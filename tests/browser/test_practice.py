"""Working by hand in a real browser: by keyboard alone, and on a phone."""

import re

from playwright.sync_api import expect

from dashboard.practice.compute import Variant
from tests.browser.serving import settle


def test_a_row_is_answered_by_keyboard_and_the_link_restores_it(visit, address):
    answers = [f"{value:g}" for value in Variant("assign", "more blanks").make().answers[4]]
    page = visit("/practice?level=more+blanks")
    for name, answer in zip(("d² to 1", "d² to 2", "cluster"), answers, strict=True):
        page.get_by_label(name, exact=True).focus()
        page.keyboard.type(answer)
    page.keyboard.press("Enter")
    page.get_by_text("Row 6 of 8").wait_for()
    settle(page)
    assert page.get_by_label("d² to 1", exact=True).input_value() == ""
    assert page.evaluate("document.activeElement.ariaLabel") == "d² to 1"
    assert re.search(rf"answers={'_'.join(answers)}(&|$)", page.url)
    again = visit(page.url.removeprefix(address), width=390, height=844)
    again.get_by_text("Row 6 of 8").wait_for()
    assert again.get_by_text("Right.").is_visible()
    assert again.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_after_the_last_row_the_keyboard_goes_on_from_the_verdict(visit):
    page = visit("/practice?kind=can+it+rise?&level=alone")
    for row in Variant("can it rise?", "alone").make().answers:
        for name, answer in zip(("before", "after", "change"), row, strict=True):
            page.get_by_label(name, exact=True).focus()
            page.keyboard.type(f"{answer:g}")
        page.keyboard.press("Enter")
        settle(page)
    assert page.locator(":focus[class*=st-key-region-row]").count() == 1


def test_the_next_task_begins_at_the_top_without_what_was_typed(visit):
    page = visit("/practice?level=solved&task=3")
    page.get_by_role("link", name="Next level: “last line”").click()
    page.get_by_text("Row 8 of 8").wait_for()
    page.get_by_label("cluster", exact=True).fill("1")
    page.keyboard.press("Tab")
    page.get_by_role("link", name="Next task").scroll_into_view_if_needed()
    page.get_by_role("link", name="Next task").click()
    page.wait_for_function("location.search.includes('task=4')")
    settle(page)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 0")
    expect(page.get_by_label("cluster", exact=True)).to_have_value("")
