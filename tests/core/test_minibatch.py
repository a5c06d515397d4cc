"""Mini-batch k-means: its learning rate, its starved centroids, and when it stops."""

from contextlib import nullcontext

import numpy as np
import pytest
from sklearn.cluster import MiniBatchKMeans
from sklearn.datasets import make_blobs

from kmeans_core import kmeans, kmeans_plusplus, minibatch_kmeans, minibatches
from kmeans_core.minibatch import minibatch_step

BLOBS = make_blobs(5_000, centers=5, cluster_std=0.7, random_state=3)[0]


def test_one_batch_by_hand():
    # Centroid 0 has learned from 3 points at mean 1, and takes 5: (3 * 1 + 5) / 4 = 2. Inertia (5 - 1)^2 + 0.
    labels, inertia, centroids, counts, reassigned = minibatch_step(
        np.array([[5.0], [10.0]]), np.ones(2), np.array([[1.0], [10.0]]), np.array([3.0, 1.0]), 1, 0.01, None
    )
    assert labels.tolist() == [0, 1] and inertia == 16.0 and not reassigned.size
    assert centroids.tolist() == [[2.0], [10.0]] and counts.tolist() == [4.0, 2.0]


def test_a_centroid_is_the_mean_of_all_it_was_given():
    given = {j: [] for j in range(5)}
    for batch in minibatches(BLOBS, kmeans_plusplus(BLOBS, 5, seed=0), batch_size=50, seed=0, reassignment_ratio=0):
        for i, j in zip(batch.indices, batch.labels, strict=True):
            given[j].append(BLOBS[i])
    for j in range(5):
        np.testing.assert_allclose(batch.centroids[j], np.mean(given[j], axis=0))
        assert batch.counts[j] == len(given[j])


def test_a_batch_tells_what_it_saw():
    before = None
    for batch in minibatches(BLOBS, BLOBS[:4], batch_size=64, seed=1, reassignment_ratio=0):
        if before is not None:
            d2 = ((BLOBS[batch.indices][:, None] - before.centroids) ** 2).sum(-1)
            np.testing.assert_array_equal(batch.labels, d2.argmin(1))
            assert batch.inertia == pytest.approx(d2.min(1).sum())
            assert batch.shift == pytest.approx(np.linalg.norm(batch.centroids - before.centroids))
            assert batch.iteration == before.iteration + 1
        before = batch


def test_a_starved_centroid_jumps_to_a_point_of_the_batch():
    # The third start is so far away that no point is ever nearest to it: its count stays 0.
    start = np.vstack([BLOBS[:2], [[1e3, 1e3]]])
    first = list(minibatches(BLOBS, start, batch_size=20, seed=0))[1]
    assert first.reassigned.tolist() == [2]
    assert (first.centroids[2] == BLOBS[first.indices]).all(axis=1).any()
    assert first.counts[2] == first.counts[:2].min()


def test_without_a_ratio_a_starved_centroid_stays():
    start = np.vstack([BLOBS[:2], [[1e3, 1e3]]])
    for batch in minibatches(BLOBS, start, batch_size=20, reassignment_ratio=0, seed=0):
        assert not batch.reassigned.size and batch.centroids[2].tolist() == [1e3, 1e3]


def test_ends_when_the_smoothed_inertia_sets_no_new_low():
    run = list(minibatches(BLOBS, kmeans_plusplus(BLOBS, 5, seed=0), batch_size=100, max_no_improvement=4, seed=0))
    smoothed = [batch.smoothed for batch in run]
    assert run[-1].converged and not any(batch.converged for batch in run[:-1])
    assert min(smoothed[-4:]) >= min(smoothed[2:-4])


def test_without_a_rule_it_looks_at_max_iter_times_n_points():
    run = list(minibatches(BLOBS, BLOBS[:3], batch_size=300, max_iter=2, max_no_improvement=None, seed=0))
    assert run[-1].iteration == 2 * 5_000 // 300 and not run[-1].converged


def test_stops_when_the_centroids_have_all_but_stopped():
    run = minibatches(BLOBS, kmeans(BLOBS, 5, seed=0).centroids, tol=1e-3, max_no_improvement=None, seed=0)
    *_, last = run
    assert last.converged and last.shift**2 < 1e-3 * BLOBS.var(axis=0).mean()


def test_comes_close_to_the_whole_algorithm_and_to_scikit_learn():
    whole = kmeans(BLOBS, 5, n_init=5, seed=0).inertia
    ours = minibatch_kmeans(BLOBS, 5, batch_size=100, seed=0).inertia
    theirs = MiniBatchKMeans(5, batch_size=100, n_init=1, random_state=0).fit(BLOBS).inertia_
    assert whole <= ours <= 1.02 * max(whole, theirs)


