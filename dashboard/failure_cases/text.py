"""The sentences of the Failure cases page, made from the numbers that it shows."""

import re

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.formatting import agreeing, join_words, number, percent, plural, two_digits
from dashboard.common.questions import RIGHT, not_quite
from dashboard.failure_cases.cases import OWN, OWN_TABLE, Case
from dashboard.failure_cases.compute import KMEANS, TRUTH, MethodResult
from dashboard.failure_cases.methods import FIXES, MAX_SAMPLE, METHODS
from kmeans_core import inertia

GOOD, FAIR = 0.95, 0.6  # the adjusted Rand index from which a method finds the groups, or some of them
ASKED_ABOVE = "Answer the question above, and the scores and reasons appear here."
SAMPLE_NOTE = "An even sample is clustered: {:,} of {:,} rows."
FEWER_POINTS = "This case has at most {:,} points: each has hundreds of features."
CURVE_NOTE = "The curves are computed on {:,} points, the rings on all {:,}."
TIME_QUESTION = "How does the time of each method grow from {:,} to {:,} points?"
TIME_ALT = "Time of every method for growing numbers of points, on logarithmic axes."
WHY = {
    "moons": "The boundary between two centroids is a straight line. Groups that curve around each other need a curve.",
    "circles": "A cluster is described only by its centre. A ring and what it surrounds have the same centre.",
    "stretched": "Distance treats all directions alike: k-means looks for round clusters, and cuts long ones across.",
    "varied spread": "The boundary lies halfway between two centroids, so a wide group loses its edge to tight ones.",
    "uneven sizes": "Inertia sums over all points: splitting a large group can lower it more than finding a small one.",
    "unequal density": "Centroids go where squared distances are large, not where points are dense: to a sparse group.",
    "outliers": "Distances are squared: a point ten times as far away counts a hundred times as much.",
    "scales": "The feature with the larger numbers has the larger distances, and decides alone.",
    "noise features": "Every feature counts the same: many without information hide the few that have some.",
    "wrong k": "k-means finds as many clusters as it is asked for, and nothing in its result says that k is wrong.",
    "no structure": "k-means always divides the points, even where there is only one group.",
    OWN: "The groups in these points are unknown, and the methods differ in what they call a cluster.",
}
OUTCOMES = ["finds the groups", "finds them in part", "fails"]
IDEAS = {  # what a reader believes who takes the other picture for the result of k-means
    "moons": "k-means follows the shape of a group",
    "circles": "k-means follows the shape of a group",
    "stretched": "k-means finds groups of any shape",
    "varied spread": "k-means allows for how far a group spreads",
    "uneven sizes": "k-means finds small groups beside a large one",
    "unequal density": "centroids go where the points are dense",
    "outliers": "a few points cannot change the result",
    "scales": "the scale of a feature does not matter",
    "noise features": "more features do no harm",
    "wrong k": "k-means finds the number of groups",
    "no structure": "k-means finds groups only where there are some",
    OWN: "k-means finds groups of any shape",
}
PARAMETER_HELP = {
    "moons": "At 0 they are as on the other pages. Above 0 the lower moon moves down, below 0 into the upper one.",
    "circles": "The outer ring has radius 1.",
    "stretched": "How many times as long as wide each group is.",
    "varied spread": "The standard deviation of the wide group, in units of that of the tight ones.",
    "uneven sizes": "How many times as many points the large group has as each small one.",
    "unequal density": "How many times as far the sparse group spreads as the dense ones.",
    "outliers": "How far they lie from the groups. One point in fifty is an outlier.",
    "scales": "The factor by which x is multiplied, as in a change of units.",
    "noise features": "How many features are added in which the groups do not differ.",
    "wrong k": "The points lie in four groups.",
    "no structure": "The points are spread evenly over a square.",
    OWN: "How many clusters every method but DBSCAN is asked for.",
}
INTRODUCTIONS = {
    KMEANS: "**k-means** gives every point to the nearest of k centroids, the means of their points.",
    TRUTH: "The groups as they were generated.",
    "DBSCAN": "**DBSCAN** joins neighbouring points where they are dense. It joins those with at least min_samples "
    "neighbours within the distance eps, and adds what lies within eps of them. The rest is noise. It needs no k.",
    "spectral": "**Spectral clustering** links every point to its ten nearest neighbours and cuts where the links are "
    "few. A cluster is whatever is connected.",
    "Gaussian mixture": "A **Gaussian mixture** describes each cluster by an ellipse (a normal distribution) with its "
    "own centre, size and shape.",
    "agglomerative": "**Agglomerative clustering** starts with every point on its own and merges the two closest "
    "clusters, again and again, until k are left.",
    "standardise first": "**Standardising** divides every feature by its standard deviation: all count the same.",
    "whiten first": "**Whitening** rescales the data along its principal axes: it varies equally in all directions.",
    "principal components first": "**Principal components** are the directions of most variance; the rest is dropped.",
    "radius map first": "**Radius map**: the only feature is the distance from the mean of all points.",
    "spectral map first": "**Spectral map**: in the new features, connected points lie close together. They are "
    "eigenvectors of the graph that links every point to its neighbours.",
    "remove outliers first": "**Without outliers**: points unusually far from their neighbours are left out.",
    "more clusters, then merge": "**Merging**: k-means finds eight times k clusters, and those that touch most merge.",
    "gap statistic for k": "The **gap statistic** compares each k with points without structure, and chooses one.",
}
METHODS_IN_WORDS = "\n".join(f"- {INTRODUCTIONS[method]}" for method in METHODS)
ARI = "**ARI**, the adjusted Rand index, compares a clustering with the true groups: 1 is agreement, 0 is chance."
SILHOUETTE = (
    "**Mean silhouette**: near 1, clusters are compact and far apart; near 0, points lie between two clusters. Noise "
    "is not part of the mean."
)
SILHOUETTE_WARNING = (
    "The true groups are unknown here, so the methods are compared by their mean silhouette. **It favours round "
    "clusters itself**: it can rank a wrong round result above a correct curved one."
)
NOISE = "**Grey ×**: a point that DBSCAN calls noise, which is in no cluster."
GALLERY_INTRO = (
    f"Each case at its own setting with {MAX_SAMPLE} points, under every method, with the ARI. Choose a point in a "
    f"picture, or the name of a case, to open it large. {ARI} {NOISE}"
)
BEND_INTRO = (
    "For every point, the distance to neighbour {} (the point itself is the first), in rising order. Inside a group it "
    "changes slowly, among outliers fast. The bend in between, where the curve lies farthest below the straight line "
    "from its first point to its last, is a **first guess** at eps:"
)
FLAT_INTRO = (
    "For every point, the distance to neighbour {} (the point itself is the first). It is the same for all, so the "
    "curve is flat and has no bend that could suggest an eps:"
)
TOO_FEW_NEIGHBOURS = (
    "With {n} points, none has {min_samples} neighbours, even if it counts itself. So DBSCAN finds no cluster at any "
    "eps: choose a min_samples of at most {n}."
)
GRADES = f"A method finds the groups from an ARI of {GOOD}, finds them in part from {FAIR}, and fails below that."
ASSUMPTIONS = (  # what each method assumes itself: (method, a case that violates it, why)
    ("DBSCAN", "unequal density", "one eps holds for all points, and dense and sparse groups need two."),
    ("spectral", "uneven sizes", "it cuts its graph where few links are cut and the parts are not too unequal."),
    ("Gaussian mixture", "moons", "each of its groups is an ellipse, and a moon is not."),
    ("agglomerative", "stretched", "Ward's linkage adds up squared distances, as k-means does."),
)


