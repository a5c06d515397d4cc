"""Many runs of each method from the seeds 0, 1, ..., and how often they reach the best known inertia."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.init_comparison.best_known import METHODS, BestKnown
from kmeans_core import assign, lloyd, outcomes

SECONDS_PER_SEED, SECONDS_PER_POINT = 1.5e-3, 3.3e-5  # of one seed's runs: by `python -m benchmarks.restarts`
MAX_SECONDS = 1.0
SEEDS_AT_ONCE = 10  # whose runs go side by side; between them the work can stop
N_BINS = 40
MAX_N_INIT = 30  # the runs whose best is taken


@dataclass(frozen=True)
class RunOutcome:
    """The first centroids (k, d) of one run, its inertia at the start and at the end, and the moves between them."""

    initial: np.ndarray
    initial_inertia: float
    final_inertia: float
    moves: int


@dataclass(frozen=True)
class RestartStatistics:
    """The runs of all methods, in arrays (methods, seeds), and the best run of them all.

    `clusters_hit` counts the clusters of the best run in which the first centroids of a run lie.
    """

    initial_inertias: np.ndarray
    final_inertias: np.ndarray
    moves: np.ndarray
    clusters_hit: np.ndarray
    best: BestKnown

    @property
    def restarts(self) -> int:
        return self.final_inertias.shape[1]

    @property
    def reached(self) -> dict[str, np.ndarray]:
        """Which runs of each method, (seeds,) for each, reach the best known inertia."""
        return dict(zip(METHODS, self.best.is_reached(self.final_inertias), strict=True))

    @property
    def chances(self) -> dict[str, np.ndarray]:
        """Each method's `best_of_chances`."""
        return {name: best_of_chances(runs) for name, runs in self.reached.items()}


@dataclass(frozen=True)
class HistogramBar:
    """The runs of one `method` whose final inertia is from `low` to `high`: their `seeds`, of `restarts` in all."""

    method: str
    low: float
    high: float
    seeds: np.ndarray
    restarts: int


def histogram_bars(statistics: RestartStatistics) -> dict[str, list[HistogramBar]]:
    """Return the bars of each method's histogram of final inertias, on the same bins; empty bins have none."""
    low, high = (float(limit(statistics.final_inertias)) for limit in (np.min, np.max))
    low, rounding_error = min(low, statistics.best.inertia), statistics.best.rounding_error
    if not high > low + rounding_error:
        of_all = 1e12 * rounding_error  # about the inertia of a single cluster
        high = low + (0.01 * (low if low > rounding_error else of_all) or 1.0)
    edges = np.linspace(low, high, N_BINS + 1)
    bins = np.clip(np.searchsorted(edges, statistics.final_inertias, side="right") - 1, 0, N_BINS - 1)
    return {
        name: [HistogramBar(name, *edges[b : b + 2], np.flatnonzero(row == b), len(row)) for b in np.unique(row)]
        for name, row in zip(METHODS, bins, strict=True)
    }


def restart_seconds(n, d, k, restarts) -> float:
    """Return about how long `restarts` runs of every method take on n points of d features.

    More features and clusters make each move more expensive, but in the end reduce the number of moves as much.
    """
    return restarts * (SECONDS_PER_SEED + SECONDS_PER_POINT * n * d * k / (d * k + 30))


def affordable_restarts(n, d, k, restarts) -> int:
    """Return how many of the `restarts` take at most `MAX_SECONDS`: at least one, above 20 a multiple of 20."""
    affordable = int(MAX_SECONDS / restart_seconds(n, d, k, 1))
    return restarts if affordable >= restarts else max(1, affordable // 20 * 20 or affordable)


def run_restarts(X, k, restarts) -> Iterator[RunOutcome]:
    """Yield the outcome of every run: for each seed 0 ... restarts - 1, that of each method."""
    for first in range(0, restarts, SEEDS_AT_ONCE):
        seeds = range(first, min(first + SEEDS_AT_ONCE, restarts))
        starts = [method(X, k, seed=seed) for seed in seeds for method in METHODS.values()]
        yield from map(RunOutcome, starts, *outcomes(X, starts))


def summarize_restarts(X, runs: list[RunOutcome], best: BestKnown) -> RestartStatistics:
    """Return the statistics of the `runs` of `run_restarts`; `best` is the best run before them."""

    def by_method(name):
        return np.array([getattr(run, name) for run in runs]).reshape(-1, len(METHODS)).T

    def final_centroids(i):
        *_, last = lloyd(X, runs[i].initial, tol=0)
        return last.centroids

    best = best.among(X, [run.final_inertia for run in runs], final_centroids)
    k = len(best.centroids)
    hit = assign(np.concatenate([run.initial for run in runs]), best.centroids).reshape(-1, k)
    return RestartStatistics(
        by_method("initial_inertia"),
        by_method("final_inertia"),
        by_method("moves"),
        np.array([len(set(clusters)) for clusters in hit.tolist()]).reshape(-1, len(METHODS)).T,
        best,
    )


def best_of_chances(reached) -> np.ndarray:
    """Return P(the best of m runs has reached it) for m = 1 ... R, drawing m of these R runs without replacement.

    1 - C(R - s, m) / C(R, m), where s of the R runs have reached it.
    """
    runs, failures = len(reached), int(len(reached) - np.count_nonzero(reached))
    drawn = np.arange(runs)
    return 1 - np.cumprod(np.maximum(failures - drawn, 0) / (runs - drawn))


def runs_needed(chances, enough) -> int | None:
    """Return the least number of runs whose chance is at least `enough`; None if no number here is sufficient."""
    sufficient = np.flatnonzero(chances >= enough)
    return int(sufficient[0]) + 1 if len(sufficient) else None


def chance_of_one_each(sizes) -> float:
    """Return the chance that k points drawn without replacement lie one in each of k clusters of these sizes."""
    n, k = int(sizes.sum()), len(sizes)
    return float(np.prod(sizes * np.arange(k, 0, -1) / (n - np.arange(k))))  # prod(sizes) / C(n, k)


def next_seed(seeds, seed) -> int:
    """Return the first of the rising `seeds` after `seed`, starting again with the first of all at the end."""
    return int(np.append(seeds[seeds > seed], seeds[0])[0])
