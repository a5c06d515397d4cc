"""What the Elbow page says is what the numbers say."""

import re

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.elbow.compute import reference_band, silhouette_detail
from dashboard.elbow.criteria import CALINSKI, ELBOW, GAP, SILHOUETTE, criteria
from dashboard.elbow.tabs import score_rows
from dashboard.elbow.text import (
    band_text,
    consensus_text,
    decimals,
    inertia_text,
    known_groups,
    ranges,
    reason,
    silhouette_fraction,
    silhouette_text,
)
from kmeans_core import Gap, below_chord, find_elbow
from tests.dashboard.elbow.searches import searched, since


def reasons(sweep, gap):
    return {criterion.name: reason(criterion, gap) for criterion in criteria(sweep, gap)}


def test_the_consensus_counts_the_criteria(four_blobs):
    headline, why = consensus_text(criteria(*four_blobs), four_blobs[1])
    assert headline == "4 clusters" and why.startswith("Four choose 4 and one chooses 3. Inertia falls faster")


def test_three_of_five_agree_narrowly():
    sweep, gap = searched(NAMED["outliers"].make(300, 1.0, 42).X)
    assert consensus_text(criteria(sweep, gap), gap)[0] == "4 clusters, narrowly"


def test_without_structure_there_is_no_clear_k():
    sweep, gap = searched(NAMED["uniform"].make(200, 1.0, 0).X)
    assert consensus_text(criteria(sweep, gap), gap)[0] == "No clear k"


def test_a_majority_that_structureless_data_would_also_have_is_named_but_not_followed(four_blobs):
    gap = Gap((1, 2, 3, 4, 5), np.ones(5), np.ones((20, 5)), np.array([0, 0, 0.1, 0.2, 0]), np.full(5, 0.1), 1)
    for_four = [criterion for criterion in criteria(*four_blobs) if criterion.k == 4][:3]
    assert consensus_text(for_four, gap) == (
        "No clear k",
        "The gap statistic finds no structure: k = 1. Three choose 4. But data without structure fall about as fast.",
    )


def test_until_the_gap_is_known_four_criteria_are_counted_and_nothing_is_decided(four_blobs):
    headline, why = consensus_text(criteria(four_blobs[0], None), None)
    assert headline == "4 clusters, if any" and why.startswith("Three choose 4 and one chooses 3.")
    assert "the only criterion that can choose 1, is still missing" in why


def test_the_introduction_says_where_the_curve_bends_on_two_axes(four_blobs):
    assert "here it bends at k = 3, on a logarithmic axis at k = 4." in inertia_text(four_blobs[0])


def test_the_introduction_names_no_bend_where_there_is_none():
    assert inertia_text(searched(np.ones((5, 2)), max_k=1)[0]).endswith("and on the axis.")


def test_the_elbows_reason_has_the_two_largest_distances(four_blobs):
    sweep, gap = four_blobs
    below = np.sort(below_chord(sweep.ks, sweep.inertias))
    assert reasons(sweep, gap)[ELBOW] == f"{below[-1]:.3f} below the chord; close behind is k = 4: {below[-2]:.3f}."


@pytest.mark.parametrize(
    "scores, text",
    [
        ([0.1, 0.48812, 0.48808, 0], "0.48812 below the chord; close behind is k = 3: 0.48808."),
        ([0.1, 0.488, 0.488, 0], "0.488 below the chord; k = 3 is as good."),
    ],
)
def test_two_scores_are_shown_with_the_digits_that_tell_them_apart(four_blobs, scores, text):
    elbow = criteria(*four_blobs)[0]
    assert reason(type(elbow)(ELBOW, 2, (1, 2, 3, 4), np.array(scores)), None) == text


def test_a_score_that_is_best_at_an_end_of_the_range_says_at_which(four_blobs):
    sweep, gap = four_blobs
    assert "Best at k = 6, where the range begins" in reasons(since(sweep, 6), gap)[SILHOUETTE]
    cut = searched(NAMED["blobs"].make(100, 1.0, 42).X, max_k=3)
    assert "Still best at k = 3, where the range ends" in reasons(*cut)[SILHOUETTE]


def test_the_gap_says_no_structure_where_the_points_are_as_few_as_the_clusters():
    sweep, gap = searched(NAMED["uniform"].make(10, 1.0, 42).X)
    assert "No structure" in reasons(sweep, gap)[GAP]
    assert "nowhere falls clearly below" in band_text(sweep, gap, 10)


