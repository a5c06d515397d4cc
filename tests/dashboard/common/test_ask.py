"""The switch "Ask me first"."""

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import streamlit as st

    from dashboard.common.ask import ask_first

    st.text(ask_first(unless=("step",)))


def opened(**address) -> AppTest:
    at = AppTest.from_function(page)
    at.query_params.update(address)
    return at.run()


@pytest.mark.parametrize("value, asks", [("0", False), ("false", False), ("1", True), ("", True), ("no", True)])
def test_a_link_turns_the_switch_off_and_nothing_else_does(value, asks):
    at = opened(ask=value)
    assert not at.exception and at.text[0].value == str(asks)


def test_a_reader_turns_the_switch_off_and_on_again_whatever_the_link_said():
    at = opened(ask="0")
    for asks in (True, False):
        at.toggle(key="ask").set_value(asks).run()
        assert at.text[0].value == str(asks)


@pytest.mark.parametrize("address, asks", [({"step": "5"}, False), ({"step": "5", "task": "2"}, True)])
def test_a_link_to_something_that_is_to_be_seen_does_not_ask_but_one_to_a_task_does(address, asks):
    assert opened(**address).text[0].value == str(asks)
