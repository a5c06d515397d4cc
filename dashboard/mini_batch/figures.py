"""The Mini-batch page's pictures: the points batch by batch, the race, where labels differ, the learning rates."""

import numpy as np

from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film, film
from dashboard.common.plots.plane import (
    arrows,
    centroid_look,
    looks_above,
    plane_layout,
    point_look,
    points,
    region_look,
    regions,
    trails,
)
from dashboard.common.plots.traces import NOWHERE, label_font, line, ring, scatter, single, xy
from dashboard.mini_batch.compute import ALL, MAX_HIGHLIGHTED_POINTS, MOVE, BatchPicture
from dashboard.mini_batch.cost_curves import CLOSE_FACTOR, CostCurve, FullRun, GrowthPoint
from dashboard.mini_batch.text import short_rate

BATCH = "batch"  # the trace whose markers are the highlighted points, by name
BLANK = "\u00a0"  # an empty text has no place on the screen, and the browser does not make one while it leaps
GREY = dict(marker=dict(color=style.UNASSIGNED, symbol=int(style.ROUND)))
LEGEND = dict(orientation="h", y=-0.2, yanchor="top", x=0, font=label_font(15))
AXES = {  # what the race can be drawn against: the title of the axis, and the attribute of a curve
    "points looked at": ("points looked at (k distances each)", "points"),
    "seconds": ("seconds of processor time", "median_seconds"),
    "iterations": ("iterations", "iterations"),
}


def batch_plot(X, positions, pictures: list[BatchPicture], view) -> Film:
    """Return the run as one figure with a named frame for every picture.

    `positions` (m, 2) are the drawn points, grey until all are assigned; the rows of `X` (n, d) that a picture names
    are highlighted. From back to front: regions, trails, points, the batch, jumps, former places of the centroids,
    arrows, centroids, learning rates.
    """
    low, high = positions.min(axis=0), positions.max(axis=0)
    path = [view.on(picture.centroids) for picture in pictures]
    frames = []
    for i, picture in enumerate(pictures):
        now, before = path[i], path[max(i - 1, 0)]
        is_end = picture.line == ALL
        rows = picture.rows[: 0 if is_end else MAX_HIGHLIGHTED_POINTS]
        jumps = now[picture.reassigned]
        rates = [short_rate(count) or BLANK for count in picture.counts]
        parts = [
            *(regions(now, low, high, i > 0) if view.complete else ()),
            trails(path[: i + 1]),
            points(picture.labels, len(positions)) if is_end else GREY,
            colored_points(view.on(X[rows]), picture.labels[: len(rows)]),
            xy(jumps) if len(jumps) else NOWHERE,
            xy(before),
            arrows(before, now, high - low),
            xy(now),
            xy(now) | dict(text=rates, textposition=label_sides(now, high - low)),
        ]
        frames.append(dict(name=picture.name, data=parts, traces=list(range(len(parts)))))
    return film(batch_looks(len(path[0]), positions, view.complete), frames, plane_layout(low, high, view))


def batch_looks(k, positions, complete) -> list[dict]:
    """Return the constant look of every trace of `batch_plot`, in the order they are drawn."""
    trails, points, _, former, arrows, centroids = looks_above(k, len(positions))
    small = points["marker"] | dict(size=4, opacity=0.8)
    edge = line(1.2)
    hover = "none" if complete else "skip"  # its place says nothing of the features that are not drawn
    batch = scatter(BATCH, hoverinfo=hover, marker=dict(size=11, opacity=1, line=edge, **style.COLORS))
    font = label_font(17) | dict(weight=700, shadow="auto")
    invisible = dict(size=36, opacity=0, color=style.TEXT)
    rates = scatter("rates", "markers+text", textfont=font, marker=invisible)
    below = [region_look(j) for j in range(k) if complete]
    return [
        *below,
        trails,
        points | xy(positions) | dict(marker=small),
        batch,
        scatter("reassigned", marker=ring(54)),
        former,
        arrows,
        centroids,
        rates,
    ]


def label_sides(positions, span) -> list[str]:
    """Return where each of the `positions` (k, 2) has its text: above it if a near one lies below, else below."""
    apart = positions[:, None] - positions
    near = (np.abs(apart) < (0.2, 0.12) * span).all(axis=2)
    order = np.arange(len(positions))
    is_higher = (apart[..., 1] > 0) | ((apart[..., 1] == 0) & (order[:, None] > order))
    return [f"{side} center" for side in np.where((near & is_higher).any(axis=1), "top", "bottom").tolist()]


