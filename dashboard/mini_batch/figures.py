"""The Mini-batch page's pictures: the stage batch by batch, the race, where the labels differ, the learning rates."""

import numpy as np

from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film, film
from dashboard.common.plots.plane import (
    POINTS,
    arrows,
    ghosts,
    looks_above,
    plane_layout,
    points,
    region_look,
    regions,
    single,
    trails,
)
from dashboard.mini_batch.compute import ALL, Picture, short_rate
from dashboard.mini_batch.cost_curves import CLOSE, Full, Grown, Lane

BATCH = "batch"  # the trace whose markers are the lit points, by name
BLANK = "\u00a0"  # an empty text has no place on the screen, and the browser does not make one in a leap
NOWHERE = np.full((1, 2), np.nan)  # the browser ignores empty traces and would keep the old marks
GREY = {"marker": {"color": style.UNASSIGNED, "symbol": int(style.ROUND)}}
LEGEND = {"orientation": "h", "y": -0.2, "yanchor": "top", "x": 0, "font": {"size": 15, "color": style.TEXT}}
AXES = {
    "points looked at": "points looked at (k distances each)",
    "seconds": "seconds of processor time",
    "iterations": "iterations",
}


def stage(X, places, pictures: list[Picture], view) -> Film:
    """Return the run as one figure with a named frame for every picture.

    `places` (m, 2) are the drawn points, grey until all are assigned; the rows of `X` (n, d) that a picture names
    are lit. From back to front: regions, trails, points, the batch, jumps, ghosts, arrows, centroids, rates.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    trail = [view.on(picture.centroids) for picture in pictures]
    frames = []
    for at, picture in enumerate(pictures):
        before = view.on(picture.before)
        is_end = picture.line == ALL
        parts = [
            *(regions(trail[at], low, high, at > 0) if view.complete else ()),
            trails(trail[: at + 1]),
            points(picture.labels, len(places)) if is_end else GREY,
            batch(NOWHERE if is_end else view.on(X[picture.rows]), picture.labels),
            marks(trail[at][picture.jumped]),
            ghosts(before),
            arrows(before, trail[at], high - low),
            marks(trail[at]),
            {
                **marks(trail[at]),
                "text": [short_rate(count) or BLANK for count in picture.counts],
                "textposition": beside(trail[at], high - low),
            },
        ]
        frames.append({"name": picture.name, "data": parts, "traces": list(range(len(parts)))})
    looks = stage_looks(len(trail[0]), places, view.complete)
    return film(looks, frames, plane_layout(low, high, view))


def stage_looks(k, places, complete) -> list[dict]:
    """Return the constant look of every trace of the stage, in the order they are drawn."""
    trails, points, lit, ghosts, arrows, centroids = looks_above(k, len(places))
    points |= {"x": single(places[:, 0]), "y": single(places[:, 1])}
    points["marker"] = {**points["marker"], "size": 4, "opacity": 0.8}
    lit |= {
        "name": BATCH,
        "hoverinfo": "none" if complete else "skip",  # its places say nothing of the features that are not drawn
        "marker": {"size": 11, "opacity": 1, "line": {"width": 1.2, "color": style.TEXT}, **style.COLORS},
    }
    jump = {
        "type": "scatter",
        "name": "jumped",
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {"size": 54, "symbol": "circle-open", "line": {"width": 4}, "color": style.TEXT},
    }
    rates = {
        "type": "scatter",
        "name": "rates",
        "mode": "markers+text",
        "hoverinfo": "skip",
        "textfont": {"size": 17, "weight": 700, "color": style.TEXT, "shadow": "auto"},
        "marker": {"size": 36, "opacity": 0, "color": style.TEXT},
    }
    below = [region_look(j) for j in range(k) if complete]
    return [*below, trails, points, lit, jump, ghosts, arrows, centroids, rates]


def beside(places, span) -> list[str]:
    """Return where each of the `places` (k, 2) has its text: above it where a near one lies below, else below."""
    apart = places[:, None] - places
    near = (np.abs(apart) < (0.2, 0.12) * span).all(axis=2)
    order = np.arange(len(places))
    is_higher = (apart[..., 1] > 0) | ((apart[..., 1] == 0) & (order[:, None] > order))
    return [f"{side} center" for side in np.where((near & is_higher).any(axis=1), "top", "bottom").tolist()]


def marks(places) -> dict:
    places = places if len(places) else NOWHERE
    return {"x": single(places[:, 0]), "y": single(places[:, 1])}


def batch(places, labels) -> dict:
    """Return the lit points in the colour and shape of their clusters."""
    color, symbol = style.cluster_codes(labels if len(places) == len(labels) else None, max(1, len(places)))
    return {**marks(places), "marker": {"color": color, "symbol": symbol}}


def progress(pictures: list[Picture], full: float) -> Film:
    """Return the inertia of all points after every batch with a picture, and the full run's as the line to reach."""
    at = np.array([max(picture.batches, 0.5) for picture in pictures])
    inertias = np.array([picture.inertia for picture in pictures])
    frames = [
        {
            "name": picture.name,
            "traces": [2, 3],
            "data": [
                {"y": single(np.where(np.arange(len(at)) <= i, inertias, np.nan))},
                {"x": single([at[i]]), "y": single([inertias[i]])},
            ],
        }
        for i, picture in enumerate(pictures)
    ]
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": style.TEXT, "width": 2}}
    goal = {
        **line,
        "name": "full k-means",
        "x": single(at[[0, -1]]),
        "y": single([full, full]),
        "line": {"color": style.TEXT, "width": 2, "dash": "dash"},
    }
    whole = {**line, "name": "inertia", "x": single(at), "y": single(inertias), "opacity": 0.25}
    now = {
        "type": "scatter",
        "name": "now",
        "mode": "markers",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {"size": 17, "color": style.CLUSTER[1], "line": {"width": 2, "color": style.PAGE}},
    }
    layout = style.layout(
        xaxis=log_axis("batches", at[0], at[-1]),
        yaxis=style.axis("inertia", rangemode="tozero", nticks=5, tickformat="~s"),
        margin={"l": 56, "r": 12, "t": 8, "b": 44},
        annotations=[
            {
                "x": 1,
                "xref": "paper",
                "xanchor": "right",
                "y": full,
                "yanchor": "top",
                "showarrow": False,
                "text": "full k-means",
                "font": {"size": 13, "color": style.TEXT},
            }
        ],
    )
    return film([goal, whole, {**line, "name": "so far", "x": single(at)}, now], frames, layout)