def picture_question(method: str) -> str:
    other = method if method == TRUTH else f"the result of {label_of(method)}"
    return f"One picture shows the result of {KMEANS}, the other {other}. Which one shows {KMEANS}?"


def in_short(method: str) -> str:
    """Return the first sentence about a method or a fix, for a reader who has yet to guess what it will do."""
    return f"{INTRODUCTIONS[method].partition('. ')[0].removesuffix('.')}."


def picture_verdict(guess: str, right: str, case: Case, method: str, before: MethodResult, n: int) -> str:
    """Return whether the picture `guess` is that of k-means, `right`; if not, the idea behind the guess."""
    if case is OWN_TABLE:
        rest = ""
    elif not before.wrong:
        rest = " k-means puts every point into its group."
    else:
        rest = f" k-means puts {before.wrong:,} of {n:,} points into the wrong group."
    if guess == right:
        return f"{RIGHT} {right} shows k-means.{rest}"
    if before.score is not None and before.score >= GOOD and case is not OWN_TABLE:
        return f"**Not quite.** {right} shows k-means: here it finds the groups.{rest}"
    return f"{not_quite(IDEAS[case.name])} {guess} shows {label_of(method)}. {WHY[case.name]}{rest}"


def fix_question(fix: str) -> str:
    return f"{KMEANS} after “{fix}”: what will it do?"


