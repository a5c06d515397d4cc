"""Arithmetic worked through for the reader: one point's distances, one centroid's mean. No Streamlit."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import number, plural
from dashboard.common.half_steps import HalfStep
from dashboard.common.runs import Run
from kmeans_core import assign

MOST_TERMS = 4


@dataclass(frozen=True)
class Distance:
    """A squared distance, and how it adds up, in words of arithmetic."""

    d2: float
    sum: str


@dataclass(frozen=True)
class Mean:
    """A centroid as the mean of its points: sums (d,), their count, sums / count, and a sentence."""

    sums: list[float]
    count: int
    values: list[float]
    sentence: str


def distances(point, centroids) -> list[Distance]:
    """Return the squared distance of `point` (d,) to each of the `centroids` (k, d)."""
    return [Distance(float(((point - own) ** 2).sum()), terms(point, own)) for own in centroids]


def terms(point, centroid) -> str:
    if len(point) > MOST_TERMS:
        return f"{len(point)} squared differences added"
    return " + ".join(f"({number(x)} − {signed(c)})²" for x, c in zip(point, centroid, strict=True))


def signed(value) -> str:
    return f"({number(value)})" if value < 0 else number(value)


def assignment(run: Run, half: HalfStep, i, lines: list[Distance]) -> str:
    """Return what follows from the distances of point `i` at this half-step."""
    nearest = int(np.argmin([line.d2 for line in lines]))
    said = f"The smallest is {number(lines[nearest].d2)}, to centroid {nearest + 1}"
    member = int(labels_at(run, half)[i])
    if member == nearest:
        return f"{said}: point {i + 1} is in cluster {nearest + 1}."
    return f"{said}, but point {i + 1} is still in cluster {member + 1}: the next Assign will switch it."


def labels_at(run: Run, half: HalfStep) -> np.ndarray:
    """Return the labels (n,) of all points at this half-step: those of the centroids they were assigned by."""
    return assign(run.table.X, half.before if half.is_move else half.centroids)


def mean(run: Run, half: HalfStep, j) -> Mean:
    """Return the mean of cluster `j` at this half-step, worked through."""
    points = run.table.X[labels_at(run, half) == j]
    count = len(points)
    if not count:
        return Mean([0.0] * run.table.X.shape[1], 0, half.centroids[j].tolist(), f"Cluster {j + 1} has no points.")
    values = points.mean(axis=0)
    reached = np.allclose(values, half.centroids[j], rtol=1e-9, atol=1e-12 * (1 + np.abs(run.table.X).max()))
    where = "which is where it stands" if reached else "which is where the next Move takes it"
    there = ", ".join(number(value) for value in values[:MOST_TERMS]) + (", …" if len(values) > MOST_TERMS else "")
    sentence = f"Cluster {j + 1} has {plural(count, 'point')}; their mean is ({there}), {where}."
    return Mean(points.sum(axis=0).tolist(), count, values.tolist(), sentence)
