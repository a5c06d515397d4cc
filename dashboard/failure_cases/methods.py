"""The methods beside k-means, behind one small interface. No Streamlit; scikit-learn is imported on use.

k-means is this project's own; the others are scikit-learn's, with the parameters that stand here.
"""

import threading
import time
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import numpy as np

from dashboard.common.formatting import number
from dashboard.common.runs import breathing
from dashboard.server.work_limit import GATE, breathe
from kmeans_core import KMeansResult, kmeans

MOST_SPECTRAL = 1500  # its n x n graph and eigenvectors take seconds beyond
STARTS, MIXTURE_STARTS, NEIGHBOURS = 5, 3, 10
_quiet = threading.Lock()  # the filter of warnings is the whole process's


@dataclass(frozen=True)
class Asked:
    """What every method is asked; each uses what concerns it."""

    k: int
    seed: int
    eps: float
    min_samples: int
    linkage: str = "ward"
    covariance: str = "full"


@dataclass(frozen=True)
class Found:
    """Labels (n,), -1 for noise, or None where the method was not run; then `note` says why.

    `centroids` (k, d) if the clusters are the points nearest to each; in the features `X @ straight`
    where those are not the data's own. `note` also says what a reader should know of this run.
    """

    labels: np.ndarray | None
    centroids: np.ndarray | None = None
    straight: np.ndarray | None = None
    note: str = ""


@dataclass(frozen=True)
class Timed:
    """What was found, in so many seconds on this machine; the warnings of the libraries stay inside."""

    found: Found
    seconds: float


def timed(method: Callable[[np.ndarray, Asked], Found], X, asked: Asked) -> Timed:
    """Return what `method` finds in `X` and the time it takes, imports not counted."""
    with quiet():
        start = time.thread_time()  # what others do on this machine at the same time does not count
        found = method(X, asked)
        return Timed(found, time.thread_time() - start)


@cache
def _threads():
    """Import what the methods use, so that no timing pays for it; return the hold on the libraries' threads."""
    import sklearn.cluster
    import sklearn.manifold
    import sklearn.mixture  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@contextmanager
def quiet():
    """Keep the libraries' warnings in, what matters of them is said in a note, and to one thread each.

    These problems are small: more threads wait for one another ten times as long as they compute.
    """
    with GATE.holding(_quiet), warnings.catch_warnings(), _threads().limit(limits=1):
        warnings.simplefilter("ignore")
        yield


def best_of_starts(X, k, seed) -> KMeansResult:
    """Return the best of five runs of our k-means: what is left of a failure is no unlucky start."""
    return kmeans(X, min(k, len(X)), init=breathing("k-means++"), n_init=STARTS, seed=seed)


def k_means(X, asked) -> Found:
    run = best_of_starts(X, asked.k, asked.seed)
    return Found(run.labels, run.centroids)


def dbscan(X, asked) -> Found:
    from sklearn.cluster import DBSCAN

    return Found(DBSCAN(eps=asked.eps, min_samples=asked.min_samples).fit_predict(X))


def spectral(X, asked) -> Found:
    n = len(X)
    if n > MOST_SPECTRAL:
        return Found(
            None,
            note=f"Not run: spectral clustering takes eigenvectors of a graph of all points. The limit "
            f"here is {MOST_SPECTRAL:,} points; these are {n:,}.",
        )
    if asked.k == 1 or n <= asked.k + 1:
        return Found(np.zeros(n, dtype=np.intp) if asked.k == 1 else np.arange(n) % asked.k)
    from sklearn.cluster import SpectralClustering

    model = SpectralClustering(
        asked.k,
        affinity="nearest_neighbors",
        n_neighbors=min(NEIGHBOURS, n),
        assign_labels="cluster_qr",
        random_state=asked.seed,
    )
    return Found(model.fit_predict(X).astype(np.intp))


def mixture(X, asked) -> Found:
    from sklearn.mixture import GaussianMixture

    class Mixture(GaussianMixture):
        def _m_step(self, *args, **kwargs):
            breathe()  # a hundred iterations of many features take a second
            super()._m_step(*args, **kwargs)

    model = Mixture(
        min(asked.k, len(X)),
        covariance_type=asked.covariance,
        init_params="k-means++",
        n_init=MIXTURE_STARTS,
        random_state=asked.seed,
    )
    labels = model.fit_predict(X)
    return Found(labels, note="" if model.converged_ else "The mixture had not converged after 100 iterations.")


def agglomerative(X, asked) -> Found:
    from sklearn.cluster import AgglomerativeClustering

    return Found(AgglomerativeClustering(min(asked.k, len(X)), linkage=asked.linkage).fit_predict(X))


METHODS: dict[str, Callable[[np.ndarray, Asked], Found]] = {
    "k-means": k_means,
    "DBSCAN": dbscan,
    "spectral": spectral,
    "Gaussian mixture": mixture,
    "agglomerative": agglomerative,
}


def parameters(method: str, asked: Asked) -> str:
    """Return the parameters `method` runs with, as its library calls them."""
    k, seed = asked.k, asked.seed
    said = {
        "k-means": f"kmeans_core.kmeans: k={k}, n_init={STARTS}, init='k-means++', seed={seed}",
        "DBSCAN": f"DBSCAN: eps={number(asked.eps)}, min_samples={asked.min_samples}",
        "spectral": f"SpectralClustering: n_clusters={k}, affinity='nearest_neighbors', n_neighbors={NEIGHBOURS}, "
        f"assign_labels='cluster_qr', random_state={seed}",
        "Gaussian mixture": f"GaussianMixture: n_components={k}, covariance_type='{asked.covariance}', "
        f"init_params='k-means++', n_init={MIXTURE_STARTS}, random_state={seed}",
        "agglomerative": f"AgglomerativeClustering: n_clusters={k}, linkage='{asked.linkage}'",
    }
    return said[method]


def neighbour_distances(X, k: int) -> np.ndarray:
    """Return the distance (n,) from each point to the k-th nearest, itself the first."""
    from sklearn.neighbors import NearestNeighbors

    return NearestNeighbors(n_neighbors=min(k, len(X))).fit(X).kneighbors(X)[0][:, -1]


def knee(distances) -> float:
    """Return the distance at which the curve of `distances`, sorted, turns up: farthest below its chord.

    Satopaa et al. (2011), "Finding a kneedle in a haystack", turned upside down.
    """
    distances = np.sort(distances)
    rise = distances[-1] - distances[0]
    if not rise > 0:
        return float(distances[-1])
    across = np.linspace(0.0, 1.0, len(distances))
    return float(distances[(across - (distances - distances[0]) / rise).argmax()])
