"""What a reader takes home: the run as one HTML file, labels and centroids as CSV. No Streamlit."""

import csv
import io
import json

import plotly.io as pio

from dashboard.common.csv_table import safe_cell
from dashboard.common.half_steps import HalfStep
from dashboard.common.plots import style
from dashboard.common.plots.film import Film

FRAME_MS = 1100


def film_html(film: Film, run: list[HalfStep], title: str) -> str:
    """Return `film` as one HTML file that needs no network, has real colours and plays by itself."""
    figure = dict(film.figure.to_dict())  # what the page sends too: not to be changed
    moving = {"frame": {"duration": FRAME_MS, "redraw": True}, "transition": {"duration": 0}}
    still = {"mode": "immediate", "frame": {"duration": 0, "redraw": True}, "transition": {"duration": 0}}
    frames = [
        {**frame, "layout": {"title": {"text": half.caption}}} for frame, half in zip(film.frames, run, strict=True)
    ]
    figure["layout"] = figure["layout"] | {
        "title": {"text": run[0].caption, "x": 0.02, "font": {"size": 20}},
        "margin": {"l": 60, "r": 70, "t": 70, "b": 150},
        "paper_bgcolor": style.PAGE,
        "plot_bgcolor": style.PAGE,
        "template": {},
        "updatemenus": [
            {
                "type": "buttons",
                "direction": "left",
                "showactive": False,
                "x": 0,
                "y": -0.1,
                "xanchor": "left",
                "yanchor": "top",
                "buttons": [
                    {"label": "Play", "method": "animate", "args": [None, {**moving, "fromcurrent": True}]},
                    {"label": "Pause", "method": "animate", "args": [[None], still]},
                ],
            }
        ],
        "sliders": [
            {
                "x": 0.16,
                "len": 0.84,
                "y": -0.1,
                "yanchor": "top",
                "currentvalue": {"prefix": "Half-step: "},
                "steps": [{"label": half.name, "method": "animate", "args": [[half.name], still]} for half in run],
            }
        ],
    }
    figure["frames"] = frames
    text = style.real_colors(pio.to_json(figure, validate=False))
    figure = json.loads(text)
    page = pio.to_html(
        figure,
        include_plotlyjs=True,
        validate=False,
        auto_play=True,
        animation_opts=moving,
        default_height="96vh",
        config={"responsive": True, "displaylogo": False},
    )
    return page.replace("<head>", f"<head><title>{style.plain(title)}</title>", 1)


def table_csv(header, rows) -> str:
    """Return CSV text; text cells that a spreadsheet would take for a formula are defused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for row in (header, *rows):
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def labels_csv(X, features, labels) -> str:
    """Return every point with its cluster, counted from 1 as in the pictures."""
    rows = ((i, *point, j) for i, (point, j) in enumerate(zip(X.tolist(), (labels + 1).tolist(), strict=True), start=1))
    return table_csv(("point", *features, "cluster"), rows)


def centroids_csv(centroids, features, sizes) -> str:
    """Return every centroid with the number of its points."""
    rows = ((j, *place, size) for j, (place, size) in enumerate(zip(centroids.tolist(), sizes, strict=True), start=1))
    return table_csv(("cluster", *features, "points"), rows)
