"""Questions worth trying on the Algorithm page, and their answers, computed."""

from dashboard.algorithm.compute import DEFAULT_SEED
from dashboard.common.datasets import NAMED, standardise
from dashboard.common.formatting import number, percent
from dashboard.common.questions import Question
from kmeans_core import adjusted_rand_score, kmeans


def algorithm_questions() -> list[Question]:
    return [_another_start(), _no_clusters(), _grams_and_millimetres()]


def _another_start() -> Question:
    X = NAMED["blobs"].make(300, 1.0, 42).X
    seeds = DEFAULT_SEED, 0
    lucky, unlucky = (kmeans(X, 4, init="random", tol=0, seed=seed).inertia for seed in seeds)
    return Question(
        "The same points, another start: how much does it matter?",
        {"seed": "0"},
        f"From start seed {seeds[0]} the run ends at an inertia of {number(lucky)}, from seed 0 at {number(unlucky)}, "
        f"{unlucky / lucky:.1f} times as much. Both have converged: the next assignment and the next move would change "
        "nothing. From seed 0, two centroids end in one group while another has to cover two. A better result would "
        "have a lower inertia, but only a worse one lies on the way there: this is a local optimum.",
    )


def _no_clusters() -> Question:
    X = NAMED["uniform"].make(300, 1.0, 42).X
    one, four = (kmeans(X, k, init="random", tol=0, seed=DEFAULT_SEED).inertia for k in (1, 4))
    return Question(
        "What does k-means answer where there are no clusters?",
        {"data": "uniform"},
        f"It draws four tidy clusters, whose inertia is {percent(1 - four / one)} below that of a single one, although "
        "these points have no clusters at all. A falling inertia and a converged run say nothing about whether groups "
        "exist.",
    )


def _grams_and_millimetres() -> Question:
    penguins = NAMED["penguins"].make(0, 0.0, 0)
    raw, scaled = (
        adjusted_rand_score(penguins.truth, kmeans(X, 3, init="random", tol=0, seed=DEFAULT_SEED).labels)
        for X in (penguins.X, standardise(penguins.X))
    )
    return Question(
        "Penguins are weighed in grams and measured in millimetres: what does standardising change?",
        {"data": "penguins", "k": "3", "scale": "true"},
        "Without it, body mass has by far the largest numbers and decides alone: the clusters agree with the species "
        f"at an adjusted Rand index of {raw:.2f} (1 is perfect, 0 is chance). Standardised it is {scaled:.2f}.",
    )
