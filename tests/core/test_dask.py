"""On a real local Dask cluster, the same result as in one process."""

import sys
import warnings
from types import ModuleType

import numpy as np

from kmeans_core import kmeans_blocks


def test_a_cluster_of_processes_gives_the_result_of_one(monkeypatch):
    # Each process of the cluster runs the main module, in whose place the test of a page leaves the page.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the cluster's own: of its ports and of its closing
        from dask.distributed import Client

        rng = np.random.default_rng(0)
        blocks = np.array_split(rng.uniform(-9, 9, size=(6, 2))[rng.integers(0, 6, size=3000)], 8)
        blocks = [block + rng.normal(size=block.shape) for block in blocks]
        with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
            there = client.scatter(blocks)
            gathered = kmeans_blocks(there, 6, map=lambda *call: client.gather(client.map(*call)), seed=1)
    here = kmeans_blocks(blocks, 6, seed=1)
    assert (gathered.centroids == here.centroids).all() and gathered.inertia == here.inertia
