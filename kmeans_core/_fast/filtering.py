"""The filtering algorithm: whole patches of points in the plane find their centroid at once.

A box that lies wholly on one side of the line between two centroids rules the other one out for all its points. Most
boxes are left with one centroid, and their points need no look. Some are left with a pair: there, the sign of one
product decides each point. A few have more, a crowd: those points meet all centroids. What is ruled out stays so
until the centroids have travelled far enough (the odometer, as in odometer.py).
Left out: how patches are made (patches.py); other numbers of features, where boxes are few or large (odometer.py).

Kanungo et al. (2002), "An efficient k-means clustering algorithm: analysis and implementation", IEEE PAMI 24(7);
Pelleg and Moore (1999), "Accelerating exact k-means algorithms with geometric reasoning", KDD.
"""

import numpy as np

from kmeans_core._fast import exact
from kmeans_core._fast.cluster_sums import Tally
from kmeans_core._fast.distances import FAR, error_bound, facing, two_nearest
from kmeans_core._fast.labels import Labels
from kmeans_core._fast.spatial_blocks import SIZE, TOGETHER, columns

MOST = 255  # clusters: a byte holds their labels, and how many are open to a patch
CROWDED = 4_000  # points for each cluster, from which on most patches of them have one owner
LONG = 1 << 20  # points whose labels are compared at a time
PART = 1 << 14  # points added up at a time
AHEAD = 8  # strides of the centroids for which what is found about a patch should last


def worthwhile(points, k):
    """Return whether patches of these points repay what it costs to make them."""
    return points.d == 2 and k <= MOST and points.n >= CROWDED * k


