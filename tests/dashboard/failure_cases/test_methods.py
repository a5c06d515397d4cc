"""The methods behind one interface, and what mends k-means."""

import numpy as np
import pytest
from sklearn.cluster import DBSCAN
from sklearn.mixture import GaussianMixture

from dashboard.failure_cases import methods
from dashboard.failure_cases.cases import NAMED
from dashboard.failure_cases.evaluation import ALL
from dashboard.failure_cases.methods import (
    METHODS,
    MIXTURE_STARTS,
    MOST_SPECTRAL,
    Asked,
    knee,
    neighbour_distances,
    parameters,
    timed,
)
from dashboard.failure_cases.preprocessing import FIXES
from kmeans_core import adjusted_rand_score, assign

ASKED = Asked(2, 0, 0.2, 5)


def points(name, n=300):
    return NAMED[name].make(n, NAMED[name].knob.default, 42)


def test_dbscan_is_scikit_learns_with_noise_as_minus_one():
    X = points("outliers").X
    labels = METHODS["DBSCAN"](X, Asked(3, 0, 0.5, 5)).labels
    np.testing.assert_array_equal(labels, DBSCAN(eps=0.5, min_samples=5).fit_predict(X))
    assert (labels == -1).any()


def test_the_mixture_is_scikit_learns_and_stands_back_at_every_iteration(monkeypatch):
    X, breaths = points("moons").X, []
    monkeypatch.setattr(methods, "breathe", lambda: breaths.append(1))
    model = GaussianMixture(4, covariance_type="diag", init_params="k-means++", n_init=MIXTURE_STARTS, random_state=0)
    labels = METHODS["Gaussian mixture"](X, Asked(4, 0, 0.2, 5, covariance="diag")).labels
    np.testing.assert_array_equal(labels, model.fit_predict(X))
    assert len(breaths) >= model.n_iter_ + MIXTURE_STARTS - 1


def test_spectral_clustering_stops_at_its_limit_with_a_sentence():
    X = np.random.default_rng(0).normal(size=(MOST_SPECTRAL + 1, 2))
    for name in ("spectral", "spectral map first"):
        found = ALL[name](X, ASKED)
        assert found.labels is None and f"{MOST_SPECTRAL:,} points" in found.note


@pytest.mark.parametrize("name", list(ALL))
@pytest.mark.parametrize("n, k", [(2, 1), (2, 2), (3, 5), (12, 10), (40, 1)])
def test_every_method_answers_for_the_fewest_points_without_a_warning(name, n, k):
    X = np.random.default_rng(0).normal(size=(n, 2))
    found = timed(ALL[name], X, Asked(k, 0, 0.5, 2)).found
    assert found.labels.shape == (n,) and found.labels.min() >= -1


@pytest.mark.parametrize("name", list(ALL))
def test_every_method_bears_points_that_are_all_alike_or_constant_in_a_feature(name):
    line = np.column_stack([np.arange(30.0), np.ones(30)])
    for X in (np.ones((30, 2)), line):
        assert timed(ALL[name], X, ASKED).found.labels.shape == (30,)


@pytest.mark.parametrize("name", list(METHODS))
def test_the_parameters_shown_name_what_was_asked(name):
    said = parameters(name, Asked(7, 3, 0.25, 4, "single", "diag"))
    shown = {
        "DBSCAN": ("eps=0.250", "min_samples=4"),
        "agglomerative": ("=7", "single"),
        "Gaussian mixture": ("=7", "diag", "random_state=3"),
    }.get(name, ("=7", "=3"))
    assert all(part in said for part in shown)


@pytest.mark.parametrize("name, case", [("standardise first", "scales"), ("whiten first", "stretched")])
def test_after_a_linear_fix_each_point_belongs_to_the_nearest_centroid_of_the_new_features(name, case):
    X = points(case).X
    found = FIXES[name](X, ASKED)
    np.testing.assert_array_equal(found.labels, assign(X @ found.straight, found.centroids))


def test_whitened_points_have_unit_variance_in_every_direction():
    X = points("stretched").X
    white = X @ FIXES["whiten first"](X, ASKED).straight
    np.testing.assert_allclose(np.cov(white.T, bias=True), np.eye(2), atol=1e-9)


def test_removing_outliers_leaves_out_every_stray_and_few_others():
    table = points("outliers")
    found = FIXES["remove outliers first"](table.X, Asked(3, 0, 0.5, 5))
    left_out = found.labels < 0
    assert left_out[table.truth < 0].all() and left_out[table.truth >= 0].mean() < 0.05
    assert found.note.startswith(f"{left_out.sum()} of 300 points")


@pytest.mark.parametrize("case, groups", [("wrong k", 4), ("no structure", 1)])
def test_the_gap_statistic_chooses_the_number_of_groups_whatever_k_was_asked_for(case, groups):
    for k in (2, 7):
        found = FIXES["gap statistic for k"](points(case).X, Asked(k, 42, 1.0, 5))
        assert len(np.unique(found.labels)) == groups and f"k = {groups}." in found.note


def test_merging_gives_as_many_clusters_as_asked_for_also_bent_ones():
    table = points("moons")
    labels = FIXES["more clusters, then merge"](table.X, ASKED).labels
    assert adjusted_rand_score(table.truth, labels) > 0.95
    assert np.unique(labels).tolist() == [0, 1]


def test_distance_to_a_neighbour_counts_the_point_itself():
    X = np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0]])
    np.testing.assert_allclose(neighbour_distances(X, 2), [1, 1, 2])
    np.testing.assert_allclose(neighbour_distances(X, 9), [3, 2, 3])  # no more neighbours than points


def test_the_knee_is_where_a_flat_curve_turns_up():
    assert knee(np.array([1.0, 9.0, 1.0, 1.0, 1.2, 5.0])) == 1.2
    assert knee(np.ones(4)) == 1.0
