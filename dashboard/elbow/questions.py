"""The Elbow page's questions: where to look for the answer, and the answer, computed. No Streamlit."""

from dashboard.common import datasets
from dashboard.common.formatting import number, percent
from dashboard.common.questions import Question
from kmeans_core import find_elbow, sweep_k


def questions() -> list[Question]:
    """Return the Elbow page's questions."""
    return [another_range(), nothing_to_find(), species()]


def another_range() -> Question:
    X = datasets.NAMED["blobs"].make(300, 1.0, 42).X
    found = sweep_k(X, range(1, 11), seed=0)
    from_one, from_two = find_elbow(found.ks, found.inertias), find_elbow(found.ks[1:], found.inertias[1:])
    return Question(
        "Begin the range at 2 instead of 1: does the elbow stay where it is?",
        {"ks": ["2", "10"]},
        f"From 1 to 10 it is at k = {from_one}, from 2 to 10 at k = {from_two}. The chord joins the two ends of the "
        "range: move an end and another point may lie farthest below it. A bend is a matter of where you look from.",
    )


def nothing_to_find() -> Question:
    X = datasets.NAMED["uniform"].make(300, 1.0, 42).X
    found = sweep_k(X, range(1, 11), seed=0)
    elbow = find_elbow(found.ks, found.inertias)
    at = found.ks.index(elbow)
    fallen = 1 - found.inertias[at] / found.inertias[0]
    return Question(
        "These points have no clusters. Which voices notice?",
        {"data": "uniform"},
        f"The elbow names k = {elbow}, where the inertia is {percent(fallen)} below that of a single cluster, and the "
        f"mean silhouette there is {number(found.silhouettes[at])}. Neither can say “none”. Only the gap statistic "
        "compares with points that have no clusters for certain: see whether the curve ever falls below the grey band.",
    )


def species() -> Question:
    iris = datasets.NAMED["iris"].make(0, 0.0, 0)
    found = sweep_k(iris.X, range(1, 11), seed=0)
    at = {k: found.silhouettes[found.ks.index(k)] for k in (2, 3)}
    better = max(at, key=at.get)
    return Question(
        "Iris has three species. Why do the voices not agree on three?",
        {"data": "iris", "k": "3"},
        f"The mean silhouette is {number(at[2])} for two clusters and {number(at[3])} for three: it prefers {better}. "
        "One species stands apart and the other two overlap. How many groups a biologist names and how many heaps the "
        "measurements form are two questions. Look at the knives for k = 3: which clusters have points below 0?",
    )
