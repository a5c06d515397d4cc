"""The Mini-batch page as a notebook."""

from dashboard.common import notebook
from dashboard.common.notebook import code, markdown, placed
from dashboard.common.projection import View
from dashboard.common.settings import Data, Start
from dashboard.mini_batch.compute import MAX_BATCHES

INTRODUCTION = "A few points at a time: mini-batch k-means against full k-means, from the same start."


def mini_batch_notebook(link: str, data: Data, start: Start, batch_size: int, X, view: View) -> str:
    """Return the notebook that runs both on the points `X`, and draws the end and the inertia on the way."""
    function, call = notebook.start_code(start.init, start.k, start.seed)
    names = ", ".join(sorted(("assign", "inertia", "lloyd", "minibatches", function)))
    return notebook.notebook(
        "Mini-batch",
        link,
        INTRODUCTION,
        code(
            "from itertools import islice",
            "",
            "import matplotlib.pyplot as plt",
            "import numpy as np",
            f"from kmeans_core import {names}",
        ),
        *notebook.points_cells(data, X),
        markdown(
            "## The two runs",
            "",
            f"Full k-means uses all points for each move, `minibatches` {batch_size:,} drawn at random. It stops when "
            f"the inertia no longer falls, or here after {MAX_BATCHES:,} batches.",
        ),
        code(
            f"start = {call}",
            "full = list(lloyd(X, start, tol=0))[-1]",
            f"rng = np.random.default_rng(({start.seed}, 0))",
            f"batches = list(islice(minibatches(X, start, batch_size={batch_size}, seed=rng), {MAX_BATCHES + 1}))",
            "centroids = batches[-1].centroids",
            "labels = assign(X, centroids)",
            "total = inertia(X, centroids, labels)",
            'print(f"full: inertia {full.inertia:.6g} after {full.iteration} moves of {len(X):,} points")',
            f'print(f"mini-batch: inertia {{total:.6g}} after {{len(batches) - 1}} batches of {batch_size:,} points")',
        ),
        markdown("## The picture"),
        code(notebook.DRAW),
        code(
            *notebook.view_code(view),
            "fig, (ax, curve) = plt.subplots(1, 2, figsize=(11, 5), width_ratios=(3, 2))",
            "shown = slice(None, None, -(-len(X) // 2000))  # 2,000 points are enough to look at",
            f"draw(ax, {placed(view, 'X[shown]')}, labels[shown], {placed(view, 'centroids')})",
            *notebook.axes_code(view, view.on(X)),
            "some = sorted({round(1.2**i) - 1 for i in range(40)} & set(range(len(batches))) | {len(batches) - 1})",
            'curve.plot(some, [inertia(X, batches[i].centroids) for i in some], label="mini-batch")',
            'curve.axhline(full.inertia, color="black", linestyle="--", label="full k-means")',
            'curve.set(xlabel="batches", ylabel="inertia of all points", xscale="symlog", xlim=0)',
            "curve.legend()",
            "plt.show()",
        ),
    )
