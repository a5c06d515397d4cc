"""Runs that the tests of the Mini-batch page share."""

from dashboard.common.datasets import NAMED
from dashboard.common.runs import first_centroids
from dashboard.mini_batch import compute
from dashboard.mini_batch import cost_curves as costs
from kmeans_core import minibatches
from tests.dashboard.common.tables import blobs


def run_on(table, k, batch_size, seed=3, init="random"):
    start = first_centroids(table.X, k, init, seed)
    full = costs.finish_full_run(costs.timed_steps(table.X, start))
    batches = compute.batches_of(table.X, start, batch_size, seed)
    states = list(filter(None, compute.snapshots(batches, costs.inertia_estimator(table.X, full))))
    return compute.finish_run(table, batch_size, states, full)


TABLE = blobs(900)
START = first_centroids(TABLE.X, 4, "random", 3)
STATES = list(minibatches(TABLE.X, START, batch_size=30, seed=costs.batch_rng(3, 0)))
MINI = run_on(TABLE, 4, 30)
REASSIGNED = run_on(NAMED["blobs"].make(20_000, 3.0, 42), 4, 50, seed=88, init="farthest-first")
