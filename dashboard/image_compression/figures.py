"""The Image compression page's pictures: the palette, the colour space, bytes against error."""

import numpy as np

from dashboard.common.formatting import percent
from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film, film
from dashboard.image_compression.palette_files import hexes

CELLS, CENTROIDS = "cells", "centroids"
KILOBYTES = [step * 10**power for power in range(-2, 5) for step in (1, 2, 5)]  # ticks of an axis of file sizes
# Black to yellow over red (Matplotlib's inferno, van der Walt and Smith), by name Streamlit's theme would replace it.
HEAT = ("#000004", "#1b0c41", "#4a0c6b", "#781c6d", "#a52c60", "#cf4446", "#ed6925", "#fb9b06", "#f7d13d", "#fcffa4")


def palette(colors, shares) -> Drawing:
    """Return a bar for each colour, as high as its share of the pixels, and under it a swatch of one size for all."""
    k = len(colors)
    names = hexes(colors)
    top = float(max(shares))
    told = {
        "customdata": [[name, percent(share)] for name, share in zip(names, shares, strict=True)],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]} of the pixels<extra></extra>",
        "marker": {"color": names, "line": {"color": style.TEXT, "width": 1 if k <= 64 else 0}},
        "unselected": {"marker": {"opacity": 0.35}},
    }
    at = np.arange(1, k + 1)
    bars = {"type": "bar", "name": "share", "x": at, "y": single(shares), "width": 0.94, **told}
    swatches = {"type": "bar", "name": "swatch", "x": at, "y": np.full(k, -0.28 * top, np.float32), "width": 1, **told}
    layout = style.layout(
        xaxis=style.axis(
            "", automargin=False, showticklabels=False, showgrid=False, range=[0.4, k + 0.6], fixedrange=True
        ),
        yaxis=style.axis(
            "share of pixels",
            range=[-0.28 * top, 1.06 * top],
            tickformat=".0%" if top > 0.04 else ".1%",
            tickvals=ticks(top),
            fixedrange=True,
        ),
        barmode="overlay",
        margin={"l": 56, "r": 4, "t": 4, "b": 4},
        dragmode=False,
        clickmode="event+select",
    )
    return Drawing([bars, swatches], layout)


def ticks(top) -> list[float]:
    """Return a few round shares from 0 to `top`."""
    step = next(step for step in (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0) if top <= 4 * step)
    return [round(i * step, 3) for i in range(5) if i * step <= top]


def single(values) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)


def space(spots, own, weights, labels, centroids, palettes, titles, shown) -> Film:
    """Return the search for a palette in the colour space, solid or seen flat, with a frame for every state.

    `spots` (m, 3) or (m, 2) and `weights` (m,) are the cells; `own` says their own colours: integers (m,) and
    as many names as they need. Each state has its cells' `labels` (m,) uint8, its `centroids` (k, 3) or (k, 2)
    and its palette (k, 3) uint8. Frame 0 is the picture before there is a palette. `shown` is "clusters" or
    "own": whose colours the markers take from then on.
    """
    dimensions = spots.shape[1]
    first = {"color": own[0], "colorscale": bands(own[1]), "cmax": last(own[1])}
    nowhere = np.full((1, dimensions), np.nan)
    is_painted = shown == "clusters"
    frames = [frame("Colours", first, None if is_painted else labels[0], nowhere, ["#000000"])]
    for at, (places, palette_, label) in enumerate(zip(centroids, palettes, labels, strict=True)):
        names = hexes(palette_)
        painted = {"color": label, "colorscale": bands(names), "cmax": last(names)}
        look = (painted, None) if is_painted else (first, label)
        frames.append(frame(f"Palette {at}", *look, places, names))
    kind, least, most = ("scatter3d", 3, 13) if dimensions == 3 else ("scatter", 4, 16)
    size = np.rint(least + most * np.cbrt(weights / weights.max())).astype(np.uint8)
    edge = {"width": 2, "color": style.TEXT}
    looks = [
        {
            "name": CELLS,
            **dict(zip("xyz", (compact(spots[:, f]) for f in range(dimensions)), strict=False)),
            "marker": {"size": size, "cmin": 0, "showscale": False, "opacity": 1, "line": {"width": 0}},
        },
        {"name": CENTROIDS, "marker": {"size": 15, "symbol": "diamond", "opacity": 1, "line": edge}},
    ]
    looks = [{"type": kind, "mode": "markers", "hoverinfo": "skip", **look} for look in looks]
    low, high = spots.min(axis=0), spots.max(axis=0)
    return film(looks, frames, solid_layout(low, high, titles) if dimensions == 3 else flat_layout(low, high, titles))


def frame(name, marker, labels, places, names) -> dict:
    """Return one frame; `labels` travel beside markers of other colours, for the painter of the picture."""
    cells = {"marker": marker} | ({} if labels is None else {"customdata": labels})
    axes = {letter: single(places[:, f]) for f, letter in enumerate("xyz"[: places.shape[1]])}
    return {"name": name, "data": [cells, {**axes, "marker": {"color": names}}], "traces": [0, 1]}


