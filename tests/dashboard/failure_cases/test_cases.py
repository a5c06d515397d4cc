"""Every case breaks k-means where it says so, and its fix mends it."""

import numpy as np
import pytest
from sklearn.datasets import make_circles, make_moons

from dashboard.failure_cases.cases import ALL, NAMED, THEIRS
from dashboard.failure_cases.evaluation import ALL as METHODS
from dashboard.failure_cases.evaluation import FAIR, GOOD, KMEANS, asked_of, result
from dashboard.failure_cases.explanations import SAID, evidence
from dashboard.failure_cases.methods import METHODS as RIVALS

MENDED = 0.93  # the least ARI that the fix reaches


def found(name, method, knob=None, n=300, seed=42):
    case = NAMED[name]
    knob = case.knob.default if knob is None else knob
    table = case.make(n, knob, seed)
    return table, result(table, method, asked_of(case, knob, seed, case.eps, case.min_samples))


def score(name, method, knob=None):
    return found(name, method, knob)[1].score


def test_the_lessons_moons_and_circles_stand_at_the_default_knob():
    moons, circles = (NAMED[name].make(300, NAMED[name].knob.default, 42) for name in ("moons", "circles"))
    X, truth = make_moons(300, noise=0.05, random_state=42)
    np.testing.assert_array_equal(moons.X, X)
    np.testing.assert_array_equal(moons.truth, truth)
    np.testing.assert_array_equal(circles.X, make_circles(300, noise=0.05, factor=0.5, random_state=42)[0])


@pytest.mark.parametrize("name", ["moons", "circles"])
def test_on_the_lessons_sets_k_means_fails_and_the_named_remedies_succeed(name):
    assert score(name, KMEANS) < 0.6
    assert score(name, NAMED[name].remedy) > 0.95 and score(name, NAMED[name].fix) > 0.95
    assert score(name, "DBSCAN") > 0.95 and score(name, "spectral") > 0.95


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_k_means_fails_the_fix_mends_and_the_suggested_finds_the_groups_or_comes_closest(case):
    scores = {method: score(case.name, method) for method in (*RIVALS, case.fix)}
    assert scores[KMEANS] < FAIR and scores[case.fix] > MENDED
    assert scores[case.remedy] >= min(GOOD, max(scores.values()))
    assert case.remedy in RIVALS or max(scores[method] for method in RIVALS) < GOOD


@pytest.mark.parametrize(
    "name, knob",
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
def test_at_the_harmless_end_of_the_knob_k_means_finds_the_groups(name, knob):
    assert score(name, KMEANS, knob) > 0.93


def test_no_method_finds_the_groups_in_every_case_and_each_named_limit_shows():
    assert score("unequal density", "DBSCAN") < 0.6
    assert score("moons", "Gaussian mixture") < 0.6
    assert score("uneven sizes", "spectral") < 0.6
    assert score("stretched", "agglomerative") < 0.6


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
@pytest.mark.parametrize("n", [60, 310])
def test_both_ends_of_the_knob_give_finite_points_and_a_seed_gives_them_again(case, n):
    for knob in (case.knob.low, case.knob.high):
        table, again = case.make(n, knob, 7), case.make(n, knob, 7)
        assert len(table.X) == len(table.truth) == n and np.isfinite(table.X).all()
        np.testing.assert_array_equal(table.X, again.X)
        assert table.X.shape[1] == len(table.features)


@pytest.mark.parametrize("case", (*ALL, THEIRS), ids=lambda case: case.name)
def test_the_places_of_the_curve_hold_the_default_and_lie_on_the_knob(case):
    places = case.knob.places
    assert case.knob.default in places and (np.diff(places) > 0).all() and 7 <= len(places) <= 11
    assert places[0] >= case.knob.low and places[-1] <= case.knob.high
    assert {case.remedy, case.fix} <= set(METHODS)


@pytest.mark.parametrize("case", (*ALL, THEIRS), ids=lambda case: case.name)
def test_the_knobs_stops_begin_and_end_with_it_hold_the_default_and_are_told_apart(case):
    stops = case.knob.stops
    assert (stops[0], stops[-1]) == (case.knob.low, case.knob.high) and case.knob.default in stops
    assert len({f"{stop:g}" for stop in stops}) == len(stops) and "-0" not in {f"{stop:g}" for stop in stops}


def test_every_case_has_its_evidence_and_it_speaks_of_this_result():
    assert set(SAID) == set(NAMED)
    table, run = found("moons", KMEANS)
    wrong = min((run.labels != table.truth).sum(), (run.labels == table.truth).sum())
    assert f"{wrong} of 300 points lie on the wrong side" in evidence("moons", table, run)
    table, run = found("moons", KMEANS, 1.6)
    assert "leaves all 300 points on their own side" in evidence("moons", table, run)


@pytest.mark.parametrize("name", list(NAMED))
@pytest.mark.parametrize("end", ["low", "high"])
def test_evidence_is_a_sentence_at_both_ends_of_the_knob(name, end):
    table, run = found(name, KMEANS, getattr(NAMED[name].knob, end), n=60, seed=3)
    said = evidence(name, table, run)
    assert said.startswith("Here ") and said.endswith(".") and "nan" not in said
