"""The picture of a task: eight numbered points on a grid, or three curves. It shows no answer before it is given."""

import numpy as np

from dashboard.common.plots import style
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import centroid_look, point_look
from dashboard.common.plots.traces import label_font, line, ring, scatter, xy
from dashboard.practice.compute import GRID, KS, Task

ONE_POINT_A_ROW = ("assign", "D² probabilities", "silhouette", "mini-batch step", "soft probabilities")
# Where a point's number may be: clear of a centroid on the point, and nearer to it than to any other.
CORNERS = 0.48 * np.array([(1, 1), (1, -1), (-1, 1), (-1, -1)])


def task_picture(task: Task, row: int) -> Drawing:
    """Return the picture of a task of which all rows before `row` are answered."""
    return curves_picture(task, row) if task.kind.name == "elbow" else grid_picture(task, row)


def grid_picture(task: Task, row: int) -> Drawing:
    given, name = task.numbers, task.kind.name
    current = min(row, len(task.answers) - 1)
    labels, centroids, before = np.full(len(given.X), -1), given.centroids[0], None
    if name == "assign":
        labels[:row] = task.answers[:row, 2] - 1
    elif name == "move":
        labels, centroids = given.labels[current // 2], given.centroids[current // 2]
    elif name in ("inertia", "silhouette"):
        labels = given.labels[0]
    elif name == "can it rise?":
        labels, before, centroids = given.labels[0], given.centroids[0], given.centroids[1]
    elif name == "mini-batch step":
        centroids = given.centroids[current]

    data = [points_trace(given.X, labels)]
    if before is not None:
        data += [scatter("before", **xy(before), marker=ring(24, width=2, opacity=0.7)), trail(before, centroids)]
    if name in ONE_POINT_A_ROW and row < len(task.answers):
        data.append(scatter("asked", **xy(given.X[[given.asked[row]]]), marker=ring(24)))
    if name != "silhouette":
        data.append(centroid_look(len(centroids), size=24, edge=4, font=13) | xy(centroids))
    numbers = dict(text=[str(i + 1) for i in range(len(given.X))], textfont=label_font())
    data.append(scatter("numbers", "text", **xy(number_places(given.X, centroids)), **numbers))
    axis = dict(range=[-0.8, GRID - 0.2], dtick=1, constrain="domain")
    axes = dict(xaxis=style.axis("x", **axis), yaxis=style.axis("y", scaleanchor="x", **axis))
    return Drawing(data, style.layout(dragmode=False, **axes))


def points_trace(X, labels) -> dict:
    """Return the points; those with label -1 have no cluster yet."""
    color, symbol = style.cluster_codes(labels, len(X))
    marker = point_look(len(X))["marker"] | dict(
        color=np.where(labels < 0, style.NOBODY, color), symbol=np.where(labels < 0, style.ROUND, symbol), size=12
    )
    hover = "point %{text}: (%{x}, %{y})<extra></extra>"
    return scatter("points", **xy(X), marker=marker, hovertemplate=hover, text=[str(i + 1) for i in range(len(X))])


def number_places(X, centroids) -> np.ndarray:
    """Return where the number of each point is, (n, 2): at the corner farthest from the other points and centroids."""
    marks = np.concatenate([X, centroids])
    is_here = (X[:, None] == marks).all(axis=2)
    distances = np.linalg.norm((X[:, None] + CORNERS)[:, :, None] - marks, axis=3)  # (n, 4, marks)
    nearest = np.where(is_here[:, None], np.inf, distances).min(axis=2)
    return X + CORNERS[nearest.round(6).argmax(axis=1)]


def trail(before, after) -> dict:
    """Return the lines along which the centroids moved."""
    ends = np.stack([before, after, np.full_like(before, np.nan)], axis=1).reshape(-1, 2)
    return scatter("moves", "lines", **xy(ends), line=line(dash="dot"))


def curves_picture(task: Task, row: int) -> Drawing:
    """Return the three curves; the chord and the elbow of those that are answered."""
    data, ks = [], KS.astype(float)
    for i, curve in enumerate(task.numbers.curves):
        color = style.CLUSTER[i]
        marker = dict(size=9, color=color, symbol=int(style.SYMBOLS[i]))
        ends = dict(x=ks[[0, -1]], y=curve[[0, -1]])
        name = dict(text=[str(i + 1)], textposition="middle left", textfont=label_font())
        data += [
            scatter(f"curve {i + 1}", "lines+markers", x=ks, y=curve, line=line(2, color), marker=marker),
            scatter(f"name {i + 1}", "text", x=ks[:1] - 0.1, y=curve[:1], **name),
        ]
        if i < row:
            deepest = np.array([int(task.answers[i, 0]) - 1])
            data += [
                scatter(f"chord {i + 1}", "lines", **ends, line=line(1.5, color, dash="dash")),
                scatter(f"elbow {i + 1}", x=ks[deepest], y=curve[deepest], marker=ring(20)),
            ]
    k_axis = style.axis("k", dtick=1, tick0=1, range=[0.2, KS[-1] + 0.3])
    axes = dict(xaxis=k_axis, yaxis=style.axis("inertia", rangemode="tozero"))
    return Drawing(data, style.layout(dragmode=False, **axes))
