"""What the Elbow page searches."""

import numpy as np
import pytest

from dashboard.common.datasets import Table
from dashboard.elbow.compute import best_result, gap_steps, reference_band, scored_rows, search_sample
from kmeans_core import (
    INIT_METHODS,
    calinski_harabasz_score,
    davies_bouldin_score,
    gaps,
    kmeans,
    silhouette_score,
    sweep,
)
from tests.dashboard.common.tables import blobs
from tests.dashboard.elbow.searches import sample_of, search, since


@pytest.mark.parametrize("n, d, n_used", [(6000, 2, 5000), (500, 50, 500), (1100, 50, 600), (5000, 10, 3000)])
def test_a_table_with_many_features_is_sampled_earlier(n, d, n_used):
    X = np.random.default_rng(0).normal(size=(n, d))
    sample = search_sample(Table(X, tuple(f"f{i}" for i in range(d))))
    assert (len(sample.X), sample.n_rows, len(sample.rows)) == (n_used, n, 500)
    assert {tuple(row) for row in sample.X} <= {tuple(row) for row in X}


@pytest.mark.parametrize("init", INIT_METHODS)
def test_a_sweep_over_few_points_ends_as_low_as_that_of_kmeans_core_and_has_its_scores(init):
    X = blobs(200).X
    rows = list(scored_rows(sample_of(X), search(3, 4, init, 7)))
    for row, fit in zip(rows, sweep(X, (1, 2, 3), init=init, n_init=4, seed=7), strict=True):
        k, result, inertia, silhouette, calinski, davies = row
        assert (k, inertia) == (fit.k, pytest.approx(fit.result.inertia, rel=1e-3))
        if k > 1:
            assert silhouette == silhouette_score(X, result.labels)
            assert calinski == calinski_harabasz_score(X, result.labels)
            assert davies == davies_bouldin_score(X, result.labels)


def test_every_result_of_many_points_is_one_at_which_kmeans_stays():
    X = blobs(2000).X
    for k, result, inertia, *_ in scored_rows(sample_of(X), search(6)):
        again = kmeans(X, k, init=result.centroids)
        assert result.converged and inertia == result.inertia and len(result.labels) == 2000
        assert again.inertia == pytest.approx(inertia, rel=1e-3)


def test_a_single_k_is_the_result_of_a_sweep_that_goes_so_far():
    sample = sample_of(blobs(700).X)
    *_, (_, result, *_) = scored_rows(sample, search(3))
    np.testing.assert_array_equal(best_result(sample, search(2), 3).labels, result.labels)


def test_a_sample_has_as_many_distinct_points_as_clusters_need():
    X = np.zeros((3000, 2))
    X[:12, 0] = np.arange(12)
    sample = sample_of(X)
    assert sample.n_distinct == 12 == len(np.unique(X[sample.rows], axis=0))
    assert best_result(sample, search(n_init=20), 12).inertia == 0


def test_the_gap_statistic_is_that_of_kmeans_core_with_at_most_three_starts():
    X = blobs(200).X
    *_, mine = gap_steps(sample_of(X), search(3, n_init=4, seed=7))
    *_, core = gaps(X, (1, 2, 3), n_references=10, n_init=3, seed=7)
    np.testing.assert_array_equal(mine.references, core.references)


def test_the_band_begins_where_the_data_begin_and_is_the_references_scaled(four_blobs):
    sweep, gap = four_blobs
    band = reference_band(since(sweep, 2), gap)
    assert band.shape == (10, 9)
    np.testing.assert_allclose(band[:, 0], sweep.inertias[1])
    np.testing.assert_allclose(band[:, 3] / band[:, 0], gap.references[:, 4] / gap.references[:, 1])


def test_savings_are_shares_of_what_one_cluster_fewer_leaves(four_blobs):
    # By hand: 100, 40, 30: the second saves 60 of 100, the third 10 of 40.
    by_hand = type(four_blobs[0])((1, 2, 3), (), np.array([100.0, 40, 30]), *[np.zeros(3)] * 3)
    np.testing.assert_allclose(by_hand.saved, [np.nan, 0.6, 0.25])
