"""What the Algorithm page says, from the numbers of the current run."""

import math

import numpy as np

from dashboard.algorithm.compute import OtherStarts
from dashboard.common.formatting import agreeing, join_words, number, percent, plural
from dashboard.common.half_steps import HalfStep
from dashboard.common.label_matching import matching
from dashboard.common.settings import PLACED, Start
from kmeans_core import LESSON_SIZE

CLEAR_SHARE = 2 / 3  # of a group's points in a cluster, or of a cluster's points in a group, that belong together
NUMBER_WORDS = "no one two three four five six seven eight nine ten".split()

MARKS = """
- **Numbered circle**: a centroid. Drag it while you watch, and the run begins again from there.
- **Faint circle and arrow** at a centroid: where it came from in this half-step.
- **Ring around a point**: it switched; the ring has the colour of the cluster it left.
- **Shaded region**: every place in it is nearer to that centroid than to any other.
- **After a move**, the regions follow the new centroids at once; the points keep their
  old colours until the next assignment.
- **Dotted line**: the path of a centroid so far.
- **On the inertia curve**: a circle is an assignment, a square a move; the large dot marks the current half-step.
"""
INERTIA_FORMULA = r"J = \sum_{i=1}^{n} \min_{j = 1 \ldots k} \lVert x_i - c_j \rVert^2"
INERTIA = (
    "$J$ is the **inertia**: for each of the $n$ points $x_i$ take the squared distance to the nearest of the $k$ "
    "centroids $c_j$, and add them all up. Assign lowers $J$ by choosing a nearer centroid. Move lowers it because the "
    "mean is the place with the smallest sum of squared distances. $J$ can only fall, and there are finitely many ways "
    "to label the points: so the algorithm must stop."
)
MEAN_FORMULA = r"c_j = \frac{1}{|C_j|} \sum_{i \in C_j} x_i"
MEAN = "The new centroid $c_j$ is the sum of the points $x_i$ in its cluster $C_j$, divided by their number."
LOOP_SOURCE = (
    "kmeans_core.lloyd",
    "Step",
    "lloyd_steps",
    "assign_points",
    "squared_distances",
    "update_centroids",
    "has_empty_cluster",
    "relocate_empty_clusters",
    "own_distances",
)
START_SOURCES = {
    "random": ("kmeans_core.seeding", "random_init", "validated"),
    "k-means++": ("kmeans_core.seeding", "Pick", "d2_sampling", "draw"),
    "farthest-first": ("kmeans_core.seeding", "farthest_first", "draw", "validated"),
}
CURVE_DESCRIPTION = (
    "Line chart of the inertia, the sum of all squared distances from a point to its centroid, after every half-step."
)


def which_code_ran(n, k, d) -> str:
    """Return whether the lesson's code or the engine made the picture of a run on n points."""
    if n * k * d <= LESSON_SIZE:
        return "The loop, which made the picture above:"
    return (
        f"The loop. For more than {LESSON_SIZE:,} values of n × k × d (here {n * k * d:,}), an engine yields the same "
        "steps faster:"
    )


def call_of_the_run(start: Start, centroids) -> str:
    """Return the lines that make the run, which begins at `centroids`, from the functions shown."""
    k, seed = start.k, start.seed
    first = {
        PLACED: f"np.array({np.round(centroids, 4).tolist()})",
        "random": f"random_init(X, {k}, seed={seed})",
        "k-means++": f"X[[pick.row for pick in d2_sampling(X, {k}, weights, {2 + int(math.log(k))}, "
        f"np.random.default_rng({seed}))]]",
        "farthest-first": f"farthest_first(X, {k}, seed={seed})",
    }[start.init]
    return f"weights = np.ones(len(X))\nstart = {first}\nsteps = list(lloyd_steps(X, start, weights, 300, 0))"


def stage_description(n, k) -> str:
    return f"{n:,} points and {k} numbered centroids. The caption of the player says what happens in each half-step."


