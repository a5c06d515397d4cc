"""Every mission can be solved as it says, and what only looks like a solution does not count."""

import inspect
import re
from pathlib import Path

import numpy as np
import pytest

from dashboard.common.drawn import MAX_CENTROIDS, MAX_POINTS, read_centroids, read_points
from dashboard.components.canvas import canvas
from dashboard.draw_it.compute import N_STARTS, beside, best_known_inertia, random_starts, run_from, two_groups
from dashboard.draw_it.missions import MISSIONS, judge_drawing

SOLUTIONS = [(mission, *solution) for mission in MISSIONS.values() for solution in mission.solutions]
NEAR_MISSES = {
    # It ends at 1.97 times the best known inertia.
    "strand a centroid": [("MIYCTFVBT2g8YlgieueiihaoqDyOvLvIoLsEaTTWMYSXZlJQ", "yOaTeuZl")],
    # The far point takes one neighbour along, but the groups stay apart.
    "one point ruins it": [("NAN5O9L9N9M9L8L9M7K7e7d3iAdAf7g7Vg", "K8g8")],
    # Two rows that are farther apart than they are long; and two that are too close to be two groups.
    "split wrongly": [
        ("CEHEMEREWEbEgElECkHkMkRkWkbkgklk", "FVjV"),
        ("4S9SESJSOSTSYSdSiSnSsSxS4Y9YEYJYOYTYYYdYiYnYsYxY", "FVjV"),
    ],
    # Three groups almost evenly spaced: both criteria say three.
    "criteria disagree": [("6V6S7V5V6U6V5USTRRUVSVSTTUSTwRuTsUqUsYtUtT", "6USUtU")],
    # Ten moves, but with 21 points; and the same row from centroids that are spread along it.
    "many moves": [
        ("0U1U2U4U7U9UCUFUIULUOUSUWUaUdUiUmUqUuUzUzT", "0U1U2U4U"),
        ("0U1U2U4U7U9UCUFUIULUOUSUWUaUdUiUmUqUuUzU", "0UCUWUuU"),
    ],
    # Both far points on the same side; and two centroids, where it is easy.
    "one end for all": [("VWVRWVTVVVUVTUTVUT2UAV", "KUUUeU"), ("VWVRWVTVVVUVTUTVUT2UxV", "KUeU")],
    # A cluster that is empty from the beginning.
    "empty a cluster": [("GUIUKUMUOUaUcUeUgUiU", "CUmUUy")],
    # Four groups in the corners of a rectangle that is almost a square.
    "two equal results": [("9CFCCFC9CC9kFkCnChCkjCpCmFm9mCjkpkmnmhmk", "CUmU")],
}


@pytest.mark.parametrize("mission, points, centroids", SOLUTIONS, ids=lambda value: getattr(value, "name", None))
def test_a_solution_counts_and_fits_on_the_plane(mission, points, centroids):
    verdict = judge_drawing(mission, points, centroids)
    assert verdict.is_solved and verdict.state.endswith(".")
    assert len(points) <= 2 * MAX_POINTS and len(centroids) <= 2 * MAX_CENTROIDS


@pytest.mark.parametrize("name", MISSIONS)
def test_a_near_miss_does_not_count(name):
    for points, centroids in NEAR_MISSES[name]:
        verdict = judge_drawing(MISSIONS[name], points, centroids)
        assert not verdict.is_solved and verdict.state.endswith(".")


@pytest.mark.parametrize("mission", MISSIONS.values(), ids=lambda mission: mission.name)
def test_no_drawing_is_too_small_or_too_odd_to_be_judged(mission):
    for points in ("", "00", "00zz", "0000", "00" * 60, "0012", "001122334455"):
        for centroids in ("", "UU", "00zz", "00" * 8, "UUUUUU"):
            assert not judge_drawing(mission, points, centroids).is_solved


