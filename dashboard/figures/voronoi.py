"""The region nearer to each centroid than to any other, as polygons. Left out: anything but the plane."""

import numpy as np


def cells(centroids, low, high) -> list[np.ndarray]:
    """Return for each of the (k, 2) `centroids` the corners (m, 2) of its region within the box low..high.

    A cell is what is left of the box after one straight cut per other centroid: the line half-way between
    the two. A centroid whose place another of lower index already holds has a cell without area, its place three times.
    """
    box = np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]], dtype=np.float64)
    polygons = []
    for j, own in enumerate(centroids):
        polygon = box
        for other in centroids:
            normal = other - own
            if normal.any() and len(polygon):
                polygon = cut(polygon, normal, normal @ (own + other) / 2)
        is_taken = (centroids[:j] == own).all(axis=1).any()
        polygons.append(np.repeat([own], 3, axis=0) if is_taken or not len(polygon) else polygon)
    return polygons


def cut(polygon, normal, offset) -> np.ndarray:
    """Return the part of a convex `polygon` (m, 2) where x . normal <= offset."""
    side = polygon @ normal - offset
    inside = side <= 0
    if inside.all():
        return polygon
    corners = []
    for at, (start, here) in enumerate(zip(inside, polygon, strict=True)):
        after = (at + 1) % len(polygon)
        if start:
            corners.append(here)
        if start != inside[after]:
            share = side[at] / (side[at] - side[after])
            corners.append(here + share * (polygon[after] - here))
    return np.array(corners).reshape(-1, 2)
