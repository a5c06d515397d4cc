"""What the public functions refuse, and in what words; and what they take as it comes."""

import warnings

import numpy as np
import pytest

from kmeans_core import (
    KMeans,
    MiniBatchKMeans,
    assign,
    farthest_first,
    inertia,
    kmeans,
    kmeans_plusplus,
    lloyd,
    minibatch_kmeans,
    random_init,
)

GOOD = [[0.0, 0.0], [1.0, 0.0], [5.0, 5.0], [6.0, 5.0]]
BAD_POINTS = {
    "NaN": [[0.0, np.nan]],
    "infinity": [[np.inf, 0.0]],
    "feature": np.zeros((3, 0)),
    "sample": np.zeros((0, 3)),
    "1D": [0.0, 1.0],
    "3D": np.zeros((2, 2, 2)),
    "numbers": [["a", "b"]],
    "Complex": [[1j, 2.0]],
    "too large": [[1e200, 0.0]],
    "is lost": [[1e-170, 0.0], [0.0, 1e-200]],
    "read as numbers": [[{}, 1.0]],
}


@pytest.mark.parametrize("words", BAD_POINTS)
@pytest.mark.parametrize(
    "door",
    [
        lambda X: kmeans(X, 1),
        lambda X: assign(X, [[0.0, 0.0]]),
        lambda X: lloyd(X, [[0.0, 0.0]]),
        lambda X: kmeans_plusplus(X, 1),
        lambda X: random_init(X, 1),
        lambda X: farthest_first(X, 1),
        lambda X: inertia(X, [[0.0, 0.0]]),
    ],
)
def test_points_that_are_none_are_refused_in_words(door, words):
    with pytest.raises((ValueError, TypeError), match=words):
        door(BAD_POINTS[words])


@pytest.mark.parametrize(
    "words, bad",
    [("NaN", np.nan), ("infinity", np.inf), ("infinity", -np.inf), ("too large", 1e200), ("too large", -1e200)],
)
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("width", [2, 9, 16])
def test_one_bad_value_in_a_large_table_is_found(words, bad, order, width):
    X = np.zeros((9000, width), order=order)
    X[[7, 4321], [1, 0]] = bad, -bad
    for table in (X, X[:, :-1], X[::-1]):
        if table.shape[1] > 1:
            with warnings.catch_warnings(), pytest.raises(ValueError, match=words):
                warnings.simplefilter("error")
                lloyd(table, np.zeros((1, table.shape[1])))


@pytest.mark.parametrize("cut", [slice(0, 9), slice(1, 10), slice(2, 8), slice(None), slice(None, None, -1)])
@pytest.mark.parametrize("rows", [slice(None), slice(None, None, 2), slice(None, None, -1)])
def test_rows_with_gaps_between_them_are_looked_at_without_what_is_in_the_gaps(cut, rows):
    """The gaps hold NaN, infinity and more than can be added up."""
    X = np.random.default_rng(0).normal(size=(3000, 12))
    X[:, 10:] = np.random.default_rng(1).choice([np.nan, np.inf, -np.inf, 1e308], size=(3000, 2))
    part = X[rows, :10][:, cut]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result, expected = (kmeans(table, 4, init=part[:4], max_iter=5) for table in (part, part.copy()))
    np.testing.assert_array_equal(result.labels, expected.labels)


@pytest.mark.parametrize(
    "weights, words",
    [([1, 1, 1], "shape"), ([1, 1, 1, -1], "negative"), ([0, 0, 0, 0], "zero"), ([1, 1, 1, np.nan], "non-finite")],
)
def test_weights_that_are_none_are_refused_in_words(weights, words):
    for door in (kmeans, kmeans_plusplus, random_init):
        with pytest.raises(ValueError, match=f"sample_weight.*{words}"):
            door(GOOD, 2, sample_weight=weights)


BAD_SETTINGS = [
    ("max_iter", 0),
    ("max_iter", 1.5),
    ("tol", -1),
    ("tol", np.nan),
    ("n_init", 0),
    ("seed", -1),
    ("seed", "x"),
    ("init", "best"),
    ("init", [[0.0, 0.0]]),
    ("init=None", None),
]


