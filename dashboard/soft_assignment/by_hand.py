"""One point's shares worked through for the reader: every pull, and their sum. No Streamlit."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import number
from dashboard.soft_assignment.models import Model
from kmeans_core._fast.exact import squared_distances

MOST_SUMMED = 5  # clusters up to which the sum is written out
FAINTEST = 600  # exp(-600) is about the smallest number that still has all its digits


@dataclass(frozen=True)
class Pulls:
    """A table by its columns, a line of LaTeX that adds the pulls up, and a sentence on what was done."""

    columns: dict[str, list[str]]
    sum: str
    sentence: str


def pulls(point, model: Model, shares) -> Pulls:
    """Return how the `shares` (k,) of `point` (d,) come about."""
    if model.beta is None:
        return densities(point, model, shares)
    d2 = squared_distances(model.centroids, point)
    k = len(d2)
    columns = {"cluster": named(k), "squared distance": [number(each) for each in d2]}
    if np.isinf(model.beta):
        nearest = int(d2.argmin())
        sentence = (
            f"With β = ∞ every pull but the strongest counts for nothing: centroid {nearest + 1} takes the point."
        )
        return Pulls(columns | {"share": decimals(shares)}, fraction(nearest, shares, shares), sentence)
    name, sentence = (
        "pull exp(−β · d²)",
        f"β = {number(model.beta)}. A share is a cluster's pull over the sum of all pulls.",
    )
    beyond = 0.0
    if model.beta * d2.min() > FAINTEST:
        name, beyond = "pull, strongest = 1", d2.min()
        sentence += " The pulls are too small for a computer's numbers, so all of them are divided by the strongest."
    strengths = np.exp(-model.beta * (d2 - beyond))
    columns |= {"β · d²": [number(model.beta * each) for each in d2], name: [number(pull) for pull in strengths]}
    return Pulls(columns | {"share": decimals(shares)}, fraction(int(shares.argmax()), strengths, shares), sentence)


def densities(point, model: Model, shares) -> Pulls:
    """Return the same for a mixture: weight times density, each distance measured in the component's own widths."""
    roots, _ = model.weighing(1.0)
    away = np.einsum("jab,jb->ja", roots, point - model.centroids)
    widths2 = 2 * (away**2).sum(axis=1)
    volumes = np.sqrt(np.linalg.det(2 * np.pi * model.covariances))
    strengths = model.weights / volumes * np.exp(-0.5 * widths2)
    columns = {
        "cluster": named(len(shares)),
        "weight": [number(weight) for weight in model.weights],
        "squared distance in own widths": [number(each) for each in widths2],
        "weight · density": [number(each) for each in strengths],
        "share": decimals(shares),
    }
    sentence = (
        "The density is highest at the component's mean and falls with the distance, counted in the component's own "
        "standard deviations: far along its long axis may be near. A share is weight times density, divided by the sum."
    )
    return Pulls(columns, fraction(int(shares.argmax()), strengths, shares), sentence)


def named(k) -> list[str]:
    return [str(j + 1) for j in range(k)]


def decimals(shares) -> list[str]:
    return [f"{share:.3f}" for share in shares]


def fraction(j, strengths, shares) -> str:
    """Return the largest share as LaTeX: its strength over the sum, term by term where they are few."""
    terms = " + ".join(latex(each) for each in strengths)
    if len(strengths) > MOST_SUMMED:
        terms = latex(float(np.sum(strengths)))
    share = f"{shares[j]:.3f}"
    return rf"p_{{{j + 1}}} = \frac{{{latex(strengths[j])}}}{{{terms}}} = {share}"


def latex(value) -> str:
    """Return a number as LaTeX, powers of ten raised."""
    digits, _, power = number(float(value)).replace(",", "").partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power else digits
