"""Label points once, for centroids that will not be asked about again: what `assign` and `predict` need.

The same screen and the same referee as in a fit, but nothing is kept, and the centroids themselves say
where to centre and how to scale. Of many points in the plane, most need not even be screened: they lie in a cell of
a grid that is nearer to one centroid as a whole. Left out: inertia, and memory of any kind (nearest.py).
"""

import math

import numpy as np

from kmeans_core._fast.distances import FAR, Screen, error_bound, two_nearest
from kmeans_core._fast.exact import NARROW, nearest
from kmeans_core._fast.spatial_blocks import bulk

BLOCK = 1 << 17  # values of float64 made at a time
SMALL = 4_000  # up to this many distances the definition alone is faster
GRID = 3  # points for each distance between a cell and a centroid: fewer do not repay the grid
SIDES = 32, 256  # cells along a side of the grid, at least and at most: a byte counts them
MOST = 254  # clusters: a byte holds the label of a cell, or that it has none
ROWS = 1 << 14  # points whose cells are looked up at a time


def look_once(X, centroids):
    """Return the index of the nearest of the checked `centroids` (k, d) for each row of the checked `X`, shape (n,)."""
    n, d = X.shape
    k = len(centroids)
    radius = float(np.abs(centroids - centroids.mean(axis=0)).max())
    if n * k <= SMALL or not 1e-150 < radius < 1e150:
        return nearest(X, centroids)[0]
    side = min(math.isqrt(int(n / (GRID * k))), SIDES[1])
    return look_up(X, centroids, side) if d == 2 and side >= SIDES[0] and k <= MOST else screened(X, centroids)


def look_up(X, centroids, side):
    """Do so for points in the plane, by a grid of `side` by `side` cells."""
    k = len(centroids)
    low, high = bulk(X)
    span = 1.5 * float((high - low).max())
    corner = (low + high - span) / 2
    far = float(np.abs(corner).max()) + span
    if not span > max(1e-9 * far, 1e-150):
        return screened(X, centroids)
    # One byte for each coordinate of a cell, both together the place in this table.
    owner = np.full((side, 256), k, dtype=np.uint8)
    owner[:, :side] = owners(centroids - corner, span / side, side, 2.0**-48 * far)
    owner = owner.ravel()
    labels, left = np.empty(len(X), dtype=np.int32), []
    zeros, ends = np.zeros(2 * ROWS), np.full(2 * ROWS, side - 1.0)  # NumPy is slow at the maximum with a number
    for start in range(0, len(X), ROWS):
        at = np.ascontiguousarray(X[start : start + ROWS]).view(np.complex128) - complex(*corner)
        at = at.view(np.float64).ravel()
        at *= side / span
        np.maximum(at, zeros[: len(at)], out=at)
        np.minimum(at, ends[: len(at)], out=at)
        found = owner.take(at.astype(np.uint8).view("<u2"))
        labels[start : start + ROWS] = found
        left.append(start + np.flatnonzero(found == k))
    left = np.concatenate(left)
    if len(left):
        labels[left] = screened(X.take(left, axis=0), centroids)
    return labels


def owners(b, step, side, doubt):
    """Return which of the centroids b (k, 2) is nearest to all of each cell, or k, (side, side) of uint8, y before x.

    Seen from the grid's corner, whose coordinates may be off by `doubt`. A cell on the rim also holds what lies beyond.
    """
    x, y = (np.arange(0.5, side) * step - b[:, f, None] for f in range(2))
    d2 = ((y * y)[:, :, None] + (x * x)[:, None]).reshape(len(b), -1)
    reach = float(d2.max()) ** 0.5
    near, least, second = two_nearest(d2)
    lead = np.sqrt(second) - np.sqrt(least)
    sure = (lead > 2**0.5 * step + 4 * doubt + 2.0**-40 * reach).reshape(side, side)
    sure[[0, -1]] = sure[:, [0, -1]] = False
    return np.where(sure, near.reshape(side, side), np.uint8(len(b)))


def screened(X, centroids):
    """Do so by the screen alone, for finite values and centroids that are not all one."""
    n, d = X.shape
    k = len(centroids)
    centre = centroids.mean(axis=0)
    radius = float(np.abs(centroids - centre).max())
    scale = 2.0 ** -math.frexp(radius)[1]
    b = (centroids - centre) * scale
    radius = float(np.sqrt(np.einsum("jf,jf->j", b, b).max()))
    rows = max(64, BLOCK // d)
    screen = Screen(min(n, rows), k, d, np.float32)
    screen.face(b)
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
        near, close = screen.once(columns[:, :m], error_bound(d, largest * math.sqrt(d) + radius, np.float32))
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
