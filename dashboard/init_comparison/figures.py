"""The figures of the Init comparison page: runs side by side, k-means++ pick by pick, and where many runs end."""

import numpy as np

from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film, label_states, scene_film
from dashboard.common.plots.plane import centroid_look, comparable, plane_layout
from dashboard.common.plots.traces import NOWHERE, label_font, line, ring, scatter, single, xy
from dashboard.init_comparison.best_known import METHODS, TOLERANCE, BestKnown
from dashboard.init_comparison.restart_statistics import MAX_N_INIT, RestartStatistics, histogram_bars
from dashboard.init_comparison.seeding_film import SeedingStep
from dashboard.init_comparison.side_by_side import MAX_NUMBERED, OWN, Comparison, RunTrack
from dashboard.init_comparison.text import bar_label, panel_status

# Every method has a colour that is no cluster's, a marker and a dash of its own wherever its numbers are compared.
COLOR = dict(zip((*METHODS, OWN), ("#D9363E", "#0B8793", "#A87B00", "#77808D", style.TEXT), strict=True))
MARKER = dict(zip((*METHODS, OWN), ("circle", "square", "diamond", "triangle-up", "cross"), strict=True))
DASH = dict(zip((*METHODS, OWN), ("solid", "dash", "dot", "dashdot", "longdash"), strict=True))
N_COLUMNS, N_ROWS = 2, 3
PANEL_GAP = 0.02  # as a share of the picture
PANEL_ASPECT, PANEL_HEADROOM = 1.25, 0.26  # width by height on most screens, and the share of the height for a heading
BLANK = "\u00a0"  # the browser gives no position to an empty text, nor later to the text that replaces it
MAX_MARKER_PX = 44.0
WHEEL_Y, EVEN_Y = (0.0, 1.0), (1.9, 2.4)  # bottom and top of the two bars below the points


def side_by_side_plot(positions, comparison: Comparison, view) -> Film:
    """Return all tracks as panels of one figure, and their inertia curves in the last cell.

    `positions` (m, 2) are the drawn points; the labels of every half-step belong to exactly these points.
    """
    runs = [run_states(track, comparison.best, view) for track in comparison.tracks]
    data, layout = panels(runs, positions, len(comparison.best.centroids), view)
    codes = dict(zip(("color", "symbol"), style.cluster_codes(None, 1), strict=True))
    for trace in data:
        if trace["name"] in METHODS:  # the same points in every panel are sent in one, the reader's own
            trace |= NOWHERE | dict(marker=trace["marker"] | codes)
    curves, curve_layout = inertia_curves(comparison, *panel_domain(len(runs)))
    return scene_film(data + curves, layout | curve_layout, "starts", runs=runs)


def starts_plot(positions, comparison: Comparison, view) -> Drawing:
    """Return the start of every run as a panel, and nothing that says how it goes on."""
    runs = [run_states(track, comparison.best, view) for track in comparison.runs]
    return Drawing(*panels(runs, positions, len(comparison.best.centroids), view, n_rows=2))


def panels(runs: list[dict], positions, k, view, n_rows=N_ROWS) -> tuple[list[dict], dict]:
    """Return the traces of the panels as they are at the start of the `runs`, and the layout."""
    ranges, is_equal = plane_ranges(positions, view, PANEL_ASPECT, PANEL_HEADROOM)
    data, layout = [], style.layout(margin=dict(l=2, r=2, t=2, b=24, pad=0), hovermode="closest")
    frame = dict(showticklabels=False, showgrid=False, zeroline=False, showline=True, mirror=True)
    for i, run in enumerate(runs):
        data += panel(run, positions, k, i + 2, ranges)
        x, y = (dict(frame, domain=domain, linecolor=style.UNASSIGNED) for domain in panel_domain(i, n_rows))
        layout |= plane_axes(i + 2, ranges, is_equal, x, y)
    return data, layout | dict(coloraxis=style.colors(k))  # one scale for all panels


def run_states(track: RunTrack, best: BestKnown, view) -> dict:
    """Return what the browser draws a track's panel from at each half-step."""
    path = view.on(np.stack([half.centroids for half in track.film[::2]]))
    if not path.size:
        path = np.full((1, 1, 2), np.nan)
    labels = [half.labels for half in track.film[1::2]] or [np.empty(0, np.uint8)]
    return dict(
        name=track.name,
        k=path.shape[1],
        path=single(path),
        labels=label_states(labels),
        inertias=single([half.inertia for half in track.film]),
        statuses=[panel_status(track, i, best) or BLANK for i in range(len(track.film))],
    )


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


def panel_domain(i, n_rows=N_ROWS) -> tuple[list[float], list[float]]:
    """Return the horizontal and the vertical domain of panel `i` in the picture, each from 0 to 1."""
    row, column = divmod(i, N_COLUMNS)
    width, height = (1 - PANEL_GAP) / N_COLUMNS, 1 / n_rows
    left, top = column * (width + PANEL_GAP), 1 - row * height
    return [left, left + width], [max(0.0, top - height + PANEL_GAP / 2), min(1.0, top - PANEL_GAP / 2)]


