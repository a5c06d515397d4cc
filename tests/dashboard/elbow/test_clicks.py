"""A click on a chart of the Elbow page chooses what its mark carries."""

import pytest

from dashboard.elbow.tabs import clicked_number


def event(*carried):
    return {"selection": {"points": [{"customdata": value} for value in carried], "point_indices": []}}


@pytest.mark.parametrize(
    "given, number",
    [
        (event(7), 7),
        (event([7]), 7),
        (event(3, 5), 5),
        (event(), None),
        ({}, None),
        (None, None),
        ({"selection": {"points": [{}]}}, None),
    ],
)
def test_a_click_chooses_the_number_its_mark_carries(given, number):
    assert clicked_number(given) == number
