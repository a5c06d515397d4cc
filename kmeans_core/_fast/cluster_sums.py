"""The clusters' sums, kept up to date point by point instead of added up again."""

import numpy as np

from kmeans_core._fast.distances import MAX_PRODUCT, WIDE, blocks
from kmeans_core._fast.prepared import NARROW

MIN_REMAINING_SHARE = 1 / 64  # a cluster that keeps less of its largest weight is added up again: its digits are gone
MIN_INERTIA_SHARE = 1e-3  # below this share of the total, inertia is too small a difference of large sums


class ClusterSums:
    """For k clusters: `members` of positive weight (k,), `weights` (k,), and `sums` (k, d) of their unit points."""

    def __init__(self, points, k):
        self.points, self.k = points, k

    def rebuild(self, labels):
        """Add up all points, whose clusters are `labels` (n,)."""
        self.members, self.weights = np.zeros(self.k, dtype=np.intp), np.zeros(self.k)
        self.sums, self.largest_weights = np.zeros((self.k, self.points.d)), np.zeros(self.k)
        for block in blocks(self.points.n, self.points.block_rows):
            self.move(block, labels[block])

    def move_points(self, is_changed, labels, previous):
        """Move the points that `is_changed` (n,) marks from the clusters `previous` (n,) to those in `labels` (n,)."""
        if 2 * np.count_nonzero(is_changed) > self.points.n:
            self.rebuild(labels)
            return
        rows = np.flatnonzero(is_changed)
        for part in blocks(len(rows), self.points.block_rows):
            part = rows[part]
            self.move(part, labels[part], previous[part])
        if (self.weights < MIN_REMAINING_SHARE * self.largest_weights).any():
            self.rebuild(labels)

    def move(self, rows, labels, previous=None):
        """Add the points `rows` to the clusters `labels` (m,), and take them away from the clusters `previous` (m,)."""
        y, weights = self.points.rows(rows), self.points.weights
        if weights is not None:
            weights = weights[rows]
            y *= weights[:, None]
        for add, clusters in ((np.add, labels), (np.subtract, previous)):
            if clusters is None:
                continue
            members = np.bincount(clusters if weights is None else clusters[weights > 0], minlength=self.k)
            add(self.members, members, out=self.members)
            add(self.weights, members if weights is None else np.bincount(clusters, weights, self.k), out=self.weights)
            add(self.sums, sums_by_label(y, clusters, self.k), out=self.sums)
            np.maximum(self.largest_weights, self.weights, out=self.largest_weights)

    def has_empty_cluster(self):
        """Return whether a cluster has no point of positive weight."""
        return not self.members.all()

    def means(self, centroids):
        """Return the mean of each cluster, shape (k, d), in data units; its old centroid if it is empty."""
        is_empty = self.members == 0
        means = self.sums / np.where(is_empty, 1, self.weights)[:, None]
        means /= self.points.scale
        means += self.points.centre
        means[is_empty] = centroids[is_empty]
        return means

    def inertia(self, b, labels):
        """Return the sum of w |x - c|^2 in squared data units, for unit centroids `b` (k, d)."""
        total = self.points.total
        inertia = total + float(self.weights @ np.vecdot(b, b)) - 2 * float(np.vdot(b, self.sums))
        if not inertia > MIN_INERTIA_SHARE * total:
            inertia = sum(self.points.weighted_sum(*own) for own in self.points.own_distances(b, labels))
        return float(inertia) / self.points.scale / self.points.scale


def sums_by_label(y, labels, k):
    """Return the sum of the rows of `y` (m, d) with label j, for j = 0..k-1, shape (k, d)."""
    d = y.shape[1]
    if d < NARROW:
        return np.transpose([np.bincount(labels, y[:, f], k) for f in range(d)])
    if d >= WIDE:  # row by row: the table of places would be larger than the rows
        sums = np.zeros((k, d))
        for label, row in zip(labels.tolist(), y, strict=True):
            sums[label] += row
        return sums
    if k * y.size <= MAX_PRODUCT:  # for few clusters, a product with the table of members is faster than bincount
        is_member = np.zeros((k, len(y)))
        is_member[labels, np.arange(len(y))] = 1
        return is_member @ y
    places = labels.astype(np.intp)[:, None] * d + np.arange(d)  # in the table of sums, row by row
    return np.bincount(places.ravel(), y.ravel(), k * d).reshape(k, d)
