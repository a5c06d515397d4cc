"""What `kmeans_core/_fast/__init__.py` can be replaced by: the lesson answers everything, however large."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

LESSON_SIZE = float("inf")  # no problem is handed over, so lloyd_steps, assign and d2_sampling are never called


class Outcomes(NamedTuple):
    initial_inertias: np.ndarray
    final_inertias: np.ndarray
    moves: np.ndarray


def outcomes(X: ArrayLike, starts: Iterable[ArrayLike]) -> Outcomes:
    """Return how Lloyd's algorithm begins and ends from each of `starts` (s, k, d), one run after the other."""
    from kmeans_core.lloyd import lloyd

    runs = [list(lloyd(X, start, tol=0)) for start in starts]
    rows = [(run[0].inertia, run[-1].inertia, run[-1].iteration) for run in runs]
    return Outcomes(*np.array(rows).reshape(-1, 3).T)


def final_inertias(X: ArrayLike, starts: Iterable[ArrayLike]) -> np.ndarray:
    return outcomes(X, starts).final_inertias
