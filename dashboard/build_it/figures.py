"""What a program does, step by step."""

import numpy as np

from dashboard.build_it.compute import Effect
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import small_multiples
from dashboard.common.projection import view


def effect_picture(effect: Effect) -> Drawing:
    """Return the points after the first and the second step, and at the end."""
    panels = [(f"after step {step}", *state) for step, state in enumerate(effect.steps, start=1)]
    panels.append(("at the end", *effect.end))
    X = np.asarray(effect.X)
    return small_multiples(X, panels, view(X, ("x", "y"), "x", "y"), top_px=52)
