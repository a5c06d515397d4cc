"""The figures of the Init comparison page: runs side by side, k-means++ pick by pick, and where many runs end."""

import numpy as np

from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film, film
from dashboard.common.plots.plane import centroid_look, comparable, plane_layout
from dashboard.common.plots.traces import NOWHERE, label_font, line, ring, scatter, single, xy
from dashboard.init_comparison.best_known import METHODS, TOLERANCE
from dashboard.init_comparison.restart_statistics import RestartStatistics, histogram_bars
from dashboard.init_comparison.seeding_film import SeedingStep, seeding_frames
from dashboard.init_comparison.side_by_side import MAX_NUMBERED, OWN, Comparison
from dashboard.init_comparison.text import bar_label, panel_status

# Every method has a colour, a marker and a dash of its own wherever its numbers are compared.
COLOR = dict(zip((*METHODS, OWN), (style.CLUSTER[j] for j in (4, 8, 9, 5, 7)), strict=True))
MARKER = dict(zip((*METHODS, OWN), ("circle", "square", "diamond", "triangle-up", "cross"), strict=True))
DASH = dict(zip((*METHODS, OWN), ("solid", "dash", "dot", "dashdot", "longdash"), strict=True))
N_COLUMNS, N_ROWS = 2, 3
PANEL_GAP = 0.02  # as a share of the picture
PANEL_ASPECT, PANEL_HEADROOM = 1.25, 0.26  # width by height on most screens, and the share of the height for a heading
MIN_VISIBLE = 0.01  # of the width or height of a panel: a few pixels
BLANK = "\u00a0"  # the browser gives no position to an empty text, nor later to the text that replaces it
MAX_MARKER_PX = 44.0
WHEEL_Y, EVEN_Y = (0.0, 1.0), (1.9, 2.4)  # bottom and top of the two bars below the points


def side_by_side_plot(positions, comparison: Comparison, view) -> Film:
    """Return all tracks as panels of one figure, and their inertia curves in the last cell; a frame for each half-step.

    `positions` (m, 2) are the drawn points; the labels of every half-step belong to exactly these points.
    """
    tracks, best, n = comparison.tracks, comparison.best, len(positions)
    k = len(best.centroids)
    ranges, is_equal = plane_ranges(positions, view, PANEL_ASPECT, PANEL_HEADROOM)
    looks, layout = [], style.layout(margin=dict(l=2, r=2, t=2, b=24, pad=0), hovermode="closest")
    frame = dict(showticklabels=False, showgrid=False, zeroline=False, showline=True, mirror=True)
    for i, track in enumerate(tracks):
        looks += panel_looks(track.name, positions, k, i + 2, ranges)
        x, y = (dict(frame, domain=domain, linecolor=style.UNASSIGNED) for domain in panel_domain(i))
        layout |= plane_axes(i + 2, ranges, is_equal, x, y)
    moving = list(range(len(looks)))
    curves, curve_layout = inertia_curves(comparison, *panel_domain(len(tracks)))
    looks += curves
    moving.append(len(looks) - 1)
    paths = [np.stack([view.on(half.centroids) for half in track.film]) for track in tracks]
    trails = [trail_frames(path, MIN_VISIBLE * np.ptp(ranges, axis=1)) for path in paths]
    frames = []
    for i, half in enumerate(comparison.longest):
        parts = []
        for track, path, trail in zip(tracks, paths, trails, strict=True):
            color, symbol = style.cluster_codes(track.half_step(i).labels, n)
            here = min(i, len(path) - 1)
            heading = [f"<b>{track.name}</b>", panel_status(track, i, best) or BLANK]
            centroids = xy(path[here]) if path[here].size else NOWHERE
            parts += [dict(marker=dict(color=color, symbol=symbol)), trail[here], centroids, dict(text=heading)]
        x = single([min(i, len(track.film) - 1) or np.nan for track in comparison.runs])
        parts.append(dict(x=x, y=single([track.half_step(i).inertia for track in comparison.runs])))
        frames.append(dict(name=half.name, data=parts, traces=moving))
    return film(looks, frames, layout | curve_layout)


