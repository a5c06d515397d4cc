"""The comparison with other starts on a sample says what the comparison on all points would say."""

import pytest

from dashboard.algorithm import compute
from dashboard.common.datasets import NAMED
from dashboard.common.runs import run_until_still
from kmeans_core import final_inertias, lloyd


@pytest.mark.parametrize("is_good", [True, False])
def test_a_sample_judges_a_start_as_all_points_do(is_good):
    table = NAMED["blobs"].make(20_000, 1.0, 42)
    a, b, c, d = (table.X[table.truth == group].mean(axis=0) for group in range(4))
    *_, last = lloyd(table.X, [a, b, c, d] if is_good else [a - 0.1, a + 0.1, b, (c + d) / 2])
    verdicts = []
    for points in (table.X, table.X[:: len(table.X) // compute.MAX_COMPARED_POINTS]):
        inertias = list(compute.other_inertias(points, 4, "random"))
        own = compute.compare_starts_on_sample(points, last.centroids, inertias).own_inertia
        verdicts.append(bool(own < 1.001 * min(inertias)))
    assert verdicts == [is_good, is_good]


def test_the_run_goes_on_from_its_end_on_the_sample():
    X = NAMED["blobs"].make(300, 1.0, 42).X
    *_, last = run_until_still(X, 4, "random", 84)
    others = compute.compare_starts_on_sample(X[::3], last.centroids, [1.0])
    assert others.own_inertia == list(final_inertias(X[::3], [last.centroids]))[0] and others.n_points == 100
