"""The silhouette plot has every point's silhouette, and the detail of a point its a and b."""

import numpy as np
import pytest
from sklearn.metrics import silhouette_samples, silhouette_score

from dashboard.common.datasets import NAMED
from dashboard.elbow.silhouette_detail import (
    MAX_BARS,
    MAX_DRAWN_POINTS,
    all_silhouettes,
    cluster_silhouettes,
    line_ends,
    rows_to_draw,
    silhouette_detail,
)
from kmeans_core import kmeans


def clustered(name="iris", n=300, k=3):
    X = NAMED[name].make(n, 1.0, 42).X
    labels = kmeans(X, k, seed=0).labels
    return X, labels, all_silhouettes(X, labels)


@pytest.mark.parametrize("name, k", [("iris", 3), ("uniform", 7), ("blobs", 20)])
def test_the_bars_sum_to_the_score_that_scikit_learn_gives(name, k):
    X, labels, silhouettes = clustered(name, k=k)
    clusters = cluster_silhouettes(silhouettes)
    assert sum(cluster.values.sum() for cluster in clusters) / len(X) == pytest.approx(silhouette_score(X, labels))
    np.testing.assert_allclose(silhouettes.values, silhouette_samples(X, labels), atol=1e-12)
    for cluster in clusters:
        assert (labels[cluster.rows] == cluster.cluster).all() and (np.diff(cluster.values) <= 0).all()
        assert silhouettes.cluster_means[cluster.cluster] == pytest.approx(cluster.values.mean())


def test_many_points_share_few_bars_that_still_fill_their_clusters_height():
    _, labels, silhouettes = clustered("blobs", 5000, 4)
    clusters = cluster_silhouettes(silhouettes)
    assert sum(len(cluster.rows) for cluster in clusters) <= MAX_BARS + 4
    for cluster, size in zip(clusters, np.bincount(labels), strict=True):
        assert cluster.thickness * len(cluster.rows) == pytest.approx(size)
        assert cluster.values.mean() == pytest.approx(silhouettes.cluster_means[cluster.cluster], abs=0.01)


def test_the_bars_of_two_clusters_do_not_overlap():
    clusters = cluster_silhouettes(clustered()[2])
    for above, below in zip(clusters, clusters[1:], strict=False):
        assert above.edges[1] < below.edges[0]


def test_the_mean_lengths_of_the_lines_are_a_and_b_and_no_other_cluster_is_nearer():
    X, labels, silhouettes = clustered()
    for i in range(0, len(X), 10):
        detail = silhouette_detail(silhouettes, i)
        length = np.linalg.norm(X - X[i], axis=1)
        assert detail.a == pytest.approx(length[detail.own].mean()) and i not in detail.own
        assert detail.b == pytest.approx(length[detail.other].mean())
        assert detail.b <= min(length[labels == j].mean() for j in set(labels) - {labels[i]}) * (1 + 1e-12)
        assert detail.value == pytest.approx((detail.b - detail.a) / max(detail.a, detail.b))


def test_a_picture_of_many_points_draws_some_and_the_end_of_every_line():
    silhouettes = clustered("blobs", 5000, 4)[2]
    assert len(rows_to_draw(5000)) == MAX_DRAWN_POINTS and len(rows_to_draw(300)) == 300
    detail = silhouette_detail(silhouettes, 4321)
    rows = rows_to_draw(5000, detail)
    ends = {detail.point, *line_ends(detail.own), *line_ends(detail.other)}
    assert ends <= set(rows.tolist()) and len(rows) <= MAX_DRAWN_POINTS + len(ends)
    assert (np.diff(rows) > 0).all()


def test_lines_are_drawn_to_an_even_choice_of_many_points():
    rows = np.arange(1000)
    assert len(line_ends(rows)) <= 150 and line_ends(rows)[0] == 0 and line_ends(rows)[-1] > 980
    np.testing.assert_array_equal(line_ends(rows[:100]), rows[:100])
