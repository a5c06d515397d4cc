"""Where to start: cut the cluster that gains most, at its mean, across its main axis, until there are k.

Su and Dy (2004), "A deterministic method for initializing k-means clustering", ICTAI: VarPart.
"""

import numpy as np

from kmeans_core.quantize.clusters import gather, halves, means

WORTH = 0.5  # one round cuts every cluster that gains at least this share of what the best one gains


def start(cells, k):
    """Return k centroids (k, 3) for `cells`, of which there are at least k. Nothing is random."""
    labels, found = np.zeros(len(cells), np.intp), 1
    while found < k:
        _, saves, side = halves(cells.rows, cells.moments, labels, found)
        cut = np.argsort(-saves)[: k - found]
        cut = cut[saves[cut] > WORTH * saves[cut[0]]] if saves[cut[0]] > 0 else cut[:0]
        if not len(cut):
            break
        other = np.arange(found)
        other[cut] = np.arange(found, found + len(cut))
        labels, found = np.where(side == 1, other[labels], labels), found + len(cut)
    return means(gather(cells.moments, labels, found), 0.0)
