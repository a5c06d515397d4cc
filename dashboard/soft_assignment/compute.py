"""What the page computes: the states of its three films, and two comparisons."""

import itertools
import math
import warnings
from collections.abc import Iterator

import numpy as np

from dashboard.common.runs import first_centroids
from dashboard.common.sampling import even_rows
from dashboard.soft_assignment import models
from dashboard.soft_assignment.film import SoftState, mixture_states, soft_states, softness_states
from dashboard.soft_assignment.models import HARD_TO_SOFT, MIXTURE, SOFT_KMEANS
from kmeans_core import Step, gaussian_mixture, lloyd, soft_kmeans

MAX_POINTS = 500  # in use: 300 can be too few for a mixture
MAX_DRAWN_MARKS = 3000  # every point is drawn once for each cluster that may have a share of it
MAX_ITERATIONS = 200
SKLEARN_ITERATIONS = 5  # of each item that `sklearn_log_likelihoods` yields


def drawn_rows(n, k) -> np.ndarray:
    """Return which of `n` points are drawn."""
    return even_rows(n, MAX_DRAWN_MARKS // k)


def film_states(X, start, view, level, covariance, hard: Step) -> Iterator[SoftState]:
    """Yield the states of one view's film; `hard` is where k-means ended."""
    unit, rows = models.typical_distance(hard.inertia, len(X)), drawn_rows(len(X), start.k)
    if view == HARD_TO_SOFT:
        yield from softness_states(X, hard.centroids, unit, rows)
    elif view == SOFT_KMEANS:
        beta, centroids = models.beta_of(level, unit), first_centroids(X, start.k, start.init, start.seed)
        yield from soft_states(soft_kmeans(X, centroids, beta=beta, tol=1e-6, max_iter=MAX_ITERATIONS), beta, rows)
    else:
        steps = gaussian_mixture(X, hard.centroids, covariance=covariance, tol=1e-6, max_iter=MAX_ITERATIONS)
        yield from mixture_states(steps, rows)


def labels_of_models(X, start, level, covariance, hard: Step) -> dict[str, np.ndarray]:
    """Return the labels of the points by k-means, by soft k-means and by the mixture."""
    beta = models.beta_of(level, models.typical_distance(hard.inertia, len(X)))
    ends = dict(max_iter=MAX_ITERATIONS, tol=1e-6)
    *_, soft = soft_kmeans(X, first_centroids(X, start.k, start.init, start.seed), beta=beta, **ends)
    *_, mixture = gaussian_mixture(X, hard.centroids, covariance=covariance, **ends)
    soft_labels, mixture_labels = (last.responsibilities.argmax(axis=1) for last in (soft, mixture))
    return {"k-means": hard.labels, SOFT_KMEANS: soft_labels, MIXTURE: mixture_labels}


def measure_family_ties(X, centroids, beta) -> dict[str, float]:
    """Return how closely the three models agree where they should, from the same start, on the drawn points.

    k-means and soft k-means with infinite beta end at the same value of their objectives. One iteration of soft
    k-means and one of EM with circles to match give the same shares and centroids.
    """
    k, d = centroids.shape
    X = X[drawn_rows(len(X), k)]
    *_, hard = lloyd(X, centroids, tol=0)
    *_, cold = soft_kmeans(X, centroids, beta=math.inf, tol=0)
    circles = np.tile(np.eye(d) / (2 * beta), (k, 1, 1))
    soft_steps = soft_kmeans(X, centroids, beta=beta)
    mixture_steps = gaussian_mixture(X, centroids, covariances=circles, covariance="spherical")
    (soft, next_soft), (mixed, next_mixed) = (list(itertools.islice(run, 2)) for run in (soft_steps, mixture_steps))
    return dict(
        n_used=len(X),
        inertia=hard.inertia,
        free_energy=cold.free_energy,
        shares_difference=np.abs(soft.responsibilities - mixed.responsibilities).max(),
        centroids_difference=np.abs(next_soft.centroids - next_mixed.means).max() / (np.ptp(X) or 1.0),
    )


def sklearn_log_likelihoods(X, first: SoftState, covariance, iterations) -> Iterator[float]:
    """Yield scikit-learn's log-likelihood every few of the `iterations` from the same start."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    precisions = np.linalg.inv(first.model.covariances)
    kind, precisions = {
        "spherical": ("spherical", precisions[:, 0, 0]),
        "diagonal": ("diag", np.einsum("jff->jf", precisions)),
        "full": ("full", precisions),
    }[covariance]
    initial = dict(weights_init=first.model.weights, means_init=first.model.centroids, precisions_init=precisions)
    settings = dict(covariance_type=kind, tol=0, reg_covar=0, warm_start=True)
    model = GaussianMixture(len(precisions), **settings, **initial)
    for done in range(0, iterations, SKLEARN_ITERATIONS):
        model.set_params(max_iter=min(SKLEARN_ITERATIONS, iterations - done))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # exactly so many iterations are wanted
            model.fit(X)
        yield float(model.score(X) * len(X))
