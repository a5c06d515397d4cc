"""Questions worth trying: where to look for the answer, and the answer, computed. No Streamlit."""

from dashboard.common import datasets
from dashboard.common.formatting import number, percent
from dashboard.common.questions import Question
from kmeans_core import adjusted_rand_score, kmeans


def questions() -> list[Question]:
    """Return the Algorithm page's questions."""
    return [another_start(), nothing_to_find(), grams_and_millimetres()]


def another_start() -> Question:
    X = datasets.NAMED["blobs"].make(300, 1.0, 42).X
    lucky, unlucky = (kmeans(X, 4, init="random", tol=0, seed=seed).inertia for seed in (84, 0))
    return Question(
        "The same points, another start: how much does it matter?",
        {"seed": "0"},
        f"From start seed 84 the run ends at an inertia of {number(lucky)}, from 0 at {number(unlucky)}, "
        f"{unlucky / lucky:.1f} times as much. Both have converged: where two centroids share one heap, "
        "neither an assignment nor a move can lower the inertia any further. That is a local optimum.",
    )


def nothing_to_find() -> Question:
    X = datasets.NAMED["uniform"].make(300, 1.0, 42).X
    whole, parted = (kmeans(X, k, init="random", tol=0, seed=84).inertia for k in (1, 4))
    return Question(
        "What does k-means answer where there is nothing to find?",
        {"data": "uniform"},
        f"It draws four tidy clusters, whose inertia is {percent(1 - parted / whole)} below that of a single one, "
        "although these points have no clusters at all. A falling inertia and a converged run say nothing about "
        "whether groups exist.",
    )


def grams_and_millimetres() -> Question:
    penguins = datasets.NAMED["penguins"].make(0, 0.0, 0)
    raw, scaled = (
        adjusted_rand_score(penguins.truth, kmeans(X, 3, init="random", tol=0, seed=84).labels)
        for X in (penguins.X, datasets.standardise(penguins.X))
    )
    return Question(
        "Penguins weigh in grams and are measured in millimetres: what does standardising change?",
        {"data": "penguins", "k": "3", "scale": "true"},
        f"Without it, body mass has by far the largest numbers and decides alone: the clusters agree with the species "
        f"at an adjusted Rand index of {raw:.2f} (1 is perfect, 0 is chance). Standardised it is {scaled:.2f}.",
    )