@pytest.mark.parametrize("name, value", BAD_SETTINGS)
def test_a_setting_that_does_not_fit_is_named(name, value):
    with pytest.raises((ValueError, TypeError), match=name):
        kmeans(GOOD, 2, **{name.partition("=")[0]: value})


def test_no_points_at_all_are_refused_with_the_value():
    with pytest.raises(TypeError, match="X=None"):
        kmeans(None, 2)


@pytest.mark.parametrize("form", [np.float32, np.int8, np.uint16, bool, object])
def test_any_type_of_number_gives_the_labels_of_float64(form):
    X = np.random.default_rng(0).integers(0, 2, size=(30, 3))
    expected = kmeans(X.astype(float), 3, init=X[:3]).labels
    np.testing.assert_array_equal(kmeans(X.astype(form), 3, init=X[:3]).labels, expected)


ARRANGEMENTS = {
    "column by column": np.asfortranarray,
    "rows from last to first": lambda X: X[::-1].copy()[::-1],
    "gaps in the rows": lambda X: np.repeat(X, 2, axis=1)[:, ::2],
    "gaps between the rows": lambda X: np.hstack([X, X])[:, : X.shape[1]],
}


@pytest.mark.parametrize("arrange", ARRANGEMENTS.values(), ids=ARRANGEMENTS)
def test_memory_order_changes_nothing(arrange):
    X = np.random.default_rng(0).normal(size=(4000, 9))
    plain, other = kmeans(X, 12, seed=3), kmeans(arrange(X), 12, seed=3)
    np.testing.assert_array_equal(plain.labels, other.labels)
    np.testing.assert_array_equal(plain.centroids, other.centroids)


@pytest.mark.parametrize("n", [40, 20_000])
def test_read_only_input_is_enough_and_no_input_is_modified(n):
    X = np.random.default_rng(0).normal(size=(n, 2)) + 1e6
    start, weights = X[:5].copy(), np.ones(n)
    before = X.copy()
    for array in (X, start, weights):
        array.flags.writeable = False
    kmeans(X, 5, init=start, sample_weight=weights)
    kmeans(X, 5, seed=0)
    np.testing.assert_array_equal(X, before)


def test_labels_handed_out_are_not_written_to_later():
    X = np.random.default_rng(0).normal(size=(20_000, 2))
    kept = [(step.labels, step.labels.copy()) for step in lloyd(X, X[:8], tol=0, max_iter=20)]
    for labels, copy in kept:
        np.testing.assert_array_equal(labels, copy)


def test_scaling_the_data_by_a_power_of_two_scales_the_answer():
    X = np.random.default_rng(1).normal(size=(500, 2))
    plain, small = kmeans(X, 4, init=X[:4]), kmeans(X * 2.0**-30, 4, init=X[:4] * 2.0**-30)
    np.testing.assert_array_equal(plain.centroids * 2.0**-30, small.centroids)
    assert plain.n_iter == small.n_iter


@pytest.mark.parametrize("choose", [kmeans, minibatch_kmeans, random_init, kmeans_plusplus, farthest_first])
def test_points_of_weight_0_do_not_count_among_the_k(choose):
    X, weights = np.arange(20.0).reshape(10, 2), np.arange(10) < 2
    with pytest.raises(ValueError, match="k=3 is more than the 2 points of positive weight"):
        choose(X, 3, sample_weight=weights.astype(float), seed=0)
    choose(X, 2, sample_weight=weights.astype(float), seed=0)


@pytest.mark.parametrize("Estimator", [KMeans, MiniBatchKMeans])
def test_the_estimators_do_not_count_points_of_weight_0_either(Estimator):
    X, weights = np.arange(20.0).reshape(10, 2), (np.arange(10) < 2).astype(float)
    with pytest.raises(ValueError, match="k=3 is more than the 2 points of positive weight"):
        Estimator(3).fit(X, sample_weight=weights)
