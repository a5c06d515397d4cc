"""The Mini-batch page's pictures: the points batch by batch, the race, where labels differ, the learning rates."""

import numpy as np

from dashboard.common.plots import style
from dashboard.common.plots.curve import room
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film, merged, scene_film
from dashboard.common.plots.plane import (
    POINTS,
    centroid_look,
    looks_above,
    plane_layout,
    point_look,
    points,
    region_look,
    regions,
)
from dashboard.common.plots.traces import NOWHERE, label_font, line, ring, scatter, single, xy
from dashboard.mini_batch.compute import MAX_HIGHLIGHTED_POINTS, MOVE, BatchPicture
from dashboard.mini_batch.cost_curves import CLOSE_FACTOR, CostCurve, FullRun, GrowthPoint

BATCH = "batch"  # the trace whose markers are the highlighted points, by name
GREY = dict(marker=dict(color=style.UNASSIGNED, symbol=int(style.ROUND)))
LEGEND = dict(orientation="h", y=-0.2, yanchor="top", x=0, font=label_font(15))
# The stronger half of Streamlit's scale for values in order: light to dark, or dark to light on a dark page.
SIZE_COLORS = tuple(f"#{j:06d}" for j in range(16, 21))
AXES = {  # what the race can be drawn against: the title of the axis, and the attribute of a curve
    "points looked at": ("points looked at (k distances each)", "points"),
    "seconds": ("seconds of processor time", "median_seconds"),
    "iterations": ("iterations", "iterations"),
}


def batch_plot(X, places, pictures: list[BatchPicture], view) -> Film:
    """Return the run as one figure that shows the start, and the states of its centroids and batches.

    `places` (m, 2) are the drawn points, grey until all are assigned; the rows of `X` (n, d) that a picture names are
    highlighted. From back to front: regions, trails, points, the batch, jumps, former places of the centroids, arrows,
    centroids, learning rates.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    path = single([view.on(picture.centroids) for picture in pictures])
    rows = [picture.rows[:MAX_HIGHLIGHTED_POINTS] for picture in pictures[:-1]]
    labels = [picture.labels[:MAX_HIGHLIGHTED_POINTS] for picture in pictures[:-1]]
    looks = batch_looks(len(path[0]), len(places), view.complete)
    values = {POINTS: xy(places) | GREY, "centroids": xy(path[0])}
    return scene_film(
        [merged(look, values.get(look["name"], NOWHERE)) for look in looks],
        plane_layout(low, high, view),
        "batches",
        k=len(path[0]),
        path=path,
        counts=np.array([picture.counts for picture in pictures], dtype=np.int32),
        sizes=[*map(len, rows), 0],
        places=single(view.on(X[np.concatenate(rows)])),
        labels=np.concatenate(labels).astype(np.uint8),
        reassigned=[picture.reassigned.tolist() for picture in pictures],
        end=pictures[-1].labels,
    )


def batch_looks(k, n, complete) -> list[dict]:
    """Return the constant look of every trace of `batch_plot`, in the order they are drawn."""
    trails, points, _, former, arrows, centroids = looks_above(k, n)
    small = points["marker"] | dict(size=4, opacity=0.8)
    hover = "none" if complete else "skip"  # its place says nothing of the features that are not drawn
    batch = scatter(BATCH, hoverinfo=hover, marker=dict(size=11, opacity=1, line=line(1.2), **style.COLORS))
    font = label_font(17) | dict(weight=700, shadow="auto")
    invisible = dict(size=36, opacity=0, color=style.TEXT)
    return [
        *(region_look(j) for j in range(k) if complete),
        trails,
        points | dict(marker=small),
        batch,
        scatter("reassigned", marker=ring(54)),
        former,
        arrows,
        centroids,
        scatter("rates", "markers+text", textfont=font, marker=invisible),
    ]


def colored_points(positions, labels) -> dict:
    """Return points in the colours and shapes of their clusters."""
    return xy(positions) | points(labels, len(labels)) if len(labels) else NOWHERE | points(None, 1)


def batch_inertia_plot(pictures: list[BatchPicture], full_inertia) -> Film:
    """Return the inertia of all points after every batch with a picture, and full k-means' as the line to reach."""
    x = single([max(picture.batches, 0.5) for picture in pictures])
    y = single([picture.inertia for picture in pictures])
    goal = dict(x=x[[0, -1]], y=single([full_inertia] * 2), line=line(dash="dash"))
    now = dict(size=17, color=style.TEXT, line=line(2, style.PAGE))
    data = [
        scatter("full k-means", "lines", **goal),
        scatter("so far", "lines", x=x, y=np.full_like(x, np.nan), line=line()),
        scatter("now", cliponaxis=False, marker=now, **NOWHERE),
    ]
    inertias = room(np.append(y, full_inertia), from_zero=True)
    label = dict(text="full k-means", x=1, xref="paper", xanchor="right", y=full_inertia, yanchor="top")
    layout = style.layout(
        xaxis=log_axis("batches", x[0], x[-1]),
        yaxis=style.axis("inertia", range=inertias, nticks=5, tickformat=style.tick_format(inertias[1])),
        margin=style.MARGIN,
        annotations=[label | dict(showarrow=False, font=label_font(13))],
    )
    return scene_film(data, layout, "curve", first=0, x=x, y=y)


