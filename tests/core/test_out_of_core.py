"""Blocks together give what their rows give together, whoever maps over them."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core import assign, inertia, kmeans, kmeans_blocks, kmeans_plusplus, lloyd_blocks, scalable_init


def clusters(n=3000, k=12, d=2, seed=0):
    rng = np.random.default_rng(seed)
    return rng.uniform(-50, 50, size=(k, d))[rng.integers(0, k, size=n)] + rng.normal(size=(n, d))


@st.composite
def problems(draw):
    """Rows, where to cut them into blocks, and a start."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, d, k = draw(st.integers(2, 200)), draw(st.sampled_from([1, 2, 9])), draw(st.integers(1, 8))
    X = rng.normal(size=(n, d)) * 10.0 ** draw(st.integers(-8, 8)) + draw(st.sampled_from([0.0, 1e6]))
    cuts = sorted(draw(st.sets(st.integers(1, n - 1), max_size=6)))
    return X, np.split(X, cuts), X[rng.integers(0, n, size=k)]


@given(problems())
def test_every_state_is_that_of_the_rows_together(problem):
    X, blocks, start = problem
    digits = 1e-9 * np.ptp(X, axis=0).max() + 1e-15 * np.abs(X).max()
    before = None
    for step in lloyd_blocks(blocks, start, tol=0, max_iter=5):
        labels = assign(X, step.centroids)
        np.testing.assert_array_equal(step.sizes, np.bincount(labels, minlength=len(start)))
        assert step.inertia == pytest.approx(inertia(X, step.centroids), rel=1e-9)
        if before is not None and before[0].all():
            sizes, labels_before = before
            means = [X[labels_before == j].mean(axis=0) for j in range(len(start))]
            np.testing.assert_allclose(step.centroids, means, atol=digits, rtol=0)
        before = step.sizes, labels


@given(problems())
def test_the_run_ends_when_the_shift_is_small_beside_the_variance_of_all_rows(problem):
    X, blocks, start = problem
    *before, last = lloyd_blocks(blocks, start, tol=0.01)
    max_squared_shift = 0.01 * X.var(axis=0).mean()
    assert last.converged and last.shift**2 <= max_squared_shift * (1 + 1e-6)
    assert all(step.shift**2 > max_squared_shift * (1 - 1e-6) or not step.sizes.all() for step in before)


def test_the_result_does_not_depend_on_who_maps_nor_on_loading_late():
    X = clusters()
    blocks = np.array_split(X, 7)
    here = kmeans_blocks(blocks, 12, seed=3)
    with ThreadPoolExecutor(4) as pool:
        there = kmeans_blocks([lambda block=block: block for block in blocks], 12, map=pool.map, seed=3)
    assert (here.centroids == there.centroids).all() and here.inertia == there.inertia
    assert here.inertia == pytest.approx(inertia(X, here.centroids), rel=1e-12)
    np.testing.assert_array_equal(here.sizes, np.bincount(assign(X, here.centroids), minlength=12))


def test_one_distant_row_does_not_empty_the_other_clusters():
    # Three clear clusters and a row at 1e100: no rounding of the sums may blur the three.
    X = np.vstack([clusters(300, k=3), [[1e100, 1e100]]])
    result = kmeans_blocks(np.array_split(X, 5), 4, seed=0)
    assert (result.sizes > 0).all() and result.sizes.min() == 1
    np.testing.assert_allclose(result.inertia, kmeans(X[:-1], 3, n_init=5, seed=0).inertia)


def test_the_scalable_start_is_as_good_as_kmeans_plusplus_where_random_rows_fail():
    X = clusters(4000, k=25)
    random = np.median([inertia(X, X[np.random.default_rng(s).choice(4000, 25)]) for s in range(9)])
    plus = np.median([inertia(X, kmeans_plusplus(X, 25, seed=s)) for s in range(9)])
    ours = np.median([inertia(X, scalable_init(np.array_split(X, 5), 25, seed=s)) for s in range(9)])
    assert ours < 1.1 * plus < random


def test_the_run_finds_every_cluster():
    X = clusters(4000, k=25)
    best = kmeans(X, 25, n_init=20, seed=0).inertia
    assert min(kmeans_blocks(np.array_split(X, 9), 25, seed=seed).inertia for seed in range(6)) <= 1.01 * best


def test_an_emptied_cluster_takes_the_farthest_point():
    X = np.array([[0.0], [1.0], [2.0], [3.0], [50.0]])
    # The third centroid has no point; the farthest from its own is 50, at 47 from the second (by hand).
    first, second, *_ = lloyd_blocks([X[:2], X[2:]], [[0.0], [3.0], [900.0]], tol=0)
    assert first.sizes.tolist() == [2, 3, 0]
    assert second.centroids.ravel().tolist() == [0.5, 2.5, 50.0]


def test_fewer_distinct_rows_than_clusters_are_said():
    blocks = [np.array([[1.0, 1.0], [2.0, 2.0]])] * 3
    with pytest.warns(UserWarning, match=r"distinct clusters \(2\) found smaller than n_clusters \(4\)"):
        result = kmeans_blocks(blocks, 4, seed=0)
    assert result.inertia == 0 and np.isfinite(result.centroids).all() and sorted(result.sizes.tolist()) == [0, 0, 3, 3]


def test_far_from_the_origin_no_digit_is_lost():
    X = np.random.default_rng(0).integers(0, 9, size=(300, 2)).astype(float)
    near = kmeans_blocks(np.array_split(X, 4), 3, init=X[:3], tol=0)
    far = kmeans_blocks(np.array_split(X + 1e9, 4), 3, init=X[:3] + 1e9, tol=0)
    np.testing.assert_allclose(far.centroids - 1e9, near.centroids, atol=1e-6)
    assert far.sizes.tolist() == near.sizes.tolist()


@pytest.mark.parametrize(
    "blocks, k, init, words",
    [
        ([], 1, "k-means||", "at least one table"),
        ([[[1.0, 2.0]], [[1.0]]], 1, "k-means||", r"blocks\[1\] has 1 features"),
        ([[[1.0, np.nan]]], 1, "k-means||", "NaN"),
        ([[1.0, 2.0]], 1, "k-means||", "2D"),
        ([[[1.0], [2.0]]], 3, "k-means||", "k=3"),
        ([[[1.0], [2.0]]], 1, "k-means++", "not known"),
        ([[[1.0], [2.0]]], 1, [[1.0], [2.0]], "init gives 2 centroids"),
        ([[[1.0], [2.0]]], 3, [[1.0], [2.0], [3.0]], "k=3 clusters do not fit n=2"),
    ],
)
def test_bad_input_is_named(blocks, k, init, words):
    with pytest.raises(ValueError, match=words):
        kmeans_blocks(blocks, k, init=init, seed=0)


def test_blocks_of_a_file_are_read_a_piece_at_a_time(tmp_path):
    X = clusters(5000)
    path = tmp_path / "rows.f32"
    X.astype(np.float32).tofile(path)
    rows = np.memmap(path, dtype=np.float32, mode="r", shape=X.shape)
    result = kmeans_blocks([rows[at : at + 700] for at in range(0, 5000, 700)], 12, seed=5)
    same = kmeans_blocks(np.array_split(np.asarray(rows, dtype=float), range(700, 5000, 700)), 12, seed=5)
    assert (result.centroids == same.centroids).all()
