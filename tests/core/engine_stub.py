"""What `kmeans_core/_fast/__init__.py` can be replaced by: the lesson answers everything, however large."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

LESSON_SIZE = float("inf")  # no problem is handed over, so lloyd_steps, assign and d2_sampling are never called


def final_inertias(X: ArrayLike, starts: Iterable[ArrayLike]) -> np.ndarray:
    """Return the inertia in which Lloyd's algorithm ends from each of `starts` (s, k, d), one run after the other."""
    from kmeans_core.lloyd import lloyd

    return np.array([list(lloyd(X, start, tol=0))[-1].inertia for start in starts])
