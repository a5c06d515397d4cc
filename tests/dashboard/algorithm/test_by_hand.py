"""The arithmetic on the page is the arithmetic of the run."""

import numpy as np
import pytest

from dashboard.algorithm import by_hand as worked
from dashboard.common.runs import record, running
from tests.dashboard.common.tables import blobs

TABLE = blobs(80)
RUN = record(TABLE, list(running(TABLE.X, 4, "random", 0)))


def test_a_distance_by_hand():
    # (3 - 0)^2 + (4 - 0)^2 = 25
    (line,) = worked.distances(np.array([3.0, 4.0]), np.array([[0.0, 0.0]]))
    assert line.d2 == 25 and line.sum == "(3.00 − 0)² + (4.00 − 0)²"


@pytest.mark.parametrize("at", [1, 2, 3, len(RUN.film) - 1])
def test_the_sentence_names_the_cluster_that_is_drawn(at):
    half = RUN.film[at]
    for i in (0, 17, 79):
        sentence = worked.assignment(RUN, half, i, worked.distances(TABLE.X[i], half.centroids))
        assert f"cluster {half.labels[i] + 1}" in sentence


def test_a_mean_is_where_the_next_move_takes_its_centroid():
    assign, move = RUN.film[1], RUN.film[2]
    for j in range(4):
        mean = worked.mean(RUN, assign, j)
        np.testing.assert_allclose(mean.values, move.centroids[j])
        assert mean.count == (assign.labels == j).sum()
        np.testing.assert_allclose(np.array(mean.sums) / mean.count, mean.values)


def test_after_the_last_move_every_centroid_stands_on_its_mean():
    assert all("where it stands" in worked.mean(RUN, RUN.film[-1], j).sentence for j in range(4))
