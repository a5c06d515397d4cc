"""How soft a choice is, and three models that share points out: one family. No Streamlit.

Whatever shares points out among clusters is a Model: k-means in its limits, soft k-means, a Gaussian mixture.
"""

import itertools
import math
from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import number, two_digits
from dashboard.common.sampling import even_rows
from kmeans_core import adjusted_rand_score, gaussian_mixture, lloyd, mixture_assign, soft_assign, soft_kmeans

VIEWS = HARD_TO_SOFT, SOFT_KMEANS, MIXTURE = ("Hard to soft", "Soft k-means", "Gaussian mixture")
LEVELS = ("hard", "0.2", "0.3", "0.4", "0.5", "0.6", "0.8", "1", "1.5", "2", "3", "4", "6", "10", "uniform")
TORN = 0.8  # a point is torn between clusters where none has a larger share of it
MOST_MARKS = 3000  # marks on the screen: every point is drawn once for each cluster that may have a share of it


@dataclass(frozen=True)
class Soft:
    """What the page shows: the view, how soft, which covariances, and what the map under the points shows."""

    view: str
    level: str
    covariance: str
    shade: str

    @property
    def model(self) -> tuple:
        """Of these, what the computation depends on."""
        return {HARD_TO_SOFT: (), SOFT_KMEANS: (self.level,), MIXTURE: (self.covariance,)}[self.view] + (self.view,)


@dataclass(frozen=True)
class Model:
    """Centroids (k, d) and how they share points out: by one `beta`, or by weights (k,) and covariances (k, d, d)."""

    centroids: np.ndarray
    beta: float | None = None
    weights: np.ndarray | None = None
    covariances: np.ndarray | None = None

    def shares(self, X) -> np.ndarray:
        """Return the share of every row of `X` in every cluster, (n, k)."""
        if self.beta is None:
            return mixture_assign(X, self.weights, self.centroids, self.covariances)
        return soft_assign(X, self.centroids, beta=self.beta)

    def halfway(self, most) -> np.ndarray:
        """Return matrices (k, d, d) that take the unit circle to where each pull has fallen to one half.

        No farther than `most`, which stands for infinity.
        """
        k, d = self.centroids.shape
        if self.beta is not None:
            return np.tile(np.eye(d) * min(most, distance_of(self.beta)), (k, 1, 1))
        values, vectors = np.linalg.eigh(self.covariances)
        return vectors * np.minimum(most, np.sqrt(2 * math.log(2) * values))[:, None, :]

    def weighing(self, least) -> tuple[np.ndarray, np.ndarray]:
        """Return (roots (k, d, d), bias (k,)): shares go as exp(bias - |root (x - c)|^2). `least` is as good as 0.

        The roots are triangular: their zeros cost nothing on the way to the browser.
        """
        k, d = self.centroids.shape
        if self.beta is not None:
            return np.tile(np.eye(d) * min(1 / least, math.sqrt(self.beta)), (k, 1, 1)), np.zeros(k)
        factors = np.linalg.cholesky(self.covariances)
        with np.errstate(divide="ignore"):
            bias = np.maximum(np.log(self.weights), -1e30) - np.log(np.einsum("jff->jf", factors)).sum(axis=1)
        return np.tril(np.linalg.inv(math.sqrt(2) * factors)), bias


def scatter(inertia, n) -> float:
    """Return the typical distance of a point from its centroid: the unit of softness; 1 where every distance is 0."""
    return math.sqrt(inertia / n) or 1.0


def beta_of(level: str, unit) -> float:
    """Return beta for one of LEVELS: a pull halves at `level` times `unit`."""
    if level == LEVELS[0]:
        return math.inf
    return 0.0 if level == LEVELS[-1] else math.log(2) / (float(level) * unit) ** 2


def distance_of(beta) -> float:
    """Return the half-way distance: exp(-beta r^2) = 1/2."""
    return 0.0 if math.isinf(beta) else math.sqrt(math.log(2) / beta) if beta else math.inf


def level_name(level) -> str:
    return f"Softness {level}" if level not in (LEVELS[0], LEVELS[-1]) else level.capitalize()


def torn_among(shares) -> int:
    return int((shares.max(axis=1) < TORN).sum())


def uncertainty(shares) -> np.ndarray:
    """Return the entropy of each row, (n,), as a share of the most there can be, log k."""
    k = shares.shape[1]
    logs = np.log(shares, where=shares > 0, out=np.zeros_like(shares))
    return -(shares * logs).sum(axis=1) / math.log(k) if k > 1 else np.zeros(len(shares))


def scored(name, labels, truth) -> str:
    """Return the name with its adjusted Rand index, where the groups are known."""
    return name if truth is None else f"{name}: {two_digits(adjusted_rand_score(truth, labels))}"


def limits(X, start, beta) -> str:
    """Return, in numbers from these points, that the three models are one family: its two links, each tried out.

    Of very many points a sample is enough to see it.
    """
    n, X = len(X), X[even_rows(len(X), MOST_MARKS // len(start))]
    *_, hard = lloyd(X, start, tol=0)
    *_, cold = soft_kmeans(X, start, beta=math.inf, tol=0)
    soft = list(itertools.islice(soft_kmeans(X, start, beta=beta), 2))
    k, d = start.shape
    circles = np.tile(np.eye(d) / (2 * beta), (k, 1, 1))
    mixed = list(itertools.islice(gaussian_mixture(X, start, covariances=circles, covariance="spherical"), 2))
    shares = np.abs(soft[0].responsibilities - mixed[0].responsibilities).max()
    moved = np.abs(soft[1].centroids - mixed[1].means).max() / (np.ptp(X) or 1.0)
    whose = "the" if n == len(X) else f"{len(X):,} of the"
    return (
        f"Tried on {whose} points above, from the same start: k-means ends at an inertia of **{hard.inertia:,.6g}**, "
        f"soft k-means with β = ∞ at a free energy of **{cold.free_energy:,.6g}**. One iteration of soft k-means at "
        f"β = {number(beta)}, and one of EM with equal weights and circles of variance {number(1 / (2 * beta))}: the "
        f"shares differ **{by(shares)}**, the centroids, in the data's extents, **{by(moved)}**."
    )


def by(difference) -> str:
    """Return the largest of some differences in words."""
    return f"by at most {difference:.0e}" if difference else "not at all"
