"""What the Elbow page says, made from the current numbers."""

import numpy as np

from dashboard.common.formatting import agreeing, join_words, number, percent, plural, two_digits
from dashboard.common.questions import RIGHT, not_quite
from dashboard.common.text import only_different
from dashboard.elbow import criteria as rules
from dashboard.elbow.compute import REFERENCE_SETS, Sample, ScoredSweep, SilhouetteDetail, Silhouettes, reference_band
from dashboard.elbow.criteria import CALINSKI, DAVIES, ELBOW, GAP, MAJORITY, SILHOUETTE, Criterion
from kmeans_core import Gap, find_elbow

COUNTS = ("none", "one", "two", "three", "four", "five")
CLOSE_SHARE = 0.05  # of the best score: what is as near as this is close behind

MEASURES = {
    ELBOW: (
        "The k at which the inertia curve is farthest below its chord, the straight line between its ends, with both "
        "axes scaled to 0..1. It finds a k on almost any curve."
    ),
    SILHOUETTE: (
        "How much nearer each point is to its own cluster than to the nearest other one, averaged. From −1 to 1: "
        "above 0.7 is strong, above 0.5 fair, above 0.25 weak, and less is no structure (Kaufman and Rousseeuw)."
    ),
    GAP: (
        "How much lower the logarithm of the inertia is than on data without structure. It chooses the first k whose "
        "gap is at most one standard error below the next one. The only criterion that can choose 1: no clusters."
    ),
    CALINSKI: "The variance between clusters over the variance within them, each per degree of freedom.",
    DAVIES: "How much each cluster overlaps with its most similar neighbour, averaged: lower is better.",
}
MEASURES_LIST = "\n".join(f"- **{name}**: {measure}" for name, measure in MEASURES.items())
BEST_SCORE = {
    ELBOW: "{} below the chord",
    SILHOUETTE: "Highest mean silhouette, {} ({strength})",
    CALINSKI: "Highest ratio of spread between clusters to spread within, {}",
    DAVIES: "Least overlap of neighbours, {}",
}
GAP_RULE = (
    "$J_k$ is the inertia with $k$ clusters, $J_k^{{(b)}}$ the same for one of $B = {}$ sets of points spread evenly "
    "over the box around the data. More clusters always lower the inertia; the gap measures how much **more** they "
    "lower it than where there is nothing to find. The rule chooses the first $k$ with"
)
POINT_MEANINGS = {  # from which silhouette
    0.5: "b is at least twice a: the point clearly belongs to its cluster.",
    0.25: "b is less than twice a: the point is only somewhat nearer to its own cluster.",
    0.0: "a and b are nearly equal: the point is at the border.",
    -1.0: "b is smaller than a: on average the point is nearer to the other cluster.",
}
SAVINGS = "The bars show what share of the inertia each further cluster saves."
NO_POINT = "Choose a point or a bar: its silhouette is worked out here and drawn as lines to the other points."
ONE_CLUSTER = "A single cluster has no silhouettes: there is no other cluster to compare with. Choose k = 2 or more."
INFINITE_RATIO = "Calinski-Harabasz is infinite at k = {}, because every point lies on its centroid."
GAP_WORK = f"Searches {REFERENCE_SETS} sets of points without structure, each as often as the data."
GUESS_QUESTION = "How many clusters do you see?"
GUESSES = [str(k) for k in range(1, 11)]
CODE = (
    ("The result for one k, the best of several runs:", "dashboard.elbow.compute", "best_result"),
    ("The elbow:", "kmeans_core.choosing_k", "find_elbow"),
    ("Its distance from the chord:", "kmeans_core.choosing_k", "below_chord"),
    ("Silhouettes:", "kmeans_core.metrics", "silhouette_samples"),
    ("The gap statistic, once the sets without structure have been searched:", "kmeans_core.choosing_k", "compare"),
)


