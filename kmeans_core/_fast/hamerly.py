"""Hamerly's bounds: which points can have a new nearest centroid, so that the others need no look.

Each point keeps by how much its second nearest centroid was farther away than its nearest. The `drift` adds up how
far the two fastest centroids have moved; a point keeps its label until the drift reaches the value `safe_until` that
it was given when last compared. That is one float32 a point and one comparison an iteration.
Points whose bound has run out are compared by matrix products, ambiguous ones by the definition (distances.py). While
the centroids still move far, no bound would last; then the points are assigned without bounds.

Hamerly (2010), "Making k-means even faster", SIAM Int. Conf. on Data Mining.
"""

import math

import numpy as np

from kmeans_core._fast.distances import (
    BLOCK_DISTANCES,
    FLOAT64,
    MAX_NORM,
    Distances,
    blocks,
    error_bound,
    nearest_by_definition,
)
from kmeans_core._fast.prepared import MAX_EXPONENT

MIN_SEARCH_VALUES = 1_000  # k d from which on comparing a point costs more than giving it a bound
N_EARLY_MOVES = 12  # after so many the run is long, and bounds pay for any k and d
MIN_LASTING_SHARE = 0.5  # bounds pay if more points than this share would outlast a move half as long as the last
MAX_AMBIGUOUS_SHARE = 0.05  # with a larger share, float32 is too coarse
SEARCH_BLOCK = 1 << 16  # points among which the expired ones are listed at a time
GATHERED_VALUES = 1 << 15  # values of columns gathered at a time
MADE_VALUES = 1 << 15  # values of columns made at a time, if they are not kept


class HamerlyBounds:
    """The nearest of k centroids for every one of the prepared `points`, found again after every move.

    Without bounds, all points are compared after every move; without products, by the definition.
    """

    def __init__(self, points, k, *, with_bounds=True, with_products=True, block_distances=BLOCK_DISTANCES):
        self.points, self.k, self.block_distances = points, k, block_distances
        self.with_bounds, self.with_products = with_bounds, with_products
        self.labels = self.b = None
        self.n_moves = 0
        self.safe_until = np.full(points.n, -np.inf, dtype=np.float32)
        self.make_room()

    def make_room(self):
        """Make room for the comparisons, in the type of the points' columns."""
        points = self.points
        n = points.n if points.columns is not None else min(points.n, MADE_VALUES // points.d + 16)
        self.distances = Distances(n, points.d, self.k, points.dtype, self.block_distances)

    def assign(self, centroids):
        """Return the labels (n,) for `centroids` (k, d): a new array."""
        labels = np.zeros(self.points.n, dtype=np.int32) if self.labels is None else self.labels.copy()
        self.update(labels, centroids)
        self.labels = labels
        return labels

    def relabel(self, labels):
        """Take over `labels` (n,) from outside; the points that changed are compared again next time."""
        self.safe_until[labels != self.labels] = -np.inf
        self.labels = labels

    def update(self, labels, centroids):
        """Bring `labels` (n,) up to date with `centroids` (k, d)."""
        points = self.points
        b = points.unit(centroids)
        radius = math.sqrt(np.vecdot(b, b).max())
        fits_float32 = radius < MAX_NORM and points.scale < 2.0**MAX_EXPONENT
        if not (fits_float32 and self.with_products):
            labels[:] = nearest_by_definition(points.X, centroids)
            self.b = None
            return
        self.advance(b)
        reach = points.largest_norm + max(radius, points.largest_norm)
        self.error = error_bound(points.d, reach, points.dtype)
        # What float32 rounds off a bound, and what the definition's own rounding may be worth as a distance.
        self.slack = 2.0**-21 * (self.drift + reach) + math.sqrt(error_bound(points.d, reach, FLOAT64))
        self.distances.load_centroids(b)
        ambiguous = []
        for rows in self.rows_to_compare():
            places = self.compare_with_bounds(labels, rows) if self.bounds_pay else self.compare(labels, rows)
            ambiguous.append(places + rows.start if isinstance(rows, slice) else rows[places])
            if len(places) > MAX_AMBIGUOUS_SHARE * self.distances.rows and points.dtype == np.float32:
                points.use_float64()
                self.make_room()
                self.b = None
                self.update(labels, centroids)
                return
        ambiguous = np.concatenate([np.empty(0, dtype=np.intp), *ambiguous])
        for part in blocks(len(ambiguous), GATHERED_VALUES // points.d):
            rows = ambiguous[part]
            labels[rows] = nearest_by_definition(points.X.take(rows, axis=0), centroids)

    def advance(self, b):
        """Add the two longest moves to the drift; the unit centroids are now `b` (k, d)."""
        self.n_moves += 1
        may_pay = self.k * b.shape[1] >= MIN_SEARCH_VALUES or self.n_moves > N_EARLY_MOVES
        self.bounds_pay = self.with_bounds and self.b is not None and may_pay
        if self.b is None:
            self.safe_until.fill(-np.inf)
            self.drift = self.last_drift = 0.0
        elif self.k > 1:
            moves = np.subtract(b, self.b, out=self.b)  # the old place is not needed again
            self.last_drift = sum(sorted(np.sqrt(np.vecdot(moves, moves)).tolist())[-2:])
            self.drift += self.last_drift
        self.b = b

    def rows_to_compare(self):
        """Yield the rows whose bound has run out, some at a time; all rows, as slices, if that is most of them."""
        n, size = self.points.n, self.distances.rows
        is_expired = self.safe_until <= np.float32(self.drift)
        if 2 * np.count_nonzero(is_expired) > n:
            yield from blocks(n, size)
            return
        for part in blocks(n, SEARCH_BLOCK):
            expired = np.flatnonzero(is_expired[part]) + part.start
            for piece in blocks(len(expired), min(size, max(64, GATHERED_VALUES // self.points.d))):
                yield expired[piece]

    def compare_with_bounds(self, labels, rows):
        """Find the labels of `rows` and how long they last; return the places of the ambiguous ones among them.

        If all rows are compared in turn, this also notes whether bounds pay, for the rows that follow.
        """
        nearest, smallest_two = self.distances.two_nearest(self.points.columns_of(rows))
        smallest, second = smallest_two
        smallest += self.error
        second -= self.error
        np.sqrt(np.maximum(smallest_two, 0, out=smallest_two), out=smallest_two)
        margin = second - smallest
        ambiguous = np.flatnonzero(margin <= 0)
        labels[rows] = nearest
        if isinstance(rows, slice):
            self.bounds_pay = np.count_nonzero(2 * margin > self.last_drift) > MIN_LASTING_SHARE * len(margin)
        margin += np.float32(self.drift - self.slack)
        margin[ambiguous] = -np.inf
        self.safe_until[rows] = margin
        return ambiguous

    def compare(self, labels, rows):
        """Do the same for less work and without bounds: the rows are compared again next time."""
        labels[rows], ambiguous = self.distances.nearest_or_ambiguous(self.points.columns_of(rows), self.error)
        self.safe_until[rows] = -np.inf
        return ambiguous
