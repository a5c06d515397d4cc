"""The Init Comparison page's pictures: runs side by side, k-means++ pick by pick, the landscape of many runs."""

import numpy as np

from dashboard.common.formatting import number
from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film, film
from dashboard.common.plots.plane import comparable, line_colors, plane_layout, single
from dashboard.init_comparison.restart_statistics import LANES, METHODS, NEAR, Landscape
from dashboard.init_comparison.seeding_film import Moment, Turn
from dashboard.init_comparison.side_by_side import Beat, Lane, standing

# A start has a colour and a shape of its own wherever its numbers are compared.
INK = dict(zip(LANES, (style.CLUSTER[j] for j in (4, 8, 9, 5, 7)), strict=True))
SHAPE = dict(zip(LANES, ("circle", "square", "diamond", "triangle-up", "cross"), strict=True))
DASH = dict(zip(LANES, ("solid", "dash", "dot", "dashdot", "longdash"), strict=True))
COLUMNS, ROWS = 2, 3
GAP = 0.02  # between the panels, as a share of the picture
WIDE, HEADING = 1.25, 0.26  # how much wider than high a panel's room is on most screens; the share for its heading
VISIBLE = 0.01  # of the width or height of a panel: a few pixels
BLANK = "\u00a0"  # the browser gives no place to an empty text, nor later to what stands there instead
HOLLOW = np.full((1, 2), np.nan)  # one marker nowhere: the browser ignores empty traces and would keep the old ones


def panels(places, lanes: list[Lane], beats: list[Beat], view, found: Landscape) -> Film:
    """Return all lanes as panels of one figure, and their inertia curves in the last place; a frame for every beat.

    `places` (m, 2) are the drawn points; every lane's half-steps belong to exactly these points.
    """
    plane = Plane(places, view, WIDE, HEADING)
    k = max(len(lane.film[-1].centroids) for lane in lanes)
    running = [lane for lane in lanes if lane.steps]
    looks = [look for at, lane in enumerate(lanes) for look in lane_looks(lane.name, places, k, at + 2, plane)]
    looks += curve_looks(running, found, len(beats))
    layout = style.layout(margin={"l": 2, "r": 2, "t": 2, "b": 24, "pad": 0}, hovermode="closest")
    for at in range(len(lanes)):
        layout |= lane_axes(at, plane)
    layout |= curve_axes(len(lanes), len(beats))
    ways = [Way(np.stack([view.on(half.centroids) for half in lane.film]), plane) for lane in lanes]
    moving = [*range(4 * len(lanes)), len(looks) - 1]
    frames = []
    for at, beat in enumerate(beats):
        parts = [
            part
            for lane, way in zip(lanes, ways, strict=True)
            for part in lane_parts(lane, at, way, len(places), found)
        ]
        now = {
            "x": single([min(at, len(lane.film) - 1) or np.nan for lane in running]),
            "y": single([lane.at(at).inertia for lane in running]),
        }
        frames.append({"name": beat.name, "data": [*parts, now], "traces": moving})
    return film(looks, frames, layout)


class Plane:
    """The ranges of a plane on which all `places` (n, 2) fit, with `above` of its height left free at the top, and
    at least `wide` times as wide as high where both axes have one scale (`equal`)."""

    def __init__(self, places, view, wide, above):
        low, high = places.min(axis=0), places.max(axis=0)
        drawn = plane_layout(low, high, view)
        self.axes = drawn["xaxis"], drawn["yaxis"]
        self.equal = comparable(low, high)
        self.x, self.y = (np.array(axis["range"]) for axis in self.axes)
        self.y[1] += above / (1 - above) * np.ptp(self.y)
        missing = wide * np.ptp(self.y) - np.ptp(self.x)
        if self.equal and missing > 0:
            self.x = self.x + missing / 2 * np.array([-1, 1])

    def layout(self, number, **options) -> dict:
        """Return the pair of axes `number` ("" for the first), which never zoom."""
        x, y = ({"range": side.tolist(), "fixedrange": True, "constrain": "domain"} for side in (self.x, self.y))
        x["anchor"], y["anchor"] = f"y{number}", f"x{number}"
        if self.equal:
            y |= {"scaleanchor": f"x{number}", "scaleratio": 1}
        return {f"xaxis{number}": options | x, f"yaxis{number}": options | y}


