"""The two pictures of the Failure cases page as a notebook: k-means, and the method beside it."""

import numpy as np

from dashboard.common import notebook
from dashboard.common.datasets import Table
from dashboard.common.notebook import code, markdown, placed
from dashboard.common.projection import View
from dashboard.common.settings import Data
from dashboard.common.source_code import standalone_source_of
from dashboard.failure_cases.cases import Case
from dashboard.failure_cases.compute import KMEANS, TRUTH, MethodResult
from dashboard.failure_cases.methods import (
    CLUSTERS_PER_GROUP,
    FENCE_IQR,
    KMEANS_STARTS,
    MAX_K,
    MAX_SAMPLE,
    MIXTURE_STARTS,
    N_REFERENCES,
    NEIGHBOURS,
    Hyperparameters,
)
from dashboard.failure_cases.text import INTRODUCTIONS, WHY

ON_SAMPLE = ("spectral", "agglomerative", "spectral map first", "more clusters, then merge")
PRINCIPAL_AXES = [
    "_, singular, axes = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)",
    "deviation = singular / np.sqrt(len(X))",
]


def failure_notebook(
    link: str,
    case: Case,
    own: Data | None,
    n,
    value,
    method: str,
    params: Hyperparameters,
    table: Table,
    view: View,
    results: tuple[MethodResult, MethodResult],
) -> str:
    """Return the notebook that clusters the points by k-means and by `method` and draws both, with the colours of the
    page's `results`."""
    X, truth = table.X, table.truth
    is_sampled = method in ON_SAMPLE and len(X) > MAX_SAMPLE
    lines = method_code(method, params, min(len(X), MAX_SAMPLE) if method in ON_SAMPLE else len(X))
    if is_sampled:
        draw = f"rows = np.sort(np.random.default_rng(0).choice(len(X), {MAX_SAMPLE}, replace=False))"
        spread = "labels = labels[assign(X, sample)]  # the others get the label of the nearest of these"
        lines = [draw, "sample = X[rows]", *lines, spread]
    elif method in ON_SAMPLE:
        lines = [line.replace("sample", "X") for line in lines]
    named, kept, other = "adjusted_rand_score", "truth >= 0", "truth"
    if truth is None:
        named, kept, other = "silhouette_score", "found >= 0", "X"
    score = f"{named}({other}[{kept}], found[{kept}])"
    title = "mean silhouette" if truth is None else "adjusted Rand index"
    used = [name for name in ("assign", "gap_statistic") if any(f"{name}(" in line for line in lines)]
    return notebook.notebook(
        "When k-means fails",
        link,
        WHY[case.name],
        code(
            "import matplotlib.pyplot as plt",
            "import numpy as np",
            f"from kmeans_core import {', '.join(sorted({named, 'kmeans', *used}))}",
        ),
        *case_cells(case, own, n, value, params.seed, table),
        markdown("## k-means"),
        code(f"by_kmeans = {kmeans_code('X', params)}.labels", *renaming("by_kmeans", results[0])),
        markdown(f"## {method[0].upper()}{method[1:]}\n\n{INTRODUCTIONS[method]}"),
        code(*lines, *(renaming("labels", results[1]) if method != KMEANS else [])),
        markdown("## The pictures"),
        code(notebook.DRAW),
        code(
            *notebook.view_code(view),
            "fig, axes = plt.subplots(1, 2, figsize=(12, 5))",
            f'for ax, name, found in zip(axes, ["k-means", {method!r}], [by_kmeans, labels]):',
            f"    draw(ax, {placed(view, 'X')}, found, np.empty((0, 2)))",
            f"    score = {score} if len(set(found)) > 1 else 0.0",
            f'    ax.set_title(f"{{name}}: {title} {{score:z.2f}}")',
            *(f"    {line}" for line in notebook.axes_code(view, view.on(X))),
            "plt.show()",
        ),
    )


def case_cells(case: Case, own: Data | None, n, value, seed, table: Table) -> list[dict]:
    """Return the cells that make the points `X` of the case and their known groups `truth`, or an own table's X."""
    if own:
        return notebook.points_cells(own, table.X)
    heading = markdown("## The points\n\nA point of the group -1 belongs to none.")
    if table.X.size <= notebook.MAX_LITERALS:
        return [heading, code(notebook.literal_points("X", table.X), notebook.literal_labels("truth", table.truth))]
    maker = case.make.__name__
    lines = [f"table = {maker}({n}, {value}, {seed})", "X, truth = table.X, table.truth"]
    return [heading, code(standalone_source_of("dashboard.failure_cases.cases", maker), "", "", *lines)]


def renaming(labels: str, result: MethodResult) -> list[str]:
    """Return the lines that give the clusters of the variable `labels` the numbers that they have on the page."""
    names = result.names
    if names is None or (names == np.arange(len(names))).all():
        return []
    note = "# numbers, and with them colours, as on the page; the last one is for label -1"
    return ["", note, notebook.literal_labels("numbers", [*names, -1]), f"{labels} = numbers[{labels}]"]


def kmeans_code(points: str, params: Hyperparameters, k="") -> str:
    return f"kmeans({points}, {k or params.k}, n_init={KMEANS_STARTS}, seed={params.seed})"


