"""The light pictures and bars show what was computed."""

import re

import numpy as np

from dashboard.classroom import drawings
from dashboard.classroom.board import Panel, answered_text, bars, board_html, code_of_link, tally
from dashboard.classroom.compute import square_around
from dashboard.classroom.questions import SIDE
from tests.dashboard.classroom.cells import cell_of

X = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [4.0, 7.0]])
BOX = square_around(X)


def test_a_point_is_drawn_in_its_cell_with_up_upwards():
    for (x, y), place in zip(drawings.on_picture(X, BOX), X, strict=True):
        assert SIDE * (SIDE - 1 - y // 10) + x // 10 == cell_of(place, BOX)


def test_every_point_is_drawn_once_with_the_marker_of_its_cluster():
    svg = drawings.picture(X, BOX, labels=np.array([0, 1, 1, 2]))
    counts = [svg.count(marker) for marker in drawings.MARKERS[:4]]
    assert counts == [1, 2, 1, 0]


def test_the_heat_map_is_darkest_where_most_marks_are():
    squares = drawings.heat_map([0, 1, 62, SIDE * SIDE - 1])  # three in the lower left square, one in the upper right
    found = re.findall(r'x="(\d+)" y="(\d+)".*?opacity="([\d.]+)"', squares)
    assert found == [("0", "600", "1.00"), ("600", "0", "0.50")]


def test_bars_count_votes():
    html = bars(["A", "B"], tally({1: 0, 2: 1, 3: 1}, 2))
    assert "1 (33 %)" in html and "2 (67 %)" in html
    assert re.findall(r"width: ([\d.]+)%", html) == ["50.0", "100.0"]


def test_the_count_is_of_votes_and_says_of_phones_only_that_they_joined():
    assert "1 vote<" in answered_text(1, 20) and "20 phones joined so far" in answered_text(1, 20)
    assert "0 votes<" in answered_text(0, 1) and "1 phone joined so far" in answered_text(0, 1)


def test_text_on_the_board_is_no_markup():
    assert "<b>" not in board_html("<b>", "<b>", [Panel("<b>", "")], [code_of_link("<b>", "<b>")])
