"""The Elbow page as a notebook."""

import numpy as np

from dashboard.common import notebook
from dashboard.common.notebook import code, markdown, placed
from dashboard.common.projection import View
from dashboard.common.sampling import even_rows
from dashboard.elbow.compute import Sample, Search

INTRODUCTION = "k-means for every k of the range: the inertia and the mean silhouette of each."


def elbow_notebook(link: str, search: Search, sample: Sample, ks: tuple[int, ...], k: int, view: View) -> str:
    """Return the notebook that makes the curves over `ks` and the clustering into `k`."""
    init, _ = notebook.start_code(search.init, 0, 0)
    if sample.is_complete:
        rows, used, note = [], "X", f"For every k, the best of {search.n_init} runs."
        best = ["    return kmeans(X, k, init=best)"]
    else:
        n, note = len(sample.rows), "The starts are compared on a sample; the best run continues on all points."
        rows = [f"rows = np.sort(np.random.default_rng(0).choice(len(X), {n}, replace=False))"]
        if not np.array_equal(sample.rows, even_rows(len(sample.X), n)):
            rows = [notebook.literal_labels("rows", sample.rows)]
        used = "X[rows]"
        best = [
            "    on_sample = kmeans(X[rows], k, init=best)",
            "    return kmeans(X, k, init=on_sample.centroids)",
        ]
    scored = "X, results[j].labels" if sample.is_complete else "X[rows], results[j].labels[rows]"
    return notebook.notebook(
        "How many clusters?",
        link,
        INTRODUCTION,
        code(
            "import matplotlib.pyplot as plt",
            "import numpy as np",
            f"from kmeans_core import final_inertias, find_elbow, kmeans, {init}, silhouette_score",
        ),
        *notebook.points_cells(search.data, sample.X),
        markdown(f"## The search\n\n{note}"),
        code(
            *rows,
            *["", ""] * bool(rows),
            "def best_run(k):",
            f'    """Return the best of {search.n_init} runs with k clusters."""',
            f"    rng = np.random.default_rng({search.seed})",
            f"    starts = [{init}({used}, k, seed=rng) for _ in range({search.n_init})]",
            f"    best = starts[final_inertias({used}, starts).argmin()]",
            *best,
            "",
            "",
            f"ks, k = range({ks[0]}, {ks[-1] + 1}), {k}",
            "results = {j: best_run(j) for j in {*ks, k}}",
            "inertias = [results[j].inertia for j in ks]",
            f"silhouettes = [silhouette_score({scored}) if j > 1 else np.nan for j in ks]",
            "labels, centroids = results[k].labels, results[k].centroids",
            'print("elbow:", find_elbow(ks, inertias), "mean silhouettes:", np.round(silhouettes, 2))',
        ),
        markdown("## The pictures"),
        code(notebook.DRAW),
        code(
            *notebook.view_code(view),
            "fig, (curve, scores, ax) = plt.subplots(1, 3, figsize=(15, 4.5))",
            'curve.plot(ks, inertias, marker="o")',
            'curve.set(xlabel="k", ylabel="inertia", ylim=0)',
            'scores.plot(ks, silhouettes, marker="o")',
            'scores.set(xlabel="k", ylabel="mean silhouette")',
            f"draw(ax, {placed(view, 'X')}, labels, {placed(view, 'centroids')})",
            *notebook.axes_code(view, view.on(sample.X)),
            "plt.show()",
        ),
    )
