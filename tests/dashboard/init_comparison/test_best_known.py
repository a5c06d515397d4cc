"""The best known run, and what it means to reach it."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.init_comparison.best_known import best_of_eight
from dashboard.init_comparison.restart_statistics import run_restarts, summarize_restarts
from kmeans_core import assign, inertia, lloyd, random_init

X = NAMED["blobs"].make(120, 1.0, 42).X
BEST = best_of_eight(X, 4)


def test_the_inertia_and_the_labels_belong_to_the_centroids():
    assert BEST.inertia == pytest.approx(inertia(X, BEST.centroids))
    np.testing.assert_array_equal(BEST.labels, assign(X, BEST.centroids))


@pytest.mark.parametrize("name", [name for name, dataset in NAMED.items() if dataset.clusters])
def test_eight_runs_reach_the_best_inertia_of_160_more(name):
    points, k = NAMED[name].make(300, 1.0, 42).X, NAMED[name].clusters
    best = best_of_eight(points, k)
    statistics = summarize_restarts(points, list(run_restarts(points, k, 40)), best)
    assert statistics.best.is_reached(best.inertia)
    assert statistics.best.n_runs == 8 + statistics.final_inertias.size


def test_within_one_per_cent_reaches_the_best_known_inertia_and_beyond_does_not():
    assert BEST.is_reached(BEST.inertia * 1.009) and not BEST.is_reached(BEST.inertia * 1.011)
    assert BEST.ratio(2.5 * BEST.inertia) == pytest.approx(2.5) and BEST.ratio(BEST.inertia) == 1


def test_where_every_point_is_a_centroid_rounding_is_not_a_failure():
    points = np.repeat(np.random.default_rng(0).normal(size=(4, 2)), 25, axis=0)
    best = best_of_eight(points, 4)
    assert best.is_reached(best.inertia + best.rounding_error / 2) and np.isinf(best.ratio(1.0))


def test_a_lower_run_is_the_best_and_one_that_is_lower_by_rounding_alone_changes_no_number():
    *_, high = lloyd(X, random_init(X, 4, seed=0), tol=0)
    first = best_of_eight(X, 4)
    ends = high.centroids, high.centroids[::-1]
    lower = first.among(X, [high.inertia, 0.9 * first.inertia], lambda i: ends[i])
    np.testing.assert_array_equal(lower.centroids, high.centroids[::-1])
    np.testing.assert_array_equal(lower.labels, assign(X, lower.centroids))
    same = first.among(X, [first.inertia * (1 - 1e-12)], lambda i: ends[i])
    assert same.centroids is first.centroids and (lower.n_runs, same.n_runs) == (10, 9)
