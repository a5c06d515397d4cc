"""What the Failure cases page draws: a clustering, a row of small ones, scores, neighbour distances and times."""

import numpy as np

from dashboard.common.plots import style, voronoi
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import centroid_look, comparable, plane_layout
from dashboard.common.plots.traces import label_font, line, ring, scatter, single, xy
from dashboard.failure_cases.compute import KMEANS, MethodResult
from dashboard.failure_cases.text import short_name

METHOD_COLORS = (style.TEXT, *style.CLUSTER)  # k-means, the first, has that of text
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")  # a line below shows between the dashes
MAX_CELL_POINTS = 100
CELL_SPAN, CELL_MARGIN = 255, 14  # one byte for each coordinate is finer than the pixels of a small picture
TRACES_PER_CELL = 2


def clustering_plot(places, result: MethodResult, view) -> Drawing:
    """Return the points (n, 2) by cluster, noise as crosses; with centroids also the boundaries between them."""
    labels = np.full(len(places), -1) if result.labels is None else result.labels
    low, high = places.min(axis=0), places.max(axis=0)
    with_centroids = view.complete and result.centroids is not None
    noise = labels < 0
    marker = dict(size=style.point_size(len(places)) - 1, opacity=0.9, line=dict(width=0.8, color=style.PAGE))
    data = _boundaries(result, low, high) if with_centroids else []
    data.append(scatter("points", **xy(places[~noise]), marker=marker | _codes(labels[~noise]) | style.COLORS))
    data.append(scatter("noise", **xy(places[noise]), marker=_cross(8, 2)))
    if with_centroids and result.transform is None:
        data.append(_centroids(result))
    layout = plane_layout(low, high, view) | dict(margin=dict(l=36, r=16, t=16, b=28))
    for axis in (layout["xaxis"], layout["yaxis"]):
        axis["constrain"] = "domain"  # as large as the frame allows, at one scale
        title = axis["title"]["text"].replace(" of the variance)", ")")  # the frame is too low for all of it
        generated = set(view.titles) == {"x", "y"}  # these features mean nothing: more room for the points
        axis["title"] = None if generated else axis["title"] | dict(text=title)
    layout["yaxis"]["constraintoward"] = "top"  # near its heading
    return Drawing(data, layout)


def filled_shape(picture: Drawing) -> dict[str, float]:
    """Return how high a picture may become without empty room: `aspect` times its width, and `padding` pixels."""
    xaxis, yaxis = picture.layout.xaxis, picture.layout.yaxis
    if yaxis.scaleanchor is None:
        return dict(aspect=0.9, padding=0)
    aspect = round(min(0.9, float(np.ptp(yaxis.range) / np.ptp(xaxis.range))), 2)
    return dict(aspect=aspect, padding=60 if xaxis.title.text else 40)


def _codes(labels) -> dict:
    """Return the colours and marker shapes of `labels`; beyond ten clusters both repeat."""
    color, symbol = style.cluster_codes(np.asarray(labels) % len(style.CLUSTER), len(labels))
    return dict(color=color, symbol=symbol)


def _cross(size, width) -> dict:
    """Return the marker of noise."""
    return dict(symbol="x-thin", size=size, color=style.UNASSIGNED, line=line(width, style.UNASSIGNED))


def _centroids(result) -> dict:
    look = centroid_look(len(result.centroids), size=26)
    look["text"] = [f"<b>{name + 1}</b>" for name in result.names]
    look["marker"]["line"]["color"] = result.names.astype(np.int8)
    return look | xy(result.centroids) | dict(cliponaxis=False)


def _boundaries(result, low, high) -> list[dict]:
    """Return the region of each centroid and its boundary, far beyond the edge of the picture."""
    transform = np.eye(2) if result.transform is None else result.transform
    if transform.shape[1] != 2 or abs(np.linalg.det(transform)) < 1e-12:
        return []
    reach = 4 * float(max((high - low).max(), 1e-9))
    corners = np.array([low - reach, high + reach])
    box = np.array([[x, y] for x in corners[:, 0] for y in corners[:, 1]]) @ transform
    cells = voronoi.cells(result.centroids, box.min(axis=0), box.max(axis=0))
    data = []
    for name, cell in zip(result.names, cells, strict=True):
        outline = xy(np.vstack([cell, cell[:1]]) @ np.linalg.inv(transform))
        fill = dict(fill="toself", fillcolor=style.CLUSTER[name % len(style.CLUSTER)], opacity=0.12)
        data.append(scatter(f"region {name + 1}", "lines", **outline, line=dict(width=0), **fill))
        data.append(scatter(f"boundary {name + 1}", "lines", **outline, line=line(2.5)))
    return data


