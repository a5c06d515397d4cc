"""The knives hold every point's silhouette, and one point's spokes hold its a and b."""

import numpy as np
import pytest
from sklearn.metrics import silhouette_samples, silhouette_score

from dashboard.common.datasets import NAMED
from dashboard.elbow.clicks import chosen
from dashboard.elbow.silhouette_detail import (
    MOST_BARS,
    MOST_DRAWN,
    drawn,
    fraction,
    knives,
    silhouettes,
    spokes,
    thinned,
    told,
)
from kmeans_core import kmeans


def clustered(name="iris", n=300, k=3):
    X = NAMED[name].make(n, 1.0, 42).X
    labels = kmeans(X, k, seed=0).labels
    return X, labels, silhouettes(X, labels)


@pytest.mark.parametrize("name, k", [("iris", 3), ("uniform", 7), ("blobs", 20)])
def test_the_knives_sum_to_the_score_that_scikit_learn_gives(name, k):
    X, labels, found = clustered(name, k=k)
    drawn = knives(found)
    assert sum(knife.values.sum() for knife in drawn) / len(X) == pytest.approx(silhouette_score(X, labels))
    np.testing.assert_allclose(found.values, silhouette_samples(X, labels), atol=1e-12)
    for knife in drawn:
        assert (labels[knife.rows] == knife.cluster).all() and (np.diff(knife.values) <= 0).all()
        assert found.means[knife.cluster] == pytest.approx(knife.values.mean())


def test_many_points_share_few_bars_that_still_fill_their_clusters_height():
    _, labels, found = clustered("blobs", 5000, 4)
    drawn = knives(found)
    assert sum(len(knife.rows) for knife in drawn) <= MOST_BARS + 4
    for knife, size in zip(drawn, np.bincount(labels), strict=True):
        assert knife.width * len(knife.rows) == pytest.approx(size)
        assert knife.values.mean() == pytest.approx(found.means[knife.cluster], abs=0.01)


def test_knives_do_not_overlap():
    drawn = knives(clustered()[2])
    for above, below in zip(drawn, drawn[1:], strict=False):
        assert above.places[-1] + above.width / 2 < below.places[0] - below.width / 2


def test_the_spokes_mean_lengths_are_a_and_b_and_no_other_cluster_is_nearer():
    X, labels, found = clustered()
    for i in range(0, len(X), 10):
        spoke = spokes(found, i)
        length = np.linalg.norm(X - X[i], axis=1)
        assert spoke.a == pytest.approx(length[spoke.own].mean()) and i not in spoke.own
        assert spoke.b == pytest.approx(length[spoke.other].mean())
        assert spoke.b <= min(length[labels == j].mean() for j in set(labels) - {labels[i]}) * (1 + 1e-12)
        assert spoke.value == pytest.approx((spoke.b - spoke.a) / max(spoke.a, spoke.b))


def test_a_picture_of_many_points_draws_some_and_every_end_of_the_spokes():
    found = clustered("blobs", 5000, 4)[2]
    assert len(drawn(5000)) == MOST_DRAWN and len(drawn(300)) == 300
    spoke = spokes(found, 4321)
    rows = drawn(5000, spoke)
    ends = {spoke.point, *thinned(spoke.own), *thinned(spoke.other)}
    assert ends <= set(rows.tolist()) and len(rows) <= MOST_DRAWN + len(ends)
    assert (np.diff(rows) > 0).all()


def test_the_fraction_by_hand():
    # Points 0 and 1 against 5 and 9: a = 1 to its only mate, b = (5 + 9) / 2 = 7, s = 6 / 7.
    spoke = spokes(silhouettes(np.array([[0.0], [1], [5], [9]]), np.array([0, 0, 1, 1])), 0)
    assert fraction(spoke).endswith(r"\frac{7.00 - 1.00}{7.00} = 0.86")
    assert told(spoke).startswith("Point 1 is in cluster 1. Its mean distance to the 1 other there is a = 1.00")


def test_a_point_alone_has_silhouette_0():
    spoke = spokes(silhouettes(np.array([[0.0], [5], [9]]), np.array([0, 1, 1])), 0)
    assert spoke.value == 0 and "alone" in told(spoke) and fraction(spoke).startswith("s = 0")


def test_spokes_are_thinned_evenly():
    rows = np.arange(1000)
    assert len(thinned(rows)) <= 150 and thinned(rows)[0] == 0 and thinned(rows)[-1] > 980
    np.testing.assert_array_equal(thinned(rows[:100]), rows[:100])


def event(*carried):
    return {"selection": {"points": [{"customdata": value} for value in carried], "point_indices": []}}


@pytest.mark.parametrize(
    "given, number",
    [
        (event(7), 7),
        (event([7]), 7),
        (event(3, 5), 5),
        (event(), None),
        ({}, None),
        (None, None),
        ({"selection": {"points": [{}]}}, None),
    ],
)
def test_a_click_chooses_the_number_its_mark_carries(given, number):
    assert chosen(given) == number
