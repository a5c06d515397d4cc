"""The Algorithm page's pictures: the film of the clusters, the inertia curve, the film strip."""

import numpy as np
import plotly.graph_objects as go

from dashboard.algorithm.text import strip_title
from dashboard.common.half_steps import HalfStep
from dashboard.common.plots.curve import objective_curve
from dashboard.common.plots.film import Film, film
from dashboard.common.plots.plane import (
    POINTS,
    arrows,
    looks_above,
    plane_layout,
    points,
    region_look,
    regions,
    rings,
    small_multiples,
    trails,
)
from dashboard.common.plots.traces import xy

STRIP_PANELS, MAX_STRIP_POINTS = 6, 600


def cluster_film(places, half_steps: list[HalfStep], view) -> Film:
    """Return the complete run as one figure with a named frame for every half-step.

    `places` (m, 2) are the drawn points; every half-step's labels belong to exactly these points.
    Drawn from back to front: regions, trails, points, rings, previous centroids, arrows, centroids.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    path = [view.on(half.centroids) for half in half_steps]
    frames = []
    for i, half in enumerate(half_steps):
        before = view.on(half.before)
        parts = [
            *(regions(path[i], low, high, half.labels is not None) if view.complete else ()),
            trails(path[: i + 1]),
            points(half.labels, len(places)),
            rings(places, half),
            xy(before),
            arrows(before, path[i], high - low),
            xy(path[i]),
        ]
        frames.append(dict(name=half.name, data=parts, traces=list(range(len(parts)))))
    k = len(path[0])
    looks = [*(region_look(j) for j in range(k) if view.complete), *looks_above(k, len(places))]
    looks = [look | xy(places) if look["name"] == POINTS else look for look in looks]
    return film(looks, frames, plane_layout(low, high, view))


def inertia_film(half_steps: list[HalfStep]) -> Film:
    """Return the inertia after every half-step; each frame draws it so far and marks it, the rest is faint."""
    values = [half.inertia for half in half_steps]
    tickformat = "~s" if max(values[1:]) >= 1000 else "~g"  # 4k, but not 500m for a half
    return objective_curve(half_steps, values, "inertia", rangemode="tozero", tickformat=tickformat)


def strip_assignments(assignments: list[HalfStep]) -> list[HalfStep]:
    """Return the assignments for the film strip: at most six, the first, the last and those that switched most."""
    if len(assignments) <= STRIP_PANELS:
        return assignments
    busiest = sorted(range(1, len(assignments) - 1), key=lambda i: -len(assignments[i].switched))[: STRIP_PANELS - 2]
    return [assignments[i] for i in (0, *sorted(busiest), len(assignments) - 1)]


def film_strip(places, assignments: list[HalfStep], view) -> go.Figure:
    """Return the assignments as small pictures, each with the centroids that the points were assigned to."""
    thin = np.arange(0, len(places), -(-len(places) // MAX_STRIP_POINTS))
    panels = [(strip_title(half), half.labels[thin], view.on(half.centroids)) for half in assignments]
    return small_multiples(places[thin], panels, view)
