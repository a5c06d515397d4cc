"""Three models that share points among clusters, and how soft a choice is.

k-means, soft k-means and the Gaussian mixture are one family, so one class stands for all of them.
"""

import math
from dataclasses import dataclass

import numpy as np

from kmeans_core import mixture_assign, soft_assign

VIEWS = HARD_TO_SOFT, SOFT_KMEANS, MIXTURE = ("Hard to soft", "Soft k-means", "Gaussian mixture")
LEVELS = ("hard", "0.2", "0.3", "0.4", "0.5", "0.6", "0.8", "1", "1.5", "2", "3", "4", "6", "10", "uniform")
COVARIANCES = ("spherical", "diagonal", "full")
DECIDED_SHARE = 0.8  # a point is undecided if no cluster's share of it is at least this large


@dataclass(frozen=True)
class SoftModel:
    """Centroids (k, d) and how they share points: by one `beta`, or by weights (k,) and covariances (k, d, d)."""

    centroids: np.ndarray
    beta: float | None = None
    weights: np.ndarray | None = None
    covariances: np.ndarray | None = None

    @property
    def is_mixture(self) -> bool:
        return self.beta is None

    def responsibilities(self, X) -> np.ndarray:
        """Return the share of each cluster in each row of `X`, (n, k)."""
        if self.is_mixture:
            return mixture_assign(X, self.weights, self.centroids, self.covariances)
        return soft_assign(X, self.centroids, beta=self.beta)

    def halfway(self, longest) -> np.ndarray:
        """Return matrices (k, d, d) that map the unit circle to where each centroid's pull has fallen to one half.

        Half-way distances beyond `longest`, infinite ones among them, are cut to it.
        """
        k, d = self.centroids.shape
        if not self.is_mixture:
            return np.tile(np.eye(d) * min(longest, distance_of(self.beta)), (k, 1, 1))
        values, vectors = np.linalg.eigh(self.covariances)
        return vectors * np.minimum(longest, np.sqrt(2 * math.log(2) * values))[:, None, :]

    def exponents(self, shortest) -> tuple[np.ndarray, np.ndarray]:
        """Return (roots (k, d, d), bias (k,)): shares are proportional to exp(bias - |root (x - c)|^2).

        Distances below `shortest` count as 0, which keeps the roots finite. They are triangular, so that their zeros
        cost nothing on the way to the browser.
        """
        k, d = self.centroids.shape
        if not self.is_mixture:
            return np.tile(np.eye(d) * min(1 / shortest, math.sqrt(self.beta)), (k, 1, 1)), np.zeros(k)
        factors = np.linalg.cholesky(self.covariances)
        with np.errstate(divide="ignore"):
            bias = np.maximum(np.log(self.weights), -1e30) - np.log(np.einsum("jff->jf", factors)).sum(axis=1)
        return np.tril(np.linalg.inv(math.sqrt(2) * factors)), bias


def typical_distance(inertia, n) -> float:
    """Return the root mean squared distance of a point from its centroid, the unit of softness; 1 if all are 0."""
    return math.sqrt(inertia / n) or 1.0


def beta_of(level: str, unit) -> float:
    """Return beta for one of LEVELS: a pull falls to one half at `level` times `unit`."""
    if level == LEVELS[0]:
        return math.inf
    return 0.0 if level == LEVELS[-1] else math.log(2) / (float(level) * unit) ** 2


def distance_of(beta) -> float:
    """Return the half-way distance r: exp(-beta r^2) = 1/2."""
    return 0.0 if math.isinf(beta) else math.sqrt(math.log(2) / beta) if beta else math.inf


def level_name(level) -> str:
    return f"Softness {level}" if level not in (LEVELS[0], LEVELS[-1]) else level.capitalize()


def is_undecided(shares) -> np.ndarray:
    """Return whether each row of `shares` (n, k) has no share of at least DECIDED_SHARE."""
    return shares.max(axis=1) < DECIDED_SHARE


def uncertainty(shares) -> np.ndarray:
    """Return the entropy of each row, (n,), relative to its maximum, log k."""
    k = shares.shape[1]
    logs = np.log(shares, where=shares > 0, out=np.zeros_like(shares))
    return -(shares * logs).sum(axis=1) / math.log(k) if k > 1 else np.zeros(len(shares))
