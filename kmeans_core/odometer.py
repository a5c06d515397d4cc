"""The odometer: which points are due to be looked at again.

Each point keeps by how much its second nearest centroid is farther than its nearest. The odometer counts how
far the two fastest centroids have travelled together; a point's label cannot have changed before the odometer
reaches the mark that the point was given when last looked at. One float32 a point, one comparison an iteration.
Points that are due are screened (screen.py), close calls go to the definition (textbook.py).
Left out: a mark per centroid (Elkan 2003), which needs (n, k) memory.

Hamerly (2010), "Making k-means even faster", SIAM Int. Conf. on Data Mining.
"""

import numpy as np

from kmeans_core import textbook
from kmeans_core.points import FINEST
from kmeans_core.screen import Screen, error_bound, facing

FAR = 2.0**20  # centroids this many times farther out than the data would overflow the screen
CLOSE_CALLS = 0.05  # a larger share of close calls than this asks for a screen in float64


class Odometer:
    """Called with centroids (k, d) and the labels before, gives (labels (n,), the rows that switched)."""

    def __init__(self, points, k):
        self.points = points
        self.screen = Screen(k, points.d, points.dtype)
        self.odometer = 0.0
        self.due_at = np.full(points.n, -np.inf, dtype=np.float32)
        self.b = None

    def __call__(self, centroids, before):
        points = self.points
        with np.errstate(over="ignore", invalid="ignore"):  # absurdly far centroids: caught by FAR
            b = points.unit(centroids)
            radius = float(np.sqrt(np.einsum("jf,jf->j", b, b).max()))
        if not radius < FAR or points.scale == 2.0**FINEST:
            self.b = None
            labels = textbook.nearest(points.X, centroids)[0].astype(np.int32)
            return labels, None if before is None else np.flatnonzero(labels != before)
        self.advance(b)
        reach = points.totals[2] + max(radius, points.totals[2])
        error = error_bound(points.d, reach, points.dtype)
        # What float32 rounds off a mark, and what the textbook's own rounding may be worth as a distance.
        slack = 2.0**-21 * (self.odometer + reach) + error_bound(points.d, reach, np.float64) ** 0.5
        faced = facing(b, points.dtype)
        labels = np.zeros(points.n, dtype=np.int32) if before is None else before
        switched = []
        for rows in self.due(self.screen.rows):
            near, two = self.screen(self.pick(points.columns, rows), faced)
            two[0] += error
            two[1] -= error
            close = np.flatnonzero(two[1] <= two[0])
            if len(close):
                if len(close) > CLOSE_CALLS * self.screen.rows and points.dtype == np.float32:
                    self.widen()
                    return self(centroids, before)
                near[close] = textbook.nearest(self.pick(points.X, rows)[close], centroids)[0]
            np.sqrt(np.maximum(two, 0, out=two), out=two)
            two[1] -= two[0]
            two[1] += self.odometer - slack
            self.due_at[rows] = two[1]
            other = np.flatnonzero(near != labels[rows])
            if len(other):
                if labels is before:
                    labels = before.copy()
                other_rows = other + rows.start if isinstance(rows, slice) else rows[other]
                labels[other_rows] = near[other]
                switched.append(other_rows)
        if before is None:
            return labels, None
        return labels, np.concatenate(switched) if switched else np.empty(0, np.intp)

    def advance(self, b):
        """Let the odometer count the travel of the two fastest centroids; without a past, everyone is due."""
        if self.b is None:
            self.due_at.fill(-np.inf)
        else:
            travel = np.sqrt(np.einsum("jf,jf->j", b - self.b, b - self.b))
            self.odometer += float(np.sort(travel)[-2:].sum())
        self.b = b

    def due(self, size):
        """Yield the rows whose mark is reached, `size` at a time; all rows, as slices, where most are."""
        due = self.due_at <= self.odometer
        if 2 * np.count_nonzero(due) > len(due):
            yield from (slice(start, min(start + size, len(due))) for start in range(0, len(due), size))
            return
        rows = np.flatnonzero(due)
        yield from (rows[start : start + size] for start in range(0, len(rows), size))

    def widen(self):
        """Screen in float64 from now on: with a far outlier, float32 cannot tell the other points apart."""
        self.points.dtype = np.dtype(np.float64)
        self.screen = Screen(self.screen.k, self.points.d, self.points.dtype)
        self.b = None

    @staticmethod
    def pick(table, rows):
        return table[rows] if isinstance(rows, slice) else table.take(rows, axis=0)
