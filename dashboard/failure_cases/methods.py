"""k-means, the methods beside it, and the fixes that keep it: other features, other points, or another k.

Each is a function of the points and the Hyperparameters. k-means is this project's own, the other methods are
scikit-learn's, which is imported when it is used. No fix is tuned.
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
from kmeans_core import below_chord, gap_statistic, kmeans

# The points that the curves are computed on, and that a method sees whose time grows faster than their number. That
# suffices to see where k-means breaks and what helps: the tests compare it with 2,000.
MAX_SAMPLE = 300
KMEANS_STARTS, MIXTURE_STARTS, NEIGHBOURS = 5, 3, 10
CLUSTERS_PER_GROUP = 8  # found before merging, for each cluster asked for
MAX_K = 8  # among which the gap statistic chooses
N_REFERENCES = 6  # sets without structure that it compares with
FENCE_IQR = 3.0  # interquartile ranges above the upper quartile: Tukey's "far out"
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
    """Labels (n,), -1 for noise; for k-means also the centroids (k, m), in the features `X @ transform` if given."""

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
    """Silence the libraries' warnings (a note says what matters of them) and limit them to one thread each."""
    limits = thread_limits()  # several threads would wait for one another ten times as long as they compute
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


def k_means(X, params):
    """Return the best of five runs: a failure that remains is not due to an unlucky start."""
    run = kmeans(X, min(params.k, len(X)), n_init=KMEANS_STARTS, seed=params.seed)
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
    """Fit the points in units of their spread: the library adds 1e-6 to each variance, whatever the unit."""
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


def neighbour_distances(X, k: int) -> np.ndarray:
    """Return the distance (n,) from each point to its k-th nearest, itself the first."""
    from sklearn.neighbors import NearestNeighbors

    return NearestNeighbors(n_neighbors=min(k, len(X))).fit(X).kneighbors(X)[0][:, -1]


def bend(distances) -> float:
    """Return the distance at which the curve of the sorted `distances` turns up: the farthest below its chord.

    It is rounded up to three digits, so that as eps it reaches all points up to there; 0, which is no eps, becomes 1.
    """
    distances = np.sort(distances)
    falling = distances[::-1]  # `below_chord` looks for the bend of a falling curve
    return rounded_up(distances[below_chord(range(1, len(falling) + 1), falling)[::-1].argmax()]) or 1.0


def rounded_up(value) -> float:
    """Return the least number with three digits that is no smaller than `value`, at least 0."""
    nearest = float(f"{value:.2e}")
    return nearest if nearest >= value else float(f"{nearest + 10.0 ** (np.floor(np.log10(value)) - 2):.2e}")


def transformed(X, transform, params) -> Clustering:
    """Return the clustering of `X @ transform`; its boundaries are straight lines in X too."""
    return replace(k_means(X @ transform, params), transform=transform)


def standardise_first(X, params):
    deviation = X.std(axis=0)
    return transformed(X, np.diag(1 / np.where(deviation == 0, 1.0, deviation)), params)


def whiten(X, params):
    """Scale along the principal components until the variance is 1 in every direction."""
    axes, deviation = principal_axes(X)
    return transformed(X, axes.T / np.where(deviation > 1e-9 * deviation[0], deviation, np.inf), params)


def principal_components(X, params):
    """Keep the k - 1 directions of most variance, at least one: k centroids span no more."""
    return transformed(X, principal_axes(X)[0][: max(1, params.k - 1)].T, params)


def principal_axes(X) -> tuple[np.ndarray, np.ndarray]:
    """Return the principal axes (m, d) and the standard deviation along each (m,)."""
    _, singular, axes = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    return axes, singular / np.sqrt(len(X))


def radius_map(X, params):
    """Cluster a single feature: the distance from the mean of all points."""
    radius = np.linalg.norm(X - X.mean(axis=0), axis=1)[:, None]
    return Clustering(k_means(radius, params).labels)


