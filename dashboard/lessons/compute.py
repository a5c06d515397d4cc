"""The numbers in the lessons' answers, from the runs that their links show."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from dashboard.common.datasets import NAMED, standardise
from dashboard.common.runs import run_until_still
from kmeans_core import (
    adjusted_rand_score,
    final_inertias,
    find_elbow,
    kmeans,
    kmeans_plusplus,
    random_init,
    sweep_k,
)

GOOD_SEED, BAD_SEED = 50, 0  # the Algorithm page's default, and its preset "An unlucky start"
N_STARTS = 50


@dataclass(frozen=True)
class Facts:
    """What the lessons say of the blobs (300 points, 4 clusters), the uniform points, the penguins and the rings."""

    farthest: int  # the number of the centroid that moves farthest in the first move
    n_moves: int
    times_higher: float  # the inertia from the bad start, as a multiple
    n_best_random: int
    n_best_classic: int  # of the starts of k-means++ as described in 2007
    n_best_greedy: int  # of its greedy variant
    elbow_of_blobs: int
    silhouette_of_blobs: int  # the k at which the mean silhouette is highest
    elbow_of_uniform: int
    uniform_saved: float  # the share of inertia that four clusters save
    penguins_raw: float
    penguins_scaled: float
    rings: float


def lesson_facts() -> Facts:
    blobs, uniform, rings = (NAMED[name].make(300, 1.0, 42) for name in ("blobs", "uniform", "circles"))
    good, bad = (list(run_until_still(blobs.X, 4, "random", seed)) for seed in (GOOD_SEED, BAD_SEED))
    of_blobs, of_uniform = (sweep_k(X, range(1, 11), n_init=5, seed=0) for X in (blobs.X, uniform.X))
    one, four = (kmeans(uniform.X, k, init="random", tol=0, seed=GOOD_SEED).inertia for k in (1, 4))
    penguins = NAMED["penguins"].make(0, 0.0, 0)
    shifts = np.linalg.norm(good[1].centroids - good[0].centroids, axis=1)
    return Facts(
        farthest=int(shifts.argmax()) + 1,
        n_moves=len(good) - 1,
        times_higher=bad[-1].inertia / good[-1].inertia,
        n_best_random=n_best(blobs.X, random_init),
        n_best_classic=n_best(blobs.X, partial(kmeans_plusplus, trials=1)),
        n_best_greedy=n_best(blobs.X, kmeans_plusplus),
        elbow_of_blobs=find_elbow(of_blobs.ks, of_blobs.inertias),
        silhouette_of_blobs=of_blobs.ks[int(np.nanargmax(of_blobs.silhouettes))],
        elbow_of_uniform=find_elbow(of_uniform.ks, of_uniform.inertias),
        uniform_saved=1 - four / one,
        penguins_raw=agreement_with_groups(penguins.X, penguins.truth, 3),
        penguins_scaled=agreement_with_groups(standardise(penguins.X), penguins.truth, 3),
        rings=agreement_with_groups(rings.X, rings.truth, 2),
    )


def n_best(X, init) -> int:
    """Return how many of the starts 0 to 49 end at the lowest inertia of all."""
    inertias = final_inertias(X, [init(X, 4, seed=seed) for seed in range(N_STARTS)])
    best = kmeans(X, 4, n_init=20, seed=0).inertia
    return int(sum(inertia <= best * 1.0001 for inertia in inertias))


def agreement_with_groups(X, truth, k) -> float:
    return adjusted_rand_score(truth, kmeans(X, k, init="random", tol=0, seed=GOOD_SEED).labels)
