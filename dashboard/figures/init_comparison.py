"""The Init Comparison page's pictures: runs side by side, k-means++ pick by pick, the landscape of many runs."""

import numpy as np
import plotly.graph_objects as go

from dashboard.figures import style
from dashboard.figures.algorithm import comparable, line_colors, plane_layout, single, trails
from dashboard.figures.film import Film, film
from dashboard.lockstep import Beat, Lane, standing
from dashboard.picking import Moment, Turn
from dashboard.starts import LANES, METHODS, NEAR, OWN, Landscape

# A start has a colour and a shape of its own wherever its numbers are compared.
INK = dict(zip(LANES, (style.CLUSTER[j] for j in (3, 0, 9, 1, 6)), strict=True))
SHAPE = dict(zip(LANES, ("circle", "square", "diamond", "triangle-up", "cross"), strict=True))
DASH = dict(zip(LANES, ("solid", "dash", "dot", "dashdot", "longdash"), strict=True))
COLUMNS, ROWS = 2, 3
GAP, HEAD = 0.03, 0.048  # between the panels, and above each for its name, as shares of the picture
HOLLOW = np.full((1, 2), np.nan)  # one marker nowhere: the browser ignores empty traces and would keep the old ones


def panels(places, lanes: list[Lane], beats: list[Beat], view, found: Landscape) -> Film:
    """Return all lanes as panels of one figure, and their inertia curves in the last place; a frame for every beat.

    `places` (m, 2) are the drawn points; every lane's half-steps belong to exactly these points.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    plane = plane_layout(low, high, view)
    k = max(len(lane.film[-1].centroids) for lane in lanes)
    looks, layout = [], style.layout(margin={"l": 4, "r": 10, "t": 4, "b": 40}, hovermode="closest")
    for at, lane in enumerate(lanes):
        looks += lane_looks(lane.name, places, k, at + 2, plane)
        layout |= lane_axes(at, plane, comparable(low, high))
    running = [lane for lane in lanes if lane.steps]
    looks += curve_looks(running, found, len(beats))
    layout |= curve_axes(len(lanes), len(beats))
    shown = {lane.name: [view.on(half.centroids) for half in lane.film] for lane in lanes}
    frames = []
    for at, beat in enumerate(beats):
        parts = []
        for lane in lanes:
            way = shown[lane.name][: at + 1]
            parts += lane_parts(lane, at, way, len(places), found)
        heights = [lane.at(at).inertia for lane in running]
        parts.append({"x": single([min(at, len(lane.film) - 1) for lane in running]), "y": single(heights)})
        traces = [*range(4 * len(lanes)), len(looks) - 1]
        frames.append({"name": beat.name, "data": parts, "traces": traces})
    return film(looks, frames, layout)


def lane_looks(name, places, k, axis, plane) -> list[dict]:
    """Return the constant look of a panel's points, trails, centroids and heading."""
    size = style.point_size(len(places)) - 3
    corner = {"x": [plane["xaxis"]["range"][0]], "y": [plane["yaxis"]["range"][1]]}
    few = k <= 10
    looks = [
        {"name": name, "mode": "markers", "hoverinfo": "none", "x": single(places[:, 0]), "y": single(places[:, 1]),
         "marker": {"size": size, "opacity": 0.85, "line": {"width": 0}, **style.colors(k)}},
        {"name": f"{name}: trails", "mode": "lines", "line": {"width": 2, "dash": "dot", "color": style.TEXT},
         "meta": "trails"},
        {"name": f"{name}: centroids", "mode": "markers",
         "marker": {"size": 15 if few else 11, "symbol": "circle", "color": style.PAGE, "opacity": 1,
                    "line": {"width": 4 if few else 3, "color": np.arange(k, dtype=np.int8), **line_colors(k)}}},
        {"name": f"{name}: heading", "mode": "text", **corner, "cliponaxis": False, "textposition": "top right",
         "textfont": {"size": 15, "color": style.TEXT}},
    ]  # fmt: skip
    return [
        {"type": "scatter", "hoverinfo": "skip", "xaxis": f"x{axis}", "yaxis": f"y{axis}", **look} for look in looks
    ]


