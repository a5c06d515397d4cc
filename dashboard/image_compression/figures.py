"""The figures of the Image compression page: the palette, the colour space, the error, and bytes against error."""

from typing import NamedTuple

import numpy as np

from dashboard.common.formatting import percent
from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film, label_states, scene_film
from dashboard.common.plots.traces import label_font, line, scatter, single
from dashboard.image_compression.palette_files import hex_colors

FILE_SIZE_TICKS = [step * 10**power for power in range(-2, 5) for step in (1, 2, 5)]  # in kB
# From black through red to yellow: Matplotlib's inferno (van der Walt and Smith). Streamlit's theme would replace its
# name with a scale of its own.
INFERNO = "#010005 #1b0c41 #4a0c6b #781c6d #a52c60 #cf4446 #ed6925 #fb9b06 #f7d13d #fcffa4".split()


class SpaceState(NamedTuple):
    """A state of the search as it is drawn: the cells' labels (m,), the centroids (k, 2 or 3), the palette (k, 3)."""

    labels: np.ndarray
    centroids: np.ndarray
    palette: np.ndarray


NO_MARGIN = dict(l=0, r=0, t=0, b=0)


def drawable_colors(palette) -> list[str]:
    """Return the colours of `palette` (k, 3) uint8 as rgb(...): in #rrggbb Streamlit takes very dark blues for names of
    the theme's colours, like `style.PAGE`."""
    return [f"rgb({r},{g},{b})" for r, g, b in palette.tolist()]


def palette_chart(palette, shares) -> Drawing:
    """Return a bar for each colour, as high as its share of the pixels, and below it a swatch of one size for all."""
    k = len(palette)
    highest = float(max(shares))
    look = dict(
        type="bar",
        x=np.arange(1, k + 1),
        customdata=[[name[1:], percent(share)] for name, share in zip(hex_colors(palette), shares, strict=True)],
        hovertemplate="#%{customdata[0]}: %{customdata[1]} of the pixels<extra></extra>",
        marker=dict(color=drawable_colors(palette), line=line(1 if k <= 64 else 0)),
        unselected=dict(marker=dict(opacity=0.35)),
    )
    bars = dict(name="share", y=single(shares), width=0.94, **look)
    swatches = dict(name="swatch", y=np.full(k, -0.28 * highest, np.float32), width=1, **look)
    hidden = dict(automargin=False, showticklabels=False, showgrid=False)
    xaxis = style.axis("", range=[0.4, k + 0.6], fixedrange=True, **hidden)
    ticks = dict(tickformat=".0%" if highest > 0.04 else ".1%", tickvals=share_ticks(highest))
    yaxis = style.axis("share of pixels", range=[-0.28 * highest, 1.06 * highest], fixedrange=True, **ticks)
    clicks = dict(dragmode=False, clickmode="event+select")
    margin = dict(l=56, r=4, t=4, b=4)
    return Drawing([bars, swatches], style.layout(xaxis=xaxis, yaxis=yaxis, barmode="overlay", margin=margin, **clicks))


def share_ticks(highest) -> list[float]:
    """Return a few round shares from 0 to `highest`."""
    step = next(step for step in (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0) if highest <= 4 * step)
    return [round(i * step, 3) for i in range(5) if i * step <= highest]


def color_space_film(positions, own_colors, weights, states: list[SpaceState], titles, show_own) -> Film:
    """Return the search for a palette in the colour space, in two or three dimensions.

    `positions` (m, 2 or 3), `own_colors` (m, 3) uint8 and `weights` (m,) are the cells. The first picture shows them
    before there is a palette. The others have its colours, or with `show_own` still the cells' own.
    """
    dimensions = positions.shape[1]
    kind, least, most = ("scatter3d", 3, 13) if dimensions == 3 else ("scatter", 4, 16)
    size = np.rint(least + most * np.cbrt(weights / weights.max())).astype(np.uint8)
    cells = dict(size=size, color=drawable_colors(own_colors), opacity=1, line=dict(width=0))
    centroids = dict(size=15, symbol="diamond", opacity=1, color="#000000", line=line(2))
    nowhere = np.full((1, dimensions), np.nan)
    data = [
        scatter("cells", **coordinates(positions), marker=cells) | dict(type=kind),
        scatter("centroids", **coordinates(nowhere), marker=centroids) | dict(type=kind),
    ]
    low, high = positions.min(axis=0), positions.max(axis=0)
    return scene_film(
        data,
        layout_3d(low, high, titles) if dimensions == 3 else layout_2d(low, high, titles),
        "colours",
        k=len(states[0].palette),
        path=np.concatenate([state.centroids for state in states]).astype(np.float32),
        palettes=np.concatenate([state.palette for state in states]),
        labels=label_states([state.labels for state in states]),
        keeps_own=show_own,
    )