def solid_layout(low, high, titles) -> dict:
    font = {"color": style.TEXT, "size": 15}
    middle, reach = (low + high) / 2, 1.05 * max(float((high - low).max()) / 2, 4)
    scene = {
        f"{letter}axis": {
            "title": {"text": titles[f], "font": font},
            "tickfont": {**font, "size": 12},
            "nticks": 5,
            "gridcolor": style.GRID,
            "showbackground": False,
            "zeroline": False,
            "showspikes": False,
            "range": [float(middle[f] - reach), float(middle[f] + reach)],
        }
        for f, letter in enumerate("xyz")
    }
    scene |= {
        "aspectmode": "cube",
        "camera": {"eye": {"x": 1.45, "y": -1.45, "z": 0.75}, "center": {"x": 0, "y": 0, "z": -0.12}},
        "uirevision": "space",
    }
    return style.layout(scene=scene, margin={"l": 0, "r": 0, "t": 0, "b": 0})


def flat_layout(low, high, titles) -> dict:
    pad = 0.05 * np.maximum(high - low, 4)
    x, y = ([float(low[f] - pad[f]), float(high[f] + pad[f])] for f in (0, 1))
    yaxis = style.axis(titles[1], range=y, scaleanchor="x", scaleratio=1)
    return style.layout(xaxis=style.axis(titles[0], range=x), yaxis=yaxis)


def bands(names) -> list:
    """Return the colour scale that shows the whole number j as `names`[j], from 0 to `last(names)`."""
    return [[round(j / last(names), 5), name] for j, name in enumerate(names if len(names) > 1 else [*names, *names])]


def last(names) -> int:
    return max(1, len(names) - 1)


def compact(values) -> np.ndarray:
    """Return numbers for the browser: bytes where they are small and positive, rounded to whole ones."""
    whole = np.rint(values)
    return whole.astype(np.uint8) if whole.min() >= 0 and whole.max() <= 255 else single(values)


def rate_distortion(ours, jpeg, now) -> Drawing:
    """Return bytes against PSNR: `ours` and `jpeg` are rows (setting, bytes, PSNR); `now` is one of ours."""
    lines = []
    for name, rows, j, what in (("JPEG", jpeg, 1, "quality"), ("palette PNG of k colours", ours, 0, "k =")):
        setting, size, quality = (np.array(column, float) for column in zip(*rows, strict=True))
        lines.append(
            {
                "type": "scatter",
                "name": name,
                "x": size / 1000,
                "y": quality,
                "cliponaxis": False,
                "mode": "lines+markers" if j else "lines+markers+text",
                "text": [f"{value:.0f}" for value in setting],
                "textposition": "bottom right",
                "textfont": {"size": 15, "color": style.TEXT},
                "line": {"width": 3, "color": style.CLUSTER[j], "dash": "dash" if j else "solid"},
                "marker": {"size": 10, "symbol": int(style.SYMBOLS[j]), "color": style.CLUSTER[j]},
                "hovertemplate": f"{what} %{{text}}: %{{x:.1f}} kB, %{{y:.2f}} dB<extra></extra>",
            }
        )
    lines.append(
        {
            "type": "scatter",
            "name": "the picture above",
            "mode": "markers",
            "x": [now[1] / 1000],
            "y": [now[2]],
            "hoverinfo": "skip",
            "cliponaxis": False,
            "marker": {"size": 20, "symbol": "circle-open", "color": style.TEXT, "line": {"width": 3}},
        }
    )
    layout = style.layout(
        xaxis=style.axis(
            "file size in kB (log scale)",
            type="log",
            tickvals=KILOBYTES,
            ticktext=[f"{value:g}" for value in KILOBYTES],
        ),
        yaxis=style.axis("PSNR in dB: higher is nearer"),
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 16}},
        margin={"l": 60, "r": 24, "t": 48, "b": 56},
    )
    return Drawing(lines, layout)


def heat(values, step) -> Drawing:
    """Return how far each place's colour moved as a heat map; a cell is `step` x `step` pixels of the picture."""
    height, width = values.shape
    trace = {
        "type": "heatmap",
        "z": np.rint(np.minimum(values, 255)).astype(np.uint8),
        "colorscale": bands(HEAT),
        "zmin": 0,
        "x0": step / 2,
        "dx": step,
        "y0": step / 2,
        "dy": step,
        "colorbar": {"title": {"text": "distance", "font": {"size": 14}}, "tickfont": {"size": 14}, "thickness": 16},
        "hovertemplate": "%{x:.0f}, %{y:.0f}: moved by %{z}<extra></extra>",
    }
    hidden = {"showgrid": False, "showticklabels": False, "constrain": "domain"}
    xaxis = style.axis("", range=[0, width * step], **hidden)
    yaxis = style.axis("", range=[height * step, 0], scaleanchor="x", **hidden)
    return Drawing([trace], style.layout(xaxis=xaxis, yaxis=yaxis))