def log_axis(title, low, high, **options) -> dict:
    """Return a logarithmic axis with a tick at every power of ten."""
    ends = np.log10([low, high]) + [-0.05, 0.05]
    return style.axis(
        title, type="log", range=ends.tolist(), dtick=1, exponentformat="none", separatethousands=True, **options
    )


def along(track, axis) -> np.ndarray:
    return {"points looked at": track.points, "seconds": track.seconds, "iterations": track.iterations}[axis]


def race(lanes: list[Lane], full: Full, axis, chosen, close_up) -> Drawing:
    """Return inertia against `axis`, a key of AXES: the full run as stairs, a band and its median for every batch size.

    The band reaches from the lowest to the highest of the runs. The `chosen` batch size has the thickest curve;
    `close_up` shows the last 10 % only.
    """
    tracks = [full.track, *(lane.middle for lane in lanes)]
    firsts, lasts = (np.array([along(track, axis)[at] for track in tracks if len(track.points) > 1]) for at in (1, -1))
    low, high = max(firsts.min() / 2, 1e-5), lasts.max()
    traces = []
    for j, lane in enumerate(lanes):
        x, ends = along(lane.middle, axis)[1:], lane.inertias[:, 1:]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": "band",
                "hoverinfo": "skip",
                "showlegend": False,
                "x": single(np.r_[x, x[::-1]]),
                "y": single(np.r_[ends.min(axis=0), ends.max(axis=0)[::-1]]),
                "fill": "toself",
                "fillcolor": style.CLUSTER[j],
                "opacity": 0.25,
                "line": {"width": 0},
            }
        )
    for j, lane in enumerate(lanes):
        x, color = along(lane.middle, axis)[1:], style.CLUSTER[j]
        name = f"batches of {lane.size:,}"
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": single(x),
                "y": single(lane.middle.inertias[1:]),
                "line": {"width": 4 if lane.size == chosen else 2, "color": color},
                "marker": {"size": 9, "symbol": int(style.SYMBOLS[j]), "color": color},
                "hovertemplate": f"{name}: %{{y:,.4s}} after %{{x:,.3~s}}<extra></extra>",
            }
        )
    x = np.r_[low, along(full.track, axis)[1:]]
    traces.append(
        {
            "type": "scatter",
            "mode": "lines",
            "name": "full k-means",
            "x": single(x),
            "y": single(full.track.inertias),
            "line": {"width": 4, "color": style.TEXT, "shape": "hv"},
            "hovertemplate": "full k-means: %{y:,.4s} after %{x:,.3~s}<extra></extra>",
        }
    )
    ends = {"type": "scatter", "mode": "lines", "x": single([low, high]), "hoverinfo": "skip"}
    thin = {"width": 2, "color": style.TEXT}
    traces.append(
        {**ends, "y": single([CLOSE * full.inertia] * 2), "name": "within 1 %", "line": {**thin, "dash": "dot"}}
    )
    inertias = np.concatenate([lane.inertias.ravel() for lane in lanes])
    bottom = min(inertias.min(), full.inertia)
    top = 1.1 * full.inertia if close_up else max(inertias.max(), full.track.inertias[0])
    pad = 0.04 * (top - bottom) or 1.0
    layout = style.layout(
        xaxis=log_axis(AXES[axis], low, high),
        yaxis=style.axis("inertia of all points", range=[float(bottom - pad), float(top + pad)], tickformat="~s"),
        legend=LEGEND,
        margin={"l": 64, "r": 16, "t": 12, "b": 56},
        hovermode="closest",
    )
    return Drawing(traces, layout | {"showlegend": True})


