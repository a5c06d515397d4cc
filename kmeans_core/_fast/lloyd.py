"""Lloyd's algorithm on many points: the lesson's steps, from bounds and from sums that are kept up to date."""

import math

import numpy as np

from kmeans_core._fast.cluster_sums import ClusterSums
from kmeans_core._fast.distances import BLOCK_DISTANCES
from kmeans_core._fast.hamerly import HamerlyBounds
from kmeans_core._fast.prepared import PreparedPoints


def lloyd_steps(
    X,
    centroids,
    weights,
    max_iter,
    threshold,
    *,
    with_bounds=True,
    with_kept_sums=True,
    block_distances=BLOCK_DISTANCES,
):
    """Yield (iteration, centroids, labels, inertia, shift) for every state, as the lesson's `lloyd_steps` does.

    The arguments after `threshold` switch the engine's ideas off one by one, for tests and measurements.
    """
    from kmeans_core.lloyd import relocate_empty_clusters  # the lesson's: it is needed rarely

    points = PreparedPoints(X, weights)
    bounds, sums = (
        HamerlyBounds(points, len(centroids), with_bounds, block_distances),
        ClusterSums(points, len(centroids)),
    )
    labels = bounds.assign(centroids)
    sums.rebuild(labels)
    inertia = sums.inertia(points.unit(centroids), labels)
    yield 0, centroids, labels, inertia, math.inf

    for iteration in range(1, max_iter + 1):
        if sums.has_empty_cluster():
            unit_weights = np.ones(len(X)) if weights is None else weights
            bounds.relabel(relocate_empty_clusters(X, labels, centroids, unit_weights))
            sums.rebuild(bounds.labels)
        previous, labels_before_move = labels, bounds.labels
        new_centroids = sums.means(centroids)
        labels = bounds.assign(new_centroids)
        is_changed = labels != labels_before_move
        if with_kept_sums:
            sums.move_points(is_changed, labels, labels_before_move)
        else:
            sums.rebuild(labels)
        inertia = min(sums.inertia(points.unit(new_centroids), labels), inertia)  # it never rises, except by rounding
        shift = float(np.linalg.norm(new_centroids - centroids))
        centroids = new_centroids
        yield iteration, centroids, labels, inertia, shift
        labels_unchanged = not is_changed.any() if labels_before_move is previous else np.array_equal(labels, previous)
        if labels_unchanged or (shift**2 <= threshold and not sums.has_empty_cluster()):
            return
