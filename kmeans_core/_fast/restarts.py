"""Many runs on few points at once: in what inertia does each start end?

A run on a few hundred points takes some hundred calls of NumPy and next to no arithmetic. Runs that go side by side
share the calls. Left out: the states on the way, and weights. A run on many points, or one that empties a cluster,
is left to lloyd.py.
"""

import numpy as np

from kmeans_core import validation
from kmeans_core._fast.exact import NARROW, distances_by_feature
from kmeans_core._fast.prepared import Points
from kmeans_core.lloyd import lloyd

FEW = 2_500  # distances of a run beyond which its arithmetic outweighs its calls
SIDE_BY_SIDE = 60_000  # distances made at a time: they stay in the processor's cache


def final_inertias(X, starts):
    """Return the inertia (s,) in which Lloyd's algorithm ends from each of `starts` (s, k, d), in squared data units.

    A run ends when no label changes, or after 300 moves; as that of `lloyd` with `tol=0`, but for the rounding of sums.
    """
    points = Points.of(X)
    starts = [validation.as_centroids(start, points.d) for start in starts]
    each = points.n * max(map(len, starts), default=1)
    if points.d >= NARROW or each > FEW:
        return np.array([alone(points, start) for start in starts])
    size = SIDE_BY_SIDE // each
    parts = [np.stack(starts[at : at + size]) for at in range(0, len(starts), size)]
    return np.concatenate([np.empty(0), *(side_by_side(points, part) for part in parts)])


def alone(points, start):
    *_, last = lloyd(points, start, tol=0)
    return last.inertia


def side_by_side(points, starts, most=300):
    """Return the final inertias (s,) of the runs from `starts` (s, k, d) on few points of few features."""
    k, n = starts.shape[1], points.n
    members = np.column_stack([points.X - points.centre, np.ones(n)])  # what a cluster's points add up to, and how many
    inertias = np.empty(len(starts))
    runs, centroids, before = np.arange(len(starts)), starts, None  # those that are not over
    for _ in range(most + 1):
        each = distances_by_feature(points.features, centroids.reshape(-1, points.d)).reshape(-1, k, n)
        least = np.minimum.reduce(each, axis=1)
        hits = each == least[:, None]
        if np.count_nonzero(hits) > least.size:  # the lowest index of those that tie
            hits = each.argmin(axis=1)[:, None] == np.arange(k)[:, None]
        inertias[runs] = np.add.reduce(least, axis=1)
        sums = hits.astype(np.float64) @ members
        emptied = (sums[:, :, -1] == 0).any(axis=1)
        inertias[runs[emptied]] = [alone(points, starts[run]) for run in runs[emptied]]
        going = ~emptied if before is None else ~(emptied | (hits == before).all(axis=(1, 2)))
        if not going.any():
            break
        runs, before, sums = runs[going], hits[going], sums[going]
        centroids = sums[:, :, :-1] / sums[:, :, -1:] + points.centre
    return inertias
