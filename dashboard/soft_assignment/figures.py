"""The figures of the Soft assignment page: the shared points, one point's shares, the models side by side."""

import numpy as np

from dashboard.common.plots import plane, style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film, merged, scene_film
from dashboard.common.plots.traces import NOWHERE, label_font, line, ring, scatter, single, xy
from dashboard.soft_assignment.film import SoftPicture
from dashboard.soft_assignment.models import LEVELS, is_undecided
from kmeans_core import Step

MAP_CELLS = 100  # along each side
MAP_BORDER = 1.12  # how far the map reaches beyond the points, so that a screen of any shape shows no edge


def soft_cluster_plot(places, pictures: list[SoftPicture], view, shade: str) -> Film:
    """Return the first picture as a figure, and the states from which the browser draws the others.

    `places` (m, 2) are the drawn points, to which the pictures' shares belong. `shade` is what the map under them
    shows: "uncertainty", or a cluster, such as "cluster 2". From back to front: map, regions, paths, half-way lines,
    points, rings, former centroids, arrows, centroids.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    n, k = len(places), len(pictures[0].model.centroids)
    has_map, has_regions = view.complete, view.complete and not pictures[0].model.is_mixture
    states = list({id(picture.state): picture.state for picture in pictures}.values())
    number = {id(state): i for i, state in enumerate(states)} | {id(None): -1}
    models = [state.model for state in states]
    path = single([view.on(model.centroids) for model in models])
    common = {look["name"]: look for look in plane.looks_above(k, n)}
    shares = pictures[0].shares
    color, symbol = style.cluster_codes(None if shares is None else shares.argmax(axis=1), n)
    layers = [layer_look(j, k, common[plane.POINTS]) | NOWHERE for j in range(k)]
    layers[0] = merged(layers[0] | xy(places), dict(marker=dict(color=color, symbol=symbol)))
    data = [
        *([map_look(low, high, shade)] if has_map else []),
        *(plane.region_look(j) | NOWHERE for j in range(k) if has_regions),
        common["trails"] | NOWHERE,
        *(halfway_look(j, is_filled=not has_regions) | NOWHERE for j in range(k)),
        *layers,
        scatter("undecided", meta="rings", opacity=0.65, marker=ring(style.point_size(n) + 6, width=1.8), **NOWHERE),
        common["came from"] | NOWHERE,
        common["movement"] | NOWHERE,
        common["centroids"] | xy(path[0]),
    ]
    scene = dict(
        k=k,
        state=[number[id(picture.state)] for picture in pictures],
        shared=[number[id(picture.shared)] for picture in pictures],
        before=[number[id(picture.before)] for picture in pictures],
        path=path,
        halfway=single([halfway_ellipses(model, view, 50 * float(max(*(high - low), 1e-9))) for model in models]),
        shares=np.stack([np.rint(100 * state.shares).astype(np.uint8) for state in states]),
        undecided=np.stack([is_undecided(state.shares) for state in states]).astype(np.uint8),
    )
    if has_map:
        shortest = 1e-9 * (float((high - low).max()) or 1.0)
        roots, bias = map(single, zip(*(model.exponents(shortest) for model in models), strict=True))
        cluster = None if shade == "uncertainty" else min(int(shade.removeprefix("cluster ")), k) - 1
        scene |= dict(map=dict(cells=MAP_CELLS, cluster=cluster, roots=roots, bias=bias))
    return scene_film(data, plane.plane_layout(low, high, view), "soft", **scene)


def asked_point_plot(places, hard: Step, row: int, view) -> Drawing:
    """Return the clusters of k-means, their centroids, and above them one row of the `places` (n, 2) in a ring."""
    n, low, high = len(places), places.min(axis=0), places.max(axis=0)
    look = plane.point_look(n)
    colors, own = (plane.points(labels, len(labels))["marker"] for labels in (hard.labels, hard.labels[[row]]))
    data = [
        look | xy(places) | dict(marker=look["marker"] | colors, hoverinfo="skip"),
        plane.centroid_look(len(hard.centroids)) | xy(view.on(hard.centroids)),
        scatter("asked", **xy(places[[row]]), marker=look["marker"] | own),
        scatter("ring", **xy(places[[row]]), marker=ring(style.point_size(n) + 14)),
    ]
    return Drawing(data, plane.framed(plane.plane_layout(low, high, view)) | dict(dragmode=False))


def halfway_ellipses(model, view, longest) -> np.ndarray:
    """Return matrices (k, 2, 2) that map the unit circle to where each centroid's pull has fallen to one half, as the
    view shows it: a ball of d features is seen as an ellipse."""
    u, stretch, _ = np.linalg.svd(view.directions.T @ model.halfway(longest), full_matrices=False)
    return u * stretch[:, None, :]


def map_look(low, high, shade) -> dict:
    """Return the look of the map, which is still empty, on a grid well beyond low..high."""
    span = np.maximum(high - low, 1e-9 * np.maximum(1, np.abs(high)))
    sides = MAP_BORDER * (np.maximum(span, 1.4 * span[::-1]) if plane.comparable(low, high) else span)
    cell = sides / MAP_CELLS
    x, y = (low + high - sides) / 2 + cell / 2
    color = style.TEXT if shade == "uncertainty" else style.CLUSTER[int(shade.removeprefix("cluster ")) - 1]
    grid = dict(x0=float(x), dx=float(cell[0]), y0=float(y), dy=float(cell[1]), z=np.zeros((1, 1)), zsmooth="best")
    scale = dict(zmin=0, zmax=1, colorscale=[[0, style.PAGE], [1, color]], showscale=False, opacity=0.22)
    return dict(type="heatmap", name="map", meta="map", hoverinfo="skip", **grid, **scale)


def layer_look(j, k, look) -> dict:
    """Return the look of cluster j's layer of points. Only the top one reacts to the pointer."""
    marker = {key: look["marker"][key] for key in ("size", "line")} | dict(opacity=1)
    marker |= dict(color=style.CLUSTER[j]) if j else style.COLORS  # the lowest one is grey before points are shared
    name, hover = (plane.POINTS, "none") if j == k - 1 else (f"{plane.POINTS} {j + 1}", "skip")
    return look | dict(name=name, hoverinfo=hover, marker=marker)


