"""A region holds exactly the places nearer to its centroid than to any other."""

import numpy as np
import pytest

from dashboard.common.plots import voronoi


def inside(polygon, place):
    """Whether a convex polygon (m, 2), in either direction, holds a place."""
    edges = np.roll(polygon, -1, axis=0) - polygon
    sides = edges[:, 0] * (place - polygon)[:, 1] - edges[:, 1] * (place - polygon)[:, 0]
    return (sides >= -1e-9).all() or (sides <= 1e-9).all()


@pytest.mark.parametrize("seed", range(5))
def test_every_place_lies_in_the_cell_of_its_nearest_centroid_and_in_no_other(seed):
    rng = np.random.default_rng(seed)
    centroids, places = rng.uniform(-1, 1, (7, 2)), rng.uniform(-1, 1, (60, 2))
    polygons = voronoi.cells(centroids, np.array([-1, -1]), np.array([1, 1]))
    nearest = ((places[:, None] - centroids) ** 2).sum(-1).argmin(1)
    for place, own in zip(places, nearest, strict=True):
        assert [inside(polygon, place) for polygon in polygons] == [j == own for j in range(7)]


def test_the_cells_of_two_centroids_share_the_box_at_the_line_half_way():
    left, right = voronoi.cells(np.array([[-1.0, 0.0], [1.0, 0.0]]), np.array([-2, -2]), np.array([2, 2]))
    assert left[:, 0].max() == right[:, 0].min() == 0


def test_of_two_centroids_in_one_place_the_lower_index_holds_the_region():
    first, second = voronoi.cells(np.zeros((2, 2)), np.array([-1, -1]), np.array([1, 1]))
    assert len(first) == 4 and np.ptp(first[:, 0]) == 2
    assert np.ptp(second, axis=0).tolist() == [0, 0]
