"""What the voices and the verdict say is what the numbers say; and where there is nothing, they say so."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED, standardise
from dashboard.elbow.compute import REFERENCES, Search, band, comparing, side_by_side, sweeping
from dashboard.elbow.criteria import GAP, excess, known, rounded, runs, verdict, voices, without_structure
from kmeans_core import Gap, below_chord, find_elbow


def searched(X, most=10):
    search = Search(most, "k-means++", 3, 0)
    return side_by_side(list(sweeping(X, search))), list(comparing(X, search))[-1]


def heard_on(X, most=10):
    study, gap = searched(X, most)
    heard = voices(study, gap)
    return {voice.name: voice for voice in heard}, verdict(heard, gap)


@pytest.fixture(scope="module")
def blobs():
    return searched(NAMED["blobs"].make(300, 1.0, 42).X)


def test_four_of_five_find_the_four_blobs_and_the_elbow_just_misses_them(blobs):
    study, gap = blobs
    heard = voices(study, gap)
    assert [voice.k for voice in heard] == [3, 4, 4, 4, 4]
    found = verdict(heard, gap)
    assert (found.k, found.headline) == (4, "k = 4") and found.reason.startswith("Four say 4 and one says 3.")
    assert known(4, heard) == "Known: there are 4 groups, named by four of five."


@pytest.mark.parametrize("seed", range(6))
def test_uniform_data_have_no_clear_k_whatever_the_draw(seed):
    _, found = heard_on(NAMED["uniform"].make(200, 1.0, seed).X)
    assert found.k is None and found.headline == "No clear k"


@pytest.mark.parametrize(
    "name, scale, k",
    [
        ("two blobs", False, 2),
        ("varied spread", False, 3),
        ("wine", True, 3),
        ("outliers", False, 4),
        ("moons", False, None),
        ("circles", False, None),
        ("stretched", False, None),
        ("iris", False, None),
    ],
)
def test_a_verdict_names_k_where_round_heaps_stand_apart_and_only_there(name, scale, k):
    X = NAMED[name].make(300, 1.0, 42).X
    assert heard_on(standardise(X) if scale else X)[1].k == k


def test_a_score_that_still_rises_where_the_range_ends_has_no_answer(blobs):
    study, gap = blobs
    heard = {voice.name: voice for voice in voices(study.since(6), gap)}
    assert heard["Silhouette"].k is None and "where the range begins" in heard["Silhouette"].why
    cut, _ = heard_on(NAMED["blobs"].make(100, 1.0, 42).X, most=3)
    assert cut["Silhouette"].k is None and "k = 3, where the range ends" in cut["Silhouette"].why


def test_the_elbows_sentence_has_the_two_largest_distances(blobs):
    study, gap = blobs
    below = np.sort(below_chord(study.ks, study.inertias))
    why = voices(study, gap)[0].why
    assert why == f"{below[-1]:.2f} below the chord; k = 4 only just behind: {below[-2]:.2f}."


def test_a_majority_is_not_believed_where_structureless_data_fall_as_fast():
    # Three voices for 4, but the gap at 4 is only 2 errors above the gap at 1.
    gap = Gap((1, 2, 3, 4, 5), np.ones(5), np.ones((20, 5)), np.array([0, 0, 0.1, 0.2, 0]), np.full(5, 0.1), 1)
    heard = [voice for voice in voices(*searched(NAMED["blobs"].make(60, 1.0, 42).X, 6)) if voice.k == 4][:3]
    found = verdict(heard, gap)
    assert excess(gap, 4) == pytest.approx(2) and found.k is None
    assert found.reason == (
        "The gap statistic finds no structure: k = 1. Three say 4. But data without structure fall about as fast."
    )


def test_where_k_is_the_number_of_points_the_gap_has_nothing_to_compare():
    # Data and references both have no inertia left there: a gap of 0 without an error is not a rise.
    study, gap = searched(NAMED["uniform"].make(10, 1.0, 42).X)
    assert max(gap.gaps[-1], gap.errors[-1]) < 1e-9 and gap.gaps[0] < -0.1 and excess(gap, 10) == 0
    assert "No structure" in next(voice for voice in voices(study, gap) if voice.name == GAP).why
    assert "nowhere falls clearly below" in without_structure(study, gap, 10)


def test_three_of_five_say_it_narrowly():
    heard, found = heard_on(NAMED["outliers"].make(300, 1.0, 42).X)
    assert sum(voice.k == 4 for voice in heard.values()) == 3 and found.headline == "k = 4, narrowly"


def test_until_the_gap_is_known_the_verdict_is_open_and_counts_four(blobs):
    heard = voices(blobs[0], None)
    found = verdict(heard, None)
    assert found.k is None and found.headline == "So far" and found.reason.startswith("Three say 4 and one says 3.")
    assert next(voice for voice in heard if voice.name == GAP).k is None


def test_the_band_begins_where_the_data_begin_and_is_the_references_scaled(blobs):
    study, gap = blobs
    scaled = band(study.since(2), gap)
    assert scaled.shape == (REFERENCES, 9)
    np.testing.assert_allclose(scaled[:, 0], study.inertias[1])
    np.testing.assert_allclose(scaled[:, 3] / scaled[:, 0], gap.references[:, 4] / gap.references[:, 1])


def test_the_band_is_told_with_the_bends_it_has_itself(blobs):
    study, gap = blobs
    text = without_structure(study, gap, 300)
    assert "20 sets of 300 points" in text and "falls clearly below it at k = 2 to 10" in text
    assert all(str(find_elbow(study.ks, row)) in text.split("too:")[1] for row in band(study, gap))
    uniform = without_structure(*searched(NAMED["uniform"].make(300, 1.0, 42).X), 300)
    assert "nowhere falls clearly below" in uniform


def test_what_is_known_of_data_without_groups_and_of_unknown_data(blobs):
    heard = voices(*blobs)
    assert "no groups" in known(1, heard) and known(None, heard) == ""
    assert known(9, heard) == "Known: there are 9 groups, which no voice names."


def test_whole_numbers_in_words():
    assert runs([2, 4, 5, 6, 9]) == "2, 4 to 6, 9" and rounded(-0.001, 2) == "0.00" and rounded(-0.5, 2) == "−0.50"


@pytest.mark.parametrize("X", [np.ones((5, 2)), np.arange(4.0).reshape(2, 2), np.eye(3)])
def test_few_or_equal_points_give_answers_without_numbers_that_are_none(X):
    study, gap = searched(X, most=len(np.unique(X, axis=0)))
    heard = voices(study, gap)
    assert verdict(heard, gap).k is None and "nan" not in " ".join(voice.why for voice in heard)
    assert without_structure(study, gap, len(X)).startswith("The band")


def test_savings_are_shares_of_what_one_cluster_fewer_left(blobs):
    # By hand: 100, 40, 30: the second saves 60 of 100, the third 10 of 40.
    study = blobs[0]
    by_hand = type(study)((1, 2, 3), (), np.array([100.0, 40, 30]), *[np.zeros(3)] * 3)
    np.testing.assert_allclose(by_hand.saved, [np.nan, 0.6, 0.25])


def test_an_error_below_half_a_hundredth_is_not_told_as_none(blobs):
    gap = Gap((1, 2, 3), np.ones(3), np.ones((20, 3)), np.array([0.1, 2.8135, 2.7911]), np.full(3, 0.0004), 2)
    (gap_voice,) = (voice for voice in voices(blobs[0], gap) if voice.name == GAP)
    assert "2.8135, then 2.7911 ± 0.0004" in gap_voice.why
