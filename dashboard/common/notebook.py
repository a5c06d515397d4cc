"""A screen as a Jupyter notebook: its cells, and what the notebooks of all pages begin with. No Streamlit."""

import json

import numpy as np

from dashboard.common.csv_table import short
from dashboard.common.datasets import NAMED
from dashboard.common.plots import style
from dashboard.common.plots.plane import comparable
from dashboard.common.projection import View
from dashboard.common.settings import Data
from dashboard.common.source_code import standalone_source_of
from dashboard.common.wheel import wheel_name

MAX_LITERALS = 2400  # values of the data that are written out: two or three screens, and the wines fit
LINE_WIDTH = 110
MARKERS = "8sd^Xpv*Ph"  # Matplotlib's names of the marker shapes in the pictures
CSV_FILE = "labels.csv"
DRAW = f'''\
COLORS = "{" ".join(style.LIGHT_CLUSTER)}".split()
MARKERS = "{MARKERS}"


def draw(ax, places, labels, centroids):
    """Draw the points in the colours of their clusters, and the numbered centroids; label -1 is no cluster."""
    for j in np.unique(labels):
        look = dict(color="grey") if j < 0 else dict(color=COLORS[j % 10], marker=MARKERS[j % 10])
        ax.scatter(*places[labels == j].T, s=18, **look)
    ax.scatter(*centroids.T, s=220, color="white", edgecolors="black", linewidths=2, zorder=3)
    for j, place in enumerate(centroids, start=1):
        ax.annotate(str(j), place, ha="center", va="center", weight="bold", zorder=4)
'''


def notebook(title: str, link: str, introduction: str, *cells: dict) -> str:
    """Return the text of a notebook file: a first cell with what it shows and what it needs, then the `cells`."""
    needs_sklearn = any("from sklearn" in cell["source"] for cell in cells if cell["cell_type"] == "code")
    packages = "matplotlib scikit-learn" if needs_sklearn else "matplotlib"
    first = markdown(
        f"# {title}",
        "",
        introduction,
        "",
        f"From <{link}>." if link else "",
        "",
        f"**What it needs.** `pip install {packages} {wheel_name()}` in a terminal, or `%pip install` in a cell. The "
        "wheel is “The library as a wheel” under “Take home”; in Colab and JupyterLite, upload it first. In "
        "JupyterLite, write `emfs:` before its name.",
    )
    python = dict(kernelspec=dict(name="python3", display_name="Python 3", language="python"))
    file = dict(cells=[first, *cells], metadata=python, nbformat=4, nbformat_minor=4)
    return json.dumps(file, indent=1, ensure_ascii=False)


def markdown(*lines: str) -> dict:
    return dict(cell_type="markdown", metadata={}, source="\n".join(lines))


def code(*lines: str) -> dict:
    """Return a cell of code; empty lines at its ends are left out."""
    source = "\n".join(lines).strip("\n")
    return dict(cell_type="code", execution_count=None, metadata={}, outputs=[], source=source)


def points_cells(data: Data, X) -> list[dict]:
    """Return the cells that make the points `X` (n, d) that `data` names.

    Few values are written out; many are generated as on the page, or read from the CSV file that the page offers.
    """
    n, d = X.shape
    named = NAMED.get(data.name)
    if X.size <= MAX_LITERALS:
        standardised = " They are standardised: mean 0, standard deviation 1." if data.scale else ""
        note = f"{n:,} points of {d} features, rounded to about six digits.{standardised}"
        return [markdown(f"## The points\n\n{note}"), code(literal_points("X", X))]
    if named is None:
        note = f"{n:,} points are too many to write out. Put `{CSV_FILE}`, from “Labels as CSV”, beside this notebook."
        columns = f'usecols=range(1, {d + 1}), encoding="utf-8"'
        read = f'X = np.loadtxt("{CSV_FILE}", delimiter=",", quotechar=\'"\', skiprows=1, comments=None, {columns})'
        return [markdown(f"## The points\n\n{note}"), code(read)]
    maker = named.make.__qualname__.split(".")[0]
    call = f"{maker}({named.clusters})" if named.make.__qualname__ != maker else maker
    lines = [f"X = {call}({data.n}, {data.noise}, {data.seed}).X"]
    lines += ["X = (X - X.mean(axis=0)) / X.std(axis=0)"] * data.scale
    note = f"{n:,} points, from the recipe of the page."
    source = standalone_source_of("dashboard.common.datasets", maker)
    return [markdown(f"## The points\n\n{note}"), code(source, "", "", *lines)]


def literal_points(name: str, X) -> str:
    """Return the line that sets the variable `name` to `X` (n, d), to about six digits of each column's range."""
    ranges, largest = np.ptp(X, axis=0), np.abs(X).max(axis=0)
    digits = 5 - np.floor(np.log10(np.where(ranges > 0, ranges, np.where(largest > 0, largest, 1.0)))).astype(int)
    columns = [np.round(column, places) for column, places in zip(X.T, digits.tolist(), strict=True)]
    rows = (" ".join(f"{value:.15g}" for value in row) for row in np.column_stack(columns))
    return f'{name} = np.array("""\n{wrapped(rows)}\n""".split(), dtype=float).reshape({len(X)}, {X.shape[1]})'


def literal_labels(name: str, labels) -> str:
    """Return the line that sets the variable `name` to whole numbers (n,)."""
    return f'{name} = np.array("""\n{wrapped(map(str, np.asarray(labels).tolist()))}\n""".split(), dtype=int)'


def wrapped(words) -> str:
    """Return the words in lines of about the same length."""
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > LINE_WIDTH:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


def view_code(view: View) -> list[str]:
    """Return the lines that define `on_view`, which places points in the picture; none if the picture is the plane."""
    if view.complete:
        return []
    return [
        literal_points("directions", view.directions),
        f"offset = np.array({[float(f'{value:.8g}') for value in view.offset]})",
        "",
        "",
        "def on_view(points):",
        '    """Return where the picture shows the points."""',
        "    return points @ directions - offset",
        "",
        "",
    ]


def placed(view: View, points: str) -> str:
    """Return the expression for the places of the variable `points` in the picture."""
    return points if view.complete else f"on_view({points})"


def axes_code(view: View, places) -> list[str]:
    """Return the lines that name the axes and, where the page does, give them one scale; `places` (n, 2) are drawn."""
    x, y = map(axis_title, view.titles)
    equal = ['ax.set_aspect("equal")'] * comparable(places.min(axis=0), places.max(axis=0))
    return [f"ax.set(xlabel={x}, ylabel={y})", *equal]


def axis_title(text: str) -> str:
    """Return a title as Python writes it; a dollar sign would begin a formula."""
    return repr(short(text, 40).replace("$", r"\$"))


def start_code(init: str, k: int, seed: int) -> tuple[str, str]:
    """Return the name of the function that chooses the first centroids, and its call."""
    function = {"random": "random_init", "k-means++": "kmeans_plusplus", "farthest-first": "farthest_first"}[init]
    return function, f"{function}(X, {k}, seed={seed})"
