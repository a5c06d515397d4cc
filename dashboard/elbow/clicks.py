"""What a click on a chart chooses: an event as Plotly reports it in, a number out. No Streamlit."""

import numpy as np


def chosen(event) -> int | None:
    """Return the whole number that the clicked mark carries as its customdata, None where nothing was clicked."""
    points = (event or {}).get("selection", {}).get("points", [])
    carried = np.ravel(points[-1].get("customdata", [])) if points else []
    return int(carried[0]) if len(carried) else None