def lane_looks(name, places, k, axis, plane: Plane) -> list[dict]:
    """Return the constant look of a panel's points, trails, centroids and heading."""
    few = k <= 10
    left, heights = plane.x[0] + 0.05 * np.ptp(plane.x), [plane.y[1] - at * np.ptp(plane.y) for at in (0.065, 0.2)]
    looks = [
        {
            "name": name,
            "mode": "markers",
            "hoverinfo": "none",
            "x": single(places[:, 0]),
            "y": single(places[:, 1]),
            "marker": {
                "size": style.point_size(len(places)) - 3,
                "opacity": 0.85,
                "line": {"width": 0},
                **style.colors(k),
            },
        },
        {
            "name": f"{name}: trails",
            "mode": "lines",
            "line": {"width": 2, "dash": "dot", "color": style.TEXT},
            "meta": "trails",
        },
        {
            "name": f"{name}: centroids",
            "mode": "markers+text",
            "textposition": "middle center",
            "text": [f"<b>{j + 1}</b>" if few else "" for j in range(k)],
            "textfont": {"size": 12, "color": style.TEXT},
            "marker": {
                "size": 19 if few else 11,
                "symbol": "circle",
                "color": style.PAGE,
                "opacity": 1,
                "line": {"width": 3, "color": np.arange(k, dtype=np.int8), **line_colors(style.colors(k))},
            },
        },
        {
            "name": f"{name}: heading",
            "mode": "markers+text",
            "x": [left, left],
            "y": heights,
            "cliponaxis": False,
            "textposition": "middle right",
            "textfont": {"size": [16, 18], "color": style.TEXT},
            "marker": {"size": [12, 0], "opacity": 1, "symbol": SHAPE[name], "color": INK[name]},
        },
    ]
    return [
        {"type": "scatter", "hoverinfo": "skip", "xaxis": f"x{axis}", "yaxis": f"y{axis}", **look} for look in looks
    ]


class Way:
    """The way of the centroids, (steps, k, 2), and its trails on the `plane`.

    A trail bends only where its centroid is a visible distance from the last bend, and is as long in every frame: so
    a frame sends little more than what can be seen.
    """

    def __init__(self, places, plane):
        self.places = places if places.size else HOLLOW[None]
        bend = np.zeros(self.places.shape[:2], dtype=bool)
        bend[0], last = True, self.places[0]
        for at, there in enumerate(self.places):
            bend[at] |= (np.abs(there - last) > VISIBLE * np.ptp([plane.x, plane.y], axis=1)).any(axis=1)
            last = np.where(bend[at, :, None], there, last)
        centroids, self.times = np.nonzero(bend.T)
        gaps = np.flatnonzero(np.diff(centroids)) + 1  # between the trail of one centroid and the next
        self.bends = np.insert(self.places[self.times, centroids], gaps, np.nan, axis=0)
        self.times = np.insert(self.times, gaps, 0)

    def at(self, beat) -> np.ndarray:
        return self.places[min(beat, len(self.places) - 1)]

    def trails(self, beat) -> dict:
        """Return the trails up to the half-step `beat`, nowhere after it."""
        line = single(np.where((self.times <= beat)[:, None], self.bends, np.nan))
        return {"x": line[:, 0], "y": line[:, 1]}


def lane_parts(lane: Lane, at, way: Way, n, found) -> list[dict]:
    color, symbol = style.cluster_codes(lane.at(at).labels, n)
    there = way.at(at)
    return [
        {"marker": {"color": color, "symbol": symbol}},
        way.trails(at),
        {"x": single(there[:, 0]), "y": single(there[:, 1])},
        {"text": [f"<b>{lane.name}</b>", standing(lane, at, found) or BLANK]},
    ]


