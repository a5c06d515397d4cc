"""The comparison with other starts on a sample says what the comparison on all points would say."""

import pytest

from dashboard.algorithm import compute
from dashboard.common.datasets import NAMED
from dashboard.common.runs import run_until_still
from kmeans_core import final_inertias


@pytest.mark.parametrize(("seed", "is_good"), [(0, True), (4, False)])
def test_a_sample_judges_a_start_as_all_points_do(seed, is_good):
    X = NAMED["blobs"].make(20_000, 1.0, 42).X
    *_, last = run_until_still(X, 4, "random", seed)
    verdicts = []
    for points in (X, X[:: len(X) // compute.MAX_COMPARED_POINTS]):
        inertias = list(compute.other_inertias(points, 4, "random"))
        own = compute.compare_starts_on_sample(points, last.centroids, inertias).own_inertia
        verdicts.append(bool(own < 1.001 * min(inertias)))
    assert verdicts == [is_good, is_good]


def test_the_run_goes_on_from_its_end_on_the_sample():
    X = NAMED["blobs"].make(300, 1.0, 42).X
    *_, last = run_until_still(X, 4, "random", 84)
    others = compute.compare_starts_on_sample(X[::3], last.centroids, [1.0])
    assert others.own_inertia == list(final_inertias(X[::3], [last.centroids]))[0] and others.n_points == 100
