"""The Mini-batch page's questions: where to look for the answer, and the answer, computed. No Streamlit."""

from dashboard.common import datasets
from dashboard.common.formatting import number, percent
from dashboard.common.questions import Question
from dashboard.common.runs import first_centroids
from dashboard.mini_batch import compute as batches
from dashboard.mini_batch import cost_curves as race
from kmeans_core._fast.nearest import Nearest
from kmeans_core._fast.prepared import Points

# The page's own settings: what a link leaves out.
DATA, N, NOISE, DATA_SEED, K, SEED, BATCH = "blobs", 20_000, 3.0, 42, 4, 84, 50
EARLY = 83  # a start from which the run stops too soon


def questions() -> list[Question]:
    """Return the Mini-batch page's questions."""
    return [more_points(), larger_batches(), too_early()]


def points_and_start(n, seed):
    X = datasets.NAMED[DATA].make(n, NOISE, DATA_SEED).X
    return X, first_centroids(X, K, "random", seed)


def needed(X, start, full, size, seed) -> int | None:
    """Return how many points a run looks at until it is within 1 % of the full one, None if it never is."""
    goal = race.CLOSE * full.inertia
    inertia_of = Nearest(Points.of(X), K)
    track = race.tracked(X, start, size, race.draws(seed, 0), race.length(full, size), inertia_of, goal)
    at = track.reached(goal)
    return None if at is None else int(track.points[at])


def more_points() -> Question:
    few, many = 5_000, 100_000
    looked, fulls = [], []
    for n in (few, many):
        X, start = points_and_start(n, SEED)
        full = race.finished(len(X), list(race.full_run(X, start)))
        looked.append(needed(X, start, full, BATCH, SEED))
        fulls.append(int(full.track.points[full.track.reached(race.CLOSE * full.inertia)]))
    said = [f"after {count:,} points" if count is not None else "not at all in this race" for count in looked]
    return Question(
        f"{many // few} times as many points: how many more does mini-batch have to look at?",
        {"n": str(many)},
        f"Of {few:,} points, batches of {BATCH} come within 1 % of full k-means {said[0]}; of {many:,}, {said[1]}. "
        f"Full k-means comes as close to its own end after {fulls[0]:,} and after {fulls[1]:,}. What a sample tells "
        "about a mean depends on the size of the sample, not on how much there is to sample from.",
    )


def larger_batches() -> Question:
    X, start = points_and_start(N, SEED)
    full = race.finished(len(X), list(race.full_run(X, start)))
    found = [(size, needed(X, start, full, size, SEED)) for size in race.SIZES]
    told = ", ".join(f"of {size:,} " + ("never" if count is None else f"after {count:,}") for size, count in found)
    return Question(
        "Is a larger batch a better one?",
        {"batch": str(race.SIZES[-1])},
        f"Count the points looked at until a run is within 1 % of full k-means, from this start: batches {told}. "
        "A large batch spends many points on one small piece of news, and what it learned from a bad start weighs on "
        "it: a centroid is the mean of all it was ever given. A tiny one wanders, since few points say little.",
    )


def too_early() -> Question:
    X, start = points_and_start(N, EARLY)
    full = race.finished(len(X), list(race.full_run(X, start)))
    last = list(filter(None, batches.moments(X, start, BATCH, EARLY)))[-1]
    share = last.inertia / full.inertia - 1
    return Question(
        "How can it stop before it is done?",
        {"seed": str(EARLY)},
        f"From start seed {EARLY} the run stops after {last.batch.iteration} batches, at an inertia of "
        f"{number(last.inertia)}, {percent(abs(share))} {'above' if share > 0 else 'below'} full k-means. It never "
        "sees the inertia of all points, only a running mean over its batches, which chance moves up and down; it "
        "stops when that mean set no new low in ten batches. A longer patience or a better start costs a little more "
        "and misses less.",
    )
