"""From hard labels to probabilities: how much each point belongs to each cluster, and k-means with such shares.

`soft_assign` is one assignment, `soft_kmeans` repeats it and the move to the weighted means. Left out: clusters of
their own weight, size and shape (mixture.py), of which this is the case of equal weights and one shared circle.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kmeans_core import validation
from kmeans_core._fast.exact import squared_distances
from kmeans_core._fast.prepared import Points
from kmeans_core.validation import at_the_call


def soft_assign(X, centroids, *, beta=1.0):
    """Return the share of each point in each cluster, shape (n, k): rows sum to 1, p_ij ~ exp(-beta |x_i - c_j|^2).

    `beta` says how hard the choice is, in 1 / squared data units. At 0 every cluster gets 1 / k; at
    infinity, which may be passed, the nearest centroid takes all, and equally near ones share it equally.

    MacKay (2003), "Information Theory, Inference, and Learning Algorithms", chapter 20.
    """
    X = validation.as_points(X)
    centroids = validation.as_centroids(centroids, X.shape[1])
    return divide(X, centroids, validation.as_beta(beta))[0]


@dataclass(frozen=True)
class SoftStep:
    """One state: these centroids (k, d), and the shares (n, k) and free energy that belong to them.

    `shift` is how far the centroids moved to get here: the norm of the whole move, in data units.
    """

    iteration: int
    centroids: np.ndarray
    shares: np.ndarray
    free_energy: float
    shift: float


@at_the_call
def soft_kmeans(X, centroids, *, beta=1.0, max_iter=300, tol=1e-4) -> Iterator[SoftStep]:
    """Yield every state of soft k-means, the start first.

    Both halves of an iteration lower the free energy, so it never rises:

        F = sum_ij p_ij |x_i - c_j|^2 + 1 / beta * sum_ij p_ij log(k p_ij)

    the inertia, each point counted by its shares, plus what it costs to be decided. At beta = infinity it is the
    inertia and this is Lloyd's algorithm. Ends when the centroids have all but stopped (`tol`, relative to the mean
    variance of the features), or after `max_iter` moves. A centroid in which no point has a share stays.

    MacKay (2003), "Information Theory, Inference, and Learning Algorithms", chapters 20 and 22; Rose (1998),
    "Deterministic annealing for clustering, compression, classification, regression, and related optimization
    problems", Proceedings of the IEEE 86(11).
    """
    points = Points.of(X)
    centroids = validation.as_centroids(centroids, points.d)
    beta = validation.as_beta(beta) / points.scale / points.scale
    max_iter, tol = validation.as_count(max_iter, "max_iter", 1), validation.as_tol(tol)

    y, b = points.unit(points.X), points.unit(centroids)
    shares, energy = divide(y, b, beta)  # share each point out among the centroids
    yield SoftStep(0, centroids, shares, energy / points.scale / points.scale, math.inf)
    for iteration in range(1, max_iter + 1):
        start, b = b, weighted_means(y, shares, b)  # move each centroid to the weighted mean of all points
        shares, energy = divide(y, b, beta)
        shift = float(np.linalg.norm(b - start)) / points.scale
        centroids = b / points.scale + points.centre
        yield SoftStep(iteration, centroids, shares, energy / points.scale / points.scale, shift)
        if shift**2 <= tol * points.variance:  # until no centroid moves
            return


def divide(X, centroids, beta):
    """Return (shares (n, k), free energy): the division of every point that makes the free energy least."""
    d2 = np.column_stack([squared_distances(X, centroid) for centroid in centroids])
    least = d2.min(axis=1, keepdims=True)
    beyond = d2 - least  # a factor common to the row: now its largest term is exp(0)
    with np.errstate(over="ignore"):
        exponents = np.multiply(beyond, -beta, out=np.zeros_like(d2), where=beyond > 0)  # infinity times 0 is 0 here
    parts = np.exp(exponents)
    if beta == 0:
        energy = d2.mean(axis=1)
    elif math.isinf(beta):
        energy = least
    else:  # log1p and expm1 keep the digits that a small beta leaves
        energy = least - np.log1p(np.expm1(exponents).mean(axis=1, keepdims=True)) / beta
    return parts / parts.sum(axis=1, keepdims=True), float(energy.sum())


def weighted_means(X, shares, centroids):
    """Return the mean of all rows of `X`, weighted by each cluster's shares, (k, d); its centroid where it has none."""
    weight = shares.sum(axis=0)
    held = weight > 0
    means = centroids.copy()
    means[held] = (shares.T @ X)[held] / weight[held, None]
    return means