def fix_verdict(guess: str, fix: str, after: MethodResult) -> str:
    """Return what a fix has done, one of OUTCOMES; if it is not the `guess`, the idea behind that."""
    outcome = grade(after.score)
    done = f"After “{fix}”, {KMEANS} {outcome} (ARI {two_digits(after.score)})."
    if guess == outcome:
        return f"{RIGHT} {done}"
    if OUTCOMES.index(guess) < OUTCOMES.index(outcome):
        return f"{not_quite('a fix for one case helps in all')} {done}"
    return f"{not_quite('only another method helps where k-means fails')} {done}"


def why(case: Case, table: Table, method: str, before: MethodResult, after: MethodResult) -> str:
    """Return why k-means fails or, where a fix is on, what that changes."""
    if method not in FIXES or table.truth is None:
        fails = before.score is None or before.score < GOOD
        question = "What is a cluster?" if case is OWN_TABLE else "Why?" if fails else "When does it fail?"
        return f"**{question}** {WHY[case.name]} {evidence(case.name, table, before)}"
    helps = "Why does it help?" if after.score > before.score + 0.05 else "Why does it not help?"
    return (
        f"**{helps}** {WHY[case.name]} After the fix, {plural(after.wrong, 'point')} of {len(table.X):,} "
        f"{agreeing(after.wrong, 'are')} in the wrong cluster, before it {before.wrong:,}."
    )


def evidence(case: str, table: Table, result: MethodResult) -> str:
    """Return one sentence about these points and the `result` of k-means: the case's reason, measured."""
    if table.truth is None:
        return ""
    X, truth, labels = table.X, table.truth, result.labels
    groups = [X[truth == j] for j in range(truth.max() + 1)]
    sizes = np.array([len(group) for group in groups])
    centers = np.array([group.mean(axis=0) for group in groups])
    spreads = np.array([group.std(axis=0).mean() for group in groups])
    share = X.var(axis=0) / X.var(axis=0).sum()
    n = int(sizes.sum())
    misplaced = f"{result.wrong:,} of {n:,} points {agreeing(result.wrong, 'lie')} on the wrong side of the line"
    if not result.wrong:
        misplaced = f"the line leaves all {n:,} points on their own side"
    match case:
        case "moons":
            what = misplaced
        case "circles":
            distance = np.linalg.norm(centers[0] - centers[1])
            radius = max(np.linalg.norm(groups[j] - centers[j], axis=1).mean() for j in (0, 1))
            what = f"the two centres are {distance:.2f} apart, and the outer ring has a radius of {radius:.2f}"
        case "stretched":
            within = np.concatenate([group - group.mean(axis=0) for group in groups])
            short, long = np.sqrt(np.linalg.eigvalsh(within.T @ within))
            what = f"the groups are {long / short:.1f} times as long as wide, and {misplaced}"
        case "varied spread":
            widest = spreads.argmax()
            lost = (labels[truth == widest] != widest).sum()
            what = (
                f"the widest group spreads {spreads.max() / spreads.min():.1f} times as far as the tightest; {lost:,} "
                f"of its {sizes[widest]:,} points went to a neighbour"
            )
        case "uneven sizes":
            true, ours = (join_words(f"{m:,}" for m in sorted(c, reverse=True)) for c in (sizes, np.bincount(labels)))
            what = f"the groups have {true} points, the clusters of k-means {ours}"
        case "unequal density":
            areas = np.array([np.sqrt(np.linalg.det(np.cov(group.T))) for group in groups]) / sizes  # of one point
            parts = plural(len(np.unique(labels[truth == areas.argmax()])), "cluster")
            what = (
                f"the densest group has {areas.max() / areas.min():.0f} times as many points per area as the sparsest, "
                f"which lies in {parts} of k-means"
            )
        case "outliers":
            d2, outliers = ((X - X.mean(axis=0)) ** 2).sum(axis=1), truth < 0
            what = (
                f"{plural(int(outliers.sum()), 'outlier')}, {percent(outliers.mean())} of the points, "
                f"{agreeing(outliers.sum(), 'account')} for {percent(d2[outliers].sum() / d2.sum())} of the squared "
                "distance to the mean of all points"
            )
        case "scales":
            what = f"the groups differ only in y, but x has {percent(share[0])} of the variance, and {misplaced}"
        case "noise features":
            what = (
                f"{percent(share[2:].sum())} of the squared distance between two points, on average, comes from "
                f"{plural(len(share) - 2, 'feature')} without information"
            )
        case "wrong k":
            k = result.n_clusters
            what = f"k-means is asked for {k} and returns {k}; there are {len(groups)}"
        case "no structure":
            fall = percent(1 - inertia(X, result.centroids) / inertia(X, centers))
            clusters = plural(result.n_clusters, "cluster")
            what = f"the inertia of {clusters} is {fall} below that of one, although there is only one group"
    return f"Here {what}."


