"""The sentences of the Soft assignment page, made from the current numbers."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import agreeing, number, percent, plural, two_digits
from dashboard.soft_assignment import models
from dashboard.soft_assignment.models import HARD_TO_SOFT, LEVELS, MIXTURE, SOFT_KMEANS, SoftModel
from kmeans_core import adjusted_rand_score

PSEUDOCODE = {
    HARD_TO_SOFT: (
        "for each point, for each centroid j",
        "    pull_j = exp(-beta * distance²)",
        "    share_j = pull_j / sum of pulls",
    ),
    SOFT_KMEANS: (
        "pick k centroids",
        "repeat",
        "    E: share each point, by pull",
        "    M: centroid = mean, by share",
        "until the centroids stop moving",
    ),
    MIXTURE: (
        "start where k-means ended",
        "repeat",
        "    E: share, by weight * density",
        "    M: weight, mean, width, by share",
        "until the likelihood stops rising",
    ),
}

# ---- captions of the films


def softness_caption(level, state) -> str:
    k = len(state.model.centroids)
    if level == LEVELS[0]:
        tied = f" {plural(state.n_undecided, 'point')} at equal distances: shared equally." if state.n_undecided else ""
        return f"Hard: β = ∞. The nearest centroid takes the whole point, as in k-means.{tied}"
    if level == LEVELS[-1]:
        return f"Uniform: β = 0. Distance does not count, and every cluster has a share of {percent(1 / k)} everywhere."
    distance, beta = number(models.distance_of(state.model.beta)), number(state.model.beta)
    halfway = f"a pull falls to one half at distance {distance} (β = {beta})"
    return f"Softness {level}: {halfway}. {undecided_sentence(state)}"


def undecided_sentence(state) -> str:
    points = f"{state.n_undecided:,} of {len(state.labels):,} points"
    return (
        f"{points} {agreeing(state.n_undecided, 'are')} undecided (no share reaches {percent(models.DECIDED_SHARE)})."
    )


def soft_start_caption(state) -> str:
    k = len(state.model.centroids)
    if state.model.is_mixture:
        each = "" if k == 1 else "each "
        return f"{plural(k, 'component')} where k-means ended, {each}as wide as its points there, with equal weights."
    return f"{plural(k, 'centroid')} picked. No point is shared out yet."


def share_caption(state) -> str:
    return f"Share {state.iteration + 1}: {undecided_sentence(state)} {objective_sentence(state)}"


def soft_move_caption(before, state) -> str:
    distances = np.linalg.norm(state.model.centroids - before.model.centroids, axis=1)
    farthest = f"{distances.argmax() + 1} moves most, by {number(distances.max())}. {objective_change(before, state)}"
    if state.model.is_mixture:
        return f"Move {state.iteration}: weights, means and covariances fitted to the shares. Component {farthest}"
    return f"Move {state.iteration}: each centroid goes to its weighted mean. Centroid {farthest}"


def skipped_caption(before, state) -> str:
    count = state.iteration - before.iteration
    return f"After {count} more iterations: {undecided_sentence(state)} {objective_change(before, state)}"


def soft_end_caption(name, state) -> str:
    sentences = f"{undecided_sentence(state)} {objective_sentence(state)}{collapse_sentence(state)}"
    return f"{name} after {plural(state.iteration, 'move')}: {sentences}"


def objective_name(model: SoftModel) -> str:
    return "log-likelihood" if model.is_mixture else "free energy"


def objective_sentence(state) -> str:
    return f"{objective_name(state.model).capitalize()}: {objective_value(state.objective)}."


def objective_change(before, state) -> str:
    verb = "rises" if state.model.is_mixture else "falls"
    change = number(abs(state.objective - before.objective))
    return f"{objective_name(state.model).capitalize()} {verb} by {change} to {objective_value(state.objective)}."


def objective_value(value) -> str:
    """Return a value to one decimal from a thousand up: a log-likelihood of thousands grows by tenths."""
    size = f"{abs(value):,.1f}" if 1000 <= abs(value) < 1e9 else number(abs(value))
    return f"−{size}" if value < 0 else size


def collapse_sentence(state) -> str:
    """Return a sentence on the components that have collapsed, or nothing."""
    if state.collapsed is None or not state.collapsed.any():
        return ""
    components = []
    for j in np.flatnonzero(state.collapsed):
        held = state.model.weights[j] * len(state.labels)
        points = "less than one point" if held < 0.95 else "about " + plural(round(held), "point")
        components.append(f"component {j + 1} on {points}")
    return f" Collapsed: {', '.join(components)}."


# ---- the result, below the picture


def softness_result(level, state) -> str:
    k = len(state.model.centroids)
    if k == 1:
        return "With one cluster, every point belongs to it entirely at every softness: sharing takes two."
    ringed = {0: "", 1: " It is ringed."}.get(state.n_undecided, " They are ringed.")
    return (
        f"At softness {level}, {undecided_sentence(state)}{ringed} The mean uncertainty is "
        f"{percent(state.objective)} of the maximum for {plural(k, 'cluster')}. The nearest centroid is the same "
        "at every softness; only how sure of it we are changes."
    )


def soft_run_result(film, truth, hard_labels) -> str:
    """Return what the last picture shows, next to the labels of k-means; `truth` is None if no groups are known."""
    last = film.last
    name = "the mixture" if last.model.is_mixture else "soft k-means"
    sentences = (
        f"{name.capitalize()} is sure of {percent(1 - last.n_undecided / len(last.labels))} of the points: one share "
        f"reaches {percent(models.DECIDED_SHARE)}.{merged_centroids(film)}"
    )
    if collapsed := collapse_sentence(last):
        sentences += (
            f"{collapsed} Without a floor under its variance such a component would shrink for ever and the "
            "likelihood grow without bound. It says nothing about groups: use fewer components or rounder ones."
        )
    if truth is not None:
        hard, soft = (two_digits(adjusted_rand_score(truth, labels)) for labels in (hard_labels, last.labels))
        sentences += (
            f" Agreement with the {len(np.unique(truth))} known groups, as adjusted Rand index (1: perfect, 0: "
            f"chance): k-means **{hard}**, {name} **{soft}**."
        )
    return sentences


def merged_centroids(film) -> str:
    """Return a sentence on centroids of soft k-means that have fallen together, as happens if it is too soft."""
    centroids = film.last.model.centroids
    apart = np.linalg.norm(centroids[:, None] - centroids, axis=-1)
    extent = np.linalg.norm(np.ptp(film.states[0].model.centroids, axis=0))
    places = len({tuple(row) for row in (apart < 1e-3 * max(extent, 1e-300)).tolist()})
    if film.last.model.is_mixture or places == len(centroids):
        return ""
    return (
        f" At this softness, {plural(len(centroids), 'centroid')} fall together in {plural(places, 'place')}: "
        "a pull that reaches across several groups sees one."
    )


# ---- By hand

MAX_SUMMED_CLUSTERS = 5  # up to which the sum is written out
MAX_EXPONENT = 600  # exp(-600) is about the smallest number that still has all its digits


@dataclass(frozen=True)
class Responsibilities:
    """How one point's shares come about: a table by its columns, the largest share in LaTeX, and a sentence."""

    columns: dict[str, list[str]]
    formula: str
    sentence: str


