"""Labels as a search keeps them: in a byte each where that will do, in its own order. Left out: how they are found."""

from functools import cached_property

import numpy as np


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
        labels = np.empty(len(self.order), dtype=np.int32)
        labels[self.order] = self.narrow[: len(self.order)]
        return labels

    def __array__(self, dtype=None, copy=None):
        return self.whole if dtype is None else self.whole.astype(dtype, copy=bool(copy))
