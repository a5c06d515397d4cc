"""Light pictures as SVG, for phones and for the board: a few kilobytes, in the theme's colours."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from dashboard.classroom.questions import SIDE

SIZE = 10 * SIDE  # of a picture, in its own units: ten for each cell
HEAT_CELLS = 3  # cells of votes on a side of one square of the heat map
# The marker of each cluster, in the order of every figure: round, square, diamond, triangle, cross, pentagon, triangle.
MARKERS = (
    "m-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0",
    "m-6-6h12v12h-12z",
    "m0-9l9 9l-9 9l-9-9z",
    "m0-8l8 14h-16z",
    "m-7-5l2-2l5 5l5-5l2 2l-5 5l5 5l-2 2l-5-5l-5 5l-2-2l5-5z",
    "m0-8l8 6l-3 9h-10l-3-9z",
    "m0 8l8-14h-16z",
)

# The theme's colours by their names in CSS; components/board/browser/colors.js sets those of the clusters.
INK, PAGE = "fill: var(--st-text-color)", "var(--st-background-color)"
FAINT = f"{INK}; fill-opacity: 0.28"
LETTER = f"{INK}; font: 700 26px sans-serif; text-anchor: middle"
FRAME = "fill: none; stroke: var(--st-border-color); stroke-width: 2"
HEAT = "fill: var(--st-primary-color)"


def on_picture(positions, box) -> np.ndarray:
    """Return where positions (n, 2) among the points are on the picture: whole numbers, downwards from the top."""
    corner, side = box
    places = (np.asarray(positions) - corner) / side * SIZE
    return np.column_stack([places[:, 0], SIZE - places[:, 1]]).round().astype(int)


def picture(X, box, *, labels=None, focus: int | None = None, centroids=None, below="", alt="") -> str:
    """Return the points `X` (n, 2) with their clusters, or with one cluster in `focus`, and numbered centroids.

    `below` is more SVG, behind them.
    """
    places = on_picture(X, box)
    groups = np.zeros(len(X), dtype=int) if labels is None else np.asarray(labels)
    parts = []
    for j in np.unique(groups):
        marks = "".join(f"M{x} {y}{MARKERS[j % len(MARKERS)]}" for x, y in places[groups == j])
        if focus is not None:
            look = INK if j == focus else FAINT
        else:
            look = INK if labels is None else f"fill: var(--cluster-{j + 1})"
        parts.append(f'<path style="{look}" d="{marks}"/>')
    for j, (x, y) in enumerate([] if centroids is None else on_picture(centroids, box)):
        edge = f"fill: {PAGE}; stroke: var(--cluster-{j + 1}); stroke-width: 6"
        parts.append(f'<circle style="{edge}" cx="{x}" cy="{y}" r="19"/>')
        parts.append(f'<text style="{LETTER}" x="{x}" y="{y + 9}">{j + 1}</text>')
    return (
        f'<svg viewBox="0 0 {SIZE} {SIZE}" role="img" aria-label="{alt}">{below}'
        f'<rect style="{FRAME}" width="{SIZE}" height="{SIZE}"/>{"".join(parts)}</svg>'
    )


def heat_map(cells: Sequence[int]) -> str:
    """Return the marked cells as squares, the stronger the more marks are in them."""
    columns = (cell % SIDE // HEAT_CELLS for cell in cells)
    rows = ((SIDE - 1 - cell // SIDE) // HEAT_CELLS for cell in cells)
    counts = Counter(zip(columns, rows, strict=True))
    most, edge = max(counts.values(), default=1), 10 * HEAT_CELLS
    return "".join(
        f'<rect style="{HEAT}" x="{edge * column}" y="{edge * row}" width="{edge}" height="{edge}" '
        f'opacity="{0.25 + 0.75 * number / most:.2f}"/>'
        for (column, row), number in sorted(counts.items())
    )
