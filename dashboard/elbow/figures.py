"""The Elbow page's pictures: three curves over k, the chosen clustering, and the silhouettes of its points."""

import numpy as np

from dashboard.common.formatting import number
from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import centroid_look, framed, plane_layout, point_look, points, region_look, regions
from dashboard.common.plots.traces import label_font, line, ring, scatter, single, xy
from dashboard.elbow.compute import ScoredSweep, SilhouetteDetail, Silhouettes, line_ends
from kmeans_core import Gap, below_chord

AXES = ("inertia", "scaled to 0..1", "logarithm")
MAX_LABELLED_KS = 11
MAX_CLUSTERS_WITH_MEANS = 12
CLICKABLE = dict(dragmode=False, clickmode="event+select")  # Streamlit's own setting is lost when letters grow
FIXED = dict(fixedrange=True)  # a finger scrolls the page: Streamlit lets it pan figures that can be clicked
MARGIN = style.MARGIN | dict(t=32)  # at the top there is space for the camera, which a phone shows all the time
CAPTIONED = dict(hovertemplate="%{hovertext}<extra></extra>")


def inertia_plot(sweep: ScoredSweep, k, elbow, band, axes) -> Drawing:
    """Return inertia against k with its chord, the `elbow` (or None), and the `band` (b, m) (or None) of data without
    structure; the chosen `k` is ringed. Unless the axes are scaled, bars show what each k saves."""
    ks, inertias = np.array(sweep.ks), sweep.inertias
    is_scaled, fall = axes == AXES[1], inertias[0] - inertias[-1]
    left, width = (ks[0], max(ks[-1] - ks[0], 1)) if is_scaled else (0, 1)
    bottom, height = (inertias[-1], fall if fall > 0 else 1.0) if is_scaled else (0, 1)
    to_x, to_y = (lambda k: (k - left) / width), (lambda inertia: (inertia - bottom) / height)
    traces = [] if band is None else band_traces(to_x(ks), to_y(band), not is_scaled)
    if fall > 0:
        chord_ks = np.linspace(ks[0], ks[-1], 60)
        x, y = to_x(chord_ks), to_y(np.interp(chord_ks, ks[[0, -1]], inertias[[0, -1]]))
        traces.append(scatter("chord", "lines", x=single(x), y=single(y), line=line(1.5, dash="dash")))
        i = 4 if is_scaled or (elbow or 0) > ks.mean() else 34  # away from the elbow's label
        traces.append(direct_label("\u00a0chord", x[i], y[i]))
    if elbow is not None:
        traces.append(elbow_distance(sweep, elbow, is_scaled, to_x, to_y))
    if k in sweep.ks:
        traces.append(chosen_mark(to_x(k), to_y(inertias[sweep.ks.index(k)])))
    hover = [f"k = {j}: inertia {number(value)}" for j, value in zip(ks, inertias, strict=True)]
    for i, saved in enumerate(sweep.saved[1:], 1):
        hover[i] += f"<br>{-saved:+.0%} against k = {ks[i - 1]}".replace("-", "−")
    traces.append(clickable_curve("inertia", to_x(ks), to_y(inertias), ks, hover))
    if is_scaled:
        square = dict(range=[-0.06, 1.12], nticks=6, constrain="domain")
        yaxis = style.axis("inertia, scaled", scaleanchor="x", **square)
        layout = curve_layout(style.axis("k, scaled", **square), yaxis)
    else:
        traces.append(savings_bars(sweep, hover))
        y_range = dict(type="log", dtick="D2") if axes == AXES[2] else dict(rangemode="tozero")
        yaxis = style.axis("inertia", nticks=6, tickformat=style.tick_format(inertias[0]), domain=[0.34, 1], **y_range)
        percents = [0.0, 1.0, *(100 * sweep.saved[1:])]
        saved_range = [float(1.5 * min(percents)), float(1.45 * max(percents))]
        yaxis2 = style.axis("saved, %", **FIXED, range=saved_range, domain=[0, 0.22], nticks=3)
        layout = curve_layout(ks_axis(ks) | dict(anchor="y2"), yaxis, yaxis2=yaxis2)
    return Drawing(traces, layout)