def test_an_error_below_half_a_hundredth_is_not_shown_as_zero(four_blobs):
    gap = Gap((1, 2, 3), np.ones(3), np.ones((20, 3)), np.array([0.1, 2.8135, 2.7911]), np.full(3, 0.0004), 2)
    assert "2.8135, then 2.7911 ± 0.0004" in reasons(four_blobs[0], gap)[GAP]


@pytest.mark.parametrize("n_places", [2, 3, 5])
def test_points_in_a_few_places_are_as_many_clusters(n_places):
    sweep, gap = searched(np.repeat(0.1 * np.arange(n_places**2)[::n_places, None] ** [1, 2], 10, axis=0), n_places)
    assert consensus_text(criteria(sweep, gap), gap)[0].startswith(f"{n_places} clusters")
    assert sweep.inertias[-1] == 0 and "every point lies on its centroid" in reasons(sweep, gap)[CALINSKI].lower()
    assert not re.search(r"\b(inf|nan)\b", str(score_rows(sweep, gap)) + " ".join(reasons(sweep, gap).values()).lower())


@pytest.mark.parametrize("X", [np.ones((5, 2)), np.arange(4.0).reshape(2, 2), np.eye(3)])
def test_few_or_equal_points_give_reasons_without_nan(X):
    sweep, gap = searched(X, max_k=len(np.unique(X, axis=0)))
    assert "nan" not in " ".join(reasons(sweep, gap).values())
    assert band_text(sweep, gap, len(X)).startswith("The grey band")


def test_the_band_text_names_the_bends_of_the_band_itself(four_blobs):
    sweep, gap = four_blobs
    text = band_text(sweep, gap, 300)
    assert "10 sets of 300 points" in text and "falls clearly below it at k = 3 to 10" in text
    assert all(str(find_elbow(sweep.ks, row)) in text.split("too:")[1] for row in reference_band(sweep, gap))


def test_the_curve_of_uniform_points_is_not_said_to_fall_below_the_band():
    assert "nowhere falls clearly below" in band_text(*searched(NAMED["uniform"].make(300, 1.0, 42).X), 300)


@pytest.mark.parametrize(
    "groups, text",
    [
        (4, "Known: there are 4 groups, missed by Elbow (3)."),
        (9, "Known: there are 9 groups, which no criterion chooses."),
        (1, "Known: there are no groups; the points were generated without any."),
        (None, ""),
    ],
)
def test_what_is_known_about_the_groups(four_blobs, groups, text):
    assert known_groups(groups, criteria(*four_blobs)) == text


def test_where_every_criterion_is_right_none_is_named():
    found = [criterion for criterion in criteria(*searched(NAMED["two blobs"].make(60, 1.0, 42).X)) if criterion.k == 2]
    assert known_groups(2, found) == "Known: there are 2 groups." and found


def test_neighbouring_numbers_are_put_together():
    assert ranges([2, 4, 5, 6, 9]) == "2, 4 to 6, 9"


def test_what_rounds_to_zero_has_no_sign():
    assert decimals(-0.001, 2) == "0.00" and decimals(-0.5, 2) == "−0.50"


def test_the_silhouette_of_a_point_by_hand():
    # Points 0 and 1 against 5 and 9: a = 1 to the only other one, b = (5 + 9) / 2 = 7, s = 6 / 7.
    detail = silhouette_detail(np.array([[0.0], [1], [5], [9]]), np.array([0, 0, 1, 1]), 0)
    assert silhouette_fraction(detail).endswith(r"\frac{7.00 - 1.00}{7.00} = 0.86")
    text = silhouette_text(detail, True)
    assert text.startswith(
        "Point 1 is in cluster 1. Its mean distance to the 1 other point of this cluster is a = 1.00."
    )
    assert "To the 2 points of cluster 2, the nearest other cluster, it is b = 7.00." in text


def test_a_point_alone_in_its_cluster_has_silhouette_0():
    detail = silhouette_detail(np.array([[0.0], [5], [9]]), np.array([0, 1, 1]), 0)
    assert detail.value == 0 and "alone" in silhouette_text(detail, True)
    assert silhouette_fraction(detail).startswith("s = 0")