def cell(at) -> tuple[list[float], list[float]]:
    """Return the place of the panel number `at` in the picture: its width and its height, each from 0 to 1."""
    row, column = divmod(at, COLUMNS)
    width, height = (1 - GAP) / COLUMNS, 1 / ROWS
    left, top = column * (width + GAP), 1 - row * height
    return [left, left + width], [max(0.0, top - height + GAP / 2), min(1.0, top - GAP / 2)]


def lane_axes(at, plane: Plane) -> dict:
    x, y = cell(at)
    box = {
        "showticklabels": False,
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "mirror": True,
        "linecolor": style.UNASSIGNED,
    }
    axes = plane.layout(at + 2, **box)
    axes[f"xaxis{at + 2}"] |= {"domain": x, "constraintoward": "left"}
    axes[f"yaxis{at + 2}"] |= {"domain": y, "constraintoward": "top"}
    return axes


def curve_looks(lanes, found: Landscape, beats) -> list[dict]:
    """Return every lane's inertia by half-step, the best known one, and a marker for where each stands."""
    looks = [
        {
            "type": "scatter",
            "name": "best known",
            "mode": "lines",
            "hoverinfo": "skip",
            "x": single([0, beats]),
            "y": single([found.best] * 2),
            "line": {"color": style.TEXT, "width": 1.5, "dash": "dash"},
        }
    ]
    for lane in lanes:
        heights = [half.inertia for half in lane.film[1:]]
        looks.append(
            {
                "type": "scatter",
                "name": f"{lane.name}: inertia",
                "mode": "lines",
                "x": np.arange(1, len(lane.film)),
                "y": single(heights),
                "line": {"color": INK[lane.name], "width": 2.5, "dash": DASH[lane.name]},
                "hovertemplate": f"{lane.name}: inertia %{{y:.4s}} at half-step %{{x}}<extra></extra>",
            }
        )
    now = {
        "type": "scatter",
        "name": "now",
        "mode": "markers",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {
            "size": 12,
            "color": [INK[lane.name] for lane in lanes],
            "symbol": [SHAPE[lane.name] for lane in lanes],
            "line": {"width": 1.5, "color": style.PAGE},
        },
    }
    return [*looks, now]


def curve_axes(at, beats) -> dict:
    (left, right), (bottom, top) = cell(at)
    still = {"automargin": False, "fixedrange": True, "ticks": "outside", "ticklen": 6, "tickcolor": style.GRID}
    xaxis = style.axis("half-step", range=[0, beats], tickformat="d", nticks=6, **still)
    yaxis = style.axis("", rangemode="tozero", nticks=4, tickformat="~s", **still)
    font = {"size": 16, "color": style.TEXT}
    heading = written("<b>inertia</b>", x=right - 0.01, y=top, xref="paper", xanchor="right", yanchor="top", font=font)
    return {
        "xaxis": {**xaxis, "domain": [left + 0.11, right - 0.01], "anchor": "y"},
        "yaxis": {**yaxis, "domain": [bottom + 0.05, top - 0.01], "anchor": "x"},
        "annotations": [heading],
    }


LARGEST = 44.0  # the widest marker, in pixels
WHEEL, BY_LOT = (0.0, 1.0), (1.9, 2.4)  # the two bars under the picture, bottom and top