def compare_with_groups(truth, labels) -> str:
    """Return which clusters cover several known groups and which share one, or nothing if that is not clear."""
    overlap = np.zeros((truth.max() + 1, labels.max() + 1), dtype=int)
    np.add.at(overlap, (truth, labels), 1)
    of_group = overlap / np.maximum(overlap.sum(axis=1, keepdims=True), 1)
    of_cluster = overlap / np.maximum(overlap.sum(axis=0), 1)
    parts = []
    for j, n_covered in enumerate((of_group >= CLEAR_SHARE).sum(axis=0)):
        if n_covered > 1:
            parts.append(f"cluster {j + 1} covers {NUMBER_WORDS[n_covered]} groups")
    for shares in of_cluster:
        clusters = np.flatnonzero(shares >= CLEAR_SHARE) + 1
        if len(clusters) > 1:
            parts.append(f"clusters {join_words(clusters)} share one group")
    if parts:
        sentence = "; ".join(parts)
        return f"{sentence[0].upper()}{sentence[1:]}."
    if len(overlap) == overlap.shape[1] and (of_group.max(axis=1) >= CLEAR_SHARE).all():
        n_apart = int((matching(truth, labels)[labels] != truth).sum())
        exceptions = f", except for {plural(n_apart, 'point')}" if n_apart else ""
        return f"Each group has a cluster of its own{exceptions}."
    return ""


def placed_note(start: Start, n_features) -> str:
    """Return a sentence if the start asks for placed centroids where none can be placed."""
    if start.init != PLACED or n_features == 2:
        return ""
    return (
        f"Centroids can be placed where there are two features; these points have {n_features}, so the start is random."
    )


# ---- how this run compares


def verdict(init, n, others: OtherStarts, truth=None, agreement=None) -> str:
    """Return how a run on `n` points compares with other runs and, where they are known, with the true groups."""
    sentences = [compare_with_others(init, others)]
    if others.n_points < n:
        sentences.append(f"Compared on {others.n_points:,} of the {n:,} points.")
    if agreement is not None:
        score = f"adjusted Rand index {agreement:.2f} (1 is perfect, 0 is chance)"
        sentences.append(f"Agreement with the {len(np.unique(truth))} known groups: {score}.")
    return " ".join(sentences)


def compare_with_others(init, others: OtherStarts) -> str:
    own, inertias = others.own_inertia, others.inertias
    best, tolerance = min(inertias), 1e-9 * own
    starts = f"{plural(len(inertias), 'other start')} ({init})"
    if own <= best + tolerance:
        n_equal = sum(inertia <= own + tolerance for inertia in inertias)
        end = agreeing(n_equal, "end")
        return f"Of {starts}, none ends lower than this run, and {n_equal} of them {end} in the same place."
    excess = (own - best) / best if best else float("inf")
    if excess < 0.001:
        return f"Of {starts}, the best ends less than 0.1 % lower than this run."
    n_lower = sum(inertia < own - tolerance for inertia in inertias)
    lower = f"{n_lower} {agreeing(n_lower, 'end')} lower than this run"
    return f"Of {starts}, {lower}. Its inertia is {percent(excess)} above that of the best."


# ---- by hand


def assignment_sentence(point, nearest, d2, label) -> str:
    """Return what follows from the squared distance `d2` of a point to its `nearest` centroid; `label` is current."""
    smallest = f"The smallest is {number(d2)}, to centroid {nearest + 1}"
    if label == nearest:
        return f"{smallest}: point {point + 1} is in cluster {nearest + 1}."
    return f"{smallest}, but point {point + 1} is still in cluster {label + 1}: the next Assign will switch it."


def mean_sentence(j, count, values, is_reached) -> str:
    """Return where the mean of cluster `j` is: `values` of at most four features, and whether the centroid is there."""
    if not count:
        return f"Cluster {j + 1} has no points."
    where = "which is where it is" if is_reached else "which is where the next Move takes it"
    shown = ", ".join(map(number, values[:4])) + (", …" if len(values) > 4 else "")
    return f"Cluster {j + 1} has {plural(count, 'point')}; their mean is ({shown}), {where}."


# ---- film strip


def strip_sentence(n_shown, n_assignments) -> str:
    if n_shown == n_assignments:
        return ""
    which = "the first, the last, and those in which most points switched"
    return f"{n_shown} of the {n_assignments} assignments: {which}."


def strip_title(half: HalfStep) -> str:
    return f"{half.name}: inertia {number(half.inertia)}"