class Filtering:
    """Called with centroids (k, 2), gives (labels, None) and keeps the `tally`; the same labels again if none changed.

    Of each of the m patches it knows how many centroids are `open` to its points, the `code` near * k + rival of the
    nearest to its middle and of a rival (itself where it is alone), and until when this is sure to hold.
    """

    def __init__(self, points, k):
        self.points, self.k = points, k
        self.patches = points.patches
        self.tally = Tally(points, k)
        m = len(self.patches.members)
        self.along = np.zeros(-(-m * SIZE // 8) * 8, dtype=np.uint8)  # whole eights: see `differing`
        self.by_patch = self.along[: m * SIZE].reshape(m, SIZE)
        self.open, self.code = np.zeros(m, dtype=np.uint8), np.zeros(m, dtype=np.intp)
        self.until = np.full(m, -np.inf)
        self.index = np.arange(k, dtype=np.uint8)[:, None]
        self.pairs = self.crowds = np.empty(0, dtype=np.intp)
        self.b = self.labels = None

    def __call__(self, centroids):
        if self.face(centroids):
            self.sift()
            self.part_pairs(centroids)
            self.look_at_crowds(centroids)
        else:
            self.look_at_all(centroids)
        if self.labels is None:
            self.recount()
        elif not self.settle():
            return self.labels, None
        return self.publish(), None

    def relabel(self, rows, j):
        """Move the points `rows` to cluster j, and have them looked at next time; return the labels."""
        chosen = np.zeros(self.points.n, dtype=bool)
        chosen[rows] = True
        places = np.flatnonzero(chosen[self.patches.order])
        self.along[places] = j
        self.open[places // SIZE] = 0
        self.until[places // SIZE] = -np.inf
        self.settle()
        return self.publish()

    def publish(self):
        """Return the labels as they are now, never to be written to."""
        self.labels = Labels(self.along.copy(), self.patches.order)
        return self.labels

    def face(self, centroids):
        """Get ready to look from `centroids`, and advance the odometer; False where they are too far out for that."""
        points = self.points
        b = centroids - points.centre
        largest, radius = points.totals[2], float(np.abs(b).max()) * points.scale * 2**0.5
        if not radius < FAR:
            self.b = None
            return False
        b *= points.scale
        if self.b is None:
            self.travelled = self.stride = 0.0
            self.until.fill(-np.inf)
        elif self.k > 1:
            *_, second, first = sorted(np.hypot(*(b - self.b).T).tolist())
            self.stride = first + second
            self.travelled += self.stride
        self.b, self.faced = b, facing(b, np.float64)
        # The way from each centroid j to each l, (2, k, k), and where along it the line between them lies, (k, k).
        self.way = b.T[:, None] - b.T[:, :, None]
        self.level = (self.faced[:, 2] - self.faced[:, 2, None]) / 2
        reach = largest + max(radius, largest)
        bound = error_bound(2, reach, np.float64)
        self.doubt = 4 * bound  # what rounding may do to a difference of squared distances, here and in the textbook
        self.slack = 2.0**-40 * (self.travelled + reach) + bound**0.5  # and to a distance
        return True

    def sift(self):
        """Where a patch is due, find anew who may own each that is or soon will be, and label those with one owner."""
        if not np.count_nonzero(self.until <= self.travelled):
            return
        ahead = min(AHEAD * self.stride, self.patches.typical / 2)
        due = np.flatnonzero(self.until <= self.travelled + ahead / 2)
        d2 = self.faced @ self.patches.columns.take(due, axis=1)
        near, least, second = two_nearest(d2)
        near = near.astype(np.intp)
        # From the middle alone: no point of the box is farther from it than half the diagonal.
        lasting = np.sqrt(np.abs(second))
        lasting -= np.sqrt(np.abs(least))
        lasting -= self.patches.diagonal[due]
        count, code = np.ones(len(due), dtype=np.uint8), near * (self.k + 1)
        # Whoever will not be ruled out for long is not ruled out at all, lest a patch come back every time.
        sure = 2 * self.slack + ahead
        shared = np.flatnonzero(lasting <= sure)
        if len(shared):
            of_shared = d2.take(shared, axis=1), least[shared], near[shared], due[shared]
            count[shared], code[shared], lasting[shared] = self.compare(*of_shared, sure)
        taken = np.flatnonzero((count == 1) & ((code != self.code[due]) | (self.open[due] != 1)))
        self.open[due], self.code[due], self.until[due] = count, code, lasting + (self.travelled - self.slack)
        if len(taken):
            self.by_patch[due[taken]] = near[taken, None]
        self.pairs, self.crowds = np.flatnonzero(self.open == 2), np.flatnonzero(self.open > 2)
        self.of_pairs = self.patches.y.take(self.pairs, axis=1)
        self.between = self.code[self.pairs]
        self.nearer, self.rival = (of.astype(np.uint8)[:, None] for of in np.divmod(self.between, self.k))

    def compare(self, d2, least, near, patches, sure):
        """Look at `patches` (p,) more closely: return how many share each, its code, and how long that holds.

        `d2` (k, p) are the squared distances of their middles to the centroids, infinite for the nearest, and `least`
        (p,) those to the nearest, `near`. A centroid is ruled out where the whole box is nearer to `near` by `sure`.
        """
        diagonal = self.patches.diagonal[patches]
        lead = d2 - (least + self.doubt)  # then less what the squared distances may differ within the box
        within = np.abs(self.way).take(near, axis=2)
        within *= self.patches.width.take(patches, axis=1)[:, None]
        lead -= within[0]
        lead -= within[1]
        # As distances: |y - l| - |y - j| = (|y - l|^2 - |y - j|^2) / (|y - l| + |y - j|).
        reach = np.sqrt(np.minimum(np.abs(d2, out=d2), 2 * FAR**2, out=d2), out=d2)
        reach += np.sqrt(np.abs(least)) + (diagonal + self.slack)
        lead /= reach
        close = lead <= sure
        count = np.add.reduce(close.view(np.uint8), axis=0, dtype=np.uint8) + np.uint8(1)
        np.copyto(lead, np.inf, where=close)
        lasting = np.minimum.reduce(lead, axis=0)
        # Those who share a patch may become fewer: try again a box farther on. A crowd need not fear newcomers.
        again = np.maximum(diagonal, sure) + self.slack
        lasting = np.where(count == 1, lasting, np.where(count == 2, np.minimum(lasting, again), again))
        return count, near * self.k + np.where(count == 1, near, self.last(close)), lasting

    def part_pairs(self, centroids):
        """Label the points of the patches that lie between two centroids."""
        if not len(self.pairs):
            return
        x, y = self.way.reshape(2, -1).take(self.between, axis=1)[:, :, None]
        level = self.level.ravel().take(self.between)[:, None]
        side = self.of_pairs[0] * x
        side += self.of_pairs[1] * y
        far = side > level + self.doubt  # from the nearer one, on the rival's side
        perhaps = side >= level - self.doubt
        if np.count_nonzero(far) != np.count_nonzero(perhaps):
            close = np.flatnonzero(far != perhaps)
            far.ravel()[close] = self.referee(self.pairs, close, centroids) == self.rival[close // SIZE, 0]
        self.by_patch[self.pairs] = self.nearer ^ far.view(np.uint8) * (self.nearer ^ self.rival)

    def look_at_crowds(self, centroids):
        """Label the points of the patches that more than two centroids share."""
        for start in range(0, len(self.crowds), TOGETHER):
            crowds = self.crowds[start : start + TOGETHER]
            d2 = self.faced @ columns(self.patches.y.take(crowds, axis=1).reshape(2, -1))
            hits = d2 <= np.minimum.reduce(d2, axis=0) + 2 * self.doubt
            labels = self.last(hits)
            if np.count_nonzero(hits) > len(labels):
                close = np.flatnonzero(np.add.reduce(hits.view(np.uint8), axis=0, dtype=np.uint8) != 1)
                labels[close] = self.referee(crowds, close, centroids)
            self.by_patch[crowds] = labels.reshape(-1, SIZE)

    def referee(self, patches, close, centroids):
        """Return the labels of the `close` calls (c,) among the points of `patches` (p,), by the definition."""
        places = np.minimum(patches[close // SIZE] * SIZE + close % SIZE, self.points.n - 1)
        return exact.nearest(self.points.X[self.patches.order[places]], centroids)[0]

    def last(self, hits):
        """Return for each column of `hits` (k, m) the last row that is True, or 0."""
        return np.maximum.reduce(hits.view(np.uint8) * self.index, axis=0)

    def settle(self):
        """Have the tally follow the points that changed their label; return whether there are any."""
        known, n = self.labels.narrow, self.points.n
        parts = [differing(self.along, known, start) for start in range(0, len(known), LONG)]
        if len(parts[-1]) and parts[-1][-1] >= n:  # the last patch is filled up
            parts[-1] = parts[-1][parts[-1] < n]
        switched = sum(map(len, parts))
        if 4 * switched > n:
            self.recount()
        else:
            for places in parts:
                for start in range(0, len(places), PART):
                    part = places[start : start + PART]
                    self.tally.move(*self.of(part), self.along[part], known[part])
            if self.tally.faded:
                self.recount()
        return switched > 0

    def recount(self):
        """Add everything up anew: patches that have one owner as they are, the others point by point."""
        patches, tally = self.patches, self.tally
        tally.clear()
        owned = np.flatnonzero(self.open == 1)
        tally.hold(self.code[owned] // self.k, patches.members[owned], patches.mass[owned], patches.sums[:, owned].T)
        shared = np.flatnonzero(self.open != 1)
        for start in range(0, len(shared), TOGETHER):
            places = (shared[start : start + TOGETHER, None] * SIZE + np.arange(SIZE)).ravel()
            places = places[places < self.points.n]
            tally.move(*self.of(places), self.along[places])

    def of(self, places):
        """Return the unit points (m, 2) at `places` along the curve, and their weights (m,) or None."""
        weights = self.patches.weights
        y = self.patches.y.reshape(2, -1).take(places, axis=1).T
        return y, None if weights is None else weights[places]

    def look_at_all(self, centroids):
        """Label every point by the definition."""
        labels = exact.nearest(self.points.X, centroids)[0].astype(np.uint8)[self.patches.order]
        labels = np.pad(labels, (0, len(self.along) - len(labels)), mode="edge")
        self.open.fill(0)
        self.along[:] = labels


def differing(one, other, start):
    """Return where arrays of bytes (m,) differ, m a multiple of 8, among the next LONG places from `start` on."""
    one, other = one[start : start + LONG].view(np.uint64), other[start : start + LONG].view(np.uint64)
    eights = (one != other).nonzero()[0]  # quickly, where they hardly do
    among = one.take(eights)[:, None].view(np.uint8) != other.take(eights)[:, None].view(np.uint8)
    at = among.ravel().nonzero()[0]
    return (eights[at // 8] * 8 + at % 8 + start).astype(np.int32)
