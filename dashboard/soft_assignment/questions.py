"""The Soft assignment page's questions, their answers computed."""

import math

import numpy as np

from dashboard.common.datasets import NAMED
from dashboard.common.formatting import number, percent
from dashboard.common.questions import Question
from dashboard.soft_assignment import models
from kmeans_core import INIT_METHODS, adjusted_rand_score, gaussian_mixture, kmeans, soft_assign, soft_kmeans


def soft_questions() -> list[Question]:
    """Return the page's questions."""
    return [how_soft(), too_soft(), stretched_groups(), collapsing_component()]


def hard_result(X, k, seed=84):
    return kmeans(X, k, init=INIT_METHODS["k-means++"], tol=0, seed=seed)


def how_soft() -> Question:
    X = NAMED["blobs"].make(300, 2.0, 42).X
    hard = hard_result(X, 4)
    unit = models.typical_distance(hard.inertia, len(X))
    betas = [models.beta_of(level, unit) for level in ("0.3", "0.8", "2")]
    counts = [models.is_undecided(soft_assign(X, hard.centroids, beta=beta)).sum() for beta in betas]
    return Question(
        "The centroids stay where they are: what changes for a point in the middle of a group, and for one between "
        "two groups?",
        {"softness": "0.3"},
        f"At softness 0.3, 0.8 and 2 there are {counts[0]}, {counts[1]} and {counts[2]} undecided points of {len(X)}. "
        "They begin at the borders and spread to the middle of the groups. No point changes its nearest centroid: a "
        "soft answer says how far to trust the hard one.",
    )


def too_soft() -> Question:
    X = NAMED["blobs"].make(300, 2.0, 42).X
    unit = models.typical_distance(hard_result(X, 4).inertia, len(X))
    start = INIT_METHODS["k-means++"](X, 4, seed=84)
    places = {}
    for level in ("0.8", "4"):
        *_, last = soft_kmeans(X, start, beta=models.beta_of(level, unit), tol=1e-6, max_iter=200)
        places[level] = len(np.unique(np.round(last.centroids / unit, 2), axis=0))
    return Question(
        "Let soft k-means run at softness 0.8, then at 4. Where do the four centroids go?",
        {"view": models.SOFT_KMEANS, "softness": "4"},
        f"At 0.8 they end in {places['0.8']} places, at 4 in {places['4']}. A pull that reaches across all groups "
        "treats them as one big group. Lower the softness slowly and the centroids separate one after another: that "
        "is deterministic annealing.",
    )


def stretched_groups() -> Question:
    table = NAMED["stretched"].make(300, 1.0, 42)
    hard = hard_result(table.X, 3)
    *_, mixed = gaussian_mixture(table.X, hard.centroids, covariance="full", tol=1e-6, max_iter=200)
    before = adjusted_rand_score(table.truth, hard.labels)
    after = adjusted_rand_score(table.truth, mixed.responsibilities.argmax(axis=1))
    return Question(
        "k-means cuts long groups across. What does a mixture do that starts from its result?",
        {"view": models.MIXTURE, "data": "stretched", "k": "3", "noise": "1.0"},
        f"Agreement with the known groups rises from an adjusted Rand index of {before:.2f} to {after:.2f}: full "
        "covariances let every component turn and stretch along its group. Choose spherical and it cannot.",
    )


def collapsing_component() -> Question:
    X = NAMED["blobs"].make(60, 1.0, 42).X
    start = hard_result(X, 5, seed=2).centroids
    *_, last = gaussian_mixture(X, start, covariance="full", tol=1e-6, max_iter=200)
    j = int(np.where(last.collapsed, last.weights, math.inf).argmin())
    return Question(
        "Sixty points, four groups, five full components: which likelihood can be made as large as you like?",
        {"view": models.MIXTURE, "n": "60", "k": "5", "seed": "2", "noise": "1.0"},
        f"Component {j + 1} has {percent(last.weights[j])} of the points, about {number(last.weights[j] * len(X))}. "
        "Through two points there is always a line, and a component as thin as that line has a density without "
        "bound. A floor under the variance stops it, and the page reports it: such a component has found nothing.",
    )
