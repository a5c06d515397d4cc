"""A case under a method: the points, what was found in them, how good it is, and what can be said of it.

No Streamlit, no Plotly. Labels are renamed after the truth where it is known, so that colours agree.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.formatting import join_words, plural, two_digits
from dashboard.common.label_matching import matching
from dashboard.failure_cases.cases import Case
from dashboard.failure_cases.methods import METHODS, Asked, timed
from dashboard.failure_cases.preprocessing import FIXES
from kmeans_core import adjusted_rand_score, silhouette_score

KMEANS, TRUTH = "k-means", "the true groups"
ALL = METHODS | FIXES
GOOD, FAIR = 0.95, 0.6  # the adjusted Rand index from which a method finds the groups, or some of them


@dataclass(frozen=True)
class Result:
    """What a method found.

    `labels` (n,) int8, -1 for noise, None where it was not run; `score` the adjusted Rand index against the
    truth, or the mean silhouette where that is unknown, None where there is none; `wrong` the points of a group
    that are not in its cluster. `centroids` (k, d) and `straight` as in rivals.Found, only in the plane;
    `names` (k,) are the centroids' labels.
    """

    labels: np.ndarray | None
    score: float | None
    wrong: int
    seconds: float
    note: str
    centroids: np.ndarray | None = None
    straight: np.ndarray | None = None
    names: np.ndarray | None = None


def asked_of(case: Case, knob: float, seed: int, eps: float, min_samples: int) -> Asked:
    return Asked(case.asked(knob), seed, eps, min_samples, case.linkage, case.covariance)


def result(table: Table, method: str, asked: Asked, reference=None) -> Result:
    """Return what `method` finds in the table; without a truth the labels are named after `reference` (n,)."""
    run = timed(ALL[method], table.X, asked)
    found = run.found
    if found.labels is None:
        return Result(None, None, 0, run.seconds, found.note)
    names = table.truth if table.truth is not None else reference
    labels, order = renamed(np.asarray(found.labels), names)
    score = silhouette(table.X, labels) if table.truth is None else agreement(table.truth, labels)
    wrong = 0 if table.truth is None else elsewhere(table.truth, labels)
    flat = table.X.shape[1] == 2 and found.centroids is not None
    note = found.note
    if labels.max(initial=0) > 9:
        note = f"{note} {labels.max() + 1} clusters were found; ten colours repeat.".strip()
    kept = (found.centroids, found.straight, order) if flat else ()
    return Result(labels.astype(np.int16), score, wrong, run.seconds, note, *kept)


def renamed(labels, names) -> tuple[np.ndarray, np.ndarray]:
    """Return the labels (n,) renamed after the `names` (n,) they share most points with, and each one's new name.

    One to one, by the assignment of most shared points; what is left over gets the next free names. There are no
    more names than clusters: how many groups there are is not what a method has found.
    """
    count = int(labels.max(initial=-1)) + 1
    if names is None or not count:
        return labels, np.arange(count)
    order = matching(names, labels)
    order[order >= count] = np.setdiff1d(np.arange(count), order)
    return np.where(labels < 0, -1, order[labels]), order


def elsewhere(truth, labels) -> int:
    """Return how many points of a group are not in the cluster that shares most points with it, one to one."""
    partner = matching(truth, labels)
    return int(((truth >= 0) & (np.where(labels < 0, -1, partner[labels]) != truth)).sum())


def agreement(truth, labels) -> float:
    """Return the adjusted Rand index over the points that belong to a group; noise counts as one cluster."""
    belongs = truth >= 0
    return adjusted_rand_score(truth[belongs], labels[belongs])


def silhouette(X, labels) -> float | None:
    """Return the mean silhouette of the points that are not noise, None for fewer than two clusters."""
    kept = labels >= 0
    if len(np.unique(labels[kept])) < 2:
        return None
    return silhouette_score(X[kept], labels[kept])


def place(score: float) -> str:
    """Return what an adjusted Rand index says, as the end of a sentence."""
    return "finds the groups" if score >= GOOD else "finds them in part" if score >= FAIR else "fails"


def verdict(method: str, before: Result, after: Result) -> str:
    """Return how k-means and `method` do, in markdown; after a fix, before and after."""
    ours = f"k-means **{place(before.score)}** (ARI {two_digits(before.score)})"
    if after.score is None:
        return f"{ours}."
    theirs = f"**{place(after.score)}** (ARI {two_digits(after.score)})"
    if method in FIXES:
        return f"Before, {ours}. After, with “{method}”, it {theirs}."
    return f"{ours}; {method} {theirs}."


BOUNDS = (
    f"A method finds the groups where its ARI is at least {GOOD}, finds them in part where it is at least {FAIR}, and "
    "fails below that."
)


def no_winner(table: list[dict]) -> list[str]:
    """Return a sentence for each method on all the cases that it was run on; a line is {"case": name, method: ARI}."""
    said = []
    for method in METHODS:
        reached = {line["case"]: line[method] for line in table if line[method] is not None}
        parted = [case for case, score in reached.items() if FAIR <= score < GOOD]
        failed = [case for case, score in reached.items() if score < FAIR]
        found = len(reached) - len(parted) - len(failed)
        sentences = [
            f"**{method}** finds the groups in {found} of {plural(len(reached), 'case')}",
            f"in part in {len(parted)} ({join_words(parted)})" if parted else "",
            f"and fails in {len(failed)} ({join_words(failed)})" if failed else "and fails in none",
        ]
        said.append(", ".join(filter(None, sentences)) + (CHOSEN if method == KMEANS and not found else "."))
    return said


CHOSEN = ": the cases were made so that it would not."


# What each remedy takes for granted itself: (method, a case that breaks it, why).
LIMITS = (
    ("DBSCAN", "unequal density", "one eps holds for all points, and dense and sparse groups need two."),
    ("spectral", "uneven sizes", "its graph is cut where that is cheap and the parts are not too unequal."),
    ("Gaussian mixture", "moons", "each of its groups is an ellipse, and a moon is none."),
    ("agglomerative", "stretched", "Ward's linkage adds up squared distances, as k-means does."),
)


def limits(table: list[dict]) -> list[str]:
    """Return a sentence for each remedy that fails its own case in `table`, whose lines are as in `no_winner`."""
    scores = {(line["case"], method): line[method] for line in table for method in METHODS}
    return [
        f"**{method}** on {case}: ARI {two_digits(scores[case, method])}, for {why}"
        for method, case, why in LIMITS
        if scores.get((case, method)) is not None and scores[case, method] < GOOD
    ]