def clustering_row(places, cells: list[tuple[str, np.ndarray | None]]) -> Drawing:
    """Return small pictures of the same points (n, 2) side by side, each with a title and labels; nothing for None.

    Every picture has two traces, even without points. Positions are sent as bytes: a page has dozens of pictures.
    """
    rows = np.arange(0, len(places), max(1, -(-len(places) // MAX_CELL_POINTS)))
    positions = to_bytes(places)[rows]
    data, gap = [], 0.02
    layout = style.layout(margin=dict(l=2, r=2, t=50, b=2), dragmode=False, annotations=[], shapes=[])
    layout |= dict(coloraxis=style.COLORS, template=dict(layout={}))  # the usual template is longer than the points
    bare = dict(showticklabels=False, showgrid=False, zeroline=False, fixedrange=True, constrain="domain")
    bare["range"] = [-CELL_MARGIN, CELL_SPAN + CELL_MARGIN]
    title_look = dict(y=1, xanchor="center", yanchor="bottom", yshift=6, showarrow=False, font=label_font())
    for i, (title, labels) in enumerate(cells):
        axis = str(i + 1) if i else ""
        left, right = i / len(cells) + gap / 2, (i + 1) / len(cells) - gap / 2
        drawn_labels = np.empty(0, dtype=int) if labels is None else np.asarray(labels)[rows]
        data += _cell(positions[: len(drawn_labels)], drawn_labels, axis)
        square = dict(scaleanchor=f"x{axis}", constraintoward="top")
        layout[f"xaxis{axis}"] = dict(domain=[left, right], anchor=f"y{axis}", **bare)
        layout[f"yaxis{axis}"] = dict(anchor=f"x{axis}", **square, **bare)
        note = dict(text=title, x=(left + right) / 2, xref="paper", yref="paper", **title_look)
        layout["annotations"].append(note)
        frame = dict(xref=f"x{axis} domain", yref=f"y{axis} domain", line=line(1, style.UNASSIGNED))
        layout["shapes"].append(dict(type="rect", x0=0, x1=1, y0=0, y1=1, layer="below", **frame))
    return Drawing(data, layout)


def _cell(positions, labels, axis) -> list[dict]:
    """Return the traces of one small picture: the points with a cluster, and the noise."""
    look = dict(type="scatter", mode="markers", hoverinfo="none", xaxis=f"x{axis}", yaxis=f"y{axis}")
    points = dict(size=5, coloraxis="coloraxis", **_codes(labels[labels >= 0]))
    layers = (labels >= 0, points), (labels < 0, _cross(5, 1.5))
    return [dict(look, x=positions[mask, 0], y=positions[mask, 1], marker=marker) for mask, marker in layers]


def to_bytes(places) -> np.ndarray:
    """Return the (n, 2) places in 0..255, at one scale where that does not make a line of them."""
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.maximum(high - low, 1e-12)
    scale = np.full(2, span.max()) if comparable(low, high) else span
    return np.round((places - low + (scale - span) / 2) / scale * CELL_SPAN).astype(np.uint8)


def score_plot(parameter, scores: dict[str, list[float | None]], now: float, marked: dict, title: str) -> Drawing:
    """Return every method's score against the parameter, with its current value and the two `marked` scores.

    Method i has colour, shape and dashes i. Where curves coincide all stay visible: the later ones are thinner, with
    smaller markers. A method that was run nowhere has no curve.
    """
    data = []
    for i, (method, values) in enumerate(scores.items()):
        if all(value is None for value in values):
            continue
        color, width = METHOD_COLORS[i], 4 if method == KMEANS else max(2, 9 - 2 * i)
        look = line(width, color, dash=DASHES[i])
        marker = dict(size=7 if method == KMEANS else 6 + width, symbol=int(style.SYMBOLS[i]), color=color)
        hover = dict(hovertemplate="%{y:.2f} at %{x}<extra>%{fullData.name}</extra>", cliponaxis=False)
        curve = dict(x=single(parameter.grid), y=_with_gaps(values), line=look, marker=marker)
        data.append(scatter(short_name(method), "lines+markers", **curve, **hover))
    data.sort(key=lambda trace: -trace["line"]["width"] if trace["name"] != KMEANS else 0)
    colors = {trace["name"]: trace["line"]["color"] for trace in data}
    for method, score in marked.items():
        if score is not None:
            look = ring(19, colors.get(short_name(method), style.TEXT))
            where = dict(x=single([now]), y=single([score]), cliponaxis=False)
            data.append(scatter(f"{short_name(method)}, now", **where, marker=look, showlegend=False))
    pad = 0.03 * (parameter.high - parameter.low)
    xaxis = style.axis(parameter.label, range=[parameter.low - pad, parameter.high + pad])
    yaxis = style.axis(title, range=[-0.12, 1.08] if title == "ARI" else None, nticks=6)
    now_line = dict(type="line", x0=now, x1=now, y0=0, y1=1, yref="paper", line=line(dash="dot"))
    legend = dict(legend=dict(x=1.02, y=1, maxheight=1000, font=label_font()), showlegend=True)
    frame = dict(margin=dict(l=48, r=12, t=8, b=44), shapes=[now_line])
    return Drawing(data, style.layout(xaxis=xaxis, yaxis=yaxis, **legend, **frame))


def _with_gaps(values) -> np.ndarray:
    return single([np.nan if value is None else value for value in values])


def neighbour_distance_plot(distances, eps, suggested, min_samples) -> Drawing:
    """Return the sorted distances (n,) to the min_samples-th neighbour, with eps and the bend of the curve."""
    rank = np.arange(1, len(distances) + 1, dtype=np.float32)
    hover = dict(hovertemplate="%{y:.3g}<extra></extra>")
    curve = scatter("distance", "lines", x=rank, y=single(distances), line=line(3, style.CLUSTER[0]), **hover)
    i = int(np.searchsorted(distances, suggested).clip(0, len(distances) - 1))
    diamond = dict(size=16, symbol="diamond", color=style.CLUSTER[1])
    bend = scatter("the bend", x=rank[[i]], y=single([suggested]), marker=diamond)
    top = 1.08 * float(max(distances[-1], min(eps, 2 * distances[-1]), suggested))
    place = dict(x=0.01, y=min(eps, top), xref="paper", yanchor="bottom", xanchor="left")
    name = dict(text=f"eps = {eps:.3g}", showarrow=False, font=label_font(15), **place)
    eps_line = dict(type="line", x0=0, x1=1, xref="paper", y0=eps, y1=eps, line=line(dash="dash"))
    xaxis = style.axis("points, densest regions first")
    yaxis = style.axis(f"distance to neighbour {min_samples}", range=[0, top])
    return Drawing([curve, bend], style.layout(xaxis=xaxis, yaxis=yaxis, shapes=[eps_line], annotations=[name]))


def time_plot(counts, seconds: dict[str, list[float | None]]) -> Drawing:
    """Return every method's time against the number of points, on logarithmic axes."""
    data = []
    for i, (method, times) in enumerate(seconds.items()):
        y = 1000 * _with_gaps(times)
        look = dict(line=line(3, METHOD_COLORS[i]), marker=dict(size=10, symbol=int(style.SYMBOLS[i])))
        hover = dict(hovertemplate="%{y:.3g} ms<extra></extra>")
        data.append(scatter(method, "lines+markers", x=single(counts), y=y, **look, **hover))
    xaxis = style.axis("points", type="log", tickvals=list(counts), ticktext=[f"{n:,}" for n in counts])
    yaxis = style.axis("milliseconds", type="log", dtick=1)
    legend = dict(orientation="h", y=1.02, yanchor="bottom", x=0, font=label_font())
    return Drawing(data, style.layout(xaxis=xaxis, yaxis=yaxis, legend=legend, showlegend=True))
