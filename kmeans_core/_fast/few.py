"""Few points: look at every one of them each time, by the definition, and add everything up anew.

A few hundred points cost calls of NumPy, not arithmetic, so that the fewest calls win: nothing is remembered, and
one call gives all sums. Search (as odometer.py) and tally (as tally.py) in one.
Left out: whatever makes many points fast.
"""

import numpy as np

from kmeans_core._fast.exact import distances_by_feature, unbuffered

SHORT = 512  # points up to which smaller buffers save less time than it takes to ask for them
LONG = 10_000  # points beyond which BLAS would share out a sum of products among threads


class Few:
    """Called with centroids (k, d), gives (labels (n,), inertia); the same labels again if none changed.

    It is its own `tally`: the `mass` (k, 1) of the clusters and the `sums` (k, d) of their points, seen from the
    points' centre.
    """

    def __init__(self, points, k):
        self.points = points
        self.weights = points.weights
        self.clusters = np.arange(k, dtype=np.float64)[:, None]
        self.distances = unbuffered(distances_by_feature) if points.n > SHORT else distances_by_feature
        self.room = np.empty((points.d, k, points.n))
        self.hits = np.empty((k, points.n), dtype=bool)
        self.share = np.empty((k, points.n))
        table = np.empty((points.d + 1, points.n))
        np.subtract(points.features, points.centre[:, None], out=table[:-1])
        table[-1] = 1
        if points.weights is not None:
            table *= points.weights
        self.table = table
        self.labels = self.told = None
        self.index = None
        if points.n > SHORT and k <= 256:  # numbers of a byte say whose a point is sooner, if in one call more
            self.index, self.marks = self.clusters.astype(np.uint8), np.empty((k, points.n), dtype=np.uint8)

    def __call__(self, centroids):
        each = self.distances(self.points.features, centroids, self.room)
        d2 = np.minimum.reduce(each, axis=0)
        hits = np.equal(each, d2, out=self.hits)
        if np.count_nonzero(hits) > len(d2):
            np.equal(hits.argmax(axis=0), self.clusters, out=hits)  # the lowest index of those that tie
        if self.index is None:
            np.copyto(self.share, hits)  # one-hot columns
            labels = (self.clusters[:, 0] @ self.share).astype(np.int32)
        else:
            marks = np.multiply(hits.view(np.uint8), self.index, out=self.marks)
            labels = np.bitwise_or.reduce(marks, axis=0).astype(np.int32)
        inertia = float(np.add.reduce(d2) if self.weights is None else self.weights @ d2)
        told = labels.tobytes()
        if told != self.told:
            self.labels, self.told = labels, told
            if self.index is not None:
                np.copyto(self.share, hits)
            self.recount()
        return self.labels, inertia

    def recount(self):
        """Add everything up anew."""
        if self.points.n <= LONG:  # row by row takes two thirds of the product's time
            sums = np.vecdot(self.share[:, None], self.table)
        else:
            sums = self.share @ self.table.T
        self.sums, self.mass = sums[:, :-1], sums[:, -1:]
        self.emptied = np.count_nonzero(self.mass) < len(sums)

    def relabel(self, rows, j):
        """Move the points `rows` to cluster j; return the labels."""
        self.labels = self.labels.copy()
        self.labels[rows] = j
        self.told = self.labels.tobytes()
        np.copyto(self.share, self.labels == self.clusters)
        self.recount()
        return self.labels

    @property
    def tally(self):
        """Itself; kept as an attribute, only the garbage collector would ever free it."""
        return self

    @property
    def members(self):
        """How many points of positive weight each cluster has, shape (k,)."""
        held = self.share if self.weights is None else self.share * self.weights
        return np.count_nonzero(held, axis=1)

    def means(self, centroids):
        """Return the mean of each cluster, shape (k, d), in data units; its old centroid where it has no mass."""
        if self.emptied:
            empty = self.mass == 0
            return np.where(empty, centroids, self.sums / (self.mass + empty) + self.points.centre)
        # One division of the whole sum: whole numbers then give the same mean as when they are added up plainly.
        means = self.mass * self.points.centre
        means += self.sums
        means /= self.mass
        return means
