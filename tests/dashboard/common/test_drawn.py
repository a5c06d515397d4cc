"""Drawn points and placed centroids as text."""

import numpy as np
import pytest

from dashboard.common import drawn
from dashboard.common.cache import make_table
from dashboard.common.datasets import NAMED, Table
from dashboard.common.runs import first_centroids, on_grid, on_plane, starting_centroids
from dashboard.common.settings import DRAWN, PLACED, Data, Start


def test_a_place_is_two_digits_first_across_then_up():
    assert drawn.read_places("0zA1").tolist() == [[0, 61], [10, 1]]
    assert drawn.write_places([(0, 61), (10, 1)]) == "0zA1"


def test_writing_keeps_every_place_of_the_grid_and_moves_others_to_the_nearest():
    places = np.stack(np.meshgrid(range(62), range(62)), axis=-1).reshape(-1, 2)
    np.testing.assert_array_equal(drawn.read_places(drawn.write_places(places)), places)
    assert drawn.write_places([(-5, 99.0), (0.4, 0.6)]) == "0z01"


@pytest.mark.parametrize("text", ["", "00", "000", "00 0", "00é0", "00१0", "[](x", "00" * 61, "0" * 10_000_000])
def test_what_is_no_drawing_of_2_to_60_points_is_not_read(text):
    assert drawn.read_points(text) is None


@pytest.mark.parametrize("text, count", [("", 0), ("00" * 8, 8), ("00" * 9, None), ("0", None), ("é0", None)])
def test_up_to_eight_centroids_are_read_or_none(text, count):
    centroids = drawn.read_centroids(text)
    assert (centroids if centroids is None else len(centroids)) == count


# ---- as a start


def test_placed_centroids_come_first_and_the_missing_ones_are_random_points():
    table = make_table(Data(DRAWN, 0, 0.0, 0, False, points=drawn.EXAMPLE))
    centroids = starting_centroids(table, Start(3, PLACED, 5, "0zA1"))
    assert centroids[:2].tolist() == [[0, 61], [10, 1]]
    np.testing.assert_array_equal(centroids[2], first_centroids(table.X, 3, "random", 5)[2])
    assert starting_centroids(table, Start(1, PLACED, 5, "0zA1")).tolist() == [[0, 61]]


def test_on_standardised_points_a_placed_centroid_keeps_its_place_among_them():
    data = Data(DRAWN, 0, 0.0, 0, True, points="005z8G1a")
    table = make_table(data)
    np.testing.assert_allclose(starting_centroids(table, Start(1, PLACED, 0, "5z"))[0], table.X[1])


def test_on_other_points_the_grid_reaches_from_the_lowest_to_the_highest():
    table = Table(np.array([[1.0, 10.0], [3.0, 20.0], [2.0, 12.0]]), ("x", "y"))
    assert starting_centroids(table, Start(2, PLACED, 0, "00zz")).tolist() == [[1, 10], [3, 20]]


def test_positions_among_the_points_lie_on_the_grid_where_they_were_placed():
    table = Table(np.array([[1.0, 10.0], [3.0, 20.0], [2.0, 10.0]]), ("x", "y"))
    places = drawn.read_places("00zz5U")
    np.testing.assert_allclose(on_grid(on_plane(places, table), table), places)
    constant = Table(np.array([[1.0, 10.0], [3.0, 10.0]]), ("x", "y"))
    assert np.isfinite(on_grid([[2, 10.5]], constant)).all()


def test_more_than_two_features_leave_no_place_for_placed_centroids():
    table = NAMED["iris"].make(0, 0, 0)
    expected = first_centroids(table.X, 3, "random", 1)
    np.testing.assert_array_equal(starting_centroids(table, Start(3, PLACED, 1, "00zz")), expected)
