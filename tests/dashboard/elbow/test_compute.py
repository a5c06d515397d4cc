"""What the Elbow page searches."""

import numpy as np
import pytest

from dashboard.common.datasets import Table
from dashboard.elbow.compute import Search, alone, comparing, sampled, sweeping
from dashboard.server.work_limit import Turn, turn
from kmeans_core import INIT_METHODS, gaps, sweep
from tests.dashboard.common.tables import blobs


@pytest.mark.parametrize("n, d, searched", [(6000, 2, 5000), (500, 50, 500), (1100, 50, 600), (5000, 10, 3000)])
def test_a_wide_table_is_sampled_sooner_than_a_narrow_one(n, d, searched):
    X = np.random.default_rng(0).normal(size=(n, d))
    sample = sampled(Table(X, tuple(f"f{i}" for i in range(d))))
    assert (len(sample.table.X), sample.of) == (searched, n)
    assert {tuple(row) for row in sample.table.X} <= {tuple(row) for row in X}


class Sign:
    """In the place of an st.empty()."""

    def empty(self):
        pass


@pytest.mark.parametrize("init", INIT_METHODS)
def test_a_search_finds_what_kmeans_core_finds_and_stands_back_before_every_start(init, monkeypatch):
    X, search, breaths = blobs(200).X, Search(3, init, 4, 7), []
    monkeypatch.setattr(Turn, "breathe", lambda visitor: breaths.append(visitor))
    with turn(Sign()):
        found = list(sweeping(X, search))
    assert len(breaths) == 3 * search.n_init
    for mine, its in zip(found, sweep(X, (1, 2, 3), init=init, n_init=4, seed=7), strict=True):
        np.testing.assert_array_equal(mine.result.labels, its.result.labels)
        assert (mine.result.inertia, mine.silhouette) == pytest.approx(
            (its.result.inertia, its.silhouette), nan_ok=True
        )
    assert alone(X, search, 3).inertia == found[-1].result.inertia
    last = [list(run)[-1] for run in (comparing(X, search), gaps(X, (1, 2, 3), init=init, n_init=3, seed=7))]
    np.testing.assert_array_equal(last[0].references, last[1].references)
