"""Downloads: the run as one HTML file, labels and centroids as CSV."""

import csv
import io
import json

import plotly.io as pio

from dashboard.common.csv_table import safe_cell
from dashboard.common.half_steps import HalfStep
from dashboard.common.plots import style
from dashboard.common.plots.film import Film

FRAME_MS = 1100


def film_html(film: Film, half_steps: list[HalfStep], title: str) -> str:
    """Return `film` as one HTML file that needs no network, has real colours and plays by itself."""
    figure = dict(film.figure.to_dict())  # what the page sends too: not to be changed
    moving = dict(frame=dict(duration=FRAME_MS, redraw=True), transition=dict(duration=0))
    still = dict(mode="immediate", frame=dict(duration=0, redraw=True), transition=dict(duration=0))
    play = dict(label="Play", method="animate", args=[None, moving | dict(fromcurrent=True)])
    pause = dict(label="Pause", method="animate", args=[[None], still])
    place = dict(y=-0.1, yanchor="top")
    menu = dict(type="buttons", direction="left", showactive=False, x=0, xanchor="left", buttons=[play, pause], **place)
    steps = [dict(label=half.name, method="animate", args=[[half.name], still]) for half in half_steps]
    slider = dict(x=0.16, len=0.84, currentvalue=dict(prefix="Half-step: "), steps=steps, **place)
    figure["layout"] = figure["layout"] | dict(
        title=dict(text=half_steps[0].caption, x=0.02, font=dict(size=20)),
        margin=dict(l=60, r=70, t=70, b=150),
        paper_bgcolor=style.PAGE,
        plot_bgcolor=style.PAGE,
        template={},
        updatemenus=[menu],
        sliders=[slider],
    )
    captions = [dict(layout=dict(title=dict(text=half.caption))) for half in half_steps]
    figure["frames"] = [frame | caption for frame, caption in zip(film.frames, captions, strict=True)]
    page = pio.to_html(
        json.loads(style.real_colors(pio.to_json(figure, validate=False))),
        include_plotlyjs=True,
        validate=False,
        auto_play=True,
        animation_opts=moving,
        default_height="96vh",
        config=dict(responsive=True, displaylogo=False),
    )
    return page.replace("<head>", f"<head><title>{style.plain(title)}</title>", 1)


def table_csv(header, rows) -> str:
    """Return CSV text in which a spreadsheet takes no text for a formula."""
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
