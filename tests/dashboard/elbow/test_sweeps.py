"""What the Elbow page searches."""

import numpy as np
import pytest

from dashboard.datasets import Table
from dashboard.elbow.sweeps import sampled


@pytest.mark.parametrize("n, d, searched", [(6000, 2, 5000), (500, 50, 500), (1100, 50, 600), (5000, 10, 3000)])
def test_a_wide_table_is_sampled_sooner_than_a_narrow_one(n, d, searched):
    X = np.random.default_rng(0).normal(size=(n, d))
    sample = sampled(Table(X, tuple(f"f{i}" for i in range(d))))
    assert (len(sample.table.X), sample.of) == (searched, n)
    assert {tuple(row) for row in sample.table.X} <= {tuple(row) for row in X}
