"""Downloads: the run as one HTML file, labels and centroids as CSV."""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Template

import plotly.io as pio
from plotly.offline import get_plotlyjs

from dashboard.common.csv_table import safe_cell
from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.components.bundle import bundle

ROOT = Path(__file__).parents[2]
PLAYER = ROOT / "dashboard" / "components" / "player"


def film_html(figures: Mapping[str, Drawing], script: dict, title: str) -> str:
    """Return a page's "stage" and "curve" with their player as one HTML file, in light colours and without a network.

    `script` is what the page sends the player.
    """
    ticks = dict(ticklabelstandoff=6)
    template = dict(layout=dict(xaxis=ticks, yaxis=ticks))
    background = dict(paper_bgcolor=style.PAGE, plot_bgcolor=style.PAGE, template=template)
    drawn = {key: figure.to_dict() for key, figure in figures.items()}
    drawn = {key: figure | dict(layout=figure["layout"] | background) for key, figure in drawn.items()}
    data = style.real_colors(pio.to_json(dict(figures=drawn, script=script), validate=False))
    browser = PLAYER / "browser"
    return Template((PLAYER / "film.html").read_text("utf-8")).substitute(
        title=style.plain(title),
        theme=light_theme(),
        style=(browser / "player.css").read_text("utf-8"),
        controls=(browser / "player.html").read_text("utf-8"),
        plotly=get_plotlyjs(),
        data=data.replace("<", "\\u003c"),
        player=bundle(browser / "player.js"),
    )


def light_theme() -> str:
    """Return the light theme as the CSS variables in which Streamlit gives it to components."""
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    variables = []
    for name, value in (theme | theme["light"]).items():
        css_name = re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name)
        if not isinstance(value, dict):
            variables.append(f"--st-{css_name}: {value if isinstance(value, str) else ','.join(value)};")
    return " ".join(variables)


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
