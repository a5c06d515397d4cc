"""From hard labels to probabilities: how much each point belongs to each cluster.

Left out: moving the centroids to the weighted means, the other half of soft k-means.
"""

import numpy as np

from kmeans_core import checks
from kmeans_core.textbook import squared_distances


def soft_assign(X, centroids, *, beta=1.0):
    """Return the share of each point in each cluster, shape (n, k): rows sum to 1, p_ij ~ exp(-beta |x_i - c_j|^2).

    `beta` says how hard the choice is, in 1 / squared data units. At 0 every cluster gets 1 / k; at
    infinity, which may be passed, the nearest centroid takes all, and equally near ones share it equally.

    MacKay (2003), "Information Theory, Inference, and Learning Algorithms", chapter 20.
    """
    X = checks.as_points(X)
    centroids = checks.as_centroids(centroids, X.shape[1])
    beta = checks.as_beta(beta)
    d2 = np.column_stack([squared_distances(X, centroid) for centroid in centroids])
    beyond = d2 - d2.min(axis=1, keepdims=True)  # a factor common to the row: now its largest term is exp(0)
    with np.errstate(over="ignore"):
        exponents = np.multiply(beyond, -beta, out=np.zeros_like(d2), where=beyond > 0)  # infinity times 0 is 0 here
    shares = np.exp(exponents)
    return shares / shares.sum(axis=1, keepdims=True)
