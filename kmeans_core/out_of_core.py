"""k-means over blocks: for more data than memory, or data that lie on many machines.

What the next centroids need from a block (how many points each cluster has there, their sum, their squared
distances) is small, and adds up over blocks. So each pass is a map over the blocks and a sum of what comes back, in
the order of the blocks: the result does not depend on who does the mapping.
Left out: weights, and labels, which are as many as the points; `assign(block, centroids)` gives those of a block.
"""

import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from kmeans_core import validation
from kmeans_core._fast.cluster_sums import sums_by_label
from kmeans_core._fast.exact import squared_distances
from kmeans_core._fast.predict import look_once
from kmeans_core.lloyd import kmeans
from kmeans_core.validation import at_the_call

VALUES = 1 << 19  # float64 values of a block that are looked at together, so that a block may be as large as it likes
ROUNDS = 5  # of k-means||; Bahmani et al. found that more change little
OVERSAMPLING = 2  # candidates drawn in each round, times k
RESTARTS = 5  # of the clustering of the candidates, which are few


@dataclass(frozen=True)
class Pass:
    """One state: these centroids (k, d), each cluster's number of points (k,), and the inertia they give."""

    iteration: int
    centroids: np.ndarray
    sizes: np.ndarray
    inertia: float
    shift: float


@dataclass(frozen=True)
class BlocksResult:
    """The last state of a run, and how many passes it took."""

    centroids: np.ndarray
    sizes: np.ndarray
    inertia: float
    n_iter: int
    converged: bool


def kmeans_blocks(blocks, k, *, map=map, init="k-means||", max_iter=300, tol=1e-4, seed=None) -> BlocksResult:
    """Run Lloyd's algorithm on the rows of all `blocks` together.

    `blocks` is a sequence of (m, d) tables with the same d, or of functions without arguments that return one.
    `map(function, blocks, ...)` gives the results in order: Python's own, a thread pool's, a cluster's.
    It alone touches the blocks, so that they may also be a cluster's names for them. `init` is "k-means||" or a
    (k, d) array. A UserWarning says so where there are fewer than k distinct rows.
    """
    data = Extent.of(blocks, map)
    k = validation.as_k(k, data.n)
    if isinstance(init, str) and init != "k-means||":
        raise ValueError(f"init={init!r} is not known; choose 'k-means||' or pass an array of shape ({k}, {data.d}).")
    drawn = isinstance(init, str)
    start = (
        scalable_init(blocks, k, map=map, seed=seed, extent=data) if drawn else validation.as_centroids(init, data.d)
    )
    if len(start) != k:
        raise ValueError(f"init gives {len(start)} centroids, but k={k}; they must agree.")
    for step in lloyd_blocks(blocks, start, map=map, max_iter=max_iter, tol=tol, extent=data):
        last = step
    converged = last.shift**2 <= tol * data.variance
    found = int(np.count_nonzero(last.sizes))
    if converged:  # then an empty cluster finds no other row to take
        validation.warn_of_duplicates(found, k)
    return BlocksResult(last.centroids, last.sizes, last.inertia, last.iteration, converged)


@at_the_call
def lloyd_blocks(blocks, centroids, *, map=map, max_iter=300, tol=1e-4, extent=None) -> Iterator[Pass]:
    """Yield every state of Lloyd's algorithm on the rows of all `blocks` together, the start first.

    Ends when the centroids have all but stopped (`tol`, relative to the mean variance of the features), or after
    `max_iter` moves. `extent` saves the pass that measures the data, where it is already known.

    Lloyd (1982), "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28(2).
    """
    data = extent or Extent.of(blocks, map)
    centroids = validation.as_centroids(centroids, data.d)
    max_iter, tol = validation.as_count(max_iter, "max_iter", 1), validation.as_tol(tol)

    held = summed(map(partial(hold, centroids, data.mean), blocks))  # assign each point to its nearest centroid
    yield Pass(0, centroids, held.sizes, held.inertia, math.inf)
    for iteration in range(1, max_iter + 1):
        start, centroids = centroids, means(held, centroids, data, blocks, map)  # move each centroid to its mean
        held = summed(map(partial(hold, centroids, data.mean), blocks))
        shift = float(np.linalg.norm(centroids - start))
        yield Pass(iteration, centroids, held.sizes, held.inertia, shift)
        if shift**2 <= tol * data.variance:  # until no centroid moves
            return


