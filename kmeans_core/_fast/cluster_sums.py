"""What the clusters hold: members, mass and sums, kept up to date point by point instead of added up anew.

Left out: who belongs where (nearest.py).
"""

import numpy as np

from kmeans_core._fast.distances import PRODUCT
from kmeans_core._fast.exact import NARROW

FRESH = 64  # a cluster that keeps less than 1/FRESH of the mass it had is added up anew: its digits left with the mass
FEW = 16  # up to this many clusters, a matrix product adds up wide points faster than counting does
SHORT = 512  # points of any width, up to which it does so too
CANCELS = 1e-3  # below this share of the total, inertia is too small a difference of large sums


class Tally:
    """For k clusters: `members` of positive weight, `mass` (their weights' sum), `sums` (k, d) of unit points.

    Or, where `raw`, sums of the data.
    """

    def __init__(self, points, k):
        self.points = points
        self.k = k
        self.onehot = np.eye(k) if k <= FEW else None
        # Near the origin sums of the data themselves keep their digits, and save the way to unit points and back.
        self.raw = k <= FEW and points.d >= NARROW and points.near

    def clear(self):
        """Begin with nothing held."""
        self.members, self.mass = np.zeros(self.k, dtype=np.intp), np.zeros(self.k)
        self.sums = np.zeros((self.k, self.points.d))
        self.peak = np.zeros(self.k)

    def recount(self, labels):
        """Add everything up anew."""
        self.clear()
        for block in [slice(None)] if self.raw else self.points.blocks():
            self.move(*self.of(block), labels[block])

    def transfer(self, rows, labels, before):
        """Move `rows` from their clusters in `before` (n,) to those in `labels` (n,)."""
        if 4 * len(rows) > self.points.n or self.points.small:
            return self.recount(labels)
        for block in self.points.blocks(rows):
            self.move(*self.of(block), labels.take(block), before.take(block))
        if self.faded:
            self.recount(labels)

    def of(self, rows):
        """Return `rows` as what is added up (m, d), unit points or the data, and their weights (m,) or None."""
        y = self.points.pick(rows) if self.raw else self.points.units(rows)
        return y, None if self.points.weights is None else self.points.weights[rows]

    @property
    def faded(self):
        """Whether a cluster has lost so much of its mass that its sums should be added up anew."""
        return np.count_nonzero(self.mass * FRESH < self.peak) > 0

    @property
    def emptied(self):
        """Whether a cluster has no point of positive weight."""
        return np.count_nonzero(self.members) < self.k

    def move(self, y, weights, labels, before=None):
        """Add unit points `y` (m, d) to the clusters `labels` (m,), and take them from the clusters `before` (m,)."""
        if self.onehot is not None and (self.points.d >= NARROW or len(y) <= SHORT):
            self.move_by_product(y, weights, labels, before)
        else:
            self.move_by_counting(y, weights, labels, before)
        np.maximum(self.peak, self.mass, out=self.peak)

    def move_by_product(self, y, weights, labels, before):
        """Do what `move` does: how much each cluster gains of each point, times the points."""
        size = max(1, PRODUCT // self.sums.size)
        for start in range(0, len(y), size):
            part = slice(start, start + size)
            gains = self.onehot.take(labels[part], axis=0)  # (points, clusters)
            if before is not None:
                gains -= self.onehot.take(before[part], axis=0)
            if weights is None:
                mass = np.bincount(labels[part], minlength=self.k)
                if before is not None:
                    mass -= np.bincount(before[part], minlength=self.k)
                self.members += mass
            else:
                count = (weights[part] > 0) @ gains
                np.add(self.members, count, out=self.members, casting="unsafe")  # a whole number, exactly
                gains *= weights[part, None]
                mass = np.add.reduce(gains, axis=0)
            self.mass += mass
            self.sums += gains.T @ y[part]

    def move_by_counting(self, y, weights, labels, before):
        """Do what `move` does, cluster by cluster."""
        k = self.k
        if weights is not None:
            y = y * weights[:, None]
        for held, change in ((labels, np.add), (before, np.subtract)):
            if held is not None:
                members = np.bincount(held if weights is None else held[weights > 0], minlength=k)
                change(self.members, members, out=self.members)
                change(self.mass, members if weights is None else np.bincount(held, weights, k), out=self.mass)
                change(self.sums, sums_by_label(y, held, k), out=self.sums)

    def hold(self, labels, members, mass, sums):
        """Add whole groups of points: group i, of so many `members` and such `mass` (m,) and `sums` (m, d), at once."""
        self.members += np.bincount(labels, members, self.k).astype(np.intp)
        self.mass += np.bincount(labels, mass, self.k)
        self.sums += sums_by_label(sums, labels, self.k)
        np.maximum(self.peak, self.mass, out=self.peak)

    def means(self, centroids):
        """Return the mean of each cluster, shape (k, d), in data units; its old centroid where it has no mass."""
        mass = self.mass[:, None]
        empty = mass == 0
        some = np.count_nonzero(empty) > 0
        if some:
            mass = mass + empty
        # One division of the whole sum: whole numbers then give the same mean as when they are added up plainly.
        if self.raw:
            means = self.sums / mass
        else:
            means = self.sums / self.points.scale
            means += mass * self.points.centre
            means /= mass
        return np.where(empty, centroids, means) if some else means

    def inertia(self, b, labels):
        """Return the sum of w |x - c|^2 in squared data units, for unit centroids b (k, d).

        It comes from the sums alone where that keeps its digits.
        """
        total = self.points.totals[0]
        cross = float(np.vdot(b, self.sums))
        if self.raw:
            cross = (cross - float(self.mass @ (b @ self.points.centre))) * self.points.scale
        inertia = total + float(self.mass @ np.vecdot(b, b)) - 2 * cross
        if not inertia > CANCELS * total:
            own = self.points.own_distances(b, np.asarray(labels))
            inertia = sum(self.points.weigh(block, d2) for block, d2 in own)
        return float(inertia) / self.points.scale / self.points.scale


def sums_by_label(y, labels, k):
    """Return the sum of the rows of `y` (m, d) with label j, for j = 0..k-1, shape (k, d)."""
    if y.shape[1] < NARROW:
        sums = np.empty((y.shape[1], k))
        for f in range(len(sums)):
            sums[f] = np.bincount(labels, y[:, f], minlength=k)
        return sums.T
    d = y.shape[1]
    if len(labels) > k:
        places = np.arange(k * d).reshape(k, d).take(labels, axis=0)  # in the table of sums, row by row
    else:
        places = labels.astype(np.intp)[:, None] * d + np.arange(d)
    return np.bincount(places.ravel(), y.ravel(), minlength=k * d).reshape(k, d)
