"""k-means over blocks: for data that do not fit into memory, or that are spread over many machines.

What the next centroids need from a block is small: the number of points in each cluster, their sum, and their squared
distances. Each pass maps a function over the blocks and adds up the results in the order of the blocks. A single block
must fit into memory. Left out: weights, and labels; see `assign(block, centroids)`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from kmeans_core import validation
from kmeans_core.lloyd import assign, kmeans

N_ROUNDS = 5  # of k-means||; Bahmani et al. found that more change little
OVERSAMPLING = 2  # candidates drawn in each round, as a multiple of k
N_INIT = 10  # of the clustering of the candidates, which are few
Map: TypeAlias = Callable[..., Iterable[Any]]


class BlocksResult(NamedTuple):
    """The state after `n_iter` moves: `sizes` (k,) are the clusters' points, `shift` is the norm of the last move."""

    n_iter: int
    centroids: np.ndarray
    sizes: np.ndarray
    inertia: float
    shift: float
    converged: bool


def kmeans_blocks(
    blocks: Sequence[Any],
    k: int,
    *,
    map: Map = map,
    init: str | ArrayLike = "k-means||",
    max_iter: int = 300,
    tol: float = 1e-4,
    seed: validation.Seed = None,
) -> BlocksResult:
    """Return the result of Lloyd's algorithm on the rows of all `blocks` together.

    `blocks` is a sequence of (m, d) tables, or of functions without arguments that return one. `map` is Python's own,
    or that of a thread pool or a cluster. Only `map` touches the blocks, so they may also be references that a cluster
    understands. `init` is "k-means||" or a (k, d) array. Fewer than k distinct rows cause a UserWarning.

    >>> kmeans_blocks([[[1], [8]], [[2], [9]]], 2).inertia
    1.0
    """
    if isinstance(init, str):
        validation.as_choice(init, "init", ["k-means||"])
        init = scalable_init(blocks, k, map=map, seed=seed)
    start = validation.as_points(init, "init")
    if len(start) != k:
        raise ValueError(f"init gives {len(start)} centroids, but k={k}; they must agree.")
    *_, last = lloyd_blocks(blocks, start, map=map, max_iter=max_iter, tol=tol)
    validation.as_k(k, last.sizes.sum())  # as late as this, because it saves a pass to count the rows
    if last.converged:  # if not, an empty cluster may still receive a point
        validation.warn_of_duplicates(np.count_nonzero(last.sizes), k)
    return last


@validation.validated_at_call
def lloyd_blocks(
    blocks: Sequence[Any], centroids: ArrayLike, *, map: Map = map, max_iter: int = 300, tol: float = 1e-4
) -> Iterator[BlocksResult]:
    """Yield every state of Lloyd's algorithm on the rows of all `blocks` together, the start first.

    The run ends when the centroids have all but stopped and no cluster is empty, or after `max_iter` moves.
    """
    _, variances = summarize(blocks, map)
    centroids = validation.as_centroids(centroids, len(variances))
    max_iter = validation.as_count(max_iter, "max_iter", 1)
    max_squared_shift = validation.as_number(tol, "tol") * variances.mean()

    total = total_sums(centroids, blocks, map)
    yield BlocksResult(0, centroids, total.sizes, total.inertia, np.inf, False)
    for n_iter in range(1, max_iter + 1):
        before, base = centroids, centroids
        if not total.sizes.all():
            base, total = relocate_empty_clusters(centroids, total, blocks, map)
        centroids = base + total.sums / np.maximum(total.sizes, 1)[:, None]
        total, shift = total_sums(centroids, blocks, map), float(np.linalg.norm(centroids - before))
        converged = shift == 0 or (shift**2 <= max_squared_shift and bool(total.sizes.all()))
        yield BlocksResult(n_iter, centroids, total.sizes, total.inertia, shift, converged)
        if converged:
            return


def scalable_init(blocks: Sequence[Any], k: int, *, map: Map = map, seed: validation.Seed = None) -> np.ndarray:
    """Return k starting centroids, shape (k, d), by k-means||: few passes that draw many candidates each.

    Each round draws 2 k rows, in proportion to their squared distance to the nearest candidate so far. Random keys draw
    without replacement in a single pass. The candidates, weighted by their points, are then clustered by `kmeans`.

    Bahmani, Moseley, Vattani, Kumar, Vassilvitskii (2012), "Scalable k-means++", PVLDB 5(7).
    Efraimidis and Spirakis (2006), "Weighted random sampling with a reservoir", Inf. Process. Lett. 97(5).
    """
    n, variances = summarize(blocks, map)
    k, rng = validation.as_k(k, n), validation.as_rng(seed)
    entropy, n_rounds, size, candidates = int(rng.integers(2**62)), 0, 1, np.empty((0, len(variances)))
    while n_rounds <= N_ROUNDS or len(candidates) < k:
        draws = map(partial(draw, candidates, size, (entropy, n_rounds)), range(len(blocks)), blocks)
        keys, rows = [np.concatenate(arrays) for arrays in zip(*draws, strict=True)]
        if not len(rows):
            break  # every row is a candidate
        candidates = np.unique(np.concatenate([candidates, rows[np.argsort(keys, kind="stable")[:size]]]), axis=0)
        size, n_rounds = OVERSAMPLING * k, n_rounds + 1
    if len(candidates) <= k:
        return np.resize(candidates, (k, len(variances)))
    weights = total_sums(candidates, blocks, map).sizes.astype(np.float64)
    return kmeans(candidates, k, n_init=N_INIT, sample_weight=weights, seed=rng).centroids