def lane_parts(lane: Lane, at, way, n, found) -> list[dict]:
    half = lane.at(at)
    color, symbol = style.cluster_codes(half.labels, n)
    there = way[-1] if len(way[-1]) else HOLLOW
    heading = f"<b>{lane.name}</b>  {standing(lane, at, found)}"
    return [
        {"marker": {"color": color, "symbol": symbol}},
        trails(way) if len(way[-1]) else {"x": single([np.nan]), "y": single([np.nan])},
        {"x": single(there[:, 0]), "y": single(there[:, 1])},
        {"text": [heading]},
    ]


def cell(at) -> tuple[list[float], list[float]]:
    """Return the place of the panel number `at` in the picture: its width and its height, each from 0 to 1."""
    row, column = divmod(at, COLUMNS)
    width, height = (1 - GAP) / COLUMNS, 1 / ROWS
    left, top = column * (width + GAP), 1 - row * height
    return [left, left + width], [max(0.0, top - height + 0.012), top - HEAD]


def lane_axes(at, plane, equal) -> dict:
    x, y = cell(at)
    still = {"fixedrange": True, "showticklabels": False, "showgrid": False, "zeroline": False,
             "showline": True, "mirror": True, "linecolor": style.UNASSIGNED, "constrain": "domain"}  # fmt: skip
    number = at + 2
    xaxis = {**still, "domain": x, "range": plane["xaxis"]["range"], "anchor": f"y{number}", "constraintoward": "left"}
    yaxis = {**still, "domain": y, "range": plane["yaxis"]["range"], "anchor": f"x{number}", "constraintoward": "top"}
    if equal:
        yaxis |= {"scaleanchor": f"x{number}", "scaleratio": 1}
    return {f"xaxis{number}": xaxis, f"yaxis{number}": yaxis}


def curve_looks(lanes, found: Landscape, beats) -> list[dict]:
    """Return every lane's inertia by half-step, the best known one, and a marker for where each stands."""
    looks = [{"type": "scatter", "name": "best known", "mode": "lines", "hoverinfo": "skip",
              "x": single([0, beats]), "y": single([found.best] * 2),
              "line": {"color": style.TEXT, "width": 1.5, "dash": "dash"}}]  # fmt: skip
    for lane in lanes:
        heights = [half.inertia for half in lane.film[1:]]
        looks.append(
            {"type": "scatter", "name": f"{lane.name}: inertia", "mode": "lines", "x": np.arange(1, len(lane.film)),
             "y": single(heights), "line": {"color": INK[lane.name], "width": 2.5, "dash": DASH[lane.name]},
             "hovertemplate": f"{lane.name}: inertia %{{y:.4s}} at half-step %{{x}}<extra></extra>"}
        )  # fmt: skip
    now = {"type": "scatter", "name": "now", "mode": "markers", "cliponaxis": False, "hoverinfo": "skip",
           "marker": {"size": 12, "color": [INK[lane.name] for lane in lanes], "line": {"width": 1.5, "color": style.PAGE},
                      "symbol": [SHAPE[lane.name] for lane in lanes]}}  # fmt: skip
    return [*looks, now]


def curve_axes(at, beats) -> dict:
    (left, right), (bottom, top) = cell(at)
    xaxis = style.axis("half-step", range=[0, beats], tickformat="d", nticks=6, automargin=False, fixedrange=True)
    yaxis = style.axis("inertia", rangemode="tozero", nticks=4, tickformat="~s", automargin=False, fixedrange=True)
    return {"xaxis": {**xaxis, "domain": [left + 0.13, right], "anchor": "y"},
            "yaxis": {**yaxis, "domain": [bottom + 0.02, top + 0.03], "anchor": "x"}}  # fmt: skip