def pick_by_pick(places, labels, moments: list[Moment], view, rows) -> Film:
    """Return k-means++ as a film: each marker's area is the point's chance of being picked next.

    Below, all chances end to end: what the wheel gives each cluster, and what an even draw would. Of the
    `places` (n, 2) those of the `rows` are drawn.
    """
    plane = Plane(places, view, 1.1, 0.08)
    k, n = len(moments[0].turn.shares), len(places)
    likeliest = max(float(moment.turn.pick.probability.max()) for moment in moments) * n
    even = min(1.1 * style.point_size(n), LARGEST / likeliest**0.5)  # the diameter of an even chance, 1 / n
    color, symbol = style.cluster_codes(labels[rows], len(rows))
    x, y = single(places[rows, 0]), single(places[rows, 1])
    looks = [
        {
            "name": "points",
            "mode": "markers",
            "hoverinfo": "skip",
            "x": x,
            "y": y,
            "marker": {"size": 3, "color": style.UNASSIGNED},
        },
        {
            "name": "chances",
            "mode": "markers",
            "hoverinfo": "none",
            "x": x,
            "y": y,
            "marker": {
                "opacity": 0.75,
                "color": color,
                "symbol": symbol,
                **style.colors(k),
                "line": {"width": 0.8, "color": style.PAGE},
            },
        },
        {
            "name": "candidates",
            "mode": "markers",
            "hoverinfo": "skip",
            "marker": {"size": 32, "symbol": "circle-open", "line": {"width": 2.5, "color": style.TEXT}},
        },
        {
            "name": "picks",
            "mode": "markers+text",
            "hoverinfo": "skip",
            "textposition": "middle center",
            "textfont": {"size": 15, "color": style.TEXT},
            "marker": {
                "size": 26,
                "symbol": "circle",
                "color": style.PAGE,
                "opacity": 1,
                "line": {"width": 3, "color": style.TEXT},
            },
        },
        {
            "name": "flag",
            "mode": "text",
            "hoverinfo": "skip",
            "textposition": "top center",
            "text": ["⚑"],
            "textfont": {"size": 40, "color": style.TEXT},
            "cliponaxis": False,
        },
        *(slice_look(j, "y2") for j in range(k)),
        {
            "name": "shares",
            "mode": "text",
            "hoverinfo": "skip",
            "textposition": "bottom center",
            "xaxis": "x2",
            "yaxis": "y2",
            "textfont": {"size": 14, "color": style.TEXT},
            "cliponaxis": False,
        },
        {
            "name": "needle",
            "mode": "markers",
            "hoverinfo": "skip",
            "xaxis": "x2",
            "yaxis": "y2",
            "cliponaxis": False,
            "marker": {"size": 16, "symbol": "triangle-down", "color": style.TEXT},
        },
        *({**slice_look(j, "y2"), "name": f"by lot {j + 1}"} for j in range(k)),
    ]
    looks = [{"type": "scatter", **look} for look in looks]
    sizes = np.bincount(labels, minlength=k) / n
    for look, part in zip(looks[-k:], slices(sizes, BY_LOT), strict=True):
        look |= part
    moving = list(range(1, len(looks) - k))
    frames = [
        {"name": f"{at}", "data": picture(places, rows, moment, even), "traces": moving}
        for at, moment in enumerate(moments)
    ]
    axes = plane.layout("")
    (across, up), titles = (axes["xaxis"], axes["yaxis"]), [axis["title"]["text"] for axis in plane.axes]
    across |= style.axis(titles[0]) | {"automargin": False}
    up |= style.axis(titles[1], domain=[0.28, 1], constraintoward="top") | {"automargin": False}
    hidden = {"visible": False, "fixedrange": True}
    layout = style.layout(
        **axes,
        hovermode="closest",
        margin={"l": 60, "r": 8, "t": 4, "b": 4},
        xaxis2={**hidden, "domain": [0.06, 1], "range": [0, 1], "anchor": "y2"},
        yaxis2={**hidden, "domain": [0, 0.17], "range": [-0.9, 2.6], "anchor": "x2"},
    )
    layout["annotations"] = [
        {
            "text": name,
            "x": 0.05,
            "xref": "paper",
            "xanchor": "right",
            "y": sum(place) / 2,
            "yref": "y2",
            "showarrow": False,
            "font": {"size": 14, "color": style.TEXT},
        }
        for place, name in ((BY_LOT, "even draw"), (WHEEL, "the wheel"))
    ]
    return film(looks, frames, layout)