def log_axis(title, low, high) -> dict:
    """Return a logarithmic axis with a tick at every power of ten."""
    ends = np.log10([low, high]) + [-0.05, 0.05]
    ticks = dict(dtick=1, exponentformat="none", separatethousands=True)
    return style.axis(title, type="log", range=ends.tolist(), **ticks)


def curve_plot(traces, xaxis, yaxis, **more) -> Drawing:
    margin = dict(l=80, r=16, t=12, b=52)
    return Drawing(traces, style.layout(xaxis=xaxis, yaxis=yaxis, margin=margin, hovermode="closest", **more))


def marked_curve(name, x, y, hover, color, symbol, width=2.5, size=10, dash="solid") -> dict:
    """Return a curve with markers; `hover` is what pointing at it shows."""
    marker = dict(size=size, symbol=int(style.SYMBOLS[symbol]), color=color)
    look = dict(line=line(width, color, dash=dash), marker=marker, hovertemplate=f"{name}: {hover}<extra></extra>")
    return scatter(name, "lines+markers", x=single(x), y=single(y), **look)


def label(curve, i, side="top right", words="") -> dict:
    """Return the name of a `curve`, or other `words`, beside its point `i`."""
    text = f"\u00a0{words or curve['name']}\u00a0"  # not touching the curve
    place = dict(x=curve["x"][[i]], y=curve["y"][[i]], text=[text], textposition=side)
    return scatter("label", "text", **place, textfont=label_font(15))


