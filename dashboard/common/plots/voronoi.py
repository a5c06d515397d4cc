"""The region nearer to each centroid than to any other, as polygons. Left out: anything but the plane."""

import numpy as np


def cells(centroids, low, high) -> list[np.ndarray]:
    """Return for each of the (k, 2) `centroids` the corners (m, 2) of its region within the box low..high.

    A cell is what is left of the box after one straight cut per other centroid: the line half-way between
    the two. A centroid at the same place as one of lower index has a cell without area: its place three times.
    """
    (left, bottom), (right, top) = np.asarray(low, dtype=float).tolist(), np.asarray(high, dtype=float).tolist()
    box = [(left, bottom), (right, bottom), (right, top), (left, top)]
    places = np.asarray(centroids, dtype=float).tolist()  # faster than arrays for so few numbers
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
    for i, (next_x, next_y) in enumerate(polygon):
        (x, y), side, next_side = polygon[i - 1], sides[i - 1], sides[i]
        if side <= 0:
            corners.append((x, y))
        if (side <= 0) != (next_side <= 0):
            share = side / (side - next_side)
            corners.append((x + share * (next_x - x), y + share * (next_y - y)))
    return corners
