"""Fixes that keep k-means: other features, other points, or another k. None of them is tuned.

Each is a method (methods.py) that ends with our k-means.
"""

import numpy as np

from dashboard.failure_cases import methods
from dashboard.failure_cases.methods import NEIGHBOURS, Clustering, Method, best_of_starts, on_sample
from kmeans_core import gap_statistic

CLUSTERS_PER_GROUP = 8  # found before merging, for each cluster asked for
MAX_K = 8  # among which the gap statistic chooses
N_REFERENCES = 6  # sets without structure that it compares with
FENCE_IQR = 3.0  # interquartile ranges above the upper quartile: Tukey's "far out"


def transformed(X, transform, params) -> Clustering:
    """Return the clustering of `X @ transform`; its boundaries are straight lines in X too."""
    run = best_of_starts(X @ transform, params.k, params.seed)
    return Clustering(run.labels, run.centroids, transform)


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
    return Clustering(best_of_starts(radius, params.k, params.seed).labels)


@on_sample
def spectral_map(X, params):
    """Cluster the first eigenvectors of the graph of neighbours, in which connected points lie close together.

    Ng, Jordan and Weiss (2002), "On spectral clustering".
    """
    from sklearn.manifold import spectral_embedding
    from sklearn.neighbors import kneighbors_graph

    n, k = len(X), params.k
    if k == 1 or n <= k + 1:
        return methods.spectral(X, params)
    graph = kneighbors_graph(X, min(NEIGHBOURS, n - 1), include_self=True)
    graph = (graph + graph.T) / 2
    embedding = spectral_embedding(graph, n_components=k, drop_first=False, random_state=params.seed)
    return Clustering(best_of_starts(embedding, k, params.seed).labels)


def remove_outliers(X, params):
    """Leave out the points that are far from their neighbours (Tukey's fence), then cluster the rest."""
    distance = methods.neighbour_distances(X, NEIGHBOURS)
    lower, upper = np.percentile(distance, (25, 75))
    kept = distance <= upper + FENCE_IQR * (upper - lower)
    run = best_of_starts(X[kept], params.k, params.seed)
    labels = np.full(len(X), -1, dtype=np.intp)
    labels[kept] = run.labels
    return Clustering(labels, run.centroids, note=f"{(~kept).sum():,} of {len(X):,} points were left out.")


@on_sample
def merge(X, params):
    """Find eight times as many clusters, then repeatedly merge the two that are linked most densely.

    The links between two clusters are pairs of near neighbours (ten for each point), counted relative to the size of
    the smaller cluster.
    """
    from sklearn.neighbors import kneighbors_graph

    n = len(X)
    if n <= NEIGHBOURS:
        return methods.k_means(X, params)
    labels = best_of_starts(X, min(CLUSTERS_PER_GROUP * params.k, n), params.seed).labels
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
    run = best_of_starts(X, k, params.seed)
    return Clustering(run.labels, run.centroids, note=f"The gap statistic chose k = {k}.")


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
