"""Names, scores and verdicts of what was found."""

import numpy as np
import pytest

from dashboard.common.datasets import Table
from dashboard.failure_cases.evaluation import (
    Result,
    agreement,
    elsewhere,
    limits,
    no_winner,
    renamed,
    result,
    silhouette,
    verdict,
)
from dashboard.failure_cases.methods import METHODS, Asked


def test_labels_take_the_name_of_the_group_they_share_most_points_with():
    truth = np.array([0, 0, 0, 1, 1, 2, 2])
    labels, order = renamed(np.array([2, 2, 1, 0, 0, 1, 1]), truth)
    assert labels.tolist() == [0, 0, 2, 1, 1, 2, 2] and order.tolist() == [1, 2, 0]


def test_noise_stays_noise_and_a_cluster_too_many_gets_a_name_of_its_own():
    labels, _ = renamed(np.array([-1, 0, 1, 2, 2]), np.array([0, 0, 1, 1, 1]))
    assert labels.tolist() == [-1, 0, 2, 1, 1]


def test_fewer_clusters_than_groups_are_numbered_from_the_first():
    truth = np.array([0, 0, 0, 1, 2, 2, 2, 3])
    labels, order = renamed(np.array([0, 0, 0, 0, 1, 1, 1, 1]), truth)
    assert sorted(order.tolist()) == [0, 1] and labels.tolist() == [0] * 4 + [1] * 4
    assert elsewhere(truth, labels) == 2


def test_renaming_never_changes_who_is_together():
    rng = np.random.default_rng(0)
    for _ in range(50):
        found, truth = rng.integers(-1, 6, 40), rng.integers(-1, 4, 40)
        found[:6], truth[:4] = np.arange(6), np.arange(4)
        labels, order = renamed(found, truth)
        assert agreement(np.where(found < 0, 0, found + 1), labels) == 1.0
        assert len(set(order.tolist())) == len(order)


def test_points_of_no_group_do_not_count_for_the_score():
    truth = np.array([0, 0, 1, 1, -1])
    assert agreement(truth, np.array([1, 1, 0, 0, 0])) == 1.0


def test_one_cluster_has_no_silhouette_and_noise_does_not_count():
    X = np.array([[0.0, 0], [0, 1], [9, 0], [9, 1], [500, 500]])
    assert silhouette(X, np.zeros(5, dtype=int)) is None
    assert silhouette(X, np.array([0, 0, 1, 1, -1])) > 0.8


def test_without_a_truth_the_score_is_the_silhouette_and_names_follow_the_reference():
    X = np.array([[0.0, 0], [0, 1], [9, 0], [9, 1]])
    found = result(Table(X, ("x", "y")), "agglomerative", Asked(2, 0, 1.0, 2), np.array([1, 1, 0, 0]))
    assert found.labels.tolist() == [1, 1, 0, 0] and found.score == pytest.approx(silhouette(X, found.labels))


def test_the_centroids_keep_the_names_of_their_points():
    X = np.array([[0.0, 0], [0, 1], [9, 0], [9, 1]])
    found = result(Table(X, ("x", "y"), np.array([1, 1, 0, 0])), "k-means", Asked(2, 0, 1.0, 2))
    for name, centroid in zip(found.names, found.centroids, strict=True):
        np.testing.assert_allclose(centroid, X[found.labels == name].mean(axis=0))
    assert found.wrong == 0 and found.score == 1.0


def scored(score):
    return Result(np.zeros(2), score, 0, 0.01, "")


@pytest.mark.parametrize("score, word", [(1.0, "finds the groups"), (0.7, "in part"), (0.1, "fails")])
def test_the_verdict_reads_the_score(score, word):
    assert word in verdict("DBSCAN", scored(0.99), scored(score)).partition(";")[2]
    assert word in verdict("whiten first", scored(0.99), scored(score)).partition("After")[2]


def test_what_was_not_run_gets_no_verdict():
    assert verdict("spectral", scored(0.1), Result(None, None, 0, 0.0, "")) == "k-means **fails** (ARI 0.10)."


def test_the_table_is_summed_up_method_by_method():
    table = [
        {"case": "a", **dict.fromkeys(METHODS, 1.0)},
        {"case": "b", **dict.fromkeys(METHODS, 0.2), "spectral": None},
    ]
    said = dict(zip(METHODS, no_winner(table), strict=True))
    assert said["spectral"] == "**spectral** finds the groups in 1 of 1 case, and fails in none."
    assert said["DBSCAN"] == "**DBSCAN** finds the groups in 1 of 2 cases, and fails in 1 (b)."


def test_every_case_stands_in_one_of_three_classes_and_k_means_has_a_word_of_its_own():
    scores = {"a": 0.95, "b": 0.949, "c": 0.6, "d": 0.599}
    table = [{"case": name, **dict.fromkeys(METHODS, score), "k-means": 0.0} for name, score in scores.items()]
    said = dict(zip(METHODS, no_winner(table), strict=True))
    assert said["DBSCAN"].endswith("the groups in 1 of 4 cases, in part in 2 (b and c), and fails in 1 (d).")
    assert said["k-means"].endswith("fails in 4 (a, b, c and d): the cases were made so that it would not.")


def test_a_remedys_limit_is_told_only_where_its_score_shows_it():
    nothing = dict.fromkeys(METHODS)
    table = [
        {"case": "moons", **nothing, "Gaussian mixture": 0.142},
        {"case": "unequal density", **nothing, "DBSCAN": 0.97},
    ]
    (said,) = limits(table)
    assert said.startswith("**Gaussian mixture** on moons: ARI 0.14, for each of its groups is an ellipse")