def worked_shares(point, model: SoftModel, shares) -> Responsibilities:
    """Return how the `shares` (k,) of `point` (d,) come about."""
    strengths, columns, sentence = (_densities if model.is_mixture else _pulls)(point, model, shares)
    columns = {name: [number(value) for value in values] for name, values in columns.items()}
    columns = {"cluster": [str(j + 1) for j in range(len(shares))]} | columns
    columns["share"] = [f"{share:.3f}" for share in shares]
    j = int(shares.argmax())
    terms = [float(np.sum(strengths))] if len(shares) > MAX_SUMMED_CLUSTERS else strengths
    pairs = [" + ".join(map(_latex, terms[i : i + 2])) for i in range(0, len(terms), 2)]  # a phone has room for two
    total, share = r" \\ & + ".join(pairs), f"{_latex(strengths[j])} / S = {shares[j]:.3f}"
    formula = rf"\begin{{aligned}} S & = {total} \\ p_{{{j + 1}}} & = {share} \end{{aligned}}"
    return Responsibilities(columns, formula, sentence)


def _pulls(point, model, shares):
    d2 = ((model.centroids - point) ** 2).sum(axis=1)
    columns = {"squared distance": d2}
    if np.isinf(model.beta):
        nearest = f"centroid {d2.argmin() + 1} takes the point"
        return shares, columns, f"With β = ∞ only the strongest pull counts: {nearest}."
    sentence = f"β = {number(model.beta)}. A share is a cluster's pull divided by the sum of all pulls."
    name, subtracted = "pull exp(−β · d²)", 0.0
    if model.beta * d2.min() > MAX_EXPONENT:
        name, subtracted = "pull, strongest = 1", d2.min()
        sentence += " The pulls are too small for a computer's numbers, so all of them are divided by the strongest."
    strengths = np.exp(-model.beta * (d2 - subtracted))
    return strengths, columns | {"β · d²": model.beta * d2, name: strengths}, sentence


def _densities(point, model, _shares):
    roots, _ = model.exponents(1.0)
    widths2 = 2 * (np.einsum("jab,jb->ja", roots, point - model.centroids) ** 2).sum(axis=1)
    volumes = np.sqrt(np.linalg.det(2 * np.pi * model.covariances))
    strengths = model.weights / volumes * np.exp(-0.5 * widths2)
    columns = {"weight": model.weights, "squared distance in own widths": widths2, "weight · density": strengths}
    sentence = (
        "The density is highest at the component's mean. It falls with the distance in units of the component's own "
        "standard deviation, so a point far along its long axis may count as near. A share is weight times density, "
        "divided by the sum."
    )
    return strengths, columns, sentence


