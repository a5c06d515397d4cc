"""The sentences fit the numbers of the run."""

import numpy as np
import pytest

from dashboard.algorithm.compute import OtherStarts
from dashboard.algorithm.text import (
    assignment_sentence,
    compare_with_groups,
    compare_with_others,
    mean_sentence,
    verdict,
)

GROUPS = np.repeat([0, 1, 2, 3], 30)


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        (np.repeat([2, 0, 1, 3], 30), "Each group has a cluster of its own."),
        (np.r_[3, np.repeat([0, 1, 2, 3], 30)[1:]], "Each group has a cluster of its own, except for 1 point."),
        (np.repeat([0, 0, 1, 2], 30), "Cluster 1 covers two groups."),
        (
            np.repeat([0, 0, 2, 1, 3], [30, 30, 30, 15, 15]),
            "Cluster 1 covers two groups; clusters 2 and 4 share one group.",
        ),
        (np.repeat([0, 1, 2, 3, 4], [30, 30, 30, 15, 15]), "Clusters 4 and 5 share one group."),
        (np.tile([0, 1, 2, 3], 30), ""),
    ],
)
def test_the_result_is_compared_with_the_known_groups(labels, sentence):
    assert compare_with_groups(GROUPS, labels) == sentence


@pytest.mark.parametrize(
    ("inertia", "sentence"),
    [
        (10.0, "none ends lower than this run, and 2 of them end in the same place."),
        (10.005, "the best ends less than 0.1 % lower than this run."),
        (15.0, "2 end lower than this run. Its inertia is 50 % above that of the best."),
    ],
)
def test_a_run_is_compared_with_other_starts(inertia, sentence):
    others = OtherStarts([10.0, 20.0, 10.0], inertia, 300)
    assert compare_with_others("random", others) == f"Of 3 other starts (random), {sentence}"


def test_an_inertia_of_zero_is_no_worse_than_another_of_zero():
    assert "1 of them ends in the same place" in compare_with_others("random", OtherStarts([0.0], 0.0, 300))


def test_the_verdict_gives_the_sample_and_the_agreement_only_where_there_are_any():
    others = OtherStarts([1.0], 1.0, 5000)
    assert verdict("random", 5000, others) == compare_with_others("random", others)
    sampled = verdict("random", 20_000, others, GROUPS, 0.5)
    assert "Compared on 5,000 of the 20,000 points." in sampled
    assert "the 4 known groups: adjusted Rand index 0.50" in sampled


def test_a_point_that_is_nearer_to_another_centroid_is_said_to_switch_next():
    assert assignment_sentence(6, 1, 0.25, 1) == "The smallest is 0.250, to centroid 2: point 7 is in cluster 2."
    assert "point 7 is still in cluster 1: the next Assign will switch it" in assignment_sentence(6, 1, 0.25, 0)


def test_a_mean_says_whether_its_centroid_is_there():
    values = np.array([1.0, 2.0])
    assert (
        mean_sentence(0, 3, values, True) == "Cluster 1 has 3 points; their mean is (1.00, 2.00), which is where it is."
    )
    assert "where the next Move takes it" in mean_sentence(0, 3, values, False)
    assert mean_sentence(0, 0, values, True) == "Cluster 1 has no points."