LARGEST = 44.0  # the widest marker, in pixels
WHEEL, BY_LOT = (0.0, 1.0), (1.45, 2.0)  # the two bars under the picture, bottom and top


def pick_by_pick(places, labels, moments: list[Moment], view) -> Film:
    """Return k-means++ as a film: each marker's area is the point's chance of being picked next.

    Below, all chances end to end: what the wheel gives each cluster, and what an even draw would.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    plane = plane_layout(low, high, view)
    k, n = len(moments[0].turn.shares), len(places)
    likeliest = max(float(moment.turn.pick.probability.max()) for moment in moments) * n
    even = min(1.4 * style.point_size(n), LARGEST / likeliest**0.5)  # the diameter of an even chance, 1 / n
    color, symbol = style.cluster_codes(labels, n)
    x, y = single(places[:, 0]), single(places[:, 1])
    looks = [
        {"name": "points", "mode": "markers", "hoverinfo": "skip", "x": x, "y": y,
         "marker": {"size": 3, "color": style.UNASSIGNED}},
        {"name": "chances", "mode": "markers", "hoverinfo": "none", "x": x, "y": y,
         "marker": {"opacity": 0.75, "color": color, "symbol": symbol, **style.colors(k),
                    "line": {"width": 0.8, "color": style.PAGE}}},
        {"name": "candidates", "mode": "markers", "hoverinfo": "skip",
         "marker": {"size": 32, "symbol": "circle-open", "line": {"width": 2.5, "color": style.TEXT}}},
        {"name": "picks", "mode": "markers+text", "hoverinfo": "skip", "textposition": "middle center",
         "textfont": {"size": 15, "color": style.TEXT},
         "marker": {"size": 26, "symbol": "circle", "color": style.PAGE, "opacity": 1,
                    "line": {"width": 3, "color": style.TEXT}}},
        {"name": "flag", "mode": "text", "hoverinfo": "skip", "textposition": "top center", "text": ["⚑"],
         "textfont": {"size": 40, "color": style.TEXT}},
        *(slice_look(j, "y2") for j in range(k)),
        {"name": "shares", "mode": "text", "hoverinfo": "skip", "textposition": "top center", "xaxis": "x2",
         "yaxis": "y2", "textfont": {"size": 14, "color": style.TEXT}, "cliponaxis": False},
        {"name": "needle", "mode": "markers", "hoverinfo": "skip", "xaxis": "x2", "yaxis": "y2", "cliponaxis": False,
         "marker": {"size": 16, "symbol": "triangle-up", "color": style.TEXT}},
        *({**slice_look(j, "y2"), "name": f"by lot {j + 1}"} for j in range(k)),
    ]  # fmt: skip
    looks = [{"type": "scatter", **look} for look in looks]
    sizes = np.bincount(labels, minlength=k) / n
    for look, part in zip(looks[-k:], slices(sizes, BY_LOT), strict=True):
        look |= part
    moving = list(range(1, len(looks) - k))
    frames = [
        {"name": f"{at}", "data": picture(places, moment, even), "traces": moving} for at, moment in enumerate(moments)
    ]
    layout = plane | {"margin": {"l": 8, "r": 8, "t": 4, "b": 8}}
    for axis in ("xaxis", "yaxis"):
        layout[axis] = {**layout[axis], "constrain": "domain", "fixedrange": True}
    layout["yaxis"] = {**layout["yaxis"], "domain": [0.2, 1], "constraintoward": "top"}
    hidden = {"visible": False, "fixedrange": True}
    layout["xaxis2"] = {**hidden, "domain": [0.13, 1], "range": [0, 1], "anchor": "y2"}
    layout["yaxis2"] = {**hidden, "domain": [0, 0.13], "range": [-0.5, 3], "anchor": "x2"}
    names = ((BY_LOT, "even draw"), (WHEEL, "the wheel"))
    layout["annotations"] = [
        {"text": name, "x": 0.12, "xref": "paper", "xanchor": "right", "y": sum(place) / 2, "yref": "y2",
         "showarrow": False, "font": {"size": 14, "color": style.TEXT}}
        for place, name in names
    ]  # fmt: skip
    return film(looks, frames, layout)


def slice_look(j, yaxis) -> dict:
    return {"name": f"share {j + 1}", "mode": "lines", "hoverinfo": "skip", "fill": "toself", "xaxis": "x2",
            "yaxis": yaxis, "fillcolor": style.CLUSTER[j % len(style.CLUSTER)], "opacity": 0.9,
            "line": {"width": 1.5, "color": style.PAGE}}  # fmt: skip


def slices(shares, place) -> list[dict]:
    """Return one box for each share, laid end to end from 0 to 1 between the heights of `place`."""
    ends = np.cumsum(shares)
    bottom, top = place
    return [
        {"x": single([start, end, end, start, start]), "y": single([bottom, bottom, top, top, bottom])}
        for start, end in zip(ends - shares, ends, strict=True)
    ]


def picture(places, moment: Moment, even) -> list[dict]:
    turn: Turn = moment.turn
    n = len(places)
    rows = turn.rows if moment.is_drawn else turn.before
    there = places[list(rows)] if rows else HOLLOW
    tried = places[turn.pick.candidates] if moment.is_drawn else HOLLOW
    flag = places[[turn.pick.row]] if moment.is_drawn else HOLLOW
    middles = np.cumsum(turn.shares) - turn.shares / 2
    kept = turn.places[turn.pick.candidates == turn.pick.row][:1] if moment.is_drawn else [np.nan]
    return [
        {"marker": {"size": single(even * np.sqrt(turn.pick.probability * n))}},
        {"x": single(tried[:, 0]), "y": single(tried[:, 1])},
        {"x": single(there[:, 0]), "y": single(there[:, 1]), "text": [f"<b>{at + 1}</b>" for at in range(len(there))]},
        {"x": single(flag[:, 0]), "y": single(flag[:, 1])},
        *slices(turn.shares, WHEEL),
        {"x": single(middles), "y": single(np.full(len(middles), 2.0)),
         "text": [f"{100 * share:.0f} %" if share > 0.06 else "" for share in turn.shares]},
        {"x": single(kept), "y": single([-0.35])},
    ]  # fmt: skip


BINS = 40


def bins(found: Landscape) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges (b + 1,) that part the final inertias, and in which bin each run lies (methods, seeds)."""
    low, high = found.best, float(found.ends.max())
    if not high > low + found.least:
        high = low + max(0.01 * low, found.least, 1e-9)
    edges = np.linspace(low, high, BINS + 1)
    return edges, np.clip(np.searchsorted(edges, found.ends, side="right") - 1, 0, BINS - 1)


