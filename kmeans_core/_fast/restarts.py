"""Runs from many starts, side by side: how does each end?

A run on a few hundred points takes some hundred calls of NumPy and very little arithmetic. Runs that go side by side
share the calls, and arrays that all their iterations fill again. Larger runs, and those in which a cluster runs empty,
are left to `lloyd`.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kmeans_core import validation

MAX_SQUARES_PER_RUN = 100_000  # points x clusters x features beyond which the bounds of `lloyd` save more
BLOCK_DISTANCES = 60_000  # distances of all runs made at a time: they stay in the processor's cache


class Outcomes(NamedTuple):
    """Of each run (s,): the inertia of its start and of its end, in squared data units, and the moves between them."""

    initial_inertias: np.ndarray
    final_inertias: np.ndarray
    moves: np.ndarray


def outcomes(X: ArrayLike, starts: Iterable[ArrayLike]) -> Outcomes:
    """Return the Outcomes of Lloyd's algorithm on `X` (n, d) from each of `starts` (s, k, d).

    A run ends when no label changes, or after 300 moves, like that of `lloyd` with `tol=0`. Raises ValueError or
    TypeError for invalid input.
    """
    X = validation.as_points(X)
    starts = [validation.as_centroids(start, X.shape[1]) for start in starts]
    n_distances = len(X) * max(map(len, starts), default=1)
    if n_distances * X.shape[1] > MAX_SQUARES_PER_RUN:
        ends = [np.reshape(outcome(X, start), (3, 1)) for start in starts]
    else:
        size = max(1, BLOCK_DISTANCES // n_distances)
        parts = [np.stack(starts[first : first + size]) for first in range(0, len(starts), size)]
        ends = [side_by_side(X, part) for part in parts]
    initial, final, moves = np.concatenate([np.empty((3, 0)), *ends], axis=1)
    return Outcomes(initial, final, moves.astype(int))


def final_inertias(X: ArrayLike, starts: Iterable[ArrayLike]) -> np.ndarray:
    """Return the inertia (s,) in which each run of `outcomes(X, starts)` ends, in squared data units."""
    return outcomes(X, starts).final_inertias


def outcome(X, start) -> tuple[float, float, int]:
    """Return the outcome of one run."""
    from kmeans_core.lloyd import lloyd

    first = None
    for last in lloyd(X, start, tol=0):
        first = first or last
    return first.inertia, last.inertia, last.iteration


def side_by_side(X, starts, max_iter=300):
    """Return the outcomes (3, s) of the runs from `starts` (s, k, d)."""
    n, d = X.shape
    k = starts.shape[1]
    centre = X.mean(axis=0)
    points_and_ones = np.column_stack([X - centre, np.ones(n)])  # adds up to each cluster's sum and size
    features = np.ascontiguousarray(X.T)
    d2_of_all, squares_of_all = np.empty((2, len(starts), k, n))
    ends = np.empty((3, len(starts)))
    runs, centroids, previous = np.arange(len(starts)), starts, None  # the runs that have not ended
    for moves in range(max_iter + 1):
        d2, squares = d2_of_all[: len(runs)], squares_of_all[: len(runs)]  # (runs, k, n)
        np.square(np.subtract(features[0], centroids[:, :, 0, None], out=d2), out=d2)
        for f in range(1, d):
            np.subtract(features[f], centroids[:, :, f, None], out=squares)
            d2 += np.square(squares, out=squares)
        smallest = d2.min(axis=1)
        is_member = d2 == smallest[:, None]
        if np.count_nonzero(is_member) > smallest.size:  # ties go to the lowest index
            is_member = d2.argmin(axis=1)[:, None] == np.arange(k)[:, None]
        inertias = smallest.sum(axis=1)
        if moves == 0:
            ends[0] = inertias
        ends[1:, runs] = inertias, np.full(len(runs), moves)
        squares[:] = is_member  # as numbers, for a matrix product
        sums = (squares.reshape(-1, n) @ points_and_ones).reshape(-1, k, d + 1)
        has_empty_cluster = (sums[:, :, -1] == 0).any(axis=1)
        for run in runs[has_empty_cluster]:
            ends[:, run] = outcome(X, starts[run])
        goes_on = ~has_empty_cluster
        if previous is not None:
            goes_on &= (is_member != previous).any(axis=(1, 2))
        if not goes_on.any():
            break
        runs, previous, sums = runs[goes_on], is_member[goes_on], sums[goes_on]
        centroids = sums[:, :, :-1] / sums[:, :, -1:] + centre
    return ends
