"""The clustering methods beside k-means, behind one small interface. scikit-learn is imported when it is used.

k-means is this project's own; the others are scikit-learn's. A method is a generator: it yields None wherever the
caller may pause or stop, and at last its Clustering.
"""

import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import numpy as np

from dashboard.common.formatting import number
from kmeans_core import KMeansResult, below_chord, kmeans

MAX_SPECTRAL_POINTS = 1500  # beyond, its n x n graph and eigenvectors take seconds
KMEANS_STARTS, MIXTURE_STARTS, NEIGHBOURS = 5, 3, 10
MIXTURE_ITERATIONS, ITERATIONS_BETWEEN_PAUSES = 100, 10
_quiet_lock = threading.Lock()  # warning filters and thread limits belong to the whole process


@dataclass(frozen=True)
class Hyperparameters:
    """What every method is given; each uses what concerns it."""

    k: int
    seed: int
    eps: float
    min_samples: int
    linkage: str = "ward"
    covariance: str = "full"


@dataclass(frozen=True)
class Clustering:
    """Labels (n,), -1 for noise, or None where the method was not run; then `note` says why.

    `centroids` (k, m) if each cluster is the points nearest to one; in the features `X @ transform` where those are
    not the data's own. `note` also says what a reader should know of this run.
    """

    labels: np.ndarray | None
    centroids: np.ndarray | None = None
    transform: np.ndarray | None = None
    note: str = ""


Method = Callable[[np.ndarray, Hyperparameters], Iterator[Clustering | None]]


@cache
def thread_limits():
    """Return the control of the libraries' threads, and import what the methods use: no timing pays for it."""
    import sklearn.cluster
    import sklearn.manifold
    import sklearn.mixture  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@contextmanager
def quiet():
    """Silence the libraries' warnings (a note says what matters of them) and limit them to one thread each.

    On problems this small, several threads wait for one another ten times as long as they compute.
    """
    limits = thread_limits()
    with _quiet_lock, warnings.catch_warnings(), limits.limit(limits=1):
        warnings.simplefilter("ignore")
        yield


def best_of_starts(X, k, seed) -> KMeansResult:
    """Return the best of five k-means runs: a failure that remains is not due to an unlucky start."""
    return kmeans(X, min(k, len(X)), n_init=KMEANS_STARTS, seed=seed)


def k_means(X, params):
    run = best_of_starts(X, params.k, params.seed)
    yield Clustering(run.labels, run.centroids)


def dbscan(X, params):
    from sklearn.cluster import DBSCAN

    yield Clustering(DBSCAN(eps=params.eps, min_samples=params.min_samples).fit_predict(X))


def spectral(X, params):
    from sklearn.cluster import SpectralClustering

    n, k = len(X), params.k
    if n > MAX_SPECTRAL_POINTS:
        reason = "Not run: spectral clustering takes eigenvectors of a graph of all points."
        yield Clustering(None, note=f"{reason} The limit here is {MAX_SPECTRAL_POINTS:,} points; these are {n:,}.")
    elif k == 1 or n <= k + 1:
        yield Clustering(np.arange(n) % k)
    else:
        graph = dict(affinity="nearest_neighbors", n_neighbors=min(NEIGHBOURS, n))
        model = SpectralClustering(k, **graph, assign_labels="cluster_qr", random_state=params.seed)
        yield Clustering(model.fit_predict(X).astype(np.intp))


def mixture(X, params):
    """Fit in chunks of iterations from each start: the result is that of one fit with `n_init` starts."""
    from sklearn.mixture import GaussianMixture

    rng = np.random.RandomState(params.seed)
    options = dict(covariance_type=params.covariance, init_params="k-means++", random_state=rng, warm_start=True)
    best = None
    for _ in range(MIXTURE_STARTS):
        model = GaussianMixture(min(params.k, len(X)), max_iter=ITERATIONS_BETWEEN_PAUSES, **options)
        for _ in range(MIXTURE_ITERATIONS // ITERATIONS_BETWEEN_PAUSES):
            try:
                labels = model.fit_predict(X)
            except ValueError:  # a covariance is singular to machine precision
                reason = "an ellipse of the mixture became too flat to compute with. Standardised features may help."
                yield Clustering(None, note=f"Not run: {reason}")
                return
            yield None
            if model.converged_:
                break
        if best is None or model.lower_bound_ > best.lower_bound_:
            best, best_labels = model, labels
    note = "" if best.converged_ else f"The mixture had not converged after {MIXTURE_ITERATIONS} iterations."
    yield Clustering(best_labels, note=note)


def agglomerative(X, params):
    from sklearn.cluster import AgglomerativeClustering

    yield Clustering(AgglomerativeClustering(min(params.k, len(X)), linkage=params.linkage).fit_predict(X))


METHODS: dict[str, Method] = {
    "k-means": k_means,
    "DBSCAN": dbscan,
    "spectral": spectral,
    "Gaussian mixture": mixture,
    "agglomerative": agglomerative,
}


def call_text(method: str, params: Hyperparameters) -> str:
    """Return the parameters that `method` runs with, as its library calls them."""
    k, seed = params.k, params.seed
    spectral_options = f"affinity='nearest_neighbors', n_neighbors={NEIGHBOURS}, assign_labels='cluster_qr'"
    mixture_options = f"covariance_type='{params.covariance}', init_params='k-means++', n_init={MIXTURE_STARTS}"
    calls = {
        "k-means": f"kmeans_core.kmeans: k={k}, n_init={KMEANS_STARTS}, init='k-means++', seed={seed}",
        "DBSCAN": f"DBSCAN: eps={number(params.eps)}, min_samples={params.min_samples}",
        "spectral": f"SpectralClustering: n_clusters={k}, {spectral_options}, random_state={seed}",
        "Gaussian mixture": f"GaussianMixture: n_components={k}, {mixture_options}, random_state={seed}",
        "agglomerative": f"AgglomerativeClustering: n_clusters={k}, linkage='{params.linkage}'",
    }
    return calls[method]


def neighbour_distances(X, k: int) -> np.ndarray:
    """Return the distance (n,) from each point to its k-th nearest, itself the first."""
    from sklearn.neighbors import NearestNeighbors

    return NearestNeighbors(n_neighbors=min(k, len(X))).fit(X).kneighbors(X)[0][:, -1]


def bend(distances) -> float:
    """Return the distance at which the curve of the sorted `distances` turns up: the farthest below its chord."""
    distances = np.sort(distances)
    falling = distances[::-1]  # `below_chord` looks for the bend of a falling curve
    return float(distances[below_chord(range(1, len(falling) + 1), falling)[::-1].argmax()])
