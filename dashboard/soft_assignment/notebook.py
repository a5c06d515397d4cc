"""The three films of the Soft assignment page as notebooks of their last or current picture."""

from dashboard.common import notebook
from dashboard.common.notebook import code, markdown, placed
from dashboard.common.projection import View
from dashboard.common.settings import Data, Start
from dashboard.soft_assignment.compute import MAX_ITERATIONS
from dashboard.soft_assignment.models import HARD_TO_SOFT, LEVELS, SOFT_KMEANS

ENDS = f"tol=1e-6, max_iter={MAX_ITERATIONS}"
CAPTIONS = {
    HARD_TO_SOFT: "k-means ends somewhere; then every point is shared among its centroids.",
    SOFT_KMEANS: "Soft k-means: share every point, move each centroid to the mean of its shares, repeat.",
}
MIXTURE_CAPTION = "A Gaussian mixture, fitted by EM from where k-means ends: every component has a shape of its own."


def beta_code(level: str) -> list[str]:
    """Return the lines that set beta: at one distance, `level` times the typical one, a pull falls to one half."""
    if level in (LEVELS[0], LEVELS[-1]):
        return ["beta = np.inf  # hard: k-means" if level == LEVELS[0] else "beta = 0.0  # uniform: equal shares"]
    return [
        "unit = np.sqrt(hard.inertia / len(X)) or 1.0  # the typical distance of a point from its centroid",
        f"beta = np.log(2) / ({level} * unit) ** 2",
    ]


def soft_notebook(link: str, data: Data, start: Start, film: str, level: str, covariance: str, X, view: View) -> str:
    """Return the notebook of one of the three films: the model on the points `X`, and the points in mixed colours."""
    function, call = notebook.start_code(start.init, start.k, start.seed)
    ran = {
        HARD_TO_SOFT: [
            *beta_code(level),
            "centroids = hard.centroids",
            "shares = soft_assign(X, centroids, beta=beta)",
        ],
        SOFT_KMEANS: [
            *beta_code(level),
            f"*_, last = soft_kmeans(X, start, beta=beta, {ENDS})",
            "centroids, shares = last.centroids, last.responsibilities",
        ],
    }.get(
        film,
        [
            f"*_, last = gaussian_mixture(X, hard.centroids, covariance={covariance!r}, {ENDS})",
            "centroids, shares = last.means, last.responsibilities",
            'print(f"log-likelihood {last.log_likelihood:.6g}")',
        ],
    )
    model = {HARD_TO_SOFT: "soft_assign", SOFT_KMEANS: "soft_kmeans"}.get(film, "gaussian_mixture")
    return notebook.notebook(
        "Soft assignment",
        link,
        CAPTIONS.get(film, MIXTURE_CAPTION),
        code(
            "import matplotlib.pyplot as plt",
            "import numpy as np",
            f"from kmeans_core import {', '.join(sorted(('lloyd', function, model)))}",
        ),
        *notebook.points_cells(data, X),
        markdown("## The shares\n\n`shares` has a row for each point and a column for each cluster; rows sum to 1."),
        code(
            f"start = {call}",
            "*_, hard = lloyd(X, start, tol=0)",
            *ran,
            "labels = shares.argmax(axis=1)",
            'print(f"{(shares.max(axis=1) < 0.8).sum()} of {len(X)} points: no cluster has a share of 0.8")',
        ),
        markdown("## The picture\n\nEach point takes the blend of its clusters' colours."),
        code(notebook.DRAW),
        code(
            *notebook.view_code(view),
            "rgb = np.array([plt.matplotlib.colors.to_rgb(color) for color in COLORS])[: shares.shape[1]]",
            "fig, ax = plt.subplots(figsize=(7, 6))",
            f"ax.scatter(*{placed(view, 'X')}.T, s=18, color=shares @ rgb)",
            f"draw(ax, {placed(view, 'X[:0]')}, labels[:0], {placed(view, 'centroids')})",
            *notebook.axes_code(view, view.on(X)),
            "plt.show()",
        ),
    )
