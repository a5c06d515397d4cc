"""The Init comparison page's questions, their answers computed."""

import numpy as np

from dashboard.common.datasets import NAMED
from dashboard.common.formatting import join_words, number, percent
from dashboard.common.questions import Number, Question, Reply, without_guess
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
    four, fifteen, outliers = statistics_of("blobs", 4), statistics_of("15 blobs", 15), statistics_of("outliers", 4)
    return [
        close_start(),
        more_clusters(four, fifteen),
        farthest_outliers(outliers),
        misses_in_common(fifteen, outliers),
        best_of_ten(four),
    ]


def question_points(name) -> np.ndarray:
    return NAMED[name].make(300, 1.0, 42).X


def statistics_of(name, k) -> RestartStatistics:
    X = question_points(name)
    return summarize_restarts(X, list(run_restarts(X, k, RESTARTS)), best_of_eight(X, k))


def many_runs_of(name, k) -> dict[str, str]:
    """Return the settings with which a link shows many runs on these data without asking for a guess."""
    return {"data": name, "k": str(k), "show": "many runs"} | without_guess(name, 42, f"k{k}", "runs")


def success_rates(statistics: RestartStatistics) -> dict[str, str]:
    """Return for each method the share of its runs that reach the best known inertia, in words."""
    return {name: percent(runs.mean()) for name, runs in statistics.reached.items()}


def close_start() -> Question:
    X = question_points("blobs")
    best = best_of_eight(X, 4)
    rows = np.array([((X - point) ** 2).sum(axis=1).argsort()[:4] for point in X])
    inertias = final_inertias(X, X[rows])
    worst = np.sort(rows[inertias.argmax()]).tolist()
    return Question(
        "Four points side by side are your own start on four blobs. Does the run recover?",
        (
            Reply("Always: it stops only at the best result", "k-means stops only at the best result"),
            Reply("From some places"),
            Reply("Never: all four stay in that blob", "a centroid cannot leave the group it starts in"),
        ),
        f"Of the {len(X)} starts that consist of a point and its three nearest neighbours, "
        f"{percent(best.is_reached(inertias).mean())} still reach the best known inertia: the outer centroids take "
        f"other blobs' points at once, and move there. The worst, points {join_words(row + 1 for row in worst)}, ends "
        f"at {number(inertias.max())}, {float(best.ratio(inertias.max())):.1f} times as much.",
        {"See the worst start": {"own": write_rows(worst)} | without_guess("blobs", 42, "k4", "start0")},
    )


def more_clusters(four: RestartStatistics, fifteen: RestartStatistics) -> Question:
    on_four, on_fifteen = success_rates(four), success_rates(fifteen)
    right, same = (round(100 * statistics.reached["random"].mean()) for statistics in (fifteen, four))
    return Question(
        f"Of {RESTARTS} random starts on four blobs, {on_four['random']} reach the best known inertia. How many per "
        "cent do on fifteen?",
        (Reply(str(right)), Reply(str(same), "more clusters need no better start")),
        f"On fifteen blobs it is {on_fifteen['random']}; of greedy k-means++, {on_four['greedy k-means++']} and "
        f"{on_fifteen['greedy k-means++']}. The chance that points drawn at random fall one into each cluster is "
        f"{percent(chance_of_one_each(np.bincount(four.best.labels)))} with four clusters and "
        f"{percent(chance_of_one_each(np.bincount(fifteen.best.labels)))} with fifteen: the more clusters, the more "
        "has to go right.",
        {"See it": many_runs_of("15 blobs", 15)},
        Number(0, 100, near=5, unit=" %"),
    )


def farthest_outliers(outliers: RestartStatistics) -> Question:
    shares = success_rates(outliers)
    return Question(
        "Farthest-first spreads its centroids as far as it can. How good is it on three groups with a few outliers, at "
        "k = 4?",
        (
            Reply("The best: far apart is what a start needs", "the farther apart the start, the better the result"),
            Reply("As good as elsewhere: they are few", "a few points cannot change the result"),
            Reply("The worst: it begins with the outliers"),
        ),
        f"Of {RESTARTS} runs, {shares['farthest-first']} reach the best known inertia; of random starts, "
        f"{shares['random']}; of greedy k-means++, {shares['greedy k-means++']}. For k-means++ distant points are "
        "likely too, but many points together outweigh one outlier.",
        {"See it": many_runs_of("outliers", 4)},
    )


def misses_in_common(fifteen: RestartStatistics, outliers: RestartStatistics) -> Question:
    random, farthest = success_rates(fifteen)["random"], success_rates(outliers)["farthest-first"]
    return Question(
        "Random starts fail on fifteen blobs, farthest-first fails on outliers. What do these two have in common?",
        (
            Reply("Their runs end too early", "more iterations make up for a bad start"),
            Reply("Some group begins without a centroid"),
            Reply("There are too many clusters", "a failure means that k is wrong"),
        ),
        f"Only {random} and {farthest} of the runs reach the best known inertia, although all run until nothing "
        "changes, and with the same k other starts do reach it. A centroid moves to the mean of its own points, so "
        "it hardly ever crosses from a group that has two to one that has none.",
        {
            "See fifteen blobs": {"data": "15 blobs", "k": "15"} | without_guess("15 blobs", 42, "k15", "start0"),
            "See the outliers": {"data": "outliers", "k": "4"} | without_guess("outliers", 42, "k4", "start0"),
        },
    )


def best_of_ten(four: RestartStatistics) -> Question:
    share = four.reached["random"].mean()
    missed = 100 * (1 - share) ** 10
    return Question(
        f"{percent(share)} of the random starts on four blobs reach the best known inertia. You run ten and keep the "
        "one with the lowest inertia: in how many of 100 such tries does it reach it?",
        (Reply(f"{100 - missed:.0f}"), Reply(f"{100 * share:.0f}", "the best of ten runs is no better than one")),
        f"All ten miss it with a chance of {percent(1 - share)} to the power of ten, {percent(missed / 100)}. That is "
        "what n_init is for; where one run in a hundred succeeds, ten are not enough, and a better start helps more.",
        {"See many runs": many_runs_of("blobs", 4)},
        Number(0, 100, near=5),
    )
