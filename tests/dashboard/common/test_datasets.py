"""The named data sets are what they say."""

import numpy as np
import pytest
from sklearn.datasets import load_iris, load_wine, make_blobs, make_circles, make_moons

from dashboard.common import datasets
from dashboard.common.datasets import ALL, NAMED, Table
from dashboard.common.sampling import even_sample


def test_the_blobs_are_the_lessons_to_the_last_digit():
    X, truth = make_blobs(n_samples=300, centers=4, cluster_std=0.8, random_state=42)
    table = NAMED["blobs"].make(300, 1.0, 42)
    np.testing.assert_array_equal(table.X, X)
    np.testing.assert_array_equal(table.truth, truth)


def test_heaps_of_several_sizes_and_spreads_are_as_scikit_learn_makes_them():
    sizes, centers, spread = (201, 25, 75), [(0.0, 0.0), (6.0, 2.0), (6.0, -2.0)], (1.0, 0.25, 0.5)
    X, truth = make_blobs(n_samples=sizes, centers=centers, cluster_std=spread, random_state=7)
    table = datasets.blobs(sizes, 0.5, 7, centers=centers, spread=(2.0, 0.5, 1.0))
    np.testing.assert_array_equal(table.X, X)
    np.testing.assert_array_equal(table.truth, truth)


def test_moons_and_circles_are_the_lessons_too():
    moons, circles = (NAMED[name].make(300, 1.0, 42).X for name in ("moons", "circles"))
    np.testing.assert_array_equal(moons, make_moons(300, noise=0.05, random_state=42)[0])
    np.testing.assert_array_equal(circles, make_circles(300, noise=0.05, factor=0.5, random_state=42)[0])


@pytest.mark.parametrize("dataset", ALL, ids=lambda dataset: dataset.name)
@pytest.mark.parametrize("n, noise", [(10, 0.0), (301, 1.0), (5000, 3.0)])
def test_every_set_gives_finite_points_features_and_a_lesson(dataset, n, noise):
    table = dataset.make(n, noise, 7)
    assert dataset.real or len(table.X) == n
    assert np.isfinite(table.X).all() and table.X.shape[1] == len(table.features) >= 2
    assert table.truth is None or len(table.truth) == len(table.X)
    assert dataset.lesson.endswith(".")


@pytest.mark.parametrize("dataset", [d for d in ALL if not d.real], ids=lambda dataset: dataset.name)
def test_a_seed_makes_the_same_points_again_and_another_seed_others(dataset):
    once, again, other = (dataset.make(60, 1.0, seed).X for seed in (3, 3, 4))
    np.testing.assert_array_equal(once, again)
    assert not np.array_equal(once, other)


def test_real_sets_are_complete():
    for name, loaded in (("iris", load_iris()), ("wine", load_wine())):
        table = NAMED[name].make(0, 0, 0)
        np.testing.assert_array_equal(table.X, loaded.data)
        np.testing.assert_array_equal(table.truth, loaded.target)
    penguins = NAMED["penguins"].make(0, 0, 0)
    assert penguins.X.shape == (342, 4) and np.bincount(penguins.truth).tolist() == [151, 68, 123]


def test_standardising_gives_mean_zero_deviation_one_and_zero_for_a_constant():
    X = datasets.standardise(np.array([[1.0, 5.0], [3.0, 5.0]]))
    np.testing.assert_allclose(X, [[-1.0, 0.0], [1.0, 0.0]])


def test_an_even_sample_keeps_rows_with_their_groups_in_their_order():
    table = Table(np.arange(20.0).reshape(10, 2), ("a", "b"), np.arange(10))
    sample = even_sample(table, 4)
    assert sample.X.shape == (4, 2) and (np.diff(sample.truth) > 0).all()
    assert (sample.X[:, 0] == 2 * sample.truth).all()
    assert even_sample(table, 10) is table
