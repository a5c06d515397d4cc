"""Runs of k-means on a drawing, and the judges of the missions: what a drawing does, and whether that reaches the goal.

`X` (n, 2) are the points and `C` (k, 2) the placed centroids, at least one of them.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import number, parse_number, plural
from kmeans_core import (
    Step,
    adjusted_rand_score,
    final_inertias,
    find_elbow,
    kmeans_plusplus,
    lloyd,
    silhouette_score,
    sweep_k,
)

N_STARTS, N_FAR_STARTS = 50, 20  # at random, and of k-means++
MAX_K = 8
SAME = 1 + 1e-9  # two inertias with at most this ratio differ by rounding only
N_DECIMALS = 9  # of a ratio of two inertias: what follows is rounding


@dataclass(frozen=True)
class Verdict:
    """What the drawing does now and what the goal is, in a sentence; and whether the mission is solved."""

    state: str
    is_solved: bool


def run_from(X, C) -> list[Step]:
    """Return the states of the run from the placed centroids."""
    return list(lloyd(X, C, tol=0))


def random_starts(X, k) -> np.ndarray:
    """Return many starts (N_STARTS, k, 2), each of k rows at random: the same whenever the drawing is judged."""
    rows = np.random.default_rng(0).permuted(np.tile(np.arange(len(X)), (N_STARTS, 1)), axis=1)
    return X[rows[:, :k]]


def best_start(X, k) -> np.ndarray:
    """Return the one of many random starts, (k, 2), whose run ends lowest."""
    starts = random_starts(X, k)
    return starts[int(final_inertias(X, starts).argmin())]


def best_known_inertia(X, k) -> float:
    """Return the lowest inertia in which runs from many random starts and from some of k-means++ end."""
    rng = np.random.default_rng(0)
    starts = [*random_starts(X, k), *(kmeans_plusplus(X, k, seed=rng) for _ in range(N_FAR_STARTS))]
    return float(final_inertias(X, starts).min())


def beside(goal, value, digits=2) -> str:
    """Return a value to so many significant digits, or to as many as show on which side of the goal it is."""
    while digits < 16 and np.sign(parse_number(number(value, digits)) - goal) != np.sign(value - goal):
        digits += 1
    return number(value, digits)


# ---- the judges


def strand_a_centroid(X, C) -> Verdict:
    if len(C) > len(X):
        return Verdict("There are more centroids than points.", False)
    own, best = run_from(X, C)[-1].inertia, best_known_inertia(X, len(C))
    if best == 0:
        return Verdict("The best known result has inertia 0, and twice that is still 0.", False)
    ratio = round(max(own / best, 1.0), N_DECIMALS)
    return Verdict(f"This start ends at {beside(2, ratio)} times the best known inertia; goal: 2.", ratio >= 2)


MIN_OTHERS, N_LONELY, MAX_AGREEMENT, MIN_SILHOUETTE = 8, 8, 0.5, 0.6


def let_one_point_ruin_it(X, C) -> Verdict:
    n, k = len(X), len(C)
    if n <= MIN_OTHERS or not 2 <= k < n:
        return Verdict(f"This needs more than {MIN_OTHERS} points and at least two centroids.", False)
    labels, least, is_solved = best_labels(X, k), 1.0, False
    for i in loneliest(X):
        others = np.arange(n) != i
        without = best_labels(X[others], k)
        agreement = adjusted_rand_score(without, labels[others])
        least = min(least, agreement)
        if agreement < MAX_AGREEMENT and len(set(without)) > 1:
            is_solved = is_solved or silhouette_score(X[others], without) >= MIN_SILHOUETTE
    unclear = "; but without it the groups are not clear" if least < MAX_AGREEMENT and not is_solved else ""
    agreement = f"{beside(MAX_AGREEMENT, least)} (1: the same clusters, 0: pure chance)"
    state = f"The best results with and without one point agree to {agreement}"
    return Verdict(f"{state}{unclear}; goal: below {MAX_AGREEMENT}.", is_solved)


def best_labels(X, k) -> np.ndarray:
    return run_from(X, best_start(X, k))[-1].labels


def loneliest(X) -> np.ndarray:
    """Return the indices of the points that are farthest from their nearest neighbour."""
    d2 = ((X[:, None] - X) ** 2).sum(axis=2)
    np.fill_diagonal(d2, np.inf)
    return np.argsort(-d2.min(axis=1), kind="stable")[:N_LONELY]


MIN_GROUP, MIN_GAP, MIN_WRONG = 5, 1.5, 0.15


def split_two_groups_wrongly(X, C) -> Verdict:
    groups, gap, widest = two_groups(X)
    if np.bincount(groups, minlength=2).min() < MIN_GROUP or gap < MIN_GAP * widest:
        return Verdict(
            f"There are not two clear groups yet: each needs {MIN_GROUP} points, and the gap between them must be "
            f"{MIN_GAP} times the widest gap within a group.",
            False,
        )
    wrong = float(np.mean(best_labels(X, 2) != groups))
    wrong = min(wrong, 1 - wrong)  # whichever cluster is called 0
    share, goal = beside(100 * MIN_WRONG, 100 * wrong), f"goal: {100 * MIN_WRONG:g} %"
    state = f"The best of {N_STARTS} starts puts {share} % of the points into the wrong group; {goal}."
    return Verdict(state, wrong >= MIN_WRONG)


def two_groups(X) -> tuple[np.ndarray, float, float]:
    """Return the two groups (n,) that are farthest apart, their gap, and the widest step within them.

    The shortest tree that joins all points, without its longest edge (Gower and Ross 1969): the gap is that edge.
    """
    n = len(X)
    distance, parent = np.full(n, np.inf), np.zeros(n, dtype=int)
    in_tree, edges, order = np.zeros(n, dtype=bool), np.zeros(n), [0]
    for _ in range(n - 1):
        in_tree[order[-1]] = True
        d = np.hypot(*(X - X[order[-1]]).T)
        closer = ~in_tree & (d < distance)
        distance[closer], parent[closer] = d[closer], order[-1]
        nearest = int(np.where(in_tree, np.inf, distance).argmin())
        edges[nearest] = distance[nearest]
        order.append(nearest)
    groups = np.zeros(n, dtype=int)
    cut = int(edges.argmax())
    for i in order[1:]:
        groups[i] = 1 if i == cut else groups[parent[i]]
    gap, widest = np.sort(edges)[::-1][:2]
    return groups, float(gap), float(widest)


MIN_POINTS = 10


def let_two_criteria_disagree(X, C) -> Verdict:
    n_distinct = len(np.unique(X, axis=0))
    if n_distinct < MIN_POINTS:
        return Verdict(f"This needs at least {MIN_POINTS} points.", False)
    sweep = sweep_k(X, range(1, MAX_K + 1), seed=0)
    elbow, best = find_elbow(sweep.ks, sweep.inertias), int(np.nanargmax(sweep.silhouettes))
    silhouette = sweep.silhouettes[best]
    state = f"The elbow is at k = {elbow}" if elbow else "There is no elbow"
    state += f", and the silhouette is highest ({beside(MIN_SILHOUETTE, silhouette)}) at k = {sweep.ks[best]}"
    is_clear = silhouette >= MIN_SILHOUETTE
    goal = f"goal: different k, and a silhouette of {MIN_SILHOUETTE} or more."
    return Verdict(f"{state}; {goal}", is_clear and elbow is not None and elbow != sweep.ks[best])


MIN_MOVES, MAX_POINTS = 8, 20


def take_many_moves(X, C) -> Verdict:
    moves = run_from(X, C)[-1].iteration
    state = f"This run takes {plural(moves, 'move')} with {plural(len(X), 'point')}; goal: {MIN_MOVES} moves or more"
    return Verdict(f"{state} with at most {MAX_POINTS} points.", moves >= MIN_MOVES and len(X) <= MAX_POINTS)


def make_every_start_end_the_same(X, C) -> Verdict:
    k = len(C)
    if k < 3 or len(np.unique(X, axis=0)) < MIN_POINTS:
        return Verdict(f"This needs at least three centroids and {MIN_POINTS} points.", False)
    ends = np.sort(final_inertias(X, random_starts(X, k)))
    n_ends = 1 + int((ends[1:] > SAME * ends[:-1]).sum())
    state = f"{N_STARTS} random starts with k = {k} lead to {plural(n_ends, 'result')}; goal: 1."
    return Verdict(state, n_ends == 1)


def empty_a_cluster(X, C) -> Verdict:
    sizes = np.array([np.bincount(step.labels, minlength=len(C)) for step in run_from(X, C)])
    emptied = np.flatnonzero((sizes[0] > 0) & (sizes == 0).any(axis=0))
    if len(emptied):
        return Verdict(f"Cluster {emptied[0] + 1} begins with points and loses them all.", True)
    empty = np.flatnonzero(sizes[0] == 0)
    begins = f"Cluster {empty[0] + 1} has no point to lose. " if len(empty) else ""
    smallest = plural(int(sizes.min(initial=len(X), where=sizes > 0)), "point")
    return Verdict(f"{begins}No cluster falls below {smallest}; goal: one that has points at first loses them.", False)


MAX_EXCESS, MAX_LIKENESS = 1.01, 0.7


def make_two_results_equally_good(X, C) -> Verdict:
    k = len(C)
    if k < 2 or len(np.unique(X, axis=0)) < MIN_POINTS:
        return Verdict(f"This needs at least two centroids and {MIN_POINTS} points.", False)
    starts = random_starts(X, k)
    best, *others = (starts[i] for i in np.argsort(final_inertias(X, starts), kind="stable"))
    best = run_from(X, best)[-1]
    for other in (run_from(X, start)[-1] for start in others):
        if adjusted_rand_score(best.labels, other.labels) <= MAX_LIKENESS:
            ratio = round(other.inertia / best.inertia, N_DECIMALS)
            times = f"{beside(MAX_EXCESS, ratio, 3)} times the best inertia"
            state = f"The best result with clearly different clusters has {times}"
            return Verdict(f"{state}; goal: at most {MAX_EXCESS}.", ratio <= MAX_EXCESS)
    return Verdict(f"All {N_STARTS} random starts end in much the same clusters; goal: two different results.", False)
