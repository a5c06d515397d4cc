"""The odometer: which points are due to be looked at again.

Each point keeps by how much its second nearest centroid is farther than its nearest. The odometer counts how
far the two fastest centroids have travelled together; a point's label cannot have changed before the odometer
reaches the mark that the point was given when last looked at. One float32 a point, one comparison an iteration.
Points that are due are screened (screen.py), close calls go to the definition (exact.py). While the centroids
still leap, no mark would last: then a glance, which finds the nearest centroid alone, gives none.
Left out: a mark per centroid (Elkan 2003), which needs (n, k) memory.

Hamerly (2010), "Making k-means even faster", SIAM Int. Conf. on Data Mining.
"""

import math

import numpy as np

from kmeans_core._fast import exact
from kmeans_core._fast.cluster_sums import Tally
from kmeans_core._fast.distances import FAR, Screen, error_bound
from kmeans_core._fast.labels import Labels
from kmeans_core._fast.prepared import FINEST

EACH = 16  # from this many clusters on, an odometer for each pays
LASTING = 0.5  # marks pay where more points than this share would outlast a move half as long as the last
PART = 1 << 16  # points among which those that are due are searched in one go
PICKED = 1 << 16  # values of columns picked at a time, or 64 points: room beside that for the table itself
MADE = 1 << 16  # values of columns made at a time where they are not kept, and 16 points
CLOSE_CALLS = 0.05  # a larger share of close calls than this asks for a screen in float64