def panel(run: dict, positions, k, axis, ranges) -> list[dict]:
    """Return a panel's points, trails, centroids and heading as they are at the start of its `run`."""
    name, (color, symbol) = run["name"], style.cluster_codes(None, len(positions))
    size = style.point_size(len(positions)) - 3
    marker = dict(size=size, opacity=0.85, line=dict(width=0), color=color, symbol=symbol, coloraxis="coloraxis")
    centroids = centroid_look(k, size=19, edge=3, font=12)
    centroids["marker"]["line"] = dict(width=3, color=np.arange(k, dtype=np.int8), coloraxis="coloraxis")
    if k > MAX_NUMBERED:
        centroids["marker"]["size"], centroids["text"] = 11, ""
    (left, right), (bottom, top) = ranges
    x, y = left + 0.05 * (right - left), [top - share * (top - bottom) for share in (0.065, 0.2)]
    badge = dict(size=[12, 0], opacity=1, symbol=MARKER[name], color=COLOR[name])
    text = dict(text=[f"<b>{name}</b>", run["statuses"][0]], textposition="middle right", textfont=label_font([16, 18]))
    traces = [
        scatter(name, hoverinfo="none", **xy(positions), marker=marker),
        scatter(f"{name}: trails", "lines", line=line(dash="dot"), meta="trails", **NOWHERE),
        centroids | xy(run["path"][0]) | dict(name=f"{name}: centroids"),
        scatter(f"{name}: heading", "markers+text", x=[x, x], y=y, marker=badge, cliponaxis=False, **text),
    ]
    return [dict(trace, xaxis=f"x{axis}", yaxis=f"y{axis}") for trace in traces]


def inertia_curves(comparison: Comparison, x_domain, y_domain) -> tuple[list[dict], dict]:
    """Return every run's inertia by half-step, the best known one, and a marker for each run; and their axes."""
    n_frames, best, runs = len(comparison.longest), comparison.best.inertia, comparison.runs
    curves = [
        scatter("best known", "lines", x=single([0, n_frames]), y=single([best, best]), line=line(1.5, dash="dash"))
    ]
    highest = max(half.inertia for track in runs for half in track.film[1:])
    format = style.tick_format(highest)
    for track in runs:
        hover = f"{track.name}: inertia %{{y:.4{format}}} at half-step %{{x}}<extra></extra>"
        look = dict(line=line(2.5, COLOR[track.name], dash=DASH[track.name]), hovertemplate=hover)
        curves.append(scatter(f"{track.name}: inertia", "lines", x0=1, y=NOWHERE["y"], **look))
    names = [track.name for track in runs]
    marker = dict(size=12, color=[COLOR[name] for name in names], symbol=[MARKER[name] for name in names])
    curves.append(scatter("now", cliponaxis=False, marker=dict(marker, line=line(1.5, style.PAGE)), **NOWHERE))
    (left, right), (bottom, top) = x_domain, y_domain
    fixed = dict(automargin=False, fixedrange=True, ticks="outside", ticklen=6, tickcolor=style.GRID)
    x = dict(range=[0, n_frames], tickformat="d", nticks=6, domain=[left + 0.11, right - 0.01], anchor="y")
    y = dict(range=[0, 1.06 * highest or 1], domain=[bottom + 0.05, top - 0.01], anchor="x")
    y |= dict(nticks=4, tickformat=format)
    heading = annotation("<b>inertia</b>", x=right - 0.01, y=top, xanchor="right", yanchor="top", font=label_font(16))
    axes = dict(xaxis=style.axis("half-step", **fixed, **x), yaxis=style.axis("", **fixed, **y))
    return curves, dict(axes, annotations=[heading])


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
    first, *later = (step.pick.density for step in steps)
    farthest = max((density.max() for density in later), default=1)
    densities = [first, *(density / farthest for density in later)]  # as ratios, which single precision can always hold
    highest = max(density.max() / density.mean() for density in densities)
    even_px = min(1.1 * style.point_size(n), MAX_MARKER_PX / highest**0.5)  # the diameter of an even chance, 1 / n
    color, symbol = style.cluster_codes(labels[rows], len(rows))
    drawn = xy(positions[rows])
    chances = dict(
        size=even_px, opacity=0.75, color=color, symbol=symbol, line=line(0.8, style.PAGE), **style.colors(k)
    )
    picks = dict(size=26, symbol="circle", color=style.PAGE, opacity=1, line=line(3))
    numbers = dict(textposition="middle center", textfont=label_font(15))
    flag = dict(text=["⚑"], textposition="top center", textfont=label_font(40), cliponaxis=False)
    wheel = dict(xaxis="x2", yaxis="y2", cliponaxis=False)
    slice_look = dict(fill="toself", opacity=0.9, line=line(1.5, style.PAGE), **wheel)
    colors = [style.CLUSTER[j % len(style.CLUSTER)] for j in range(k)]
    slices = [scatter(f"share {j}", "lines", fillcolor=color, **slice_look) for j, color in enumerate(colors, 1)]
    even = share_boxes(np.bincount(labels, minlength=k) / n, *EVEN_Y)
    data = [
        scatter("points", **drawn, marker=dict(size=3, color=style.UNASSIGNED)),
        scatter("chances", hoverinfo="none", **drawn, marker=chances),
        scatter("candidates", marker=ring(32, width=2.5), **NOWHERE),
        scatter("picks", "markers+text", marker=picks, **numbers, **NOWHERE),
        scatter("flag", "text", **flag, **NOWHERE),
        *(look | box for look, box in zip(slices, share_boxes(steps[0].shares, *WHEEL_Y), strict=True)),
        scatter("shares", "text", textposition="bottom center", textfont=label_font(), **wheel, **NOWHERE),
        scatter("needle", marker=dict(size=16, symbol="triangle-down", color=style.TEXT), **wheel, **NOWHERE),
        *(look | box | dict(name=f"even {look['name']}") for look, box in zip(slices, even, strict=True)),
    ]
    x, y = (style.axis(title, automargin=False) for title in view.titles)
    y |= dict(domain=[0.28, 1], constraintoward="top")
    hidden = dict(visible=False, fixedrange=True)
    beside = dict(x=0.05, xanchor="right", yref="y2", yanchor="middle")
    names = [annotation(name, y=np.mean(y), **beside) for name, y in (("even draw", EVEN_Y), ("the wheel", WHEEL_Y))]
    layout = style.layout(hovermode="closest", margin=dict(l=60, r=8, t=4, b=4), annotations=names)
    layout |= plane_axes("", *plane_ranges(positions, view, 1.1, 0.08), x, y)
    layout["xaxis2"] = dict(hidden, domain=[0.06, 1], range=[0, 1], anchor="y2")
    layout["yaxis2"] = dict(hidden, domain=[0, 0.17], range=[-0.9, 2.6], anchor="x2")
    return scene_film(
        data,
        layout,
        "picks",
        densities=label_states([single(density[rows]) for density in densities]),
        sizes=[float(even_px / density.mean() ** 0.5) for density in densities],
        shares=single([step.shares for step in steps]),
        candidates=[np.searchsorted(rows, step.pick.candidates).tolist() for step in steps],
        rows=np.searchsorted(rows, steps[-1].rows).tolist(),
        needles=[step.needle for step in steps],
    )


