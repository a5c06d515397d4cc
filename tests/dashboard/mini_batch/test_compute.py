"""The film of the batches is made of what the core computed."""

import itertools

import numpy as np
import pytest

from dashboard.mini_batch import compute
from dashboard.mini_batch.compute import ALL, DRAW, MOVE
from kmeans_core import assign, inertia, minibatches
from tests.dashboard.mini_batch.runs import MINI, REASSIGNED, STATES, TABLE


def test_every_picture_is_a_state_of_the_core():
    for picture in MINI.film:
        state = STATES[picture.batches]
        np.testing.assert_array_equal(picture.centroids, state.centroids)
        np.testing.assert_array_equal(picture.counts, state.counts)
        assert picture.inertia == pytest.approx(inertia(TABLE.X, state.centroids))


def test_the_first_batches_are_drawn_and_then_move_the_centroids():
    assert [picture.name for picture in MINI.film[:5]] == ["Start", "Draw 1", "Move 1", "Draw 2", "Move 2"]
    for before, draw, move in zip(MINI.film, MINI.film[1:], MINI.film[2:], strict=False):
        if draw.line == DRAW:
            np.testing.assert_array_equal(draw.centroids, before.centroids)
            np.testing.assert_array_equal(draw.rows, STATES[move.batches].indices)
            np.testing.assert_array_equal(draw.labels, assign(TABLE.X[draw.rows], draw.centroids))


def test_the_film_ends_with_the_last_batch_and_every_point_in_its_cluster():
    *_, move, end = MINI.film
    assert (move.line, end.line) == (MOVE, ALL) and move.batches == STATES[-1].iteration == MINI.batches
    np.testing.assert_array_equal(end.labels, assign(TABLE.X, STATES[-1].centroids)[MINI.rows])
    assert MINI.inertia == pytest.approx(inertia(TABLE.X, STATES[-1].centroids))


def test_a_long_run_has_few_pictures_and_the_last_batch_has_one():
    endless = minibatches(TABLE.X, TABLE.X[:2], batch_size=10, max_no_improvement=None, seed=5)
    batches = itertools.islice(endless, compute.MAX_BATCHES)
    shown = list(filter(None, compute.snapshots(batches, lambda centroids: 0.0)))
    assert len(shown) < 50 and shown[-1][0].iteration == compute.MAX_BATCHES - 1


def test_the_last_inertia_is_that_of_all_points_even_if_they_are_many():
    assert REASSIGNED.inertia == pytest.approx(inertia(REASSIGNED.table.X, REASSIGNED.last.centroids), rel=1e-12)


def test_a_run_can_be_left_after_every_batch():
    batches = 0
    for state in compute.snapshots(iter(STATES), lambda centroids: 0.0):
        assert state is None or state[0].iteration <= batches
        batches += 1
    assert batches >= MINI.batches


def test_a_reassigned_centroid_is_seen_to_jump_to_a_point_of_the_batch():
    draw, jump = next(pair for pair in itertools.pairwise(REASSIGNED.film) if pair[1].reassigned.size)
    assert draw.name == f"Draw {jump.batches}" and jump.name == f"Move {jump.batches}"
    for j in jump.reassigned:
        assert (REASSIGNED.table.X[jump.rows] == jump.centroids[j]).all(axis=1).any()


def test_points_that_differ_are_those_whose_paired_labels_differ():
    mini = assign(TABLE.X, STATES[-1].centroids)
    np.testing.assert_array_equal(MINI.differing, np.flatnonzero(MINI.pairs[mini] != MINI.full.labels))
