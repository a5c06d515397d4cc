"""From hard labels to responsibilities: how much each cluster is responsible for each point, and k-means with these.

`soft_assign` is a single assignment. `soft_kmeans` alternates it with moving the centroids to the weighted means. Left
out: clusters of different weight, size and shape (gaussian_mixture.py), of which this is the case of equal weights and
one shared circle.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kmeans_core import validation
from kmeans_core.lloyd import squared_distances


def soft_assign(X: ArrayLike, centroids: ArrayLike, *, beta: float = 1.0) -> np.ndarray:
    """Return the responsibility of each cluster for each point, shape (n, k): p_ij ~ exp(-beta |x_i - c_j|^2).

    Rows sum to 1. `beta` says how hard the choice is, in 1 / squared data units. At 0 every cluster gets 1 / k. At
    infinity, which is allowed, the nearest centroid gets everything, and equally near ones share equally.

    MacKay (2003), "Information Theory, Inference, and Learning Algorithms", chapter 20.

    >>> soft_assign([[0], [1]], [[0], [2]], beta=math.inf)
    array([[1. , 0. ],
           [0.5, 0.5]])
    """
    X = validation.as_points(X)
    centroids = validation.as_centroids(centroids, X.shape[1])
    return responsibilities(X, centroids, validation.as_number(beta, "beta", high=math.inf))[0]


@dataclass(frozen=True)
class SoftStep:
    """One state: centroids (k, d), and the responsibilities (n, k) and free energy that belong to exactly these.

    `shift` is the distance by which all centroids together moved to get here, in data units; infinite at the start.
    """

    iteration: int
    centroids: np.ndarray
    responsibilities: np.ndarray
    free_energy: float
    shift: float


@validation.validated_at_call
def soft_kmeans(
    X: ArrayLike, centroids: ArrayLike, *, beta: float = 1.0, max_iter: int = 300, tol: float = 1e-4
) -> Iterator[SoftStep]:
    """Yield every state of soft k-means, the start first.

    Both halves of an iteration lower the free energy, so it never rises:

        F = sum_ij p_ij |x_i - c_j|^2 + 1 / beta * sum_ij p_ij log(k p_ij)

    This is the inertia, with every point counted by its responsibilities, plus the cost of being decided. At beta =
    infinity it is the inertia, and this is Lloyd's algorithm. The run ends when the centroids have all but stopped
    (`tol`, relative to the mean variance of the features), or after `max_iter` moves. A centroid without any
    responsibility stays where it is.

    MacKay (2003), "Information Theory, Inference, and Learning Algorithms", chapters 20 and 22; Rose (1998),
    "Deterministic annealing for clustering, compression, classification, regression, and related optimization
    problems", Proceedings of the IEEE 86(11).
    """
    X = validation.as_points(X)
    centroids = validation.as_centroids(centroids, X.shape[1])
    beta = validation.as_number(beta, "beta", high=math.inf)
    max_iter, tol = validation.as_count(max_iter, "max_iter", 1), validation.as_number(tol, "tol")
    threshold = tol * X.var(axis=0).mean()
    origin = X.mean(axis=0)  # seen from here, sums keep their digits
    X = X - origin

    p, free_energy = responsibilities(X, centroids - origin, beta)
    yield SoftStep(0, centroids, p, free_energy, math.inf)
    centroids = centroids - origin
    for iteration in range(1, max_iter + 1):
        before, centroids = centroids, weighted_means(X, p, centroids)
        p, free_energy = responsibilities(X, centroids, beta)
        shift = float(np.linalg.norm(centroids - before))
        yield SoftStep(iteration, centroids + origin, p, free_energy, shift)
        if shift**2 <= threshold:
            return


def responsibilities(X, centroids, beta):
    """Return (responsibilities (n, k), free energy): of all ways to share out the points, the one of least free energy.

    The factor exp(-beta |x_i - nearest|^2) cancels in each row. Without it the largest term is 1: nothing overflows.
    """
    d2 = squared_distances(X, centroids).T
    least = d2.min(axis=1, keepdims=True)
    excess = d2 - least
    with np.errstate(over="ignore"):
        exponents = np.multiply(excess, -beta, out=np.zeros_like(excess), where=excess > 0)  # infinity times 0 is 0
    terms = np.exp(exponents)
    if beta == 0:
        free_energy = d2.mean(axis=1)
    elif math.isinf(beta):
        free_energy = least
    else:  # log1p and expm1 keep the digits that a small beta leaves
        free_energy = least - np.log1p(np.expm1(exponents).mean(axis=1, keepdims=True)) / beta
    return terms / terms.sum(axis=1, keepdims=True), float(free_energy.sum())


def weighted_means(X, p, centroids):
    """Return the mean of all points for each cluster, weighted by its responsibilities `p` (n, k), shape (k, d).

    A cluster without any responsibility keeps its centroid.
    """
    weights = p.sum(axis=0)[:, None]
    return np.where(weights > 0, p.T @ X / np.where(weights > 0, weights, 1), centroids)
