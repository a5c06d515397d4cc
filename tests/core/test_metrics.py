"""Silhouettes, the two centroid indices and the comparisons of labellings: by hand and as in scikit-learn."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.datasets import make_blobs

from kmeans_core import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    normalized_mutual_info_score,
    separation,
    silhouette_samples,
    silhouette_score,
)

LINE = [[0.0], [2.0], [10.0]]
SCORES = [silhouette_score, calinski_harabasz_score, davies_bouldin_score]


def test_silhouettes_by_hand():
    # 0: a = 2, b = 10, (10 - 2) / 10. 2: a = 2, b = 8, (8 - 2) / 8. 10 is alone: 0.
    np.testing.assert_allclose(silhouette_samples(LINE, [0, 0, 1]), [0.8, 0.75, 0])
    assert silhouette_score(LINE, [0, 0, 1]) == pytest.approx(1.55 / 3)


def test_separation_by_hand():
    # To the pair {0, 2} the point 10 has 10 and 8: 9 on average. It is alone, so it has no a(i).
    apart = separation(LINE, [7, 7, -1])
    np.testing.assert_allclose(apart.own, [2, 2, np.nan])
    np.testing.assert_allclose(apart.other, [10, 8, 9])
    assert apart.neighbour.tolist() == [-1, -1, 7]


def test_the_two_indices_by_hand():
    # {0, 2} and {10, 12}: centroids 1 and 11, the mean is 6. Within 4 * 1, between 4 * 25; n - k = 2, k - 1 = 1.
    X, labels = [[0.0], [2.0], [10.0], [12.0]], [0, 0, 1, 1]
    assert calinski_harabasz_score(X, labels) == pytest.approx(100 / 4 * 2 / 1)
    # Mean distances to the centroids are 1 and 1, the centroids are 10 apart.
    assert davies_bouldin_score(X, labels) == pytest.approx((1 + 1) / 10)


@pytest.mark.parametrize("n, d, k", [(3, 1, 2), (300, 2, 4), (900, 3, 7), (700, 20, 5), (300, 2, 150), (60, 3000, 3)])
def test_all_scores_equal_scikit_learns(n, d, k):
    X, labels = make_blobs(n, d, centers=k, cluster_std=3, random_state=1)
    np.testing.assert_allclose(silhouette_samples(X, labels), metrics.silhouette_samples(X, labels), atol=1e-11)
    assert silhouette_score(X, labels) == pytest.approx(metrics.silhouette_score(X, labels), abs=1e-11)
    assert calinski_harabasz_score(X, labels) == pytest.approx(metrics.calinski_harabasz_score(X, labels))
    assert davies_bouldin_score(X, labels) == pytest.approx(metrics.davies_bouldin_score(X, labels))


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 40), st.integers(1, 5), st.integers(2, 6), st.integers(0, 10**6))
def test_separation_equals_the_definition_on_grids_full_of_duplicates(n, d, k, seed):
    rng = np.random.default_rng(seed)
    X, labels = rng.integers(0, 3, (n, d)).astype(float), rng.permutation(np.arange(n) % k)
    away = np.sqrt(((X[:, None] - X) ** 2).sum(-1))
    apart = separation(X, labels)
    for i in range(n):
        own = (labels == labels[i]) & (np.arange(n) != i)
        others = [away[i, labels == j].mean() if j != labels[i] else np.inf for j in range(min(n, k))]
        np.testing.assert_allclose(apart.own[i], away[i, own].mean() if own.any() else np.nan)
        np.testing.assert_allclose(apart.other[i], min(others))
        assert others[apart.neighbour[i]] == pytest.approx(min(others))


@pytest.mark.parametrize("scale, offset", [(1, 1e9), (1e-150, 0), (1e150, 0), (2.0**30, -1e6)])
def test_scores_do_not_depend_on_where_the_origin_is_or_on_the_unit(scale, offset):
    X, labels = make_blobs(400, 2, centers=3, random_state=0)
    X = np.round(X * 256) / 256  # so that moving the data rounds nothing
    for score in SCORES:
        assert score(X * scale + offset, labels) == pytest.approx(score(X, labels), rel=1e-6)


def test_clusters_far_apart_keep_the_digits_of_what_is_near():
    # Two pairs 1 and 2 apart, 1e9 from each other.
    apart = separation([[0.0, 0], [1, 0], [1e9, 0], [1e9 + 2, 0]] * 3, [0, 0, 1, 1] * 3)
    np.testing.assert_allclose(apart.own[:4], [3 / 5, 3 / 5, 6 / 5, 6 / 5])


def test_identical_points_in_one_cluster_are_perfectly_compact():
    apart = separation([[0.1, 0.7]] * 4 + [[5.0, 5.0]] * 2, [0] * 4 + [1] * 2)
    assert apart.own.tolist() == [0.0] * 6
    assert silhouette_samples([[0.1, 0.7]] * 4 + [[5.0, 5.0]] * 2, [0] * 4 + [1] * 2).tolist() == [1.0] * 6


@pytest.mark.parametrize(
    "points", [[[0.1, 0.7], [0.3, 0.2]], [[1e6 + 0.1, 3.3], [7.7, -1e-7]], [[1e-9, 0], [1e9, 1 / 3]]]
)
def test_clusters_without_spread_score_1_whatever_the_rounding(points):
    # The sum of 3 times 0.1 is not exactly 0.3: the mean of equal points must still be that point.
    X, labels = np.repeat(points, [3, 7], axis=0), [0] * 3 + [1] * 7
    assert calinski_harabasz_score(X, labels) == 1 and davies_bouldin_score(X, labels) == 0


def test_without_any_variance_nothing_divides_by_zero():
    X, labels = np.ones((6, 2)), [0, 0, 1, 1, 2, 2]
    assert silhouette_score(X, labels) == 0
    assert calinski_harabasz_score(X, labels) == 1 and davies_bouldin_score(X, labels) == 0


@pytest.mark.parametrize("n, d, k", [(4_000, 2, 8), (3_000, 3, 300), (1_500, 200, 4), (120, 5_000, 3)])
def test_silhouettes_need_8_megabytes_and_8kn_bytes(n, d, k):
    X, labels = make_blobs(n, d, centers=k, random_state=0)
    silhouette_samples(X[:50], labels[:50])
    tracemalloc.start()
    silhouette_samples(X, labels)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak <= 8e6 + 8 * k * n


@pytest.mark.parametrize("give", [np.asfortranarray, np.ndarray.tolist, np.float32, lambda X: np.repeat(X, 2, 0)[::2]])
def test_any_layout_of_the_data_gives_the_same(give):
    X, labels = make_blobs(100, 3, centers=3, random_state=2)
    X = X.astype(np.float32).astype(float)
    np.testing.assert_allclose(silhouette_samples(give(X), list(labels)), silhouette_samples(X, labels), atol=1e-14)


def test_labels_may_be_names_and_the_data_read_only():
    X = np.array(LINE)
    X.flags.writeable = False
    assert separation(X, ["left", "left", "right"]).neighbour.tolist() == ["right", "right", "left"]


@pytest.mark.parametrize("score", [silhouette_samples, separation, *SCORES])
@pytest.mark.parametrize(
    "X, labels, named",
    [
        (LINE, [0, 0, 0], r"labels has 1 cluster\(s\); a score needs at least 2"),
        (LINE, [0, 1], r"labels has shape \(2,\)"),
        (LINE, [[0, 1, 2]], r"labels has shape \(1, 3\)"),
        (LINE, [0.5, 1.5, 1.5], "labels must be whole numbers or text, not float64"),
        ([[0.0], [np.nan], [1.0]], [0, 1, 1], "NaN"),
        ([], [], "X"),
    ],
)
def test_bad_input_is_named(score, X, labels, named):
    with pytest.raises((ValueError, TypeError), match=named):
        score(X, labels)


COMPARISONS = [adjusted_rand_score, normalized_mutual_info_score]


def test_comparisons_by_hand():
    # {0, 1}, {2, 3} against {0, 1, 2}, {3}: of 6 pairs 2 and 3 are together, 1 in both; by chance 2 * 3 / 6 = 1.
    assert adjusted_rand_score([0, 0, 1, 1], [0, 0, 0, 1]) == pytest.approx((1 - 1) / (2.5 - 1))
    # Independent halves say nothing about each other: each quarter has one point of four.
    assert normalized_mutual_info_score([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(0, abs=1e-15)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(-2, 4), st.integers(0, 9)), min_size=1, max_size=60))
def test_comparisons_equal_scikit_learns(pairs):
    true, pred = map(list, zip(*pairs, strict=True))
    assert adjusted_rand_score(true, pred) == pytest.approx(metrics.adjusted_rand_score(true, pred), abs=1e-12)
    ours, theirs = normalized_mutual_info_score(true, pred), metrics.normalized_mutual_info_score(true, pred)
    assert ours == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("score", COMPARISONS)
def test_names_of_clusters_do_not_matter(score):
    true = np.random.default_rng(0).integers(0, 5, 200)
    assert score(true, (true * 7 + 3) % 5) == pytest.approx(1)
    assert score(true, np.array(list("abcde"))[true]) == pytest.approx(1)
    assert score([0, 0, 0], [4, 4, 4]) == score([0, 1, 2], [5, 4, 3]) == pytest.approx(1)


@pytest.mark.parametrize("score", COMPARISONS)
def test_chance_scores_about_zero_and_order_does_not_matter(score):
    rng = np.random.default_rng(1)
    true, pred = rng.integers(0, 4, (2, 20_000))
    assert abs(score(true, pred)) < 0.01
    assert score(true, pred) == pytest.approx(score(pred, true))


def test_pairs_of_very_many_points_do_not_overflow():
    true = np.repeat([0, 1], 200_000)  # 8e10 pairs, and their square is beyond 64 bits
    assert adjusted_rand_score(true, true) == 1
    assert 0.99 < adjusted_rand_score(true, np.roll(true, 1)) < 1


@pytest.mark.parametrize("score", COMPARISONS)
@pytest.mark.parametrize(
    "true, pred, named",
    [
        ([0, 1], [0, 1, 1], r"labels_pred has shape \(3,\)"),
        ([[0, 1]], [0, 1], r"labels_true has shape \(1, 2\)"),
        ([], [], "labels_true is empty"),
        ([0, 1], [0.5, 1.5], "labels_pred must be whole numbers or text"),
    ],
)
def test_bad_labels_are_named(score, true, pred, named):
    with pytest.raises((ValueError, TypeError), match=named):
        score(true, pred)
