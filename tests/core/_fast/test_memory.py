"""A fit takes no more memory than it says: what NumPy asks for, above the data, at its peak."""

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from benchmarks.race import allocated
from kmeans_core import kmeans, silhouette_samples


def normal(n, d):
    return np.random.default_rng(0).normal(size=(n, d))


def of_low_rank(n, d):
    return normal(n, 50) @ normal(50, d)


def far_out(n, d):
    """Return points among which float32 cannot tell one from another, for there is an outlier."""
    return np.vstack([normal(n - 1, d), np.full((1, d), 1e6)])


def all_equal(n, d):
    return np.ones((n, d))


@pytest.mark.parametrize("init", ["k-means++", "random"])
@pytest.mark.parametrize(
    "data, n, d, k",
    [
        (normal, 300_000, 1, 8),
        (normal, 2_200_000, 1, 3),
        (normal, 400_000, 2, 8),
        (normal, 300_000, 3, 8),
        (normal, 300_000, 4, 8),
        (normal, 100_000, 8, 20),
        (normal, 50_000, 16, 32),
        (normal, 1797, 64, 10),
        (normal, 400, 4096, 40),
        (of_low_rank, 400, 4096, 40),
        (far_out, 100_000, 3, 8),
        (far_out, 100_000, 5, 8),
        (far_out, 5_000, 64, 10),
        (all_equal, 20_000, 64, 10),
        (all_equal, 300_000, 2, 10),
    ],
)
def test_a_fit_needs_little_more_than_its_data(data, n, d, k, init):
    X = data(n, d)
    most = X.nbytes + 16e6 + 8 * n if d <= 3 else 1.25 * X.nbytes
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert 1e6 * allocated(lambda: kmeans(X, k, init=init, max_iter=8, seed=0)) <= most


@pytest.mark.parametrize("n, d, k", [(2_000, 2, 8), (10_000, 2, 8), (5_000, 20, 5)])
def test_silhouettes_never_hold_all_pairs(n, d, k):
    X, labels = normal(n, d), np.arange(n) % k
    assert 1e6 * allocated(lambda: silhouette_samples(X, labels)) <= 8e6 + 8 * k * n


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_a_mapped_file_takes_little_private_memory():
    command = [sys.executable, "-m", "benchmarks.blocks", "--rows", "600000"]
    table = subprocess.run(command, cwd=Path(__file__).parents[3], check=True, capture_output=True, text=True).stdout
    rows, *_, private = table.splitlines()[-1].strip("| ").split(" | ")
    assert rows == "600,000" and 0 < float(private) < 64
