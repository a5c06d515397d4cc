"""The Elbow page's pictures: three curves over k, the chosen clustering with one point's spokes, the knives."""

import numpy as np

from dashboard.common.formatting import number
from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import POINTS, looks_above, plane_layout, region_look, regions, single
from dashboard.elbow.compute import Study
from dashboard.elbow.silhouette_detail import Knife, Silhouettes, Spokes, thinned
from kmeans_core import Gap, below_chord

AXES = ("inertia", "scaled to 0..1", "logarithm")
MOST_LABELLED = 11
MARGIN = {"l": 56, "r": 12, "t": 32, "b": 48}  # above, room for the camera: a phone shows it all the time
BLANK = {"type": "scatter", "hoverinfo": "skip", "showlegend": False}


def inertia_curve(study: Study, k, elbow, band, axes) -> Drawing:
    """Return inertia against k with its chord, the elbow's distance from it, and the band of structureless data.

    `elbow` is a k or None, `band` (b, m) or None; the chosen `k` is ringed if it is one of the study's.
    """
    ks, inertias = np.array(study.ks), study.inertias
    across, up = scales(ks, inertias, axes)
    traces = [band_trace(across(ks), up(band))] if band is not None else []
    if inertias[0] > inertias[-1]:
        t = np.linspace(0, 1, 60)
        chord = across(ks[0] + t * (ks[-1] - ks[0])), up(inertias[0] + t * (inertias[-1] - inertias[0]))
        traces.append(line("chord", *chord, dash="dash", showlegend=True))
    if elbow is not None:
        traces.append(distance(study, elbow, axes, across, up))
    traces += [ring(across(k), up(inertias[study.ks.index(k)]))] if k in study.ks else []
    saved = [f"−{share:.0%}" if share >= 0 else f"+{-share:.0%}" for share in study.saved]
    hover = [f"k = {j}: inertia {number(value)}" for j, value in zip(study.ks, inertias, strict=True)]
    against = ["", *(f"<br>{text} against k = {j}" for text, j in zip(saved[1:], ks[:-1], strict=True))]
    hover = [told + more for told, more in zip(hover, against, strict=True)]
    traces.append(curve("inertia", across(ks), up(inertias), ks, hover))
    legend = {"x": 1, "y": 1, "xanchor": "right", "yanchor": "top", "font": {"size": 14}, "bgcolor": "rgba(0,0,0,0)"}
    if axes == AXES[1]:
        square = {"range": [-0.06, 1.12], "nticks": 6, "constrain": "domain"}
        scaled = style.axis("k, scaled", **square), style.axis("inertia, scaled", scaleanchor="x", **square)
        return Drawing(traces, curve_layout(*scaled, showlegend=True, legend=legend))
    traces.append(savings(study, hover))
    up_axis = {"type": "log"} if axes == AXES[2] else {"rangemode": "tozero"}
    yaxis = style.axis("inertia", nticks=6, tickformat="~s", domain=[0.34, 1], **up_axis)
    layout = curve_layout(ks_axis(study.ks) | {"anchor": "y2"}, yaxis, showlegend=True, legend=legend)
    layout["yaxis2"] = style.axis("saved, %", range=savings_range(study), domain=[0, 0.22], nticks=3)
    return Drawing(traces, layout)


