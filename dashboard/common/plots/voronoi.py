"""The region nearer to each centroid than to any other, as polygons. Left out: anything but the plane."""

import numpy as np

from dashboard.server.work_limit import breathe


def cells(centroids, low, high) -> list[np.ndarray]:
    """Return for each of the (k, 2) `centroids` the corners (m, 2) of its region within the box low..high.

    A cell is what is left of the box after one straight cut per other centroid: the line half-way between
    the two. A centroid whose place another of lower index already holds has a cell without area, its place three times.
    """
    breathe()
    (left, bottom), (right, top) = np.asarray(low, dtype=float).tolist(), np.asarray(high, dtype=float).tolist()
    box = [(left, bottom), (right, bottom), (right, top), (left, top)]
    places = np.asarray(centroids, dtype=float).tolist()  # so few numbers are added up sooner without arrays
    polygons = []
    for j, own in enumerate(places):
        polygon = box if own not in places[:j] else []
        for other in places:
            if other != own and polygon:
                polygon = cut(polygon, own, other)
        polygons.append(np.array(polygon or [own] * 3))
    return polygons


def cut(polygon, own, other) -> list[tuple[float, float]]:
    """Return the part of a convex `polygon` that is nearer to the place `own` than to the `other`."""
    across, up = other[0] - own[0], other[1] - own[1]
    offset = (across * (own[0] + other[0]) + up * (own[1] + other[1])) / 2
    sides = [x * across + y * up - offset for x, y in polygon]
    if max(sides) <= 0:
        return polygon
    corners = []
    for at, (then_x, then_y) in enumerate(polygon):
        (x, y), side, after = polygon[at - 1], sides[at - 1], sides[at]
        if side <= 0:
            corners.append((x, y))
        if (side <= 0) != (after <= 0):
            share = side / (side - after)
            corners.append((x + share * (then_x - x), y + share * (then_y - y)))
    return corners
