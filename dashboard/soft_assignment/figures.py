"""The Soft assignment page's pictures: the stage of shares, one point's shares, the models side by side."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film, film, merged
from dashboard.common.plots.plane import (
    POINTS,
    arrows,
    comparable,
    ghosts,
    looks_above,
    plane_layout,
    region_look,
    regions,
    single,
    trails,
)
from dashboard.soft_assignment.film import Picture
from dashboard.soft_assignment.models import LEVELS, TORN, uncertainty

MAP_CELLS, FINER = 34, 3  # the map is computed three times as fine and blurred: a narrow border would come out in beads
CIRCLE = np.stack([f(np.linspace(0, 2 * np.pi, 13)) for f in (np.cos, np.sin)], axis=1)
NOWHERE = {"x": single([np.nan]), "y": single([np.nan])}  # the browser ignores an empty trace


def stage(places, pictures: list[Picture], seen, shade: str) -> Film:
    """Return the film as one figure with a named frame for every picture.

    `places` (m, 2) are the drawn points, to which the pictures' shares belong. `shade` is what the map under them
    shows: "uncertainty", a cluster, "cluster 2", or "nothing". From back to front: map, regions, trails, half-way
    lines, points, rings, ghosts, arrows, centroids.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.maximum(high - low, 1e-9 * np.maximum(1, np.abs(high)))
    k = len(pictures[0].model.centroids)
    mapped = seen.complete and shade != "nothing"
    has_regions = seen.complete and pictures[0].model.beta is not None
    trail = [seen.on(picture.model.centroids) for picture in pictures]
    grid = Grid(low, high)
    place = {"x": single(places[:, 0]), "y": single(places[:, 1])}
    frames, z, divides = [], grid.blank, None
    for at, picture in enumerate(pictures):
        if mapped and picture.shares is not None and not picture.is_move:
            z = grid.shaded(picture.model, shade)
        if picture.shares is not None and not picture.is_move:
            divides = trail[at]  # a move leaves points, regions and map as the last sharing made them
        before = seen.on(picture.before)
        parts = [
            *([{"z": z}] if mapped else []),
            *(
                regions(trail[at] if divides is None else divides, low, high, divides is not None)
                if has_regions
                else []
            ),
            trails(trail[: at + 1]),
            *halfway_lines(picture.model, trail[at], seen, 50 * float(span.max())),
            *({**place, **layer} for layer in layers(picture.shares, len(places), k)),
            {**place, "marker": {"opacity": rings(picture.shares, len(places))}},
            ghosts(before),
            arrows(before, trail[at], span),
            {"x": single(trail[at][:, 0]), "y": single(trail[at][:, 1])},
        ]
        frames.append({"name": picture.name, "data": parts, "traces": list(range(len(parts)))})
    common = {look["name"]: look for look in looks_above(k, len(places))}
    ground, *above = (layer_look(j, k, common[POINTS]) for j in range(k))
    looks = [
        *([grid.look(shade)] if mapped else []),
        *(region_look(j) for j in range(k) if has_regions),
        common["trails"],
        *(halfway_look(j, not has_regions) for j in range(k)),
        merged({**ground, **place}, hard(pictures[0].shares, len(places))),
        *({**look, **NOWHERE} for look in (*above, ring_look(len(places)))),
        common["came from"],
        common["movement"],
        common["centroids"],
    ]
    later = [at for at, look in enumerate(looks) if look["name"].startswith((POINTS, "torn"))]
    return film(looks, frames, plane_layout(low, high, seen), later)


# ---- points in the blend of their clusters' colours


def layer_look(j, k, look) -> dict:
    """Return the look of cluster j's layer of points. Only the top one can be hovered over and clicked."""
    marker = {key: look["marker"][key] for key in ("size", "line")} | {"opacity": 1}
    if j == 0:
        marker |= style.COLORS  # the ground: grey before the points are shared out
    else:
        marker |= {"color": style.CLUSTER[j]}
    name, hover = (POINTS, "none") if j == k - 1 else (f"{POINTS} {j + 1}", "skip")
    return {**look, "name": name, "hoverinfo": hover, "marker": marker}


def hard(shares, n) -> dict:
    """Return the points in the colours and shapes of their largest shares."""
    color, symbol = style.cluster_codes(None if shares is None else shares.argmax(axis=1), n)
    return {"marker": {"color": color, "symbol": symbol}}


