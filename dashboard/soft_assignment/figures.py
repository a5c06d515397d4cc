"""The figures of the Soft assignment page: the shared points, one point's shares, the models side by side."""

from functools import cache

import numpy as np

from dashboard.common.plots import plane, style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film, film, merged
from dashboard.common.plots.traces import NOWHERE, label_font, line, ring, scatter, single, xy
from dashboard.soft_assignment.film import SoftPicture
from dashboard.soft_assignment.models import LEVELS, is_undecided, uncertainty

MAP_CELLS, CELL_DIVISIONS = 34, 3  # the map is computed finer and blurred, for a narrow border would look like beads
MAP_BORDER = 1.12  # how far the map reaches beyond the points, so that a screen of any shape shows no edge
UNIT_CIRCLE = np.stack([f(np.linspace(0, 2 * np.pi, 13)) for f in (np.cos, np.sin)], axis=1)


def soft_cluster_plot(places, pictures: list[SoftPicture], view, shade: str) -> Film:
    """Return the film as one figure with a named frame for every picture.

    `places` (m, 2) are the drawn points, to which the pictures' shares belong. `shade` is what the map under them
    shows: "uncertainty", or a cluster, such as "cluster 2". From back to front: map, regions, paths, half-way lines,
    points, rings, former centroids, arrows, centroids.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.maximum(high - low, 1e-9 * np.maximum(1, np.abs(high)))
    n, k = len(places), len(pictures[0].model.centroids)
    has_map, has_regions = view.complete, view.complete and not pictures[0].model.is_mixture
    grid, points = ShareMap(low, high, shade), xy(places)

    @cache
    def background(shared) -> list[dict]:
        """Return map and regions as the last sharing made them; a move leaves them as they are."""
        parts = [dict(z=grid.values(shared and shared.model))] if has_map else []
        if has_regions:
            centroids = (shared or pictures[0].state).model.centroids
            parts += plane.regions(view.on(centroids), low, high, drawn=shared is not None)
        return parts

    path = [view.on(picture.model.centroids) for picture in pictures]
    frames = []
    for i, picture in enumerate(pictures):
        before = view.on(picture.before)
        parts = [
            *background(picture.shared),
            plane.trails(path[: i + 1]),
            *halfway_lines(picture.model, path[i], view, 50 * float(span.max())),
            *(points | layer for layer in blended_layers(picture.shares, n, k)),
            points | {"marker": dict(opacity=undecided_rings(picture.shares, n))},
            xy(before),
            plane.arrows(before, path[i], span),
            xy(path[i]),
        ]
        frames.append(dict(name=picture.name, data=parts, traces=list(range(len(parts)))))
    common = {look["name"]: look for look in plane.looks_above(k, n)}
    ground, *above = (layer_look(j, k, common[plane.POINTS]) for j in range(k))
    shares = pictures[0].shares
    color, symbol = style.cluster_codes(None if shares is None else shares.argmax(axis=1), n)
    ring_marker = ring(style.point_size(n) + 6, width=1.8)
    looks = [
        *([grid.look()] if has_map else []),
        *(plane.region_look(j) for j in range(k) if has_regions),
        common["trails"],
        *(halfway_look(j, is_filled=not has_regions) for j in range(k)),
        merged(ground | points, dict(marker=dict(color=color, symbol=symbol))),
        *(look | NOWHERE for look in above),
        scatter("undecided", meta="rings", opacity=0.65, marker=ring_marker) | NOWHERE,
        common["came from"],
        common["movement"],
        common["centroids"],
    ]
    later = [i for i, look in enumerate(looks) if look["name"].startswith((plane.POINTS, "undecided"))]
    return film(looks, frames, plane.plane_layout(low, high, view), later)


def layer_look(j, k, look) -> dict:
    """Return the look of cluster j's layer of points. Only the top one reacts to the pointer."""
    marker = {key: look["marker"][key] for key in ("size", "line")} | dict(opacity=1)
    marker |= dict(color=style.CLUSTER[j]) if j else style.COLORS  # the lowest one is grey before points are shared
    name, hover = (plane.POINTS, "none") if j == k - 1 else (f"{plane.POINTS} {j + 1}", "skip")
    return look | dict(name=name, hoverinfo=hover, marker=marker)


def blended_layers(shares, n, k) -> list[dict]:
    """Return for each cluster the opacities with which its colour is laid over those before it.

    A layer of opacity p_j / (p_1 + ... + p_j) makes the stack the sum of p_j times colour j: the browser mixes the
    theme's colours. The marker's shape is that of the cluster with the largest share.
    """
    if shares is None:
        grey, symbol = style.cluster_codes(None, n)
        markers = [dict(color=grey), *(dict(opacity=np.zeros(n, dtype=np.float32)) for _ in range(k - 1))]
    else:
        symbol = style.SYMBOLS[shares.argmax(axis=1)]
        visible = np.where(shares < 0.005, 0.0, shares)
        below = np.cumsum(visible, axis=1)
        opacity = np.divide(visible, below, out=np.zeros_like(visible), where=below > 0)
        opacity = single(np.rint(50 * opacity) / 50)  # steps too fine to be seen compress well
        markers = [dict(color=np.zeros(n, dtype=np.int8)), *(dict(opacity=opacity[:, j]) for j in range(1, k))]
    return [dict(marker=dict(symbol=symbol, **marker)) for marker in markers]


