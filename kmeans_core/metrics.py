"""How good is a clustering, seen from the data alone: compact clusters, far from each other.

Silhouettes look at every pair of points, the two indices at the end only at the centroids. Left out:
comparing two labellings (agreement.py) and choosing k by any of these (elbow.py).
"""

from dataclasses import dataclass

import numpy as np

from kmeans_core import validation
from kmeans_core._fast.exact import squared_distances

SIDE = 256  # points on each side of a block of pairs: its distances stay in the processor's cache
GATHERED = 1 << 17  # numbers that the points of one side may hold
ONES = np.ones(SIDE)  # a product with ones is the fastest sum
PRODUCT = 500_000  # multiply-adds beyond which OpenBLAS wakes another thread, for longer than it saves
CLOSE = 1e-6  # a squared distance this small against the squared norms has lost too many digits


@dataclass(frozen=True)
class Separation:
    """What a silhouette is made of: one value a point, in data units.

    `own` (n,) is a(i), the mean distance to the others of its cluster, NaN where it is alone;
    `other` (n,) is b(i), the mean distance to the points of the nearest other cluster; `neighbour`
    (n,) is the label of that cluster, the lowest on a tie.
    """

    own: np.ndarray
    other: np.ndarray
    neighbour: np.ndarray

    @property
    def silhouettes(self):
        """Each point's silhouette (b - a) / max(a, b), shape (n,): from -1 to 1, 0 in a cluster of one."""
        larger = np.maximum(self.own, self.other)
        return np.divide(self.other - self.own, larger, out=np.zeros(len(larger)), where=larger > 0)


def silhouette_samples(X, labels):
    """Return each point's silhouette (b - a) / max(a, b), shape (n,): from -1 to 1, 0 in a cluster of one.

    Near 1 a point lies deep inside its cluster, near 0 on a border, below 0 nearer to another cluster.

    Rousseeuw (1987), "Silhouettes: a graphical aid to the interpretation and validation of cluster
    analysis", Journal of Computational and Applied Mathematics 20.
    """
    return separation(X, labels).silhouettes


def silhouette_score(X, labels):
    """Return the mean silhouette of all points, from -1 to 1: higher is better."""
    return float(silhouette_samples(X, labels).mean())


def separation(X, labels):
    """Return the Separation of every point: how far it is from its own cluster and from the nearest other.

    Takes n^2 d / 2 multiplications, and memory for a table (n, k) but never for one of (n, n).
    """
    X = np.ascontiguousarray(validation.as_points(X))
    n = len(X)
    names, codes = validation.as_clusters(labels, n, least=2)
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    sizes = np.bincount(codes)
    means = distance_sums(X, order, codes, sizes)

    point = np.arange(n)
    own, other = np.full(n, np.nan), np.empty(n)
    neighbour = np.empty(n, dtype=names.dtype)
    others = sizes[codes] - 1
    own[order[others > 0]] = means[point, codes][others > 0] / others[others > 0]
    means /= sizes
    means[point, codes] = np.inf
    other[order] = means.min(axis=1)
    neighbour[order] = names[means.argmin(axis=1)]
    return Separation(own, other, neighbour)


def calinski_harabasz_score(X, labels):
    """Return the variance between clusters over the variance within them: higher is better.

    Each is divided by its degrees of freedom, k - 1 and n - k. 1.0 where no point differs from its centroid.

    Calinski and Harabasz (1974), "A dendrite method for cluster analysis", Communications in Statistics 3.
    """
    X, codes, sizes, centroids = grouped(X, labels)
    n, k = len(X), len(sizes)
    within = float(np.sum((X - centroids[codes]) ** 2))
    between = float(sizes @ np.sum(centroids**2, axis=1))
    if within == 0:
        return 1.0
    return between * (n - k) / (within * (k - 1))


def davies_bouldin_score(X, labels):
    """Return how alike each cluster and the one most like it are, averaged over clusters: lower is better, 0 best.

    Alike: the sum of two clusters' mean distances to their centroids, over the distance between the centroids.

    Davies and Bouldin (1979), "A cluster separation measure", IEEE Trans. Pattern Anal. Mach. Intell. 1.
    """
    X, codes, sizes, centroids = grouped(X, labels)
    widths = np.bincount(codes, np.linalg.norm(X - centroids[codes], axis=1)) / sizes
    gaps = np.sqrt([squared_distances(centroids, centroid) for centroid in centroids])
    sums = np.add.outer(widths, widths)
    alike = np.divide(sums, gaps, out=np.zeros_like(gaps), where=(gaps > 0) & (sums > 0))
    return float(alike.max(axis=1).mean())