def differences(places, differing, labels, centroids, others, view) -> Drawing:
    """Return the (m, 2) `places` in grey, and over them only the points that differ, `differing` (r, 2).

    They wear the `labels` (r,) of the mini-batch run. `centroids` and `others` are the full and the mini-batch run's
    centroids in the plane, (k, 2) each, in matched order: discs and squares.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    k = len(centroids)
    looks = {look["name"]: look for look in looks_above(k, len(places))}
    points, discs = looks[POINTS], looks["centroids"]
    points |= marks(places) | {"marker": {"size": 4, "opacity": 0.8, "color": style.UNASSIGNED}}
    painted = {
        "type": "scatter",
        "mode": "markers",
        "hoverinfo": "skip",
        "name": "differing",
        **batch(differing, labels),
    }
    painted["marker"] |= {"size": 8, "opacity": 1, **style.COLORS}
    square = {"type": "scatter", "mode": "markers", "hoverinfo": "skip", **marks(others)}
    marker = {"symbol": "square-open", "size": 44}
    halos = square | {"name": "halos", "marker": {**marker, "line": {"width": 9}, "color": style.PAGE}}
    color = {"color": np.arange(k, dtype=np.int8), **style.COLORS}
    squares = square | {"name": "mini-batch", "marker": {**marker, "line": {"width": 4}, **color}}
    discs |= marks(centroids)
    borders = regions(centroids, low, high, True) if view.complete else []
    cells = [{**region_look(j), **border} for j, border in enumerate(borders)]
    return Drawing([*cells, points, painted, halos, squares, discs], plane_layout(low, high, view))


def learning_rates(pictures: list[Picture]) -> Drawing:
    """Return every centroid's learning rate, 1 / count, after every batch that has a picture."""
    shown = [picture for picture in pictures if picture.batches and picture.line != ALL and "Draw" not in picture.name]
    at = np.array([picture.batches for picture in shown])
    counts = np.stack([picture.counts for picture in shown])
    rates = np.where(counts > 0, 1 / np.maximum(counts, 1), np.nan)
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": f"centroid {j + 1}",
            "x": single(at),
            "y": single(rates[:, j]),
            "line": {"width": 2, "color": style.CLUSTER[j]},
            "marker": {"size": 8, "symbol": int(style.SYMBOLS[j]), "color": style.CLUSTER[j]},
            "hovertemplate": f"centroid {j + 1}: %{{y:.2~e}} after %{{x}} batches<extra></extra>",
        }
        for j in range(counts.shape[1])
    ]
    layout = style.layout(
        xaxis=log_axis("batches", at[0], at[-1]),
        yaxis=log_axis(
            "learning rate, 1 / count",
            np.nanmin(rates),
            1.0,
        ),
        legend=LEGEND,
        margin={"l": 80, "r": 12, "t": 12, "b": 52},
    )
    return Drawing(traces, layout | {"showlegend": True})


def growth(grown: list[Grown]) -> Drawing:
    """Return how the measured seconds grow with n: of one iteration and of a whole run, full and mini-batch."""
    n = single([now.n for now in grown])
    lines = (
        ("full k-means, the whole run", [now.seconds for now in grown], style.TEXT, "solid", 0),
        ("full k-means, per iteration", [now.seconds / (now.moves + 1) for now in grown], style.TEXT, "dot", 0),
        (
            "mini-batch, until within 1 %",
            [now.close[1] if now.close else np.nan for now in grown],
            style.CLUSTER[1],
            "solid",
            1,
        ),
        ("mini-batch, per batch", [now.batch_seconds for now in grown], style.CLUSTER[1], "dot", 1),
    )
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": n,
            "y": single(seconds),
            "line": {"width": 2.5, "color": color, "dash": dash},
            "marker": {"size": 10, "color": color, "symbol": int(style.SYMBOLS[j])},
            "hovertemplate": f"{name}: %{{y:.3~s}}s at %{{x:,}} points<extra></extra>",
        }
        for name, seconds, color, dash, j in lines
    ]
    seconds = np.concatenate([trace["y"] for trace in traces])
    layout = style.layout(
        xaxis=log_axis("points, n", n[0], n[-1]),
        yaxis=log_axis("seconds of processor time", np.nanmin(seconds), np.nanmax(seconds)),
        legend=LEGEND,
        margin={"l": 80, "r": 16, "t": 12, "b": 52},
    )
    return Drawing(traces, layout | {"showlegend": True})
