"""Swaps: remove the centroid whose removal costs least, and give it to the cluster that gains most from a second one.

In Lloyd's algorithm a centroid only moves to where its own points are. A swap carries it across the picture. The
clusters around both ends settle in a few moves of their own, and the swap is kept if the error has fallen.

Kaukoranta, Fränti and Nevalainen (1998), "Iterative split-and-merge algorithm for vector quantization codebook
generation", Optical Engineering 37(10).
"""

import numpy as np

from kmeans_core.color_quantization.weighted import (
    TINY,
    between_cluster_ss,
    cluster_moments,
    means,
    nearest,
    score_matrix,
    second_nearest,
    split_in_two,
)

SETTLING_MOVES = 10  # Lloyd's moves after a swap
MAX_MISSING_MOVES = 2  # give up a swap that would need more moves than this, each as good as the last
N_CANDIDATES = 32  # clusters to remove, and clusters to split, that are considered
MIN_RELATIVE_GAIN = 1e-9  # a smaller gain is rounding
GAIN_NOISE = 0.1  # the relative noise that a seed adds to the expected gains


class SplitMerge:
    """k clusters of `cells`, and what it costs to remove each of them and gains to split it.

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
        self.moments = cluster_moments(self.cells.moments, self.labels, self.k)
        self.centroids = means(self.moments, self.centroids)

    def swaps(self, tries):
        """Try `tries` swaps and yield after each that is kept."""
        n, k = len(self.labels), self.k
        if tries == 0 or k == 1:
            return
        self.second, self.removal_cost = np.zeros(n, np.intp), np.empty(n)
        self.ends, self.gain, self.tried = np.empty((k, 2, 3)), np.empty(k), np.eye(k, dtype=bool)
        self.update_costs(np.ones(k, dtype=bool))
        for _ in range(tries):
            removed, split, expected = self.most_promising_swap()
            if self.tried[removed, split]:
                return
            self.tried[removed, split] = True
            if self.swap(removed, split, expected):
                yield

    def update_costs(self, changed):
        """Recompute the costs and gains of the `changed` (k,) clusters and of their neighbours."""
        which = np.flatnonzero(changed)
        self.ends[which], self.gain[which], _ = split_in_two(self.rows, self.cells.moments, self.labels, which)
        of = np.flatnonzero(np.take(changed, self.labels) | np.take(changed, self.second))
        self.second[of], farther = second_nearest(self.rows[of], self.centroids, self.labels[of])
        self.removal_cost[of] = farther * self.cells.weights[of]
        self.removal_costs = np.bincount(self.labels, self.removal_cost, self.k)
        self.tried[changed] = self.tried[:, changed] = False
        np.fill_diagonal(self.tried, True)

    def most_promising_swap(self):
        """Return (the cluster to remove, the one to split, the expected gain) of the best swap not yet tried."""
        remove, split = np.argsort(self.removal_costs)[:N_CANDIDATES], np.argsort(-self.gain)[:N_CANDIDATES]
        expected = self.gain[split] - self.removal_costs[remove][:, None]
        order = expected
        if self.rng is not None:
            order = expected + GAIN_NOISE * self.gain[split] * self.rng.standard_normal(expected.shape)
        i, j = divmod(int(np.where(self.tried[remove[:, None], split], -np.inf, order).argmax()), len(split))
        return remove[i], split[j], float(expected[i, j])

    def swap(self, removed, split, expected):
        """Give the centroid `removed` to the cluster `split`; return whether that is kept. If not, nothing changes."""
        around = np.zeros(self.k, dtype=bool)
        for j in (removed, split):
            around[self.second[np.flatnonzero(self.labels == j)]] = around[j] = True
        which, of = np.flatnonzero(around), np.flatnonzero(np.take(around, self.labels))
        centroids = self.centroids[which]
        centroids[np.searchsorted(which, [removed, split])] = self.ends[split]
        before = between_cluster_ss(self.moments[which])
        settled = settle(self.rows[of], self.cells.moments[of], centroids, before, before + expected)
        if settled is None:
            return False
        labels, self.moments[which] = settled
        self.labels[of] = which[labels]
        self.centroids[which] = means(self.moments[which], self.centroids[which])
        self.update_costs(around)
        return True


def settle(rows, moments, centroids, before, reached):
    """Return (labels (n,), moments (k, 4)) after a few moves, or None if the clusters are no better than `before`.

    `before` and `reached` are sums of squares between clusters: before the swap, and expected at these centroids.
    """
    for _ in range(SETTLING_MOVES):
        scores = score_matrix(centroids).T @ rows.T
        clusters = (scores == scores.min(axis=0)).astype(float) @ moments  # in a tie both have it, until the last count
        sums = clusters[:, :3]
        centroids = sums / np.maximum(clusters[:, 3:], TINY)
        last, reached = reached, float(np.vdot(sums, centroids))
        if before - reached > MAX_MISSING_MOVES * (reached - last) or reached == last:
            break
    if reached <= before:
        return None
    labels = scores.argmin(axis=0)
    clusters = cluster_moments(moments, labels, len(centroids))
    return (labels, clusters) if between_cluster_ss(clusters) > before * (1 + MIN_RELATIVE_GAIN) else None
