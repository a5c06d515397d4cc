"""What the Failure cases page draws: a clustering, a row of small ones, scores, neighbour distances and times."""

import numpy as np

from dashboard.common.plots import style, voronoi
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import centroid_look, comparable, framed, plane_layout
from dashboard.common.plots.traces import label_font, line, ring, scatter, single, xy
from dashboard.failure_cases.compute import MethodResult
from dashboard.failure_cases.text import short_name

# The methods' own colours, no cluster's: each stands out from a light and from a dark page.
METHOD_COLORS = (style.TEXT, "#0B8A8F", "#B07D00", "#D0406F", "#7E63D6", "#5B8C22")  # k-means is the first
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOL_LETTERS = "●■◆▲✖⬟"  # as the first of style.SYMBOLS
DODGE = 0.012  # of the axis between the markers of two methods, so that equal scores lie side by side
LABEL_GAP = 0.125  # of the axis between two labels
MAX_CELL_POINTS = 40
CELL_SPAN, CELL_MARGIN, CELL_PITCH = 255, 14, 292  # a cell's units are finer than its pixels


def clustering_plot(places, result: MethodResult, view) -> Drawing:
    """Return the points (n, 2) by cluster, noise as crosses; with centroids also the boundaries between them."""
    labels = result.labels
    low, high = places.min(axis=0), places.max(axis=0)
    with_centroids = view.complete and result.centroids is not None
    noise = labels < 0
    marker = dict(size=style.point_size(len(places)) - 1, opacity=0.9, line=dict(width=0.8, color=style.PAGE))
    data = _boundaries(result, low, high) if with_centroids else []
    data.append(scatter("points", **xy(places[~noise]), marker=marker | _codes(labels[~noise]) | style.COLORS))
    data.append(scatter("noise", **xy(places[noise]), marker=_cross(8, 2)))
    if with_centroids and result.transform is None:
        look = centroid_look(len(result.centroids), size=26)
        look["text"] = [f"<b>{name + 1}</b>" for name in result.names]
        look["marker"]["line"]["color"] = result.names.astype(np.int8)
        data.append(look | xy(result.centroids) | dict(cliponaxis=False))
    layout = framed(plane_layout(low, high, view)) | dict(margin=dict(l=36, r=16, t=16, b=28), dragmode=False)
    for axis in (layout["xaxis"], layout["yaxis"]):
        axis |= dict(fixedrange=True)
        axis["title"]["text"] = axis["title"]["text"].replace(" of the variance)", ")")  # the frame is low
    layout["yaxis"]["constraintoward"] = "top"  # near its heading
    return Drawing(data, layout)


def filled_shape(picture: Drawing) -> dict[str, float]:
    """Return how high a picture may become without empty room: `aspect` times its width, and `padding` pixels."""
    xaxis, yaxis = picture.layout.xaxis, picture.layout.yaxis
    if yaxis.scaleanchor is None:
        return dict(aspect=0.9, padding=0)
    aspect = round(min(0.9, float(np.ptp(yaxis.range) / np.ptp(xaxis.range))), 2)
    return dict(aspect=aspect, padding=60)


def _codes(labels) -> dict:
    """Return the colours and marker shapes of `labels`; beyond ten clusters both repeat."""
    color, symbol = style.cluster_codes(np.asarray(labels) % len(style.CLUSTER), len(labels))
    return dict(color=color, symbol=symbol)


def _cross(size, width) -> dict:
    return dict(symbol="x-thin", size=size, color=style.UNASSIGNED, line=line(width, style.UNASSIGNED))


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


