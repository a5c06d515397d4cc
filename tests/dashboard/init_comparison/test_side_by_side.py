"""Runs side by side, and the reader's own start."""

from dataclasses import replace

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.init_comparison import side_by_side
from dashboard.init_comparison.best_known import METHODS, best_of_eight
from dashboard.init_comparison.side_by_side import (
    compare_starts,
    read_rows,
    rows_after_click,
    unused_entries,
    write_rows,
)
from dashboard.init_comparison.text import unused_note
from kmeans_core import kmeans_plusplus, lloyd

X = NAMED["blobs"].make(300, 1.0, 42).X
BEST = best_of_eight(X, 4)
COMPARISON = compare_starts(X, 4, 0, (), BEST)


def test_every_method_runs_from_the_seed_and_the_own_start_waits_for_its_points():
    assert [track.name for track in COMPARISON.tracks] == [*METHODS, "your own"]
    assert [track.name for track in COMPARISON.runs] == list(METHODS)
    for track, method in zip(COMPARISON.runs, METHODS.values(), strict=True):
        *_, last = lloyd(X, method(X, 4, seed=0), tol=0)
        assert (track.inertia, track.steps[-1].iteration) == (last.inertia, last.iteration)


def test_picked_points_are_the_own_start_as_soon_as_there_are_k():
    rows = (11, 39, 6, 98)
    own = compare_starts(X, 4, 0, rows, BEST).runs[-1]
    assert own.name == "your own" and own.inertia == list(lloyd(X, X[list(rows)], tol=0))[-1].inertia
    waiting = compare_starts(X, 4, 0, rows[:2], BEST).tracks[-1]
    np.testing.assert_array_equal(waiting.film[0].centroids, X[list(rows[:2])])


def test_a_run_that_has_converged_stays_and_one_that_moves_is_at_its_half_step():
    short, long = (select(COMPARISON.runs, key=lambda track: len(track.film)) for select in (min, max))
    assert COMPARISON.longest is long.film
    for i, half in enumerate(long.film):
        assert long.half_step(i) is half
        assert short.half_step(i) is short.film[min(i, len(short.film) - 1)]
        assert short.is_moving(i) is (i < len(short.film) - 1)


def test_a_run_that_ends_lower_than_the_best_known_one_is_that_and_gives_the_clusters_their_numbers():
    *_, random = lloyd(X, METHODS["random"](X, 4, seed=0), tol=0)
    worse = BEST.among(X, [BEST.inertia / 2], lambda i: random.centroids)
    comparison = compare_starts(X, 4, 0, (), replace(worse, inertia=1e9))
    lowest = min(comparison.runs, key=lambda track: track.inertia)
    assert comparison.best.inertia == lowest.inertia and comparison.best.n_runs == worse.n_runs + 4
    np.testing.assert_array_equal(comparison.best.centroids, lowest.steps[-1].centroids)


def test_a_run_is_renumbered_as_its_reference_and_stays_the_same_run():
    steps = list(lloyd(X, kmeans_plusplus(X, 4, seed=9), tol=0))
    renumbered = side_by_side.renumber(steps, BEST.labels)
    np.testing.assert_array_equal(renumbered[-1].labels, BEST.labels)
    for old, new in zip(steps, renumbered, strict=True):
        np.testing.assert_array_equal(new.centroids[new.labels], old.centroids[old.labels])
        assert new.inertia == old.inertia


def test_centroids_belong_to_the_cluster_whose_centroid_is_nearest():
    reference = np.array([[0.0, 0.0], [10.0, 0.0], [20.0, 0.0]])
    centroids = np.array([[1.0, 0.0], [2.0, 0.0], [19.0, 0.0]])
    assert side_by_side.centroids_by_cluster(centroids, reference) == [[0, 1], [], [2]]


@pytest.mark.parametrize(
    "text, rows",
    [
        ("12-40-7", [11, 39, 6]),
        (" 3, 3 and 5", [2, 4]),
        ("0-121-120", [119]),
        ("", []),
        ("9" * 400, []),
        ("1e999", [0]),
        ("1-2-3-4-5-6", [0, 1, 2, 3]),
    ],
)
def test_own_points_are_read_from_any_text(text, rows):
    assert read_rows(text, 120, 4) == rows
    assert read_rows(write_rows(rows), 120, 4) == rows


@pytest.mark.parametrize(
    "text, note",
    [
        ("1,2,3,99999", "Not used: 99999 (not between 1 and 300)."),
        ("1 1 1 1", "Not used: 1, 1, 1 (repeated)."),
        ("a,b 0", "Not used: a, b (not a number); 0 (not between 1 and 300)."),
        ("1-2-3-4-5", "Not used: 5 (beyond the 4 points of k = 4)."),
        ("9" * 400, f"Not used: {'9' * 29}… (not between 1 and 300)."),
    ],
)
def test_what_is_not_used_of_the_text_is_named_with_the_reason(text, note):
    assert unused_note(unused_entries(text, 300, 4)) == note


@pytest.mark.parametrize("text", ["", "12-40-7", " 3, 5"])
def test_where_everything_is_used_nothing_is_named(text):
    assert unused_entries(text, 300, 4) == {}


def test_a_click_adds_a_point_removes_it_or_replaces_the_nearest():
    line = np.array([[0.0], [1.0], [5.0], [6.0]])
    assert rows_after_click([0], 2, line, 2) == [0, 2]
    assert rows_after_click([0, 2], 0, line, 2) == [2]
    assert rows_after_click([0, 2], 3, line, 2) == [0, 3]
    assert rows_after_click([0, 2], 1, line, 2) == [1, 2]
