"""Labels for centroids that will not be asked about again: distances in float32, ambiguous points by the definition."""

import math

import numpy as np

from kmeans_core._fast.distances import MAX_NORM, Distances, blocks, error_bound, nearest_by_definition
from kmeans_core._fast.prepared import NARROW

BLOCK_VALUES = 1 << 17  # values of float64 made at a time


def assign(X, centroids):
    """Return the index of the nearest of the `centroids` (k, d) for each row of `X` (n, d), shape (n,)."""
    n, d = X.shape
    centre = centroids.mean(axis=0)
    radius = float(np.abs(centroids - centre).max())
    if not 1e-150 < radius < 1e150:
        return nearest_by_definition(X, centroids)
    scale = 2.0 ** -math.frexp(radius)[1]
    b = (centroids - centre) * scale
    reach = math.sqrt(np.vecdot(b, b).max())
    distances = Distances(min(n, max(64, BLOCK_VALUES // d)), d, len(centroids), np.float32)
    distances.load_centroids(b)
    columns = np.ones((distances.rows, d + 1), np.float32)
    labels = np.empty(n, dtype=np.int32)
    for block in blocks(n, distances.rows):
        part = columns[: block.stop - block.start]
        largest = write_unit_points(X[block], centre, scale, part)
        if largest < MAX_NORM:
            error = error_bound(d, largest * math.sqrt(d) + reach, distances.dtype)
            labels[block], ambiguous = distances.nearest_or_ambiguous(part, error)
        else:
            ambiguous = np.arange(len(part))
        labels[block.start + ambiguous] = nearest_by_definition(X[block.start + ambiguous], centroids)
    return labels


def write_unit_points(X, centre, scale, columns):
    """Write (x - centre) * scale into the first d of the `columns` (m, d + 1); return a bound on the largest value."""
    d = X.shape[1]
    if d >= NARROW:
        np.multiply(X - centre, scale, out=columns[:, :d], casting="same_kind")
    else:
        for f in range(d):
            np.multiply(X[:, f] - centre[f], scale, out=columns[:, f], casting="same_kind")
    largest = max(float(columns[:, :d].max()), -float(columns[:, :d].min()))
    return largest * (1 + 2.0**-23)  # float32 may have rounded it down