def plane_ranges(positions, view, aspect, headroom) -> tuple[np.ndarray, bool]:
    """Return the x and the y range (2, 2) of axes that show all `positions`, and whether both have the same scale.

    `headroom` is the share of the height left free at the top; axes of the same scale are at least `aspect` times as
    wide as high.
    """
    low, high = positions.min(axis=0), positions.max(axis=0)
    layout, is_equal = plane_layout(low, high, view), comparable(low, high)
    x, y = (np.array(layout[axis]["range"]) for axis in ("xaxis", "yaxis"))
    y[1] += headroom / (1 - headroom) * np.ptp(y)
    missing = aspect * np.ptp(y) - np.ptp(x)
    if is_equal and missing > 0:
        x += missing / 2 * np.array([-1, 1])
    return np.array([x, y]), is_equal


def plane_axes(number, ranges, is_equal, x_options, y_options) -> dict:
    """Return the pair of axes `number` ("" for the first), which never zoom."""
    fixed = dict(fixedrange=True, constrain="domain")
    x = dict(x_options, range=ranges[0].tolist(), anchor=f"y{number}", **fixed)
    y = dict(y_options, range=ranges[1].tolist(), anchor=f"x{number}", **fixed)
    equal = dict(scaleanchor=f"x{number}", scaleratio=1) if is_equal else {}
    return {f"xaxis{number}": x, f"yaxis{number}": y | equal}


def panel_domain(i) -> tuple[list[float], list[float]]:
    """Return the horizontal and the vertical domain of panel `i` in the picture, each from 0 to 1."""
    row, column = divmod(i, N_COLUMNS)
    width, height = (1 - PANEL_GAP) / N_COLUMNS, 1 / N_ROWS
    left, top = column * (width + PANEL_GAP), 1 - row * height
    return [left, left + width], [max(0.0, top - height + PANEL_GAP / 2), min(1.0, top - PANEL_GAP / 2)]


def panel_looks(name, positions, k, axis, ranges) -> list[dict]:
    """Return the constant look of a panel's points, trails, centroids and heading."""
    marker = dict(size=style.point_size(len(positions)) - 3, opacity=0.85, line=dict(width=0), **style.colors(k))
    centroids = centroid_look(k, size=19, edge=3, font=12)
    if k > MAX_NUMBERED:
        centroids["marker"]["size"], centroids["text"] = 11, ""
    (left, right), (bottom, top) = ranges
    x, y = left + 0.05 * (right - left), [top - share * (top - bottom) for share in (0.065, 0.2)]
    symbol = dict(size=[12, 0], opacity=1, symbol=MARKER[name], color=COLOR[name])
    text = dict(textposition="middle right", textfont=label_font([16, 18]), cliponaxis=False)
    looks = [
        scatter(name, hoverinfo="none", **xy(positions), marker=marker),
        scatter(f"{name}: trails", "lines", line=line(dash="dot"), meta="trails"),
        centroids | dict(name=f"{name}: centroids"),
        scatter(f"{name}: heading", "markers+text", x=[x, x], y=y, marker=symbol, **text),
    ]
    return [dict(look, xaxis=f"x{axis}", yaxis=f"y{axis}") for look in looks]


def trail_frames(path, min_distance) -> list[dict]:
    """Return the trails of all centroids at each half-step of their `path` (steps, k, 2).

    A trail bends only where its centroid is visibly far, at least `min_distance` (2,), from the last bend, and has the
    same length in every frame: so a frame sends little more than what can be seen.
    """
    if not path.size:
        return [NOWHERE]
    is_bend = np.zeros(path.shape[:2], dtype=bool)
    is_bend[0], last = True, path[0]
    for t, here in enumerate(path):
        is_bend[t] |= (np.abs(here - last) > min_distance).any(axis=1)
        last = np.where(is_bend[t, :, None], here, last)
    centroids, times = np.nonzero(is_bend.T)
    gaps = np.flatnonzero(np.diff(centroids)) + 1  # between the trails of two centroids
    bends = np.insert(path[times, centroids], gaps, np.nan, axis=0)
    times = np.insert(times, gaps, 0)
    return [xy(np.where((times <= t)[:, None], bends, np.nan)) for t in range(len(path))]


