"""The Algorithm page's pictures: the stage with its half-steps, the inertia curve, the film strip."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.common.half_steps import HalfStep, number
from dashboard.common.plots import style, voronoi
from dashboard.common.plots.film import Film, film

HEAD, EDGE = np.uint8(15), np.uint8(16)  # an arrow's head, and where it stops at the centroid's edge, in pixels
POINTS = "points"  # the trace whose markers are the data, by name


def stage(places, run: list[HalfStep], view) -> Film:
    """Return the whole run as one figure with a named frame for every half-step.

    `places` (m, 2) are the drawn points; every half-step's labels belong to exactly these points.
    Drawn from back to front: regions, trails, points, rings, ghosts, arrows, centroids.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    trail = [view.on(half.centroids) for half in run]
    frames = []
    for at, half in enumerate(run):
        parts = [
            *(regions(trail[at], low, high, half.labels is not None) if view.complete else ()),
            trails(trail[: at + 1]),
            points(half.labels, len(places)),
            rings(places, half),
            ghosts(view.on(half.before)),
            arrows(view.on(half.before), trail[at], high - low),
            {"x": single(trail[at][:, 0]), "y": single(trail[at][:, 1])},
        ]
        frames.append({"name": half.name, "data": parts, "traces": list(range(len(parts)))})
    k = len(trail[0])
    looks = [*(region_look(j) for j in range(k) if view.complete), *looks_above(k, len(places))]
    data = next(look for look in looks if look["name"] == POINTS)
    data |= {"x": single(places[:, 0]), "y": single(places[:, 1])}
    return film(looks, frames, plane_layout(low, high, view))


def points_at(stage: Film) -> int:
    """Return which trace of the stage holds the data."""
    return next(t for t, trace in enumerate(stage.figure.data) if trace.name == POINTS)


def single(values) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)


def plane_layout(low, high, view) -> dict:
    span = np.maximum(high - low, 1e-9 * np.maximum(1, np.abs(high)))
    pad = 0.06 * span
    x, y = ([float(low[f] - pad[f]), float(high[f] + pad[f])] for f in (0, 1))
    yaxis = style.axis(view.titles[1], range=y)
    if comparable(low, high):
        yaxis |= {"scaleanchor": "x", "scaleratio": 1}
    return style.layout(xaxis=style.axis(view.titles[0], range=x), yaxis=yaxis, hovermode="closest")


def comparable(low, high) -> bool:
    """Whether both axes can have one scale without flattening the picture to a line."""
    span = high - low
    return bool(span.min() * 8 > span.max())


def region_look(j) -> dict:
    return {
        "type": "scatter",
        "hoverinfo": "skip",
        "name": f"region {j + 1}",
        "mode": "lines",
        "line": {"width": 1, "color": style.TEXT},
        "fill": "toself",
        "fillcolor": style.CLUSTER[j],
        "opacity": 0.16,
        "meta": "regions",
    }


def looks_above(k, n) -> list[dict]:
    """Return the constant look of every trace above the regions, in the order they are drawn."""
    size = style.point_size(n)
    edge = {"width": 0.8 if n <= 1500 else 0, "color": style.PAGE}  # outlines of thousands of markers are slow
    looks = [
        {"name": "trails", "mode": "lines", "line": {"width": 2, "dash": "dot", "color": style.TEXT}, "meta": "trails"},
        {
            "name": POINTS,
            "mode": "markers",
            "hoverinfo": "none",
            "marker": {"size": size, "opacity": 0.9, "line": edge, **style.COLORS},
        },
        {
            "name": "switched",
            "mode": "markers",
            "marker": {"size": size + 8, "symbol": "circle-open", "line": {"width": 3}, **style.COLORS},
        },
        {
            "name": "came from",
            "mode": "markers",
            "marker": {"size": 24, "symbol": "circle-open", "opacity": 0.7, "line": {"width": 2}, "color": style.TEXT},
        },
        {
            "name": "movement",
            "mode": "lines+markers",
            "line": {"width": 2.5, "color": style.TEXT},
            "marker": {"symbol": "arrow", "angleref": "previous", "opacity": 1, "color": style.TEXT},
        },
        {
            "name": "centroids",
            "mode": "markers+text",
            "text": [f"<b>{j + 1}</b>" for j in range(k)],
            "textfont": {"size": 16, "color": style.TEXT},
            "textposition": "middle center",
            "marker": {
                "size": 30 if k <= 6 else 24,
                "symbol": "circle",
                "color": style.PAGE,
                "opacity": 1,
                "line": {"width": 5, "color": np.arange(k, dtype=np.int8), **line_colors()},
            },
        },
    ]
    return [{"type": "scatter", "hoverinfo": "skip", **look} for look in looks]


def line_colors(scale=style.COLORS) -> dict:
    return {key: value for key, value in scale.items() if key != "showscale"}


def regions(centroids, low, high, drawn) -> list[dict]:
    """Return each cluster's region, reaching far beyond the picture so that zooming out finds no edge.

    A region that is not drawn is a speck under its centroid, not an empty line: the browser ignores empty traces.
    """
    if drawn:
        reach = 4 * float(max((high - low).max(), 1e-9))
        polygons = voronoi.cells(centroids, low - reach, high + reach)
    else:
        speck = 1e-3 * np.maximum(high - low, 1e-9) * [[-1, -1], [1, -1], [0, 1]]
        polygons = [place + speck for place in centroids]
    return [{"x": single(polygon[:, 0]), "y": single(polygon[:, 1])} for polygon in polygons]