def undecided_rings(shares, n) -> np.ndarray:
    """Return the opacity of each point's ring: 1 where it is undecided."""
    return np.zeros(n, dtype=np.uint8) if shares is None else is_undecided(shares).astype(np.uint8)


def halfway_look(j, is_filled) -> dict:
    color = style.CLUSTER[j]
    fill = dict(fill="toself", fillcolor=color, opacity=0.5) if is_filled else {}
    edge = line(3, color, shape="spline")
    return scatter(f"half-way {j + 1}", "lines", meta="half-way lines", line=edge, **fill)


def halfway_lines(model, places, view, longest) -> list[dict]:
    """Return the line around each centroid on which its pull has fallen to one half, as the view shows it."""
    lines = []
    for place, matrix in zip(places, model.halfway(longest), strict=True):
        u, stretch, _ = np.linalg.svd(view.directions.T @ matrix)  # a ball of d features is seen as an ellipse
        lines.append(xy(place + UNIT_CIRCLE * stretch @ u.T))
    return lines


class ShareMap:
    """The map of the uncertainty, or of one cluster's share, on a grid well beyond low..high."""

    def __init__(self, low, high, shade: str):
        span = np.maximum(high - low, 1e-9 * np.maximum(1, np.abs(high)))
        sides = MAP_BORDER * (np.maximum(span, 1.4 * span[::-1]) if plane.comparable(low, high) else span)
        self.low, self.cell = (low + high - sides) / 2, sides / MAP_CELLS
        self.cluster = None if shade == "uncertainty" else int(shade.removeprefix("cluster ")) - 1
        fine = MAP_CELLS * CELL_DIVISIONS
        x, y = (self.low[f] + (np.arange(fine) + 0.5) * self.cell[f] / CELL_DIVISIONS for f in (0, 1))
        self.places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)

    def values(self, model) -> np.ndarray:
        """Return the map of a model's shares, 0..100 as uint8 (cells, cells), a row for each y; zeros for None."""
        if model is None:
            return np.zeros((MAP_CELLS, MAP_CELLS), dtype=np.uint8)
        shares = model.responsibilities(self.places)
        value = uncertainty(shares) if self.cluster is None else shares[:, min(self.cluster, shares.shape[1] - 1)]
        blocks = value.reshape(MAP_CELLS, CELL_DIVISIONS, MAP_CELLS, CELL_DIVISIONS).mean(axis=(1, 3))
        padded = np.pad(blocks, 1, mode="edge")
        rows = padded[:-2] + 2 * padded[1:-1] + padded[2:]
        blurred = (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 16
        return (4 * np.rint(25 * blurred)).astype(np.uint8)  # steps too fine to be seen compress well

    def look(self) -> dict:
        x, y = self.low + self.cell / 2
        color = style.TEXT if self.cluster is None else style.CLUSTER[self.cluster]
        grid = dict(x0=float(x), dx=float(self.cell[0]), y0=float(y), dy=float(self.cell[1]), zsmooth="best")
        scale = dict(zmin=0, zmax=100, colorscale=[[0, style.PAGE], [1, color]], showscale=False, opacity=0.35)
        return dict(type="heatmap", name="map", meta="map", hoverinfo="skip", **grid, **scale)


def shares_by_softness(shares, point: int) -> Film:
    """Return one point's `shares` (levels, k) at every softness; the frames mark the one that the player shows."""
    x = np.arange(len(LEVELS), dtype=np.uint8)
    looks = []
    for j, color in enumerate(style.CLUSTER[: shares.shape[1]]):
        look = dict(line=line(3, color), marker=dict(size=8, symbol=int(style.SYMBOLS[j]), color=color))
        hover = f"cluster {j + 1}: %{{y:.1%}}<extra></extra>"
        curve = dict(x=x, y=single(shares[:, j]), cliponaxis=False, hovertemplate=hover)
        looks.append(scatter(f"cluster {j + 1}", "lines+markers", **curve, **look))
    looks.append(scatter("now", "lines", y=single([0, 1.05]), line=line(3)))
    now = [len(looks) - 1]
    frames = [dict(name=level, traces=now, data=[dict(x=single([i, i]))]) for i, level in enumerate(LEVELS)]
    labels = ["hard", "0.3", "0.5", "1", "2", "4", "uniform"]
    ticks = dict(tickangle=0, tickvals=[LEVELS.index(level) for level in labels], ticktext=labels)
    xaxis = style.axis("softness", range=[-0.4, len(LEVELS) - 0.6], **ticks)
    yaxis = style.axis(f"shares of point {point}", range=[0, 1.05], tickformat=".0%", nticks=5)
    return film(looks, frames, style.layout(xaxis=xaxis, yaxis=yaxis, margin=dict(l=64, r=28, t=8, b=44)))


def share_bars(shares) -> Drawing:
    """Return one point's shares (k,) as bars in their clusters' colours, the first cluster on top."""
    k = len(shares)
    values = dict(x=single(shares), y=[f"cluster {j + 1}" for j in range(k)])
    marker = dict(color=list(style.CLUSTER[:k]))
    labels = dict(text=[f"{100 * share:.1f} %" for share in shares], textposition="outside", textfont=label_font(15))
    bars = dict(type="bar", orientation="h", cliponaxis=False, hoverinfo="skip", marker=marker, **values, **labels)
    xaxis = style.axis("share", range=[0, 1.32], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    yaxis = style.axis("", autorange="reversed", showgrid=False, type="category")
    return Drawing([bars], style.layout(xaxis=xaxis, yaxis=yaxis, margin=dict(l=8, r=8, t=8, b=44)))
