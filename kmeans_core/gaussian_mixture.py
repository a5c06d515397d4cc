"""A mixture of Gaussians: clusters of different weight, size and shape, fitted by expectation-maximisation (EM).

The two steps are those of k-means. E: compute the responsibility of each component for each point. M: give each
component the weight, the mean and the covariance of the points, weighted by its responsibilities. Left out: choosing
k, and priors on the parameters.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kmeans_core import validation
from kmeans_core.lloyd import assign
from kmeans_core.soft_kmeans import weighted_means

MIN_RESPONSIBILITY = 1e-12  # a component with less than this, summed over all points, keeps its covariance
COVARIANCE_SHAPES = {
    "spherical": lambda S: np.eye(S.shape[-1]) * np.einsum("jff->j", S)[:, None, None] / S.shape[-1],
    "diagonal": lambda S: S * np.eye(S.shape[-1]),
    "full": lambda S: S,
}


@dataclass(frozen=True)
class MixtureStep:
    """One state: weights (k,), means (k, d) and covariances (k, d, d), and what belongs to exactly these.

    `responsibilities` (n, k) are the probabilities of the components given the point; rows sum to 1. `log_likelihood`
    is the natural logarithm of the density of the data. `collapsed` (k,) says which components have a variance, in
    some direction, that is at its floor.
    """

    iteration: int
    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray
    responsibilities: np.ndarray
    log_likelihood: float
    collapsed: np.ndarray


@validation.validated_at_call
def gaussian_mixture(
    X: ArrayLike,
    means: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    covariances: ArrayLike | None = None,
    covariance: str = "full",
    floor: float = 1e-6,
    max_iter: int = 300,
    tol: float = 1e-6,
) -> Iterator[MixtureStep]:
    """Yield every state of EM for a mixture of Gaussians, the start first. The log-likelihood never falls.

    `covariance` is "spherical" (a circle of its own size for each component), "diagonal" (an ellipse along the axes)
    or "full" (any ellipse). The start is `means` with equal weights, and the covariance of the points nearest to
    each mean, unless `weights` (k,) and `covariances` (k, d, d) are given.

    No variance falls below `floor` times the variance of the data: without a floor, the likelihood becomes infinite
    when a component settles on a single point. Eigenvalues that are too small are raised to the floor. This is the
    best choice above the floor, so it cannot lower the likelihood. The floor is relative to each feature, or to the
    mean variance if the shape is spherical, so the unit of the data does not matter.

    The run ends when an iteration gains at most `tol` per point, or after `max_iter`. It needs memory for a few
    arrays of k n d numbers.

    Dempster, Laird and Rubin (1977), "Maximum likelihood from incomplete data via the EM algorithm", Journal of the
    Royal Statistical Society B 39(1); the floor: Hathaway (1985), "A constrained formulation of maximum-likelihood
    estimation for normal mixture distributions", Annals of Statistics 13(2).
    """
    X = validation.as_points(X)
    n, d = X.shape
    means = validation.as_centroids(means, d)
    if covariance not in COVARIANCE_SHAPES:
        raise ValueError(f"covariance={covariance!r} is not known; choose one of {', '.join(COVARIANCE_SHAPES)}.")
    shape, floor = COVARIANCE_SHAPES[covariance], validation.as_number(floor, "floor", 1e-15, 1)
    max_iter, tol = validation.as_count(max_iter, "max_iter", 1), validation.as_number(tol, "tol")
    weights = validation.as_mixing(weights, len(means))

    standardizer = Standardizer(X, shared_unit=covariance == "spherical")
    Z, mu = standardizer.transform(X), standardizer.transform(means)
    if covariances is None:
        scatter = weighted_covariances(Z, np.eye(len(mu))[assign(Z, mu)], mu, np.tile(np.eye(d), (len(mu), 1, 1)))
    else:
        scatter = validation.as_covariances(covariances, means.shape) / standardizer.areas
    sigma = Covariances.above(floor, shape(scatter))
    log_likelihood = -math.inf
    for iteration in range(max_iter + 1):
        before = log_likelihood
        p, log_likelihood = expectation(Z, weights, mu, sigma)  # E: share out each point among the components
        covariances = sigma.matrices() * standardizer.areas
        in_data_units = log_likelihood - standardizer.log_volume
        yield MixtureStep(iteration, weights, means, covariances, p, in_data_units, sigma.collapsed)
        if log_likelihood - before <= tol * n:
            return
        weights = p.mean(axis=0)  # M: the weight, mean and covariance of the points, weighted by responsibility
        mu = weighted_means(Z, p, mu)
        sigma = Covariances.above(floor, shape(weighted_covariances(Z, p, mu, sigma.matrices())))
        means = standardizer.inverse_transform(mu)


def mixture_assign(X: ArrayLike, weights: ArrayLike, means: ArrayLike, covariances: ArrayLike) -> np.ndarray:
    """Return the probability of each component for each point, shape (n, k): rows sum to 1.

    `weights` (k,), `means` (k, d) and `covariances` (k, d, d) are as in a MixtureStep.
    """
    X = validation.as_points(X)
    means = validation.as_centroids(means, X.shape[1])
    sigma = Covariances.above(0.0, validation.as_covariances(covariances, means.shape))
    if sigma.collapsed.any():
        raise ValueError("covariances must be positive definite: every variance, in every direction, above 0.")
    origin = means.mean(axis=0)
    return expectation(X - origin, validation.as_mixing(weights, len(means)), means - origin, sigma)[0]


def expectation(X, weights, means, sigma):
    """Return (responsibilities (n, k), log-likelihood). Only logarithms are used: densities of far points underflow."""
    # In the coordinates (x - mean) @ root a component is round and has variance 1.
    standardized = (X - means[:, None]) @ sigma.roots  # (k, n, d)
    d2 = np.einsum("jif,jif->ji", standardized, standardized)
    with np.errstate(divide="ignore"):
        constants = np.log(weights) - 0.5 * (sigma.log_determinants + X.shape[1] * math.log(2 * math.pi))
    log_densities = constants[:, None] - 0.5 * d2
    largest = log_densities.max(axis=0)
    terms = np.exp(log_densities - largest)
    total = terms.sum(axis=0)
    return (terms / total).T, float((largest + np.log(total)).sum())


def weighted_covariances(X, p, means, covariances):
    """Return the covariance of all points about each mean, weighted by responsibilities `p` (n, k), shape (k, d, d).

    A component without any responsibility keeps its covariance.
    """
    differences = X - means[:, None]  # (k, n, d)
    sums = (differences.swapaxes(1, 2) * p.T[:, None]) @ differences
    totals = p.sum(axis=0)[:, None, None]
    return np.where(totals > MIN_RESPONSIBILITY, sums / np.maximum(totals, MIN_RESPONSIBILITY), covariances)


@dataclass(frozen=True)
class Covariances:
    """k covariance matrices by their eigenvalues (k, d) and eigenvectors (k, d, d); none is below the floor."""

    eigenvalues: np.ndarray
    eigenvectors: np.ndarray
    collapsed: np.ndarray

    @classmethod
    def above(cls, floor, matrices):
        """Return the covariances nearest to `matrices` (k, d, d) whose eigenvalues are at least `floor`."""
        eigenvalues, eigenvectors = np.linalg.eigh(matrices)
        return cls(np.maximum(eigenvalues, floor), eigenvectors, (eigenvalues <= floor).any(axis=1))

    @property
    def roots(self):
        """Matrices (k, d, d) that turn x into coordinates in which the component has variance 1 in all directions."""
        return self.eigenvectors / np.sqrt(self.eigenvalues)[:, None, :]

    @property
    def log_determinants(self):
        return np.log(self.eigenvalues).sum(axis=1)

    def matrices(self):
        return np.einsum("jab,jb,jcb->jac", self.eigenvectors, self.eigenvalues, self.eigenvectors)


class Standardizer:
    """Turns data into standard units, with mean 0 and variance 1, and back: no offset costs digits.

    With `shared_unit` all features have the same unit, so that circles stay circles. `areas` (d, d) turns covariances
    back into data units; `log_volume` is what the units add to the log-likelihood.
    """

    def __init__(self, X, *, shared_unit):
        self.mean, variances = X.mean(axis=0), X.var(axis=0)
        mean_variance = variances.mean() or 1.0  # if all points are equal, any unit will do
        self.units = np.sqrt(np.where(shared_unit | (variances == 0), mean_variance, variances))
        self.areas = np.outer(self.units, self.units)
        self.log_volume = len(X) * float(np.log(self.units).sum())

    def transform(self, X):
        return (X - self.mean) / self.units

    def inverse_transform(self, Z):
        return Z * self.units + self.mean
