"""Label points once, for centroids that will not be asked about again: what `assign` and `predict` need.

The same screen and the same referee as in a fit, but nothing is kept, and the centroids themselves say
where to centre and how to scale. Left out: inertia, and memory of any kind (nearest.py).
"""

import math

import numpy as np

from kmeans_core.screen import FAR, Screen, error_bound, facing
from kmeans_core.textbook import NARROW, nearest

BLOCK = 1 << 17  # values of float64 made at a time
SMALL = 4_000  # up to this many distances the definition alone is faster


def look_once(X, centroids):
    """Return the index of the nearest of the checked `centroids` (k, d) for each row of the checked `X`, shape (n,)."""
    n, d = X.shape
    k = len(centroids)
    centre = centroids.mean(axis=0)
    radius = float(np.abs(centroids - centre).max())
    if n * k <= SMALL or not 1e-150 < radius < 1e150:
        return nearest(X, centroids)[0]
    scale = 2.0 ** -math.frexp(radius)[1]
    b = (centroids - centre) * scale
    faced = facing(b, np.float32)[:, : d + 1]  # |y|^2 is the same for every centroid
    radius = float(np.sqrt(np.einsum("jf,jf->j", b, b).max()))
    rows = max(64, BLOCK // d)
    screen = Screen(min(n, rows), k, d, np.float32)
    if d < NARROW:
        columns = np.empty((d + 1, screen.rows), dtype=np.float32)
    else:
        columns = np.empty((screen.rows, d + 1), dtype=np.float32).T  # as X lies in memory
    columns[d] = 1
    labels = np.empty(n, dtype=np.int32)
    for start in range(0, n, screen.rows):
        block = slice(start, min(n, start + screen.rows))
        m = block.stop - start
        largest = write(X[block], centre, scale, columns[:, :m])
        if not largest < FAR:
            labels[block] = nearest(X[block], centroids)[0]
            continue
        near, close = screen.once(columns[:, :m], faced, error_bound(d, largest * math.sqrt(d) + radius, np.float32))
        labels[block] = near
        if len(close):
            labels[start + close] = nearest(X[start + close], centroids)[0]
    return labels


def write(X, centre, scale, columns):
    """Write (x - centre) * scale into the first d `columns` (d + 1, m); return a bound on the size of its values."""
    d = X.shape[1]
    if d >= NARROW:
        y = X - centre
        y *= scale
        columns[:d] = y.T
        return max(float(y.max()), -float(y.min()))
    for f in range(d):
        y = X[:, f] - centre[f]
        y *= scale
        columns[f] = y
    largest = max(float(columns[:d].max()), -float(columns[:d].min()))
    return largest * (1 + 2.0**-23)  # float32 may have rounded it down