class Odometer:
    """Called with centroids (k, d), gives (labels (n,), None) and keeps the `tally`.

    The labels are the same ones again if none changed.
    """

    def __init__(self, points, k):
        self.points = points
        self.k = k
        self.fit()
        self.each = k >= EACH
        self.travelled, self.stride = (np.zeros(k), np.zeros(k)) if self.each else (0.0, 0.0)
        self.farthest = 0.0  # no odometer has come farther
        self.due_at = np.full(points.n, -np.inf, dtype=np.float32)
        self.b = self.labels = None
        self.tally = Tally(points, k)

    def fit(self):
        """Make room for the screen, in the precision the points are screened in."""
        points = self.points
        most = points.n if points.keeps else MADE // points.d + 16
        self.screen = Screen(min(points.n, most), self.k, points.d, points.dtype)
        self.zeros = np.zeros(self.screen.rows, self.points.dtype)  # NumPy is slow at the maximum with a number

    def __call__(self, centroids):
        before = self.labels
        labels = np.zeros(self.points.n, dtype=np.min_scalar_type(self.k)) if before is None else before.copy()
        switched = self.search(centroids, labels)
        if before is None:
            self.tally.recount(labels)
        elif len(switched):
            self.tally.transfer(switched, labels, before)
        else:
            return self.found, None
        return self.publish(labels), None

    def publish(self, labels):
        """Keep `labels` (n,), never to be written to, and return them."""
        self.labels, self.found = labels, Labels(labels)
        return self.found

    def relabel(self, rows, j):
        """Move the points `rows` to cluster j, and have them looked at next time; return the labels."""
        labels = self.labels.copy()
        labels[rows] = j
        self.tally.transfer(rows, labels, self.labels)
        self.due_at[rows] = -np.inf
        return self.publish(labels)

    def search(self, centroids, labels):
        """Bring `labels` (n,) up to date; return the rows that switched."""
        points = self.points
        if not self.face(centroids):
            near = exact.nearest(points.X, centroids)[0]
            switched = np.flatnonzero(near != labels)
            labels[:] = near
            return switched
        switched, close = [], []
        for rows in self.due(labels):
            known = self.pick(labels, rows)
            near, unsure = self.look(rows, known) if self.pays else self.glance(rows, known)
            if len(unsure) > CLOSE_CALLS * self.screen.rows and points.dtype == np.float32:
                self.widen()
                labels[:] = 0 if self.labels is None else self.labels
                return self.search(centroids, labels)
            if len(unsure):
                close.append(self.index(rows, unsure))
            if self.labels is None:  # nobody asks who switched
                labels[rows] = near
                continue
            other = (near != known).nonzero()[0]
            if len(other):
                switched.append(self.index(rows, other))
                labels[switched[-1]] = near[other]
        if close:
            close = np.concatenate(close)
            for rows in points.blocks(close):
                near = exact.nearest(points.pick(rows), centroids)[0]
                switched.append(rows[near != labels[rows]])
                labels[rows] = near
        if len(switched) == 1:
            return switched[0]
        return np.concatenate(switched) if switched else np.empty(0, dtype=np.intp)

    def face(self, centroids):
        """Get ready to look at points from `centroids`; False where they are too far out to be screened."""
        points = self.points
        b = points.unit(centroids)
        squares = np.vecdot(b, b)
        radius = math.sqrt(np.maximum.reduce(squares))
        if not radius < FAR or points.scale == 2.0**FINEST:
            self.b = None
            return False
        self.advance(b)
        points.prepare()
        largest = points.totals[2]
        reach = largest + max(radius, largest)
        self.error = error_bound(points.d, reach, points.dtype)
        self.screen.face(b, squares)
        # What float32 rounds off a mark, and what the textbook's own rounding may be worth as a distance.
        slack = 2.0**-21 * (self.farthest + reach) + error_bound(points.d, reach, np.float64) ** 0.5
        self.marks = (self.travelled - slack).astype(np.float32) if self.each else np.float32(self.travelled - slack)
        return True

    def look(self, rows, known):
        """Screen `rows`, whose labels were `known` (m,), and give each its next mark.

        Returns (labels (m,), unsure): the second holds the close calls among them, which keep their labels for now.
        Where all rows are looked at in turn, notes whether the marks pay, for the rows that follow.
        """
        near, two = self.screen(self.points.seen(rows).T)
        least, margin = two
        least += self.error
        margin -= self.error
        np.maximum(margin, self.zeros[: len(margin)], out=margin)
        np.sqrt(two, out=two)
        margin -= least
        unsure = (margin <= self.zeros[: len(margin)]).nonzero()[0]
        if len(unsure):
            near[unsure] = known[unsure]
        if isinstance(rows, slice):
            stays = 2 * margin > (self.stride[near] if self.each else self.stride)
            self.pays = np.count_nonzero(stays) > LASTING * len(near)
        margin += self.marks[near] if self.each else self.marks
        if len(unsure):
            margin[unsure] = -np.inf
        self.due_at[rows] = margin
        return near, unsure

    def glance(self, rows, known):
        """Return what `look` does for less work, and give no marks: the points are due again next time."""
        near, unsure = self.screen.once(self.points.seen(rows).T[:-1], self.error)
        near[unsure] = known[unsure]
        self.due_at[rows] = -np.inf
        return near, unsure

    @staticmethod
    def index(rows, which):
        return which + rows.start if isinstance(rows, slice) else rows[which]

    def advance(self, b):
        """Add to each odometer its cluster's travel and the fastest other one's; without a past, everyone is due."""
        self.pays = self.b is not None
        if not self.pays:
            self.due_at.fill(-np.inf)
        elif len(b) > 1:
            move = np.subtract(b, self.b, out=self.b)  # nobody needs the old place any more
            travel = np.sqrt(np.vecdot(move, move))
            *_, second, first = sorted(travel.tolist())
            self.stride = travel + np.where(travel == first, second, first) if self.each else first + second
            self.travelled += self.stride
            self.farthest += first + second
        self.b = b

    def due(self, labels):
        """Yield the rows whose mark is reached, a screen's worth at a time; all rows, as slices, where most are."""
        n, size = len(labels), self.screen.rows
        travelled = self.travelled.astype(np.float32) if self.each else np.float32(self.travelled)
        parts = [slice(start, start + PART) for start in range(0, n, PART)]
        due = [self.due_at[part] <= (travelled[labels[part]] if self.each else travelled) for part in parts]
        if 2 * sum(map(np.count_nonzero, due)) > n:
            yield from (slice(start, min(start + size, n)) for start in range(0, n, size))
            return
        size, found = min(size, max(64, PICKED // self.points.d)), []
        for part, some in zip(parts, due, strict=True):
            rows = some.nonzero()[0]
            rows += part.start
            found.append(rows)
            if sum(map(len, found)) < size and part.stop < n:
                continue
            rows, found = found[0] if len(found) == 1 else np.concatenate(found), []
            yield from (rows[start : start + size] for start in range(0, len(rows), size))

    def widen(self):
        """Screen in float64 from now on: with a far outlier, float32 cannot tell the other points apart."""
        self.points.widen()
        self.fit()
        self.b = None

    @staticmethod
    def pick(table, rows):
        return table[rows] if isinstance(rows, slice) else table.take(rows, axis=0)