def layers(shares, n, k) -> list[dict]:
    """Return for each cluster the opacities with which its colour is laid over those before it.

    A layer of opacity p_j / (p_1 + ... + p_j) makes the whole stack the sum of p_j times colour j: the browser mixes
    the theme's colours. The marker's shape is that of the cluster with the largest share.
    """
    if shares is None:
        grey, shape = style.cluster_codes(None, n)
        clear = np.zeros(n, dtype=np.float32)
        marked = [{"color": grey}, *({"opacity": clear} for _ in range(k - 1))]
    else:
        shape = style.SYMBOLS[shares.argmax(axis=1)]
        visible = np.where(shares < 0.005, 0.0, shares)
        below = np.cumsum(visible, axis=1)
        opacity = np.divide(visible, below, out=np.zeros_like(visible), where=below > 0)
        opacity = single(np.rint(50 * opacity) / 50)  # too fine to be seen, and few bits each
        marked = [{"color": np.zeros(n, dtype=np.int8)}, *({"opacity": opacity[:, j]} for j in range(1, k))]
    return [{"marker": {"symbol": shape, **marker}} for marker in marked]


def ring_look(n) -> dict:
    marker = {"size": style.point_size(n) + 6, "symbol": "circle-open", "color": style.TEXT, "line": {"width": 1.8}}
    return {
        "type": "scatter",
        "name": "torn",
        "mode": "markers",
        "hoverinfo": "skip",
        "meta": "rings",
        "opacity": 0.65,
        "marker": marker,
    }


def rings(shares, n) -> np.ndarray:
    """Return the opacity of each point's ring: 1 where no cluster has a share above TORN."""
    return np.zeros(n, dtype=np.uint8) if shares is None else (shares.max(axis=1) < TORN).astype(np.uint8)


# ---- how far a centroid's pull reaches


def halfway_look(j, filled) -> dict:
    line = {"width": 3, "color": style.CLUSTER[j], "shape": "spline"}
    fill = {"fill": "toself", "fillcolor": style.CLUSTER[j], "opacity": 0.5} if filled else {}
    return {
        "type": "scatter",
        "name": f"half-way {j + 1}",
        "mode": "lines",
        "hoverinfo": "skip",
        "meta": "half-way lines",
        "line": line,
        **fill,
    }


def halfway_lines(model, places, seen, most) -> list[dict]:
    """Return the line round each centroid on which its pull has fallen to one half, as the view shows it."""
    lines = []
    for place, matrix in zip(places, model.halfway(most), strict=True):
        flat = seen.directions.T @ matrix  # a ball of d features is seen as an ellipse
        u, stretch, _ = np.linalg.svd(flat)
        there = place + CIRCLE * stretch @ u.T
        lines.append({"x": single(there[:, 0]), "y": single(there[:, 1])})
    return lines


# ---- the map under the points


class Grid:
    """A grid of cells well beyond low..high, so that a screen of any shape finds no edge."""

    def __init__(self, low, high):
        span = np.maximum(high - low, 1e-9 * np.maximum(1, np.abs(high)))
        sides = 1.12 * (np.maximum(span, 1.4 * span[::-1]) if comparable(low, high) else span)
        self.low, self.cell = (low + high - sides) / 2, sides / MAP_CELLS
        self.blank = np.zeros((MAP_CELLS, MAP_CELLS), dtype=np.uint8)
        self.beside = {step: np.clip(np.arange(MAP_CELLS) + step, 0, MAP_CELLS - 1) for step in (-1, 1)}
        fine = MAP_CELLS * FINER
        x, y = (self.low[f] + (np.arange(fine) + 0.5) * self.cell[f] / FINER for f in (0, 1))
        self.places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)

    def shaded(self, model, shade) -> np.ndarray:
        """Return the map of one model's shares, 0..100 as uint8 (cells, cells), a row for each y."""
        shares = model.shares(self.places)
        value = uncertainty(shares) if shade == "uncertainty" else shares[:, cluster_of(shade, shares.shape[1])]
        blocks = value.reshape(MAP_CELLS, FINER, MAP_CELLS, FINER).mean(axis=(1, 3))
        for axis in (0, 1):
            before, after = (np.take(blocks, self.beside[step], axis) for step in (-1, 1))
            blocks = (before + 2 * blocks + after) / 4
        return (4 * np.rint(25 * blocks)).astype(np.uint8)  # too fine to be seen, and few bits each

    def look(self, shade) -> dict:
        ink = style.TEXT if shade == "uncertainty" else style.CLUSTER[cluster_of(shade, len(style.CLUSTER))]
        x, y = self.low + self.cell / 2
        return {
            "type": "heatmap",
            "name": "map",
            "meta": "map",
            "hoverinfo": "skip",
            "showscale": False,
            "x0": float(x),
            "dx": float(self.cell[0]),
            "y0": float(y),
            "dy": float(self.cell[1]),
            "zmin": 0,
            "zmax": 100,
            "zsmooth": "best",
            "opacity": 0.35,
            "colorscale": [[0, style.PAGE], [1, ink]],
        }