def slice_look(j, yaxis) -> dict:
    return {
        "name": f"share {j + 1}",
        "mode": "lines",
        "hoverinfo": "skip",
        "fill": "toself",
        "xaxis": "x2",
        "yaxis": yaxis,
        "fillcolor": style.CLUSTER[j % len(style.CLUSTER)],
        "opacity": 0.9,
        "line": {"width": 1.5, "color": style.PAGE},
    }


def slices(shares, place) -> list[dict]:
    """Return one box for each share, laid end to end from 0 to 1 between the heights of `place`."""
    ends = np.cumsum(shares)
    bottom, top = place
    return [
        {"x": single([start, end, end, start, start]), "y": single([bottom, bottom, top, top, bottom])}
        for start, end in zip(ends - shares, ends, strict=True)
    ]


def picture(places, rows, moment: Moment, even) -> list[dict]:
    turn: Turn = moment.turn
    n = len(places)
    picked = turn.rows if moment.is_drawn else turn.before
    there = places[list(picked)] if picked else HOLLOW
    tried = places[turn.pick.candidates] if moment.is_drawn else HOLLOW
    flag = places[[turn.pick.row]] if moment.is_drawn else HOLLOW
    middles = np.cumsum(turn.shares) - turn.shares / 2
    kept = turn.places[turn.pick.candidates == turn.pick.row][:1] if moment.is_drawn else [np.nan]
    return [
        {"marker": {"size": single(even * np.sqrt(turn.pick.probability[rows] * n))}},
        {"x": single(tried[:, 0]), "y": single(tried[:, 1])},
        {"x": single(there[:, 0]), "y": single(there[:, 1]), "text": [f"<b>{at + 1}</b>" for at in range(len(there))]},
        {"x": single(flag[:, 0]), "y": single(flag[:, 1])},
        *slices(turn.shares, WHEEL),
        {
            "x": single(middles),
            "y": single(np.zeros(len(middles))),
            "text": [f"{100 * share:.0f} %" if share > 0.06 else "" for share in turn.shares],
        },
        {"x": single(kept), "y": single([1.3])},
    ]


BINS, PER_METHOD = 40, 3  # of the landscape: bars, and traces for each method


def bins(found: Landscape) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges (b + 1,) that part the final inertias, and in which bin each run lies (methods, seeds)."""
    low, high = found.best, float(found.ends.max())
    if not high > low + found.least:
        high = low + max(0.01 * low, found.least, 1e-9)
    edges = np.linspace(low, high, BINS + 1)
    return edges, np.clip(np.searchsorted(edges, found.ends, side="right") - 1, 0, BINS - 1)


def landscape(found: Landscape, now: dict[str, float]) -> Drawing:
    """Return, for every method, how many of its runs end at which inertia, all on one axis.

    `now` says where the runs of the other view end. Behind each bar lies a faint one of full height: a bar of one
    run is hard to hit.
    """
    edges, places = bins(found)
    width = float(edges[1] - edges[0])
    layout = style.layout(
        barmode="overlay",
        hovermode="closest",
        margin={"l": 60, "r": 12, "t": 26, "b": 48},
        xaxis=style.axis(
            "final inertia",
            anchor=f"y{len(METHODS)}",
            tickformat="~s",
            nticks=7,
            fixedrange=True,
            range=[edges[0] - width, edges[-1] + width],
        ),
        shapes=[
            {
                "type": "rect",
                "x0": found.best,
                "x1": found.best * (1 + NEAR),
                "fillcolor": style.TEXT,
                "opacity": 0.12,
                "line": {"width": 0},
                "layer": "below",
                "yref": "paper",
                "y0": 0,
                "y1": 1,
            },
            {
                "type": "line",
                "x0": found.best,
                "x1": found.best,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": style.TEXT, "width": 2, "dash": "dash"},
            },
        ],
        annotations=[written("best known", x=found.best, y=1, xanchor="left")],
    )
    traces = []
    for at, name in enumerate(METHODS):
        top, axis = 1 - at / len(METHODS) - 0.045, at + 1 if at else ""
        traces += histogram(name, edges, places[at], now[name], f"y{axis}")
        most = traces[-PER_METHOD]["y"].max()
        layout[f"yaxis{axis}"] = style.axis(
            "",
            domain=[top - 0.175, top],
            anchor="x",
            range=[0, most],
            fixedrange=True,
            tickvals=[0, most],
            tickformat=".0%",
        )
        reached = np.count_nonzero(found.reached(found.ends[at]))
        said = f"<b>{name}</b>: {reached} of {len(places[at])} within 1 %"
        layout["annotations"] += [written(said, x=1, y=top, xref="paper", xanchor="right")]
    return Drawing(traces, layout)


def struck(trace, bar, places) -> np.ndarray:
    """Return which runs (seeds,) lie in the bar that was clicked; `places` (methods, seeds) are their bins."""
    mine = places[trace // PER_METHOD]
    return mine == np.unique(mine)[bar]


def written(text, **place) -> dict:
    """Return words above a place whose height is a share of the picture's."""
    return {
        "text": text,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14, "color": style.TEXT},
        **place,
    }


