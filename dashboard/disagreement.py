"""Where two labellings of the same points differ, whatever their clusters are called. No Streamlit, no Plotly."""

import numpy as np


def matching(labels, others, k) -> np.ndarray:
    """Return for each cluster of `others` its partner among the clusters of `labels`, (k,) and one to one.

    They are paired so that as many points as possible agree: with `p` the pairs, those where `p[others] == labels`.

    Kuhn (1955), "The Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2.
    """
    from scipy.optimize import linear_sum_assignment

    overlaps = np.bincount(np.asarray(others, dtype=np.intp) * k + labels, minlength=k * k).reshape(k, k)
    return linear_sum_assignment(overlaps, maximize=True)[1].astype(np.uint8)