def cluster_of(shade, k) -> int:
    """Return which cluster "cluster 3" is, the last one where there are fewer."""
    return min(int(shade.removeprefix("cluster ")), k) - 1


# ---- one point's shares


def shares_by_softness(shares, point: int) -> Film:
    """Return one point's `shares` (levels, k) as the choice softens; the frames mark where the player stands."""
    at = np.arange(len(LEVELS), dtype=np.uint8)
    looks = [
        {
            "type": "scatter",
            "name": f"cluster {j + 1}",
            "mode": "lines+markers",
            "x": at,
            "y": single(shares[:, j]),
            "cliponaxis": False,
            "line": {"width": 3, "color": style.CLUSTER[j]},
            "marker": {"size": 8, "symbol": int(style.SYMBOLS[j]), "color": style.CLUSTER[j]},
            "hovertemplate": f"cluster {j + 1}: %{{y:.1%}}<extra></extra>",
        }
        for j in range(shares.shape[1])
    ]
    now = {
        "type": "scatter",
        "name": "now",
        "mode": "lines",
        "hoverinfo": "skip",
        "y": single([0, 1.05]),
        "line": {"width": 3, "color": style.TEXT},
    }
    now_at = len(looks)
    frames = [{"name": level, "traces": [now_at], "data": [{"x": single([i, i])}]} for i, level in enumerate(LEVELS)]
    ticks = [LEVELS.index(level) for level in ("hard", "0.3", "0.5", "1", "2", "4", "uniform")]
    layout = style.layout(
        xaxis=style.axis(
            "softness",
            range=[-0.4, len(LEVELS) - 0.6],
            tickangle=0,
            tickvals=ticks,
            ticktext=[LEVELS[i] for i in ticks],
        ),
        yaxis=style.axis(f"shares of point {point}", range=[0, 1.05], tickformat=".0%", nticks=5),
        margin={"l": 64, "r": 28, "t": 8, "b": 44},
    )
    return film([*looks, now], frames, layout)


def share_bars(shares) -> Drawing:
    """Return one point's shares (k,) as bars in their clusters' colours, the first cluster on top."""
    k = len(shares)
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": single(shares),
        "y": [f"cluster {j + 1}" for j in range(k)],
        "marker": {"color": list(style.CLUSTER[:k])},
        "text": [f"{100 * share:.1f} %" for share in shares],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": 15, "color": style.TEXT},
        "hoverinfo": "skip",
    }
    layout = style.layout(
        xaxis=style.axis("share", range=[0, 1.32], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1]),
        yaxis=style.axis("", autorange="reversed", showgrid=False, type="category"),
        margin={"l": 8, "r": 8, "t": 8, "b": 44},
    )
    return Drawing([bars], layout)


# ---- the models beside each other


def side_by_side(places, panels: list[tuple[str, np.ndarray]], seen) -> go.Figure:
    """Return the same points once for every (title, labels), coloured by these labels."""
    low, high = places.min(axis=0), places.max(axis=0)
    whole = plane_layout(low, high, seen)
    figure = make_subplots(1, len(panels), subplot_titles=[title for title, _ in panels], horizontal_spacing=0.02)
    for column, (_, labels) in enumerate(panels, start=1):
        color, symbol = style.cluster_codes(labels, len(places))
        marker = {"color": color, "symbol": symbol, "size": 6, **style.COLORS}
        x, y = single(places[:, 0]), single(places[:, 1])
        figure.add_scatter(x=x, y=y, mode="markers", marker=marker, hoverinfo="skip", row=1, col=column)
        frame = {
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "constrain": "domain",
            "showline": True,
            "mirror": True,
            "linecolor": style.UNASSIGNED,
        }
        figure.update_xaxes(range=whole["xaxis"]["range"], **frame, row=1, col=column)
        figure.update_yaxes(range=whole["yaxis"]["range"], **frame, row=1, col=column)
        if comparable(low, high):
            x_name = figure.get_subplot(1, column).xaxis.plotly_name.replace("axis", "")
            figure.update_yaxes(scaleanchor=x_name, row=1, col=column)
    figure.update_annotations(yshift=8, font={"size": 15, "color": style.TEXT})
    return figure.update_layout(style.layout(margin={"l": 8, "r": 8, "t": 40, "b": 12}))