def test_a_point_without_weight_is_never_drawn():
    weights = np.where(np.arange(5_000) < 100, 1.0, 0.0)
    weights[0] = 50.0
    run = list(minibatches(BLOBS, BLOBS[:2], batch_size=500, max_iter=3, seed=0, sample_weight=weights))
    drawn = np.concatenate([batch.indices for batch in run])
    assert drawn.max() < 100
    assert np.mean(drawn == 0) == pytest.approx(50 / 149, abs=0.03)


def test_equal_weights_are_no_weights():
    plain, weighted = (minibatch_kmeans(BLOBS, 5, seed=0, sample_weight=w) for w in (None, np.full(5_000, 0.25)))
    np.testing.assert_array_equal(plain.labels, weighted.labels)
    assert plain.inertia == pytest.approx(4 * weighted.inertia)


@pytest.mark.parametrize("scale, offset", [(1e-150, 0), (1e150, 0), (1, 1e9), (1e-8, 0)])
def test_scaled_and_shifted_data_give_the_same_labels(scale, offset):
    # Powers of two and whole numbers, so that moving the data rounds nothing.
    X = np.round(BLOBS * 64) / 64
    moved = minibatch_kmeans(X * scale + offset, 5, init=X[:5] * scale + offset, tol=1e-6, seed=0)
    np.testing.assert_array_equal(moved.labels, minibatch_kmeans(X, 5, init=X[:5], tol=1e-6, seed=0).labels)


def test_the_same_seed_gives_the_same_run_and_leaves_the_data_alone():
    X = BLOBS.astype(np.float32)
    X.flags.writeable = False
    one, two = (minibatch_kmeans(X, 5, init="random", n_init=3, seed=7) for _ in range(2))
    np.testing.assert_array_equal(one.centroids, two.centroids)


def test_the_best_of_many_starts_is_kept():
    ends = [[minibatch_kmeans(BLOBS, 5, init="random", n_init=n, seed=s).inertia for s in range(20)] for n in (1, 10)]
    assert np.mean(ends[1]) < np.mean(ends[0])


def test_an_init_size_below_k_is_raised():
    with pytest.warns(RuntimeWarning, match="init_size=2 should be larger than n_clusters=3"):
        minibatch_kmeans(BLOBS, 3, init_size=2, seed=0)
    assert minibatch_kmeans(BLOBS, 30, batch_size=2, max_iter=1, seed=0).centroids.shape == (30, 2)


@pytest.mark.parametrize(
    "wrong, named",
    [
        ({"batch_size": 0}, "batch_size=0"),
        ({"batch_size": 2.5}, "batch_size=2.5"),
        ({"max_iter": 0}, "max_iter=0"),
        ({"n_init": 0}, "n_init=0"),
        ({"init_size": -1}, "init_size=-1"),
        ({"max_no_improvement": -1}, "max_no_improvement=-1"),
        ({"reassignment_ratio": -0.1}, "reassignment_ratio=-0.1"),
        ({"reassignment_ratio": "low"}, "reassignment_ratio='low'"),
        ({"tol": -1}, "tol=-1"),
        ({"seed": "today"}, "seed='today'"),
        ({"init": "best"}, "init='best'"),
        ({"sample_weight": [1.0]}, "sample_weight"),
    ],
)
def test_bad_arguments_are_named(wrong, named):
    with pytest.raises((ValueError, TypeError), match=named):
        minibatch_kmeans(BLOBS, 3, **wrong)


def test_validation_happens_at_the_call_not_at_the_first_batch():
    with pytest.raises(ValueError, match="features"):
        minibatches(BLOBS, [[0.0]])


@pytest.mark.parametrize("X, k", [([[1]], 1), ([[0], [0], [1], [1]], 3), ([[2]] * 4, 4), ([[0], [1]], 2)])
def test_few_and_identical_points_give_a_finite_result(X, k):
    distinct = len(np.unique(X))
    few = pytest.warns(UserWarning, match=rf"clusters \({distinct}\) found") if distinct < k else nullcontext()
    with few:
        result = minibatch_kmeans(X, k, seed=0)
    assert result.centroids.shape == (k, 1) and np.isfinite(result.centroids).all()
    assert result.inertia == 0 and set(result.labels) <= set(range(k))


@pytest.mark.parametrize("d, k", [(1, 3), (3, 40), (12, 30), (60, 8)])
def test_labels_belong_to_the_centroids_returned(d, k):
    X = make_blobs(3_000, d, centers=k, random_state=0)[0]
    result = minibatch_kmeans(X, k, seed=0)
    d2 = ((X[:, None] - result.centroids) ** 2).sum(-1)
    np.testing.assert_array_equal(result.labels, d2.argmin(1))
    assert result.inertia == pytest.approx(d2.min(1).sum())
