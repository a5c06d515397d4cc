"""Choosing k: the sweep, its bend, and the gap to data without structure."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.datasets import make_blobs

from kmeans_core import Sweep, below_chord, find_elbow, gap_statistic, gaps, kmeans, silhouette_score, sweep, sweep_k

BLOBS = make_blobs(n_samples=300, centers=4, cluster_std=0.8, random_state=42)[0]
UNIFORM = np.random.default_rng(0).random((300, 2))


def test_a_sweep_is_kmeans_for_every_k():
    found = sweep_k(BLOBS, [1, 2, 4], seed=3)
    for k, result, inertia in zip(found.ks, found.results, found.inertias, strict=True):
        alone = kmeans(BLOBS, k, n_init=5, seed=3)
        np.testing.assert_array_equal(result.labels, alone.labels)
        assert inertia == result.inertia == alone.inertia


def test_a_sweep_has_scikit_learns_silhouettes_and_none_for_one_cluster():
    found = sweep_k(BLOBS, range(1, 6), seed=0)
    assert np.isnan(found.silhouettes[0])
    for result, silhouette in zip(found.results[1:], found.silhouettes[1:], strict=True):
        assert silhouette == pytest.approx(metrics.silhouette_score(BLOBS, result.labels))
    assert found.ks[int(np.nanargmax(found.silhouettes))] == 4


def test_a_sweep_can_be_left_between_two_ks():
    run = sweep(BLOBS, range(2, 301), seed=0)
    left = Sweep.of(itertools.islice(run, 2))
    assert left.ks == (2, 3) and left.inertias[0] > left.inertias[1]
    assert left.silhouettes[1] == silhouette_score(BLOBS, left.results[1].labels)


def test_identical_points_have_one_cluster_and_so_no_silhouette():
    with pytest.warns(UserWarning, match="Number of distinct clusters"):
        found = sweep_k(np.ones((5, 2)), [1, 2], seed=0)
    assert np.isnan(found.silhouettes).all() and found.inertias.tolist() == [0, 0]


def test_the_elbow_by_hand():
    # Scaled: (0, 1), (1/3, 0.1), (2/3, 0.05), (1, 0). Below x + y = 1 by 1 - 1/3 - 0.1 and 1 - 2/3 - 0.05, over sqrt 2.
    np.testing.assert_allclose(
        below_chord([1, 2, 3, 4], [110, 20, 15, 10]), np.array([0, 17 / 30, 17 / 60, 0]) / 2**0.5, atol=1e-15
    )
    assert find_elbow([1, 2, 3, 4], [110, 20, 15, 10]) == 2


@pytest.mark.parametrize(
    "inertias", [[5.0], [5.0, 1.0], [9.0, 6.0, 3.0], [3.0, 3.0, 3.0], [1.0, 2.0, 3.0], [9.0, 8.0, 1.0], [0, 0, 0]]
)
def test_no_bend_no_elbow(inertias):
    assert find_elbow(range(1, len(inertias) + 1), inertias) is None


@settings(deadline=None)
@given(st.lists(st.integers(1, 10**6), min_size=3, max_size=15), st.sampled_from([1e-290, 1e-3, 1.0, 1e290]))
def test_the_elbow_is_one_of_the_ks_and_does_not_depend_on_the_unit(falls, unit):
    inertias = np.array(falls[::-1], dtype=float).cumsum()[::-1]
    ks = np.arange(2, 2 + len(falls))
    elbow = find_elbow(ks, inertias)
    assert elbow is None or elbow in ks
    below = np.sort(below_chord(ks, inertias))
    if below[-1] - below[-2] > 1e-9 and below[-1] > 1e-6:
        assert find_elbow(ks, inertias * unit) == elbow


@pytest.mark.parametrize("reference", ["box", "pca"])
def test_the_gap_sees_the_blobs_and_nothing_in_noise(reference):
    ks = range(1, 8)
    assert gap_statistic(BLOBS, ks, reference=reference, n_references=10, seed=0).k == 4
    assert gap_statistic(UNIFORM, ks, reference=reference, n_references=10, seed=0).k == 1


def test_the_gap_is_worked_out_from_its_references():
    # gap = mean log W* - log W; error = sd sqrt(1 + 1/b); k is the first within one error of the next gap.
    gap = gap_statistic(BLOBS, [1, 2, 3, 4, 5], n_references=6, seed=1)
    logs = np.log(gap.references)
    np.testing.assert_allclose(gap.gaps, logs.mean(0) - np.log(gap.inertias))
    np.testing.assert_allclose(gap.errors, logs.std(0) * np.sqrt(7 / 6))
    holds = gap.gaps[:-1] >= gap.gaps[1:] - gap.errors[1:]
    assert gap.k == gap.ks[int(holds.argmax())] == 4


def test_the_gap_grows_one_reference_at_a_time():
    run = list(gaps(BLOBS, [1, 2, 3], n_references=4, seed=0))
    assert [len(gap.references) for gap in run] == [0, 1, 2, 3, 4]
    assert run[0].k is None and np.isnan(run[0].gaps).all()
    np.testing.assert_array_equal(run[2].references, run[4].references[:2])
    np.testing.assert_allclose(run[0].inertias, sweep_k(BLOBS, [1, 2, 3], tol=0, seed=0).inertias)


def test_the_reference_along_components_is_narrow_where_the_data_are():
    # A thin diagonal: eight clusters tile its turned box as finely as the data, but not the square around both.
    t = np.random.default_rng(2).random((200, 1))
    X = np.hstack([t, t + 0.01 * np.random.default_rng(3).random((200, 1))])
    box, pca = (gap_statistic(X, [8], reference=r, n_references=3, seed=0).references.mean() for r in ("box", "pca"))
    inertia = kmeans(X, 8, seed=0).inertia
    assert 0.5 * inertia < pca < 2 * inertia and box > 5 * inertia


def test_no_k_is_chosen_while_the_gap_still_rises():
    assert gap_statistic(BLOBS, [1, 2], n_references=5, seed=0).k is None
    assert gap_statistic(BLOBS, [3], n_references=5, seed=0).k is None


def test_as_many_clusters_as_points_stay_finite():
    gap = gap_statistic(UNIFORM[:4], [1, 2, 3, 4], n_references=3, seed=0)
    assert np.isfinite(gap.gaps).all() and np.isfinite(gap.errors).all()
    assert gap.inertias[-1] == 0 and not gap.references[:, -1].any()


@pytest.mark.parametrize("scale, offset", [(1e-100, 0), (1e100, 0), (1, 1e6)])
def test_choices_do_not_depend_on_the_unit_or_the_origin(scale, offset):
    X = BLOBS * scale + offset
    assert gap_statistic(X, range(1, 7), n_references=5, seed=0).k == 4
    here, there = sweep_k(BLOBS, range(1, 7), seed=0), sweep_k(X, range(1, 7), seed=0)
    assert find_elbow(here.ks, here.inertias) == find_elbow(there.ks, there.inertias)


def test_other_arguments_are_checked_at_the_call_too():
    with pytest.raises(ValueError, match="n_init=0"):
        sweep(BLOBS, [1, 2], n_init=0)
    with pytest.raises(ValueError, match="init='best'"):
        gaps(BLOBS, [1, 2], init="best")


@pytest.mark.parametrize("choose", [sweep, sweep_k, gaps, gap_statistic])
@pytest.mark.parametrize(
    "ks, named",
    [
        ([], "ks="),
        ([0, 1], "k=0"),
        ([2, 2], "ks="),
        ([3, 1], "ks="),
        ([1, 301], "k=301"),
        ([1.5], "ks="),
        (7, "ks="),
        ("12", "ks="),
    ],
)
def test_bad_ks_are_named_at_the_call(choose, ks, named):
    with pytest.raises((ValueError, TypeError), match=named):
        choose(BLOBS, ks)


@pytest.mark.parametrize(
    "inertias, named",
    [
        ([1.0, 2.0], r"inertias has shape \(2,\), but ks has 3"),
        ([3, 2, np.nan], "inertias contains NaN"),
        (["a", "b", "c"], "inertias holds values of type"),
    ],
)
def test_bad_inertias_are_named(inertias, named):
    with pytest.raises((ValueError, TypeError), match=named):
        find_elbow([1, 2, 3], inertias)


@pytest.mark.parametrize("wrong, named", [({"n_references": 0}, "n_references=0"), ({"reference": "ball"}, "'ball'")])
def test_bad_references_are_named(wrong, named):
    with pytest.raises(ValueError, match=named):
        gaps(BLOBS, [1, 2], **wrong)
