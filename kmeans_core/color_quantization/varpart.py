"""Where to start: split the cluster that gains most, at its mean and across its main axis, until there are k.

Su and Dy (2004), "A deterministic method for initializing k-means clustering", ICTAI: VarPart.
"""

import numpy as np

from kmeans_core.color_quantization.weighted import cluster_moments, means, split_in_two

MIN_GAIN_SHARE = 0.5  # each round splits all clusters that gain at least this share of the largest gain


def start(cells, k):
    """Return k centroids (k, 3) for `cells`, of which there are at least k. Nothing is random."""
    labels, second = np.zeros(len(cells), np.intp), np.zeros(len(cells), dtype=bool)
    gains, found, new = np.zeros(k), 1, np.arange(1)
    while found < k:
        _, gains[new], beyond = split_in_two(cells.rows, cells.moments, labels, new)
        second[beyond] = True
        cut = np.argsort(-gains[:found], kind="stable")[: k - found]
        cut = np.sort(cut[gains[cut] >= MIN_GAIN_SHARE * gains[cut[0]]])
        moved = np.flatnonzero(second & np.isin(labels, cut))
        labels[moved] = found + np.searchsorted(cut, labels[moved])
        second[moved] = False
        new, found = np.append(cut, np.arange(found, found + len(cut))), found + len(cut)
    return means(cluster_moments(cells.moments, labels, k), 0.0)
