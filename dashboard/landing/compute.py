"""Two short runs on the same points for the animation of the landing page: one ends well, the other does not."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.datasets import NAMED
from dashboard.common.runs import run_until_still
from dashboard.common.settings import DEFAULTS
from kmeans_core import Step

N_POINTS, K = 100, 4
GOOD_SEED, BAD_SEED = 3, 2
WIDTH, HEIGHT, MARGIN = 600, 480, 30  # of the drawing, in its own units


@dataclass(frozen=True)
class FirstRuns:
    """The points (n, 2), the group (n,) that each was generated in, and the two runs."""

    X: np.ndarray
    truth: np.ndarray
    good: list[Step]
    bad: list[Step]


def first_runs() -> FirstRuns:
    """Return the runs, the same as on the Algorithm page with these seeds."""
    points = NAMED["blobs"].make(N_POINTS, DEFAULTS["noise"], DEFAULTS["data_seed"])
    good, bad = (list(run_until_still(points.X, K, "random", seed)) for seed in (GOOD_SEED, BAD_SEED))
    return FirstRuns(points.X, points.truth, good, bad)


def drawn_runs(runs: FirstRuns) -> dict:
    """Return the drawing of the runs: the places of the points, and of each run its pictures, half-step by half-step.

    A picture has the places of the centroids and the labels, one digit for each point, or "" before the first ones.
    """
    low, span = runs.X.min(axis=0), np.ptp(runs.X, axis=0)
    scale = min((WIDTH - 2 * MARGIN) / span[0], (HEIGHT - 2 * MARGIN) / span[1])

    def places(X) -> list[list[int]]:
        offset = (np.array([WIDTH, HEIGHT]) - scale * span) / 2
        drawn = offset + scale * (X - low)
        drawn[:, 1] = HEIGHT - drawn[:, 1]
        return drawn.round().astype(int).tolist()

    def pictures(steps: list[Step]) -> list[tuple]:
        labels = ["".join(map(str, step.labels)) for step in steps]
        shown = [(places(steps[0].centroids), "")]
        for i, step in enumerate(steps):
            if i:
                shown.append((places(step.centroids), labels[i - 1]))
            shown.append((places(step.centroids), labels[i]))
        return shown

    return dict(points=places(runs.X), runs=[pictures(runs.good), pictures(runs.bad)])


def groups_of(labels, truth) -> list[list[int]]:
    """Return for each cluster the groups of which it has at least a quarter of the points."""
    shares = [[np.mean(labels[truth == group] == j) for group in range(K)] for j in range(K)]
    return [[group for group in range(K) if of_cluster[group] >= 0.25] for of_cluster in shares]
