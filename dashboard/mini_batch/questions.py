"""The Mini-batch page's questions, their answers computed."""

import numpy as np

from dashboard.common import datasets
from dashboard.common.formatting import number, percent
from dashboard.common.questions import Question, Reply
from dashboard.mini_batch import compute
from dashboard.mini_batch import cost_curves as costs
from kmeans_core import INIT_METHODS, inertia

EARLY_SEED = 83  # a start from which the run stops too early
FEW, MANY = 5_000, 50_000  # points
SAMPLES = 2_000  # batches whose means are compared with that of all points


def mini_batch_questions(defaults) -> list[Question]:
    """Return the page's questions, asked of its `defaults`."""
    return [larger_batches(defaults), early_stop(defaults), slow_in_common(defaults), more_points(defaults)]


def runs_on(defaults, **changes):
    """Return the points, the start and the full run for the `defaults` with `changes`."""
    settings = defaults | changes
    X = datasets.NAMED[settings["data"]].make(settings["n"], settings["noise"], settings["data_seed"]).X
    start = INIT_METHODS[settings["init"]](X, settings["k"], seed=settings["seed"])
    return X, start, costs.finish_full_run(costs.timed_steps(X, start))


def points_until_close(X, start, full, batch_size, seed) -> int | None:
    """Return how many points a run looks at until it is within 1 % of the full one, None if it never is."""
    length, goal = costs.race_length(full, batch_size), costs.CLOSE_FACTOR * full.inertia
    estimate = costs.inertia_estimator(X, full)
    *_, curve = costs.batch_curve(X, start, batch_size, costs.batch_rng(seed, 0), length, estimate, goal)
    return next((iterations * batch_size for iterations, _ in curve.first_within(goal)), None)


def larger_batches(defaults) -> Question:
    runs, seed = runs_on(defaults), defaults["seed"]
    counts = [(size, points_until_close(*runs, size, seed)) for size in costs.BATCH_SIZES]
    when = ", ".join(f"of {size:,} " + ("never" if count is None else f"after {count:,}") for size, count in counts)
    return Question(
        "From the same start, batches of 10, 50, 500 and 5,000 points. Which comes close to full k-means after the "
        "fewest points?",
        (
            Reply("5,000: each step is the most exact", "a larger batch is a better one"),
            Reply("All alike: a point is a point", "only the number of points counts, not the number of moves"),
            Reply("A small one"),
        ),
        f"Points looked at until a run is within 1 % of full k-means, from this start: batches {when}. A large batch "
        "spends many points on one small move, and what it learned from a bad start weighs on it. A tiny one wanders, "
        "since few points say little.",
        {"See the largest batches": {"batch": str(costs.BATCH_SIZES[-1])}},
    )


def early_stop(defaults) -> Question:
    X, start, full = runs_on(defaults, seed=EARLY_SEED)
    *_, batch = compute.batches_of(X, start, defaults["batch"], EARLY_SEED)
    end = inertia(X, batch.centroids)
    share = end / full.inertia - 1
    return Question(
        f"From start seed {EARLY_SEED} the run stops after {batch.iteration} batches. What does that say?",
        (
            Reply("It has converged: no label changes any more", "a run that has stopped has converged"),
            Reply("Its last ten batches brought no new low"),
            Reply("It has seen every point once", "one look at every point is enough"),
        ),
        f"It stops at an inertia of {number(end)}, {percent(abs(share))} {'above' if share > 0 else 'below'} full "
        f"k-means, having seen at most {batch.iteration * defaults['batch']:,} of {len(X):,} points. It never knows "
        "the inertia of all, only a running mean over its batches, which moves up and down at random; it stops when "
        "that mean has reached no new low in ten batches. More patience or a better start costs a little more and "
        "misses less.",
        {"See it": {"seed": str(EARLY_SEED)}},
    )


def slow_in_common(defaults) -> Question:
    X, start, _ = runs_on(defaults)
    *_, last = compute.batches_of(X, start, defaults["batch"], defaults["seed"])
    count = int(last.counts.max())
    return Question(
        "After many small batches, and after one large batch from a bad start, the centroids hardly move. What do "
        "these two have in common?",
        (
            Reply("Both have converged", "a centroid that hardly moves has arrived"),
            Reply("Each centroid has been given many points"),
            Reply("Their batches are too small", "a larger batch is a better one"),
        ),
        "A centroid is the mean of all points it was ever given, so the next one moves it by one part in so many: "
        f"after {last.iteration} batches of {defaults['batch']}, one has been given {count:,}, and the next point "
        f"moves it by 1/{count + 1:,} of the distance. That calms the wandering, and keeps what a bad start has "
        "taught.",
        {
            "See the learning rates": {"tab": "Why it slows down"},
            "See large batches": {"tab": "Why it slows down", "batch": str(costs.BATCH_SIZES[-1])},
        },
    )


def more_points(defaults) -> Question:
    size, misses = defaults["batch"], []
    for n in (FEW, MANY):
        X = datasets.NAMED[defaults["data"]].make(n, defaults["noise"], defaults["data_seed"]).X
        rows = np.random.default_rng(0).integers(n, size=(SAMPLES, size))
        misses.append(float(np.sqrt(((X[rows].mean(axis=1) - X.mean(axis=0)) ** 2).sum(axis=1).mean())))
    return Question(
        f"A batch of {size} is drawn from {FEW:,} points, then from {MANY:,} of the same kind. How far is its mean "
        "from that of all points, in the second case?",
        (
            Reply(f"{MANY // FEW} times as far", "a sample has to grow with the data"),
            Reply("About as far"),
            Reply("Nearer: more points, more exact", "more data make a sample of the same size more exact"),
        ),
        f"In {SAMPLES:,} batches it misses by {number(misses[0])} on average in the first case and by "
        f"{number(misses[1])} in the second. What a sample says about a mean depends on the size of the sample, not "
        "on how much there is to sample from: that is why mini-batches pay the more, the more data there are.",
        {f"See {MANY:,} points": {"n": str(MANY)}},
    )