def share_boxes(shares, bottom, top) -> list[dict]:
    """Return the outline of one box for each share, laid end to end from 0 to 1."""
    ends, y = np.cumsum(shares), single([bottom, bottom, top, top, bottom])
    edges = zip(ends - shares, ends, strict=True)
    return [dict(x=single([left, right, right, left, left]), y=y) for left, right in edges]


def final_inertia_histograms(statistics: RestartStatistics, current: dict[str, float]) -> Drawing:
    """Return for every method how many of its runs end at which inertia, all on one axis.

    `current` are the inertias of the runs that are shown side by side. Behind each bar is a faint one of full height,
    because a bar of one run is hard to hit.
    """
    bars, best = histogram_bars(statistics), statistics.best.inertia
    edges = [best, max(bar.high for of_method in bars.values() for bar in of_method)]
    pad = bars["random"][0].high - bars["random"][0].low
    x = dict(tickformat=style.tick_format(edges[1]), nticks=7)
    x |= dict(fixedrange=True, range=[edges[0] - pad, edges[1] + pad])
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


def best_of_plot(statistics: RestartStatistics) -> Drawing:
    """Return for every method the chance that the best of n_init runs reaches the best known inertia."""
    curves = {name: chances[:MAX_N_INIT] for name, chances in statistics.chances.items()}
    traces = [
        scatter(name, "lines+markers", x0=1, y=curve, cliponaxis=False)
        | dict(line=line(2.5, COLOR[name], dash=DASH[name]), marker=dict(symbol=MARKER[name], size=8))
        | dict(hoverinfo="all", hovertemplate=f"{name}, best of %{{x}}: %{{y:.1%}}<extra></extra>")
        for name, curve in curves.items()
    ]
    x = dict(range=[0.5, max(map(len, curves.values())) + 0.5], tickformat="d")
    y = dict(range=[-0.03, 1.03], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    legend = dict(orientation="h", x=-0.28, y=1.02, yanchor="bottom", entrywidth=118, font=label_font(13))
    layout = style.layout(xaxis=style.axis("n_init", **x), yaxis=style.axis("best known reached", **y), showlegend=True)
    return Drawing(traces, layout | dict(margin=dict(l=70, r=12, t=8, b=48), legend=legend))