def savings(study: Study, hover) -> dict:
    """Return what each k saves of the inertia that the k before it left, in per cent, as bars."""
    percents = 100 * study.saved
    still = {"marker": {"opacity": 1}}
    texts = [f"{value:.0f}" if np.isfinite(value) else "" for value in percents]
    size = 14 if len(percents) <= MOST_LABELLED else 11
    return {
        "type": "bar",
        "name": "saved",
        "showlegend": False,
        "yaxis": "y2",
        "x": single(study.ks),
        "y": single(percents),
        "customdata": np.array(study.ks),
        "width": 0.6,
        "marker": {"color": style.UNASSIGNED},
        "text": texts,
        "textposition": "outside",
        "textfont": {"size": size, "color": style.TEXT},
        "cliponaxis": False,
        "selected": still,
        "unselected": still,
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def savings_range(study: Study) -> list[float]:
    highest, lowest = np.nanmax([1.0, *(100 * study.saved)]), np.nanmin([0.0, *(100 * study.saved)])
    return [float(1.5 * lowest), float(1.45 * highest)]


def scales(ks, inertias, axes):
    """Return the functions that place values of k and of inertia on the chosen axes."""
    if axes == AXES[0]:
        return np.asarray, np.asarray
    if axes == AXES[2]:
        return np.asarray, lambda value: np.where(np.asarray(value) > 0, value, np.nan)
    width, fall = max(int(ks[-1] - ks[0]), 1), inertias[0] - inertias[-1]
    return lambda k: (np.asarray(k) - ks[0]) / width, lambda value: (value - inertias[-1]) / (fall if fall > 0 else 1.0)


def distance(study: Study, elbow, axes, across, up) -> dict:
    """Return the elbow's way to the chord: at right angles where both axes have one scale, else upwards."""
    at = study.ks.index(elbow)
    share = (elbow - study.ks[0]) / (study.ks[-1] - study.ks[0])
    over = study.inertias[0] + share * (study.inertias[-1] - study.inertias[0])
    x, y = [float(across(elbow))] * 2, [float(up(study.inertias[at])), float(up(over))]
    if axes == AXES[1]:
        half = (y[1] - y[0]) / 2
        x, y = [x[0], x[0] + half], [y[0], y[0] + half]
    below = below_chord(study.ks, study.inertias)[at]
    text = f"<b>elbow: k = {elbow}</b>" + (f"<br>{below:.2f} below" if axes == AXES[1] else "")
    return {
        **BLANK,
        "name": "elbow",
        "mode": "lines+text",
        "x": single(x),
        "y": single(y),
        "line": {"color": style.TEXT, "width": 4},
        "text": ["", text],
        "textposition": "top right",
        "textfont": {"size": 16, "color": style.TEXT},
        "cliponaxis": False,
    }


def band_trace(x, inertias) -> dict:
    """Return the range of the sets without structure, (b, m), as one closed area."""
    low, high = inertias.min(axis=0), inertias.max(axis=0)
    look = {"line": {"width": 1, "color": style.UNASSIGNED}, "fillcolor": style.UNASSIGNED, "opacity": 0.45}
    return {
        **BLANK,
        **look,
        "name": "no structure",
        "mode": "lines",
        "fill": "toself",
        "showlegend": True,
        "x": single(np.r_[x, x[::-1]]),
        "y": single(np.r_[high, low[::-1]]),
    }


def line(name, x, y, **look) -> dict:
    shown = {"showlegend": look.pop("showlegend", False)}
    return {
        **BLANK,
        **shown,
        "name": name,
        "mode": "lines",
        "x": single(x),
        "y": single(y),
        "line": {"color": style.TEXT, "width": 1.5, **look},
    }


def ring(x, y) -> dict:
    """Return the mark of the chosen k."""
    marker = {"size": 24, "symbol": "circle-open", "color": style.CLUSTER[1], "line": {"width": 5}}
    return {
        **BLANK,
        "name": "chosen",
        "mode": "markers",
        "x": single([x]),
        "y": single([y]),
        "marker": marker,
        "cliponaxis": False,
    }


def curve(name, x, y, ks, hover, labels=None, **look) -> dict:
    """Return a curve over k, the only trace that can be clicked: every mark carries its k."""
    still = {"marker": {"opacity": 1}}
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines+markers" + ("+text" if labels else ""),
        "showlegend": False,
        "x": single(x),
        "y": single(y),
        "customdata": ks,
        "line": {"color": style.TEXT, "width": 2.5},
        "marker": {"size": 11, "color": style.PAGE, "line": {"width": 2.5, "color": style.TEXT}, "opacity": 1},
        "text": labels,
        "textposition": label_places(y),
        "textfont": {"size": 14, "color": style.TEXT},
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "selected": still,
        "unselected": {**still, "textfont": {"color": style.TEXT}},
        **look,
    }


def label_places(y) -> list[str]:
    """Return where a label stands free of the curve: above a peak, on the outer side of a slope, else under it."""
    places, steep = [], 0.2 * np.ptp(y) if len(y) else 0.0
    for before, here, after in zip([*y[:1], *y[:-1]], y, [*y[1:], *y[-1:]], strict=True):
        if before <= here >= after:
            places.append("top center")
        elif before > here < after or abs(after - before) < steep:
            places.append("bottom center")
        else:
            places.append("top left" if before < after else "top right")
    return places


def clear_of_ring(label, place) -> str:
    """Return the label of a mark with a ring, a line farther off."""
    return f"{label}<br>\u00a0" if place.startswith("top") else f"\u00a0<br>{label}"


def ks_axis(ks) -> dict:
    return style.axis("k, the number of clusters", range=[ks[0] - 0.6, ks[-1] + 0.8], tickformat="d", dtick=1)


