"""The methods behind one interface, and the fixes for k-means."""

import numpy as np
import pytest
from sklearn.cluster import DBSCAN
from sklearn.mixture import GaussianMixture

from dashboard.common.datasets import Table
from dashboard.common.sampling import even_rows
from dashboard.failure_cases.cases import CASES
from dashboard.failure_cases.compute import evaluate
from dashboard.failure_cases.methods import (
    MAX_SAMPLE,
    METHODS,
    METHODS_AND_FIXES,
    MIXTURE_STARTS,
    Hyperparameters,
    bend,
    calls,
    neighbour_distances,
    quiet,
)
from kmeans_core import adjusted_rand_score, assign

PARAMS = Hyperparameters(2, 0, 0.2, 5)


def points(name, n=300):
    return CASES[name].make(n, CASES[name].parameter.default, 42)


def clustering(name, X, params=PARAMS):
    with quiet():
        return METHODS_AND_FIXES[name](X, params)


def labels_of(name, X, params=PARAMS):
    return evaluate(Table(X, ("x", "y")), name, params).labels


def test_dbscan_is_scikit_learns_with_noise_as_minus_one():
    X = points("outliers").X
    labels = clustering("DBSCAN", X, Hyperparameters(3, 0, 0.5, 5)).labels
    np.testing.assert_array_equal(labels, DBSCAN(eps=0.5, min_samples=5).fit_predict(X))
    assert (labels == -1).any()


@pytest.mark.parametrize("case, k, covariance", [("moons", 4, "diag"), ("stretched", 7, "full")])
def test_the_mixture_is_scikit_learns_on_points_in_units_of_their_spread(case, k, covariance):
    X = points(case).X
    options = dict(covariance_type=covariance, init_params="k-means++", n_init=MIXTURE_STARTS, random_state=0)
    labels = clustering("Gaussian mixture", X, Hyperparameters(k, 0, 0.2, 5, covariance=covariance)).labels
    with quiet():  # not all of them converge
        model = GaussianMixture(k, **options)
        np.testing.assert_array_equal(labels, model.fit_predict((X - X.mean(axis=0)) / X.std()))


LINE = np.outer(np.arange(60.0), [1, 2])
EIGHT = np.array([[1.0, 2], [2, 1], [1, 1], [2, 2], [8, 9], [9, 8], [8, 8], [9, 9]])
LONELY = np.vstack([EIGHT, [[1e6, -1e6]]])


@pytest.mark.parametrize("name", list(METHODS_AND_FIXES))
@pytest.mark.parametrize("X", [LINE, EIGHT, LONELY], ids=["a line", "eight points", "a distant point"])
def test_a_methods_result_does_not_depend_on_the_unit_of_the_data(name, X):
    usual, *others = (
        labels_of(name, X * unit, Hyperparameters(2, 0, 1.5 * unit, 2)) for unit in (1, 2.0**-100, 2.0**33, 2.0**100)
    )
    for labels in others:
        assert adjusted_rand_score(usual, labels) == 1.0


@pytest.mark.parametrize("name", ["spectral", "agglomerative", "spectral map first", "more clusters, then merge"])
def test_beyond_the_sample_each_point_has_the_label_of_the_nearest_that_the_method_saw(name):
    X = points("moons", 1000).X
    result, rows = clustering(name, X), even_rows(1000, MAX_SAMPLE)
    of_sample = clustering(name, X[rows]).labels
    nearest = ((X[:, None] - X[rows]) ** 2).sum(axis=2).argmin(axis=1)
    np.testing.assert_array_equal(result.labels, of_sample[nearest])
    assert result.note.startswith("Computed on 300 of the 1,000 points.")


@pytest.mark.parametrize("name", list(METHODS_AND_FIXES))
@pytest.mark.parametrize("n, k", [(2, 1), (2, 2), (3, 5), (12, 10), (40, 1)])
def test_every_method_handles_few_points_without_a_warning(name, n, k):
    X = np.random.default_rng(0).normal(size=(n, 2))
    labels = labels_of(name, X, Hyperparameters(k, 0, 0.5, 2))
    assert labels.shape == (n,) and labels.min() >= -1