def colored_points(positions, labels) -> dict:
    """Return points in the colours and shapes of their clusters."""
    return xy(positions) | points(labels, len(labels)) if len(labels) else NOWHERE | points(None, 1)


def batch_inertia_plot(pictures: list[BatchPicture], full_inertia) -> Film:
    """Return the inertia of all points after every batch with a picture, and full k-means' as the line to reach."""
    x = np.array([max(picture.batches, 0.5) for picture in pictures])
    y = np.array([picture.inertia for picture in pictures])
    frames = []
    for i, picture in enumerate(pictures):
        parts = [dict(y=single(np.where(np.arange(len(x)) <= i, y, np.nan))), dict(x=single([x[i]]), y=single([y[i]]))]
        frames.append(dict(name=picture.name, traces=[2, 3], data=parts))
    marker = dict(size=17, color=style.CLUSTER[1], line=line(2, style.PAGE))
    goal = dict(x=single(x[[0, -1]]), y=single([full_inertia] * 2))
    looks = [
        scatter("full k-means", "lines", **goal, line=line(dash="dash")),
        scatter("inertia", "lines", x=single(x), y=single(y), line=line(), opacity=0.25),
        scatter("so far", "lines", x=single(x), line=line()),
        scatter("now", cliponaxis=False, marker=marker),
    ]
    label = dict(text="full k-means", x=1, xref="paper", xanchor="right", y=full_inertia, yanchor="top")
    layout = style.layout(
        xaxis=log_axis("batches", x[0], x[-1]),
        yaxis=style.axis("inertia", rangemode="tozero", nticks=5, tickformat="~s"),
        margin=dict(l=56, r=12, t=8, b=44),
        annotations=[label | dict(showarrow=False, font=label_font(13))],
    )
    return film(looks, frames, layout)


def log_axis(title, low, high) -> dict:
    """Return a logarithmic axis with a tick at every power of ten."""
    ends = np.log10([low, high]) + [-0.05, 0.05]
    ticks = dict(dtick=1, exponentformat="none", separatethousands=True)
    return style.axis(title, type="log", range=ends.tolist(), **ticks)


def curve_plot(traces, xaxis, yaxis) -> Drawing:
    """Return curves with a legend below them."""
    margin = dict(l=80, r=16, t=12, b=52)
    layout = style.layout(xaxis=xaxis, yaxis=yaxis, legend=LEGEND, margin=margin, hovermode="closest", showlegend=True)
    return Drawing(traces, layout)


def marked_curve(name, x, y, j, hover, color="", width=2.0, size=9, dash="solid") -> dict:
    """Return a curve with the colour and the marker of cluster j; `hover` is what pointing at it shows."""
    color = color or style.CLUSTER[j]
    marker = dict(size=size, symbol=int(style.SYMBOLS[j]), color=color)
    hover = f"{name}: {hover}<extra></extra>"
    look = dict(line=line(width, color, dash=dash), marker=marker, hovertemplate=hover)
    return scatter(name, "lines+markers", x=single(x), y=single(y), **look)


def race_plot(curves: list[CostCurve], full: FullRun, axis, batch_size, close_up) -> Drawing:
    """Return inertia against `axis`, a key of AXES: full k-means as stairs, a band and its median for each batch size.

    The band reaches from the lowest to the highest of the runs. The chosen `batch_size` has the thickest curve;
    `close_up` shows the last 10 % only.
    """
    title, attribute = AXES[axis]
    costs = [getattr(curve, attribute) for curve in curves]
    full_cost = getattr(full.curve, attribute)
    bands, medians = [], []
    for j, (curve, cost) in enumerate(zip(curves, costs, strict=True)):
        x, y = cost[1:], curve.inertias[:, 1:]
        outline = dict(x=single(np.r_[x, x[::-1]]), y=single(np.r_[y.min(axis=0), y.max(axis=0)[::-1]]))
        look = dict(fill="toself", fillcolor=style.CLUSTER[j], opacity=0.25, line=dict(width=0), showlegend=False)
        bands.append(scatter("band", "lines", **outline, **look))
        name, width = f"batches of {curve.batch_size:,}", 4 if curve.batch_size == batch_size else 2
        hover = "%{y:,.4s} after %{x:,.3~s}"
        medians.append(marked_curve(name, x, curve.median_inertias[1:], j, hover, width=width))
    low = max(min(cost[1] for cost in (full_cost, *costs)) / 2, 1e-5)
    high = max(cost[-1] for cost in (full_cost, *costs))
    stairs = dict(x=single(np.r_[low, full_cost[1:]]), y=single(full.curve.inertias[0]), line=line(4, shape="hv"))
    goal = dict(x=single([low, high]), y=single([CLOSE_FACTOR * full.inertia] * 2), line=line(dash="dot"))
    hover = "full k-means: %{y:,.4s} after %{x:,.3~s}<extra></extra>"
    traces = [
        *bands,
        *medians,
        scatter("full k-means", "lines", **stairs, hovertemplate=hover),
        scatter("within 1 %", "lines", **goal),
    ]
    inertias = np.concatenate([curve.inertias.ravel() for curve in curves])
    bottom = min(inertias.min(), full.inertia)
    top = 1.1 * full.inertia if close_up else max(inertias.max(), full.curve.inertias[0, 0])
    pad = 0.04 * (top - bottom) or 1.0
    yaxis = style.axis("inertia of all points", range=[float(bottom - pad), float(top + pad)], tickformat="~s")
    return curve_plot(traces, log_axis(title, low, high), yaxis)


