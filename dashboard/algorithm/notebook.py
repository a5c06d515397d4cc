"""The Algorithm page as a notebook."""

from dashboard.algorithm.compute import Run
from dashboard.common import notebook
from dashboard.common.notebook import code, markdown, placed
from dashboard.common.projection import View
from dashboard.common.settings import PLACED, Data, Start

INTRODUCTION = "One run of k-means: assign each point to its nearest centroid, move each centroid, repeat."


def algorithm_notebook(link: str, data: Data, start: Start, run: Run, view: View) -> str:
    """Return the notebook that makes the last picture of the `run` and its inertia curve."""
    if start.init == PLACED:
        imported, begin = "lloyd", notebook.literal_points("start", run.half_steps[0].centroids)
    else:
        function, call = notebook.start_code(start.init, start.k, start.seed)
        imported, begin = f"{function}, lloyd", f"start = {call}"
    return notebook.notebook(
        "The algorithm",
        link,
        INTRODUCTION,
        code("import matplotlib.pyplot as plt", "import numpy as np", f"from kmeans_core import {imported}"),
        *notebook.points_cells(data, run.table.X),
        markdown("## The run\n\n`lloyd` yields one step after another; it stops when no label changes."),
        code(
            begin,
            "steps = list(lloyd(X, start, tol=0))",
            "last = steps[-1]",
            "labels, centroids, inertia = last.labels, last.centroids, last.inertia",
            'print(f"{last.iteration} moves, inertia {inertia:.6g}")',
        ),
        markdown("## The picture"),
        code(notebook.DRAW),
        code(
            *notebook.view_code(view),
            "fig, (ax, curve) = plt.subplots(1, 2, figsize=(11, 5), width_ratios=(3, 2))",
            f"draw(ax, {placed(view, 'X')}, labels, {placed(view, 'centroids')})",
            *notebook.axes_code(view, view.on(run.table.X)),
            'curve.plot([step.inertia for step in steps], marker="o")',
            'curve.set(xlabel="moves", ylabel="inertia", ylim=0)',
            "plt.show()",
        ),
    )
