"""The Algorithm page's pictures below that of the clusters: the inertia curve, the film strip."""

import numpy as np

from dashboard.algorithm.text import strip_title
from dashboard.common.half_steps import HalfStep
from dashboard.common.plots.curve import objective_curve
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film
from dashboard.common.plots.plane import small_multiples

STRIP_PANELS, MAX_STRIP_POINTS = 6, 120


def inertia_film(half_steps: list[HalfStep]) -> Film:
    """Return the inertia after every half-step, drawn and marked so far as it has been played."""
    return objective_curve(half_steps, [half.inertia for half in half_steps], "inertia", from_zero=True)


def strip_assignments(assignments: list[HalfStep]) -> list[HalfStep]:
    """Return the assignments for the film strip: at most six, the first, the last and those that switched most."""
    if len(assignments) <= STRIP_PANELS:
        return assignments
    busiest = sorted(range(1, len(assignments) - 1), key=lambda i: -assignments[i].n_switched)[: STRIP_PANELS - 2]
    return [assignments[i] for i in (0, *sorted(busiest), len(assignments) - 1)]


def film_strip(places, assignments: list[HalfStep], view) -> list[Drawing]:
    """Return a small picture of each assignment, with the centroids that the points were assigned to."""
    thin = np.arange(0, len(places), -(-len(places) // MAX_STRIP_POINTS))
    panels = [(strip_title(half), half.labels[thin], view.on(half.centroids)) for half in assignments]
    return [small_multiples(places[thin], [panel], view) for panel in panels]
