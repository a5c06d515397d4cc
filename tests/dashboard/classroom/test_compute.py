"""The tasks: each has one right answer, computed from a real run."""

import numpy as np
import pytest

from dashboard.classroom import compute
from dashboard.classroom.questions import GROUP_OPTIONS, SIDE
from kmeans_core import lloyd, random_init
from tests.dashboard.classroom.cells import cell_of

TASKS = [1, 2, 3, 50, 99]


def test_a_place_and_its_cell_lead_to_each_other():
    box = compute.square_around(np.array([[0.0, 10.0], [30.0, 20.0]]))
    for cell in (0, 61, 62, 1903, SIDE * SIDE - 1):
        assert cell_of(compute.place_of(cell, box), box) == cell
    assert cell_of([-1e9, 1e9], box) == SIDE * (SIDE - 1)  # the upper left corner


@pytest.mark.parametrize("number", TASKS)
def test_centroid_2_moves_farthest_to_the_place_that_counts_as_right_and_no_mistake_leads_there(number):
    task = compute.suitable(compute.place_task, number)
    start, moved = task.runs[0][:2]
    shifts = np.linalg.norm(moved.centroids - start.centroids, axis=1)
    assert shifts.argmax() == 1 and shifts[1] > task.box[1] / 4
    right, *mistakes = compute.candidate_places(task.X, start).values()
    np.testing.assert_allclose(task.runs[0][1].centroids[1], right)
    cells = [cell_of(place, task.box) for place in (right, *mistakes)]
    assert list(compute.count_places(task, cells).values()) == [1, 1, 1, 1]


@pytest.mark.parametrize("number", TASKS)
def test_the_silhouette_is_highest_at_the_number_of_groups_and_the_film_ends_there(number):
    task = compute.suitable(compute.groups_task, number)
    assert task.answer == np.argmax(task.scores)
    assert len(task.runs[0][-1].centroids) == int(GROUP_OPTIONS[task.answer])


@pytest.mark.parametrize("number", TASKS)
def test_one_start_wins_clearly(number):
    task = compute.suitable(compute.start_task, number)
    best, second, _ = sorted(run[-1].inertia for run in task.runs)
    assert task.runs[task.answer][-1].inertia == best < 0.9 * second


def test_the_inertia_falls_in_a_move_and_in_an_assignment_and_stays_after_the_end():
    changes = set()
    for number in (1, 2, 3):
        task = compute.suitable(compute.inertia_task, number)
        halves = task.half_steps()
        after = halves[min(task.asked_after + 1, len(halves) - 1)]
        falls = after.inertia < halves[task.asked_after].inertia
        assert task.answer == (1 if falls else 2)
        changes.add((after.name.split()[0], falls))
    assert changes == {("Move", True), ("Assign", True), ("Converged", False)}


def test_every_start_is_in_one_bar_and_its_run_ends_there():
    task = compute.suitable(compute.starts_task, 1)
    ends = compute.optima(task, range(60))
    assert sorted(seed for _, seeds in ends for seed in seeds) == list(range(60))
    for inertia, seeds in ends:
        for seed in seeds:
            *_, last = lloyd(task.X, random_init(task.X, compute.N_STARTS_K, seed=seed), tol=0)
            assert inertia == pytest.approx(last.inertia, rel=compute.SAME_END)


def test_a_vote_of_the_class_as_data_is_hours_and_minutes():
    votes = [30 + SIDE * 10, 0]  # 30 quarters of an hour, ten times two minutes
    np.testing.assert_array_equal(compute.points_of_votes(votes, scale=False), [[7.5, 20.0], [0.0, 0.0]])
    np.testing.assert_array_equal(compute.points_of_votes(votes, scale=True), [[1.0, 1.0], [-1.0, -1.0]])
