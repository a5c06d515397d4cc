"""A lecturer's link: which controls stay free, and what is left on a projector."""

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import streamlit as st

    from dashboard.common import controls, layout, lesson

    layout.page("Test")
    with lesson.sidebar():
        controls.choose_start()
    layout.heading("Test", {"A preset": {}})
    st.text("picture")
    layout.tabs({"Numbers": lambda: st.text("numbers")})


def opened(**address) -> AppTest:
    at = AppTest.from_function(page)
    at.query_params.update(address)
    at.run()
    assert not at.exception
    return at


def names(part) -> list[str]:
    return [each.key for kind in ("slider", "selectbox", "number_input") for each in part.get(kind)]


@pytest.mark.parametrize("only, free", [("k,seed", ["k", "seed"]), ("seed,zzz,<b>", ["seed"]), ("", [])])
def test_a_lesson_folds_every_control_away_but_those_it_names(only, free):
    at = opened(only=only, k="6")
    (fixed,) = at.sidebar.expander
    assert fixed.label == "Fixed for this lesson"
    assert sorted(names(fixed) + free) == sorted(names(at.sidebar)) == ["init", "k", "seed"]
    assert at.slider(key="k").value == 6  # what is fixed still counts
    assert not [part for part in at.get("bidi_component") if part.key == "presets"]


def test_without_a_lesson_nothing_is_folded():
    at = opened()
    assert not at.sidebar.expander and names(at.sidebar) == ["k", "init", "seed"]


def test_on_the_stage_there_is_only_the_picture():
    at = opened(stage="1")
    assert [text.value for text in at.text] == ["picture"] and not at.title and not at.tabs and not at.button


@pytest.mark.parametrize("stage", ["0", "", "true", "11"])
def test_any_other_value_of_stage_changes_nothing(stage):
    assert opened(stage=stage).title