def grouped(X, labels):
    """Return (X about its mean, codes (n,), sizes (k,), centroids (k, d)) of a clustering with two clusters or more."""
    X = validation.as_points(X)
    codes = validation.as_clusters(labels, len(X), least=2)[1]
    X = X - X.mean(axis=0)
    sizes = np.bincount(codes)
    sums = np.column_stack([np.bincount(codes, column) for column in X.T])
    return X, codes, sizes, sums / sizes[:, None]


def distance_sums(X, order, codes, sizes):
    """Return the summed distances from point `order[p]` to the points of cluster j as row p, column j: (n, k).

    `order` sorts the points by cluster, `codes` (n,) are their clusters and `sizes` (k,) count them.
    Every pair is looked at once and counts for both its points, a block of neighbours at a time.
    """
    sums = np.zeros((len(X), len(sizes)))
    spans = cut(sizes, min(SIDE, max(1, GATHERED // X.shape[1])))
    present = [slice(codes[span.start], codes[span.stop - 1] + 1) for span in spans]
    firsts = [np.searchsorted(codes[span], np.arange(j.start, j.stop)) for span, j in zip(spans, present, strict=True)]
    room = np.empty(max(span.stop - span.start for span in spans) ** 2)
    for p, span in enumerate(spans):
        near = X.take(order[span], axis=0)
        distances_to = measure(near, room)
        sums[span, present[p]] += sum_runs(distances_to(near), firsts[p])
        for q in range(p + 1, len(spans)):
            between = distances_to(X.take(order[spans[q]], axis=0))
            sums[span, present[q]] += sum_runs(between, firsts[q])
            sums[spans[q], present[p]] += sum_runs(between.T, firsts[p])
    return sums


def cut(sizes, side):
    """Return slices of at most `side` points that together cover the clusters of these `sizes`, laid end to end.

    A cut falls between two clusters where that leaves no sliver: most blocks then know one cluster a side.
    """
    edges = [0]
    for end in np.cumsum(sizes).tolist():
        while end - edges[-1] > side:
            edges.append(edges[-1] + side)
        if end - edges[-1] > side // 2:
            edges.append(end)
    edges.append(int(sizes.sum()))
    return [slice(start, stop) for start, stop in zip(edges, edges[1:], strict=False) if start < stop]


def sum_runs(table, firsts):
    """Return the sums of the runs of columns that start at `firsts`, shape (rows, runs)."""
    if len(firsts) == 1:
        return (table @ ONES[: table.shape[1]])[:, None]
    return np.add.reduceat(np.ascontiguousarray(table), firsts, axis=1)


def measure(A, room):
    """Return a function of `B` (b, d) that gives the distances from the rows of `A` (a, d) to its rows, shape (a, b).

    |x - y|^2 = |x|^2 - 2 x.y + |y|^2, as one matrix product, with the origin in the middle of `A`: a
    pair then loses digits only if it is far closer than its block is wide, and is taken directly.
    The answer lies in `room` until the next call.
    """
    centre = A.mean(axis=0)[:, None]
    one, norms, x = np.split(lift(A, centre), [1, 2])
    left = np.ascontiguousarray(np.concatenate([norms, one, -2 * x]).T)
    close = CLOSE * norms.max()

    def distances(B):
        d2 = product(left, lift(B, centre), room[: len(A) * len(B)].reshape(len(A), len(B)))
        if A is B:
            np.fill_diagonal(d2, np.inf)
        if d2.min() <= close:
            d2[:] = sum(np.subtract.outer(a, b) ** 2 for a, b in zip(A.T, B.T, strict=True))
        if A is B:
            np.fill_diagonal(d2, 0.0)
        return np.sqrt(d2, out=d2)

    return distances


def lift(X, centre):
    """Return the columns (1, |x|^2, x), shape (d + 2, n), of the rows of `X` seen from `centre` (d, 1)."""
    lifted = np.empty((X.shape[1] + 2, len(X)))
    x = np.subtract(X.T, centre, out=lifted[2:])
    lifted[0] = 1
    np.einsum("fi,fi->i", x, x, out=lifted[1])
    return lifted


def product(A, B, out):
    """Return A @ B in `out`, a few columns of A at a time."""
    step = max(1, PRODUCT // out.size)
    np.dot(A[:, :step], B[:step], out=out)
    for start in range(step, len(B), step):
        out += A[:, start : start + step] @ B[start : start + step]
    return out
