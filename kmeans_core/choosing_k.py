"""How many clusters? Fit a range of k, then look for the elbow of the inertias, the silhouettes, or the gap statistic.

`sweep` fits, `find_elbow` looks for the bend, and `gaps` asks whether data without structure would show the same. All
take the best of five starts, because a single bad run puts a dent into the curve. Left out: deciding between the
answers when they disagree, which is up to the reader.
"""

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from kmeans_core import validation
from kmeans_core._fast import final_inertias
from kmeans_core.lloyd import KMeansResult, kmeans
from kmeans_core.metrics import silhouette_score
from kmeans_core.seeding import starts
from kmeans_core.validation import Init, Seed


@dataclass(frozen=True)
class Fit:
    """One k of a sweep: its best run, and the mean silhouette, NaN if there is only one cluster."""

    k: int
    result: KMeansResult
    silhouette: float


@dataclass(frozen=True)
class Sweep:
    """The fits of a sweep side by side: `ks` and `results` as tuples, `inertias` and `silhouettes` (m,)."""

    ks: tuple[int, ...]
    inertias: np.ndarray
    silhouettes: np.ndarray
    results: tuple[KMeansResult, ...]

    @classmethod
    def of(cls, fits: Iterable[Fit]) -> "Sweep":
        """Return the Sweep of any number of Fits, for instance of a sweep that was stopped early."""
        fits = tuple(fits)
        return cls(
            tuple(fit.k for fit in fits),
            np.array([fit.result.inertia for fit in fits]),
            np.array([fit.silhouette for fit in fits]),
            tuple(fit.result for fit in fits),
        )


@validation.validated_at_call
def sweep(
    X: ArrayLike,
    ks: Iterable[int],
    *,
    init: Init = "k-means++",
    n_init: int = 5,
    max_iter: int = 300,
    tol: float = 1e-4,
    seed: Seed = None,
) -> Iterator[Fit]:
    """Yield the Fit of X for each of `ks`, rising whole numbers of 1 or more, one at a time.

    If `seed` is a whole number, each result is the same as that of `kmeans` with this seed.
    """
    X = validation.as_points(X)
    for k in validation.as_ks(ks, len(X)):
        result = kmeans(X, k, init=init, n_init=n_init, max_iter=max_iter, tol=tol, seed=seed)
        has_several_clusters = (result.labels != result.labels[0]).any()
        yield Fit(k, result, silhouette_score(X, result.labels) if has_several_clusters else math.nan)


def sweep_k(
    X: ArrayLike,
    ks: Iterable[int],
    *,
    init: Init = "k-means++",
    n_init: int = 5,
    max_iter: int = 300,
    tol: float = 1e-4,
    seed: Seed = None,
) -> Sweep:
    """Return the Sweep of `X`: its fits for each of `ks`, rising whole numbers of 1 or more.

    >>> sweep_k([[1], [2], [8], [9]], range(1, 4)).inertias.round(1)
    array([50. ,  1. ,  0.5])
    """
    return Sweep.of(sweep(X, ks, init=init, n_init=n_init, max_iter=max_iter, tol=tol, seed=seed))


def find_elbow(ks: Iterable[int], inertias: ArrayLike) -> int | None:
    """Return the k at which the curve lies farthest below its chord, the lowest on a tie.

    None if there is no such bend: fewer than three `ks`, no fall from the first to the last inertia, or a curve that
    is nowhere below its chord.

    >>> find_elbow([1, 2, 3, 4], [50, 1, 0.5, 0])
    2
    """
    ks = validation.as_ks(ks)
    depths = below_chord(ks, inertias)
    deepest = int(depths.argmax())
    return ks[deepest] if depths[deepest] > 1e-9 else None  # less is the rounding of a straight line


def below_chord(ks: Iterable[int], inertias: ArrayLike) -> np.ndarray:
    """Return the distance of each point below the chord from the first to the last, on axes scaled to 0..1, shape (m,).

    All 0 if the curve does not fall.

    Satopaa, Albrecht, Irwin and Raghavan (2011), "Finding a 'kneedle' in a haystack", ICDCS Workshops.
    """
    ks = validation.as_ks(ks)
    inertias = validation.as_inertias(inertias, len(ks))
    fall = inertias[0] - inertias[-1]
    if not fall > 0:
        return np.zeros(len(ks))
    x = (np.array(ks) - ks[0]) / (ks[-1] - ks[0])
    y = (inertias - inertias[-1]) / fall
    return (1 - x - y) / math.sqrt(2)


