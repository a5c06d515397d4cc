"""Where two labellings of the same points differ, whatever their clusters are called. No Streamlit, no Plotly."""

import numpy as np


def named_after(labels, others) -> np.ndarray:
    """Return `others` (n,) with each cluster under the name of its partner among those of `labels` (n,)."""
    return matching(labels, others)[others]


def matching(labels, others, k=1) -> np.ndarray:
    """Return for each cluster of `others`, k of them at least, its partner among the clusters of `labels`, one to one.

    They are paired so that as many points as possible agree: with `p` the pairs, those where `p[others] == labels`.
    What is left over gets the next free names. A label below 0 belongs to no cluster.

    Kuhn (1955), "The Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2.
    """
    from scipy.optimize import linear_sum_assignment

    labels, others = np.asarray(labels, dtype=np.intp), np.asarray(others, dtype=np.intp)
    count = max(k, others.max(initial=-1) + 1)
    width = max(count, labels.max(initial=-1) + 1)
    both = (labels >= 0) & (others >= 0)
    overlaps = np.bincount(others[both] * width + labels[both], minlength=count * width).reshape(count, width)
    return linear_sum_assignment(overlaps, maximize=True)[1]