def curve_layout(xaxis, yaxis, **options) -> dict:
    return style.layout(
        xaxis=xaxis, yaxis=yaxis, hovermode="closest", hoverdistance=40, dragmode=False, margin=MARGIN, **options
    )


def silhouette_curve(study: Study, k, best) -> Drawing:
    """Return the mean silhouette against k; the chosen `k` is ringed, the `best` (or None) flagged."""
    has = np.isfinite(study.silhouettes)
    ks, values = np.array(study.ks)[has], study.silhouettes[has]
    hover = [f"k = {j}: mean silhouette {value:.3f}" for j, value in zip(ks, values, strict=True)]
    labels = [f"<b>{value:.2f}</b>" if j == best else f"{value:.2f}" for j, value in zip(ks, values, strict=True)]
    labels = [
        clear_of_ring(label, place) if j == k else label
        for j, label, place in zip(ks, labels, label_places(values), strict=True)
    ]
    rings = [ring(k, value) for j, value in zip(ks, values, strict=True) if j == k]
    drawn = curve("silhouette", ks, values, ks, hover, labels if len(ks) <= MOST_LABELLED else None)
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    yaxis = style.axis("mean silhouette", range=[min(0.0, low - 0.05), min(1.1, high * 1.15 + 0.03)], nticks=6)
    return Drawing([*rings, drawn], curve_layout(ks_axis(study.ks), yaxis))


def gap_curve(gap: Gap, k) -> Drawing:
    """Return the gap against k, a standard error up and down; the k of its rule is flagged, the chosen `k` ringed."""
    lines = zip(gap.ks, gap.gaps, gap.errors, strict=True)
    hover = [f"k = {j}: gap {value:.3f} ± {error:.3f}" for j, value, error in lines]
    errors = {"type": "data", "array": single(gap.errors), "color": style.TEXT, "thickness": 2, "width": 6}
    drawn = curve("gap", gap.ks, gap.gaps, np.array(gap.ks), hover, error_y=errors)
    traces = [ring(k, gap.gaps[gap.ks.index(k)])] if k in gap.ks else []
    notes = []
    if gap.k is not None:
        there = {"x": gap.k, "y": float(gap.gaps[gap.ks.index(gap.k)]), "ax": 0, "ay": -44}
        look = {"font": {"size": 16, "color": style.TEXT}, "arrowcolor": style.TEXT}
        notes = [{**there, **look, "text": f"<b>k = {gap.k}</b>"}]
    yaxis = style.axis("gap (of log inertia)", nticks=6)
    return Drawing([*traces, drawn], curve_layout(ks_axis(gap.ks), yaxis, annotations=notes))


def clustering(places, labels, centroids, view, rows, spokes: Spokes | None = None) -> Drawing:
    """Return the clustering in the plane: `places` (n, 2), `centroids` (k, 2) already on the `view`.

    The `rows` (m,) of them are drawn, and every one carries its number, counted from 1. `spokes` join one point to
    those of its own and of the nearest other cluster.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    k, n = len(centroids), len(rows)
    areas = regions(centroids, low, high, True) if view.complete else []
    traces = [{**region_look(j % 10), **area} for j, area in enumerate(areas)]
    looks = {look["name"]: look for look in looks_above(k, n)}
    color, symbol = style.cluster_codes(labels[rows], n)
    points, numbers = looks[POINTS], (rows + 1).astype(np.uint16)
    still = {"marker": {"opacity": 0.9}}
    traces.append(
        {
            **points,
            "x": single(places[rows, 0]),
            "y": single(places[rows, 1]),
            "customdata": numbers,
            "marker": {**points["marker"], "color": color, "symbol": symbol, **style.colors(k)},
            "hoverinfo": "all",
            "hovertemplate": "point %{customdata}<extra></extra>",
            "selected": still,
            "unselected": still,
        }
    )
    if spokes is not None:
        traces += [
            fan("own", places, spokes.point, spokes.own, {"dash": "solid", "color": style.TEXT}),
            fan(
                "other",
                places,
                spokes.point,
                spokes.other,
                {"dash": "dot", "color": style.CLUSTER[spokes.neighbour % 10]},
            ),
        ]
    traces.append(centroid_marks(looks["centroids"], centroids, spokes is not None))
    if spokes is not None:
        traces.append(
            {
                **BLANK,
                "name": "chosen",
                "mode": "markers",
                "x": single(places[[spokes.point], 0]),
                "y": single(places[[spokes.point], 1]),
                "marker": {
                    "size": style.point_size(n) + 12,
                    "symbol": "circle-open",
                    "color": style.TEXT,
                    "line": {"width": 4},
                },
            }
        )
    return Drawing(traces, plane_layout(low, high, view) | {"dragmode": False, "margin": MARGIN})


def centroid_marks(look, centroids, faint) -> dict:
    """Return the numbered centroids; smaller for many, and out of the way of a point's spokes."""
    k = len(centroids)
    marker = look["marker"]
    size = 22 if k > 10 or faint else marker["size"]
    edge = {**marker["line"], "color": (np.arange(k) % 10).astype(np.int8), "width": 3 if k > 10 else 5}
    return {
        **look,
        "x": single(centroids[:, 0]),
        "y": single(centroids[:, 1]),
        "marker": {**marker, "size": size, "line": edge},
        "textfont": {**look["textfont"], "size": 13 if k > 10 or faint else 16},
    }


