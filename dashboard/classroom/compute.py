"""The tasks of a class: real points and real runs. A task's number leads to the first seed that suits the question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from dashboard.classroom.questions import GROUP_OPTIONS, HOURS, MAX_TASK, MINUTES, SIDE
from dashboard.common.datasets import blobs, standardise
from dashboard.common.drawn import MAX_POINTS
from dashboard.common.half_steps import HalfStep, half_steps
from dashboard.common.runs import run_until_still
from dashboard.common.sampling import even_rows
from kmeans_core import Step, final_inertias, lloyd, random_init, sweep_k

N_POINTS = 100
RIGHT_SHARE = 0.35  # of a cluster's rms spread: so near to the mean counts as right
FAR_SHARE = 0.25  # of the picture's side: so far at least goes the centroid that is asked about
SAME_END = 0.02  # a relative difference of two inertias below which they are one place to end
N_STARTS_K = 5


@dataclass(frozen=True)
class ClassTask:
    """What is drawn and asked: points X (n, 2), the runs on them, and the half-step after which the question is asked.

    `answer` is the number of the right option, `scores` a number for each option (None where there are none).
    """

    X: np.ndarray
    runs: tuple[list[Step], ...]
    asked_after: int = 0
    answer: int | None = None
    scores: tuple[float, ...] = ()

    @property
    def box(self) -> tuple[np.ndarray, float]:
        return square_around(self.X)

    def half_steps(self, i=0) -> list[HalfStep]:
        return half_steps(self.X, self.runs[i], np.arange(len(self.X)))


def square_around(X) -> tuple[np.ndarray, float]:
    """Return the lower left corner (2,) and the side of the square that a picture of `X` shows."""
    low, high = X.min(axis=0), X.max(axis=0)
    side = 1.12 * float((high - low).max()) or 1.0
    return (low + high - side) / 2, side


def place_of(cell: int, box) -> np.ndarray:
    """Return the middle of a cell of the picture, as a position among the points."""
    corner, side = box
    return corner + side * (np.array([cell % SIDE, cell // SIDE]) + 0.5) / SIDE


def suitable(make: Callable[[int], ClassTask | None], task: int) -> ClassTask:
    """Return the first that `make` does not refuse, over seeds that no other task uses."""
    return next(filter(None, map(make, count(task, MAX_TASK))))


def run_from_random_start(X, k, seed) -> list[Step]:
    return list(run_until_still(X, k, "random", seed))


# ---- where will centroid 2 go?


def place_task(seed: int) -> ClassTask | None:
    """Return a task in which centroid 2 moves farthest, and the usual mistakes lead to places other than the mean."""
    X = blobs(N_POINTS, 1.2, seed, centers=4).X
    start, moved = list(lloyd(X, random_init(X, 3, seed=seed), max_iter=1))
    order = np.linalg.norm(moved.centroids - start.centroids, axis=1).argsort()[[0, 2, 1]]
    steps = list(lloyd(X, start.centroids[order], tol=0))
    own = X[steps[0].labels == 1]
    if len(steps) < 3 or len(own) < 15:
        return None
    target, *mistakes = candidate_places(X, steps[0]).values()
    distances = np.linalg.norm(np.array(mistakes) - target, axis=1)
    task = ClassTask(X, (steps,), 1)
    is_far = np.linalg.norm(target - steps[0].centroids[1]) > FAR_SHARE * task.box[1]
    return task if is_far and distances.min() > 2.2 * tolerance(own) else None


def candidate_places(X, step: Step) -> dict[str, np.ndarray]:
    """Return the right answer, the mean, and those of common mistakes."""
    own = X[step.labels == 1]
    return {
        "the mean of its points": own.mean(axis=0),
        "the centre of the box around its points": (own.min(axis=0) + own.max(axis=0)) / 2,
        "the mean of all points": X.mean(axis=0),
        "the place where it already is": step.centroids[1],
    }


def tolerance(own) -> float:
    """Return how far from the mean of the points `own` (n, 2) still counts as right."""
    return RIGHT_SHARE * float(np.sqrt(((own - own.mean(axis=0)) ** 2).sum(axis=1).mean()))


def count_places(task: ClassTask, cells: Sequence[int]) -> dict[str, int]:
    """Return how many of the marked cells lie at each of the candidate places."""
    if not cells:
        return {place: 0 for place in candidate_places(task.X, task.runs[0][0])}
    step, box = task.runs[0][0], task.box
    places = candidate_places(task.X, step)
    near = np.linalg.norm([place_of(cell, box) - list(places.values()) for cell in cells], axis=2)
    is_near = near.min(axis=1) <= tolerance(task.X[step.labels == 1])
    return dict(zip(places, np.bincount(near.argmin(axis=1)[is_near], minlength=len(places)).tolist(), strict=True))


# ---- how many clusters?


def groups_task(seed: int) -> ClassTask | None:
    """Return points in 3 to 6 groups, of which the silhouette finds the right number."""
    n_groups = 3 + seed % 4
    X = blobs(N_POINTS, 0.9, seed, centers=n_groups).X
    ks = [int(option) for option in GROUP_OPTIONS]
    search = sweep_k(X, ks, n_init=8, seed=0)
    best = int(np.argmax(search.silhouettes))
    if ks[best] != n_groups or search.silhouettes[best] < 0.55:
        return None
    steps = list(lloyd(X, random_init(X, n_groups, seed=best_seed(X, n_groups)), tol=0))
    return ClassTask(X, (steps,), 0, best, tuple(map(float, search.silhouettes)))


def best_seed(X, k) -> int:
    """Return the seed among 20 whose random start ends lowest."""
    return int(np.argmin(final_inertias(X, [random_init(X, k, seed=seed) for seed in range(20)])))


# ---- which start wins?


def start_task(seed: int) -> ClassTask | None:
    """Return three starts on the same points of which one ends lower by at least a tenth."""
    X = blobs(N_POINTS, 0.9, seed, centers=5).X
    runs = tuple(run_from_random_start(X, 5, 3 * seed + i) for i in range(3))
    ends = tuple(run[-1].inertia for run in runs)
    first, second, _ = sorted(ends)
    return ClassTask(X, runs, 0, int(np.argmin(ends)), ends) if first < 0.9 * second else None


# ---- does the inertia rise or fall?


def inertia_task(seed: int) -> ClassTask | None:
    """Return a run, and a half-step in it after which the next one is asked about: in turn a move, an assignment, and
    one more round where nothing moves any more."""
    X = blobs(N_POINTS, 1.2, seed, centers=4).X
    steps = run_from_random_start(X, 4, seed)
    if len(steps) < 4:
        return None
    last = 2 * len(steps) - 1
    asked_after = (2, 3, last)[seed % 3]
    return ClassTask(X, (steps,), asked_after, 2 if asked_after == last else 1)


# ---- 200 starts, and the class as data


def starts_task(seed: int) -> ClassTask:
    """Return points in as many groups as centroids: many random starts miss one."""
    X = blobs(150, 0.9, 100 + seed, centers=N_STARTS_K).X
    return ClassTask(X, (run_from_random_start(X, N_STARTS_K, 0),))


def end_of_start(task: ClassTask, seed: int) -> Step:
    """Return the last state of the run from the start with this seed."""
    return run_from_random_start(task.X, N_STARTS_K, seed)[-1]


def optima(task: ClassTask, seeds: Sequence[int]) -> list[tuple[float, list[int]]]:
    """Return the local optima in which the runs from these seeds end, the lowest first: inertia, and their seeds."""
    if not seeds:
        return []
    ends = final_inertias(task.X, [random_init(task.X, N_STARTS_K, seed=seed) for seed in seeds])
    found: list[tuple[float, list[int]]] = []
    for inertia, seed in sorted(zip(map(float, ends), seeds, strict=True)):
        if found and inertia <= found[-1][0] * (1 + SAME_END):
            found[-1][1].append(seed)
        else:
            found.append((inertia, [seed]))
    return found


def points_of_votes(votes: Sequence[int], scale: bool) -> np.ndarray:
    """Return the class as points (n, 2): hours and minutes, standardised if `scale`."""
    cells = np.array(votes, dtype=int)
    X = np.column_stack([HOURS[2] * (cells % SIDE), MINUTES[2] * (cells // SIDE)]).astype(float)
    return standardise(X) if scale else X


def drawn_places(votes: Sequence[int]) -> np.ndarray:
    """Return the class as a drawing (m, 2): an even sample of as many points as that may have."""
    cells = np.array(votes, dtype=int)[even_rows(len(votes), MAX_POINTS)]
    return np.column_stack([cells % SIDE, cells // SIDE])


MAKERS = {
    "place": place_task,
    "groups": groups_task,
    "start": start_task,
    "inertia": inertia_task,
    "starts": starts_task,
}
