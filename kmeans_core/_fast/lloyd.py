"""Lloyd's algorithm on many points: the lesson's steps, from bounds and from sums that are kept up to date."""

import math

import numpy as np

from kmeans_core._fast.cluster_sums import ClusterSums
from kmeans_core._fast.hamerly import HamerlyBounds
from kmeans_core._fast.prepared import PreparedPoints


def lloyd_steps(X, centroids, weights, max_iter, max_squared_shift, *, with_kept_sums=True, **search_options):
    """Yield (iteration, centroids, labels, inertia, shift) for every state, as the lesson's `lloyd_steps` does.

    `with_kept_sums` and the options of HamerlyBounds switch the engine's ideas off, for tests and measurements.
    """
    from kmeans_core.lloyd import relocate_empty_clusters  # the lesson's, because it is rarely needed

    points, k = PreparedPoints(X, weights), len(centroids)
    search, sums = HamerlyBounds(points, k, **search_options), ClusterSums(points, k)
    labels = search.assign(centroids)
    sums.rebuild(labels)
    inertia = sums.inertia(points.unit(centroids), labels)
    yield 0, centroids, labels, inertia, math.inf

    for iteration in range(1, max_iter + 1):
        relocated = labels
        if sums.has_empty_cluster():
            relocated = relocate_empty_clusters(X, labels, centroids, np.ones(len(X)) if weights is None else weights)
            search.relabel(relocated)
            sums.rebuild(relocated)
        new_centroids = sums.means(centroids)
        new_labels = search.assign(new_centroids)
        is_changed = new_labels != relocated
        if with_kept_sums:
            sums.move_points(is_changed, new_labels, relocated)
        else:
            sums.rebuild(new_labels)
        inertia = min(sums.inertia(points.unit(new_centroids), new_labels), inertia)  # never rises, except by rounding
        shift = float(np.linalg.norm(new_centroids - centroids))
        labels_unchanged = not is_changed.any() if relocated is labels else np.array_equal(new_labels, labels)
        centroids, labels = new_centroids, new_labels
        yield iteration, centroids, labels, inertia, shift
        if labels_unchanged or (shift**2 <= max_squared_shift and not sums.has_empty_cluster()):
            return
