"""k-means from scratch, in NumPy alone. Read the files in the order of the imports below."""

from kmeans_core.lloyd import KMeansResult, Step, kmeans, lloyd
from kmeans_core.init import farthest_first, kmeans_plusplus, random_init
from kmeans_core.nearest import assign, inertia
from kmeans_core.minibatch import Batch, minibatch_kmeans, minibatches
from kmeans_core.estimators import KMeans, MiniBatchKMeans

__all__ = [
    "Batch",
    "KMeans",
    "KMeansResult",
    "MiniBatchKMeans",
    "Step",
    "assign",
    "farthest_first",
    "inertia",
    "kmeans",
    "kmeans_plusplus",
    "lloyd",
    "minibatch_kmeans",
    "minibatches",
    "random_init",
]
