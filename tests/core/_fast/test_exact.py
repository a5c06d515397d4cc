"""Every label is the textbook's, on data made to be hard: ties, duplicates, offsets, outliers, any scale."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core import assign, kmeans, lloyd
from kmeans_core._fast import distances as screen
from kmeans_core._fast import few, filtering, nearest
from kmeans_core._fast import hamerly as odometer
from kmeans_core._fast import predict as once
from kmeans_core._fast import spatial_blocks as patches
from kmeans_core._fast.cluster_sums import Tally
from kmeans_core._fast.prepared import Points

KINDS = ["normal", "grid", "duplicates", "offset 1e6", "offset 1e9", "outlier", "1e-150", "1e150", "mixed units"]


def textbook(X, centroids):
    """The oracle: the nearest centroid by definition, the lowest index on a tie."""
    return ((X[:, None] - centroids) ** 2).sum(axis=-1).argmin(axis=1)


def hard_points(kind, n, d, rng):
    X = rng.normal(size=(n, d))
    if kind == "grid":
        return rng.integers(0, 4, size=(n, d)).astype(float)
    if kind == "duplicates":
        return X[rng.integers(0, min(n, 12), size=n)]
    if kind == "outlier":
        X[0] = 1e9
    scale = {"1e-150": 1e-150, "1e150": 1e150, "mixed units": 10.0 ** rng.integers(-9, 9, size=d)}.get(kind, 1.0)
    offset = {"offset 1e6": 1e6, "offset 1e9": 1e9}.get(kind, 0.0)
    return X * scale + offset


@st.composite
def problems(draw):
    """A hard set of points and a start, sometimes with equal or far centroids in it, and sometimes weights."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, d, k = draw(st.integers(2, 300)), draw(st.sampled_from([1, 2, 2, 2, 3, 7, 8, 9, 20])), draw(st.integers(1, 20))
    X = hard_points(draw(st.sampled_from(KINDS)), n, d, rng)
    centroids = X[rng.integers(0, n, size=k)]
    if draw(st.booleans()):
        centroids = centroids + X.std() * rng.choice([0, 0.5, 10, 100], size=(k, 1))
    weights = rng.integers(0, 4, size=n).astype(float) if draw(st.booleans()) else None
    return X, centroids, weights if weights is None or weights.any() else None


WAYS = ["in full", "in full, by bytes", "by odometer", "by odometer, a few at a time", "in patches"]


@pytest.fixture(params=WAYS, autouse=True)
def path(request, monkeypatch):
    """Every way to search: the small problems of these tests would never be large enough for most of them."""
    if request.param.endswith("by bytes"):
        monkeypatch.setattr(few, "SHORT", 0)
    if not request.param.startswith("in full"):
        monkeypatch.setattr(nearest, "DENSE", 0)
    if request.param.endswith("a few at a time"):
        monkeypatch.setattr(screen, "CELLS", 0)
        monkeypatch.setattr("kmeans_core._fast.prepared.MANY", 0)
        for name, value in (("PART", 16), ("PICKED", 0)):
            monkeypatch.setattr(odometer, name, value)
    monkeypatch.setattr(filtering, "CROWDED", 0 if request.param == "in patches" else np.inf)
    if request.param == "in patches":
        for name, value in (("SMALL", 0), ("GRID", 0.01), ("SIDES", (3, 256)), ("ROWS", 50)):
            monkeypatch.setattr(once, name, value)
        for name, value in (("LONG", 16), ("PART", 5)):
            monkeypatch.setattr(filtering, name, value)
    for module in (patches, filtering):
        monkeypatch.setattr(module, "SIZE", 4)
        monkeypatch.setattr(module, "TOGETHER", 3)


@given(problems())
def test_every_label_of_every_step_is_the_textbooks(problem):
    X, centroids, weights = problem
    for step in lloyd(X, centroids, tol=0, max_iter=20, sample_weight=weights):
        np.testing.assert_array_equal(step.labels, textbook(X, step.centroids))
    np.testing.assert_array_equal(assign(X, step.centroids), step.labels)


@given(problems())
def test_every_centroid_is_the_mean_of_its_points(problem):
    X, centroids, weights = problem
    mass = np.ones(len(X)) if weights is None else weights
    steps = list(lloyd(X, centroids, tol=0, max_iter=20, sample_weight=weights))
    for before, after in zip(steps, steps[1:], strict=False):
        held = np.bincount(before.labels, mass > 0, minlength=len(centroids))
        if held.all():  # otherwise points were given away first
            held_by = [before.labels == j for j in range(len(centroids))]
            means = [np.average(X[rows], axis=0, weights=mass[rows]) for rows in held_by]
            np.testing.assert_allclose(after.centroids, means, rtol=0, atol=1e-12 * np.abs(X).max())


