"""The clustering methods beside k-means, behind one small interface. scikit-learn is imported when it is used.

k-means is this project's own; the others are scikit-learn's.
"""

import threading
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, wraps

import numpy as np

from dashboard.common.formatting import number
from dashboard.common.sampling import even_rows
from kmeans_core import KMeansResult, below_chord, kmeans

# The points that the curves are computed on, and that a method sees whose time grows faster than their number. That
# suffices to see where k-means breaks and what helps: the tests compare it with 2,000.
MAX_SAMPLE = 300
KMEANS_STARTS, MIXTURE_STARTS, NEIGHBOURS = 5, 3, 10
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
    """Labels (n,), -1 for noise; `note` says what a reader should know of this run.

    `centroids` (k, m) if each cluster is the points nearest to one; in the features `X @ transform` where those are
    not the data's own.
    """

    labels: np.ndarray
    centroids: np.ndarray | None = None
    transform: np.ndarray | None = None
    note: str = ""


Method = Callable[[np.ndarray, Hyperparameters], Clustering]


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


def on_sample(method: Method) -> Method:
    """Decorate a method to see at most MAX_SAMPLE points; the others get the label of the nearest of these."""

    @wraps(method)
    def sampled(X, params):
        from sklearn.neighbors import NearestNeighbors

        rows = even_rows(len(X), MAX_SAMPLE)
        clustering = method(X[rows], params)
        if len(rows) == len(X):
            return clustering
        note = f"Computed on {len(rows)} of the {len(X):,} points. The others have the label of the nearest of these."
        nearest = NearestNeighbors(n_neighbors=1).fit(X[rows]).kneighbors(X, return_distance=False)[:, 0]
        return replace(clustering, labels=clustering.labels[nearest], note=note)

    return sampled


def best_of_starts(X, k, seed) -> KMeansResult:
    """Return the best of five k-means runs: a failure that remains is not due to an unlucky start."""
    return kmeans(X, min(k, len(X)), n_init=KMEANS_STARTS, seed=seed)


def k_means(X, params):
    run = best_of_starts(X, params.k, params.seed)
    return Clustering(run.labels, run.centroids)


def dbscan(X, params):
    from sklearn.cluster import DBSCAN

    return Clustering(DBSCAN(eps=params.eps, min_samples=params.min_samples).fit_predict(X))


@on_sample
def spectral(X, params):
    from sklearn.cluster import SpectralClustering

    n, k = len(X), params.k
    if k == 1 or n <= k + 1:
        return Clustering(np.arange(n) % k)
    graph = dict(affinity="nearest_neighbors", n_neighbors=min(NEIGHBOURS, n))
    model = SpectralClustering(k, **graph, assign_labels="cluster_qr", random_state=params.seed)
    return Clustering(model.fit_predict(X).astype(np.intp))


def mixture(X, params):
    """Fit the points in units of their spread: what the library adds to each variance, 1e-6, is then little but
    enough, whatever the unit of the data."""
    from sklearn.mixture import GaussianMixture

    k = min(params.k, len(X))
    options = dict(covariance_type=params.covariance, init_params="k-means++", n_init=MIXTURE_STARTS)
    model = GaussianMixture(k, random_state=params.seed, **options)
    labels = model.fit_predict((X - X.mean(axis=0)) / (X.std() or 1.0))
    note = "" if model.converged_ else f"The mixture had not converged after {model.max_iter} iterations."
    return Clustering(labels, note=note)


@on_sample
def agglomerative(X, params):
    from sklearn.cluster import AgglomerativeClustering

    return Clustering(AgglomerativeClustering(min(params.k, len(X)), linkage=params.linkage).fit_predict(X))


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
