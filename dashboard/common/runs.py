"""How the pages start and run k-means."""

from collections.abc import Iterator

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.drawn import GRID, read_places
from dashboard.common.settings import PLACED, Start
from kmeans_core import INIT_METHODS, Step, lloyd


def first_centroids(X, k, init, seed) -> np.ndarray:
    return INIT_METHODS[init](X, k, seed=seed)


def starting_centroids(table: Table, start: Start) -> np.ndarray:
    """Return the first centroids. Of placed ones the first k are used, and random points for those that are missing."""
    if start.init != PLACED:
        return first_centroids(table.X, start.k, start.init, start.seed)
    centroids = first_centroids(table.X, start.k, "random", start.seed)
    if len(table.features) == 2:
        placed = on_plane(read_places(start.placed), table)[: start.k]
        centroids[: len(placed)] = placed
    return centroids


def on_plane(places, table: Table) -> np.ndarray:
    """Return where the `places` of the grid (n, 2) lie among the points of the table."""
    low, high = grid_corners(table)
    return low + places / (GRID - 1) * (high - low)


def on_grid(positions, table: Table) -> np.ndarray:
    """Return where `positions` (n, 2) among the points of the table lie on the grid, between its places too."""
    low, high = grid_corners(table)
    return (np.asarray(positions) - low) / np.where(high == low, 1.0, high - low) * (GRID - 1)


def grid_corners(table: Table) -> np.ndarray:
    """Return the lowest and the highest place of the grid: that of the drawing, or the corners of the points."""
    return np.stack([table.X.min(axis=0), table.X.max(axis=0)]) if table.corners is None else table.corners


def run_until_still(X, k, init, seed) -> Iterator[Step]:
    """Yield the states of a run until no label changes (`tol=0`), so that its film ends where nothing moves."""
    return lloyd(X, first_centroids(X, k, init, seed), tol=0)
