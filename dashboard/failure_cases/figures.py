"""The Failure cases page's pictures: one clustering large, a row of them small, score against knob, DBSCAN's eps."""

import numpy as np

from dashboard.common.plots import style, voronoi
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import looks_above, plane_layout, single
from dashboard.failure_cases.evaluation import KMEANS, Result
from dashboard.failure_cases.methods import METHODS

NOISE = {"symbol": "x-thin", "size": 8, "color": style.UNASSIGNED, "line": {"width": 2, "color": style.UNASSIGNED}}
LEGEND = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 14, "color": style.TEXT}}
DASHES = (
    "solid",
    "dash",
    "dot",
    "dashdot",
    "longdash",
    "longdashdot",
)  # what lies under a line shows between its dashes
CELL_POINTS = 100  # of a small picture; its place in 256 steps each way is finer than its pixels
SIDE, TRACES = 255, 2
BARE = {
    "showticklabels": False,
    "showgrid": False,
    "zeroline": False,
    "range": [-14, SIDE + 14],
    "fixedrange": True,
    "constrain": "domain",
}


def codes(labels) -> tuple[np.ndarray, np.ndarray]:
    """Return the integer colours and marker shapes of `labels`; beyond ten clusters both begin anew."""
    return style.cluster_codes(np.asarray(labels) % len(style.CLUSTER), len(labels))


def picture(places, result: Result, view) -> Drawing:
    """Return the points (n, 2) by cluster, noise as crosses; with centroids also the boundaries between them."""
    labels = result.labels if result.labels is not None else np.full(len(places), -1)
    low, high = places.min(axis=0), places.max(axis=0)
    noise = labels < 0
    color, symbol = codes(labels[~noise])
    dot = {"type": "scatter", "mode": "markers", "hoverinfo": "skip"}
    edge = {"width": 0.8, "color": style.PAGE}
    size = style.point_size(len(places)) - 1
    data = [
        *(boundaries(result, low, high) if view.complete and result.centroids is not None else ()),
        {
            **dot,
            "name": "points",
            "x": single(places[~noise, 0]),
            "y": single(places[~noise, 1]),
            "marker": {"size": size, "opacity": 0.9, "line": edge, "color": color, "symbol": symbol, **style.COLORS},
        },
        {**dot, "name": "noise", "x": single(places[noise, 0]), "y": single(places[noise, 1]), "marker": NOISE},
    ]
    if view.complete and result.centroids is not None and result.straight is None:
        data.append(centroids(result))
    layout = plane_layout(low, high, view)
    if set(view.titles) == {"x", "y"}:  # made points: their features have no names
        layout["xaxis"]["title"] = layout["yaxis"]["title"] = None
    for axis in ("xaxis", "yaxis"):
        layout[axis]["constrain"] = "domain"  # as large as the frame allows, at one scale
        if title := layout[axis]["title"]:  # the frame is too low for the whole of it
            layout[axis]["title"] = {**title, "text": title["text"].replace(" of the variance)", ")")}
    layout["yaxis"]["constraintoward"] = "top"  # near its heading
    layout["margin"] = {"l": 36, "r": 16, "t": 16, "b": 28}
    return Drawing(data, layout)


def filled(picture: Drawing) -> dict[str, float]:
    """Return how high a picture may become before it leaves room empty: `shape` times its width, and `edges` pixels."""
    across, up = picture.layout.xaxis, picture.layout.yaxis
    if up.scaleanchor is None:
        return {"shape": 0.9, "edges": 0}
    shape = float(np.ptp(up.range) / np.ptp(across.range))
    return {"shape": round(min(0.9, shape), 2), "edges": 60 if across.title.text else 40}


def centroids(result) -> dict:
    look = looks_above(len(result.centroids), 0)[-1]
    look["text"] = [f"<b>{name + 1}</b>" for name in result.names]
    marker = look["marker"]
    line = {**marker["line"], "color": result.names.astype(np.int8)}
    look["marker"] = {**marker, "size": 26, "line": line}
    return {**look, "cliponaxis": False, "x": single(result.centroids[:, 0]), "y": single(result.centroids[:, 1])}


