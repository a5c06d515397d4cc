"""Questions about the Init comparison page, with computed answers."""

import numpy as np

from dashboard.common.datasets import NAMED
from dashboard.common.formatting import join_words, number, percent
from dashboard.common.questions import Question
from dashboard.init_comparison.best_known import best_of_eight
from dashboard.init_comparison.restart_statistics import (
    RestartStatistics,
    chance_of_one_each,
    run_restarts,
    summarize_restarts,
)
from dashboard.init_comparison.side_by_side import write_rows
from kmeans_core import final_inertias

RESTARTS = 60  # runs of each method that an answer is based on


def init_questions() -> list[Question]:
    return [more_clusters_question(), neighbours_question(), outliers_question()]


def question_points(name) -> np.ndarray:
    return NAMED[name].make(300, 1.0, 42).X


def statistics_of(name, k) -> RestartStatistics:
    X = question_points(name)
    return summarize_restarts(X, list(run_restarts(X, k, RESTARTS)), best_of_eight(X, k))


def success_rates(statistics: RestartStatistics) -> dict[str, str]:
    """Return for each method the share of its runs that reach the best known inertia, in words."""
    return {name: percent(runs.mean()) for name, runs in statistics.reached.items()}


def more_clusters_question() -> Question:
    four, fifteen = statistics_of("blobs", 4), statistics_of("15 blobs", 15)
    on_four, on_fifteen = success_rates(four), success_rates(fifteen)
    return Question(
        "Random starts do well on four blobs. What happens on fifteen?",
        {"data": "15 blobs", "k": "15", "show": "many runs"},
        f"Of {RESTARTS} random starts, {on_four['random']} reach the best known inertia on four blobs and "
        f"{on_fifteen['random']} on fifteen; of greedy k-means++, {on_four['greedy k-means++']} and "
        f"{on_fifteen['greedy k-means++']}. The chance that points drawn at random fall one into each cluster is "
        f"{percent(chance_of_one_each(np.bincount(four.best.labels)))} with four clusters and "
        f"{percent(chance_of_one_each(np.bincount(fifteen.best.labels)))} with fifteen: the more clusters, the more "
        "has to go right.",
    )


def neighbours_question() -> Question:
    X = question_points("blobs")
    best = best_of_eight(X, 4)
    rows = np.array([((X - point) ** 2).sum(axis=1).argsort()[:4] for point in X])
    inertias = final_inertias(X, X[rows])
    worst = np.sort(rows[inertias.argmax()]).tolist()
    return Question(
        "Pick four points side by side as your own start. Can the run recover?",
        {"own": write_rows(worst)},
        f"Of the {len(X)} starts that consist of a point and its three nearest neighbours, "
        f"{percent(best.is_reached(inertias).mean())} still reach the best known inertia. The worst, points "
        f"{join_words(row + 1 for row in worst)}, ends at {number(inertias.max())}, "
        f"{float(best.ratio(inertias.max())):.1f} times as much.",
    )


def outliers_question() -> Question:
    shares = success_rates(statistics_of("outliers", 4))
    return Question(
        "Farthest-first leaves no blob out. Why is it not always the best start?",
        {"data": "outliers", "k": "4", "show": "many runs"},
        f"It picks the points that are farthest away, so it starts with the outliers. Of {RESTARTS} runs with k = 4 on "
        f"the data set “outliers”, {shares['farthest-first']} reach the best known inertia; of random starts, "
        f"{shares['random']}; of greedy k-means++, {shares['greedy k-means++']}. For k-means++ distant points are "
        "likely too, but many points together outweigh one outlier.",
    )
