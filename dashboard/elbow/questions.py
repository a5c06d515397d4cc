"""The Elbow page's questions: where to look for the answer, and the answer, computed."""

from dashboard.common import datasets
from dashboard.common.formatting import number, percent
from dashboard.common.questions import Question
from kmeans_core import Sweep, find_elbow, sweep_k


def elbow_questions() -> list[Question]:
    """Return the Elbow page's questions."""
    return [which_range(), uniform_points(), three_species()]


def default_sweep(name) -> Sweep:
    """Return the sweep that the page shows for a data set by default."""
    return sweep_k(datasets.NAMED[name].make(300, 1.0, 42).X, range(1, 11), n_init=5, seed=0)


def which_range() -> Question:
    sweep = default_sweep("blobs")
    from_one, from_two = find_elbow(sweep.ks, sweep.inertias), find_elbow(sweep.ks[1:], sweep.inertias[1:])
    return Question(
        "Begin the range at 2 instead of 1: does the elbow stay where it is?",
        {"ks": ["2", "10"]},
        f"From 1 to 10 it is at k = {from_one}, from 2 to 10 at k = {from_two}. The chord joins the two ends of the "
        "range: if an end moves, another point may be farthest below it. Where the bend is depends on the range.",
    )


def uniform_points() -> Question:
    sweep = default_sweep("uniform")
    elbow = find_elbow(sweep.ks, sweep.inertias)
    i = sweep.ks.index(elbow)
    return Question(
        "These points have no clusters. Which criteria notice?",
        {"data": "uniform"},
        f"The elbow is at k = {elbow}, where the inertia is {percent(1 - sweep.inertias[i] / sweep.inertias[0])} below "
        f"that of a single cluster, and the mean silhouette there is {number(sweep.silhouettes[i])}. Neither can "
        "answer “none”. Only the gap statistic compares with points that certainly have no clusters: compute it, and "
        "see whether the curve ever falls below the grey band.",
    )


def three_species() -> Question:
    sweep = default_sweep("iris")
    two, three = (sweep.silhouettes[sweep.ks.index(k)] for k in (2, 3))
    return Question(
        "Iris has three species. Why do the criteria not agree on three?",
        {"data": "iris", "k": "3"},
        f"The mean silhouette is {number(two)} for two clusters and {number(three)} for three: it prefers "
        f"{2 if two > three else 3}. One species is far from the others, and those two overlap. How many species there "
        "are and how many groups the measurements form are two questions. Look at the silhouette plot for k = 3: "
        "which clusters have points below 0?",
    )