@given(problems())
def test_every_inertia_is_the_sum_it_stands_for_and_none_rises(problem):
    X, centroids, weights = problem
    mass = np.ones(len(X)) if weights is None else weights
    steps = list(lloyd(X, centroids, tol=0, max_iter=20, sample_weight=weights))
    for step in steps:
        d2 = ((X - step.centroids[step.labels]) ** 2).sum(axis=1)
        floor = 1e-24 * np.abs(X).max() ** 2 * mass.sum()
        np.testing.assert_allclose(step.inertia, mass @ d2, rtol=1e-9, atol=floor)
    assert all(after.inertia <= before.inertia for before, after in zip(steps, steps[1:], strict=False))


@given(problems())
def test_with_enough_distinct_points_no_cluster_stays_empty(problem):
    X, centroids, _ = problem
    k = min(len(centroids), len(np.unique(X, axis=0)))
    assert len(set(kmeans(X, k, init=centroids[:k]).labels)) == k


@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 3))
def test_a_weight_of_three_is_the_row_three_times(seed, k, d):
    # Whole numbers add up without rounding, so the two runs must agree to the last bit.
    rng = np.random.default_rng(seed)
    X, weights = rng.integers(0, 9, size=(40, d)), rng.integers(0, 4, size=40)
    repeated = np.repeat(X, weights, axis=0)
    start = repeated[rng.integers(0, len(repeated), size=k)]
    once, thrice = list(lloyd(X, start, sample_weight=weights, tol=0)), list(lloyd(repeated, start, tol=0))
    np.testing.assert_array_equal(once[-1].centroids, thrice[-1].centroids)
    for weighted, plain in zip(once, thrice, strict=False):  # a row of weight 0 may be the last to switch
        np.testing.assert_array_equal(weighted.centroids, plain.centroids)
        np.testing.assert_array_equal(np.repeat(weighted.labels, weights), plain.labels)


def test_a_large_problem_with_a_long_tail_stays_exact():
    # 20,000 points under 12 overlapping clouds: dozens of iterations, most points skipped in most of them.
    rng = np.random.default_rng(5)
    X = rng.normal(size=(20_000, 2)) + rng.integers(0, 4, size=(20_000, 2))
    steps = list(lloyd(X, X[:12], tol=0))
    assert len(steps) > 30
    for step in steps[::5]:
        np.testing.assert_array_equal(step.labels, textbook(X, step.centroids))


def test_patches_of_full_size_stay_exact(monkeypatch):
    # As many points as the filtering is for, with weights and an outlier that spoils the curve's grid.
    monkeypatch.undo()
    rng = np.random.default_rng(7)
    X = rng.normal(size=(50_001, 2)) + 3 * rng.integers(0, 3, size=(50_001, 2))
    X[0] = 1e4
    weights = rng.integers(0, 3, size=len(X)).astype(float)
    steps = list(lloyd(X, X[1:11], tol=0, max_iter=60, sample_weight=weights))
    for step in steps[::12]:
        np.testing.assert_array_equal(step.labels, textbook(X, step.centroids))
        assert step.inertia == pytest.approx(weights @ ((X - step.centroids[step.labels]) ** 2).sum(axis=1))
    np.testing.assert_array_equal(assign(X, step.centroids), step.labels)


@pytest.mark.parametrize("n, d", [(5_000, 2), (1_000, 9), (1_000, 40)])
def test_sums_kept_by_transfer_are_the_sums_added_up_anew(n, d):
    rng = np.random.default_rng(2)
    points = Points(rng.normal(size=(n, d)), rng.random(n) * rng.integers(0, 3, size=n))  # some weigh nothing
    assert not points.small  # there, they are added up anew
    kept, fresh = Tally(points, 6), Tally(points, 6)
    labels = rng.integers(0, 6, size=n)
    kept.recount(labels)
    for _ in range(30):
        before, labels = labels, labels.copy()
        rows = rng.choice(n, 20, replace=False)
        labels[rows] = rng.integers(0, 6, size=20)
        kept.transfer(rows, labels, before)
    fresh.recount(labels)
    np.testing.assert_allclose(kept.sums, fresh.sums, atol=1e-12)
    np.testing.assert_array_equal(kept.members, fresh.members)
