"""A mixture of Gaussians: clusters of their own weight, size and shape, fitted by expectation-maximisation (EM).

The same two half-steps as in k-means. E: share each point out among the components. M: give each component
the weight, the mean and the covariance of its shares. Left out: choosing k, and priors on the parameters.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kmeans_core import validation
from kmeans_core._fast.exact import nearest, squared_distances
from kmeans_core._fast.prepared import Points
from kmeans_core.soft_kmeans import weighted_means
from kmeans_core.validation import at_the_call

LEAST = 1e-12  # points' worth of shares, below which a component keeps its shape
SHAPES = {
    "spherical": lambda S: np.eye(S.shape[-1]) * np.einsum("jff->j", S)[:, None, None] / S.shape[-1],
    "diagonal": lambda S: S * np.eye(S.shape[-1]),
    "full": lambda S: S,
}


@dataclass(frozen=True)
class MixtureStep:
    """One state: weights (k,), means (k, d) and covariances (k, d, d), and what belongs to exactly these.

    `shares` (n, k) are the probabilities of each point's component, rows sum to 1. `log_likelihood` is the
    natural logarithm of the data's density. `collapsed` (k,) says whose variance, in some direction, is at its floor.
    """

    iteration: int
    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray
    shares: np.ndarray
    log_likelihood: float
    collapsed: np.ndarray


@at_the_call
def gaussian_mixture(
    X, means, *, weights=None, covariances=None, covariance="full", floor=1e-6, max_iter=300, tol=1e-6
) -> Iterator[MixtureStep]:
    """Yield every state of EM for a mixture of Gaussians, the start first. The log-likelihood never falls.

    `covariance` is "spherical" (a circle of its own size for each component), "diagonal" (an ellipse along the axes)
    or "full" (any ellipse). The start is `means` with equal weights, and the covariance of the points nearest to
    each mean, unless `weights` (k,) and `covariances` (k, d, d) say otherwise.

    No variance falls below `floor` times the variance of the data: without a floor, a component that settles on a
    single point makes the likelihood infinite. M is the best choice above the floor (too small eigenvalues are
    lifted to it), not a compromise added afterwards, so it cannot lower the likelihood. The floor is relative to
    each feature, or to the mean variance where the shape is spherical. So scaling the data changes nothing.

    Ends when an iteration gains at most `tol` per point, or after `max_iter`.

    Dempster, Laird and Rubin (1977), "Maximum likelihood from incomplete data via the EM algorithm", Journal of the
    Royal Statistical Society B 39(1); the floor: Hathaway (1985), "A constrained formulation of maximum-likelihood
    estimation for normal mixture distributions", Annals of Statistics 13(2).
    """
    points = Points.of(X)
    means = validation.as_centroids(means, points.d)
    if covariance not in SHAPES:
        raise ValueError(f"covariance={covariance!r} is not known; choose one of {', '.join(SHAPES)}.")
    shape, floor = SHAPES[covariance], validation.as_floor(floor)
    max_iter, tol = validation.as_count(max_iter, "max_iter", 1), validation.as_tol(tol)
    weights = validation.as_mixing(weights, len(means))

    ruler = Ruler(points, isotropic=covariance == "spherical")
    y, mu = ruler.lay(points.X), ruler.lay(means)
    if covariances is None:
        scatter = scatter_of(y, np.eye(len(mu))[nearest(y, mu)[0]], mu, np.ones((len(mu), 1, 1)) * np.eye(points.d))
    else:
        scatter = validation.as_covariances(covariances, means.shape) / ruler.areas
    sigma = Covariances.above(floor, shape(scatter))
    likelihood = -math.inf
    for iteration in range(max_iter + 1):
        before = likelihood
        shares, likelihood = expectation(y, weights, mu, sigma)  # E: share each point out among the components
        covariances = sigma.whole() * ruler.areas
        yield MixtureStep(iteration, weights, means, covariances, shares, likelihood - ruler.stretch, sigma.collapsed)
        if likelihood - before <= tol * points.n:
            return
        weights = shares.mean(axis=0)  # M: the weight, the mean and the covariance of each one's shares
        mu = weighted_means(y, shares, mu)
        sigma = Covariances.above(floor, shape(scatter_of(y, shares, mu, sigma.whole())))
        means = ruler.off(mu)


def mixture_assign(X, weights, means, covariances):
    """Return the probability of each component for each point, shape (n, k): rows sum to 1.

    `weights` (k,), `means` (k, d) and `covariances` (k, d, d) as a MixtureStep has them.
    """
    X = validation.as_points(X)
    means = validation.as_centroids(means, X.shape[1])
    sigma = Covariances.above(0.0, validation.as_covariances(covariances, means.shape))
    if sigma.collapsed.any():
        raise ValueError("covariances must be positive definite: every variance, in every direction, above 0.")
    centre = means.mean(axis=0)
    return expectation(X - centre, validation.as_mixing(weights, len(means)), means - centre, sigma)[0]


def expectation(y, weights, means, sigma):
    """Return (shares (n, k), log-likelihood), by logarithms alone: densities of far points underflow."""
    d2 = np.column_stack(
        [squared_distances(y @ root, mean @ root) for root, mean in zip(sigma.roots, means, strict=True)]
    )
    with np.errstate(divide="ignore"):
        log_densities = np.log(weights) - 0.5 * (d2 + sigma.log_determinants + y.shape[1] * math.log(2 * math.pi))
    most = log_densities.max(axis=1, keepdims=True)
    parts = np.exp(log_densities - most)
    total = parts.sum(axis=1, keepdims=True)
    return parts / total, float((most + np.log(total)).sum())


def scatter_of(y, shares, means, covariances):
    """Return the weighted covariance of `y` about each mean, (k, d, d); the one it has where there are no shares."""
    scatter = covariances.copy()
    for j in np.flatnonzero(shares.sum(axis=0) > LEAST):
        beside = y - means[j]
        scatter[j] = (beside * shares[:, j, None]).T @ beside / shares[:, j].sum()
    return scatter


@dataclass(frozen=True)
class Covariances:
    """Covariances by their eigenvalues (k, d) and eigenvectors (k, d, d), none below the floor."""

    values: np.ndarray
    vectors: np.ndarray
    collapsed: np.ndarray

    @classmethod
    def above(cls, floor, matrices):
        """Return the best covariances for this scatter among those above the floor."""
        values, vectors = np.linalg.eigh(matrices)
        return cls(np.maximum(values, floor), vectors, (values <= floor).any(axis=1))

    @property
    def roots(self):
        """Matrices (k, d, d) after which a component is round, of variance 1: distance then is in its own units."""
        return self.vectors / np.sqrt(self.values)[:, None, :]

    @property
    def log_determinants(self):
        return np.log(self.values).sum(axis=1)

    def whole(self):
        return np.einsum("jab,jb,jcb->jac", self.vectors, self.values, self.vectors)


class Ruler:
    """The data in units of their own spread, about their mean: no offset costs digits, no scale overflows.

    `areas` (d, d) turns a covariance back into data units, `stretch` is what the units add to the log-likelihood.
    """

    def __init__(self, points, *, isotropic):
        y = points.unit(points.X)
        variances = y.var(axis=0)
        mean_variance = variances.mean() or 1.0  # every point the same: any unit will do
        spread = np.sqrt(np.where(isotropic | (variances == 0), mean_variance, variances))
        self.origin, self.units, self.points = y.mean(axis=0), spread, points
        self.areas = np.outer(spread, spread) / points.scale / points.scale
        self.stretch = points.n * float((np.log(spread) - math.log(points.scale)).sum())

    def lay(self, X):
        return (self.points.unit(X) - self.origin) / self.units

    def off(self, y):
        return (y * self.units + self.origin) / self.points.scale + self.points.centre