def _latex(value) -> str:
    """Return a number as LaTeX, powers of ten raised."""
    digits, _, power = number(float(value)).replace(",", "").partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power else digits


# ---- Numbers

SHARE_FORMULA = r"p_{ij} = \frac{e^{-\beta \lVert x_i - c_j \rVert^2}}{\sum_l e^{-\beta \lVert x_i - c_l \rVert^2}}"
HALFWAY_FORMULA = r"e^{-\beta r^2} = \tfrac{1}{2} \;\Leftrightarrow\; \beta = \frac{\ln 2}{r^2}"
SHARES_EXPLAINED = (
    "$p_{ij}$ is the share of cluster $j$ in point $x_i$, in the literature its **responsibility** for the point. "
    "$\\beta$ is the **inverse temperature**. The half-way distance $r$, drawn around each centroid, says the same in "
    "units of the picture. The uncertainty is the entropy of a point's shares, relative to its maximum, $\\ln k$."
)
FREE_ENERGY_FORMULA = (
    r"\begin{aligned} F = {} & \sum_{ij} p_{ij} \lVert x_i - c_j \rVert^2 \\ "
    r"& + \frac{1}{\beta} \sum_{ij} p_{ij} \ln(k\,p_{ij}) \end{aligned}"
)
FREE_ENERGY_EXPLAINED = (
    "The **free energy** $F$ is the inertia, with each point counted by its shares $p_{ij}$, plus a price for being "
    "decided. Sharing the points lowers it, and so does moving to the weighted means: it never rises. With "
    "$\\beta = \\infty$ being decided costs nothing, and $F$ is the inertia."
)


SKLEARN_WORK = "Runs scikit-learn's mixture from the same start, for as many iterations."
NO_SKLEARN_CHECK = "A component has collapsed, and scikit-learn limits such variances by another rule: no comparison."


def sklearn_check(last, log_likelihood: float) -> str:
    """Return how scikit-learn's log-likelihood compares with ours."""
    difference = abs(last.objective - log_likelihood) / (abs(log_likelihood) or 1.0)
    return (
        f"**Check.** scikit-learn's `GaussianMixture`, from the same start, after "
        f"{plural(last.iteration, 'iteration')}: log-likelihood {log_likelihood:,.6f}. "
        f"This one: {last.objective:,.6f}. "
        + (f"Relative difference: {difference:.0e}." if difference else "They agree to the last digit.")
    )


# ---- Side by side, One family


SCORES_EXPLAINED = "After each name: agreement with the known groups, as adjusted Rand index (1: perfect, 0: chance)."
FAMILY = (
    "**k-means, soft k-means and the Gaussian mixture are one algorithm.** Share the points, fit each cluster to its "
    "shares, repeat. They differ in what a cluster may be:"
)
FAMILY_TABLE = {
    "property": ["a cluster's weight", "a cluster's shape", "a point belongs", "what improves"],
    "k-means": ["equal", "one circle for all, infinitely small", "entirely to the nearest", "inertia falls"],
    "soft k-means": ["equal", "one circle for all, of a size we set (β)", "by shares", "free energy falls"],
    "Gaussian mixture": ["its own", "its own ellipse, fitted", "by shares", "log-likelihood rises"],
}
FAMILY_FORMULA = (
    r"\begin{aligned} \text{k-means} & \;\xleftarrow{\;\beta \to \infty\;}\; \text{soft k-means} \\ "
    r"\text{soft k-means} & \;=\; \text{mixture with} \\ "
    r"& \quad\;\; \pi_j = \tfrac{1}{k},\; \Sigma_j = \tfrac{1}{2\beta} I \end{aligned}"
)


def family_ties_sentence(n, beta, *, n_used, inertia, free_energy, shares_difference, centroids_difference) -> str:
    """Return in numbers from these `n` points that the three models are one family."""
    which = "the" if n == n_used else f"{n_used:,} of the"
    return (
        f"On {which} points above, from the same start: k-means ends at an inertia of **{inertia:,.6g}**, "
        f"soft k-means with β = ∞ at a free energy of **{free_energy:,.6g}**. One iteration of soft k-means at "
        f"β = {number(beta)}, and one of EM with equal weights and circles of variance "
        f"{number(1 / (2 * beta))}: the shares differ **{_largest(shares_difference)}**, the centroids, "
        f"relative to the extent of the data, **{_largest(centroids_difference)}**."
    )


def _largest(difference) -> str:
    return f"by at most {difference:.0e}" if difference else "not at all"
