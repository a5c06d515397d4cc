"""The Mini-batch page's sentences and tables fit its numbers."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from dashboard.common.datasets import Table
from dashboard.common.half_steps import inertia_change
from dashboard.mini_batch import text
from dashboard.mini_batch.compute import MOVE
from tests.dashboard.mini_batch.runs import MINI, REASSIGNED, run_on


@pytest.mark.parametrize(
    "before, after, words", [(4, 2, "falls by 50 % to 2.00"), (2, 3, "rises by 50 %"), (2, 2, "stays at 2.00")]
)
def test_a_caption_says_which_way_the_inertia_went(before, after, words):
    assert words in inertia_change(before, after)


def test_every_picture_has_a_caption_of_its_own():
    captions = text.batch_captions(MINI)
    assert len(captions) == len(MINI.film) == len(set(captions))


def test_a_move_says_which_centroid_moves_most():
    for before, picture in itertools.pairwise(MINI.film):
        if picture.line == MOVE and not picture.reassigned.size:
            j = np.linalg.norm(picture.centroids - before.centroids, axis=1).argmax()
            assert f"centroid {j + 1} moves most, by " in text.batch_caption(MINI, before, picture)


def test_a_jump_says_who_jumps_and_how_few_points_it_had():
    before, jump = next(pair for pair in itertools.pairwise(REASSIGNED.film) if pair[1].reassigned.size)
    counts = before.counts + np.bincount(jump.labels, minlength=4)
    j = jump.reassigned[0]
    caption = text.batch_caption(REASSIGNED, before, jump)
    assert f"centroid {j + 1} has learned from only {counts[j]:.0f} " in caption and f"{counts.max():,.0f}:" in caption


def test_the_table_of_differences_counts_every_point_that_differs():
    assert sum(row["points"] for row in text.difference_table(MINI)) == len(MINI.differing)


def test_no_batch_that_races_is_larger_than_the_data():
    assert text.race_question(50, 120).startswith("Batches of 10, 50 or 120 points (50 in the picture)")
    assert text.race_question(50, 20_000).startswith("Batches of 10, 50, 500 or 5,000 points")


def test_a_single_move_or_point_is_told_in_the_singular():
    few = run_on(Table(np.array([[0.0, 0], [1, 1], [9, 9]]), ("x", "y")), 3, 2)
    assert few.full.moves == 1 and "1 move, after a pass over all 3, until" in text.run_summary(few)
    assert f"{MINI.full.moves} moves, each after a pass over all 900" in text.run_summary(MINI)
    labels = MINI.pairs.argsort()[MINI.full.labels]
    labels[0] = (labels[0] + 1) % len(MINI.pairs)
    assert text.differences(replace(MINI, labels=labels), 1).startswith("**1 of 900 points** (0.1 %) is in another")