def inertia_curves(comparison: Comparison, x_domain, y_domain) -> tuple[list[dict], dict]:
    """Return every run's inertia by half-step, the best known one, and a marker for each run; and their axes."""
    n_frames, best, runs = len(comparison.longest), comparison.best.inertia, comparison.runs
    dashed = line(1.5, dash="dash")
    looks = [scatter("best known", "lines", x=single([0, n_frames]), y=single([best, best]), line=dashed)]
    for track in runs:
        x, y = np.arange(1, len(track.film)), single([half.inertia for half in track.film[1:]])
        hover = f"{track.name}: inertia %{{y:.4s}} at half-step %{{x}}<extra></extra>"
        look = line(2.5, COLOR[track.name], dash=DASH[track.name])
        looks.append(scatter(f"{track.name}: inertia", "lines", x=x, y=y, line=look, hovertemplate=hover))
    names = [track.name for track in runs]
    marker = dict(size=12, color=[COLOR[name] for name in names], symbol=[MARKER[name] for name in names])
    looks.append(scatter("now", cliponaxis=False, marker=dict(marker, line=line(1.5, style.PAGE))))
    (left, right), (bottom, top) = x_domain, y_domain
    fixed = dict(automargin=False, fixedrange=True, ticks="outside", ticklen=6, tickcolor=style.GRID)
    x = dict(range=[0, n_frames], tickformat="d", nticks=6, domain=[left + 0.11, right - 0.01], anchor="y")
    y = dict(rangemode="tozero", tickformat="~s", nticks=4, domain=[bottom + 0.05, top - 0.01], anchor="x")
    heading = annotation("<b>inertia</b>", x=right - 0.01, y=top, xanchor="right", yanchor="top", font=label_font(16))
    axes = dict(xaxis=style.axis("half-step", **fixed, **x), yaxis=style.axis("", **fixed, **y))
    return looks, dict(axes, annotations=[heading])


def annotation(text, **options) -> dict:
    """Return an annotation at a position in shares of the picture."""
    look = dict(text=text, xref="paper", yref="paper", yanchor="bottom", showarrow=False, font=label_font())
    return look | options


