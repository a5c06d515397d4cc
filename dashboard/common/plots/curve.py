"""A curve that grows with the film."""

import numpy as np

from dashboard.common.plots import style
from dashboard.common.plots.film import Film, scene_film
from dashboard.common.plots.traces import NOWHERE, line, scatter


def objective_curve(run, values, title, unit="half-step", **axis) -> Film:
    """Return what `values`, named `title`, are after every picture of `run` but the first."""
    x = np.arange(1, len(run))
    y = np.array(values[1:], dtype=np.float64)
    is_move = np.array([half.is_move for half in run[1:]])
    edge = line(2)
    marker = dict(size=8, color=style.PAGE, symbol=style.SYMBOLS[is_move.astype(int)], line=edge)
    names = [half.name for half in run[1:]]
    hover = dict(customdata=names, hovertemplate=f"%{{customdata}}: {title} %{{y:.4s}}<extra></extra>")
    now = dict(size=17, color=style.TEXT, line=line(2, style.PAGE))
    data = [
        scatter("curve", "lines", x=x, y=y, opacity=0.5, line=edge),
        scatter("so far", "lines+markers", x=x, y=np.full(len(x), np.nan), cliponaxis=False, line=edge, marker=marker)
        | hover,
        scatter("now", cliponaxis=False, marker=now, **NOWHERE),
    ]
    xaxis = style.axis(unit, range=[0, len(run)], tickformat="d")
    yaxis = style.axis(title, **dict(nticks=5, tickformat="~s") | axis)
    layout = style.layout(xaxis=xaxis, yaxis=yaxis, margin=dict(l=56, r=12, t=8, b=44))
    return scene_film(data, layout, "curve", first=1)
