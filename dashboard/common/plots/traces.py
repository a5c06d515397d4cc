"""Short ways to write what Plotly's traces are made of."""

import numpy as np

from dashboard.common.plots import style

NOWHERE = {"x": np.full(1, np.nan, dtype=np.float32), "y": np.full(1, np.nan, dtype=np.float32)}
"""The position of a trace that shows nothing yet: the browser ignores an empty one and would keep the old marks."""


def scatter(name, mode="markers", **look) -> dict:
    """Return a scatter trace. It does not react to the pointer, unless `look` says what to show (`hovertemplate`)."""
    hover = {} if {"hovertemplate", "hoverinfo"} & look.keys() else {"hoverinfo": "skip"}
    return dict(type="scatter", name=name, mode=mode, **hover, **look)


def line(width=2, color=style.TEXT, **look) -> dict:
    return dict(width=width, color=color, **look)


def ring(size, color=style.TEXT, width=4, **look) -> dict:
    """Return the marker of a ring around something."""
    return dict(size=size, symbol="circle-open", color=color, line=dict(width=width), **look)


def label_font(size=14, color=style.TEXT) -> dict:
    return dict(size=size, color=color)


def xy(positions) -> dict:
    """Return the coordinates of `positions` (n, 2) as a trace takes them."""
    positions = np.asarray(positions)
    return dict(x=single(positions[:, 0]), y=single(positions[:, 1]))


def single(values) -> np.ndarray:
    """Return `values` in single precision, half the bytes on the way to the browser, unless its range is too small."""
    values = np.asarray(values)
    largest = np.fmax.reduce(np.abs(values), axis=None, initial=0)
    return values.astype(np.float32) if largest == 0 or 1e-30 < largest < 1e38 else values
