"""The film tells what the core computed, in words that fit the numbers."""

import math

import numpy as np
import pytest

from dashboard.common.formatting import number, percent
from dashboard.common.half_steps import ASSIGN, MOVE, PICK, UNTIL, half_steps
from kmeans_core import inertia, lloyd, random_init

X = np.random.default_rng(2).normal(size=(90, 2))
STEPS = list(lloyd(X, random_init(X, 4, seed=3), tol=0))
FILM = half_steps(X, STEPS, np.arange(90))


def test_half_steps_come_as_start_assign_move_until_converged():
    names = [half.name for half in FILM]
    expected = ["Start"]
    for move in range(1, len(STEPS)):
        expected += [f"Assign {move}", f"Move {move}"]
    assert names == [*expected, "Converged"]
    assert [half.line for half in FILM[:3]] == [PICK, ASSIGN, MOVE] and FILM[-1].line == UNTIL


def test_each_assign_shows_the_labels_and_each_move_the_centroids_of_its_step():
    assigned = [half for half in FILM[1:] if not half.is_move]
    for half, step in zip(assigned, STEPS, strict=True):
        np.testing.assert_array_equal(half.labels, step.labels)
        np.testing.assert_array_equal(half.centroids, step.centroids)
    for half, step in zip((half for half in FILM if half.is_move), STEPS[1:], strict=True):
        np.testing.assert_array_equal(half.centroids, step.centroids)


def test_inertia_belongs_to_what_is_drawn_and_falls_at_every_half_step():
    inertias = [half.inertia for half in FILM[1:]]
    assert all(half.inertia == pytest.approx(inertia(X, half.centroids, half.labels)) for half in FILM[1:])
    assert math.isnan(FILM[0].inertia) and (np.diff(inertias) <= 1e-9).all()


def test_switched_points_are_counted_in_the_caption():
    for before, half in zip(FILM[1:], FILM[2:], strict=False):
        if half.line == ASSIGN:
            assert half.n_switched == (half.labels != before.labels).sum()
            assert f"{half.n_switched} of 90 points switched" in half.caption


def test_the_caption_of_a_move_names_the_centroid_that_moves_most_and_how_far():
    for half in (half for half in FILM if half.is_move):
        shifts = np.linalg.norm(half.centroids - half.before, axis=1)
        assert f"centroid {shifts.argmax() + 1} moves most, by {number(shifts.max())}" in half.caption
        assert half.largest_shift == shifts.max()


def test_with_drawn_rows_the_captions_still_count_all_points():
    rows = np.arange(0, 90, 3)
    thin = half_steps(X, STEPS, rows)
    assert [half.caption for half in thin] == [half.caption for half in FILM]
    np.testing.assert_array_equal(thin[3].labels, FILM[3].labels[rows])


def test_one_centroid_is_not_called_a_local_optimum():
    steps = list(lloyd(X, X[:1], tol=0))
    assert "mean of all points is the best" in half_steps(X, steps, np.arange(90))[-1].caption


@pytest.mark.parametrize(
    "value, said",
    [(0, "0"), (1, "1.00"), (0.05018, "0.0502"), (1887.4, "1,887"), (29_212_345, "29,212,345"), (3e12, "3.00e+12")],
)
def test_numbers_have_three_digits(value, said):
    assert number(value) == said


@pytest.mark.parametrize("share, said", [(0, "0 %"), (0.0004, "less than 0.1 %"), (0.012, "1.2 %"), (0.61, "61 %")])
def test_shares_never_round_something_to_nothing(share, said):
    assert percent(share) == said


def test_a_point_under_every_centroid_is_not_called_a_local_optimum():
    X = np.arange(6.0).reshape(3, 2)
    film = half_steps(X, list(lloyd(X, X, tol=0)), np.arange(3))
    assert film[-1].inertia == 0 and "cannot be lower" in film[-1].caption
