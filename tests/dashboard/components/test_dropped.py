"""What the player sends when a centroid is dropped is a list of positions, or it is nothing."""

import pytest

from dashboard.components.player import dropped_centroids


def test_positions_are_taken_as_they_are():
    assert dropped_centroids([[0.5, -2], [1e6, 3]]) == [[0.5, -2], [1e6, 3]]


FORGED = [None, "x", 5, {}, [5], [[1]], [[1, 2, 3]], [["1", 2]], [[1, None]], [[float("nan"), 0]], [[0, float("inf")]]]


@pytest.mark.parametrize("message", [*FORGED, [[0, 0]] * 11, [[0, 0], "x"]])
def test_anything_else_is_not_taken(message):
    assert dropped_centroids(message) is None