def coordinates(positions) -> dict:
    """Return the columns of `positions` (m, 2 or 3) as x, y and z."""
    return {letter: single(values) for letter, values in zip("xyz", positions.T, strict=False)}


def layout_3d(low, high, titles) -> dict:
    middle, reach = (low + high) / 2, 1.05 * max(float((high - low).max()) / 2, 4)
    look = dict(tickfont=label_font(12), nticks=5, gridcolor=style.GRID)
    look |= dict(showbackground=False, zeroline=False, showspikes=False)
    axes = {
        f"{letter}axis": dict(title=dict(text=title, font=label_font(15)), range=[float(m - reach), float(m + reach)])
        | look
        for letter, title, m in zip("xyz", titles, middle, strict=True)
    }
    camera = dict(eye=dict(x=1.85, y=-1.85, z=0.95), center=dict(x=0, y=0, z=-0.12))
    return style.layout(scene=dict(aspectmode="cube", camera=camera, uirevision="space", **axes), margin=NO_MARGIN)


def layout_2d(low, high, titles) -> dict:
    pad = 0.05 * np.maximum(high - low, 4)
    x, y = ([float(low[f] - pad[f]), float(high[f] + pad[f])] for f in (0, 1))
    yaxis = style.axis(titles[1], range=y, scaleanchor="x", scaleratio=1)
    return style.layout(xaxis=style.axis(titles[0], range=x), yaxis=yaxis)


def rate_distortion_chart(palettes, jpegs, current) -> Drawing:
    """Return bytes against PSNR: `palettes` and `jpegs` are rows (k or quality, bytes, PSNR), `current` is a palette's
    row."""
    traces = []
    for name, rows, color, dash, label in (
        ("JPEG", jpegs, style.UNASSIGNED, "dash", "quality"),
        ("palette PNG of k colours", palettes, style.TEXT, "solid", "k ="),
    ):
        setting, size, psnr = (np.array(column, float) for column in zip(*rows, strict=True))
        hover = f"{label} %{{text}}: %{{x:.1f}} kB, %{{y:.2f}} dB<extra></extra>"
        marker = dict(size=10, symbol="square" if dash == "dash" else "circle", color=color)
        text = dict(text=[f"{value:.0f}" for value in setting], textposition="bottom right", textfont=label_font(15))
        mode = "lines+markers" if dash == "dash" else "lines+markers+text"
        look = dict(line=line(3, color, dash=dash), marker=marker, hovertemplate=hover, cliponaxis=False, **text)
        traces.append(scatter(name, mode, x=size / 1000, y=psnr, **look))
    ring = dict(size=20, symbol="circle-open", color=style.TEXT, line=dict(width=3))
    x, y = [current[1] / 1000], [current[2]]
    traces.append(scatter("the picture above", x=x, y=y, cliponaxis=False, marker=ring))
    ticks = dict(type="log", tickvals=FILE_SIZE_TICKS, ticktext=[f"{value:g}" for value in FILE_SIZE_TICKS])
    legend = dict(orientation="h", y=1.02, yanchor="bottom", x=0, font=dict(size=16))
    layout = style.layout(
        xaxis=style.axis("file size in kB (log scale)", **ticks),
        yaxis=style.axis("PSNR in dB: higher is closer"),
        showlegend=True,
        legend=legend,
        margin=dict(l=60, r=24, t=48, b=56),
    )
    return Drawing(traces, layout)


def error_heatmap(values, side) -> Drawing:
    """Return how far the colours moved, from black to yellow; one value for each block of `side` x `side` pixels."""
    height, width = values.shape
    font = dict(size=14)
    trace = dict(
        type="heatmap",
        z=np.rint(np.minimum(values, 255)).astype(np.uint8),
        colorscale=[[j / (len(INFERNO) - 1), name] for j, name in enumerate(INFERNO)],
        zmin=0,
        x0=side / 2,
        dx=side,
        y0=side / 2,
        dy=side,
        colorbar=dict(title=dict(text="distance", font=font), tickfont=font, thickness=16),
        hovertemplate="%{x:.0f}, %{y:.0f}: moved by %{z}<extra></extra>",
    )
    hidden = dict(showgrid=False, showticklabels=False, constrain="domain")
    xaxis = style.axis("", range=[0, width * side], **hidden)
    yaxis = style.axis("", range=[height * side, 0], scaleanchor="x", **hidden)
    return Drawing([trace], style.layout(xaxis=xaxis, yaxis=yaxis))
