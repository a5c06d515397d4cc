"""A curve that grows with the film."""

import numpy as np

from dashboard.common.plots import style
from dashboard.common.plots.film import Film, scene_film
from dashboard.common.plots.traces import NOWHERE, line, scatter, single


def objective_curve(run, values, title, unit="half-step", from_zero=False, **axis) -> Film:
    """Return what `values`, named `title`, are after every picture of `run` but the first.

    No picture shows a later value, but the vertical axis has room for all.
    """
    x = np.arange(1, len(run))
    y = np.array(values[1:], dtype=np.float64)
    is_move = np.array([half.is_move for half in run[1:]])
    edge = line(2)
    marker = dict(size=8, color=style.PAGE, symbol=style.SYMBOLS[is_move.astype(int)], line=edge)
    names = [half.name for half in run[1:]]
    format = style.tick_format(np.abs(y).max())
    hover = dict(customdata=names, hovertemplate=f"%{{customdata}}: {title} %{{y:.4{format}}}<extra></extra>")
    now = dict(size=17, color=style.TEXT, line=line(2, style.PAGE))
    data = [
        scatter("so far", "lines+markers", x=x, y=np.full(len(x), np.nan), cliponaxis=False, line=edge, marker=marker)
        | hover,
        scatter("now", cliponaxis=False, marker=now, **NOWHERE),
    ]
    xaxis = style.axis(unit, range=[0, len(run)], tickformat="d")
    ticks = dict(nticks=5, tickformat=format)
    yaxis = style.axis(title, **ticks | dict(range=room(y, from_zero)) | axis)
    layout = style.layout(xaxis=xaxis, yaxis=yaxis, margin=style.MARGIN | dict(t=16))
    return scene_film(data, layout, "curve", first=1, x=x, y=single(y))


def room(values, from_zero=False) -> list[float]:
    """Return the range of an axis that shows all `values`, from 0 on if they are to be compared with it."""
    low, high = 0.0 if from_zero else float(values.min()), float(values.max())
    pad = 0.06 * (high - low) or 1.0
    return [low if from_zero else low - pad, high + pad]