@pytest.mark.parametrize("name", list(METHODS_AND_FIXES))
@pytest.mark.parametrize("X", [np.ones((30, 2)), np.column_stack([np.arange(30.0), np.ones(30)])])
def test_every_method_handles_identical_points_and_a_constant_feature(name, X):
    assert labels_of(name, X).shape == (30,)


@pytest.mark.parametrize("name", list(METHODS))
def test_the_parameters_shown_name_what_was_asked(name):
    shown = calls(Hyperparameters(7, 3, 0.25, 4, "single", "diag"))[name]
    parts = {
        "DBSCAN": ("eps=0.250", "min_samples=4"),
        "agglomerative": ("=7", "single"),
        "Gaussian mixture": ("=7", "diag", "random_state=3"),
    }.get(name, ("=7", "=3"))
    assert all(part in shown for part in parts)


@pytest.mark.parametrize("name, case", [("standardise first", "scales"), ("whiten first", "stretched")])
def test_after_a_linear_fix_each_point_belongs_to_the_nearest_centroid_of_the_new_features(name, case):
    X = points(case).X
    result = clustering(name, X)
    np.testing.assert_array_equal(result.labels, assign(X @ result.transform, result.centroids))


def test_whitened_points_have_unit_variance_in_every_direction():
    X = points("stretched").X
    white = X @ clustering("whiten first", X).transform
    np.testing.assert_allclose(np.cov(white.T, bias=True), np.eye(2), atol=1e-9)


@pytest.mark.parametrize("n", [300, 2000])
def test_removing_outliers_leaves_out_every_outlier_and_few_others(n):
    table = points("outliers", n)
    result = clustering("remove outliers first", table.X, Hyperparameters(3, 0, 0.5, 5))
    left_out = result.labels < 0
    assert left_out[table.truth < 0].all() and left_out[table.truth >= 0].mean() < 0.05
    assert result.note.startswith(f"{left_out.sum()} of {n:,} points")


@pytest.mark.parametrize("case, groups", [("wrong k", 4), ("no structure", 1)])
@pytest.mark.parametrize("k", [2, 7])
def test_the_gap_statistic_chooses_the_number_of_groups_whatever_k_was_asked_for(case, groups, k):
    result = clustering("gap statistic for k", points(case).X, Hyperparameters(k, 42, 1.0, 5))
    assert len(np.unique(result.labels)) == groups and f"k = {groups}." in result.note


def test_merging_gives_as_many_clusters_as_asked_for_also_curved_ones():
    table = points("moons")
    labels = clustering("more clusters, then merge", table.X).labels
    assert adjusted_rand_score(table.truth, labels) > 0.95
    assert np.unique(labels).tolist() == [0, 1]


def test_distance_to_a_neighbour_counts_the_point_itself():
    X = np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0]])
    np.testing.assert_allclose(neighbour_distances(X, 2), [1, 1, 2])
    np.testing.assert_allclose(neighbour_distances(X, 9), [3, 2, 3])  # no more neighbours than points


def test_dbscan_at_the_bend_reaches_all_points_up_to_there():
    X = np.repeat([[1.0, 2.0], [3.0, 4.0]], [3, 2], axis=0)  # the fifth neighbour is sqrt(8) = 2.828 away
    eps = bend(neighbour_distances(X, 5))
    assert eps == 2.83 and not METHODS["DBSCAN"](X, Hyperparameters(4, 0, eps, 5)).labels.any()
    assert bend(np.zeros(5)) == 1.0  # eps is above 0


def test_the_bend_is_where_a_flat_curve_turns_up():
    assert bend(np.array([1.0, 9.0, 1.0, 1.0, 1.2, 5.0])) == 1.2
    assert bend(np.ones(4)) == 1.0
