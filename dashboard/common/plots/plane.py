"""Points, centroids and regions in a plane: the traces that several pages draw."""

import numpy as np

from dashboard.common.half_steps import HalfStep
from dashboard.common.plots import style, voronoi
from dashboard.common.plots.film import Film

HEAD, EDGE = np.uint8(15), np.uint8(16)  # an arrow's head, and where it stops at the centroid's edge, in pixels


POINTS = "points"  # the trace whose markers are the data, by name


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