def boundaries(result, low, high) -> list[dict]:
    """Return each centroid's region, and the straight lines between them; far beyond the picture's edge."""
    straight = np.eye(2) if result.straight is None else result.straight
    if straight.shape[1] != 2 or abs(np.linalg.det(straight)) < 1e-12:
        return []
    reach = 4 * float(max((high - low).max(), 1e-9))
    corners = np.array([low - reach, high + reach])
    box = np.array([[x, y] for x in corners[:, 0] for y in corners[:, 1]]) @ straight
    cells = voronoi.cells(result.centroids, box.min(axis=0), box.max(axis=0))
    back = np.linalg.inv(straight)
    look = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    drawn = []
    for name, cell in zip(result.names, cells, strict=True):
        shape = np.vstack([cell, cell[:1]]) @ back
        xy = {"x": single(shape[:, 0]), "y": single(shape[:, 1])}
        drawn.append(
            {
                **look,
                **xy,
                "name": f"region {name + 1}",
                "line": {"width": 0},
                "fill": "toself",
                "fillcolor": style.CLUSTER[name % len(style.CLUSTER)],
                "opacity": 0.12,
            }
        )
        drawn.append({**look, **xy, "name": f"boundary {name + 1}", "line": {"width": 2.5, "color": style.TEXT}})
    return drawn