def landscape(found: Landscape, now: dict[str, float]) -> go.Figure:
    """Return, for every method, how many of its runs end at which inertia, all on one axis.

    `now` says where the runs on the other view end. Each bar carries its method and its bin as custom data;
    behind each lies a faint one of full height, so that a click need not hit a bar of one run.
    """
    edges, places = bins(found)
    middles, width = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
    many = found.ends.shape[1]
    traces, layout = [], style.layout(barmode="overlay", bargap=0, margin={"l": 60, "r": 12, "t": 26, "b": 48})
    layout["hovermode"] = "closest"
    layout["shapes"] = [
        {"type": "rect", "xref": "x", "yref": "paper", "x0": found.best, "x1": found.best * (1 + NEAR), "y0": 0, "y1": 1,
         "fillcolor": style.TEXT, "opacity": 0.12, "line": {"width": 0}, "layer": "below"},
        {"type": "line", "xref": "x", "yref": "paper", "x0": found.best, "x1": found.best, "y0": 0, "y1": 1.01,
         "line": {"color": style.TEXT, "width": 2, "dash": "dash"}},
    ]  # fmt: skip
    layout["annotations"] = [
        {"text": "best known", "x": found.best, "y": 1.0, "xref": "x", "yref": "paper", "xanchor": "left",
         "yanchor": "bottom", "showarrow": False, "font": {"size": 14, "color": style.TEXT}}
    ]  # fmt: skip
    height = 1 / len(METHODS)
    for at, name in enumerate(METHODS):
        counts = np.bincount(places[at], minlength=BINS)
        held = np.flatnonzero(counts)
        axis = "" if at == 0 else at + 1
        common = {"type": "bar", "xaxis": "x", "yaxis": f"y{axis}", "x": middles[held], "width": float(width)}
        traces += [
            {**common, "name": f"{name}: hit", "y": np.full(len(held), 100.0), "marker": {"color": style.TEXT, "opacity": 0.07},
             "customdata": np.column_stack([np.full(len(held), at), held, counts[held], edges[held], edges[held + 1]]),
             "hovertemplate": f"{name}: %{{customdata[2]:d}} of {many} runs end between %{{customdata[3]:.4s}} and "
                              "%{customdata[4]:.4s}. Click: see one.<extra></extra>"},
            {**common, "name": name, "y": 100 * counts[held] / many, "hoverinfo": "skip", "marker": {"color": INK[name]}},
            {"type": "scatter", "name": f"{name}: now", "mode": "markers", "x": [now[name]], "y": [50], "xaxis": "x",
             "yaxis": f"y{axis}", "hoverinfo": "skip", "cliponaxis": False,
             "marker": {"size": 14, "symbol": SHAPE[name], "color": style.PAGE, "line": {"width": 3, "color": style.TEXT}}},
        ]  # fmt: skip
        for trace in traces[-3:]:
            trace["selected"] = trace["unselected"] = {"marker": {"opacity": trace["marker"].get("opacity", 1)}}
        top = 1 - at * height
        layout[f"yaxis{axis}"] = style.axis("", range=[0, 100], domain=[top - height + 0.03, top - 0.045], anchor="x",
                                            tickvals=[0, 50, 100], ticksuffix=" %", fixedrange=True)  # fmt: skip
        layout["annotations"].append(
            {"text": f"<b>{name}</b>", "x": 1, "xref": "paper", "xanchor": "right", "y": top - 0.045, "yref": "paper",
             "yanchor": "bottom", "showarrow": False, "font": {"size": 15, "color": style.TEXT}}
        )  # fmt: skip
    layout["xaxis"] = style.axis("final inertia", anchor=f"y{len(METHODS)}", tickformat="~s", nticks=7,
                                 range=[edges[0] - width, edges[-1] + width], fixedrange=True)  # fmt: skip
    return go.Figure(traces, layout, _validate=False)


def best_of(curves: dict[str, np.ndarray]) -> go.Figure:
    """Return, for every method, the chance that the best of n_init runs reaches the best known inertia."""
    traces = [
        {"type": "scatter", "name": name, "mode": "lines+markers", "x": np.arange(1, len(curve) + 1), "y": 100 * curve,
         "line": {"color": INK[name], "width": 2.5, "dash": DASH[name]}, "marker": {"symbol": SHAPE[name], "size": 6},
         "hovertemplate": f"{name}, best of %{{x}}: %{{y:.3g}} %<extra></extra>"}
        for name, curve in curves.items()
    ]  # fmt: skip
    most = max(len(curve) for curve in curves.values())
    layout = style.layout(
        xaxis=style.axis("n_init", range=[0.5, most + 0.5], tickformat="d"),
        yaxis=style.axis("best known reached", range=[-3, 103], ticksuffix=" %", tickvals=[0, 25, 50, 75, 100]),
        showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0,
                                 "font": {"size": 13, "color": style.TEXT}},
        margin={"l": 60, "r": 12, "t": 8, "b": 48},
    )  # fmt: skip
    return go.Figure(traces, layout, _validate=False)