def elbow_distance(sweep: ScoredSweep, elbow, is_scaled, to_x, to_y) -> dict:
    """Return the line from the elbow to the chord: at right angles to it if the axes are scaled, else upwards."""
    i = sweep.ks.index(elbow)
    on_chord = np.interp(elbow, [sweep.ks[0], sweep.ks[-1]], sweep.inertias[[0, -1]])
    x, low, high = float(to_x(elbow)), float(to_y(sweep.inertias[i])), float(to_y(on_chord))
    half, text = (high - low) / 2, f"<b>elbow rule: {elbow}</b>"
    if is_scaled:
        text += f"<br>{below_chord(sweep.ks, sweep.inertias)[i]:.2f} below"
    ends = [(x, low), (x + half, low + half) if is_scaled else (x, high)]
    label = dict(text=["", text], textposition="top right", textfont=label_font(16), cliponaxis=False)
    return scatter("elbow", "lines+text", **xy(ends), **label, line=line(4))


def band_traces(x, inertias, has_label) -> list[dict]:
    """Return the range of the `inertias` (b, m) of the sets without structure, and a label if wanted."""
    high, low = inertias.max(axis=0), inertias.min(axis=0)
    outline = dict(x=single(np.r_[x, x[::-1]]), y=single(np.r_[high, low[::-1]]))
    look = dict(line=line(1, style.UNASSIGNED), fill="toself", fillcolor=style.UNASSIGNED, opacity=0.45)
    i = len(x) // 2
    label = direct_label("without structure", x[i], high[i])
    return [scatter("no structure", "lines", **outline, **look), *[label] * has_label]


def direct_label(text, x, y) -> dict:
    return scatter("label", "text", **xy([(x, y)]), text=[text], textposition="top right", textfont=label_font())


def savings_bars(sweep: ScoredSweep, hover) -> dict:
    percents = 100 * sweep.saved
    text = [f"{value:.0f}" if np.isfinite(value) else "" for value in percents]
    font = label_font(14 if len(percents) <= MAX_LABELLED_KS else 11)
    data = dict(x=single(sweep.ks), y=single(percents), customdata=np.array(sweep.ks), hovertext=hover)
    label = dict(text=text, textfont=font, textposition="outside", cliponaxis=False)
    look = dict(type="bar", width=0.6, marker=dict(color=style.UNASSIGNED))
    return dict(name="saved", yaxis="y2", **data, **label, **look, **CAPTIONED, **undimmed())


def undimmed(opacity=1) -> dict:
    """Return the look of marks that stay as they are when one of them is clicked."""
    marker = dict(opacity=opacity)
    return dict(selected=dict(marker=marker), unselected=dict(marker=marker, textfont=dict(color=style.TEXT)))


def chosen_mark(x, y) -> dict:
    return scatter("chosen", x=single([x]), y=single([y]), marker=ring(24, width=5), cliponaxis=False)


def clickable_curve(name, x, y, ks, hover, labels=None, **more) -> dict:
    """Return a curve over k of which every mark carries its k."""
    data = dict(x=single(x), y=single(y), customdata=np.array(ks), hovertext=hover, text=labels)
    marker = dict(size=11, color=style.PAGE, line=line(2.5), opacity=1)
    look = dict(line=line(2.5), marker=marker, textposition=label_positions(y), textfont=label_font(), cliponaxis=False)
    mode = "lines+markers" + ("+text" if labels else "")
    return scatter(name, mode, **data, **look, **CAPTIONED, **undimmed(), **more)


def label_positions(y) -> list[str]:
    """Return where a label does not cover the curve: above a peak, on the outer side of a slope, else below it."""
    before, after = np.r_[y[:1], y[:-1]], np.r_[y[1:], y[-1:]]
    is_peak, is_low = (before <= y) & (y >= after), (before > y) & (y < after)
    is_flat = np.abs(after - before) < (0.2 * np.ptp(y) if len(y) else 0.0)
    cases = {"top center": is_peak, "bottom center": is_low | is_flat, "top left": before < after}
    return np.select(list(cases.values()), list(cases), "top right").tolist()