def row(places, cells: list[tuple[str, np.ndarray | None]]) -> Drawing:
    """Return small pictures of the same points (n, 2) side by side, each with a title and its labels.

    Places are sent as bytes: the pictures are small, and a page has dozens of them.
    """
    thin = np.arange(0, len(places), max(1, -(-len(places) // CELL_POINTS)))
    spots = bytes_of(places)[thin]
    width, gap = 1 / len(cells), 0.02
    data, layout = [], style.layout(margin={"l": 2, "r": 2, "t": 50, "b": 2}, dragmode=False, annotations=[], shapes=[])
    layout["coloraxis"] = style.COLORS
    layout["template"] = {"layout": {}}  # the usual one is longer than the points
    for at, (title, labels) in enumerate(cells):
        axis = "" if at == 0 else str(at + 1)
        middle = (at + 0.5) * width
        if labels is not None:
            data += cell(spots, np.asarray(labels)[thin], axis)
        side = [at * width + gap / 2, (at + 1) * width - gap / 2]
        square = {"scaleanchor": f"x{axis}", "constraintoward": "top"}
        layout[f"xaxis{axis}"] = {"domain": side, "anchor": f"y{axis}", **BARE}
        layout[f"yaxis{axis}"] = {"anchor": f"x{axis}", **square, **BARE}
        paper = {"xref": "paper", "yref": "paper"}
        layout["annotations"].append(
            {
                "text": title,
                "x": middle,
                "y": 1,
                "xanchor": "center",
                "yanchor": "bottom",
                "yshift": 6,
                "showarrow": False,
                "font": {"size": 14, "color": style.TEXT},
                **paper,
            }
        )
        layout["shapes"].append(
            {
                "type": "rect",
                "x0": 0,
                "x1": 1,
                "y0": 0,
                "y1": 1,
                "layer": "below",
                "xref": f"x{axis} domain",
                "yref": f"y{axis} domain",
                "line": {"width": 1, "color": style.UNASSIGNED},
            }
        )
    return Drawing(data, layout)


def cell(spots, labels, axis) -> list[dict]:
    """Return one small picture: the points with a cluster, and the noise. Every cell has both traces."""
    noise = labels < 0
    color, symbol = codes(labels[~noise])
    look = {"type": "scatter", "mode": "markers", "hoverinfo": "none", "xaxis": f"x{axis}", "yaxis": f"y{axis}"}
    dots = {"size": 5, "color": color, "symbol": symbol, "coloraxis": "coloraxis"}
    crosses = {**NOISE, "size": 5, "line": {"width": 1.5, "color": style.UNASSIGNED}}
    return [
        {**look, "x": spots[~noise, 0], "y": spots[~noise, 1], "marker": dots},
        {**look, "x": spots[noise, 0], "y": spots[noise, 1], "marker": crosses},
    ]


def bytes_of(places) -> np.ndarray:
    """Return the (n, 2) places in 0..255, at one scale where the picture can have one."""
    low, span = places.min(axis=0), np.maximum(np.ptp(places, axis=0), 1e-12)
    scale = np.full(2, span.max()) if span.min() * 8 > span.max() else span
    return np.round((places - low + (scale - span) / 2) / scale * SIDE).astype(np.uint8)


def curves(knob, lines: dict[str, list[float | None]], now: float, marked: dict[str, float | None], score) -> Drawing:
    """Return every method's score against the knob, the current place and its two scores marked.

    Method i has colour, shape and dashes i. Lines that lie on one another stay visible: the later is the thinner. A
    method that was run nowhere has no line.
    """
    data = []
    for at, (method, scores) in enumerate(lines.items()):
        if all(value is None for value in scores):
            continue
        ours = method == KMEANS
        tone = style.TEXT if ours else style.CLUSTER[list(lines).index(method) - 1]
        data.append(
            {
                "type": "scatter",
                "name": called(method),
                "mode": "lines+markers",
                "x": single(knob.places),
                "y": single([np.nan if value is None else value for value in scores]),
                "cliponaxis": False,
                "line": {"width": 4 if ours else max(2, 9 - 2 * at), "color": tone, "dash": DASHES[at]},
                "marker": {"size": 9, "symbol": int(style.SYMBOLS[at]), "color": tone},
                "hovertemplate": "%{y:.2f} at %{x}<extra>%{fullData.name}</extra>",
            }
        )
    data.sort(key=lambda trace: -trace["line"]["width"] if trace["name"] != KMEANS else 0)
    for method, value in marked.items():
        if value is not None:
            tone = next((trace["line"]["color"] for trace in data if trace["name"] == called(method)), style.TEXT)
            data.append(
                {
                    "type": "scatter",
                    "name": f"{called(method)}, now",
                    "mode": "markers",
                    "showlegend": False,
                    "x": single([now]),
                    "y": single([value]),
                    "cliponaxis": False,
                    "hoverinfo": "skip",
                    "marker": {"size": 19, "symbol": "circle-open", "color": tone, "line": {"width": 4}},
                }
            )
    pad = 0.03 * (knob.high - knob.low)
    layout = style.layout(
        xaxis=style.axis(knob.label, range=[knob.low - pad, knob.high + pad]),
        yaxis=style.axis(score, range=[-0.12, 1.08] if score == "ARI" else None, nticks=6),
        margin={"l": 48, "r": 12, "t": 8, "b": 44},
        showlegend=True,
        legend={"x": 1.02, "y": 1, "maxheight": 1000, "font": {"size": 14, "color": style.TEXT}},
        shapes=[
            {
                "type": "line",
                "x0": now,
                "x1": now,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"width": 2, "dash": "dot", "color": style.TEXT},
            }
        ],
    )
    return Drawing(data, layout)


def called(method: str) -> str:
    """Return a method's name where there is little room."""
    return method.removeprefix("Gaussian ") if method in METHODS else "the fix"


def neighbour_curve(distances, eps, suggested, min_samples) -> Drawing:
    """Return the sorted distances (n,) to the min_samples-th neighbour, with eps and what the bend suggests."""
    rank = np.arange(1, len(distances) + 1, dtype=np.float32)
    curve = {
        "type": "scatter",
        "mode": "lines",
        "name": "distance",
        "x": rank,
        "y": single(distances),
        "line": {"width": 3, "color": style.CLUSTER[0]},
        "hovertemplate": "%{y:.3g}<extra></extra>",
    }
    at = int(np.searchsorted(distances, suggested).clip(0, len(distances) - 1))
    bend = {
        "type": "scatter",
        "mode": "markers",
        "name": "the bend",
        "x": rank[[at]],
        "y": single([suggested]),
        "marker": {"size": 16, "symbol": "diamond", "color": style.CLUSTER[1]},
        "hoverinfo": "skip",
    }
    line = {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "paper",
        "y0": eps,
        "y1": eps,
        "line": {"width": 2, "dash": "dash", "color": style.TEXT},
    }
    top = 1.08 * float(max(distances[-1], min(eps, 2 * distances[-1]), suggested))
    name = {
        "text": f"eps = {eps:.3g}",
        "x": 0.01,
        "xref": "paper",
        "y": min(eps, top),
        "yanchor": "bottom",
        "xanchor": "left",
        "showarrow": False,
        "font": {"size": 15, "color": style.TEXT},
    }
    layout = style.layout(
        xaxis=style.axis("points, densest place first"),
        yaxis=style.axis(f"distance to neighbour {min_samples}", range=[0, top]),
        shapes=[line],
        annotations=[name],
    )
    return Drawing([curve, bend], layout)


def growth(counts, seconds: dict[str, list[float | None]]) -> Drawing:
    """Return every method's time against the number of points, on logarithmic axes."""
    data = [
        {
            "type": "scatter",
            "name": method,
            "mode": "lines+markers",
            "x": np.asarray(counts, dtype=np.float32),
            "y": single([np.nan if value is None else 1000 * value for value in times]),
            "line": {"width": 3, "color": style.TEXT if method == KMEANS else style.CLUSTER[at - 1]},
            "marker": {"size": 10, "symbol": int(style.SYMBOLS[at])},
            "hovertemplate": "%{y:.3g} ms<extra></extra>",
        }
        for at, (method, times) in enumerate(seconds.items())
    ]
    layout = style.layout(
        xaxis=style.axis("points", type="log", tickvals=list(counts), ticktext=[f"{n:,}" for n in counts]),
        yaxis=style.axis("milliseconds", type="log", dtick=1),
        showlegend=True,
        legend=LEGEND,
    )
    return Drawing(data, layout)
