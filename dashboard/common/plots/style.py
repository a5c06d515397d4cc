"""One look for every figure: cluster j has colour j and marker shape j on every page."""

import html

import numpy as np

# Streamlit swaps these placeholders in the browser for the theme's own colours, light or dark,
# without a rerun. `real_colors` does the same for files that leave the app.
CLUSTER = tuple(f"#{j:06d}" for j in range(1, 11))
TEXT, GRID, PAGE = "#000037", "#000035", "#000038"
UNASSIGNED = "#8A93A3"
BILLION = 1e9  # from which few people know the letter
# The colour code of a point without a cluster: any below the scale. All bits of -1 are set, which base64 writes in
# slashes only, and Plotly sends each of those as six letters.
NOBODY = np.int8(-100)
# Plotly's numbers for octagon (as good as round), square, diamond, triangle-up, x, pentagon, triangle-down, star,
# cross, hexagon. None is 0: plotly.js takes a 0 in an array for "not given", which costs a second per redraw.
SYMBOLS = np.array([16, 1, 2, 5, 4, 13, 6, 17, 3, 14], dtype=np.uint8)
ROUND = SYMBOLS[0]


def colors(k) -> dict:
    """Return the scale of integer colours for `k` clusters, below 0 for a point without one; after ten they repeat.

    It costs a thousandth of as many colour strings.
    """
    bands = (UNASSIGNED, *(CLUSTER[j % len(CLUSTER)] for j in range(k)))
    scale = [[round(edge / len(bands), 6), color] for j, color in enumerate(bands) for edge in (j, j + 1)]
    return dict(colorscale=scale, cmin=-1.5, cmax=k - 0.5, showscale=False)


COLORS = colors(len(CLUSTER))

LIGHT_CLUSTER = "#2B56FB #E27322 #3B610C #AF00A6 #591607 #A086C1 #703A5F #7D6E51 #1C1D48 #509F7A".split()
LIGHT = {TEXT: "#10131A", GRID: "#D9DDE5", PAGE: "#FFFFFF"} | dict(zip(CLUSTER, LIGHT_CLUSTER, strict=True))


def axis(title, **options) -> dict:
    font = dict(color=TEXT, size=14)
    look = dict(title=dict(text=plain(title), font=font), tickfont=font, zeroline=False, showgrid=True, automargin=True)
    if options.get("type") != "log" and not 1e-3 <= max(map(abs, options.get("range", [1]))) < BILLION:
        look["exponentformat"] = "e"  # instead of n, p and f, of T, and of what comes after that
    return look | options


def tick_format(largest) -> str:
    """Return Plotly's format for an axis with values up to `largest`: 4k for thousands and 4M for millions, but not
    500m for a half, and 1e+20 instead of 100E."""
    return "~s" if 1000 <= largest < BILLION else "~g"


# Usual tick labels and titles fit into it: a figure whose margins have to grow is drawn twice.
MARGIN = dict(l=76, r=12, t=12, b=70)


def layout(**options) -> dict:
    look = dict(showlegend=False, margin=MARGIN, dragmode="zoom", font=dict(size=14, color=TEXT))
    return look | options


def plain(text, most=40) -> str:
    """Return the text of an uploaded file so that Plotly shows it as it is: no markup, at most `most` characters."""
    text = " ".join(str(text).split())
    return html.escape(text if len(text) <= most else text[: most - 1] + "…", quote=False)


def cluster_codes(labels, n) -> tuple[np.ndarray, np.ndarray]:
    """Return the integer colours (of `colors`) and the marker shapes of `labels`, (n,) each; all unassigned for None.

    After ten clusters the colours repeat with other shapes: no two of a hundred look the same.
    """
    if labels is None:
        return np.full(n, NOBODY), np.full(n, ROUND)
    ten, one = np.divmod(np.asarray(labels), len(SYMBOLS))
    return np.asarray(labels).astype(np.int8), SYMBOLS[(one + 3 * ten) % len(SYMBOLS)]


def point_size(n) -> float:
    """Return the size of one of `n` markers: smaller where there are more, so that they can be told apart."""
    return float(np.clip(11 - np.log10(max(n, 10) / 100) * 3.2, 4, 11))


def real_colors(text: str) -> str:
    """Return `text` (a figure's JSON) with the theme's placeholders replaced by the light theme's colours."""
    for placeholder, color in LIGHT.items():
        text = text.replace(placeholder, color)
    return text