def ks_axis(ks) -> dict:
    return style.axis("k, the number of clusters", range=[ks[0] - 0.6, ks[-1] + 0.8], tickformat="d", dtick=1)


def curve_layout(xaxis, yaxis, **more) -> dict:
    pointer = dict(hovermode="closest", hoverdistance=40) | CLICKABLE
    return style.layout(xaxis=xaxis | FIXED, yaxis=yaxis | FIXED, margin=MARGIN, **pointer, **more)


def silhouette_curve(sweep: ScoredSweep, k, best) -> Drawing:
    """Return the mean silhouette against k; the chosen `k` is ringed, the label of the `best` (or None) is bold."""
    has_score = np.isfinite(sweep.silhouettes)
    ks, scores = np.array(sweep.ks)[has_score].tolist(), sweep.silhouettes[has_score]
    hover = [f"k = {j}: mean silhouette {score:.3f}" for j, score in zip(ks, scores, strict=True)]
    labels = [f"<b>{score:.2f}</b>" if j == best else f"{score:.2f}" for j, score in zip(ks, scores, strict=True)]
    traces = []
    if k in ks:
        i = ks.index(k)
        is_above = label_positions(scores)[i].startswith("top")
        labels[i] = f"{labels[i]}<br>\u00a0" if is_above else f"\u00a0<br>{labels[i]}"  # a line away from the ring
        traces.append(chosen_mark(k, scores[i]))
    traces.append(clickable_curve("silhouette", ks, scores, ks, hover, labels if len(ks) <= MAX_LABELLED_KS else None))
    low, high = (float(scores.min()), float(scores.max())) if ks else (0.0, 1.0)
    yaxis = style.axis("mean silhouette", range=[min(0.0, low - 0.05), min(1.1, high * 1.15 + 0.03)], nticks=6)
    return Drawing(traces, curve_layout(ks_axis(sweep.ks), yaxis))


def gap_curve(gap: Gap, k) -> Drawing:
    """Return the gap against k with a standard error up and down; the k of its rule is labelled, the `k` ringed."""
    rows = zip(gap.ks, gap.gaps, gap.errors, strict=True)
    hover = [f"k = {j}: gap {value:.3f} ± {error:.3f}" for j, value, error in rows]
    errors = dict(type="data", array=single(gap.errors), color=style.TEXT, thickness=2, width=6)
    traces = [chosen_mark(k, gap.gaps[gap.ks.index(k)])] if k in gap.ks else []
    traces.append(clickable_curve("gap", gap.ks, gap.gaps, gap.ks, hover, error_y=errors))
    notes = []
    if gap.k is not None:
        tip = dict(x=gap.k, y=float(gap.gaps[gap.ks.index(gap.k)]), ax=0, ay=-44, arrowcolor=style.TEXT)
        notes.append(dict(text=f"<b>k = {gap.k}</b>", font=label_font(16), **tip))
    yaxis = style.axis("gap (of log inertia)", nticks=6)
    return Drawing(traces, curve_layout(ks_axis(gap.ks), yaxis, annotations=notes))


def unclustered_plot(places, rows, view) -> Drawing:
    """Return the `rows` (m,) of the `places` (n, 2) on the view, all alike."""
    look = point_look(len(rows))
    marker = look["marker"] | points(None, len(rows))["marker"]
    data = [look | xy(places[rows]) | dict(marker=marker)]
    layout = framed(plane_layout(places.min(axis=0), places.max(axis=0), view))
    return Drawing(data, layout | dict(dragmode=False))


