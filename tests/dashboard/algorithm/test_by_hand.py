"""The arithmetic on the page is the arithmetic of the run, and what is shown adds up."""

import re

import numpy as np
import pytest

from dashboard.algorithm.by_hand import distances_by_hand, labels_of, mean_by_hand
from dashboard.common.formatting import number
from tests.dashboard.common.tables import blobs, run_of

X = blobs(80).X
RUN = run_of(blobs(80), 4, seed=0)


def evaluate(terms) -> float:
    """Return the value of a shown sum of squares."""
    return eval(re.sub(r",", "", terms).replace("−", "-").replace("²", "**2"))


def test_a_distance_by_hand():
    # (3 - 0)^2 + (4 - 0)^2 = 25
    (distance,) = distances_by_hand(np.array([3.0, 4.0]), np.array([[0.0, 0.0]]))
    assert distance.d2 == 25 and distance.sum == "(3.00 − 0)² + (4.00 − 0)²"


def test_the_shown_differences_give_the_shown_distance():
    # With three digits, (-9.21 - (-8.83))^2 + (6.64 - 7.22)^2 = 0.481, where the distance is 0.469.
    near = np.array([[-8.8302, 7.2154]])
    assert evaluate("(-9.21 − (-8.83))² + (6.64 − 7.22)²") == pytest.approx(0.481, abs=5e-4)
    for point, centroids in [(np.array([-9.2149, 6.6449]), near), *((point, RUN[3].centroids) for point in X)]:
        for distance in distances_by_hand(point, centroids):
            assert number(evaluate(distance.sum)) == number(distance.d2)


@pytest.mark.parametrize("i", [1, 2, 3, len(RUN) - 1])
def test_the_labels_by_hand_are_those_that_are_drawn(i):
    np.testing.assert_array_equal(labels_of(X, RUN[i]), RUN[i].labels)


def test_a_mean_is_where_the_next_move_takes_its_centroid():
    assign, move = RUN[1], RUN[2]
    for j in range(4):
        mean = mean_by_hand(X, assign, j)
        np.testing.assert_allclose(mean.values, move.centroids[j])
        np.testing.assert_allclose(mean.sums / mean.count, mean.values)
        assert mean.count == (assign.labels == j).sum()


def test_the_shown_sums_give_the_shown_means():
    for half in RUN[1:]:
        for j in range(4):
            mean = mean_by_hand(X, half, j)
            for total, value in mean.shown():
                assert number(float(total.replace(",", "")) / mean.count, 4) == value


def test_after_the_last_move_every_centroid_is_on_its_mean():
    assert all(mean_by_hand(X, RUN[-1], j).is_reached for j in range(4))
    assert not all(mean_by_hand(X, RUN[1], j).is_reached for j in range(4))