def scalable_init(blocks, k, *, map=map, seed=None, extent=None) -> np.ndarray:
    """Return k starting centroids, shape (k, d), by k-means||: few passes, each drawing many candidates.

    Every round draws 2 k rows, with probability proportional to their squared distance to the candidates so far;
    the candidates, weighted by how many points are theirs, are then clustered by `kmeans`.
    The rows of a round are drawn without replacement by random keys, so that one pass is enough.

    Bahmani, Moseley, Vattani, Kumar, Vassilvitskii (2012), "Scalable k-means++", PVLDB 5(7).
    Efraimidis and Spirakis (2006), "Weighted random sampling with a reservoir", Inf. Process. Lett. 97(5).
    """
    data = extent or Extent.of(blocks, map)
    k = validation.as_k(k, data.n)
    rng = validation.as_rng(seed)
    entropy = int(rng.integers(2**62))
    candidates = best_keyed(map(partial(draw, None, 1, (entropy, 0)), range(len(blocks)), blocks), 1)
    at = 0
    while at < ROUNDS or len(candidates) < k:
        at += 1
        look = partial(draw, candidates, OVERSAMPLING * k, (entropy, at))
        news = best_keyed(map(look, range(len(blocks)), blocks), OVERSAMPLING * k)
        if not len(news):
            break  # every row lies on a candidate
        candidates = np.concatenate([candidates, news])
    if len(candidates) <= k:
        return np.resize(candidates, (k, data.d))
    weights = summed(map(partial(hold, candidates, data.mean), blocks)).sizes.astype(np.float64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of fewer distinct candidates than k: the whole data will tell
        return kmeans(candidates, k, n_init=RESTARTS, sample_weight=weights, seed=rng).centroids


# ---- what is done to one block, wherever it lies


@dataclass(frozen=True)
class Held:
    """What the clusters hold: `sizes` (k,), `sums` (k, d) of points less the data's mean, and the inertia."""

    sizes: np.ndarray
    sums: np.ndarray
    inertia: float


def hold(centroids, mean, block) -> Held:
    """Return what each of the `centroids` (k, d) holds of one block."""
    k, d = centroids.shape
    sizes, sums, inertia = np.zeros(k, dtype=np.int64), np.zeros((k, d)), 0.0
    for X in parts(block):
        labels = look_once(X, centroids)
        sizes += np.bincount(labels, minlength=k)
        sums += sums_by_label(X - mean, labels, k)
        inertia += float(squared_distances(X, centroids[labels]).sum())
    return Held(sizes, sums, inertia)


def draw(candidates, size, entropy, index, block):
    """Return (keys (m,), rows (m, d)) of the block's `size` smallest keys, or fewer; rows on a candidate have none.

    A key is a random number divided by the squared distance; without `candidates`, every row has the same chance.
    """
    rng = np.random.default_rng([*entropy, index])
    keys, rows = np.empty(0), None
    for X in parts(block):
        d2 = np.ones(len(X)) if candidates is None else squared_distances(X, candidates[look_once(X, candidates)])
        with np.errstate(divide="ignore", over="ignore"):
            key = rng.exponential(size=len(X)) / d2
        chosen = np.flatnonzero(d2 > 0)
        chosen = chosen[np.argsort(key[chosen], kind="stable")[:size]]
        rows = X[chosen] if rows is None else np.concatenate([rows, X[chosen]])
        keys = np.concatenate([keys, key[chosen]])
        least = np.argsort(keys, kind="stable")[:size]
        keys, rows = keys[least], rows[least]
    return keys, rows


def farthest(centroids, size, block):
    """Return (d2 (m,), labels (m,), rows (m, d)) of the block's `size` points farthest from their centroids."""
    best = None
    for X in parts(block):
        labels = look_once(X, centroids)
        d2 = squared_distances(X, centroids[labels])
        order = np.argsort(-d2, kind="stable")[:size]
        found = (d2[order], labels[order], X[order])
        best = found if best is None else tuple(np.concatenate(pair) for pair in zip(best, found, strict=True))
    order = np.argsort(-best[0], kind="stable")[:size]
    return tuple(values[order] for values in best)


def parts(block) -> Iterator[np.ndarray]:
    """Yield a block as checked float64 tables of bounded size."""
    X = block() if callable(block) else block
    X = X if isinstance(X, np.ndarray) else np.asarray(X)
    if X.ndim != 2 or not X.size:
        validation.as_points(X, "a block")  # raises, with the words for it
    rows = max(1, VALUES // X.shape[1])
    for start in range(0, len(X), rows):
        yield validation.as_points(X[start : start + rows], "a block")


# ---- what is made of all blocks together


def summed(all_held) -> Held:
    """Return the sum of what the clusters hold of each block."""
    total = None
    for held in all_held:
        if total is None:
            total = held
        else:
            total = Held(total.sizes + held.sizes, total.sums + held.sums, total.inertia + held.inertia)
    return total


def best_keyed(drawn, size) -> np.ndarray:
    """Return the rows of the `size` smallest keys of all blocks, shape (m, d)."""
    keys, rows = (np.concatenate(values) for values in zip(*drawn, strict=True))
    return rows[np.argsort(keys, kind="stable")[:size]]


def means(held, centroids, data, blocks, map) -> np.ndarray:
    """Return each cluster's mean, shape (k, d). A cluster without points takes the point farthest from its centroid."""
    sizes, sums = held.sizes.copy(), held.sums.copy()
    empty = np.flatnonzero(sizes == 0)
    if len(empty):
        # Of many equal points one is enough, so more than one for each empty cluster is asked for.
        found = map(partial(farthest, centroids, 4 * len(centroids)), blocks)
        d2, labels, rows = (np.concatenate(values) for values in zip(*found, strict=True))
        taken = []
        for i in np.argsort(-d2, kind="stable"):
            if len(taken) == len(empty) or d2[i] == 0:
                break
            if sizes[labels[i]] > 1 and not any((rows[i] == rows[other]).all() for other in taken):
                j = empty[len(taken)]
                sizes[labels[i]] -= 1
                sums[labels[i]] -= rows[i] - data.mean
                sizes[j], sums[j] = 1, rows[i] - data.mean
                taken.append(i)
    moved = sums / np.maximum(sizes, 1)[:, None] + data.mean
    moved[sizes == 0] = centroids[sizes == 0]
    return moved


@dataclass(frozen=True)
class Extent:
    """How many rows all blocks have together, their mean (d,), and the mean variance of the features."""

    n: int
    mean: np.ndarray
    variance: float

    @property
    def d(self):
        return len(self.mean)

    @classmethod
    def of(cls, blocks, map):
        """Measure the `blocks`, and see that they belong together."""
        if not hasattr(blocks, "__len__") or not len(blocks):
            raise ValueError("blocks must be a sequence of at least one table; got none. Put the tables into a list.")
        n, mean, scatter = 0, 0.0, 0.0
        for at, (m, its_mean, its_scatter) in enumerate(map(moments, blocks)):
            if at and len(its_mean) != len(mean):
                raise ValueError(f"blocks[{at}] has {len(its_mean)} features, but blocks[0] has {len(mean)}.")
            n, mean, scatter = joined((n, mean, scatter), (m, its_mean, its_scatter))
        return cls(n, mean, float(scatter.mean()) / n)


def moments(block):
    """Return (rows, mean (d,), sum of squared differences from it (d,)) of one block."""
    total = (0, 0.0, 0.0)
    for X in parts(block):
        mean = X.mean(axis=0)
        total = joined(total, (len(X), mean, np.square(X - mean).sum(axis=0)))
    return total


def joined(one, other):
    """Return the moments of two sets of rows together.

    Chan, Golub, LeVeque (1979), "Updating formulae and a pairwise algorithm for computing sample variances".
    """
    (n, mean, scatter), (m, its_mean, its_scatter) = one, other
    step = its_mean - mean
    return n + m, mean + step * (m / (n + m)), scatter + its_scatter + np.square(step) * (n * m / (n + m))