def score_name(case: Case) -> str:
    return "silhouette" if case is OWN_TABLE else "ARI"


def label_of(method: str) -> str:
    return f"k-means, {method}" if method in FIXES else method


def short_name(method: str) -> str:
    return method.removeprefix("Gaussian ") if method in METHODS else "the fix"


def result_summary(result: MethodResult, case: Case) -> str:
    if result.score is not None:
        return f"{score_name(case)} {two_digits(result.score)}"
    return f"{'one' if result.n_clusters else 'no'} cluster" if case is OWN_TABLE else "as generated"


def cell_title(method: str, result: MethodResult) -> str:
    score = f"<b>{two_digits(result.score)}</b>" if result.score is not None else result_summary(result, OWN_TABLE)
    return f"{short_name(method)}<br>{score}"


def spoken_title(title: str) -> str:
    """Return a cell's title as it is read out, without its tags."""
    return re.sub("<.+?>", "", title.replace("<br>", ": ")).strip(": ")


def picture_alt(method: str, result: MethodResult, n: int, case: Case) -> str:
    noise = f", {result.n_noise} of them noise" if result.n_noise else ""
    clusters = plural(result.n_clusters, "cluster")
    return f"{label_of(method)}: {n} points in {clusters}{noise}; {result_summary(result, case)}."


def curve_alt(case: Case, methods, value: float) -> str:
    values = f"{len(case.parameter.grid)} values of: {case.parameter.label}"
    return f"{score_name(case)} of {join_words(methods)} at {values}; now {number(value)}."


def grade(score: float) -> str:
    """Return what an adjusted Rand index means, as the end of a sentence."""
    return OUTCOMES[0 if score >= GOOD else 1 if score >= FAIR else 2]


def method_verdict(method: str, before: MethodResult, after: MethodResult) -> str:
    ours = f"k-means **{grade(before.score)}** (ARI {two_digits(before.score)})"
    if after.score is None:
        return f"{ours}."
    theirs = f"**{grade(after.score)}** (ARI {two_digits(after.score)})"
    return f"Before, {ours}. After “{method}”, it {theirs}." if method in FIXES else f"{ours}; {method} {theirs}."


def scored_points(table: Table) -> str:
    outliers = int((table.truth < 0).sum())
    who = "Every point counts"
    if outliers:
        who = f"The {plural(outliers, 'outlier')}, in no true group, {agreeing(outliers, 'do')} not count"
    return f"{who}; the points that a method leaves as noise count as one more cluster."


