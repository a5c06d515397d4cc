"""Every task of every kind is right by the library, and tells the known mistakes apart.

`PRACTICE_SEEDS=10000 pytest tests/dashboard/practice` checks ten thousand tasks of each kind; otherwise 100.
"""

import os

import numpy as np
import pytest

from dashboard.practice.compute import KINDS, KS, LEVELS, N_POINTS, Variant, draw_run, is_right, make_task, rounded
from dashboard.practice.marking import mark_row
from kmeans_core import assign, find_elbow, inertia, lloyd, separation, soft_assign

N_SEEDS = int(os.environ.get("PRACTICE_SEEDS", 100))


@pytest.fixture(scope="module", params=list(KINDS))
def tasks(request):
    return [make_task(request.param, seed) for seed in range(N_SEEDS)]


def by_the_library(task) -> np.ndarray:
    """Return the task's table, worked out by kmeans_core; NaN for what it does not know."""
    given = task.numbers
    X, asked, start = given.X, list(given.asked), given.centroids[0] if len(given.centroids) else None
    match task.kind.name:
        case "assign":
            d2 = [[inertia([x], [c]) for c in start] for x in X]
            return np.column_stack([d2, assign(X, start) + 1])
        case "move":
            moved = [step.centroids for step in lloyd(X, start, tol=0)][1:3]
            return np.concatenate(moved)
        case "inertia":
            labels = assign(X, start)
            parts = [inertia(X[labels == j], start[[j]]) for j in (0, 1)]
            return np.array([*parts, inertia(X, start)])[:, None]
        case "can it rise?":
            moved = list(lloyd(X, start, tol=0))[1].centroids
            before, after = inertia(X, start), inertia(X, moved, assign(X, start))
            return np.array([[np.nan] * 3, [np.nan] * 3, [before, after, after - before]])
        case "D² probabilities":
            d2 = np.array([inertia([x], start) for x in X])
            return np.column_stack([d2, d2 / inertia(X, start)])[asked]
        case "silhouette":
            parts = separation(X, given.labels[0])
            return np.column_stack([parts.own, parts.other, parts.silhouettes])[asked]
        case "elbow":
            return np.array([(find_elbow(KS, curve), np.nan) for curve in given.curves])
        case "mini-batch step":  # the library's own next state is what the next row begins with
            clusters = [assign(X[[i]], centroids)[0] for i, centroids in zip(asked, given.centroids, strict=True)]
            after = zip(clusters, given.counts[1:], given.centroids[1:], strict=False)
            rows = [(j + 1, counts[j], *centroids[j]) for j, counts, centroids in after]
            return np.array([*rows, (clusters[-1] + 1, *[np.nan] * 3)])
        case "soft probabilities":
            p = soft_assign(X[asked], start, beta=given.beta)[:, 0]
            return np.column_stack([np.full((len(asked), 2), np.nan), p])
    raise AssertionError(task.kind.name)


def test_the_right_numbers_are_those_of_the_library(tasks):
    for task in tasks:
        expected = by_the_library(task)
        known = ~np.isnan(expected)
        np.testing.assert_allclose(task.answers[known], expected[known], atol=1e-9)


def typed(task, table) -> list:
    """Return what somebody types who has worked out this table: three decimals at most."""
    return rounded(table, np.maximum(task.decimals, 2)).tolist()


def test_who_makes_no_mistake_is_right_everywhere(tasks):
    for task in tasks:
        rows = typed(task, task.answers)
        assert all(mark_row(task, row, rows[row]).all_right for row in range(len(rows)))


def test_who_makes_a_mistake_is_mostly_wrong_and_the_mistake_is_named(tasks):
    for mistake in tasks[0].kind.mistakes:
        marks = [
            mark_row(task, row, numbers)
            for task in tasks
            for row, numbers in enumerate(typed(task, task.wrong[mistake]))
        ]
        misses = [mark for mark in marks if not mark.all_right]
        assert len(marks) - len(misses) <= 0.4 * len(marks), mistake
        assert sum({*mark.mistakes} - {""} == {mistake} for mark in misses) >= 0.8 * len(misses), mistake


def test_the_same_seed_gives_the_same_task_and_every_student_has_other_numbers(tasks):
    kind = tasks[0].kind.name
    one, same = (Variant(kind, "alone", set=7, id=20451).make().answers for _ in range(2))
    np.testing.assert_array_equal(one, same)
    others = {repr(Variant(kind, "alone", set=7, id=id).make().answers.tolist()) for id in range(60)}
    assert len(others) == 60 and repr(one.tolist()) not in others


def test_29_of_the_first_hundred_seeds_have_no_ties_and_need_two_or_three_moves():
    assert sum(draw_run(np.random.default_rng(seed)) is not None for seed in range(100)) == 29


def test_points_are_eight_different_ones_with_whole_coordinates(tasks):
    for X in (task.numbers.X for task in tasks if len(task.numbers.X)):
        assert len(np.unique(X, axis=0)) == N_POINTS and ((X == X.round()) & (X >= 0) & (X <= 9)).all()


def test_the_levels_leave_more_and_more_rows_to_the_reader(tasks):
    n = len(tasks[0].answers)
    blanks = [n - Variant(level=level).first_blank(n) for level in LEVELS]
    assert blanks == sorted(blanks) and blanks[0] == 0 and blanks[1] == 1 and blanks[-1] == n


def test_decimals_may_be_off_by_one_in_the_last_place_and_whole_numbers_by_nothing():
    decimals = np.array([2, 0])
    assert is_right(np.array([3.34, 7]), np.array([10 / 3, 7]), decimals).tolist() == [True, True]
    assert is_right(np.array([3.32, 7]), np.array([10 / 3, 7]), decimals).tolist() == [True, True]
    assert is_right(np.array([3.35, 8]), np.array([10 / 3, 7]), decimals).tolist() == [False, False]
