"""Downloads: a film or a handout as one HTML file, labels and centroids as CSV."""

import base64
import csv
import io
import re
import tomllib
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template

import numpy as np
import plotly.io as pio
from plotly.offline import get_plotlyjs

from dashboard.common.csv_table import safe_cell
from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.components.bundle import bundle

ROOT = Path(__file__).parents[2]
PLAYER = ROOT / "dashboard" / "components" / "player"
LOAD_PLOTLY = """\
<script type="text/plain" id="plotly">$packed</script>
<script>
const plotlyReady = (async () => {
  const bytes = Uint8Array.from(atob(document.getElementById("plotly").textContent), (c) => c.charCodeAt(0));
  const source = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")));
  const script = document.createElement("script");
  script.text = await source.text();
  document.head.append(script);
})();
</script>"""


def film_html(figures: Mapping[str, Drawing], script: dict, title: str) -> str:
    """Return a page's "stage" and, if it has one, its "curve" with their player as one HTML file that needs no network.

    `script` is what the page sends the player.
    """
    browser = PLAYER / "browser"
    return Template((PLAYER / "film.html").read_text("utf-8")).substitute(
        title=style.plain(title),
        theme=light_theme(),
        style=(browser / "player.css").read_text("utf-8"),
        controls=(browser / "player.html").read_text("utf-8"),
        curve='<div class="st-key-curve"><div></div></div>' * ("curve" in figures),
        plotly=plotly_script(),
        data=for_html(figures, script=script),
        player=bundle(browser / "player.js"),
    )


@cache
def plotly_script() -> str:
    """Return script elements that load Plotly from themselves; others await `plotlyReady`.

    Deflated it has 2 MB, not 5: the server keeps each file that was asked for in memory for a while.
    """
    packed = base64.b64encode(zlib.compress(get_plotlyjs().encode(), 9)).decode("ascii")
    return LOAD_PLOTLY.replace("$packed", packed)


def for_html(figures: Mapping[str, Drawing], **more) -> str:
    """Return the figures in light colours, and what comes with them, as JSON for a script element."""
    ticks = dict(ticklabelstandoff=6)
    template = dict(layout=dict(xaxis=ticks, yaxis=ticks))
    background = dict(paper_bgcolor=style.PAGE, plot_bgcolor=style.PAGE, template=template)
    drawn = {key: figure.to_dict() for key, figure in figures.items()}
    drawn = {key: figure | dict(layout=figure["layout"] | background) for key, figure in drawn.items()}
    text = style.real_colors(pio.to_json(dict(figures=drawn, **more), validate=False))
    return text.replace("<", "\\u003c")


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
    """Return CSV text in which a spreadsheet takes no text for a formula and Excel reads every letter."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for row in (header, *rows):
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    text = out.getvalue()
    return text if text.isascii() else f"\ufeff{text}"  # without this mark, Excel reads UTF-8 as another encoding


def labels_csv(X, features, labels, **columns) -> str:
    """Return every point with its cluster, counted from 1 as in the pictures; 0 is no cluster.

    More `columns` (n,) follow by their names.
    """
    values = (
        X.tolist(),
        (np.asarray(labels, dtype=int) + 1).tolist(),
        *(np.asarray(c).tolist() for c in columns.values()),
    )
    rows = ((i, *point, *rest) for i, (point, *rest) in enumerate(zip(*values, strict=True), start=1))
    return table_csv(("point", *features, "cluster", *columns), rows)


def centroids_csv(centroids, features, sizes) -> str:
    """Return every centroid with the number of its points."""
    rows = ((j, *place, size) for j, (place, size) in enumerate(zip(centroids.tolist(), sizes, strict=True), start=1))
    return table_csv(("cluster", *features, "points"), rows)
