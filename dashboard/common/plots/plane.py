"""Points, centroids and regions in a plane: the traces that several pages draw."""

import numpy as np

from dashboard.common.plots import style, voronoi
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.traces import label_font, line, ring, scatter, xy

MAX_OUTLINED_POINTS = 1500  # outlines of thousands of markers are slow
POINTS = "points"  # the trace whose markers are the data, by name


def plane_layout(low, high, view) -> dict:
    """Return the layout of a picture of the box low..high, with equal axes where they can be equal."""
    span = np.maximum(high - low, 1e-9 * np.maximum(1, np.abs(high)))
    pad = 0.06 * span
    x, y = ([float(low[f] - pad[f]), float(high[f] + pad[f])] for f in (0, 1))
    equal = dict(scaleanchor="x", scaleratio=1) if comparable(low, high) else {}
    yaxis = style.axis(view.titles[1], range=y, **equal)
    return style.layout(xaxis=style.axis(view.titles[0], range=x), yaxis=yaxis, hovermode="closest")


def framed(layout: dict) -> dict:
    """Return a layout of `plane_layout` whose axes end where the data do, which are as large as the room allows."""
    axes = {name: layout[name] | dict(constrain="domain") for name in ("xaxis", "yaxis")}
    return layout | axes


def constrained_domains(figure) -> dict[str, list[float]]:
    """Return the domain of every axis that gives up a part of it for an equal scale, by the name of the axis.

    The browser begins with it again at each new size, because Plotly takes the part that is left for the domain.
    """
    axes = [*figure.select_xaxes(), *figure.select_yaxes()]
    return {axis.plotly_name: list(axis.domain or (0, 1)) for axis in axes if axis.constrain == "domain"}


def comparable(low, high) -> bool:
    """Whether both axes can have one scale without flattening the picture to a line."""
    span = high - low
    return bool(span.min() * 8 > span.max())


def small_multiples(places, panels, view, top_px=40, corners=None) -> Drawing:
    """Return a row of panels with the points at `places` (n, 2): (title, labels (n,), centroids (k, 2) or None).

    `corners` (2, 2) are the lowest and the highest place of a panel, if these are not the points' own.
    """
    low, high = (places.min(axis=0), places.max(axis=0)) if corners is None else corners
    width = (1 - 0.03 * (len(panels) - 1)) / len(panels)
    plane = plane_layout(low, high, view)
    frame = dict(showticklabels=False, showgrid=False, zeroline=False, showline=True, mirror=True, constrain="domain")
    frame |= dict(linecolor=style.UNASSIGNED)
    data, axes, titles = [], {}, []
    for i, (title, labels, centroids) in enumerate(panels):
        number = str(i + 1) if i else ""
        left = i * (width + 0.03)
        where = dict(xaxis=f"x{number}", yaxis=f"y{number}")
        color, symbol = style.cluster_codes(labels, len(places))
        marker = dict(color=color, symbol=symbol, size=5, **style.COLORS)
        data.append(scatter("points", **xy(places), marker=marker, **where))
        if centroids is not None:
            data.append(centroid_look(len(centroids), size=18, edge=3, font=11) | xy(centroids) | where)
        x = dict(range=plane["xaxis"]["range"], domain=[left, left + width], anchor=f"y{number}", **frame)
        y = dict(range=plane["yaxis"]["range"], anchor=f"x{number}", **frame)
        axes[f"xaxis{number}"] = x
        axes[f"yaxis{number}"] = y | (dict(scaleanchor=f"x{number}") if comparable(low, high) else {})
        place = dict(x=left + width / 2, y=1, xref="paper", yref="paper", xanchor="center", yanchor="bottom", yshift=10)
        titles.append(dict(text=title, showarrow=False, font=label_font(), **place))
    plain = dict(template=dict(layout={}))  # the template is longer than the points
    return Drawing(data, style.layout(margin=dict(l=8, r=8, t=top_px, b=24), annotations=titles, **axes) | plain)


def region_look(j) -> dict:
    color = style.CLUSTER[j]
    look = dict(line=line(1), fill="toself", fillcolor=color, opacity=0.16, meta="regions")
    return scatter(f"region {j + 1}", "lines", **look)


def point_look(n) -> dict:
    """Return the look of `n` points; the player shows a tip when the pointer is on one."""
    edge = dict(width=0.8 if n <= MAX_OUTLINED_POINTS else 0, color=style.PAGE)
    marker = dict(size=style.point_size(n), opacity=0.9, line=edge, **style.COLORS)
    return scatter(POINTS, hoverinfo="none", marker=marker)


def centroid_look(k, size=None, edge=5, font=16) -> dict:
    """Return the look of `k` centroids: numbered circles with an edge in their cluster's colour."""
    edge = dict(width=edge, color=np.arange(k, dtype=np.int8), **line_colors(style.colors(max(k, 10))))
    marker = dict(size=size or (30 if k <= 6 else 22), symbol="circle", color=style.PAGE, opacity=1, line=edge)
    text = dict(text=[f"<b>{j + 1}</b>" for j in range(k)], textfont=label_font(font), textposition="middle center")
    return scatter("centroids", "markers+text", **text, marker=marker)


def looks_above(k, n) -> list[dict]:
    """Return the constant look of every trace above the regions, in the order they are drawn."""
    size = style.point_size(n)
    gap, width = (8, 3) if n <= MAX_OUTLINED_POINTS else (4, 1.5)  # rings close together would merge
    switched = dict(size=size + gap, symbol="circle-open", line=dict(width=width), **style.COLORS)
    arrow = dict(symbol="arrow", angleref="previous", opacity=1, color=style.TEXT)
    return [
        scatter("trails", "lines", line=line(dash="dot"), meta="trails"),
        point_look(n),
        scatter("switched", marker=switched),
        scatter("came from", marker=ring(24, width=2, opacity=0.7)),
        scatter("movement", "lines+markers", line=line(2.5), marker=arrow),
        centroid_look(k),
    ]


def line_colors(scale=style.COLORS) -> dict:
    return {key: value for key, value in scale.items() if key != "showscale"}


def regions(centroids, low, high) -> list[dict]:
    """Return each cluster's region, reaching far beyond the picture so that zooming out finds no edge."""
    reach = 4 * float(max((high - low).max(), 1e-9))
    return [xy(polygon) for polygon in voronoi.cells(centroids, low - reach, high + reach)]


def points(labels, n) -> dict:
    color, symbol = style.cluster_codes(labels, n)
    return dict(marker=dict(color=color, symbol=symbol))
