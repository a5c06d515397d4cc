"""The Soft assignment page's questions, their answers computed."""

import math

import numpy as np

from dashboard.common.datasets import NAMED
from dashboard.common.formatting import number, percent
from dashboard.common.questions import Number, Question, Reply, without_guess
from dashboard.soft_assignment import models
from dashboard.soft_assignment.guess import GUESSED
from kmeans_core import INIT_METHODS, adjusted_rand_score, assign, gaussian_mixture, kmeans, soft_assign, soft_kmeans

SEEN = without_guess(GUESSED, "blobs", 42)


def soft_questions() -> list[Question]:
    """Return the page's questions."""
    return [how_soft(), too_soft(), hard_in_common(), stretched_groups(), collapsing_component()]


def hard_result(X, k, seed=84):
    return kmeans(X, k, init=INIT_METHODS["k-means++"], tol=0, seed=seed)


def how_soft() -> Question:
    X = NAMED["blobs"].make(300, 2.0, 42).X
    hard = hard_result(X, 4)
    unit = models.typical_distance(hard.inertia, len(X))
    shares = [soft_assign(X, hard.centroids, beta=models.beta_of(level, unit)) for level in ("0.3", "0.8", "2")]
    undecided = [int(models.is_undecided(share).sum()) for share in shares]
    changed = int((shares[-1].argmax(axis=1) != shares[0].argmax(axis=1)).sum())
    return Question(
        f"The centroids stay where they are, and the softness rises from 0.3 to 2. For how many of the {len(X)} points "
        "does the cluster with the largest share change?",
        (Reply(str(changed)), Reply(str(undecided[-1]), "an undecided point changes its cluster")),
        f"At softness 0.3, 0.8 and 2 there are {undecided[0]}, {undecided[1]} and {undecided[2]} undecided points. "
        "They begin at the borders and spread to the middle of the groups, but the nearest centroid keeps the "
        "largest share: a soft answer says how far to trust the hard one.",
        {"See it at 0.3": {"softness": "0.3"} | SEEN, "See it at 2": {"softness": "2"} | SEEN},
        Number(0, len(X), near=2),
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
        f"Soft k-means runs at softness 0.8, and its four centroids end in {places['0.8']} places. In how many do they "
        "end at softness 4?",
        (Reply(str(places["4"])), Reply("4", "softness changes the shares, not the centroids")),
        f"In {places['4']}. A pull that reaches across all groups treats several as one big group. Lower the softness "
        "slowly and the centroids separate one after another: that is deterministic annealing.",
        {"See it": {"view": models.SOFT_KMEANS, "softness": "4"} | SEEN},
        Number(1, 4),
    )


def hard_in_common() -> Question:
    X = NAMED["blobs"].make(300, 2.0, 42).X
    hard = hard_result(X, 4)
    unit = models.typical_distance(hard.inertia, len(X))
    sharp = soft_assign(X, hard.centroids, beta=models.beta_of("0.2", unit)).argmax(axis=1)
    same = (sharp == assign(X, hard.centroids)).mean()
    return Question(
        "The softness goes to 0; the components of a mixture are round, and shrink to 0. What do these two have in "
        "common?",
        (
            Reply("Every point belongs to its nearest centroid"),
            Reply("Every start ends in the same result", "a soft method does not depend on its start"),
            Reply("The number of clusters no longer matters", "a soft method finds the number of groups"),
        ),
        f"At softness 0.2, {percent(same)} of the points have their largest share in the cluster of the nearest "
        "centroid, and nearly all of that share. Both are k-means in the limit: it is the hard end of one family, "
        "with its local optima and with the same k to choose.",
        {
            "See softness 0.2": {"softness": "0.2"} | SEEN,
            "See a round mixture": {"view": models.MIXTURE, "covariance": "spherical"} | SEEN,
        },
    )


def stretched_groups() -> Question:
    table = NAMED["stretched"].make(300, 1.0, 42)
    hard = hard_result(table.X, 3)
    *_, mixed = gaussian_mixture(table.X, hard.centroids, covariance="full", tol=1e-6, max_iter=200)
    before = adjusted_rand_score(table.truth, hard.labels)
    after = adjusted_rand_score(table.truth, mixed.responsibilities.argmax(axis=1))
    seen = without_guess(GUESSED, "stretched", 42)
    return Question(
        "k-means cuts long groups across. What does a mixture do that starts from its result?",
        (
            Reply("It cuts them as well: it starts there", "a run stays in the result that it starts from"),
            Reply("Its components turn and stretch along them"),
            Reply("It needs several components for each group", "a component is round, like a cluster of k-means"),
        ),
        f"Agreement with the known groups rises from an adjusted Rand index of {before:.2f} to {after:.2f}: full "
        "covariances let every component turn and stretch along its group. Choose spherical and it cannot.",
        {"See it": {"view": models.MIXTURE, "data": "stretched", "k": "3", "noise": "1.0"} | seen},
    )


def collapsing_component() -> Question:
    X = NAMED["blobs"].make(60, 1.0, 42).X
    start = hard_result(X, 5, seed=2).centroids
    *_, last = gaussian_mixture(X, start, covariance="full", tol=1e-6, max_iter=200)
    j = int(np.where(last.collapsed, last.weights, math.inf).argmin())
    return Question(
        "Sixty points, four groups, five components of any shape: one of them shrinks to a line through two points, "
        "and the likelihood rises without bound. Is that the best mixture?",
        (
            Reply("Yes: it has the highest likelihood", "a higher likelihood means a better model"),
            Reply("No: it describes two points, not the data"),
            Reply("It cannot happen: a likelihood is at most 1", "a likelihood is a probability"),
        ),
        f"Component {j + 1} has {percent(last.weights[j])} of the points, about {number(last.weights[j] * len(X))}. "
        "Through two points there is always a line, and a component as thin as that line has a density without "
        "bound. A floor under the variance stops it, and the page reports it: such a component has found nothing.",
        {"See it": {"view": models.MIXTURE, "n": "60", "k": "5", "seed": "2", "noise": "1.0"} | SEEN},
    )