def method_code(method: str, params: Hyperparameters, n: int) -> list[str]:
    """Return the lines that set `labels` (n,) by a method or a fix.

    Methods whose time grows faster than the number of points see `sample`.
    """
    k, seed = min(params.k, n), params.seed
    if method in ("spectral", "spectral map first") and (k == 1 or n <= k + 1):
        return [f"labels = np.arange(len(sample)) % {k}  # too few points or clusters for a graph"]
    return {
        TRUTH: ["labels = truth"],
        KMEANS: ["labels = by_kmeans"],
        "DBSCAN": [
            "from sklearn.cluster import DBSCAN",
            "",
            f"labels = DBSCAN(eps={params.eps}, min_samples={params.min_samples}).fit_predict(X)",
        ],
        "spectral": [
            "from sklearn.cluster import SpectralClustering",
            "",
            f'graph = dict(affinity="nearest_neighbors", n_neighbors={min(NEIGHBOURS, n)})',
            f'model = SpectralClustering({k}, **graph, assign_labels="cluster_qr", random_state={seed})',
            "labels = model.fit_predict(sample)",
        ],
        "Gaussian mixture": [
            "from sklearn.mixture import GaussianMixture",
            "",
            f'options = dict(covariance_type="{params.covariance}", init_params="k-means++", n_init={MIXTURE_STARTS})',
            f"model = GaussianMixture({k}, **options, random_state={seed})",
            "labels = model.fit_predict((X - X.mean(axis=0)) / X.std())",
        ],
        "agglomerative": [
            "from sklearn.cluster import AgglomerativeClustering",
            "",
            f'labels = AgglomerativeClustering({k}, linkage="{params.linkage}").fit_predict(sample)',
        ],
        "standardise first": [f"labels = {kmeans_code('X / X.std(axis=0)', params)}.labels"],
        "whiten first": [
            *PRINCIPAL_AXES,
            "Z = X @ (axes.T / np.where(deviation > 1e-9 * deviation[0], deviation, np.inf))",
            f"labels = {kmeans_code('Z', params)}.labels",
        ],
        "principal components first": [
            PRINCIPAL_AXES[0],
            f"labels = {kmeans_code(f'X @ axes[:{max(1, k - 1)}].T', params)}.labels",
        ],
        "radius map first": [
            "radius = np.linalg.norm(X - X.mean(axis=0), axis=1)",
            f"labels = {kmeans_code('radius[:, None]', params)}.labels",
        ],
        "spectral map first": [
            "from sklearn.manifold import spectral_embedding",
            "from sklearn.neighbors import kneighbors_graph",
            "",
            f"graph = kneighbors_graph(sample, {min(NEIGHBOURS, n - 1)}, include_self=True)",
            f"options = dict(n_components={k}, drop_first=False, random_state={seed})",
            "embedding = spectral_embedding((graph + graph.T) / 2, **options)",
            f"labels = {kmeans_code('embedding', params)}.labels",
        ],
        "remove outliers first": [
            "from sklearn.neighbors import NearestNeighbors",
            "",
            f"neighbours = NearestNeighbors(n_neighbors={min(n, max(NEIGHBOURS, n // 30))}).fit(X)",
            "distance = neighbours.kneighbors(X)[0][:, -1]",
            "lower, upper = np.percentile(distance, (25, 75))",
            f"kept = distance <= upper + {FENCE_IQR} * (upper - lower)  # Tukey's fence",
            "labels = np.full(len(X), -1)",
            f"labels[kept] = {kmeans_code('X[kept]', params)}.labels",
        ],
        "more clusters, then merge": [
            "from sklearn.neighbors import kneighbors_graph",
            "",
            f"labels = {kmeans_code('sample', params, min(CLUSTERS_PER_GROUP * k, n))}.labels",
            f"graph = kneighbors_graph(sample, {NEIGHBOURS}).tocoo()",
            "links = np.zeros((labels.max() + 1, labels.max() + 1))  # between neighbours in two clusters",
            "np.add.at(links, (labels[graph.row], labels[graph.col]), 1.0)",
            "links += links.T",
            "sizes = np.bincount(labels).astype(float)",
            f"for _ in range(len(sizes) - {k}):",
            "    np.fill_diagonal(links, 0)",
            "    a, b = np.unravel_index((links / np.minimum.outer(sizes, sizes).clip(1)).argmax(), links.shape)",
            "    labels[labels == b] = a  # merge b into a",
            "    links[a] += links[b]",
            "    links[:, a] += links[:, b]",
            "    links[b] = links[:, b] = 0",
            "    sizes[a] += sizes[b]",
            "    sizes[b] = np.inf",
            "labels = np.unique(labels, return_inverse=True)[1]",
        ],
        "gap statistic for k": [
            f"ks = range(1, {min(MAX_K, n) + 1})",
            f"gap = gap_statistic(X, ks, n_references={N_REFERENCES}, n_init=1, seed={seed})",
            f"labels = {kmeans_code('X', params, f'gap.k or {k}')}.labels",
        ],
    }[method]
