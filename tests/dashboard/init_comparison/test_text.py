"""The sentences of the Init comparison page say what was computed."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.init_comparison import text
from dashboard.init_comparison.best_known import best_of_eight
from dashboard.init_comparison.seeding_film import seeding_steps
from dashboard.init_comparison.side_by_side import Comparison, compare_starts
from kmeans_core import assign, kmeans

X = NAMED["blobs"].make(300, 1.0, 42).X
BEST = best_of_eight(X, 4)
COMPARISON = compare_starts(X, 4, 0, (), BEST)
LABELS = kmeans(X, 4, n_init=10, seed=0).labels


def test_there_is_a_caption_for_every_half_step_of_the_longest_run():
    captions = text.run_captions(COMPARISON)
    assert len(captions) == len(COMPARISON.longest)
    assert all(
        caption.startswith(half.name) for caption, half in zip(captions[1:-1], COMPARISON.longest[1:-1], strict=True)
    )


def test_the_captions_say_which_run_still_moves_and_which_failed():
    *_, before_last, last = text.run_captions(COMPARISON)
    assert "only random still moves" in before_last and "The others have converged" in before_last
    assert last == "All have converged. Not at the best known inertia, 362: random."
    lucky = Comparison(COMPARISON.tracks[1:], COMPARISON.best, COMPARISON.rows)
    assert text.run_captions(lucky)[-1] == "All have converged, all at the best known inertia, 362."


@pytest.mark.parametrize("k, words", [(4, "4 points as its first centroids."), (1, "1 point as its first centroid.")])
def test_the_first_caption_counts_the_centroids(k, words):
    comparison = compare_starts(X, k, 0, (), best_of_eight(X, k))
    assert text.run_captions(comparison)[0] == f"Each method has picked {words}"


def test_the_heading_of_a_panel_compares_with_the_best_known_inertia():
    random, greedy, last = COMPARISON.tracks[0], COMPARISON.tracks[2], len(COMPARISON.longest) - 1
    assert text.panel_status(random, 0, BEST) == ""
    assert text.panel_status(random, last, BEST) == "✗ 5.2× best"
    assert text.panel_status(greedy, last, BEST) == "✓ best"
    ratio = random.film[1].inertia / BEST.inertia
    assert text.panel_status(random, 1, BEST) == f"{ratio:.1f}× best"


@pytest.mark.parametrize("rows, words", [((), "choose 4 points"), ((3, 50, 7), "choose 1 more")])
def test_a_panel_that_waits_says_how_many_points_are_missing(rows, words):
    assert text.panel_status(compare_starts(X, 4, 0, rows, BEST).tracks[-1], 0, BEST) == words


def test_symbols_for_a_ratio():
    symbols = [text.ratio_symbol(ratio) for ratio in (1.0, 1.0002, 1.004, 1.25, 3.0, np.inf)]
    assert symbols == ["", "1.00× best", "1.00× best", "1.25× best", "3.0× best", "∞× best"]


def test_a_run_that_failed_is_explained_with_the_numbers_in_its_panel():
    random = COMPARISON.tracks[0]
    words = text.miss_explanation(random, BEST)
    assert words.startswith("**random**: centroids ") and "began in the same cluster of the best known run" in words
    first, second = (int(word) - 1 for word in words.split("centroids ")[1].split(" began")[0].split(" and "))
    clusters = assign(random.steps[0].centroids, BEST.centroids)
    assert clusters[first] == clusters[second] and "while another had none" in words
    covering = int(words.split("At the end centroid ")[1].split(" covers")[0]) - 1
    assert np.sum(assign(BEST.centroids, random.steps[-1].centroids) == covering) == 2


def test_the_captions_of_the_wheel_count_the_clusters_without_a_pick():
    steps = seeding_steps(X, 4, 1, 0, LABELS)
    assert text.wheel_caption(1, steps[0], LABELS) == (
        "Wheel 1: no point is picked yet, so all 300 points are equally likely."
    )
    wheel = text.wheel_caption(2, steps[1], LABELS)
    assert wheel.startswith("Wheel 2: 3 clusters have no pick yet:") and wheel.endswith("75 % of the points.")
    row = steps[1].pick.row
    pick = text.pick_caption(2, steps[1], LABELS)
    assert pick.startswith(f"Pick 2: point {row + 1}, in a cluster without a pick.")


def test_a_pick_in_a_cluster_that_has_one_names_it_by_its_number_in_the_picture():
    one_cluster = np.zeros(300, dtype=int)
    step = seeding_steps(X, 4, 1, 0, one_cluster)[2]
    assert f"point {step.pick.row + 1}, in the cluster of pick 1." in text.pick_caption(3, step, one_cluster)


def test_where_every_cluster_has_a_pick_the_caption_says_so():
    one_cluster = np.zeros(300, dtype=int)
    step = seeding_steps(X, 4, 1, 0, one_cluster)[-1]
    assert "every cluster has a pick" in text.wheel_caption(4, step, one_cluster)


def test_too_many_runs_are_refused_with_the_number_and_the_remedy():
    note = text.fewer_restarts(2000, 2, 31, 500, 20)  # 500 x (1.5 + 0.033 x 2000 x 62 / 92) ms = 23.0 s
    assert note.startswith("500 runs") and "about 23 seconds" in note and "makes 20." in note and "fewer points" in note