def seeding_plot(positions, labels, steps: list[SeedingStep], view, rows) -> Film:
    """Return k-means++ as a film: the area of each marker is the point's chance of being picked next.

    Below are all chances end to end, as k-means++ divides them among the clusters and as an even draw would. Of the
    `positions` (n, 2) those of the `rows` are drawn.
    """
    n, k = len(positions), len(steps)
    highest = max(float(step.pick.probability.max()) for step in steps) * n
    even_px = min(1.1 * style.point_size(n), MAX_MARKER_PX / highest**0.5)  # the diameter of an even chance, 1 / n
    color, symbol = style.cluster_codes(labels[rows], len(rows))
    drawn = xy(positions[rows])
    chances = dict(opacity=0.75, color=color, symbol=symbol, line=line(0.8, style.PAGE), **style.colors(k))
    picks = dict(size=26, symbol="circle", color=style.PAGE, opacity=1, line=line(3))
    numbers = dict(textposition="middle center", textfont=label_font(15))
    flag = dict(text=["⚑"], textposition="top center", textfont=label_font(40), cliponaxis=False)
    wheel = dict(xaxis="x2", yaxis="y2", cliponaxis=False)
    slice_look = dict(fill="toself", opacity=0.9, line=line(1.5, style.PAGE), **wheel)
    colors = [style.CLUSTER[j % len(style.CLUSTER)] for j in range(k)]
    slices = [scatter(f"share {j}", "lines", fillcolor=color, **slice_look) for j, color in enumerate(colors, 1)]
    moving = [
        scatter("chances", hoverinfo="none", **drawn, marker=chances),
        scatter("candidates", marker=ring(32, width=2.5)),
        scatter("picks", "markers+text", marker=picks, **numbers),
        scatter("flag", "text", **flag),
        *slices,
        scatter("shares", "text", textposition="bottom center", textfont=label_font(), **wheel),
        scatter("needle", marker=dict(size=16, symbol="triangle-down", color=style.TEXT), **wheel),
    ]
    even_shares = share_boxes(np.bincount(labels, minlength=k) / n, *EVEN_Y)
    even = [look | box | dict(name=f"even {look['name']}") for look, box in zip(slices, even_shares, strict=True)]
    points = scatter("points", **drawn, marker=dict(size=3, color=style.UNASSIGNED))
    traces, frames = list(range(1, len(moving) + 1)), []
    for i, (_, _, step, is_drawn) in enumerate(seeding_frames(steps)):
        frames.append(dict(name=str(i), data=seeding_parts(positions, rows, step, is_drawn, even_px), traces=traces))
    x, y = (style.axis(title, automargin=False) for title in view.titles)
    y |= dict(domain=[0.28, 1], constraintoward="top")
    hidden = dict(visible=False, fixedrange=True)
    beside = dict(x=0.05, xanchor="right", yref="y2", yanchor="middle")
    names = [annotation(name, y=np.mean(y), **beside) for name, y in (("even draw", EVEN_Y), ("the wheel", WHEEL_Y))]
    layout = style.layout(hovermode="closest", margin=dict(l=60, r=8, t=4, b=4), annotations=names)
    layout |= plane_axes("", *plane_ranges(positions, view, 1.1, 0.08), x, y)
    layout["xaxis2"] = dict(hidden, domain=[0.06, 1], range=[0, 1], anchor="y2")
    layout["yaxis2"] = dict(hidden, domain=[0, 0.17], range=[-0.9, 2.6], anchor="x2")
    return film([points, *moving, *even], frames, layout)


def share_boxes(shares, bottom, top) -> list[dict]:
    """Return the outline of one box for each share, laid end to end from 0 to 1."""
    ends, y = np.cumsum(shares), single([bottom, bottom, top, top, bottom])
    edges = zip(ends - shares, ends, strict=True)
    return [dict(x=single([left, right, right, left, left]), y=y) for left, right in edges]


def seeding_parts(positions, rows, step: SeedingStep, is_drawn, even_px) -> list[dict]:
    """Return what one frame shows: the chances, the candidates, the picks so far, the flag, and the wheel."""
    pick, picked = step.pick, list(step.rows if is_drawn else step.before)
    middles = np.cumsum(step.shares) - step.shares / 2
    kept = step.positions[pick.candidates == pick.row][:1]
    return [
        dict(marker=dict(size=single(even_px * np.sqrt(pick.probability[rows] * len(positions))))),
        xy(positions[pick.candidates]) if is_drawn else NOWHERE,
        (xy(positions[picked]) if picked else NOWHERE) | dict(text=[f"<b>{i + 1}</b>" for i in range(len(picked))]),
        xy(positions[[pick.row]]) if is_drawn else NOWHERE,
        *share_boxes(step.shares, *WHEEL_Y),
        xy(np.column_stack([middles, np.zeros(len(middles))]))
        | dict(text=[f"{100 * share:.0f} %" if share > 0.06 else "" for share in step.shares]),
        dict(x=single(kept), y=single([1.3])) if is_drawn else NOWHERE,
    ]


