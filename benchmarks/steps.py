"""The parts of a fit on their own: the k-means++ start, and the labels of new points."""

from functools import partial

from scipy.cluster.vq import vq
from sklearn.cluster import KMeans
from sklearn.cluster import kmeans_plusplus as start_of

from benchmarks.fits import C, D, blobs
from benchmarks.race import Outcome, Row
from kmeans_core import assign, kmeans_plusplus

E = partial(blobs, 100_000, 16, 32, 5)
F = partial(blobs, 50_000, 64, 100, 8)


def start(data, k):
    """Return the contenders that pick a greedy k-means++ start."""
    X = data()

    def ours():
        kmeans_plusplus(X, k, seed=0)
        return Outcome()

    def sklearn():
        start_of(X, k, random_state=0)
        return Outcome()

    return {"ours": ours, "scikit-learn": sklearn}


def predict(data, k):
    """Return the contenders that label every point by the centroids of a short fit."""
    X = data()
    model = KMeans(k, init=start_of(X[:200_000], k, random_state=0)[0], n_init=1, max_iter=5).fit(X)
    centroids = model.cluster_centers_
    return {
        "ours": lambda: Outcome(labels=assign(X, centroids)),
        "scikit-learn": lambda: Outcome(labels=model.predict(X)),
        "SciPy": lambda: Outcome(labels=vq(X, centroids, check_finite=False)[0]),
    }


ROWS = [
    Row("I-C", "k-means++ 100,000x2 k=10", 2, 3, partial(start, C, 10)),
    Row("I-E", "k-means++ 100,000x16 k=32", 2, 3, partial(start, E, 32)),
    Row("I-F", "k-means++ 50,000x64 k=100", 2, 3, partial(start, F, 100)),
    Row("M-C", "predict 100,000x2 k=10", 1.15, 2, partial(predict, C, 10)),
    Row("M-D", "predict 1,000,000x2 k=8", 1.15, 2, partial(predict, D, 8)),
    Row("M-E", "predict 100,000x16 k=32", 0.6, 1, partial(predict, E, 32)),
    Row("M-F", "predict 50,000x64 k=100", 0.6, 1, partial(predict, F, 100)),
]
