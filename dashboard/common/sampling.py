"""Even samples: which rows are used where all of them would be too many, and how many differ. No Streamlit."""

import numpy as np

from dashboard.common.datasets import Table

BLOCK_ROWS = 1000


def count_different(X, most) -> int:
    """Return how many rows of `X` differ, up to `most`, looking at no more of them than that takes."""
    rows = X[:0]
    for start in range(0, len(X), BLOCK_ROWS):
        rows = np.unique(np.concatenate([rows, X[start : start + BLOCK_ROWS]]), axis=0)
        if len(rows) >= most:
            return most
    return len(rows)


def even_rows(n, most, keep=()) -> np.ndarray:
    """Return the indices of all `n` rows, or of an even sample of `most` and the rows in `keep`, in rising order."""
    if n <= most:
        return np.arange(n)
    sample = np.random.default_rng(0).choice(n, most, replace=False)
    return np.union1d(sample, np.asarray(keep, dtype=np.intp))


def even_sample(table: Table, most) -> Table:
    """Return `table`, or an even sample of `most` of its points, in their order."""
    if len(table.X) <= most:
        return table
    rows = even_rows(len(table.X), most)
    X = table.X[rows]
    X.flags.writeable = table.X.flags.writeable
    return Table(X, table.features, None if table.truth is None else table.truth[rows])