def draw(candidates, size, entropy, index, block):
    """Return (keys (m,), rows (m, d)) of the rows of a block with the `size` lowest keys.

    A key is an exponential random number divided by the squared distance to the nearest candidate, if there is one.
    """
    X = as_table(block)
    d2 = nearest(X, candidates)[2] if len(candidates) else np.ones(len(X))
    with np.errstate(divide="ignore", over="ignore"):
        keys = np.random.default_rng([*entropy, index]).exponential(size=len(X)) / d2
    lowest = [i for i in np.argsort(keys, kind="stable")[:size] if d2[i] > 0]
    return keys[lowest], X[lowest]


class PartialSums(NamedTuple):
    """What blocks add to the next centroids: sizes (k,), sums (k, d) of points minus their centroids, and inertia."""

    sizes: np.ndarray
    sums: np.ndarray  # differences keep their digits, wherever the points lie
    inertia: float


def partial_sums(centroids, block) -> PartialSums:
    """Return the PartialSums of one block."""
    k, (_, labels, d2, differences) = len(centroids), nearest(block, centroids)
    sums = np.column_stack([np.bincount(labels, column, k) for column in differences.T])
    return PartialSums(np.bincount(labels, minlength=k), sums, float(d2.sum()))


def total_sums(centroids, blocks, map) -> PartialSums:
    """Return the PartialSums of all blocks together."""
    return PartialSums(*[sum(values) for values in zip(*map(partial(partial_sums, centroids), blocks), strict=True)])


def relocate_empty_clusters(centroids, total, blocks, map):
    """Return (centroids, PartialSums) in which each empty cluster has a point: the farthest from its own centroid."""
    farthest = zip(*map(partial(farthest_points, centroids), blocks), strict=True)
    d2, labels, rows = [np.concatenate(arrays) for arrays in farthest]
    relocated, sizes, sums, taken = centroids.copy(), total.sizes.copy(), total.sums.copy(), set()
    empty = list(np.flatnonzero(sizes == 0))
    for i, j in ((i, labels[i]) for i in np.argsort(-d2, kind="stable")):
        if empty and d2[i] > 0 and sizes[j] > 1 and tuple(rows[i]) not in taken:
            sizes[j], sums[j] = sizes[j] - 1, sums[j] - (rows[i] - centroids[j])
            sizes[empty[0]], relocated[empty.pop(0)] = 1, rows[i]
            taken.add(tuple(rows[i]))
    return relocated, PartialSums(sizes, sums, total.inertia)


def farthest_points(centroids, block):
    """Return (d2 (m,), labels (m,), rows (m, d)) of the k distinct rows of a block farthest from their centroids."""
    X, labels, d2, _ = nearest(np.unique(as_table(block), axis=0), centroids)
    farthest = np.argsort(-d2, kind="stable")[: len(centroids)]
    return d2[farthest], labels[farthest], X[farthest]


def summarize(blocks, map):
    """Return the number of rows of all blocks together, and the variance of each feature (d,)."""
    if not hasattr(blocks, "__len__") or not len(blocks):
        raise ValueError("blocks must be a sequence of at least one table; put the tables into a list.")
    sizes, means, variances = zip(*map(size_mean_variance, blocks), strict=True)
    for i, mean in enumerate(means):
        if len(mean) != len(means[0]):
            raise ValueError(f"blocks[{i}] has {len(mean)} features, but blocks[0] has {len(means[0])}.")
    shares = np.divide(sizes, sum(sizes))
    return sum(sizes), shares @ variances + shares @ (means - shares @ means) ** 2  # within blocks + between them


def size_mean_variance(block):
    X = as_table(block)
    return len(X), X.mean(axis=0), X.var(axis=0)


def as_table(block):
    """Return a block, or what it returns when it is called, as float64 of shape (m, d)."""
    return validation.as_points(block() if callable(block) else block, "a block")


def nearest(block, centroids):
    """Return (rows, labels (m,), squared distances (m,), differences (m, d)) of the nearest centroid of each row."""
    X = as_table(block)
    differences = X - centroids[labels := assign(X, centroids)]
    return X, labels, np.einsum("if,if->i", differences, differences), differences