def elbow_clustering_plot(places, labels, centroids, view, rows, detail: SilhouetteDetail | None = None) -> Drawing:
    """Return the `rows` (m,) of the `places` (n, 2) on the view by cluster; each point carries its number, from 1.

    Lines join the point of `detail` to the points of its own and of the nearest other cluster.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    k, n = len(centroids), len(rows)
    areas = regions(centroids, low, high) if view.complete else []
    traces = [region_look(j % 10) | area for j, area in enumerate(areas)]
    look = point_look(n)
    marker = look["marker"] | style.colors(k) | points(labels[rows], n)["marker"]
    hover = dict(hoverinfo="all", hovertemplate="point %{customdata}<extra></extra>")
    numbers = (rows + 1).astype(np.uint16)
    traces.append(look | xy(places[rows]) | dict(marker=marker, customdata=numbers, **hover, **undimmed(0.9)))
    size, edge, font = (30 if k <= 6 else 24, 5, 16) if k <= 10 else (22, 3, 13)
    if detail is not None:
        place = places[detail.point]
        traces.append(point_lines("own", place, places[line_ends(detail.own)], dash="solid"))
        color = style.CLUSTER[detail.neighbour % 10]
        traces.append(point_lines("other", place, places[line_ends(detail.other)], dash="dot", color=color))
        size, font = 22, 13  # out of the way of the lines
    traces.append(centroid_look(k, size, edge, font) | xy(centroids))
    if detail is not None:
        traces.append(scatter("chosen", **xy([place]), marker=ring(style.point_size(n) + 12)))
    layout = framed(plane_layout(low, high, view))
    axes = dict(xaxis=layout["xaxis"] | FIXED, yaxis=layout["yaxis"] | FIXED)
    return Drawing(traces, layout | axes | CLICKABLE | dict(margin=MARGIN))


def point_lines(name, place, ends, **look) -> dict:
    path = np.stack([np.broadcast_to(place, ends.shape), ends, np.full_like(ends, np.nan)], axis=1).reshape(-1, 2)
    return scatter(name, "lines", **xy(path), line=line(1.2, **look), opacity=0.6)


def silhouette_plot(silhouettes: Silhouettes, detail: SilhouetteDetail | None = None) -> Drawing:
    """Return the silhouette of every sampled point as a bar that carries its number, with the means."""
    clusters, mean = silhouettes.clusters, float(silhouettes.values.mean())
    hover = dict(hovertemplate="point %{customdata}: silhouette %{x:.2f}<extra></extra>")
    traces, chosen = [], []
    for cluster in clusters:
        data = dict(x=single(cluster.values), y=single(cluster.y), customdata=(cluster.rows + 1).astype(np.uint16))
        marker = dict(color=style.CLUSTER[cluster.cluster % 10], line=dict(width=0))
        look = dict(type="bar", orientation="h", width=1, marker=marker)
        traces.append(look | dict(name=f"cluster {cluster.cluster + 1}", **data, **hover, **undimmed()))
        if detail is not None and detail.cluster == cluster.cluster:
            bar = np.abs(cluster.values - detail.value).argmin()  # where its silhouette belongs, sampled or not
            chosen.append(scatter("chosen", **xy([(detail.value, cluster.y[bar])]), marker=ring(16)))
    bottom = clusters[-1].edges[1]
    edges = [(cluster.values.mean(), y) for cluster in clusters for y in (*cluster.edges, np.nan)]
    traces.append(scatter("cluster means", "lines", **xy(edges), line=line(3)))
    traces.append(scatter("mean", "lines", **xy([(mean, 0), (mean, bottom)]), line=line(dash="dash")))
    name = "<b>{}</b>  {:.2f}" if len(clusters) <= MAX_CLUSTERS_WITH_MEANS else "<b>{}</b>"
    names = [name.format(cluster.cluster + 1, cluster.values.mean()) for cluster in clusters]
    middles = [float(np.mean(cluster.edges)) for cluster in clusters]
    ticks = dict(tickvals=middles, ticktext=names, showgrid=False, range=[bottom, -0.06 * bottom])
    x_range = [min(-0.02, float(silhouettes.values.min()) - 0.02), 1.02]
    label = dict(x=mean, y=0, yanchor="bottom", text=f"mean of all: {mean:.2f}", font=label_font(), showarrow=False)
    xaxis = style.axis("silhouette of each point", range=x_range, nticks=7)
    layout = curve_layout(xaxis, style.axis("cluster and its mean", **ticks), annotations=[label])
    return Drawing(traces + chosen, layout | dict(bargap=0, barmode="overlay", hoverdistance=30))
