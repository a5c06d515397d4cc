"""How many clusters? Fit a range of k, then ask the inertias themselves, the silhouettes, or data without structure.

`sweep` fits, `find_elbow` looks for the bend, `gaps` asks whether the bend means anything. All take the
best of five starts, for one bad run puts a dent in the curve. Left out: deciding between the answers
when they disagree, which is the reader's part.
"""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kmeans_core import validation
from kmeans_core._fast.prepared import Points
from kmeans_core.lloyd import KMeansResult, kmeans
from kmeans_core.metrics import silhouette_score
from kmeans_core.validation import at_the_call


@dataclass(frozen=True)
class Fit:
    """One k of a sweep: its best run, and the mean silhouette, NaN where there is only one cluster."""

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
    def of(cls, fits):
        """Return the Sweep of any number of Fits, those of a sweep left early too."""
        fits = tuple(fits)
        return cls(
            tuple(fit.k for fit in fits),
            np.array([fit.result.inertia for fit in fits]),
            np.array([fit.silhouette for fit in fits]),
            tuple(fit.result for fit in fits),
        )


@at_the_call
def sweep(X, ks, *, init="k-means++", n_init=5, max_iter=300, tol=1e-4, seed=None) -> Iterator[Fit]:
    """Yield the Fit of X for each of `ks`, made one at a time: leave it whenever you like.

    With a whole number as `seed` every k starts from it anew, so that each result is that of `kmeans` alone.
    """
    points = Points.of(X)
    for k in validation.as_ks(ks, points.n):
        result = kmeans(points, k, init=init, n_init=n_init, max_iter=max_iter, tol=tol, seed=seed)
        clusters = np.count_nonzero(np.bincount(result.labels))
        yield Fit(k, result, silhouette_score(points.X, result.labels) if clusters > 1 else math.nan)


def sweep_k(X, ks, *, init="k-means++", n_init=5, max_iter=300, tol=1e-4, seed=None) -> Sweep:
    """Fit `X` for each of `ks`, rising whole numbers of 1 or more, and return the Sweep."""
    return Sweep.of(sweep(X, ks, init=init, n_init=n_init, max_iter=max_iter, tol=tol, seed=seed))


def find_elbow(ks, inertias):
    """Return the k at which the curve lies farthest below its chord, the lowest on a tie.

    None where there is no such bend: fewer than three `ks`, no fall from end to end, or a curve
    that nowhere runs below its chord.
    """
    ks = validation.as_ks(ks)
    below = below_chord(ks, inertias)
    best = int(below.argmax())
    return ks[best] if below[best] > 1e-9 else None  # less is the rounding of a straight line


def below_chord(ks, inertias):
    """Return how far each point lies below the chord from the first to the last, both axes scaled to 0..1, shape (m,).

    All 0 where the curve does not fall.

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
    """The gap statistic after some reference sets: how much lower log inertia is than without structure.

    For each of `ks` (m of them): `inertias` (m,) of the data, `references` (b, m) of the b sets so far,
    `gaps` (m,) and their standard `errors` (m,), NaN before the first set. `k` is the smallest whose
    gap is within one standard error of the next one's, None while there is no such k.
    """

    ks: tuple[int, ...]
    inertias: np.ndarray
    references: np.ndarray
    gaps: np.ndarray
    errors: np.ndarray
    k: int | None


@at_the_call
def gaps(
    X, ks, *, n_references=20, reference="box", init="k-means++", n_init=5, max_iter=300, tol=1e-4, seed=None
) -> Iterator[Gap]:
    """Yield the Gap after 0, 1, ... `n_references` reference sets; the last is the answer.

    A reference set has as many points as X, drawn uniformly from the box around X: `reference` is
    "box" for one along the features, "pca" for one along the principal components.

    Tibshirani, Walther and Hastie (2001), "Estimating the number of clusters in a data set via the
    gap statistic", J. R. Statist. Soc. B 63.
    """
    points = Points.of(X)
    ks = validation.as_ks(ks, points.n)
    if reference not in REFERENCES:
        raise ValueError(f"reference={reference!r} is not known; choose one of {', '.join(REFERENCES)}.")
    n_references = validation.as_count(n_references, "n_references", 1)
    draw = REFERENCES[reference](points.X, validation.as_rng(seed))
    settings = {"init": init, "n_init": n_init, "max_iter": max_iter, "tol": tol}

    inertias = np.array([kmeans(points, k, seed=seed, **settings).inertia for k in ks])
    references = np.empty((0, len(ks)))
    yield compare(ks, inertias, references)
    rng = validation.as_rng(seed)
    for _ in range(n_references):
        uniform = Points.of(draw())
        drawn = [kmeans(uniform, k, seed=rng, **settings).inertia for k in ks]
        references = np.vstack([references, drawn])
        yield compare(ks, inertias, references)


def gap_statistic(
    X, ks, *, n_references=20, reference="box", init="k-means++", n_init=5, max_iter=300, tol=1e-4, seed=None
) -> Gap:
    """Return the last Gap of `gaps`: of these `ks`, where do the clusters stop explaining more than chance?"""
    run = gaps(
        X,
        ks,
        n_references=n_references,
        reference=reference,
        init=init,
        n_init=n_init,
        max_iter=max_iter,
        tol=tol,
        seed=seed,
    )
    return deque(run, maxlen=1)[0]


def compare(ks, inertias, references):
    """Return the Gap of the data's `inertias` (m,) against those of the `references` (b, m)."""
    b = len(references)
    if b == 0:
        unknown = np.full(len(ks), np.nan)
        return Gap(tuple(ks), inertias, references, unknown, unknown, None)
    least = np.finfo(float).tiny  # as many clusters as points leave an inertia of 0
    logs = np.log(np.maximum(references, least))
    gap = logs.mean(axis=0) - np.log(np.maximum(inertias, least))
    errors = logs.std(axis=0) * math.sqrt(1 + 1 / b)
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