def trails(places) -> dict:
    """Return the way of every centroid up to now, one line with gaps."""
    way = np.stack(places)  # (steps, k, 2)
    return gapped(way[moves(way)])


def moves(way) -> np.ndarray:
    """Return which states of a `way` (steps, k, 2) differ from the one before; the first does."""
    return np.flatnonzero(np.r_[True, (way[1:] != way[:-1]).any(axis=(1, 2))])


def gapped(way) -> dict:
    """Return each centroid's part of a `way` (steps, k, 2) as one line with gaps between them."""
    line = np.concatenate([way, np.full((1, *way.shape[1:]), np.nan)]).transpose(1, 0, 2).reshape(-1, 2)
    return {"x": single(line[:, 0]), "y": single(line[:, 1])}


def points(labels, n) -> dict:
    color, symbol = style.cluster_codes(labels, n)
    return {"marker": {"color": color, "symbol": symbol}}


def rings(places, half: HalfStep) -> dict:
    """Ring the points that switched, in the colour of the cluster they left."""
    there, left = places[half.switched], half.left
    if not len(there):  # one ring nowhere: the browser ignores empty traces and would keep the old rings
        there, left = np.full((1, 2), np.nan), np.zeros(1)
    return {"x": single(there[:, 0]), "y": single(there[:, 1]), "marker": {"color": left.astype(np.int8)}}


def ghosts(before) -> dict:
    """Return where the centroids stood; one that has not moved covers its ghost."""
    return {"x": single(before[:, 0]), "y": single(before[:, 1])}


def arrows(before, after, span) -> dict:
    """Return an arrow from where each centroid stood to where it went; on a short way the centroid covers its head."""
    ends = np.stack([before, after, np.full_like(after, np.nan)], axis=1)
    ends[(before == after).all(axis=1)] = np.nan  # an arrow without length has no direction
    is_long = (np.abs(after - before) >= 0.04 * span).any(axis=1)
    heads = np.outer(is_long, [0, 1, 0]).ravel().astype(np.uint8)
    marker = {"size": HEAD * heads, "standoff": EDGE * heads}
    return {"x": single(ends[..., 0].ravel()), "y": single(ends[..., 1].ravel()), "marker": marker}


def inertia_curve(run: list[HalfStep]) -> Film:
    """Return the inertia after every half-step; the frame of each draws it so far and marks it, the rest is faint."""
    values = [half.inertia for half in run]
    tickformat = "~s" if max(values[1:]) >= 1000 else "~g"  # 4k, but not 500m for a half
    return curve(run, values, "inertia", rangemode="tozero", tickformat=tickformat)


def curve(run, values, title, unit="half-step", **axis) -> Film:
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


STRIP_PANELS, STRIP_POINTS = 6, 600


def stripped(run: list[HalfStep]) -> list[HalfStep]:
    """Return the assignments worth a small picture: at most six, the first, the last and those that switched most."""
    assigned = [half for half in run[1:] if not half.is_move]
    if len(assigned) <= STRIP_PANELS:
        return assigned
    most = sorted(range(1, len(assigned) - 1), key=lambda at: -len(assigned[at].switched))[: STRIP_PANELS - 2]
    return [assigned[at] for at in (0, *sorted(most), len(assigned) - 1)]


def film_strip(places, run: list[HalfStep], view) -> go.Figure:
    """Return the assignments worth it as small multiples, each with the centroids it was made by."""
    assigned = stripped(run)
    thin = np.arange(0, len(places), -(-len(places) // STRIP_POINTS))
    low, high = places.min(axis=0), places.max(axis=0)
    titles = [f"{half.name}: inertia {number(half.inertia)}" for half in assigned]
    columns = min(3, len(assigned))
    figure = make_subplots(
        -(-len(assigned) // 3), columns, subplot_titles=titles, horizontal_spacing=0.03, vertical_spacing=0.1
    )
    whole = plane_layout(low, high, view)
    for at, half in enumerate(assigned):
        cell = {"row": at // 3 + 1, "col": at % 3 + 1}
        color, symbol = style.cluster_codes(half.labels[thin], len(thin))
        marker = {"color": color, "symbol": symbol, "size": 5, **style.COLORS}
        x, y = single(places[thin, 0]), single(places[thin, 1])
        figure.add_scatter(x=x, y=y, mode="markers", marker=marker, hoverinfo="skip", **cell)
        centroid = looks_above(len(half.centroids), len(thin))[-1]
        centroid |= {"textfont": {"size": 11, "color": style.TEXT}}
        centroid["marker"] = {**centroid["marker"], "size": 18, "line": {**centroid["marker"]["line"], "width": 3}}
        there = view.on(half.centroids)
        figure.add_trace({**centroid, "x": single(there[:, 0]), "y": single(there[:, 1])}, **cell)
        frame = {
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "constrain": "domain",
            "showline": True,
            "mirror": True,
            "linecolor": style.UNASSIGNED,
        }
        figure.update_xaxes(range=whole["xaxis"]["range"], **frame, **cell)
        figure.update_yaxes(range=whole["yaxis"]["range"], **frame, **cell)
        if comparable(low, high):
            x_name = figure.get_subplot(**cell).xaxis.plotly_name.replace("axis", "")
            figure.update_yaxes(scaleanchor=x_name, **cell)
    figure.update_annotations(yshift=10, font={"size": 14, "color": style.TEXT})
    return figure.update_layout(style.layout(margin={"l": 8, "r": 8, "t": 40, "b": 24}))
