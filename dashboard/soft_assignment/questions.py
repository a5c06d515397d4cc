"""The Soft assignment page's questions to try, their answers computed. No Streamlit."""

import numpy as np

from dashboard.common import datasets
from dashboard.common.formatting import number, percent
from dashboard.common.questions import Question
from dashboard.soft_assignment import models
from kmeans_core import INIT_METHODS, adjusted_rand_score, gaussian_mixture, kmeans, soft_kmeans

DATA = ("blobs", 300, 2.0, 42)


def questions() -> list[Question]:
    """Return the page's questions."""
    return [how_soft(), too_soft(), long_heaps(), a_collapse()]


def made(name, n=DATA[1], noise=DATA[2], seed=DATA[3]):
    return datasets.NAMED[name].make(n, noise, seed)


def settled(X, k, seed=84):
    return kmeans(X, k, init=INIT_METHODS["k-means++"], tol=0, seed=seed)


def how_soft() -> Question:
    X = made("blobs").X
    found = settled(X, 4)
    unit = models.scatter(found.inertia, len(X))
    counts = [
        models.torn_among(models.Model(found.centroids, models.beta_of(level, unit)).shares(X))
        for level in ("0.3", "0.8", "2")
    ]
    return Question(
        "The centroids stand still: what changes for a point in the middle of a heap, and for one on a border?",
        {"softness": "0.3"},
        f"At softness 0.3, 0.8 and 2 there are {counts[0]}, {counts[1]} and {counts[2]} torn points of {len(X)}. They "
        "begin at the borders and spread to the middles of the heaps. No point changes its nearest centroid: a soft "
        "answer tells how far to trust the hard one.",
    )


def too_soft() -> Question:
    X = made("blobs").X
    unit = models.scatter(settled(X, 4).inertia, len(X))
    start = INIT_METHODS["k-means++"](X, 4, seed=84)
    places = {}
    for level in ("0.8", "4"):
        *_, last = soft_kmeans(X, start, beta=models.beta_of(level, unit), tol=1e-8, max_iter=500)
        places[level] = len({tuple(row) for row in np.round(last.centroids / unit, 2).tolist()})
    return Question(
        "Let soft k-means run at softness 0.8, then at 4. Where do the four centroids go?",
        {"view": models.SOFT_KMEANS, "softness": "4"},
        f"At 0.8 they end on {places['0.8']} places, at 4 on {places['4']}. A pull that reaches across all heaps feels "
        "one big heap. Lower the softness slowly and they part one after another: that is deterministic annealing.",
    )


def long_heaps() -> Question:
    table = made("stretched", noise=1.0)
    found = settled(table.X, 3)
    *_, mixed = gaussian_mixture(table.X, found.centroids, covariance="full", tol=1e-6, max_iter=500)
    hard, soft = (
        adjusted_rand_score(table.truth, labels) for labels in (found.labels, mixed.responsibilities.argmax(axis=1))
    )
    return Question(
        "k-means cuts long heaps across. What does a mixture do that starts from its answer?",
        {"view": models.MIXTURE, "data": "stretched", "k": "3", "noise": "1.0"},
        f"Agreement with the known groups rises from an adjusted Rand index of {hard:.2f} to {soft:.2f}: full "
        "covariances let every component turn and stretch along its heap. Choose spherical and it cannot.",
    )


def a_collapse() -> Question:
    X = made("blobs", n=60, noise=1.0).X
    *_, last = gaussian_mixture(X, settled(X, 5, seed=2).centroids, covariance="full", tol=1e-6, max_iter=500)
    fallen = np.flatnonzero(last.collapsed)
    j = fallen[0] if len(fallen) else int(last.weights.argmin())
    return Question(
        "Sixty points, four heaps, five full components: which likelihood can be made as large as you like?",
        {"view": models.MIXTURE, "n": "60", "k": "5", "seed": "2", "noise": "1.0"},
        f"Component {j + 1} has {percent(last.weights[j])} of the points, about {number(last.weights[j] * len(X))}. "
        "Through two points there is always a line, and a component as thin as that line has a density without "
        "bound. A floor under the variance stops it; it is reported, because such a component has found nothing.",
    )