def clustering_row(places, cells: list[tuple[str, np.ndarray]]) -> Drawing:
    """Return small pictures of the same points (n, 2), each with a title and labels, side by side in one plane: axes
    and traces of their own would be most of what is sent."""
    rows = np.arange(0, len(places), max(1, -(-len(places) // MAX_CELL_POINTS)))
    spots = to_bytes(places)[rows]
    x = np.concatenate([spots[:, 0] + np.int16(i * CELL_PITCH) for i in range(len(cells))])
    y = np.tile(spots[:, 1], len(cells))
    labels = np.concatenate([np.asarray(labels)[rows] for _, labels in cells])
    codes = _codes(labels[labels >= 0])
    colors = style.colors(int(codes["color"].max(initial=0)) + 1)  # no more than these: the scale is long, too
    layers = (labels >= 0, dict(size=5, **codes, **colors)), (labels < 0, _cross(5, 1.5))
    look = dict(type="scatter", mode="markers", hoverinfo="none")
    data = [dict(look, x=x[mask], y=y[mask], marker=marker) for mask, marker in layers if mask.any()]
    title_look = dict(y=1, yref="paper", xanchor="center", yanchor="bottom", yshift=6, showarrow=False)
    frame_look = dict(type="rect", y0=-CELL_MARGIN, y1=CELL_SPAN + CELL_MARGIN, layer="below")
    titles, frames = [], []
    for i, (title, _) in enumerate(cells):
        left, right = i * CELL_PITCH - CELL_MARGIN, i * CELL_PITCH + CELL_SPAN + CELL_MARGIN
        titles.append(dict(text=title, x=(left + right) / 2, **title_look))
        frames.append(dict(x0=left, x1=right, line=line(1, style.UNASSIGNED), **frame_look))
    bare = dict(visible=False, fixedrange=True, constrain="domain")
    xaxis = dict(range=[-CELL_MARGIN - 1, right + 1], **bare)
    yaxis = dict(range=[-CELL_MARGIN - 1, CELL_SPAN + CELL_MARGIN + 1], scaleanchor="x", constraintoward="top", **bare)
    # The usual template is longer than the points. Streamlit's own clickmode is lost when letters grow.
    clicks = dict(dragmode=False, clickmode="event+select")
    options = dict(margin=dict(l=2, r=2, t=50, b=2), template=dict(layout={}), **clicks)
    return Drawing(data, style.layout(xaxis=xaxis, yaxis=yaxis, annotations=titles, shapes=frames, **options))


def clicked_cell(x: float) -> int:
    """Return which picture of a row a point at `x` lies in."""
    return int((x + CELL_MARGIN) // CELL_PITCH)


def to_bytes(places) -> np.ndarray:
    """Return the (n, 2) places in 0..255, at one scale where that does not make a line of them."""
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.maximum(high - low, 1e-12)
    scale = np.full(2, span.max()) if comparable(low, high) else span
    return np.round((places - low + (scale - span) / 2) / scale * CELL_SPAN).astype(np.uint8)


def score_plot(parameter, scores: dict[str, list[float | None]], now: float, marked: dict, title: str) -> Drawing:
    """Return every method's score against the parameter, with its current value and the two `marked` scores.

    The markers of the methods are shifted a little, so that no curve hides another.
    """
    known = [score for values in scores.values() for score in values if score is not None]
    low, high = (-0.12, 1.12) if title == "ARI" else (min(known, default=0.0) - 0.05, max(known, default=1.0) + 0.05)
    width = parameter.high - parameter.low
    data, rings = [], []
    for i, (method, values) in enumerate(scores.items()):
        shift = (i - (len(scores) - 1) / 2) * DODGE * width
        hover = dict(hovertemplate="%{y:.2f} at %{customdata}<extra>%{fullData.name}</extra>", cliponaxis=False)
        y = single(np.array(values, dtype=float))  # None becomes NaN, a gap in the curve
        curve = dict(x=single(parameter.grid + shift), y=y, customdata=parameter.grid)
        data.append(scatter(short_name(method), "lines+markers", **curve, **_method_look(i), **hover))
        if marked.get(method) is not None:
            where = dict(x=single([now + shift]), y=single([marked[method]]), cliponaxis=False)
            rings.append(scatter(f"{short_name(method)}, now", **where, marker=ring(19, METHOD_COLORS[i])))
    last = {method: next((v for v in reversed(values) if v is not None), low) for method, values in scores.items()}
    xaxis = style.axis(parameter.label, range=[parameter.low - 0.05 * width, parameter.high + 0.05 * width])
    yaxis = style.axis(title, range=[low, high], nticks=6)
    now_line = dict(type="line", x0=now, x1=now, y0=0, y1=1, yref="paper", line=line(dash="dot"))
    return _with_end_labels(data + rings, xaxis, yaxis, last, shapes=[now_line])


def _method_look(i) -> dict:
    marker = dict(size=9, symbol=int(style.SYMBOLS[i]), color=METHOD_COLORS[i])
    return dict(line=line(3 if i == 0 else 2, METHOD_COLORS[i], dash=DASHES[i]), marker=marker)


def _with_end_labels(data, xaxis, yaxis, last: dict[str, float], **more) -> Drawing:
    """Return curves with the methods' names on their right, moved apart where the `last` values are close."""
    low, high = yaxis["range"]
    order = sorted(range(len(last)), key=[*last.values()].__getitem__)
    gap = LABEL_GAP * (high - low)
    steps = gap * np.arange(len(order))
    apart = np.maximum.accumulate(np.sort([*last.values()]) - steps) + steps  # each above the one below it
    places = np.minimum(apart, high - gap / 2 - steps[::-1])  # and none above the top
    look = dict(x=1, xref="paper", xanchor="left", xshift=8, showarrow=False, font=label_font())
    labels = []
    for i, place in zip(order, places, strict=True):
        symbol = f'<span style="color:{METHOD_COLORS[i]}">{SYMBOL_LETTERS[i]}</span>'
        labels.append(dict(text=f"{symbol} {short_name([*last][i])}", y=float(place), **look))
    fixed = dict(xaxis=xaxis | dict(fixedrange=True), yaxis=yaxis | dict(fixedrange=True), dragmode=False)
    margin = style.MARGIN | dict(r=148)  # room for the labels
    return Drawing(data, style.layout(margin=margin, annotations=labels, **fixed, **more))


def neighbour_distance_plot(distances, eps, suggested, min_samples) -> Drawing:
    """Return the sorted distances (n,) to the min_samples-th neighbour, with eps and the bend of the curve."""
    rank = np.arange(1, len(distances) + 1, dtype=np.float32)
    hover = dict(hovertemplate="%{y:.3g}<extra></extra>")
    curve = scatter("distance", "lines", x=rank, y=single(distances), line=line(3, METHOD_COLORS[1]), **hover)
    i = max(0, int(np.searchsorted(distances, suggested, side="right")) - 1)
    diamond = dict(size=16, symbol="diamond", color=style.TEXT)
    bend = scatter("the bend", x=rank[[i]], y=single(distances[[i]]), marker=diamond)
    top = 1.08 * float(max(distances[-1], min(eps, 2 * distances[-1]), suggested))
    place = dict(x=0.01, y=min(eps, top), xref="paper", yanchor="bottom", xanchor="left")
    name = dict(text=f"eps = {eps:.3g}", showarrow=False, font=label_font(15), **place)
    eps_line = dict(type="line", x0=0, x1=1, xref="paper", y0=eps, y1=eps, line=line(dash="dash"))
    xaxis = style.axis("points, densest regions first", fixedrange=True)
    yaxis = style.axis(f"distance to neighbour {min_samples}", range=[0, top], fixedrange=True)
    more = dict(shapes=[eps_line], annotations=[name], dragmode=False)
    return Drawing([curve, bend], style.layout(xaxis=xaxis, yaxis=yaxis, **more))


def time_plot(counts, seconds: dict[str, list[float]]) -> Drawing:
    """Return every method's time against the number of points, on logarithmic axes."""
    data, logs = [], {method: np.log10(1000 * np.array(times)) for method, times in seconds.items()}
    for i, (method, times) in enumerate(logs.items()):
        hover = dict(hovertemplate="%{y:.3g} ms<extra></extra>")
        data.append(scatter(method, "lines+markers", x=single(counts), y=single(10**times), **_method_look(i), **hover))
    low, high = np.min(list(logs.values())) - 0.2, np.max(list(logs.values())) + 0.2
    xaxis = style.axis("points", type="log", tickvals=list(counts), ticktext=[f"{n:,}" for n in counts])
    yaxis = style.axis("milliseconds", type="log", dtick=1, range=[low, high])
    return _with_end_labels(data, xaxis, yaxis, {method: times[-1] for method, times in logs.items()})
