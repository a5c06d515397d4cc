"""Patches and what is found in them: every point is in one, near its neighbours, and few need a look."""

import numpy as np
import pytest
from sklearn.datasets import make_blobs

from kmeans_core._fast import exact
from kmeans_core._fast.filtering import Filtering
from kmeans_core._fast.labels import Labels, sizes
from kmeans_core._fast.prepared import Points
from kmeans_core._fast.spatial_blocks import SIZE, Patches, hilbert


def test_the_curve_meets_every_cell_once_and_steps_to_a_neighbour():
    met = hilbert(4)
    x, y = np.divmod(met.ravel().argsort(), 16)
    assert sorted(met.ravel()) == list(range(256))
    assert (np.abs(np.diff(x)) + np.abs(np.diff(y)) == 1).all()


@pytest.mark.parametrize("weights", [None, np.arange(1000) % 3])
def test_patches_hold_every_point_once_with_its_weight(weights):
    X = np.random.default_rng(0).normal(size=(1000, 2))
    points = Points(X, weights)
    patches = Patches(points)
    along = patches.y.reshape(2, -1)[:, :1000].T
    assert sorted(patches.order) == list(range(1000))
    np.testing.assert_array_equal(along, points.unit(X[patches.order]))
    mass = np.ones(1000) if weights is None else weights[patches.order]
    np.testing.assert_allclose(patches.sums.sum(axis=1), mass @ along)
    assert patches.mass.sum() == mass.sum() and patches.members.sum() == np.count_nonzero(mass)


def test_patches_of_scattered_points_are_small():
    patches = Patches(Points(np.random.default_rng(1).random((64_000, 2))))  # 1,000 patches
    area = np.prod(patches.width, axis=0).sum() / np.prod(np.ptp(patches.y.reshape(2, -1), axis=1))
    assert area < 1.5  # they hardly overlap; in the order of the rows, each would be as large as all


def test_the_totals_are_those_of_the_points():
    X, weights = np.random.default_rng(2).normal(size=(500, 2)) + 1e6, np.arange(500) % 4
    points, plain = Points(X, weights), Points(X, weights)
    assert points.patches and points.totals[:2] == pytest.approx(plain.totals[:2])
    assert plain.totals[2] <= points.totals[2] <= 2 * plain.totals[2]


def test_most_patches_of_clear_clusters_need_no_look():
    X, truth = make_blobs(20_000, centers=5, cluster_std=0.5, random_state=0)
    search = Filtering(Points(X), 5)
    centroids = np.array([X[truth == j].mean(axis=0) for j in range(5)])
    labels, _ = search(centroids)
    assert np.count_nonzero(search.open == 1) > 0.9 * len(search.open)
    np.testing.assert_array_equal(labels, exact.nearest(X, centroids)[0])


def test_labels_go_back_to_the_order_of_the_rows():
    labels = Labels(np.array([7, 8, 9, 9], dtype=np.uint8), np.array([2, 0, 1]))
    np.testing.assert_array_equal(labels, [8, 9, 7])
    assert labels.whole is labels.whole and labels.whole.dtype == np.int32


def test_sizes_count_every_label_however_many_there_are():
    labels = np.random.default_rng(3).integers(0, 5, size=200_000)
    np.testing.assert_array_equal(sizes(labels, 6), np.bincount(labels, minlength=6))
    assert SIZE < len(labels) and sizes(labels[:3], 6).sum() == 3