def fan(name, places, i, rows, look) -> dict:
    """Return lines from point `i` to each of `rows`."""
    rows = thinned(rows)
    ends = np.full((len(rows), 3, 2), np.nan)
    ends[:, 0], ends[:, 1] = places[i], places[rows]
    ends = ends.reshape(-1, 2)
    return {
        **BLANK,
        "name": name,
        "mode": "lines",
        "x": single(ends[:, 0]),
        "y": single(ends[:, 1]),
        "opacity": 0.6,
        "line": {"width": 1.2, **look},
    }


def knives(found: Silhouettes, drawn: list[Knife], spokes: Spokes | None = None) -> Drawing:
    """Return the silhouettes as bars, a knife a cluster: its mean as a dark line, the mean of all dashed.

    Every bar carries the number of its point, counted from 1.
    """
    still = {"marker": {"opacity": 1}}
    told = "point %{customdata}: silhouette %{x:.2f}<extra></extra>"
    bar = {"type": "bar", "orientation": "h", "hovertemplate": told, "selected": still, "unselected": still}
    traces = [
        {
            **bar,
            "name": f"cluster {knife.cluster + 1}",
            "width": knife.width,
            "x": single(knife.values),
            "y": single(knife.places),
            "customdata": (knife.rows + 1).astype(np.uint16),
            "marker": {"color": style.CLUSTER[knife.cluster % 10], "line": {"width": 0}},
        }
        for knife in drawn
    ]
    edges = [(knife.places[0] - knife.width / 2, knife.places[-1] + knife.width / 2) for knife in drawn]
    means = found.means
    x = np.ravel([[mean, mean, np.nan] for mean in means])
    y = np.ravel([[low, high, np.nan] for low, high in edges])
    overall = float(found.values.mean())
    bottom = edges[-1][1]
    traces += [line("cluster means", x, y, width=3), line("mean", [overall] * 2, [0, bottom], dash="dash", width=2)]
    if spokes is not None:
        traces.append(chosen_bar(drawn, spokes))
    middle = [float(np.mean(edge)) for edge in edges]
    small = len(drawn) > 12
    names = [f"<b>{j + 1}</b>" + ("" if small else f"  {mean:.2f}") for j, mean in enumerate(means)]
    lowest = min(-0.02, float(found.values.min()) - 0.02)
    told = {"text": f"mean of all: {overall:.2f}", "font": {"size": 14, "color": style.TEXT}, "showarrow": False}
    ticks = {"tickvals": middle, "ticktext": names, "showgrid": False, "range": [bottom, -0.06 * bottom]}
    layout = style.layout(
        xaxis=style.axis("silhouette of each point", range=[lowest, 1.02], nticks=7),
        yaxis=style.axis("cluster and its mean", **ticks),
        annotations=[{"x": overall, "y": 0, "yanchor": "bottom", **told}],
        bargap=0,
        barmode="overlay",
        hovermode="closest",
        hoverdistance=30,
        dragmode=False,
        margin=MARGIN,
    )
    return Drawing(traces, layout)


def chosen_bar(drawn: list[Knife], spokes: Spokes) -> dict:
    """Return a mark at the chosen point's bar, or where its value belongs if its bar stands for several points."""
    knife = drawn[spokes.cluster]
    at = int(np.abs(knife.values - spokes.value).argmin())
    here = np.flatnonzero(knife.rows == spokes.point)
    y = knife.places[here[0] if len(here) else at]
    return {
        **BLANK,
        "name": "chosen",
        "mode": "markers",
        "x": single([spokes.value]),
        "y": single([y]),
        "marker": {"size": 16, "symbol": "circle-open", "color": style.TEXT, "line": {"width": 4}},
    }
