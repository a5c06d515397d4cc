"""Labels and inertia for these centroids, please: exactly the textbook's, without asking every point each time.

`Nearest` remembers what it may skip from one set of centroids to the next. Few points are simply looked at and
added up again (few.py); many in the plane are filtered in patches (filtering.py); other many have an odometer
(odometer.py). Sums follow in a tally (tally.py). Left out: how the answers are found.
"""

import numpy as np

from kmeans_core import validation
from kmeans_core._fast.exact import NARROW, nearest, squared_distances
from kmeans_core._fast.few import Few
from kmeans_core._fast.filtering import Filtering, worthwhile
from kmeans_core._fast.hamerly import Odometer
from kmeans_core._fast.predict import look_once
from kmeans_core._fast.prepared import Points

DENSE = 60_000  # up to this many distances, looking at every point again costs less than remembering


def search_for(points, k):
    """Return what finds the nearest of k centroids soonest for these points."""
    if points.d < NARROW and points.n * k <= DENSE:
        return Few(points, k)
    if worthwhile(points, k):
        return Filtering(points, k)
    return Odometer(points, k)


class Nearest:
    """Called with centroids (k, d), gives (labels (n,), inertia); `means()` says where the centroids should go.

    The labels are an array, or what np.asarray makes one: not everybody who looks on wants them at every step.
    `settled` tells whether the last call changed none; it then gives the same ones again. Labels once given out are
    never written to.
    """

    def __init__(self, points, k):
        self.points = points
        self.search = search_for(points, k)
        self.tally = self.search.tally
        self.labels = self.moved = None

    def __call__(self, centroids):
        labels, inertia = self.search(centroids)
        self.settled = labels is self.labels
        if inertia is None:
            b = self.search.b
            inertia = self.tally.inertia(self.points.unit(centroids) if b is None else b, labels)
        if centroids is self.moved:
            inertia = min(inertia, self.inertia)  # means never raise it; rounding must not, either
        self.centroids, self.labels, self.inertia = centroids, labels, inertia
        return labels, inertia

    def means(self):
        """Return the mean of each cluster's points, shape (k, d).

        A cluster without points takes the point farthest from its centroid, out of a cluster that keeps others.
        """
        if self.emptied:
            self.fill()
        self.moved = self.tally.means(self.centroids)
        return self.moved

    @property
    def emptied(self):
        """Whether a cluster has no point of positive weight."""
        return self.tally.emptied

    def fill(self):
        """Give every empty cluster the farthest point, and all its equals: a weight of 3 is a row three times.

        A cluster whose points are all equal keeps them; with fewer distinct points than clusters, some stay empty.
        """
        points, tally, labels = self.points, self.tally, np.asarray(self.labels)
        weighty = np.ones(points.n, dtype=bool) if points.weights is None else points.weights > 0
        d2 = np.empty(points.n)
        for block, own in points.own_distances(points.unit(self.centroids), labels):
            d2[block] = np.where(weighty[block], own, 0.0)
        for j in np.flatnonzero(tally.members == 0):
            while d2.any():
                i = int(d2.argmax())
                equal = points.equal_to(i)
                if np.count_nonzero(weighty[equal]) < tally.members[labels[i]]:
                    self.labels = self.search.relabel(equal, j)
                    labels = np.asarray(self.labels)
                    for block in points.blocks():
                        away = squared_distances(points.X[block], points.X[i]) * points.scale**2
                        d2[block] = np.minimum(d2[block], away)
                    break
                d2[equal] = 0.0


def assign(X, centroids):
    """Return the index of the nearest centroid for each row of `X`, shape (n,).

    Equal distances go to the lowest index.
    """
    X = validation.as_points(X)
    return look_once(X, validation.as_centroids(centroids, X.shape[1]))


def labels_and_inertia(X, centroids, sample_weight=None):
    """Return (labels (n,), inertia) of checked `centroids` (k, d), the inertia weighted."""
    points = Points.of(X, sample_weight)
    labels, inertia = Nearest(points, len(centroids))(centroids)
    return np.asarray(labels, dtype=np.int32), inertia


def inertia(X, centroids, labels=None):
    """Return the sum of squared distances of the points to their centroids, in squared data units.

    `labels` (n,) says which centroid is whose; without them, every point takes its nearest.
    """
    X = validation.as_points(X)
    centroids = validation.as_centroids(centroids, X.shape[1])
    if labels is None:
        return float(nearest(X, centroids)[1].sum())
    labels = np.asarray(labels)
    if labels.shape != (len(X),) or labels.dtype.kind not in "iu":
        raise ValueError(f"labels must be {len(X)} whole numbers, one per point; got shape {labels.shape}.")
    if labels.min() < 0 or labels.max() >= len(centroids):
        raise ValueError(f"labels must lie in 0..{len(centroids) - 1}, the rows of centroids.")
    return float(squared_distances(X, centroids[labels]).sum())
