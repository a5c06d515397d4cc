"""Trades: take the centroid that is least missed, and give it to the cluster that gains most from a second one.

Lloyd's moves only ever carry a centroid to where its own points are. A trade carries one across the picture; the
clusters around both ends settle by a few moves of their own, and the trade stands if the error has fallen.

Kaukoranta, Fränti and Nevalainen (1998), "Iterative split-and-merge algorithm for vector quantization codebook
generation", Optical Engineering 37(10).
"""

import numpy as np

from kmeans_core.color_quantization.weighted import TINY, columns, gather, halves, means, nearest, saved, second_nearest

SETTLING = 10  # Lloyd's moves after a trade
HOPELESS = 2  # give up a trade that would need this many more moves, each as good as the last
OFFERS = 32  # how many clusters to lose, and how many to split, are looked at
LEAST = 1e-9  # of what is saved: a smaller gain is rounding
SHUFFLE = 0.1  # by what share a seed changes what a trade promises


class Market:
    """k clusters of `cells`, and what each would cost to lose and gain to split.

    `labels` (m,) are the cells', `moments` (k, 4) the clusters', and `centroids` (k, 3) their means.
    """

    def __init__(self, cells, centroids, rng):
        self.cells, self.k, self.rng = cells, len(centroids), rng
        self.rows = cells.rows.astype(np.float32)
        self.centroids = centroids
        self.move()

    def move(self):
        """Assign each cell to its nearest centroid, and move each centroid to the mean of its cells."""
        self.labels = nearest(self.rows, self.centroids)
        self.moments = gather(self.cells.moments, self.labels, self.k)
        self.centroids = means(self.moments, self.centroids)

    def trades(self, tries):
        """Try so many trades; yield whenever one stands."""
        n, k = len(self.labels), self.k
        if tries == 0 or k == 1:
            return
        self.second, self.missed = np.zeros(n, np.intp), np.empty(n)
        self.ends, self.gain, self.tried = np.empty((k, 2, 3)), np.empty(k), np.eye(k, dtype=bool)
        self.price(np.ones(k, dtype=bool))
        for _ in range(tries):
            lost, split, promise = self.best_offer()
            if self.tried[lost, split]:
                return
            self.tried[lost, split] = True
            if self.trade(lost, split, promise):
                yield

    def price(self, changed):
        """Find anew what the `changed` (k,) clusters, and those beside them, cost and gain."""
        which = np.flatnonzero(changed)
        self.ends[which], self.gain[which], _ = halves(self.rows, self.cells.moments, self.labels, which)
        of = np.flatnonzero(np.take(changed, self.labels) | np.take(changed, self.second))
        self.second[of], farther = second_nearest(self.rows[of], self.centroids, self.labels[of])
        self.missed[of] = farther * self.cells.weights[of]
        self.cost = np.bincount(self.labels, self.missed, self.k)
        self.tried[changed] = self.tried[:, changed] = False
        np.fill_diagonal(self.tried, True)

    def best_offer(self):
        """Return (the cluster to lose, the one to split, what that may save) of the best trade not yet tried."""
        lose, split = np.argsort(self.cost)[:OFFERS], np.argsort(-self.gain)[:OFFERS]
        promise = self.gain[split] - self.cost[lose][:, None]
        order = promise
        if self.rng is not None:
            order = promise + SHUFFLE * self.gain[split] * self.rng.standard_normal(promise.shape)
        i, j = divmod(int(np.where(self.tried[lose[:, None], split], -np.inf, order).argmax()), len(split))
        return lose[i], split[j], float(promise[i, j])

    def trade(self, lost, split, promise):
        """Give the centroid `lost` to the cluster `split`; return whether that stands. If not, nothing has changed."""
        around = np.zeros(self.k, dtype=bool)
        for j in (lost, split):
            around[self.second[np.flatnonzero(self.labels == j)]] = around[j] = True
        which, of = np.flatnonzero(around), np.flatnonzero(np.take(around, self.labels))
        centroids = self.centroids[which]
        centroids[np.searchsorted(which, [lost, split])] = self.ends[split]
        before = saved(self.moments[which])
        settled = settle(self.rows[of], self.cells.moments[of], centroids, before, before + promise)
        if settled is None:
            return False
        labels, self.moments[which] = settled
        self.labels[of] = which[labels]
        self.centroids[which] = means(self.moments[which], self.centroids[which])
        self.price(around)
        return True


def settle(rows, moments, centroids, before, reached):
    """Return (labels (n,), moments (k, 4)) after a few moves if they save more than `before`, else None.

    `reached` is what the centroids are thought to save as they are.
    """
    for _ in range(SETTLING):
        scores = columns(centroids).T @ rows.T
        clusters = (scores == scores.min(axis=0)).astype(float) @ moments  # of a tie both have it, until the last count
        sums = clusters[:, :3]
        centroids = sums / np.maximum(clusters[:, 3:], TINY)
        last, reached = reached, float(np.vdot(sums, centroids))
        if before - reached > HOPELESS * (reached - last) or reached == last:
            break
    if reached <= before:
        return None
    labels = scores.argmin(axis=0)
    clusters = gather(moments, labels, len(centroids))
    return (labels, clusters) if saved(clusters) > before * (1 + LEAST) else None