def inertia_text(sweep: ScoredSweep) -> str:
    """Return why inertia alone cannot choose k, and where its curve bends on two kinds of axes."""
    elbow, logs = find_elbow(sweep.ks, sweep.inertias), np.log(np.maximum(sweep.inertias, np.finfo(float).tiny))
    on_logarithm = find_elbow(sweep.ks, logs - logs.min())
    text = (
        "Inertia, the sum of the squared distances to the nearest centroid, falls with every further cluster, to 0 if "
        "each point has its own. So the lowest inertia cannot choose k. The elbow rule looks for a bend in the curve, "
        "but where it bends depends on the range of k and on the axis"
    )
    if elbow is None or on_logarithm is None:
        return f"{text}."
    if elbow == on_logarithm:
        return f"{text}. Here it bends at k = {elbow} on both a linear and a logarithmic axis."
    return f"{text}: here it bends at k = {elbow}, on a logarithmic axis at k = {on_logarithm}."


def guess_text(guess: int, sweep: ScoredSweep, criteria: list[Criterion], groups: int | None) -> str:
    """Return which criteria agree with a guess of k, and how it differs from the `groups` generated, None if unknown.

    A guess of too many or too few is met with the idea behind it.
    """
    same = [criterion.name for criterion in criteria if criterion.k == guess]
    agree = "no criterion chooses it"
    if same:
        agree = f"of the five criteria below, {join_words(same)} {agreeing(len(same), 'choose')} it, too"
    answer = f"You see {guess}; {agree}."
    if groups is None:
        return answer
    if groups == 1:
        without = f"{answer} The points were generated without any groups"
        if guess == 1:
            return f"{RIGHT} {without}. Only the gap statistic can say so."
        return f"{not_quite('k-means finds only what is there')} {without}. It divides any points."
    answer += f" The points were generated in {groups} groups"
    scores = dict(zip(sweep.ks, zip(sweep.inertias, sweep.silhouettes, strict=True), strict=True))
    if guess == groups:
        return f"{RIGHT} {answer}."
    if not {guess, groups} <= scores.keys():
        return f"{answer}."
    (inertia, silhouette), (true_inertia, true_silhouette) = scores[guess], scores[groups]
    means = (
        "the mean silhouette, at most 1 and higher where clusters are farther apart, is "
        f"{two_digits(silhouette)} instead of {two_digits(true_silhouette)}"
    )
    if guess == 1:
        means = "a single cluster has no silhouette"
    elif silhouette > true_silhouette:
        return f"{answer}, but these overlap: with {guess}, {means}."
    if guess > groups:
        return (
            f"{not_quite('less inertia means a better k')} {answer}. More clusters always have less (here "
            f"{percent(inertia / true_inertia)} of that of {groups}), but they divide groups: {means}."
        )
    return (
        f"{not_quite('groups near each other are one')} {answer}. {plural(guess, 'cluster')} "
        f"{agreeing(guess, 'have')} {inertia / true_inertia:.1f} times the inertia of {groups}, and {means}."
    )


def limit_note(wanted_k, sample: Sample) -> str:
    """Return what of the settings the points do not allow, and which rows are left out."""
    most, n, notes = sample.n_distinct, len(sample.table.X), []
    if wanted_k > most:
        notes.append(f"{only_different(most)}, so k ends at {most}, even where more are chosen.")
    if sample.n_rows > n:
        notes.append(f"All {sample.n_rows:,} rows would take this page too long, so it uses an even sample of {n:,}.")
    return " ".join(notes)


def sampled_evidence(sample: Sample) -> str:
    """Return what is computed on a sample of the points, nothing if that is all of them."""
    if sample.is_complete:
        return ""
    return (
        f"Starts are compared on {len(sample.rows):,} of the {len(sample.X):,} points, and silhouettes and the gap "
        "statistic are computed on these. All points are clustered from the best of these starts: inertias, "
        "Calinski-Harabasz and Davies-Bouldin are those of all."
    )


def reason(criterion: Criterion, gap: Gap | None) -> str:
    ks, scores, ranking = criterion.ks, criterion.scores, criterion.ranking
    if criterion.name == GAP:
        return gap_reason(gap)
    if criterion.name == ELBOW and criterion.k is None:
        return "A bend needs at least three values of k." if len(ks) < 3 else "The curve is nowhere below its chord."
    if len(ranking) < 2:
        return "Every point lies on its centroid." if criterion.k else "It needs two values of k to compare."
    best, second = abs(scores[ranking[:2]])
    k, next_k = (ks[i] for i in ranking[:2])
    if criterion.k is None:
        end = "ends" if k == ks[-1] else "begins"
        return f"{'Still best' if k == ks[-1] else 'Best'} at k = {k}, where the range {end} ({number(best)})."
    if np.isinf(best):
        return f"The ratio is infinite: every point lies on its centroid; then k = {next_k}: {number(second)}."
    best_text, second_text = distinguished(best, second)
    praise = BEST_SCORE[criterion.name].format(best_text, strength=strength(scores[ranking[0]]))
    if best_text == second_text:
        return f"{praise}; k = {next_k} is as good."
    is_close = abs(best - second) <= CLOSE_SHARE * best
    return f"{praise}; {'close behind is' if is_close else 'then'} k = {next_k}: {second_text}."


