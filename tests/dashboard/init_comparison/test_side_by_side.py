"""Runs side by side on one list of beats."""

import numpy as np

from dashboard.common.datasets import NAMED
from dashboard.init_comparison import restart_statistics as starts
from dashboard.init_comparison import side_by_side
from dashboard.init_comparison.restart_statistics import METHODS, OWN

X = NAMED["blobs"].make(300, 1.0, 42).X
ALL = np.arange(len(X))
FOUND = starts.landscape(X, list(starts.restarts(X, 4, 20)))
LANES = [
    side_by_side.ran(name, X, starts.run(X, method(X, 4, seed=0)), ALL, FOUND.centroids)
    for name, method in METHODS.items()
]
BEATS = side_by_side.beats(LANES, FOUND)


def test_there_are_as_many_beats_as_the_longest_run_has_half_steps_each_with_a_name_of_its_own():
    assert len(BEATS) == max(len(lane.film) for lane in LANES)
    assert len({beat.name for beat in BEATS}) == len(BEATS)


def test_a_run_that_has_ended_stays_and_one_that_runs_is_at_its_half_step():
    short, long = (pick(LANES, key=lambda lane: len(lane.film)) for pick in (min, max))
    for at, beat in enumerate(BEATS):
        assert long.at(at) is long.film[at]
        assert short.at(at) is short.film[min(at, len(short.film) - 1)]
        if 0 < at < len(BEATS) - 1:
            assert long.film[at].name == beat.name == beat.event


def test_the_captions_say_who_still_moves_and_who_failed():
    assert "random still moves" in BEATS[-2].caption and "The others have converged" in BEATS[-2].caption
    assert BEATS[-1].caption == "All have converged. Not at the best known inertia, 362: random."
    lucky = side_by_side.beats(LANES[1:], FOUND)
    assert lucky[-1].caption == "All have converged, all at the best known inertia, 362."


def test_the_heading_of_a_panel_compares_with_the_best_known():
    assert side_by_side.standing(LANES[0], 0, FOUND) == ""
    assert side_by_side.standing(LANES[0], len(BEATS) - 1, FOUND) == "✗ 5.2×"
    assert side_by_side.standing(LANES[1], len(BEATS) - 1, FOUND) == "✓ best"
    first = LANES[0].film[1].inertia / FOUND.best
    assert side_by_side.standing(LANES[0], 1, FOUND) == f"{first:.1f}×"


def test_the_first_caption_counts_the_centroids():
    assert BEATS[0].caption == "Each start has picked 4 points as centroids. Now they run."
    alone = side_by_side.ran("random", X, starts.run(X, X[:1]), ALL, X[:1])
    assert side_by_side.beats([alone], FOUND)[0].caption.startswith("Each start has picked 1 point as centroid.")


def test_a_lane_that_waits_says_how_many_points_are_missing():
    assert side_by_side.waiting(OWN, X[:0], 4).film[0].caption == "click 4 points"
    assert side_by_side.waiting(OWN, X[:3], 4).film[0].caption == "click 1 more"


def test_signs_for_a_multiple():
    said = [side_by_side.beside(times) for times in (1.0, 1.0002, 1.004, 1.25, 3.0, np.inf)]
    assert said == ["", "<0.1 %", "+0.4 %", "+25 %", "3.0×", "∞×"]
