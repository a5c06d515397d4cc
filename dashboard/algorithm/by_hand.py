"""Arithmetic worked through for the reader: one point's distances, one centroid's mean. What is shown adds up."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import number, parse_number
from dashboard.common.half_steps import HalfStep
from kmeans_core import assign

MAX_TERMS = 4  # squared differences that are written out


@dataclass(frozen=True)
class WorkedDistance:
    """A squared distance, and how it adds up."""

    d2: float
    sum: str


@dataclass(frozen=True)
class WorkedMean:
    """The mean (d,) of a cluster: the sums (d,) of its points divided by their count; whether its centroid is there."""

    sums: np.ndarray
    count: int
    values: np.ndarray
    is_reached: bool

    def shown(self) -> list[tuple[str, str]]:
        """Return for each feature the sum and the mean, the sum with the digits that give the mean as it is shown."""
        return [
            (shown_sum(total, self.count, value), number(value, 4))
            for total, value in zip(self.sums, self.values, strict=True)
        ]


def distances_by_hand(point, centroids) -> list[WorkedDistance]:
    """Return the squared distance of `point` (d,) to each of the `centroids` (k, d)."""
    return [WorkedDistance(float(((point - own) ** 2).sum()), squared_differences(point, own)) for own in centroids]


def squared_differences(point, centroid) -> str:
    """Return the sum of squared differences, with the digits that give the distance as it is shown."""
    if len(point) > MAX_TERMS:
        return f"{len(point)} squared differences added"
    d2 = ((point - centroid) ** 2).sum()
    for digits in range(3, 16):
        a, b = ([number(value, digits) for value in values] for values in (point, centroid))
        shown = sum((parse_number(x) - parse_number(c)) ** 2 for x, c in zip(a, b, strict=True))
        if number(shown) == number(d2):
            break
    return " + ".join(f"({x} − {f'({c})' if c.startswith('-') else c})²" for x, c in zip(a, b, strict=True))


def shown_sum(total, count, mean) -> str:
    for digits in range(4, 16):
        text = number(total, digits)
        if number(parse_number(text) / max(count, 1), 4) == number(mean, 4):
            break
    return text


def labels_of(X, half: HalfStep) -> np.ndarray:
    """Return the labels (n,) of all points at this half-step: those of the centroids they were assigned by."""
    return assign(X, half.before if half.is_move else half.centroids)


def mean_by_hand(X, half: HalfStep, j) -> WorkedMean:
    """Return the mean of cluster `j` at this half-step; of a cluster without points, where its centroid is."""
    points = X[labels_of(X, half) == j]
    values = points.mean(axis=0) if len(points) else half.centroids[j]
    is_reached = np.allclose(values, half.centroids[j], rtol=1e-9, atol=1e-12 * (1 + np.abs(X).max()))
    return WorkedMean(points.sum(axis=0), len(points), values, is_reached)
