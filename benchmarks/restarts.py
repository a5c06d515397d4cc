"""`python -m benchmarks.restarts`: the cost of the runs of Init comparison, next to the page's estimate.

The page refuses what would take longer than `MAX_SECONDS` by `restart_seconds`, whose factor is set by this table, so
that the most expensive setting of the page (2,000 points, 31 clusters) is not underestimated.
"""

import time

import numpy as np

from dashboard.common.datasets import NAMED
from dashboard.init_comparison.restart_statistics import restart_seconds, run_restarts

SEEDS = 4


def tables():
    """Yield the name and the points (n, d) of what is tried: the page's own data, and wide tables of noise."""
    for name in ("uniform", "blobs"):
        for n in (100, 300, 1000, 2000):
            yield name, NAMED[name].make(n, 1.0, 42).X
    for d in (5, 13, 25, 50):
        for n in (500, 2000):
            yield "noise", np.random.default_rng(0).normal(size=(n, d))


def cost(X, k) -> float:
    """Return the CPU seconds of one seed's runs of every method."""
    begun = time.process_time()
    for _ in run_restarts(X, k, SEEDS):
        pass
    return (time.process_time() - begun) / SEEDS


def main():
    print(f"{'data':8} {'points':>6} {'d':>3} {'k':>3} {'ms a seed':>10} {'estimate':>8} {'ratio':>6}")
    ratios = []
    for name, X in tables():
        cost(X, 4)  # the first run includes one-time costs
        for k in (2, 4, 8, 16, 31):
            measured, estimated = min(cost(X, k), cost(X, k)), restart_seconds(*X.shape, k, 1)
            ratios.append(estimated / measured)
            print(
                f"{name:8} {len(X):6} {X.shape[1]:3} {k:3} {1e3 * measured:10.1f} {1e3 * estimated:8.1f} "
                f"{estimated / measured:6.2f}"
            )
    print(f"estimated / measured: lowest {min(ratios):.2f}, median {np.median(ratios):.2f}, highest {max(ratios):.2f}")


if __name__ == "__main__":
    main()
