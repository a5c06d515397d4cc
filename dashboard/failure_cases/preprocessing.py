"""What mends k-means without leaving it: another view of the data, other points, another k. No Streamlit.

Each fix has the interface of a method (rivals.py) and ends in our k-means. Left out: tuning any of them.
"""

import numpy as np

from dashboard.failure_cases.methods import (
    MOST_SPECTRAL,
    NEIGHBOURS,
    Asked,
    Found,
    best_of_starts,
    k_means,
    neighbour_distances,
    spectral,
)
from kmeans_core import gap_statistic

MERGED_FROM = 8  # clusters for each one asked for
MOST_K = 8  # clusters among which the gap statistic chooses
REFERENCES = 6  # sets without structure it compares with
FENCE = 3.0  # interquartile ranges above the upper quartile: Tukey's "far out"


def through(X, straight, asked) -> Found:
    """Cluster `X @ straight`; its boundaries are straight lines in X too."""
    run = best_of_starts(X @ straight, asked.k, asked.seed)
    return Found(run.labels, run.centroids, straight)


def standardise(X, asked: Asked) -> Found:
    deviation = X.std(axis=0)
    return through(X, np.diag(1 / np.where(deviation == 0, 1.0, deviation)), asked)


def whiten(X, asked: Asked) -> Found:
    """Scale along the principal components until the variance of all points is 1 in every direction."""
    _, axes, deviation = components(X)
    return through(X, axes.T / np.where(deviation > 1e-9 * deviation[0], deviation, np.inf), asked)


def principal_components(X, asked: Asked) -> Found:
    """Keep the k - 1 directions of most spread, at least one: k middles span no more."""
    _, axes, _ = components(X)
    return through(X, axes[: max(1, asked.k - 1)].T, asked)


def components(X):
    """Return the mean (d,), the principal axes (m, d) and the standard deviation along each (m,)."""
    mean = X.mean(axis=0)
    _, singular, axes = np.linalg.svd(X - mean, full_matrices=False)
    return mean, axes, singular / np.sqrt(len(X))


def radius_map(X, asked: Asked) -> Found:
    """Cluster one feature: the distance from the mean of all points."""
    radius = np.linalg.norm(X - X.mean(axis=0), axis=1)[:, None]
    return Found(best_of_starts(radius, asked.k, asked.seed).labels)


def spectral_map(X, asked: Asked) -> Found:
    """Cluster the first eigenvectors of the neighbours' graph: what is connected comes to lie together.

    Ng, Jordan and Weiss (2002), "On spectral clustering".
    """
    from sklearn.manifold import spectral_embedding
    from sklearn.neighbors import kneighbors_graph

    n, k = len(X), asked.k
    if k == 1 or n > MOST_SPECTRAL or n <= k + 1:
        return spectral(X, asked)
    graph = kneighbors_graph(X, min(NEIGHBOURS, n - 1), include_self=True)
    places = spectral_embedding((graph + graph.T) / 2, n_components=k, drop_first=False, random_state=asked.seed)
    return Found(best_of_starts(places, k, asked.seed).labels)


def remove_outliers(X, asked: Asked) -> Found:
    """Leave out the points whose neighbours are far out (Tukey's fence), then cluster the rest."""
    distance = neighbour_distances(X, NEIGHBOURS)
    low, high = np.percentile(distance, (25, 75))
    kept = distance <= high + FENCE * (high - low)
    run = best_of_starts(X[kept], asked.k, asked.seed)
    labels = np.full(len(X), -1, dtype=np.intp)
    labels[kept] = run.labels
    return Found(labels, run.centroids, note=f"{(~kept).sum():,} of {len(X):,} points were left out.")


def merge(X, asked: Asked) -> Found:
    """Ask for eight times as many clusters, then merge two by two, always the pair with the densest traffic.

    Traffic: pairs of near neighbours (ten each) on both sides of a border, over the size of the smaller side.
    """
    from sklearn.neighbors import kneighbors_graph

    n = len(X)
    if n <= NEIGHBOURS:
        return k_means(X, asked)
    parts = best_of_starts(X, min(MERGED_FROM * asked.k, n), asked.seed).labels
    graph = kneighbors_graph(X, NEIGHBOURS).tocoo()
    count = parts.max() + 1
    traffic = np.zeros((count, count))
    np.add.at(traffic, (parts[graph.row], parts[graph.col]), 1.0)
    traffic += traffic.T
    sizes = np.bincount(parts, minlength=count).astype(float)
    np.fill_diagonal(traffic, 0)
    for _ in range(count - asked.k):
        a, b = np.unravel_index((traffic / np.minimum.outer(sizes, sizes).clip(1)).argmax(), traffic.shape)
        parts[parts == b] = a
        traffic[a] += traffic[b]
        traffic[:, a] += traffic[:, b]
        traffic[b] = traffic[:, b] = traffic[a, a] = 0
        traffic[b, b] = 0
        sizes[a] += sizes[b]
        sizes[b] = np.inf
    return Found(np.unique(parts, return_inverse=True)[1])


def gap(X, asked: Asked) -> Found:
    """Choose k by the gap statistic, then cluster: it may answer that there is only one group."""
    ks = range(1, min(MOST_K, len(X)) + 1)
    k = gap_statistic(X, ks, n_references=REFERENCES, n_init=1, seed=asked.seed).k or asked.k
    run = best_of_starts(X, k, asked.seed)
    return Found(run.labels, run.centroids, note=f"The gap statistic chose k = {k}.")


FIXES = {
    "standardise first": standardise,
    "whiten first": whiten,
    "principal components first": principal_components,
    "radius map first": radius_map,
    "spectral map first": spectral_map,
    "remove outliers first": remove_outliers,
    "more clusters, then merge": merge,
    "gap statistic for k": gap,
}
