"""The Mini-batch page's questions: where to look for the answer, and the answer, computed."""

from dashboard.common import datasets
from dashboard.common.formatting import number, percent
from dashboard.common.questions import Question
from dashboard.mini_batch import compute
from dashboard.mini_batch import cost_curves as costs
from kmeans_core import INIT_METHODS, inertia

EARLY_SEED = 83  # a start from which the run stops too early
FEW, MANY = 5_000, 50_000  # points


def mini_batch_questions(defaults) -> list[Question]:
    """Return the page's questions, asked of its `defaults`."""
    return [ask_for_more_points(defaults), ask_for_larger_batches(defaults), ask_for_early_stop(defaults)]


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


def ask_for_more_points(defaults) -> Question:
    counts, full_counts, size = [], [], defaults["batch"]
    for n in (FEW, MANY):
        X, start, full = runs_on(defaults, n=n)
        counts.append(points_until_close(X, start, full, size, defaults["seed"]))
        [(iterations, _)] = full.curve.first_within(costs.CLOSE_FACTOR * full.inertia)
        full_counts.append(iterations * n)
    when = [f"after {count:,} points" if count is not None else "not at all in this race" for count in counts]
    return Question(
        f"{MANY // FEW} times as many points: how many more does mini-batch have to look at?",
        {"n": str(MANY)},
        f"Of {FEW:,} points, batches of {size} come within 1 % of full k-means {when[0]}; of {MANY:,}, {when[1]}. Full "
        f"k-means comes as close to its own end after {full_counts[0]:,} and after {full_counts[1]:,}. What a sample "
        "says about a mean depends on the size of the sample, not on how much there is to sample from.",
    )


def ask_for_larger_batches(defaults) -> Question:
    runs, seed = runs_on(defaults), defaults["seed"]
    counts = [(size, points_until_close(*runs, size, seed)) for size in costs.BATCH_SIZES]
    when = ", ".join(f"of {size:,} " + ("never" if count is None else f"after {count:,}") for size, count in counts)
    return Question(
        "Is a larger batch a better one?",
        {"batch": str(costs.BATCH_SIZES[-1])},
        f"Count the points looked at until a run is within 1 % of full k-means, from this start: batches {when}. A "
        "large batch spends many points on one small move, and what it learned from a bad start weighs on it: a "
        "centroid is the mean of all points it was ever given. A tiny one wanders, since few points say little.",
    )


def ask_for_early_stop(defaults) -> Question:
    X, start, full = runs_on(defaults, seed=EARLY_SEED)
    *_, batch = compute.batches_of(X, start, defaults["batch"], EARLY_SEED)
    end = inertia(X, batch.centroids)
    share = end / full.inertia - 1
    return Question(
        "How can it stop before it is done?",
        {"seed": str(EARLY_SEED)},
        f"From start seed {EARLY_SEED} the run stops after {batch.iteration} batches, at an inertia of "
        f"{number(end)}, {percent(abs(share))} {'above' if share > 0 else 'below'} full k-means. It never sees the "
        "inertia of all points, only a running mean over its batches, which moves up and down at random; it stops "
        "when that mean has reached no new low in ten batches. More patience or a better start costs a little more "
        "and misses less.",
    )
