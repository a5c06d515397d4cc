"""k-means++ pick by pick: how likely every point is to be drawn before each pick, and the point that is picked."""

from dataclasses import dataclass

import numpy as np

from kmeans_core import Pick, kmeans_plusplus_picks

TRIALS = {"classic": 1, "greedy": None}
FIRST, WEIGH, DRAW, UNTIL = 0, 2, 3, 4  # lines of the pseudo-code


@dataclass(frozen=True)
class SeedingStep:
    """One pick, and the rows picked `before` it.

    The wheel is the interval 0..1 with all chances end to end, cluster after cluster: `shares` (k,) are the clusters'
    parts of it, and the `needle` is in the middle of the pick's part.
    """

    pick: Pick
    before: tuple[int, ...]
    shares: np.ndarray
    needle: float

    @property
    def rows(self) -> tuple[int, ...]:
        return (*self.before, self.pick.row)


def seeding_steps(X, k, trials, seed, labels) -> list[SeedingStep]:
    """Return the k picks of k-means++ on `X`; `labels` (n,) are the clusters whose shares of the wheel are shown."""
    order = np.argsort(labels, kind="stable")
    steps: list[SeedingStep] = []
    for pick in kmeans_plusplus_picks(X, k, seed=seed, trials=trials):
        chances = pick.probability
        ends = np.empty(len(X))
        ends[order] = np.cumsum(chances[order])
        shares = np.bincount(labels, weights=chances, minlength=k)
        needle = float(ends[pick.row] - chances[pick.row] / 2)
        steps.append(SeedingStep(pick, steps[-1].rows if steps else (), shares, needle))
    return steps


def seeding_lines(k) -> list[tuple[int, int]]:
    """Return for each of k steps the lines of the pseudo-code that weigh the points and that pick one."""
    return [(FIRST, FIRST), *[(WEIGH, DRAW)] * (k - 2), (WEIGH, UNTIL)] if k > 1 else [(FIRST, UNTIL)]


def seeding_pseudocode(trials) -> tuple[str, ...]:
    draw = "draw one point by weight" if trials == 1 else "draw several by weight, keep the best"
    return (
        "pick one point at random",
        "repeat",
        "    weigh each point by D², its squared distance to the nearest pick",
        f"    {draw}",
        "until k points are picked",
    )