@dataclass(frozen=True)
class Gap:
    """The gap statistic after some reference sets: how much lower the log inertia is than without structure.

    For each of the m `ks`: `inertias` (m,) of the data, `references` (b, m) of the b sets so far, `gaps` (m,) and
    their standard `errors` (m,), NaN before the first set. `k` is the smallest whose gap is at least that of the next
    one less its standard error, None as long as there is no such k.
    """

    ks: tuple[int, ...]
    inertias: np.ndarray
    references: np.ndarray
    gaps: np.ndarray
    errors: np.ndarray
    k: int | None


@validation.validated_at_call
def gaps(
    X: ArrayLike,
    ks: Iterable[int],
    *,
    n_references: int = 20,
    reference: str = "box",
    init: Init = "k-means++",
    n_init: int = 5,
    seed: Seed = None,
) -> Iterator[Gap]:
    """Yield the Gap after 0, 1, ... `n_references` reference sets; the last is the answer.

    A reference set has as many points as X, drawn uniformly from a box around X. `reference` is "box" for a box along
    the features, "pca" for one along the principal components. Every run goes on until no label changes.

    Tibshirani, Walther and Hastie (2001), "Estimating the number of clusters in a data set via the
    gap statistic", J. R. Statist. Soc. B 63.
    """
    X = validation.as_points(X)
    ks = validation.as_ks(ks, len(X))
    if reference not in REFERENCES:
        raise ValueError(f"reference={reference!r} is not known; choose one of {', '.join(REFERENCES)}.")
    n_references = validation.as_count(n_references, "n_references", 1)
    draw = REFERENCES[reference](X, validation.as_rng(seed))

    def lowest_inertias(points, seed):
        lowest = np.array([final_inertias(points, starts(points, k, init, n_init, seed)).min() for k in ks])
        rounding = np.finfo(float).eps * len(points) * points.var(axis=0).sum()
        return np.where(lowest > rounding, lowest, 0.0)  # 0 where every point has its own centroid

    inertias, references = lowest_inertias(X, seed), np.empty((0, len(ks)))
    yield compare(ks, inertias, references)
    rng = validation.as_rng(seed)
    for _ in range(n_references):
        references = np.vstack([references, lowest_inertias(draw(), rng)])
        yield compare(ks, inertias, references)


def gap_statistic(X: ArrayLike, ks: Iterable[int], **settings: Any) -> Gap:
    """Return the last Gap of `gaps`, which has the same arguments: at which k do more clusters explain only chance?"""
    return deque(gaps(X, ks, **settings), maxlen=1)[0]


def compare(ks, inertias, references):
    """Return the Gap of the data's `inertias` (m,) against those of the `references` (b, m)."""
    if len(references) == 0:
        unknown = np.full(len(ks), np.nan)
        return Gap(tuple(ks), inertias, references, unknown, unknown, None)
    tiny = np.finfo(float).tiny  # as many clusters as points leave an inertia of 0
    logs = np.log(np.maximum(references, tiny))
    gap = logs.mean(axis=0) - np.log(np.maximum(inertias, tiny))
    errors = logs.std(axis=0) * math.sqrt(1 + 1 / len(references))
    enough = np.flatnonzero(gap[:-1] >= gap[1:] - errors[1:])
    return Gap(tuple(ks), inertias, references, gap, errors, ks[enough[0]] if len(enough) else None)


def along_features(X, rng):
    """Return a function that draws n points (n, d) from the bounding box of `X`."""
    low, high = X.min(axis=0), X.max(axis=0)
    return lambda: low + (high - low) * rng.random(X.shape)


def along_components(X, rng):
    """Return a function that draws n points (n, d) from the box around `X` along its principal components."""
    mean = X.mean(axis=0)
    axes = np.linalg.svd(X - mean, full_matrices=False)[2]
    draw = along_features((X - mean) @ axes.T, rng)
    return lambda: mean + draw() @ axes


REFERENCES = {"box": along_features, "pca": along_components}