@on_sample
def spectral_map(X, params):
    """Cluster the first eigenvectors of the graph of neighbours: Ng, Jordan and Weiss (2002), "On spectral
    clustering"."""
    from sklearn.manifold import spectral_embedding
    from sklearn.neighbors import kneighbors_graph

    n, k = len(X), params.k
    if k == 1 or n <= k + 1:
        return spectral(X, params)
    graph = kneighbors_graph(X, min(NEIGHBOURS, n - 1), include_self=True)
    graph = (graph + graph.T) / 2
    embedding = spectral_embedding(graph, n_components=k, drop_first=False, random_state=params.seed)
    return Clustering(k_means(embedding, params).labels)


def remove_outliers(X, params):
    """Leave out the points that are far from their neighbours (Tukey's fence), then cluster the rest."""
    distance = neighbour_distances(X, max(NEIGHBOURS, len(X) // 30))  # outliers may be near each other
    lower, upper = np.percentile(distance, (25, 75))
    kept = distance <= upper + FENCE_IQR * (upper - lower)
    run = k_means(X[kept], params)
    labels = np.full(len(X), -1)
    labels[kept] = run.labels
    return Clustering(labels, run.centroids, note=f"{(~kept).sum():,} of {len(X):,} points were left out.")


@on_sample
def merge(X, params):
    """Find eight times as many clusters, then repeatedly merge the two with the most links between near neighbours,
    relative to the size of the smaller one."""
    from sklearn.neighbors import kneighbors_graph

    if len(X) <= NEIGHBOURS:
        return k_means(X, params)
    labels = k_means(X, replace(params, k=CLUSTERS_PER_GROUP * params.k)).labels
    graph = kneighbors_graph(X, NEIGHBOURS).tocoo()
    count = labels.max() + 1
    links = np.zeros((count, count))
    np.add.at(links, (labels[graph.row], labels[graph.col]), 1.0)
    links += links.T
    sizes = np.bincount(labels, minlength=count).astype(float)
    for _ in range(count - params.k):
        np.fill_diagonal(links, 0)
        a, b = np.unravel_index((links / np.minimum.outer(sizes, sizes).clip(1)).argmax(), links.shape)
        labels[labels == b] = a
        links[a] += links[b]
        links[:, a] += links[:, b]
        links[b] = links[:, b] = 0
        sizes[a] += sizes[b]
        sizes[b] = np.inf
    return Clustering(np.unique(labels, return_inverse=True)[1])


def choose_k_by_gap(X, params):
    """Choose k by the gap statistic, then cluster: it may find that there is only one group."""
    ks = range(1, min(MAX_K, len(X)) + 1)
    k = gap_statistic(X, ks, n_references=N_REFERENCES, n_init=1, seed=params.seed).k or params.k
    return replace(k_means(X, replace(params, k=k)), note=f"The gap statistic chose k = {k}.")


METHODS: dict[str, Method] = {
    "k-means": k_means,
    "DBSCAN": dbscan,
    "spectral": spectral,
    "Gaussian mixture": mixture,
    "agglomerative": agglomerative,
}
FIXES: dict[str, Method] = {
    "standardise first": standardise_first,
    "whiten first": whiten,
    "principal components first": principal_components,
    "radius map first": radius_map,
    "spectral map first": spectral_map,
    "remove outliers first": remove_outliers,
    "more clusters, then merge": merge,
    "gap statistic for k": choose_k_by_gap,
}
METHODS_AND_FIXES = METHODS | FIXES


def calls(params: Hyperparameters) -> dict[str, str]:
    """Return the parameters that each method runs with, as its library calls them."""
    k, seed = params.k, params.seed
    spectral_options = f"affinity='nearest_neighbors', n_neighbors={NEIGHBOURS}, assign_labels='cluster_qr'"
    mixture_options = f"covariance_type='{params.covariance}', init_params='k-means++', n_init={MIXTURE_STARTS}"
    return {
        "k-means": f"kmeans_core.kmeans: k={k}, n_init={KMEANS_STARTS}, init='k-means++', seed={seed}",
        "DBSCAN": f"DBSCAN: eps={number(params.eps)}, min_samples={params.min_samples}",
        "spectral": f"SpectralClustering: n_clusters={k}, {spectral_options}, random_state={seed}",
        "Gaussian mixture": f"GaussianMixture: n_components={k}, {mixture_options}, random_state={seed}",
        "agglomerative": f"AgglomerativeClustering: n_clusters={k}, linkage='{params.linkage}'",
    }