def race_plot(curves: list[CostCurve], full: FullRun, axis, batch_size, close_up) -> Drawing:
    """Return inertia against `axis`, a key of AXES: full k-means as stairs, a band and its median for each batch size.

    The band reaches from the lowest to the highest of the runs. The chosen `batch_size` has the thickest curve;
    `close_up` shows the last 10 % only.
    """
    title, attribute = AXES[axis]
    costs = [getattr(curve, attribute) for curve in curves]
    full_cost = getattr(full.curve, attribute)
    inertias = np.concatenate([curve.inertias.ravel() for curve in curves])
    bottom = min(inertias.min(), full.inertia)
    top = 1.1 * full.inertia if close_up else max(inertias.max(), full.curve.inertias[0, 0])
    pad = 0.04 * (top - bottom) or 1.0
    low = max(min(cost[1] for cost in (full_cost, *costs)) / 2, 1e-5)
    high = max(cost[-1] for cost in (full_cost, *costs))
    stairs = dict(x=single(np.r_[low, full_cost[1:]]), y=single(full.curve.inertias[0]), line=line(4, shape="hv"))
    goal = dict(x=single([low, high]), y=single([CLOSE_FACTOR * full.inertia] * 2), line=line(dash="dot"))
    hover = f"%{{y:.4{style.tick_format(top)}}} after %{{x:,.3~s}}"
    stairs = scatter("full k-means", "lines", **stairs, hovertemplate=f"full k-means: {hover}<extra></extra>")
    goal = scatter("within 1 %", "lines", **goal)
    bands, medians, labels = [], [], [label(goal, 0)]
    for j, (curve, cost) in enumerate(zip(curves, costs, strict=True)):
        x, y = cost[1:], curve.inertias[:, 1:]
        outline = dict(x=single(np.r_[x, x[::-1]]), y=single(np.r_[y.min(axis=0), y.max(axis=0)[::-1]]))
        look = dict(fill="toself", fillcolor=SIZE_COLORS[j], opacity=0.25, line=dict(width=0))
        bands.append(scatter("band", "lines", **outline, **look))
        name, width = f"batches of {curve.batch_size:,}", 4 if curve.batch_size == batch_size else 2
        medians.append(marked_curve(name, x, curve.median_inertias[1:], hover, SIZE_COLORS[j], j, width))
        first = int(np.argmax(medians[-1]["y"] <= top))  # that can be seen; each label a step farther right
        words = name if j == 0 else f"{curve.batch_size:,}"
        labels.append(label(medians[-1], min(first + j, len(x) - 1), words=words))
    first = max(1, int(np.argmax(stairs["y"] <= top)))
    labels.append(label(stairs, first))
    ticks = dict(range=[float(bottom - pad), float(top + pad)], tickformat=style.tick_format(top))
    yaxis = style.axis("inertia of all points", **ticks)
    return curve_plot([*bands, *medians, stairs, goal, *labels], log_axis(title, low, high), yaxis)


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
    borders = regions(centroids, low, high) if view.complete else []
    traces = [
        *(region_look(j) | border for j, border in enumerate(borders)),
        grey,
        scatter("differing", **painted),
        scatter("halos", **xy(others), marker=dict(color=style.PAGE, line=dict(width=9), **square)),
        scatter("mini-batch", **xy(others), marker=dict(line=dict(width=4), **color, **square)),
        centroid_look(k) | xy(centroids),
    ]
    return Drawing(traces, plane_layout(low, high, view) | dict(dragmode=False))


def learning_rate_plot(pictures: list[BatchPicture]) -> Drawing:
    """Return every centroid's learning rate, 1 / count, after every batch that has a picture."""
    moves = [picture for picture in pictures if picture.line == MOVE]
    x = np.array([picture.batches for picture in moves])
    counts = np.stack([picture.counts for picture in moves])
    rates = np.where(counts > 0, 1 / np.maximum(counts, 1), np.nan)
    hover = "%{y:.2~e} after %{x} batches"
    traces = [
        marked_curve(f"centroid {j + 1}", x, rates[:, j], hover, style.CLUSTER[j], j, size=8)
        for j in range(counts.shape[1])
    ]
    yaxis = log_axis("learning rate, 1 / count", np.nanmin(rates), 1.0)
    return curve_plot(traces, log_axis("batches", x[0], x[-1]), yaxis, legend=LEGEND, showlegend=True)


def growth_plot(points: list[GrowthPoint]) -> Drawing:
    """Return how the measured seconds grow with n: of one iteration and of a whole run, full and mini-batch."""
    n = [point.n for point in points]
    within = [point.within[1] if point.within else np.nan for point in points]
    per_iteration = [point.seconds / (point.moves + 1) for point in points]
    hover, full, mini = "%{y:.3~s}s at %{x:,} points", (style.TEXT, 0), (SIZE_COLORS[2], 1)
    traces = [
        marked_curve("full k-means, the complete run", n, [p.seconds for p in points], hover, *full),
        marked_curve("full k-means, per iteration", n, per_iteration, hover, *full, dash="dot"),
        marked_curve("mini-batch, until within 1 %", n, within, hover, *mini),
        marked_curve("mini-batch, per batch", n, [p.batch_seconds for p in points], hover, *mini, dash="dot"),
    ]
    sides = ("top left", "top left", "top left", "bottom left")  # the last curve is the lowest
    seconds = np.array([trace["y"] for trace in traces])
    ends = [np.flatnonzero(np.isfinite(values)) for values in seconds]
    labels = [label(trace, end[-1], side) for trace, end, side in zip(traces, ends, sides, strict=True) if len(end)]
    yaxis = log_axis("seconds of processor time", np.nanmin(seconds) / 2, 2 * np.nanmax(seconds))
    return curve_plot([*traces, *labels], log_axis("points, n", n[0], n[-1]), yaxis)
