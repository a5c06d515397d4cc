"""The Init Comparison page's questions worth trying, their answers computed. No Streamlit."""

import numpy as np

from dashboard.common import datasets
from dashboard.common.formatting import join_words, number, percent
from dashboard.common.questions import Question
from dashboard.init_comparison import restart_statistics as starts
from dashboard.init_comparison.restart_statistics import METHODS, Landscape

MANY = 60  # runs of each start that an answer rests on


def questions() -> list[Question]:
    """Return the Init Comparison page's questions."""
    return [one_each_by_lot(), beaten_by_hand(), strays()]


def found(name, k) -> Landscape:
    X = datasets.NAMED[name].make(300, 1.0, 42).X
    return starts.landscape(X, list(starts.restarts(X, k, MANY)))


def share(landscape: Landscape, name) -> float:
    """Return the share of a start's runs that reach the best known inertia."""
    return float(landscape.reached(landscape.ends[list(METHODS).index(name)]).mean())


def one_each_by_lot() -> Question:
    sets = found("blobs", 4), found("15 blobs", 15)
    random, greedy = ([percent(share(each, name)) for each in sets] for name in ("random", "greedy k-means++"))
    lots = [percent(starts.chance_of_one_each(each.sizes)) for each in sets]
    return Question(
        "Random starts do well on four blobs. What becomes of them on fifteen?",
        {"data": "15 blobs", "k": "15", "show": "many runs"},
        f"Of {MANY} random starts {random[0]} reach the best known inertia on four blobs, {random[1]} on fifteen; of "
        f"greedy k-means++ {greedy[0]} and {greedy[1]}. The chance of one point in each cluster by lot is {lots[0]} "
        f"with four and {lots[1]} with fifteen. The more clusters, the more has to go right at once.",
    )


def beaten_by_hand() -> Question:
    X, best = datasets.NAMED["blobs"].make(300, 1.0, 42).X, found("blobs", 4)
    crowds = [((X - point) ** 2).sum(axis=1).argsort()[:4] for point in X]
    ends = np.array([starts.run(X, X[crowd])[-1].inertia for crowd in crowds])
    worst = np.sort(crowds[ends.argmax()]).tolist()
    return Question(
        "Pick four points side by side as your own start. Can the run recover?",
        {"own": starts.text_of(worst)},
        f"Of the {len(X)} starts that consist of a point and its three nearest, {percent(best.reached(ends).mean())} "
        f"still reach the best known inertia. The worst, points {join_words([row + 1 for row in worst])}, ends "
        f"at {number(ends.max())}, {float(best.times(ends.max())):.1f} times as much.",
    )


def strays() -> Question:
    landscape = found("outliers", 4)
    farthest, greedy, random = (
        percent(share(landscape, name)) for name in ("farthest-first", "greedy k-means++", "random")
    )
    return Question(
        "Farthest-first leaves no blob out. Why is it not always the best start?",
        {"data": "outliers", "k": "4", "show": "many runs"},
        f"It picks the very points that lie farthest out: among strays it starts with strays. Of {MANY} runs, k = 4, "
        f"on the set “outliers” {farthest} reach the best known inertia, of random ones {random}, of greedy k-means++ "
        f"{greedy}. To k-means++ far points are likely too, but many points together outweigh one stray.",
    )
