"""The Algorithm page's pictures: the stage with its half-steps, the inertia curve, the film strip."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.common.formatting import number
from dashboard.common.half_steps import HalfStep
from dashboard.common.plots import style
from dashboard.common.plots.curve import objective_curve
from dashboard.common.plots.film import Film, film
from dashboard.common.plots.plane import (
    POINTS,
    arrows,
    comparable,
    ghosts,
    looks_above,
    plane_layout,
    points,
    region_look,
    regions,
    rings,
    single,
    trails,
)


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


def inertia_curve(run: list[HalfStep]) -> Film:
    """Return the inertia after every half-step; the frame of each draws it so far and marks it, the rest is faint."""
    values = [half.inertia for half in run]
    tickformat = "~s" if max(values[1:]) >= 1000 else "~g"  # 4k, but not 500m for a half
    return objective_curve(run, values, "inertia", rangemode="tozero", tickformat=tickformat)


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
