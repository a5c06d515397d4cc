"""A curve that grows with the film."""

import numpy as np

from dashboard.common.plots import style
from dashboard.common.plots.film import Film, film
from dashboard.common.plots.traces import line, scatter, single


def objective_curve(run, values, title, unit="half-step", **axis) -> Film:
    """Return what `values`, named `title`, are after every picture of `run` but the first, a frame for each."""
    x = np.arange(1, len(run))
    y = np.array(values[1:], dtype=np.float64)
    is_move = np.array([half.is_move for half in run[1:]])
    frames = []
    for i, (half, value) in enumerate(zip(run, values, strict=True)):
        parts = [dict(y=single(np.where(x <= i, y, np.nan))), dict(x=single([i or np.nan]), y=single([value]))]
        frames.append(dict(name=half.name, traces=[1, 2], data=parts))
    edge = line(2)
    marker = dict(size=8, color=style.PAGE, symbol=style.SYMBOLS[is_move.astype(int)], line=edge)
    hover = dict(
        customdata=[half.name for half in run[1:]], hovertemplate=f"%{{customdata}}: {title} %{{y:.4s}}<extra></extra>"
    )
    looks = [
        scatter(title, "lines", x=x, y=y, opacity=0.25, line=edge),
        scatter("so far", "lines+markers", x=x, cliponaxis=False, line=edge, marker=marker, **hover),
        scatter("now", cliponaxis=False, marker=dict(size=17, color=style.TEXT, line=line(2, style.PAGE))),
    ]
    xaxis = style.axis(unit, range=[0, len(run)], tickformat="d")
    yaxis = style.axis(title, **dict(nticks=5, tickformat="~s") | axis)
    return film(looks, frames, style.layout(xaxis=xaxis, yaxis=yaxis, margin=dict(l=56, r=12, t=8, b=44)))
