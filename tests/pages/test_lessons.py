"""Every link of the lessons leads where it says: its parameters are controls, and their values are taken."""

import pytest

from dashboard.common.lesson import ONLY, STAGE
from dashboard.lessons.compute import lesson_facts
from dashboard.lessons.plans import lessons
from tests.pages.pages import ROOT, behind, complaints, opened

PAGE = "pages/12_lessons.py"
PLAYERS = {"step"}  # what the player reads from the address
ACTIVITIES = {activity.title: activity for activity in lessons(lesson_facts())["90"].activities}


def script_of(page) -> str:
    (script,) = (ROOT / "pages").glob(f"*_{page}.py")
    return f"pages/{script.name}"


def test_the_page_links_to_every_activity_of_the_chosen_lesson():
    at = opened(PAGE, minutes="90")
    assert not complaints(at) and len(at.header) == len(ACTIVITIES)
    assert behind(at, "Open as a lesson").keys() >= {"point"} or ONLY in behind(at, "Open as a lesson")


@pytest.mark.parametrize("title", ACTIVITIES)
def test_a_link_opens_its_page_with_its_settings_and_leaves_its_controls_free(title):
    activity = ACTIVITIES[title]
    path, controls = script_of(activity.page), activity.settings.keys() - PLAYERS
    at = opened(path, **activity.settings, only=",".join(activity.free))
    assert not complaints(at)
    for key in controls:
        assert str(at.session_state[key]).lower().removesuffix(".0") == activity.settings[key].lower(), key
    (fixed,) = [part for part in at.sidebar.expander if part.label == "Fixed for this lesson"]
    assert not {*activity.free} & keys(fixed) and {*activity.free} <= keys(at.sidebar)


@pytest.mark.parametrize("page", sorted({activity.page for activity in ACTIVITIES.values()}))
def test_on_the_projector_a_page_has_its_picture_but_no_title_and_no_tabs(page):
    at = opened(script_of(page), **{STAGE: "1"})
    assert not complaints(at) and not at.title and not at.tabs
    assert at.get("plotly_chart") or at.get("image")


def keys(part) -> set[str]:
    kinds = ("slider", "select_slider", "selectbox", "number_input", "toggle", "text_input", "pills", "button_group")
    return {control.key for kind in kinds for control in part.get(kind)}
