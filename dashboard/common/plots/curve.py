"""A curve that grows with the film."""

import numpy as np

from dashboard.common.plots import style
from dashboard.common.plots.film import Film, film
from dashboard.common.plots.plane import (
    single,
)


def objective_curve(run, values, title, unit="half-step", **axis) -> Film:
    """Return what `values`, named `title`, are after every picture of `run` but the first, a frame for each."""
    at = np.arange(1, len(run))
    heights = np.array(values[1:], dtype=np.float64)
    is_move = np.array([half.is_move for half in run[1:]])
    frames = [
        {
            "name": half.name,
            "traces": [1, 2],
            "data": [
                {"y": single(np.where(at <= i, heights, np.nan))},
                {"x": single([i or np.nan]), "y": single([value])},
            ],
        }
        for i, (half, value) in enumerate(zip(run, values, strict=True))
    ]
    whole = {
        "type": "scatter",
        "name": title,
        "mode": "lines",
        "x": at,
        "y": heights,
        "opacity": 0.25,
        "line": {"color": style.TEXT, "width": 2},
        "hoverinfo": "skip",
    }
    so_far = {
        "type": "scatter",
        "name": "so far",
        "cliponaxis": False,
        "mode": "lines+markers",
        "x": at,
        "line": {"color": style.TEXT, "width": 2},
        "marker": {
            "size": 8,
            "color": style.PAGE,
            "symbol": style.SYMBOLS[is_move.astype(int)],
            "line": {"width": 2, "color": style.TEXT},
        },
        "customdata": [half.name for half in run[1:]],
        "hovertemplate": f"%{{customdata}}: {title} %{{y:.4s}}<extra></extra>",
    }
    now = {
        "type": "scatter",
        "name": "now",
        "cliponaxis": False,
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {"size": 17, "color": style.TEXT, "line": {"width": 2, "color": style.PAGE}},
    }
    layout = style.layout(
        xaxis=style.axis(unit, range=[0, len(run)], tickformat="d"),
        yaxis=style.axis(title, **{"nticks": 5, "tickformat": "~s"} | axis),
        margin={"l": 56, "r": 12, "t": 8, "b": 44},
    )
    return film([whole, so_far, now], frames, layout)