def case_settings(case: Case, value: float, eps: float, min_samples: int) -> str:
    k = f"k = {case.k}; " if case.k else ""
    others = f"mixture: {case.covariance} covariance; agglomerative: {case.linkage} linkage"
    return f"{case.parameter.label}: {value:g}. {k}DBSCAN: eps {eps:g}, min_samples {min_samples}; {others}"


def method_summaries(table: list[dict]) -> list[str]:
    """Return a sentence for each method on all cases; a row is {"case": name, method: ARI}."""
    sentences = []
    for method in METHODS:
        scores = {row["case"]: row[method] for row in table}
        in_part = [case for case, score in scores.items() if FAIR <= score < GOOD]
        failed = [case for case, score in scores.items() if score < FAIR]
        n_found = len(scores) - len(in_part) - len(failed)
        parts = [
            f"**{method}** finds the groups in {n_found} of {plural(len(scores), 'case')}",
            f"in part in {len(in_part)} ({join_words(in_part)})" if in_part else "",
            f"and fails in {len(failed)} ({join_words(failed)})" if failed else "and fails in none",
        ]
        end = ": the cases were chosen so that it would not." if method == KMEANS and not n_found else "."
        sentences.append(", ".join(filter(None, parts)) + end)
    return sentences


def method_limits(table: list[dict]) -> list[str]:
    """Return a sentence for each method that fails its own case in `table`, with rows as in `method_summaries`."""
    scores = {(row["case"], method): row[method] for row in table for method in METHODS}
    return [
        f"**{method}** on {case}: ARI {two_digits(scores[case, method])}, because {why}"
        for method, case, why in ASSUMPTIONS
        if scores[case, method] < GOOD
    ]


def eps_effect(distances, eps: float, result: MethodResult, case: Case) -> str:
    n, dense = len(distances), int((distances <= eps).sum())
    above = ", because it lies above the whole curve" if eps >= distances[-1] else ""
    score = "" if result.score is None else f" ({score_name(case)} {two_digits(result.score)})"
    clusters, noise = plural(result.n_clusters, "cluster"), plural(result.n_noise, "point")
    return (
        f"eps = {number(eps)}: {dense:,} of {n:,} points {agreeing(dense, 'lie')} in a dense region{above}; "
        f"DBSCAN finds {clusters} and leaves {noise} as noise{score}."
    )


def one_eps_for_all(distances, truth) -> str:
    """Return why one eps may not do, from the points' neighbour `distances` (n,) and their true groups, if known."""
    reason = "One eps applies to all points: where one group is dense and another sparse, it has to suit both."
    groups = [] if truth is None else [float(np.median(distances[truth == j])) for j in range(truth.max() + 1)]
    if len(groups) < 2 or not min(groups) > 0:
        return reason
    return (
        f"{reason} Here half the points of the densest group have that neighbour within {number(min(groups))}, of the "
        f"sparsest within {number(max(groups))}, {max(groups) / min(groups):.1f} times as far."
    )


def neighbour_curve_alt(distances, eps: float, min_samples: int) -> str:
    ends = f"from {number(distances[0])} to {number(distances[-1])}"
    return f"The distance of every point to neighbour {min_samples}, in rising order, {ends}; eps = {number(eps)}."


def time_growth(counts, seconds: dict[str, list[float]]) -> str:
    """Return by what factor each method's time has grown over the numbers of points."""
    factors = ", ".join(f"{method} {times[-1] / times[0]:.1f}" for method, times in seconds.items())
    return (
        f"The moons, measured on this machine, in processor time. From {counts[0]:,} to {counts[-1]:,} points, "
        f"{counts[-1] / counts[0]:.0f} times as many, the time grows by a factor of: {factors}. Spectral clustering "
        "computes eigenvectors of a graph of all points, and agglomerative clustering looks at every pair: on the "
        f"other tabs both see at most {MAX_SAMPLE} points, and the others have the label of the nearest of these."
    )
