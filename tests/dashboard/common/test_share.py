"""Links to what a page shows."""

from urllib.parse import parse_qsl

import pytest

from dashboard.common.share import embed_snippet, is_own_machine, shared_link
from tests.pages.pages import opened


def test_a_link_has_every_parameter_and_nothing_else():
    assert shared_link("https://x.org/elbow", [("ks", "2"), ("ks", "9"), ("only", "k,ks")]) == (
        "https://x.org/elbow?ks=2&ks=9&only=k,ks"
    )
    assert shared_link("https://x.org/", []) == "https://x.org/"


def test_a_hostile_parameter_cannot_leave_the_snippets_attribute():
    snippet = embed_snippet(shared_link("https://x.org/", [("own", '"><script>'), ("k", "3")]))
    assert "<script" not in snippet and snippet.count('"') == 8 and "&amp;k=3" in snippet


@pytest.mark.parametrize("base, own", [("http://localhost:8501/", True), ("https://127.example.org/", False)])
def test_an_address_of_this_computer_is_recognised(base, own):
    assert is_own_machine(base) is own


def test_the_dialog_offers_the_page_as_it_stands_as_a_lesson_for_the_projector_and_embedded():
    at = opened("pages/1_algorithm.py", k="7", step="3", stage="0", only="k")
    next(button for button in at.button if button.label == "Share").click().run()
    assert not at.exception
    links = [code.value for code in at.code]
    assert links[:3] == ["?k=7&step=3&ask=false", "?k=7&step=3&ask=false&only=k", "?k=7&step=3&ask=false&stage=1"]
    assert "?k=7&amp;step=3&amp;ask=false&amp;embed=true" in links[3]
    assert list(at.multiselect(key="free").options)[:3] == ["k, the number of clusters", "Start", "Start seed"]


@pytest.mark.parametrize("page, is_offered", [("9_draw_it", True), ("12_lessons", False)])
def test_a_page_is_offered_for_the_projector_if_it_has_a_picture(page, is_offered):
    at = opened(f"pages/{page}.py")
    next(button for button in at.button if button.label == "Share").click().run()
    assert any("stage=1" in code.value for code in at.code) is is_offered


def test_a_link_that_no_qr_code_can_hold_is_shown_without_one():
    at = opened("pages/3_init_comparison.py", zzz="a" * 5000)
    next(button for button in at.button if button.label == "Share").click().run()
    assert not at.exception and "too long for a QR code" in at.caption[0].value


def test_a_link_to_a_step_of_your_turn_begins_in_your_turn():
    at = opened("pages/1_algorithm.py", step="3")
    at.toggle(key="ask").set_value(True).run()
    next(button for button in at.button if button.label == "Share").click().run()
    lesson = next(code.value for code in at.code if "only=k" in code.value)
    assert lesson == "?step=3&ask=true&only=k"
    again = opened("pages/1_algorithm.py", **dict(parse_qsl(lesson.removeprefix("?"))))
    assert again.toggle(key="ask").value and not at.exception