def difference_plot(positions, differing, labels, centroids, others, view) -> Drawing:
    """Return the (m, 2) `positions` in grey, and over them only the points that differ, `differing` (r, 2).

    They have the `labels` (r,) of the mini-batch run. `centroids` and `others` are the full and the mini-batch run's
    centroids in the plane, (k, 2) each, in matched order: discs and squares.
    """
    low, high = positions.min(axis=0), positions.max(axis=0)
    k = len(centroids)
    grey = point_look(len(positions)) | xy(positions)
    grey["marker"] = dict(size=4, opacity=0.8, color=style.UNASSIGNED)
    painted = colored_points(differing, labels)
    painted["marker"] |= dict(size=8, opacity=1, **style.COLORS)
    square = dict(symbol="square-open", size=44)
    color = dict(color=np.arange(k, dtype=np.int8), **style.COLORS)
    borders = regions(centroids, low, high, True) if view.complete else []
    traces = [
        *(region_look(j) | border for j, border in enumerate(borders)),
        grey,
        scatter("differing", **painted),
        scatter("halos", **xy(others), marker=dict(color=style.PAGE, line=dict(width=9), **square)),
        scatter("mini-batch", **xy(others), marker=dict(line=dict(width=4), **color, **square)),
        centroid_look(k) | xy(centroids),
    ]
    return Drawing(traces, plane_layout(low, high, view))


def learning_rate_plot(pictures: list[BatchPicture]) -> Drawing:
    """Return every centroid's learning rate, 1 / count, after every batch that has a picture."""
    moves = [picture for picture in pictures if picture.line == MOVE]
    x = np.array([picture.batches for picture in moves])
    counts = np.stack([picture.counts for picture in moves])
    rates = np.where(counts > 0, 1 / np.maximum(counts, 1), np.nan)
    hover = "%{y:.2~e} after %{x} batches"
    traces = [marked_curve(f"centroid {j + 1}", x, rates[:, j], j, hover, size=8) for j in range(counts.shape[1])]
    yaxis = log_axis("learning rate, 1 / count", np.nanmin(rates), 1.0)
    return curve_plot(traces, log_axis("batches", x[0], x[-1]), yaxis)


def growth_plot(points: list[GrowthPoint]) -> Drawing:
    """Return how the measured seconds grow with n: of one iteration and of a whole run, full and mini-batch."""
    n = [point.n for point in points]
    within = [point.within[1] if point.within else np.nan for point in points]
    hover, look = "%{y:.3~s}s at %{x:,} points", dict(width=2.5, size=10)
    full = look | dict(j=0, color=style.TEXT)
    per_iteration = [point.seconds / (point.moves + 1) for point in points]
    traces = [
        marked_curve("full k-means, the whole run", n, [p.seconds for p in points], hover=hover, **full),
        marked_curve("full k-means, per iteration", n, per_iteration, hover=hover, dash="dot", **full),
        marked_curve("mini-batch, until within 1 %", n, within, 1, hover, **look),
        marked_curve("mini-batch, per batch", n, [p.batch_seconds for p in points], 1, hover, dash="dot", **look),
    ]
    seconds = np.concatenate([trace["y"] for trace in traces])
    yaxis = log_axis("seconds of processor time", np.nanmin(seconds), np.nanmax(seconds))
    return curve_plot(traces, log_axis("points, n", n[0], n[-1]), yaxis)
