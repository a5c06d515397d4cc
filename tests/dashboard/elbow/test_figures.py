"""The Elbow page's labels do not cover its curves."""

import pytest

from dashboard.elbow.figures import AXES, gap_curve, inertia_plot, label_positions, silhouette_curve


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


def test_the_label_of_the_chosen_k_is_one_line_farther_away_from_its_ring(four_blobs):
    labels = [silhouette_curve(four_blobs[0], k, 4).data[1].text for k in (4, 5)]
    assert labels[0][2] == f"{labels[1][2]}<br>\u00a0" and labels[1][2].startswith("<b>")
    assert labels[1][3] == f"{labels[0][3]}<br>\u00a0" and labels[1][4] == labels[0][4]


def test_no_chart_over_k_is_moved_by_a_swipe(four_blobs):
    sweep, gap = four_blobs
    charts = [
        silhouette_curve(sweep, 4, 4),
        gap_curve(gap, 4),
        *(inertia_plot(sweep, 4, 4, None, axes) for axes in AXES),
    ]
    for layout in (chart.layout for chart in charts):
        names = [name for name in layout.to_plotly_json() if name[1:].startswith("axis")]
        assert len(names) >= 2 and all(layout[name].fixedrange for name in names) and layout.dragmode is False
