"""How far two labellings of the same points agree, whatever their clusters are called.

Both are 1 for equal partitions. By chance alone the adjusted Rand index is 0 on average, the mutual
information a little above 0. Left out: matching clusters one to one.
"""

import numpy as np

from kmeans_core import validation


def adjusted_rand_score(labels_true, labels_pred):
    """Return the share of pairs of points on which the labellings agree, set to 0 for chance and 1 for all.

    Hubert and Arabie (1985), "Comparing partitions", Journal of Classification 2.
    """
    both, true, pred = contingency(labels_true, labels_pred)
    n = sum(true)
    together, in_true, in_pred = (sum(m * (m - 1) // 2 for m in counts) for counts in (both, true, pred))
    pairs = n * (n - 1) // 2
    if in_true == in_pred == together:
        return 1.0
    # Whole numbers of any size up to here: a billion points have more pairs than a float has digits.
    return 2 * (together * pairs - in_true * in_pred) / ((in_true + in_pred) * pairs - 2 * in_true * in_pred)


def normalized_mutual_info_score(labels_true, labels_pred):
    """Return what one labelling tells about the other, from 0 to 1: their mutual information over their mean entropy.

    Strehl and Ghosh (2002), "Cluster ensembles", Journal of Machine Learning Research 3.
    """
    both, true, pred = (entropy(counts) for counts in contingency(labels_true, labels_pred))
    if true == pred == 0:
        return 1.0
    return min(1.0, max(0.0, 2 * (true + pred - both) / (true + pred)))


def contingency(labels_true, labels_pred):
    """Return (both, true, pred), lists of ints: the sizes of the overlaps that are not empty, and of the clusters."""
    n = np.size(labels_true)
    true = validation.as_clusters(labels_true, n, "labels_true")[1]
    pred = validation.as_clusters(labels_pred, n, "labels_pred")[1]
    overlaps = true * (pred.max() + 1) + pred
    return [np.unique(codes, return_counts=True)[1].tolist() for codes in (overlaps, true, pred)]


def entropy(counts):
    """Return the entropy, in nats, of drawing a cluster in proportion to its points."""
    share = np.array(counts) / sum(counts)
    return float(-(share @ np.log(share)))
