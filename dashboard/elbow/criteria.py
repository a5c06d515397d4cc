"""Five voices on the number of clusters, and what may be said when they have spoken. No Streamlit.

A voice that is best where the range ends has found no optimum: it has no answer. A verdict names k only if most
voices agree on it and if the data fall clearly faster than data without structure do.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import join_words, number
from dashboard.elbow.compute import Study, band
from kmeans_core import Gap, below_chord, find_elbow

MAJORITY = 3
BEYOND = 5  # standard errors of the gap above its value at k = 1; the best of several k on uniform data can reach 3
CLOSE = 0.05
ELBOW, SILHOUETTE, GAP = "Elbow", "Silhouette", "Gap statistic"
COUNTS = ("none", "one", "two", "three", "four", "five")


@dataclass(frozen=True)
class Voice:
    """Who speaks, the `k` it would choose (None: no answer), why, and what it measures."""

    name: str
    k: int | None
    why: str
    measure: str


@dataclass(frozen=True)
class Verdict:
    """What follows from the voices: `k`, or None where there is no clear one; a headline and its reason."""

    k: int | None
    headline: str
    reason: str


def voices(study: Study, gap: Gap | None) -> list[Voice]:
    """Return the five voices on the study's ks. The gap statistic always looks from k = 1; None: not yet computed."""
    return [
        elbow(study),
        by_score(
            SILHOUETTE,
            study,
            study.silhouettes,
            f"Highest mean silhouette, {{}} ({strength(study.silhouettes)})",
            "How much nearer each point is to its own cluster than to the next one, averaged. From −1 to 1: "
            "above 0.7 is strong, above 0.5 fair, above 0.25 weak, less is nothing (Kaufman and Rousseeuw).",
        ),
        by_gap(gap),
        by_score(
            "Calinski-Harabasz",
            study,
            study.calinski,
            "Highest ratio of spread between to within, {}",
            "The variance between clusters over the variance within them, each per degree of freedom.",
        ),
        by_score(
            "Davies-Bouldin",
            study,
            -study.davies,
            "Least overlap of neighbours, {}",
            "How much each cluster overlaps with its most similar neighbour, averaged: lower is better.",
        ),
    ]


def elbow(study: Study) -> Voice:
    measure = (
        "The k at which the inertia curve lies farthest below the straight line between its ends, both axes scaled "
        "to 0..1. It names a k on almost any curve."
    )
    k = find_elbow(study.ks, study.inertias)
    if k is None:
        few = len(study.ks) < 3
        why = "A bend needs at least three values of k." if few else "The curve nowhere runs below its chord."
        return Voice(ELBOW, None, why, measure)
    below = below_chord(study.ks, study.inertias)
    second, first = np.sort(below)[-2:]
    other = study.ks[int(np.argsort(below, kind="stable")[-2])]
    return Voice(
        "Elbow", k, f"{first:.2f} below the chord; {runner_up(first, second, other, f'{second:.2f}')}", measure
    )


def strength(silhouettes) -> str:
    """Return what the highest of these means, after Kaufman and Rousseeuw (1990), "Finding Groups in Data"."""
    highest = np.nanmax([-1.0, *silhouettes])
    return "strong" if highest > 0.7 else "fair" if highest > 0.5 else "weak" if highest > 0.25 else "nothing"


def by_score(name, study: Study, scores, praise, measure) -> Voice:
    """Return the voice of a score (m,), NaN where it says nothing; the highest counts."""
    spoken = np.flatnonzero(np.isfinite(scores))
    if len(spoken) < 2:
        return Voice(name, None, "It needs two values of k to compare.", measure)
    order = spoken[np.argsort(-scores[spoken], kind="stable")]
    best, second = (study.ks[at] for at in order[:2])
    first_score, second_score = (number(abs(scores[at])) for at in order[:2])
    if best == study.ks[-1]:
        return Voice(name, None, f"Still best at k = {best}, where the range ends ({first_score}).", measure)
    if best == study.ks[spoken[0]] > 2:
        return Voice(name, None, f"Best at k = {best}, where the range begins ({first_score}).", measure)
    after = runner_up(scores[order[0]], scores[order[1]], second, second_score)
    return Voice(name, best, f"{praise.format(first_score)}; {after}", measure)


def runner_up(best, second, k, told) -> str:
    near = abs(best - second) <= CLOSE * abs(best)
    return f"k = {k} only just behind: {told}." if near else f"then k = {k}: {told}."


def by_gap(gap: Gap | None) -> Voice:
    measure = (
        "How much lower the inertia (its logarithm) is than on data without structure. The first k whose gap is not "
        "beaten by the next one by more than a standard error. The only voice that can say 1: no clusters."
    )
    if gap is None:
        return Voice(GAP, None, "Being computed …", measure)
    if gap.k is None:
        if len(gap.ks) < 2:
            return Voice(GAP, None, "It needs two values of k to compare.", measure)
        return Voice(GAP, None, f"Still rising at k = {gap.ks[-1]}, where the range ends.", measure)
    at = gap.ks.index(gap.k)
    first, second, error = gap.gaps[at], gap.gaps[at + 1], gap.errors[at + 1]
    digits = 4 if 0 < error < 0.005 else 2  # of wide tables, the error would round to nothing
    steps = f"ap {rounded(first, digits)}, then {rounded(second, digits)} ± {rounded(error, digits)}"
    if gap.k > 1:
        return Voice(GAP, gap.k, f"G{steps}: the first without a clear rise.", measure)
    if (later := rises_later(gap)) is not None:
        return Voice(GAP, 1, f"G{steps}: no clear rise. Later there is one, to k = {later}.", measure)
    return Voice(GAP, 1, f"No structure: g{steps}, no clear rise.", measure)


