"""The picture shows what is answered, and nothing else."""

import numpy as np
import pytest

from dashboard.practice.compute import KINDS, Variant
from dashboard.practice.figures import task_picture


def trace(figure, name):
    return next((trace for trace in figure.data if trace.name == name), None)


def test_only_answered_points_have_the_colour_of_their_cluster():
    task = Variant("assign", "alone").make()
    for row in range(9):
        color = np.asarray(trace(task_picture(task, row), "points").marker.color)
        np.testing.assert_array_equal(color[:row], task.answers[:row, 2] - 1)
        assert (color[row:] < 0).all()


def test_the_point_of_the_row_is_ringed_until_the_task_is_done():
    task = Variant("silhouette", "alone").make()
    for row, i in enumerate(task.numbers.asked):
        ring = trace(task_picture(task, row), "asked")
        assert (ring.x[0], ring.y[0]) == tuple(task.numbers.X[i])
    assert trace(task_picture(task, 3), "asked") is None


def test_the_centroids_of_the_second_move_appear_once_the_first_is_answered():
    task = Variant("move", "alone").make()
    for row, t in enumerate((0, 0, 1, 1)):
        centroids = trace(task_picture(task, row), "centroids")
        np.testing.assert_allclose(np.column_stack([centroids.x, centroids.y]), task.numbers.centroids[t], rtol=1e-6)


def test_a_curve_gets_its_chord_and_its_elbow_when_it_is_answered():
    task = Variant("elbow", "alone").make()
    assert trace(task_picture(task, 0), "elbow 1") is None
    elbow = trace(task_picture(task, 1), "elbow 1")
    assert elbow.x[0] == task.answers[0, 0] and trace(task_picture(task, 1), "elbow 2") is None


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "elbow"])
def test_the_number_of_a_point_is_nearest_to_that_point(kind):
    for number in range(1, 20):
        task = Variant(kind, number=number).make()
        X, numbers = task.numbers.X, trace(task_picture(task, 0), "numbers")
        places = np.column_stack([numbers.x, numbers.y])
        distances = np.linalg.norm(places[:, None] - X, axis=2)
        np.testing.assert_array_less(np.diagonal(distances), distances.min(axis=1) + 1e-9)
