"""The Elbow page's questions: where to look for the answer, and the answer, computed."""

from dashboard.common import datasets
from dashboard.common.formatting import number, percent
from dashboard.common.questions import Question
from kmeans_core import find_elbow, sweep_k


def elbow_questions() -> list[Question]:
    blobs, uniform, iris = (
        sweep_k(datasets.NAMED[name].make(300, 1.0, 42).X, range(1, 11), n_init=5, seed=0)  # as the page shows it
        for name in ("blobs", "uniform", "iris")
    )
    from_one, from_two = find_elbow(blobs.ks, blobs.inertias), find_elbow(blobs.ks[1:], blobs.inertias[1:])
    elbow = find_elbow(uniform.ks, uniform.inertias)
    i = uniform.ks.index(elbow)
    fall, (two, three) = 1 - uniform.inertias[i] / uniform.inertias[0], iris.silhouettes[1:3]
    return [
        Question(
            "Begin the range at 2 instead of 1: does the elbow stay where it is?",
            {"ks": ["2", "10"]},
            f"From 1 to 10 it is at k = {from_one}, from 2 to 10 at k = {from_two}. The chord joins the two ends of "
            "the range: if an end moves, another point may be farthest below it.",
        ),
        Question(
            "These points have no clusters. Which criteria notice?",
            {"data": "uniform"},
            f"The elbow is at k = {elbow}, where the inertia is {percent(fall)} below that of a single cluster, and "
            f"the mean silhouette there is {number(uniform.silhouettes[i])}. Neither can answer “none”. Only the gap "
            "statistic compares with points that certainly have no clusters: compute it, and see whether the curve "
            "ever falls below the grey band.",
        ),
        Question(
            "Iris has three species. Why do the criteria not agree on three?",
            {"data": "iris", "k": "3"},
            f"The mean silhouette is {number(two)} for two clusters and {number(three)} for three: it prefers "
            f"{2 if two > three else 3}. One species is far from the others, and those two overlap. How many species "
            "there are and how many groups the measurements form are two questions. Look at the silhouette plot for "
            "k = 3: which clusters have points below 0?",
        ),
    ]
