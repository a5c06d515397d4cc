"""The switch "Ask me first"."""

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import streamlit as st

    from dashboard.common.ask import ask_first

    st.text(ask_first(unless=("step", "stage")))


def opened(**address) -> AppTest:
    at = AppTest.from_function(page)
    at.query_params.update(address)
    return at.run()


@pytest.mark.parametrize("value, asks", [("0", False), ("false", False), ("1", True), ("", True), ("no", True)])
def test_a_link_turns_the_switch_off_and_nothing_else_does(value, asks):
    at = opened(ask=value)
    assert not at.exception and at.text[0].value == str(asks)


def test_what_turned_the_switch_off_is_in_the_address_as_the_switch_writes_it():
    assert all(opened(**address).query_params["ask"] == "false" for address in ({"ask": "0"}, {"step": "5"}))


def test_on_a_projector_the_film_begins_where_the_page_would_ask_unless_the_link_says_otherwise():
    assert opened(stage="1").query_params["step"] == "0"
    assert opened(stage="1", step="5").query_params["step"] == "5"
    assert "step" not in opened(stage="1", ask="false").query_params  # a film that is watched has its own beginning


def test_a_reader_turns_the_switch_off_and_on_again_whatever_the_link_said():
    at = opened(ask="0")
    for asks in (True, False):
        at.toggle(key="ask").set_value(asks).run()
        assert at.text[0].value == str(asks)


def asking_page():
    import streamlit as st

    from dashboard.common.ask import ask_for_guess

    data = st.selectbox("Data", ["two blobs", "moons"], key="data", bind="query-params")
    k = st.slider("k", 1, 9, 4, key="k", bind="query-params")
    guess, _ = ask_for_guess((data,), "How many?", ["2", "3"], unless=("k",))
    st.text(f"{guess} {data} {k}")


def asked(**address) -> AppTest:
    at = AppTest.from_function(asking_page)
    at.query_params.update(address)
    return at.run()


def guess(at, option) -> str:
    at.get("button_group")[0].set_value(option).run()
    return at.text[0].value


def test_the_first_guess_counts_and_other_data_ask_again():
    at = asked()
    assert at.text[0].value == "None two blobs 4" and guess(at, "3") == "3 two blobs 4"
    assert at.get("button_group")[0].disabled and at.query_params["guess.two-blobs"] == "3"
    assert at.slider(key="k").set_value(5).run().text[0].value == "3 two blobs 5"
    assert at.selectbox(key="data").set_value("moons").run().text[0].value == "None moons 5"
    assert guess(at, "Show me") == "Show me moons 5"
    assert at.selectbox(key="data").set_value("two blobs").run().text[0].value == "3 two blobs 5"


@pytest.mark.parametrize(
    "address, shown",
    [
        ({"guess.moons": "2", "data": "moons"}, "2 moons 4"),
        ({"guess.moons": "2"}, "None two blobs 4"),  # a guess on other data
        ({"guess.two-blobs": "<b>"}, "None two blobs 4"),
        ({"guess.two-blobs": "2", "k": "5"}, "2 two blobs 5"),
        ({"k": "5"}, "Show me two blobs 5"),
    ],
)
def test_a_link_with_a_guess_or_to_a_result_shows_it(address, shown):
    assert asked(**address).text[0].value == shown


@pytest.mark.parametrize("address, asks", [({"step": "5"}, False), ({"step": "5", "task": "2"}, True)])
def test_a_link_to_something_that_is_to_be_seen_does_not_ask_but_one_to_a_task_does(address, asks):
    assert opened(**address).text[0].value == str(asks)


def test_a_guess_about_the_same_data_on_another_page_is_no_answer_here():
    def other_question():
        import streamlit as st

        from dashboard.common.ask import ask_for_guess

        st.session_state["guesses"] = {"guess.moons": "2"}  # as another page has asked
        st.text(str(ask_for_guess(("moons",), "Which one?", ["A", "B"])[0]))

    at = AppTest.from_function(other_question).run()
    assert not at.exception and at.text[0].value == "None"