def histogram(name, edges, places, now, axis) -> list[dict]:
    counts = np.bincount(places, minlength=BINS)
    held = np.flatnonzero(counts)
    many = len(places)
    highest = counts.max() / many
    bar = {"type": "bar", "yaxis": axis, "x": (edges[held] + edges[held + 1]) / 2, "width": float(edges[1] - edges[0])}
    told = [
        f"{name}: {counts[b]} of {many} runs end from {number(edges[b])} to {number(edges[b + 1])}. Click to see one."
        for b in held
    ]
    edge = {"width": 3, "color": style.TEXT}
    traces = [
        {
            **bar,
            "name": f"{name}: room",
            "y": np.full(len(held), highest),
            "hovertext": told,
            "hoverinfo": "text",
            "marker": {"color": style.TEXT, "opacity": 0.07},
        },
        {**bar, "name": name, "y": counts[held] / many, "hoverinfo": "skip", "marker": {"color": INK[name]}},
        {
            "type": "scatter",
            "name": f"{name}: now",
            "mode": "markers",
            "x": [now],
            "y": [highest / 2],
            "yaxis": axis,
            "hoverinfo": "skip",
            "cliponaxis": False,
            "marker": {"size": 14, "symbol": SHAPE[name], "color": style.PAGE, "line": edge},
        },
    ]
    for trace in traces:  # a click shall not fade the others
        trace["selected"] = trace["unselected"] = {"marker": {"opacity": trace["marker"].get("opacity", 1)}}
    return traces


def best_of(curves: dict[str, np.ndarray]) -> Drawing:
    """Return, for every method, the chance that the best of n_init runs reaches the best known inertia."""
    traces = [
        {
            "type": "scatter",
            "name": name,
            "mode": "lines+markers",
            "x": np.arange(1, len(curve) + 1),
            "y": curve,
            "line": {"color": INK[name], "width": 2.5, "dash": DASH[name]},
            "marker": {"symbol": SHAPE[name], "size": 8},
            "hovertemplate": f"{name}, best of %{{x}}: %{{y:.1%}}<extra></extra>",
            "cliponaxis": False,
        }
        for name, curve in curves.items()
    ]
    most = max(len(curve) for curve in curves.values())
    layout = style.layout(
        xaxis=style.axis("n_init", range=[0.5, most + 0.5], tickformat="d"),
        yaxis=style.axis("best known reached", range=[-0.03, 1.03], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1]),
        margin={"l": 70, "r": 12, "t": 8, "b": 48},
        showlegend=True,
        legend={
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "x": -0.28,
            "entrywidth": 118,
            "font": {"size": 13, "color": style.TEXT},
        },
    )
    return Drawing(traces, layout)