def distinguished(first, second) -> tuple[str, str]:
    """Return two numbers with as many digits as it takes to tell them apart, up to six; three if they are equal."""
    pairs = [(number(first, digits), number(second, digits)) for digits in range(3, 7)]
    return next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])


def strength(silhouette) -> str:
    """Return what a mean silhouette means, after Kaufman and Rousseeuw (1990), "Finding Groups in Data"."""
    words = {0.7: "strong", 0.5: "fair", 0.25: "weak"}
    return next((word for limit, word in words.items() if silhouette > limit), "no structure")


def gap_reason(gap: Gap | None) -> str:
    if gap is None:
        return "Not computed yet. The only criterion that can choose 1: no clusters."
    if gap.k is None:
        end = f"Still rising at k = {gap.ks[-1]}, where the range ends."
        return end if len(gap.ks) > 1 else "It needs two values of k to compare."
    i = gap.ks.index(gap.k)
    error = gap.errors[i + 1]
    digits = 4 if 0 < error < 0.005 else 2  # of a wide table the error would be rounded to zero
    values = "{}, then {} ± {}".format(*(decimals(x, digits) for x in (gap.gaps[i], gap.gaps[i + 1], error)))
    if gap.k > 1:
        return f"Gap {values}: the first without a clear rise."
    if (later := rules.later_rise(gap)) is not None:
        return f"Gap {values}: no clear rise. There is one later, to k = {later}."
    return f"No structure: gap {values}, no clear rise."


def decimals(value, digits) -> str:
    """Return so many decimals; what rounds to zero has no sign."""
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")


def consensus_text(criteria: list[Criterion], gap: Gap | None) -> tuple[str, str]:
    """Return the consensus in a headline, and the reason for it."""
    ranked = rules.votes(criteria)
    tally = vote_words(ranked, len(criteria) - (gap is None))
    if gap is None:
        is_clear = ranked and ranked[0][1] >= MAJORITY
        headline = f"{ranked[0][0]} clusters, if any" if is_clear else "No clear k"
        return headline, f"{tally}. The gap statistic, the only criterion that can choose 1, is still missing."
    if not ranked:
        return "No clear k", f"No criterion has an answer between {gap.ks[0]} and {gap.ks[-1]}."
    is_one = gap.k == 1 and rules.later_rise(gap) is None
    no_structure = "The gap statistic finds no structure: k = 1. " if is_one else ""
    k, count = ranked[0]
    if count < MAJORITY:
        return "No clear k", f"{no_structure}The criteria disagree. {tally}."
    if rules.consensus(criteria, gap) is None:
        return "No clear k", f"{no_structure}{tally}. But data without structure fall about as fast."
    rise = rules.gap_rise(gap, k)
    rise = "more than 100" if rise > 100 else f"{rise:.0f}"
    faster = f"Inertia falls faster than without structure: the gap is {rise} standard errors above that of k = 1."
    narrowly = ", narrowly" if count == MAJORITY and len(ranked) > 1 else ""
    return f"{k} clusters{narrowly}", f"{tally}. {faster}"


def vote_words(ranked, n_criteria) -> str:
    """Return the `ranked` votes of so many criteria in words: Four choose 4 and one chooses 3."""
    parts = [f"{COUNTS[count]} {agreeing(count, 'choose')} {k}" for k, count in ranked]
    silent = n_criteria - sum(count for _, count in ranked)
    if silent:
        parts.append(f"{COUNTS[silent]} {agreeing(silent, 'have')} no answer")
    return join_words(parts).capitalize()


