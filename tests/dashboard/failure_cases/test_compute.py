"""Names and scores of what a method found."""

import numpy as np
import pytest

from dashboard.common.datasets import Table
from dashboard.failure_cases.compute import agreement, count_misplaced, evaluate, mean_silhouette, renamed
from dashboard.failure_cases.methods import Hyperparameters

TWO_PAIRS = np.array([[0.0, 0], [0, 1], [9, 0], [9, 1]])


def result_of(table, method, params, reference=None):
    result = evaluate(table, method, params, reference)
    return result


def test_labels_take_the_name_of_the_group_they_share_most_points_with():
    truth = np.array([0, 0, 0, 1, 1, 2, 2])
    labels, names = renamed(np.array([2, 2, 1, 0, 0, 1, 1]), truth)
    assert labels.tolist() == [0, 0, 2, 1, 1, 2, 2] and names.tolist() == [1, 2, 0]


def test_noise_stays_noise_and_a_surplus_cluster_gets_a_name_of_its_own():
    labels, _ = renamed(np.array([-1, 0, 1, 2, 2]), np.array([0, 0, 1, 1, 1]))
    assert labels.tolist() == [-1, 0, 2, 1, 1]


def test_fewer_clusters_than_groups_are_numbered_from_the_first():
    truth = np.array([0, 0, 0, 1, 2, 2, 2, 3])
    labels, names = renamed(np.array([0, 0, 0, 0, 1, 1, 1, 1]), truth)
    assert sorted(names.tolist()) == [0, 1] and labels.tolist() == [0] * 4 + [1] * 4
    assert count_misplaced(truth, labels) == 2


def test_an_empty_cluster_gets_a_name_too():
    labels, names = renamed(np.array([0, 0, 1]), np.array([1, 1, 0]), k=3)
    assert labels.tolist() == [1, 1, 0] and names.tolist() == [1, 0, 2]


def test_renaming_never_changes_which_points_are_together():
    rng = np.random.default_rng(0)
    for _ in range(50):
        found, truth = rng.integers(-1, 6, 40), rng.integers(-1, 4, 40)
        found[:6], truth[:4] = np.arange(6), np.arange(4)
        labels, names = renamed(found, truth)
        assert agreement(np.where(found < 0, 0, found + 1), labels) == 1.0
        assert len(set(names.tolist())) == len(names)


def test_points_of_no_group_do_not_count_for_the_score():
    truth = np.array([0, 0, 1, 1, -1])
    assert agreement(truth, np.array([1, 1, 0, 0, 0])) == 1.0


def test_one_cluster_has_no_silhouette_and_noise_does_not_count():
    X = np.vstack([TWO_PAIRS, [[500, 500]]])
    assert mean_silhouette(X, np.zeros(5, dtype=int)) is None
    assert mean_silhouette(X, np.array([0, 0, 1, 1, -1])) > 0.8


def test_without_a_truth_the_score_is_the_silhouette_and_names_follow_the_reference():
    result = result_of(
        Table(TWO_PAIRS, ("x", "y")), "agglomerative", Hyperparameters(2, 0, 1.0, 2), np.array([1, 1, 0, 0])
    )
    assert result.labels.tolist() == [1, 1, 0, 0]
    assert result.score == pytest.approx(mean_silhouette(TWO_PAIRS, result.labels))


def test_the_centroids_keep_the_names_of_their_points():
    table = Table(TWO_PAIRS, ("x", "y"), np.array([1, 1, 0, 0]))
    result = result_of(table, "k-means", Hyperparameters(2, 0, 1.0, 2))
    for name, centroid in zip(result.names, result.centroids, strict=True):
        np.testing.assert_allclose(centroid, TWO_PAIRS[result.labels == name].mean(axis=0))
    assert result.wrong == 0 and result.score == 1.0


def test_every_centroid_has_a_name_where_there_are_fewer_distinct_points_than_clusters():
    X = np.array([[1.0, 2], [1, 2], [3, 4]])
    result = result_of(Table(X, ("x", "y")), "k-means", Hyperparameters(3, 0, 1.0, 2))
    assert len(result.names) == len(result.centroids) == len(set(result.names.tolist()))
