"""What the class marked, in the film of the run."""

from dashboard.common.plots import style
from dashboard.common.plots.traces import line, scatter, xy

CROSS = dict(size=13, symbol="x-thin", opacity=0.6, line=line(2.5, style.TEXT))


def marked_places(places) -> list[dict]:
    """Return the `places` (m, 2) as crosses, for the film to be drawn over them."""
    return [scatter("marks", marker=CROSS, **xy(places))] if len(places) else []