def known_groups(groups: int | None, criteria: list[Criterion]) -> str:
    """Return how many groups there really are, and which criteria choose another k; nothing where that is not known."""
    if groups is None:
        return ""
    if groups == 1:
        return "Known: there are no groups; the points were generated without any."
    wrong = [f"{criterion.name} ({criterion.k})" for criterion in criteria if criterion.k not in (groups, None)]
    if groups not in [criterion.k for criterion in criteria]:
        return f"Known: there are {groups} groups, which no criterion chooses."
    return f"Known: there are {groups} groups{f', missed by {join_words(wrong)}' if wrong else ''}."


def band_text(sweep: ScoredSweep, gap: Gap, n) -> str:
    """Return what the band of `n` points without structure is, where the curve leaves it, and where it bends itself."""
    what = (
        f"The grey band: {len(gap.references)} sets of {n:,} points spread evenly over the same box, without any "
        "clusters, searched in the same way and scaled to begin where the data begin."
    )
    band = reference_band(sweep, gap)
    if band is None or len(sweep.ks) < 3:
        return what
    below = [k for k in sweep.ks[1:] if rules.gap_rise(gap, k, sweep.ks[0]) >= rules.CLEAR_RISE_SE]
    where = "The curve nowhere falls clearly below it: points without any clusters bend as much."
    if below:
        where = f"The curve falls clearly below it at k = {ranges(below)}: even points form no clusters as tight."
    bends = sorted({find_elbow(sweep.ks, inertias) for inertias in band} - {None})
    own_bends = f" The elbow rule finds a bend in the band, too: at k = {join_words(bends, 'or')}." if bends else ""
    return f"{what} {where}{own_bends}"


def ranges(ks) -> str:
    """Return rising whole numbers in words, neighbours together: 2, 4 to 7."""
    parts = np.split(ks, np.flatnonzero(np.diff(ks) > 1) + 1)
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]} to {part[-1]}" for part in parts)


def clustering_text(k, inertia, mean_silhouette: float | None, is_beyond, n_drawn, n) -> str:
    silhouette = "" if mean_silhouette is None else f", mean silhouette {mean_silhouette:.2f}"
    beyond = " Beyond the range that is compared." if is_beyond else ""
    part = f" {n_drawn:,} of the {n:,} points are drawn." if n_drawn < n else ""
    return f"The clustering into k = {k}: inertia {number(inertia)}{silhouette}.{beyond}{part}"


def silhouette_fraction(detail: SilhouetteDetail) -> str:
    """Return the silhouette's fraction with its numbers filled in, as LaTeX."""
    if not len(detail.own):
        return r"s = 0 \quad \text{(alone in its cluster)}"
    a, b, larger = (number(value).replace(",", "{,}") for value in (detail.a, detail.b, max(detail.a, detail.b)))
    return rf"s = \frac{{b - a}}{{\max(a, b)}} = \frac{{{b} - {a}}}{{{larger}}} = {detail.value:.2f}"


def silhouette_text(detail: SilhouetteDetail, is_complete) -> str:
    """Return what the silhouette of a point means; `is_complete` if the picture shows every feature."""
    point = f"Point {detail.point + 1} is in cluster {detail.cluster + 1}"
    if not len(detail.own):
        return f"{point}, alone: its silhouette is 0 by definition."
    meaning = next(meaning for least, meaning in POINT_MEANINGS.items() if detail.value >= least)
    flat = "" if is_complete else " The picture is flat; a and b are measured in all features."
    return (
        f"{point}. Its mean distance to the {plural(len(detail.own), 'other point')} of this cluster is "
        f"a = {number(detail.a)}. To the {plural(len(detail.other), 'point')} of cluster {detail.neighbour + 1}, the "
        f"nearest other cluster, it is b = {number(detail.b)}. {meaning} Solid lines lead to its own cluster, dotted "
        f"lines to the other one.{flat}"
    )


def inertia_alt(sweep: ScoredSweep, elbow: int | None) -> str:
    bend = f"the elbow is at k = {elbow}" if elbow else "there is no elbow"
    return f"Inertia against k from {sweep.ks[0]} to {sweep.ks[-1]}: {bend}. Choose a point to see its clustering."


def silhouette_plot_alt(silhouettes: Silhouettes) -> str:
    values, k = silhouettes.values, len(silhouettes.clusters)
    n_below = (values < 0).sum()
    below = f"{n_below} of {len(values):,} {agreeing(n_below, 'are')} below 0"
    return f"The silhouettes of the points, sorted within each of {k} clusters. Mean {values.mean():.2f}; {below}."
