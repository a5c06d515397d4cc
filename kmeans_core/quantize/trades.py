"""Trades: take the centroid that is least missed, and give it to the cluster that gains most from a second one.

Lloyd's steps only ever move a centroid to where its own points are. A trade carries one across the picture; the
clusters around both ends settle by a few steps of their own, and the trade stands if the error has fallen.

Kaukoranta, Fränti and Nevalainen (1998), "Iterative split-and-merge algorithm for vector quantization codebook
generation", Optical Engineering 37(10).
"""

import numpy as np

from kmeans_core.quantize.clusters import columns, gather, halves, means, nearest, saved, second_nearest

SETTLING = 10  # Lloyd's steps after a trade
HOPELESS = 4  # give up a trade that would need this many more steps, each as good as the last
OFFERS = 32  # clusters that cost least to lose, and that gain most from a split, that are looked at
TINY = 1e-300
LEAST = 1e-9  # of the sum of squares: less is rounding, not a gain


class Market:
    """k clusters of `cells`, and what each would cost to lose and gain to split."""

    def __init__(self, cells, centroids):
        self.cells, self.k = cells, len(centroids)
        self.rows = cells.rows.astype(np.float32)
        self.centroids = centroids
        self.assign()

    def assign(self):
        """Assign each cell to its nearest centroid, and move each centroid to the mean of its cells: Lloyd's step."""
        self.labels = nearest(self.rows, self.centroids)
        self.moments = gather(self.cells.moments, self.labels, self.k)
        self.centroids = means(self.moments, self.centroids)

    def open(self):
        """Price every cluster."""
        n, k = len(self.labels), self.k
        self.second, self.missing = np.empty(n, np.intp), np.empty(n)
        self.ends, self.gain = np.empty((k, 2, 3)), np.empty(k)
        self.tried = np.eye(k, dtype=bool)
        self.price(np.ones(k, dtype=bool))

    def price(self, changed):
        """Find anew what the `changed` (k,) clusters, and those beside them, cost and gain."""
        of = np.flatnonzero(changed[self.labels])
        which = np.flatnonzero(changed)
        place = np.cumsum(changed) - 1
        self.ends[which], self.gain[which], _ = halves(
            self.rows[of], self.cells.moments[of], place[self.labels[of]], len(which)
        )
        of = (
            np.arange(len(self.labels))
            if changed.all()
            else np.flatnonzero(changed[self.labels] | changed[self.second])
        )
        self.second[of], further = second_nearest(self.rows[of], self.centroids, self.labels[of])
        self.missing[of] = further * self.cells.weights[of]
        self.cost = np.bincount(self.labels, self.missing, self.k)
        self.tried[changed] = self.tried[:, changed] = False
        np.fill_diagonal(self.tried, True)

    def trade(self):
        """Try the best trade not yet tried: return whether it stands, or None where all were tried."""
        lost, split = self.best()
        if self.tried[lost, split]:
            return None
        self.tried[lost, split] = True
        around = self.around(lost, split)
        which, of = np.flatnonzero(around), np.flatnonzero(np.take(around, self.labels))
        centroids = self.centroids[which]
        centroids[np.searchsorted(which, [lost, split])] = self.ends[split]
        moments = np.take(self.cells.moments, of, axis=0)
        settled = settle(np.take(self.rows, of, axis=0), moments, centroids, saved(self.moments[which]))
        if settled is None:
            return False
        labels, self.moments[which] = settled
        self.labels[of] = which[labels]
        self.centroids[which] = means(self.moments[which], self.centroids[which])
        self.price(around)
        return True

    def best(self):
        """Return (the cluster to lose, the cluster to split) of the trade that promises most of those not tried."""
        cheap, rich = np.argsort(self.cost)[:OFFERS], np.argsort(-self.gain)[:OFFERS]
        promise = self.gain[rich] - self.cost[cheap][:, None]
        promise[self.tried[np.ix_(cheap, rich)]] = -np.inf
        i, j = divmod(int(promise.argmax()), len(rich))
        return cheap[i], rich[j]

    def around(self, *clusters):
        """Return which clusters (k,) are these, or second choice of their cells."""
        around = np.zeros(self.k, dtype=bool)
        for j in clusters:
            around[self.second[np.flatnonzero(self.labels == j)]] = around[j] = True
        return around


def settle(rows, moments, centroids, before):
    """Run a few of Lloyd's steps; return (labels, moments (k, 4)) if they save more than `before`, else None."""
    index, reached = np.arange(len(centroids))[:, None], -np.inf
    for _ in range(SETTLING):
        labels = (rows @ columns(centroids)).argmin(axis=1)
        clusters = (labels == index).astype(float) @ moments
        sums = clusters[:, :3]
        centroids = sums / np.maximum(clusters[:, 3:], TINY)
        last, reached = reached, float(np.vdot(sums, centroids))
        if before - reached > HOPELESS * (reached - last) or reached == last:
            break
    return (labels, clusters) if reached > before * (1 + LEAST) else None
