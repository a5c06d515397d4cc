"""Where to start: cut the cluster that gains most, at its mean, across its main axis, until there are k.

Su and Dy (2004), "A deterministic method for initializing k-means clustering", ICTAI: VarPart.
"""

import numpy as np

from kmeans_core.color_quantization.weighted import gather, halves, means

WORTH = 0.5  # one round cuts every cluster that gains at least this share of what the best one gains


def start(cells, k):
    """Return k centroids (k, 3) for `cells`, of which there are at least k. Nothing is random."""
    labels, second = np.zeros(len(cells), np.intp), np.zeros(len(cells), dtype=bool)
    saves, found, fresh = np.zeros(k), 1, np.arange(1)
    while found < k:
        _, saves[fresh], beyond = halves(cells.rows, cells.moments, labels, fresh)
        second[beyond] = True
        cut = np.argsort(-saves[:found], kind="stable")[: k - found]
        cut = np.sort(cut[saves[cut] >= WORTH * saves[cut[0]]])
        moved = np.flatnonzero(second & np.isin(labels, cut))
        labels[moved] = found + np.searchsorted(cut, labels[moved])
        second[moved] = False
        fresh, found = np.append(cut, np.arange(found, found + len(cut))), found + len(cut)
    return means(gather(cells.moments, labels, k), 0.0)