def final_inertia_histograms(statistics: RestartStatistics, current: dict[str, float]) -> Drawing:
    """Return for every method how many of its runs end at which inertia, all on one axis.

    `current` are the inertias of the runs that are shown side by side. Behind each bar is a faint one of full height,
    because a bar of one run is hard to hit.
    """
    bars, best = histogram_bars(statistics), statistics.best.inertia
    edges = [best, max(bar.high for of_method in bars.values() for bar in of_method)]
    pad = bars["random"][0].high - bars["random"][0].low
    x = dict(tickformat="~s", nticks=7, fixedrange=True, range=[edges[0] - pad, edges[1] + pad])
    traces, axes, labels = [], {}, [annotation("best known", x=best, xref="x", y=1, xanchor="left")]
    for i, name in enumerate(METHODS):
        top, axis = 1 - i / len(METHODS) - 0.045, i + 1 if i else ""
        histogram = method_histogram(bars[name], current[name])
        traces += [dict(trace, yaxis=f"y{axis}") for trace in histogram]
        highest = histogram[0]["y"].max()
        y = dict(domain=[top - 0.175, top], range=[0, highest], tickvals=[0, highest], tickformat=".0%")
        axes[f"yaxis{axis}"] = style.axis("runs", anchor="x", fixedrange=True, **y)
        text = f"<b>{name}</b>: {statistics.reached[name].sum()} of {statistics.restarts} within 1 %"
        labels.append(annotation(text, x=1, y=top, xanchor="right"))
    tall = dict(yref="paper", y0=0, y1=1, x0=best)
    band = dict(type="rect", x1=best * (1 + TOLERANCE), fillcolor=style.TEXT, opacity=0.12, layer="below", **tall)
    shapes = [band | dict(line=dict(width=0)), dict(type="line", x1=best, line=line(dash="dash"), **tall)]
    xaxis = style.axis("final inertia", anchor=f"y{len(METHODS)}", **x)
    layout = style.layout(barmode="overlay", hovermode="closest", margin=dict(l=60, r=12, t=26, b=48), xaxis=xaxis)
    return Drawing(traces, layout | axes | dict(shapes=shapes, annotations=labels))


def method_histogram(bars, current) -> list[dict]:
    """Return the faint bars, the bars and the marker of one method."""
    name, shares = bars[0].method, np.array([len(bar.seeds) / bar.restarts for bar in bars])
    hover = dict(hovertemplate="%{customdata}. Click to see one.<extra></extra>", customdata=list(map(bar_label, bars)))
    look = dict(type="bar", x=np.array([(bar.low + bar.high) / 2 for bar in bars]), width=bars[0].high - bars[0].low)
    faint = dict(color=style.TEXT, opacity=0.07)
    marker = dict(size=14, symbol=MARKER[name], color=style.PAGE, line=line(3), opacity=1)
    full = np.full(len(bars), shares.max())
    traces = [
        dict(look, name=f"{name}: room", y=full, marker=faint, **hover),
        dict(look, name=name, y=shares, hoverinfo="skip", marker=dict(color=COLOR[name], opacity=1)),
        scatter(f"{name}: now", x=[current], y=full[:1] / 2, cliponaxis=False, marker=marker),
    ]
    for trace in traces:  # a click must not fade the others
        trace["selected"] = trace["unselected"] = dict(marker=dict(opacity=trace["marker"]["opacity"]))
    return traces


def best_of_plot(curves: dict[str, np.ndarray]) -> Drawing:
    """Return for every method the chance that the best of n_init runs reaches the best known inertia."""
    traces = [
        scatter(name, "lines+markers", x=np.arange(1, len(curve) + 1), y=curve, cliponaxis=False)
        | dict(line=line(2.5, COLOR[name], dash=DASH[name]), marker=dict(symbol=MARKER[name], size=8))
        | dict(hoverinfo="all", hovertemplate=f"{name}, best of %{{x}}: %{{y:.1%}}<extra></extra>")
        for name, curve in curves.items()
    ]
    x = dict(range=[0.5, max(map(len, curves.values())) + 0.5], tickformat="d")
    y = dict(range=[-0.03, 1.03], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    legend = dict(orientation="h", x=-0.28, y=1.02, yanchor="bottom", entrywidth=118, font=label_font(13))
    layout = style.layout(xaxis=style.axis("n_init", **x), yaxis=style.axis("best known reached", **y), showlegend=True)
    return Drawing(traces, layout | dict(margin=dict(l=70, r=12, t=8, b=48), legend=legend))
