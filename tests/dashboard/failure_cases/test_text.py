"""The page's sentences follow from the numbers."""

import numpy as np
import pytest

from dashboard.failure_cases.cases import CASES, OWN
from dashboard.failure_cases.compute import KMEANS, TRUTH, MethodResult, evaluate, hyperparameters
from dashboard.failure_cases.methods import METHODS, METHODS_AND_FIXES
from dashboard.failure_cases.text import (
    INTRODUCTIONS,
    PARAMETER_HELP,
    WHY,
    evidence,
    method_limits,
    method_summaries,
    method_verdict,
    why,
)


def kmeans_on(name, value, n=300, seed=42):
    case = CASES[name]
    table = case.make(n, value, seed)
    result = evaluate(table, KMEANS, hyperparameters(case, value, seed, case.eps, case.min_samples))
    return table, result


def scored(score):
    return MethodResult(np.zeros(2), score)


def test_every_case_is_explained_and_every_method_and_fix_introduced():
    assert set(WHY) == set(PARAMETER_HELP) == {*CASES, OWN}
    assert set(INTRODUCTIONS) == {*METHODS_AND_FIXES, TRUTH}


def test_evidence_counts_the_points_of_this_result():
    table, result = kmeans_on("moons", 0.0)
    wrong = min((result.labels != table.truth).sum(), (result.labels == table.truth).sum())
    assert f"{wrong} of 300 points lie on the wrong side" in evidence("moons", table, result)
    assert "leaves all 300 points on their own side" in evidence("moons", *kmeans_on("moons", 1.6))


@pytest.mark.parametrize("name", list(CASES))
@pytest.mark.parametrize("end", ["low", "high"])
def test_evidence_is_a_sentence_at_both_ends_of_the_parameter(name, end):
    sentence = evidence(name, *kmeans_on(name, getattr(CASES[name].parameter, end), n=60, seed=3))
    assert sentence.startswith("Here ") and sentence.endswith(".") and "nan" not in sentence


@pytest.mark.parametrize("score, grade", [(1.0, "finds the groups"), (0.7, "in part"), (0.1, "fails")])
def test_the_verdict_follows_the_score(score, grade):
    assert grade in method_verdict("DBSCAN", scored(0.99), scored(score)).partition(";")[2]
    assert grade in method_verdict("whiten first", scored(0.99), scored(score)).partition("After")[2]


def test_the_table_is_summed_up_method_by_method():
    rows = [{"case": "a", **dict.fromkeys(METHODS, 1.0)}, {"case": "b", **dict.fromkeys(METHODS, 0.2), "spectral": 1.0}]
    summaries = dict(zip(METHODS, method_summaries(rows), strict=True))
    assert summaries["spectral"] == "**spectral** finds the groups in 2 of 2 cases, and fails in none."
    assert summaries["DBSCAN"] == "**DBSCAN** finds the groups in 1 of 2 cases, and fails in 1 (b)."


def test_every_case_is_in_one_of_three_classes_and_k_means_has_an_ending_of_its_own():
    scores = {"a": 0.95, "b": 0.949, "c": 0.6, "d": 0.599}
    rows = [{"case": name, **dict.fromkeys(METHODS, score), "k-means": 0.0} for name, score in scores.items()]
    summaries = dict(zip(METHODS, method_summaries(rows), strict=True))
    assert summaries["DBSCAN"].endswith("the groups in 1 of 4 cases, in part in 2 (b and c), and fails in 1 (d).")
    assert summaries["k-means"].endswith("fails in 4 (a, b, c and d): the cases were chosen so that it would not.")


def test_a_methods_limit_is_stated_only_where_its_score_shows_it():
    rows = [{"case": name, **dict.fromkeys(METHODS, 1.0)} for name in CASES]
    rows[0]["Gaussian mixture"] = 0.142
    (limit,) = method_limits(rows)
    assert limit.startswith("**Gaussian mixture** on moons: ARI 0.14, because each of its groups is an ellipse")


def test_the_explanation_follows_the_fix_and_what_it_changes():
    table, before = kmeans_on("scales", 6.0)
    case, good, bad = CASES["scales"], scored(1.0), MethodResult(before.labels, before.score, before.wrong)
    assert why(case, table, "DBSCAN", before, good).startswith("**Why?** The feature with the larger numbers")
    helped = why(case, table, "standardise first", before, good)
    assert helped.startswith("**Why does it help?**") and f"before it {before.wrong}." in helped
    assert why(case, table, "standardise first", before, bad).startswith("**Why does it not help?**")