def rises_later(gap: Gap) -> int | None:
    """Return the k of the highest gap if its rule stopped at 1 although the gap rises clearly later."""
    highest = gap.ks[int(np.where(comparable(gap), gap.gaps, -np.inf).argmax())]
    return highest if gap.k == 1 and excess(gap, highest) >= BEYOND else None


def comparable(gap: Gap) -> np.ndarray:
    """Return for which ks (m,) the sets without structure have inertia left: not where k is the number of points."""
    return gap.references.any(axis=0)


def rounded(value, digits) -> str:
    """Return so many decimals, without a sign before nothing."""
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")


def excess(gap: Gap, k, since=1) -> float:
    """Return by how many standard errors the gap at `k` is above the gap at k = `since`."""
    at = gap.ks.index(k)
    if not comparable(gap)[at]:
        return 0.0
    rise = float(gap.gaps[at] - gap.gaps[gap.ks.index(since)])
    return rise / gap.errors[at] if gap.errors[at] > 0 else float(np.sign(rise)) * np.inf if rise else 0.0


def verdict(heard: list[Voice], gap: Gap | None) -> Verdict:
    """Return what the voices allow to be said."""
    spoken = [voice for voice in heard if gap is not None or voice.name != GAP]
    votes = Counter(voice.k for voice in spoken if voice.k is not None)
    tally = told(spoken, votes)
    if gap is None:
        said = f"{sentence(tally)} The gap statistic, the only voice that can say 1, is still being computed."
        return Verdict(None, "So far", said)
    if not votes:
        return Verdict(None, "No clear k", f"No voice has an answer between {gap.ks[0]} and {gap.ks[-1]}.")
    k, count = max(votes.items(), key=lambda vote: (vote[1], -vote[0]))
    denied = "The gap statistic finds no structure: k = 1. " if gap.k == 1 and rises_later(gap) is None else ""
    if count < MAJORITY:
        return Verdict(None, "No clear k", f"{denied}The voices disagree: {tally}.")
    far = excess(gap, k)
    if far < BEYOND:
        return Verdict(None, "No clear k", f"{denied}{sentence(tally)} But data without structure fall about as fast.")
    beyond = "more than 100" if far > 100 else f"{far:.0f}"
    faster = f"Inertia falls faster than without structure: the gap is {beyond} standard errors above that of k = 1."
    narrowly = ", narrowly" if count == MAJORITY and len(votes) > 1 else ""
    return Verdict(k, f"k = {k}{narrowly}", f"{sentence(tally)} {faster}")


@dataclass(frozen=True)
class Opinion:
    """What is said of a study: the voices, the verdict, and the words beside the band ("" until the gap is known)."""

    heard: list[Voice]
    verdict: Verdict
    beside_band: str


def opinion(study: Study, gap: Gap | None, n) -> Opinion:
    """Return the Opinion on a study of `n` points."""
    heard = voices(study, gap)
    return Opinion(heard, verdict(heard, gap), "" if gap is None else without_structure(study, gap, n))


def told(heard, votes: Counter) -> str:
    """Return the votes in words, the most frequent first."""
    ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    parts = [f"{COUNTS[count]} {'says' if count == 1 else 'say'} {k}" for k, count in ranked]
    silent = len(heard) - votes.total()
    if silent:
        parts.append(f"{COUNTS[silent]} {'has' if silent == 1 else 'have'} no answer")
    return join_words(parts)


def sentence(text) -> str:
    return f"{text[0].upper()}{text[1:]}."


def known(groups: int | None, heard: list[Voice]) -> str:
    """Return what is known about the true number of groups, and who found it; "" where nothing is known."""
    if groups is None:
        return ""
    if groups == 1:
        return "Known: there are no groups, the points were made without any."
    finders = sum(voice.k == groups for voice in heard)
    found = f"named by {COUNTS[finders]} of {COUNTS[len(heard)]}" if finders else "which no voice names"
    return f"Known: there are {groups} groups, {found}."


def without_structure(study: Study, gap: Gap, n) -> str:
    """Return what the band of structureless data is, where the curve leaves it, and what the elbow rule says of it."""
    sets = f"{len(gap.references)} sets of {n:,} points spread evenly over the same box"
    what = f"The band: {sets}, without any clusters, searched in the same way and scaled to begin where the data begin."
    inertias = band(study, gap)
    if inertias is None or len(study.ks) < 3:
        return what
    under = [k for k in study.ks[1:] if excess(gap, k, study.ks[0]) >= BEYOND]
    if not under:
        where = "The curve nowhere falls clearly below it: points without any clusters bend as much."
    else:
        where = (
            f"The curve falls clearly below it at k = {runs(under)}: evenly spread points make no clusters as tight."
        )
    bends = sorted({bend for row in inertias if (bend := find_elbow(study.ks, row)) is not None})
    also = (
        f" The elbow rule finds a bend in the band, too: at k = {join_words(map(str, bends), 'or')}." if bends else ""
    )
    return f"{what} {where}{also}"


def runs(ks) -> str:
    """Return whole numbers in words, neighbours drawn together: 2, 4 to 7."""
    breaks = [at for at in range(1, len(ks)) if ks[at] != ks[at - 1] + 1]
    parts = [ks[start:stop] for start, stop in zip([0, *breaks], [*breaks, len(ks)], strict=True)]
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]} to {part[-1]}" for part in parts)
