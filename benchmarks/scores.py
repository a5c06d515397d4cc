"""Silhouettes, and k-means by mini-batches."""

from collections import deque
from functools import partial

from sklearn.cluster import MiniBatchKMeans
from sklearn.cluster import kmeans_plusplus as start_of
from sklearn.datasets import make_blobs
from sklearn.metrics import silhouette_samples as sklearn_silhouettes

from benchmarks.fits import C
from benchmarks.race import Outcome, Row
from kmeans_core import minibatches, silhouette_samples


def silhouettes(n):
    """Return the contenders that score n points of 8 blobs."""
    X, labels = make_blobs(n, centers=8, cluster_std=2, random_state=0)

    def ours():
        silhouette_samples(X, labels)
        return Outcome()

    def sklearn():
        sklearn_silhouettes(X, labels)
        return Outcome()

    return {"ours": ours, "scikit-learn": sklearn}


def batches(data, k, passes):
    """Return the contenders that run mini-batches of 1,024 points for `passes` passes over `data()`."""
    X = data()
    start = start_of(X[:3072], k, random_state=0)[0]
    settings = {"max_iter": passes, "max_no_improvement": None}

    def ours():
        last = deque(minibatches(X, start, seed=0, **settings), maxlen=1)[0]
        return Outcome(last.iteration)

    def sklearn():
        model = MiniBatchKMeans(k, init=start, n_init=1, compute_labels=False, random_state=0, **settings).fit(X)
        return Outcome(model.n_steps_)

    return {"ours": ours, "scikit-learn": sklearn}


ROWS = [
    Row("K-2k", "silhouettes of 2,000x2 k=8", 3, 6, partial(silhouettes, 2_000)),
    Row("K-10k", "silhouettes of 10,000x2 k=8", 4, 6, partial(silhouettes, 10_000)),
    Row("L", "195 mini-batches of 100,000x2 k=10", 4, 6, partial(batches, C, 10, 2)),
]
