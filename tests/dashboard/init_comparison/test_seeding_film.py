"""k-means++ pick by pick: the wheel and what is said of it."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.init_comparison import seeding_film
from kmeans_core import kmeans, kmeans_plusplus

X = NAMED["blobs"].make(300, 1.0, 42).X
LABELS = kmeans(X, 4, n_init=10, seed=0).labels


@pytest.mark.parametrize("trials", [1, None])
def test_the_picks_are_the_start_that_the_core_draws(trials):
    turns = seeding_film.turns(X, 4, trials, 7, LABELS)
    np.testing.assert_array_equal(X[list(turns[-1].rows)], kmeans_plusplus(X, 4, seed=7, trials=trials))


def test_the_shares_of_the_wheel_are_the_clusters_shares_of_d2():
    for turn in seeding_film.turns(X, 4, 1, 0, LABELS)[1:]:
        d2 = ((X[:, None] - X[list(turn.before)]) ** 2).sum(axis=2).min(axis=1)
        shares = [d2[LABELS == j].sum() / d2.sum() for j in range(4)]
        np.testing.assert_allclose(turn.shares, shares, rtol=1e-4, atol=1e-6)


def test_the_needle_stands_in_the_slice_of_the_cluster_that_was_drawn():
    for seed in range(10):
        for turn in seeding_film.turns(X, 4, None, seed, LABELS):
            ends = np.cumsum(turn.shares)
            for row, place in zip(turn.pick.candidates, turn.places, strict=True):
                assert ends[LABELS[row]] - turn.shares[LABELS[row]] <= place + 1e-9
                assert place - 1e-9 <= ends[LABELS[row]]


def test_two_pictures_a_turn_and_names_of_their_own():
    moments = seeding_film.moments(X, seeding_film.turns(X, 4, 1, 0, LABELS), LABELS)
    assert [moment.name for moment in moments] == [f"{what} {at}" for at in (1, 2, 3, 4) for what in ("Wheel", "Pick")]
    assert [moment.is_drawn for moment in moments] == [False, True] * 4


def test_the_captions_count_the_clusters_without_a_pick():
    turns = seeding_film.turns(X, 4, 1, 0, LABELS)
    captions = [moment.caption for moment in seeding_film.moments(X, turns, LABELS)]
    assert captions[0] == "Wheel 1: no point is picked yet, so each of the 300 is as likely as any other."
    assert captions[2].startswith("Wheel 2: 3 clusters have no pick yet:") and captions[2].endswith(
        "75 % of the points."
    )
    row = turns[1].pick.row
    assert captions[3].startswith(f"Pick 2: point {row + 1} in cluster {LABELS[row] + 1}, which had none.")


def test_where_every_cluster_has_a_pick_the_caption_says_so():
    turns = seeding_film.turns(X, 4, 1, 0, np.zeros(300, dtype=int))
    assert "every cluster has a pick" in seeding_film.weighed(turns[-1], np.zeros(300, dtype=int), 4)