@pytest.mark.parametrize(
    "value, shown",
    [(1.4142, "1.4"), (12.999, "13"), (1.97, "1.97"), (1.9996, "1.9996"), (2.0, "2.0"), (2.003, "2.003")],
    ids=str,
)
def test_a_value_has_as_many_digits_as_it_takes_to_see_on_which_side_of_the_goal_it_is(value, shown):
    assert beside(2, value) == shown


DRAWINGS = [
    *((mission.name, *solution) for mission in MISSIONS.values() for solution in mission.solutions),
    *((name, *near_miss) for name, near_misses in NEAR_MISSES.items() for near_miss in near_misses),
]
WORDS = {
    "strand a centroid": (r"ends at ([\d.]+) times", lambda ratio: ratio >= 2),
    "split wrongly": (r"puts ([\d.]+) %", lambda share: share >= 15),
    "two equal results": (r"has ([\d.]+) times", lambda ratio: ratio <= 1.01),
}


@pytest.mark.parametrize("name, points, centroids", [drawing for drawing in DRAWINGS if drawing[0] in WORDS])
def test_the_number_in_a_verdict_agrees_with_it(name, points, centroids):
    pattern, reaches_goal = WORDS[name]
    verdict = judge_drawing(MISSIONS[name], points, centroids)
    shown = re.search(pattern, verdict.state)
    assert shown is None or reaches_goal(float(shown[1])) == verdict.is_solved
    assert shown is not None or not verdict.is_solved


def test_random_starts_are_many_different_sets_of_different_points():
    X = np.arange(24.0).reshape(12, 2)
    starts = random_starts(X, 3)
    rows = {tuple(sorted(start[:, 0])) for start in starts}
    assert starts.shape == (N_STARTS, 3, 2) and all(len(set(row)) == 3 for row in rows) and len(rows) > N_STARTS / 2


def test_the_best_known_inertia_of_eight_clear_groups_is_theirs():
    X = np.array([[x + dx, y] for x in (0, 20, 40, 60) for y in (0, 60) for dx in range(7)], dtype=float)
    assert best_known_inertia(X, 8) == 8 * (9 + 4 + 1 + 0 + 1 + 4 + 9)


@pytest.mark.parametrize("mission", MISSIONS.values(), ids=lambda mission: mission.name)
def test_the_first_hint_names_modes_of_the_plane_and_says_what_k_is(mission):
    plane = (Path(inspect.getfile(canvas)).parent / "browser" / "canvas.html").read_text()
    modes = re.findall(r'name="mode".*>(\w+)</label>', plane)
    named = re.findall(r"\*(\w+)\*", mission.hints[0])
    assert named and set(named) <= set(modes)
    assert "Centroids" in named or "k is" in mission.hints[0]


def test_the_two_groups_are_those_with_the_widest_gap_between_them():
    # 0, 1, 2 and 9, 11 on a line: the longest edge of the shortest tree is 2-9, the next one 9-11.
    X = np.array([[9.0, 0.0], [0.0, 0.0], [2.0, 0.0], [11.0, 0.0], [1.0, 0.0]])
    groups, gap, widest = two_groups(X)
    assert (gap, widest) == (7, 2)
    assert len(set(groups[[1, 2, 4]])) == len(set(groups[[0, 3]])) == 1 and groups[0] != groups[1]


def test_the_ring_around_a_dot_is_two_groups_by_its_widest_gap():
    ring_and_dot = read_points(MISSIONS["split wrongly"].solutions[1][0])
    assert sorted(np.bincount(two_groups(ring_and_dot)[0])) == [7, 24]


@pytest.mark.parametrize("points, centroids", MISSIONS["one point ruins it"].solutions)
def test_the_pictures_of_a_ruined_result_show_the_lonely_point_with_a_centroid_of_its_own(points, centroids):
    *_, end = run_from(read_points(points), read_centroids(centroids))
    assert sorted(np.bincount(end.labels)) == [1, len(end.labels) - 1]