def halfway_look(j, is_filled) -> dict:
    color = style.CLUSTER[j]
    fill = dict(fill="toself", fillcolor=color, opacity=0.5) if is_filled else {}
    edge = line(3, color, shape="spline")
    return scatter(f"half-way {j + 1}", "lines", meta="half-way lines", line=edge, **fill)


def shares_by_softness(shares, point: int) -> Film:
    """Return one point's `shares` (levels, k) at every softness; the player marks the one that it shows."""
    x = np.arange(len(LEVELS), dtype=np.uint8)
    looks = []
    for j, color in enumerate(style.CLUSTER[: shares.shape[1]]):
        look = dict(line=line(3, color), marker=dict(size=8, symbol=int(style.SYMBOLS[j]), color=color))
        hover = f"cluster {j + 1}: %{{y:.1%}}<extra></extra>"
        curve = dict(x=x, y=single(shares[:, j]), cliponaxis=False, hovertemplate=hover)
        looks.append(scatter(f"cluster {j + 1}", "lines+markers", **curve, **look))
    looks.append(scatter("now", "lines", x=single([0, 0]), y=single([0, 1.05]), line=line(3)))
    labels = ["hard", "0.3", "0.5", "1", "2", "4", "uniform"]
    ticks = dict(tickangle=0, tickvals=[LEVELS.index(level) for level in labels], ticktext=labels)
    xaxis = style.axis("softness", range=[-0.4, len(LEVELS) - 0.6], **ticks)
    yaxis = style.axis(f"shares of point {point}", range=[0, 1.05], tickformat=".0%", nticks=5)
    layout = style.layout(xaxis=xaxis, yaxis=yaxis, margin=style.MARGIN | dict(l=84, r=28))
    return scene_film(looks, layout, "cursor", stamp="any point's shares")


def share_bars(shares) -> Drawing:
    """Return one point's shares (k,) as bars in their clusters' colours, the first cluster on top."""
    k = len(shares)
    values = dict(x=single(shares), y=[f"cluster {j + 1}" for j in range(k)])
    marker = dict(color=list(style.CLUSTER[:k]))
    labels = dict(text=[f"{100 * share:.1f} %" for share in shares], textposition="outside", textfont=label_font(15))
    bars = dict(type="bar", orientation="h", cliponaxis=False, hoverinfo="skip", marker=marker, **values, **labels)
    xaxis = style.axis("share", range=[0, 1.32], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    yaxis = style.axis("", autorange="reversed", showgrid=False, type="category")
    return Drawing([bars], style.layout(xaxis=xaxis, yaxis=yaxis, dragmode=False, margin=dict(l=8, r=8, t=8, b=66)))
