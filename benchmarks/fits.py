"""Whole fits from the same start: ours, scikit-learn, SciPy's kmeans2 and code that broadcasts."""

import warnings
from collections import deque
from functools import partial

import numpy as np
from scipy.cluster.vq import kmeans2
from sklearn.cluster import KMeans
from sklearn.cluster import kmeans_plusplus as start_of
from sklearn.datasets import load_digits, make_blobs
from sklearn.exceptions import ConvergenceWarning

from benchmarks.race import Outcome, Row
from kmeans_core import final_inertias, kmeans, lloyd, random_init

MAX_SLOW_WORK = 1e9  # multiply-adds beyond which the slow contenders are left out
MAX_BROADCAST_BYTES = 1 << 29  # of (n, k, d) differences beyond which the broadcast code is left out


def blobs(n, d, k, std):
    return make_blobs(n, n_features=d, centers=k, cluster_std=std, random_state=42)[0]


def digits():
    return load_digits().data


def faces():
    """Return 400 points of rank 50 in 4,096 features: the shape of the Olivetti faces."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(400, 50)) @ rng.normal(size=(50, 4096))


def fit(data, k, tol):
    """Return the contenders that fit k clusters to `data()` from scikit-learn's k-means++ start."""
    X = data()
    start = start_of(X[:200_000], k, random_state=0)[0]

    def ours():
        result = kmeans(X, k, init=start, tol=tol)
        return Outcome(result.n_iter, result.labels)

    def sklearn():
        model = KMeans(k, init=start, n_init=1, tol=tol).fit(X)
        return Outcome(model.n_iter_, model.labels_)

    passes = sklearn().n_iter
    contenders = {"ours": ours, "scikit-learn": sklearn}
    if passes * X.size * k < MAX_SLOW_WORK:
        contenders["SciPy"] = lambda: Outcome(passes, kmeans2(X, start, iter=passes, minit="matrix")[1])
        if X.size * k * 8 < MAX_BROADCAST_BYTES:
            contenders["broadcast"] = lambda: Outcome(passes, broadcast(X, start, passes))
    return contenders


def broadcast(X, centroids, passes):
    """Return labels by k-means as in every tutorial: all (n, k, d) differences at once."""
    for _ in range(passes):
        labels = ((X[:, None] - centroids) ** 2).sum(-1).argmin(1)
        centroids = np.array([X[labels == j].mean(axis=0) for j in range(len(centroids))])
    return ((X[:, None] - centroids) ** 2).sum(-1).argmin(1)


def sweep():
    """Return the contenders that fit k = 1..10 to 1,000 points, each from its own start."""
    X = make_blobs(1000, centers=5, cluster_std=1.2, random_state=42)[0]
    starts = [start_of(X, k, random_state=0)[0] for k in range(1, 11)]

    def ours():
        results = [kmeans(X, len(start), init=start) for start in starts]
        return Outcome(sum(result.n_iter for result in results), np.concatenate([result.labels for result in results]))

    def sklearn():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            models = [KMeans(len(start), init=start, n_init=1).fit(X) for start in starts]
        return Outcome(sum(model.n_iter_ for model in models), np.concatenate([model.labels_ for model in models]))

    return {"ours": ours, "scikit-learn": sklearn}


def starts():
    """Return the contenders that run fifty random starts on 300 points to the end."""
    X = blobs(300, 2, 4, 1.5)
    drawn = [random_init(X, 4, seed=seed) for seed in range(50)]

    def ours():
        final_inertias(X, drawn)
        return Outcome()

    def one_by_one():
        for start in drawn:
            deque(lloyd(X, start, tol=0), maxlen=1)
        return Outcome()

    def sklearn():
        for start in drawn:
            KMeans(4, init=start, n_init=1, tol=0).fit(X)
        return Outcome()

    return {"ours": ours, "scikit-learn": sklearn, "one by one": one_by_one}


C = partial(blobs, 100_000, 2, 10, 1.5)
D = partial(blobs, 1_000_000, 2, 8, 1.5)

ROWS = [
    Row("A", "300x2 k=4", 5, 8, partial(fit, partial(blobs, 300, 2, 4, 0.8), 4, 1e-4)),
    Row("B", "5,000x2 k=8", 1.4, 2, partial(fit, partial(blobs, 5_000, 2, 8, 1.5), 8, 1e-4)),
    Row("C", "100,000x2 k=10", 2.5, 3.5, partial(fit, C, 10, 1e-4)),
    Row("C0", "100,000x2 k=10 tol=0", 4, 6, partial(fit, C, 10, 0)),
    Row("D", "1,000,000x2 k=8", 2.6, 4, partial(fit, D, 8, 1e-4)),
    Row("D0", "1,000,000x2 k=8 tol=0", 6.5, 10, partial(fit, D, 8, 0)),
    Row("E", "100,000x16 k=32", 1.4, 2, partial(fit, partial(blobs, 100_000, 16, 32, 5), 32, 1e-4)),
    Row("F", "50,000x64 k=100", 2.6, 3.3, partial(fit, partial(blobs, 50_000, 64, 100, 8), 100, 1e-4)),
    Row("H", "digits 1797x64 k=10", 1.1, 1.5, partial(fit, digits, 10, 1e-4)),
    Row("Ho", "400x4096 k=40", 0.5, 1, partial(fit, faces, 40, 1e-4)),
    Row("J", "k=1..10 on 1,000x2", 1.9, 3, sweep),
    Row("T", "50 starts on 300x2 k=4", 5, 8, starts),
]
