"""The Elbow page's labels do not cover its curves."""

import pytest

from dashboard.elbow.figures import clear_of_ring, label_positions


@pytest.mark.parametrize(
    "heights, positions",
    [
        ([1, 3, 2], ["top left", "top center", "top right"]),
        ([3, 1, 3], ["top center", "bottom center", "top center"]),
        ([9, 5, 4.5, 4.3, 0], ["top center", "top right", "bottom center", "top right", "top right"]),
        ([2, 2], ["top center"] * 2),
        ([], []),
    ],
)
def test_a_label_is_on_the_side_where_the_curve_is_not(heights, positions):
    assert label_positions(heights) == positions


def test_the_label_of_a_ringed_mark_is_one_line_farther_away():
    assert clear_of_ring("0.8", "top left") == "0.8<br>\u00a0"
    assert clear_of_ring("0.8", "bottom center") == "\u00a0<br>0.8"
