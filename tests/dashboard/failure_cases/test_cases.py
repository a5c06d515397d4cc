"""Every case breaks k-means where it says so, and its fix repairs it."""

import numpy as np
import pytest
from sklearn.datasets import make_circles, make_moons

from dashboard.failure_cases.cases import CASES, OWN_TABLE
from dashboard.failure_cases.compute import KMEANS, evaluate, hyperparameters
from dashboard.failure_cases.methods import MAX_SAMPLE, METHODS, METHODS_AND_FIXES
from dashboard.failure_cases.text import FAIR, GOOD

FIXED = 0.93  # the least ARI that the fix reaches
NAMES = list(CASES)


def score(name, method, value=None, n=300, seed=42):
    case = CASES[name]
    value = case.parameter.default if value is None else value
    params = hyperparameters(case, value, seed, case.eps, case.min_samples)
    result = evaluate(case.make(n, value, seed), method, params)
    return result.score


def test_the_default_moons_and_circles_are_scikit_learns():
    moons, circles = (CASES[name].make(300, CASES[name].parameter.default, 42) for name in ("moons", "circles"))
    X, truth = make_moons(300, noise=0.05, random_state=42)
    np.testing.assert_array_equal(moons.X, X)
    np.testing.assert_array_equal(moons.truth, truth)
    np.testing.assert_array_equal(circles.X, make_circles(300, noise=0.05, factor=0.5, random_state=42)[0])


@pytest.mark.parametrize("name", ["moons", "circles"])
def test_on_moons_and_circles_k_means_fails_and_the_named_remedies_succeed(name):
    assert score(name, KMEANS) < 0.6
    assert score(name, CASES[name].remedy) > 0.95 and score(name, CASES[name].fix) > 0.95
    assert score(name, "DBSCAN") > 0.95 and score(name, "spectral") > 0.95


@pytest.mark.parametrize("case", CASES.values(), ids=NAMES)
def test_k_means_fails_the_fix_helps_and_the_suggested_finds_the_groups_or_comes_closest(case):
    scores = {method: score(case.name, method) for method in (*METHODS, case.fix)}
    assert scores[KMEANS] < FAIR and scores[case.fix] > FIXED
    assert scores[case.remedy] >= min(GOOD, max(scores.values()))
    assert case.remedy in METHODS or max(scores[method] for method in METHODS) < GOOD


@pytest.mark.parametrize(
    "name, value",
    [
        ("moons", 1.6),
        ("stretched", 1),
        ("varied spread", 1),
        ("uneven sizes", 1),
        ("unequal density", 1),
        ("outliers", 0),
        ("scales", 1),
        ("noise features", 0),
        ("wrong k", 4),
        ("no structure", 1),
    ],
)
def test_at_the_harmless_end_of_the_parameter_k_means_finds_the_groups(name, value):
    assert score(name, KMEANS, value) > 0.93


def test_no_method_finds_the_groups_in_every_case_and_each_named_limit_shows():
    assert score("unequal density", "DBSCAN") < 0.6
    assert score("moons", "Gaussian mixture") < 0.6
    assert score("uneven sizes", "spectral") < 0.6
    assert score("stretched", "agglomerative") < 0.6


PLANE = [name for name in NAMES if CASES[name].max_points == 2000]


@pytest.mark.parametrize("name", PLANE)
def test_k_means_breaks_at_the_same_mark_of_the_curve_on_the_sample_and_on_many_points(name):
    grid = CASES[name].parameter.grid
    few, many = (sum(score(name, KMEANS, value, n=n) >= FAIR for value in grid) for n in (MAX_SAMPLE, 2000))
    assert abs(few - many) <= 1


@pytest.mark.parametrize("name", [name for name in PLANE if CASES[name].remedy != "DBSCAN"])  # eps suits one density
def test_what_helps_on_the_sample_helps_on_many_points(name):
    few, many = (score(name, CASES[name].remedy, n=n) for n in (MAX_SAMPLE, 2000))
    assert few == pytest.approx(many, abs=0.06)


@pytest.mark.parametrize("case", CASES.values(), ids=NAMES)
@pytest.mark.parametrize("n", [60, 310])
def test_both_ends_of_the_parameter_give_finite_points_and_a_seed_gives_them_again(case, n):
    for value in (case.parameter.low, case.parameter.high):
        table, again = case.make(n, value, 7), case.make(n, value, 7)
        assert len(table.X) == len(table.truth) == n and np.isfinite(table.X).all()
        np.testing.assert_array_equal(table.X, again.X)
        assert table.X.shape[1] == len(table.features)


@pytest.mark.parametrize("case", (*CASES.values(), OWN_TABLE), ids=lambda case: case.name)
def test_the_curve_is_computed_at_the_default_and_within_the_range(case):
    grid = case.parameter.grid
    assert case.parameter.default in grid and (np.diff(grid) > 0).all() and 7 <= len(grid) <= 11
    assert grid[0] >= case.parameter.low and grid[-1] <= case.parameter.high
    assert {case.remedy, case.fix} <= set(METHODS_AND_FIXES)


@pytest.mark.parametrize("case", (*CASES.values(), OWN_TABLE), ids=lambda case: case.name)
def test_the_slider_offers_both_ends_and_the_default_and_no_two_values_look_alike(case):
    values = case.parameter.slider_values
    assert (values[0], values[-1]) == (case.parameter.low, case.parameter.high) and case.parameter.default in values
    assert len({f"{value:g}" for value in values}) == len(values) and "-0" not in {f"{value:g}" for value in values}
