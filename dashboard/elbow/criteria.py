"""Five criteria for the number of clusters, and what follows where they agree.

A criterion that is best at an end of the range has found no optimum: it has no answer, unless every point lies on its
centroid there, which nothing beyond can surpass. The consensus names k only if most criteria choose it and the inertia
falls clearly faster than on data without structure.
"""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from dashboard.elbow.compute import ScoredSweep
from kmeans_core import Gap, below_chord, find_elbow

MAJORITY = 3
CLEAR_RISE_SE = 5  # standard errors of the gap above its value at k = 1; the best of several k on uniform data has 3
ELBOW, SILHOUETTE, GAP = "Elbow", "Silhouette", "Gap statistic"
CALINSKI, DAVIES = "Calinski-Harabasz", "Davies-Bouldin"


@dataclass(frozen=True)
class Criterion:
    """A criterion, the `k` it chooses (None: no answer), and its scores (m,) for the `ks`: the highest counts."""

    name: str
    k: int | None
    ks: tuple[int, ...]
    scores: np.ndarray

    @property
    def ranking(self) -> np.ndarray:
        """The positions in `ks` that have a score, best first, the lowest k first on a tie."""
        return np.argsort(-self.scores, kind="stable")[: (~np.isnan(self.scores)).sum()]


def criteria(sweep: ScoredSweep, gap: Gap | None) -> list[Criterion]:
    """Return the five criteria for the ks of the sweep. Until the gap has been computed (None) it has no answer."""
    ks, inertias, is_exact = sweep.ks, sweep.inertias, np.isinf(sweep.calinski)
    return [
        Criterion(ELBOW, find_elbow(ks, inertias), ks, below_chord(ks, inertias)),
        best_inside(SILHOUETTE, ks, sweep.silhouettes, is_exact),
        Criterion(GAP, gap and gap.k, gap.ks if gap else (), gap.gaps if gap else np.empty(0)),
        best_inside(CALINSKI, ks, sweep.calinski, is_exact),
        best_inside(DAVIES, ks, -sweep.davies, is_exact),
    ]


def best_inside(name, ks, scores, is_exact) -> Criterion:
    """Return the criterion that chooses the highest of `scores` (m,), unless a better one may lie beyond: it is at an
    end of the range above 2, and not where `is_exact` (m,) says that every point lies on its centroid."""
    criterion = Criterion(name, None, ks, scores)
    ranking = criterion.ranking
    if not len(ranking):
        return criterion
    k = ks[ranking[0]]
    is_at_end = k == ks[-1] or k == ks[ranking.min()] > 2
    return criterion if is_at_end and not is_exact[ranking[0]] else replace(criterion, k=k)


def votes(criteria: list[Criterion]) -> list[tuple[int, int]]:
    """Return (k, how many criteria choose it), the most frequent first, the lowest k first on a tie."""
    counts = Counter(criterion.k for criterion in criteria if criterion.k is not None)
    return sorted(counts.items(), key=lambda vote: (-vote[1], vote[0]))


def consensus(criteria: list[Criterion], gap: Gap | None) -> int | None:
    """Return the k that most criteria choose, None where it is not clear."""
    ranked = votes(criteria)
    if gap is None or not ranked or ranked[0][1] < MAJORITY or gap_rise(gap, ranked[0][0]) < CLEAR_RISE_SE:
        return None
    return ranked[0][0]


def gap_rise(gap: Gap, k, since=1) -> float:
    """Return by how many standard errors the gap at `k` is above the gap at k = `since`."""
    i = gap.ks.index(k)
    if not gap.references[:, i].any():  # k is the number of points: nothing to compare with
        return 0.0
    rise = float(gap.gaps[i] - gap.gaps[gap.ks.index(since)])
    return rise / gap.errors[i] if gap.errors[i] > 0 else float(np.sign(rise)) * np.inf if rise else 0.0


def later_rise(gap: Gap) -> int | None:
    """Return the k of the highest gap if the rule stops at 1 although the gap rises clearly later."""
    rising = [k for k in gap.ks if gap_rise(gap, k) >= CLEAR_RISE_SE]
    return max(rising, key=lambda k: gap.gaps[gap.ks.index(k)]) if gap.k == 1 and rising else None
