"""The Algorithm page's questions, their answers computed."""

import numpy as np

from dashboard.algorithm.compute import DEFAULT_SEED
from dashboard.common.datasets import NAMED, standardise
from dashboard.common.formatting import number, percent, plural
from dashboard.common.questions import Question, Reply
from kmeans_core import adjusted_rand_score, kmeans, lloyd, random_init

STARTS = 60  # among which a rising inertia is looked for


def algorithm_questions() -> list[Question]:
    return [another_start(), rising_inertia(), distant_points(), clusters_in_common(), grams_and_millimetres()]


def generated(name) -> np.ndarray:
    return NAMED[name].make(300, 1.0, 42).X


def default_run(X, k, seed=DEFAULT_SEED):
    return kmeans(X, k, init="random", tol=0, seed=seed)


def another_start() -> Question:
    X = generated("blobs")
    lucky, unlucky = (default_run(X, 4, seed).inertia for seed in (DEFAULT_SEED, 0))
    return Question(
        f"From start seed {DEFAULT_SEED} the run on the four blobs ends at an inertia of {number(lucky)}. From seed 0 "
        "it converges, too. Where does it end?",
        (
            Reply("At the same inertia: both have converged", "a converged run is the best one"),
            Reply("Higher, and there it stays"),
            Reply("Higher, but more iterations make up for it", "more iterations make up for a bad start"),
        ),
        f"It ends at {number(unlucky)}, {unlucky / lucky:.1f} times as much. The next assignment and the next move "
        "would change nothing: two centroids end in one group while another has to cover two. A better result would "
        "have a lower inertia, but the way there leads through higher ones: this is a local optimum.",
        {"See it": {"seed": "0"}},
    )


def rising_inertia() -> Question:
    X = generated("blobs")
    runs = [[step.inertia for step in lloyd(X, random_init(X, 4, seed=seed), tol=0)] for seed in range(STARTS)]
    changes = np.concatenate([np.diff(inertias) for inertias in runs])
    return Question(
        "A centroid moves, and some of its points are now farther from it. Can the inertia rise?",
        (
            Reply("Yes, if many points are farther away", "a move can raise the inertia"),
            Reply("Only when points change their cluster", "a new assignment can raise the inertia"),
            Reply("Never"),
        ),
        f"In {STARTS} random starts on the four blobs it rises in {(changes > 0).sum()} of {len(changes)} iterations. "
        "Each point goes to the nearest centroid, so its own part falls or stays. The mean is the place with the "
        "smallest sum of squared distances: what some points lose by a move, the others more than make up for.",
        {"See the inertia fall": {"seed": "0"}},
    )


def distant_points() -> Question:
    table = NAMED["outliers"].make(300, 1.0, 42)
    run = default_run(table.X, 3)
    far = table.truth == table.truth.max()
    j = run.labels[far][0]
    x, own = table.X[run.labels == j, 0], table.X[(run.labels == j) & ~far, 0]
    return Question(
        f"A cluster has {len(own)} points close together and {plural(len(x) - len(own), 'outlier')} far to the right. "
        "Where is its centroid?",
        (
            Reply("Halfway between both ends", "the centroid is the centre of the box around its points"),
            Reply("Where it would be without the outliers", "a few points cannot change the result"),
            Reply("A little to the right of most points"),
        ),
        f"It is at x = {number(x.mean())}, the mean. Without the outliers it would be at {number(own.mean())}; the "
        f"median is {number(np.median(x))}, the centre of the box {number((x.min() + x.max()) / 2)}. Every point "
        "pulls with its distance, so a few distant ones count as much as many near ones.",
        {"See it": {"data": "outliers", "k": "3"}},
    )


def clusters_in_common() -> Question:
    square, pair = generated("uniform"), generated("two blobs")
    in_square = 1 - default_run(square, 4).inertia / default_run(square, 1).inertia
    in_pair = 1 - default_run(pair, 3).inertia / default_run(pair, 2).inertia
    return Question(
        "Evenly spread points with k = 4, and two blobs with k = 3: what do these two have in common?",
        (
            Reply("k-means finds k groups in both", "k-means finds only what is there"),
            Reply("Neither run converges", "a wrong k keeps a run from converging"),
            Reply("Both are divided where there is no border"),
        ),
        f"Four clusters of evenly spread points have {percent(in_square)} less inertia than one, three of the two "
        f"blobs {percent(in_pair)} less than two, and both runs converge. k-means always returns as many clusters as "
        "it is asked for: neither a falling inertia nor convergence says that they exist.",
        {"See the square": {"data": "uniform"}, "See the two blobs": {"data": "two blobs", "k": "3"}},
    )


def grams_and_millimetres() -> Question:
    penguins = NAMED["penguins"].make(0, 0.0, 0)
    raw, scaled = (
        adjusted_rand_score(penguins.truth, default_run(X, 3).labels) for X in (penguins.X, standardise(penguins.X))
    )
    share = penguins.X.var(axis=0).max() / penguins.X.var(axis=0).sum()
    return Question(
        "Penguins are weighed in grams; bills and flippers are measured in millimetres. Which feature decides, if they "
        "are not standardised?",
        (
            Reply("All four equally", "the scale of a feature does not matter"),
            Reply("The one in which the species differ most", "k-means finds the features that matter"),
            Reply("The body mass, in grams"),
        ),
        f"The body mass has {share:.2%} of the variance, because its numbers are the largest: it decides alone. The "
        f"clusters agree with the species at an adjusted Rand index of {raw:.2f} (1 is perfect, 0 is chance). "
        f"Standardised it is {scaled:.2f}.",
        {
            "See it": {"data": "penguins", "k": "3"},
            "See it standardised": {"data": "penguins", "k": "3", "scale": "true"},
        },
    )
