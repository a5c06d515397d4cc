"""Labels as a search keeps them: in a byte each where that will do, in its own order. Left out: how they are found."""

from functools import cached_property

import numpy as np

BLOCK = 1 << 16  # labels counted or put in order at a time: NumPy copies what it counts, and by what it indexes


class Labels:
    """What a search found: `narrow` (m,) labels, the first n of them those of the rows `order` (n,), if one is given.

    Whoever wants the `whole` array, or takes np.asarray, gets it made once.
    """

    def __init__(self, narrow, order=None):
        self.narrow, self.order = narrow, order

    @cached_property
    def whole(self):
        """The labels (n,) as int32, row by row of X."""
        if self.order is None:
            return self.narrow.astype(np.int32)
        n = len(self.order)
        labels = np.empty(n, dtype=np.int32)
        for start in range(0, n, BLOCK):
            rows = self.order[start : start + BLOCK]
            labels[rows] = self.narrow[start : start + len(rows)]
        return labels

    def __array__(self, dtype=None, copy=None):
        return self.whole if dtype is None else self.whole.astype(dtype, copy=bool(copy))


def sizes(labels, k):
    """Return how many of the `labels` (n,) are j, for j = 0..k-1, shape (k,)."""
    counts = np.bincount(labels[:BLOCK], minlength=k)
    for start in range(BLOCK, len(labels), BLOCK):
        counts += np.bincount(labels[start : start + BLOCK], minlength=k)
    return counts
