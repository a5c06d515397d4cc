"""The three views of the Init comparison page as notebooks."""

from dashboard.common import notebook
from dashboard.common.notebook import code, markdown, placed
from dashboard.common.projection import View
from dashboard.common.settings import Data

IMPORTS = ("import matplotlib.pyplot as plt", "import numpy as np")
TITLE = "The start decides"


def starts_code(k: int, seed: str, own: tuple[int, ...] = ()) -> list[str]:
    """Return the lines that choose the first centroids by every method, and by hand if k points are picked."""
    by_hand = [f'    "your own": X[{list(own)}],'] * (len(own) == k)
    return [
        "starts = {",
        f'    "random": random_init(X, {k}, seed={seed}),',
        f'    "classic k-means++": kmeans_plusplus(X, {k}, seed={seed}, trials=1),',
        f'    "greedy k-means++": kmeans_plusplus(X, {k}, seed={seed}),',
        f'    "farthest-first": farthest_first(X, {k}, seed={seed}),',
        *by_hand,
        "}",
    ]


def side_by_side_notebook(link: str, data: Data, X, k: int, seed: int, own: tuple[int, ...], view: View) -> str:
    """Return the notebook that runs k-means from every start, and from the reader's `own` rows if these are k."""
    return notebook.notebook(
        TITLE,
        link,
        "k-means from different starts on the same points: where does each run end?",
        code(*IMPORTS, "from kmeans_core import farthest_first, kmeans_plusplus, lloyd, random_init"),
        *notebook.points_cells(data, X),
        markdown("## The runs\n\nThe clusters of each run have the numbers of its own start."),
        code(
            *starts_code(k, str(seed), own),
            "ends = {name: list(lloyd(X, start, tol=0))[-1] for name, start in starts.items()}",
            "for name, end in ends.items():",
            '    print(f"{name}: inertia {end.inertia:.6g}, moves: {end.iteration}")',
        ),
        markdown("## The picture"),
        code(notebook.DRAW),
        code(
            *notebook.view_code(view),
            'fig, axes = plt.subplots(1, len(ends), figsize=(4 * len(ends), 4.5), layout="constrained")',
            "for ax, (name, end) in zip(axes, ends.items()):",
            f"    draw(ax, {placed(view, 'X')}, end.labels, {placed(view, 'end.centroids')})",
            '    ax.set_title(f"{name}: {end.inertia:.4g}")',
            *(f"    {line}" for line in notebook.axes_code(view, view.on(X))),
            "plt.show()",
        ),
    )


def pick_by_pick_notebook(link: str, data: Data, X, k: int, seed: int, trials: int | None, view: View) -> str:
    """Return the notebook that draws the picks of k-means++ and the chances of the next one."""
    return notebook.notebook(
        TITLE,
        link,
        "k-means++, pick by pick: the farther a point is from the picks so far, the larger its chance and its marker.",
        code(*IMPORTS, "from kmeans_core import kmeans_plusplus_picks"),
        *notebook.points_cells(data, X),
        markdown("## The picks\n\nEach has its `row` in X and the `probability` of every point before it was drawn."),
        code(
            f"picks = list(kmeans_plusplus_picks(X, {k}, seed={seed}, trials={trials}))",
            "rows = [pick.row for pick in picks]",
            "print(rows)",
        ),
        markdown("## The pictures"),
        code(
            *notebook.view_code(view),
            "columns = min(4, len(picks))",
            "lines = -(-len(picks) // columns)",
            'size = dict(figsize=(4 * columns, 4 * lines), layout="constrained")',
            "fig, axes = plt.subplots(lines, columns, squeeze=False, **size)",
            "for i, (ax, pick) in enumerate(zip(axes.flat, picks)):",
            "    sizes = 5 + 3000 * pick.probability * (i > 0)  # before the first pick, all chances are equal",
            f"    ax.scatter(*{placed(view, 'X')}.T, s=sizes, alpha=0.4)",
            f'    ax.scatter(*{placed(view, "X[rows[: i + 1]]")}.T, color="black", marker="x", s=60)',
            '    ax.set_title(f"pick {i + 1}")',
            *(f"    {line}" for line in notebook.axes_code(view, view.on(X))),
            "for ax in axes.flat[len(picks) :]:",
            "    ax.remove()",
            "plt.show()",
        ),
    )


def many_runs_notebook(link: str, data: Data, X, k: int, restarts: int) -> str:
    """Return the notebook that runs every start `restarts` times and draws where the runs end."""
    return notebook.notebook(
        TITLE,
        link,
        f"{restarts} runs from each kind of start: how often does one end well?",
        code(*IMPORTS, "from kmeans_core import farthest_first, final_inertias, kmeans_plusplus, random_init"),
        *notebook.points_cells(data, X),
        markdown("## The runs\n\n`final_inertias` runs k-means from many starts and returns where each ends."),
        code(
            "methods = {",
            '    "random": random_init,',
            '    "classic k-means++": lambda X, k, seed: kmeans_plusplus(X, k, seed=seed, trials=1),',
            '    "greedy k-means++": kmeans_plusplus,',
            '    "farthest-first": farthest_first,',
            "}",
            "inertias = {",
            f"    name: list(final_inertias(X, [method(X, {k}, seed=seed) for seed in range({restarts})]))",
            "    for name, method in methods.items()",
            "}",
            "best = min(map(min, inertias.values()))",
            "for name, ends in inertias.items():",
            '    print(f"{name}: {np.mean(np.array(ends) <= 1.01 * best):.0%} end within 1 % of the best of these")',
        ),
        markdown("## The picture"),
        code(
            "bins = np.linspace(best, max(map(max, inertias.values())) + 1e-9, 41)",
            "fig, axes = plt.subplots(len(inertias), 1, figsize=(8, 8), sharex=True)",
            "for ax, (name, ends) in zip(axes, inertias.items()):",
            "    ax.hist(ends, bins)",
            "    ax.set(ylabel=name)",
            'ax.set(xlabel="inertia at the end")',
            "plt.show()",
        ),
    )
