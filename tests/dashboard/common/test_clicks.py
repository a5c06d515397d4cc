"""A click on a chart is what its mark carries, and nothing else is a click."""

import pytest

from dashboard.common.clicks import carried


def event(*values):
    return {"selection": {"points": [{"customdata": value} for value in values], "point_indices": []}}


@pytest.mark.parametrize("given, value", [(event(7), 7), (event([7]), 7), (event(3, 5), 5), (event("a"), "a")])
def test_a_click_is_what_the_last_mark_carries(given, value):
    assert carried(given, "customdata") == value


@pytest.mark.parametrize(
    "given",
    [
        None,
        {},
        [],
        {"selection": None},
        {"selection": {"points": None}},
        {"selection": {"points": ["x"]}},
        {"selection": {"points": [{}]}},
        event(),
        *map(event, (None, [], {}, [[1]], float("nan"), float("inf"))),
    ],
)
def test_what_is_no_click_on_a_mark_counts_as_none(given):
    assert carried(given, "customdata") is None
