"""The silhouette plot has every point's silhouette, and the detail of a point its a and b."""

import numpy as np
import pytest
from sklearn.metrics import silhouette_samples, silhouette_score

from dashboard.common.datasets import NAMED
from dashboard.elbow.compute import (
    MAX_DRAWN_POINTS,
    line_ends,
    rows_to_draw,
    sampled_silhouettes,
    silhouette_detail,
)
from kmeans_core import kmeans
from tests.dashboard.elbow.searches import sample_of


def clustered(name="iris", n=300, k=3):
    X = NAMED[name].make(n, 1.0, 42).X
    labels = kmeans(X, k, seed=0).labels
    return X, labels, sampled_silhouettes(sample_of(X), labels)


@pytest.mark.parametrize("name, k", [("iris", 3), ("uniform", 7), ("blobs", 20)])
def test_the_bars_sum_to_the_score_that_scikit_learn_gives(name, k):
    X, labels, silhouettes = clustered(name, k=k)
    clusters = silhouettes.clusters
    assert silhouettes.values.mean() == pytest.approx(silhouette_score(X, labels))
    np.testing.assert_allclose(silhouettes.values, silhouette_samples(X, labels), atol=1e-12)
    assert sum(len(cluster.rows) for cluster in clusters) == len(X)
    for cluster in clusters:
        assert (labels[cluster.rows] == cluster.cluster).all() and (np.diff(cluster.values) <= 0).all()
        np.testing.assert_array_equal(cluster.values, silhouettes.values[cluster.rows])


def test_of_many_points_a_sample_has_bars_that_carry_their_points():
    X, labels, silhouettes = clustered("blobs", 5000, 4)
    assert sum(len(cluster.rows) for cluster in silhouettes.clusters) == 500
    assert silhouettes.values.mean() == pytest.approx(silhouette_score(X, labels), abs=0.01)
    for cluster in silhouettes.clusters:
        assert (labels[cluster.rows] == cluster.cluster).all()


def test_a_cluster_without_sampled_points_has_no_bars():
    X, labels, _ = clustered("blobs", 5000, 4)
    lonely = np.setdiff1d(np.arange(5000), sample_of(X).rows)[0]
    labels[lonely] = 4
    assert [cluster.cluster for cluster in sampled_silhouettes(sample_of(X), labels).clusters] == [0, 1, 2, 3]
    assert sampled_silhouettes(sample_of(X), np.zeros(5000, dtype=int)) is None


def test_the_bars_of_two_clusters_do_not_overlap():
    clusters = clustered()[2].clusters
    for above, below in zip(clusters, clusters[1:], strict=False):
        assert above.edges[1] < below.edges[0]


def test_the_mean_lengths_of_the_lines_are_a_and_b_and_no_other_cluster_is_nearer():
    X, labels, _ = clustered()
    silhouettes = silhouette_samples(X, labels)
    for i in range(0, len(X), 10):
        detail = silhouette_detail(X, labels, i)
        length = np.linalg.norm(X - X[i], axis=1)
        assert detail.a == pytest.approx(length[detail.own].mean()) and i not in detail.own
        assert detail.b == pytest.approx(length[detail.other].mean())
        assert detail.b <= min(length[labels == j].mean() for j in set(labels) - {labels[i]}) * (1 + 1e-12)
        assert detail.value == pytest.approx(silhouettes[i])


def test_a_picture_of_many_points_draws_some_and_the_end_of_every_line():
    X, labels, _ = clustered("blobs", 5000, 4)
    assert len(rows_to_draw(5000)) == MAX_DRAWN_POINTS and len(rows_to_draw(300)) == 300
    detail = silhouette_detail(X, labels, 4321)
    rows = rows_to_draw(5000, detail)
    ends = {detail.point, *line_ends(detail.own), *line_ends(detail.other)}
    assert ends <= set(rows.tolist()) and len(rows) <= MAX_DRAWN_POINTS + len(ends)
    assert (np.diff(rows) > 0).all()


def test_lines_are_drawn_to_an_even_choice_of_many_points():
    rows = np.arange(1000)
    assert len(line_ends(rows)) <= 80 and line_ends(rows)[0] == 0 and line_ends(rows)[-1] > 980
    np.testing.assert_array_equal(line_ends(rows[:80]), rows[:80])
