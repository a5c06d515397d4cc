"""Small tables and films that several tests draw."""

from dashboard.common.datasets import NAMED, Table
from dashboard.common.half_steps import HalfStep, half_steps
from dashboard.common.plots.film import Film, scene_film
from dashboard.common.plots.plane import looks_above, plane_layout
from dashboard.common.plots.traces import NOWHERE, xy
from dashboard.common.projection import view
from kmeans_core import lloyd, random_init


def blobs(n=300, seed=42) -> Table:
    return NAMED["blobs"].make(n, 1.0, seed)


def run_of(table: Table, k, seed=1) -> list[HalfStep]:
    """Return the half-steps of a run from a random start, all points drawn."""
    steps = list(lloyd(table.X, random_init(table.X, k, seed=seed), tol=0))
    return half_steps(table.X, steps, range(len(table.X)))


def point_film(table: Table, run: list[HalfStep]) -> Film:
    """Return a film of the points and the centroids."""
    n, k = len(table.X), len(run[0].centroids)
    data = [look | NOWHERE for look in looks_above(k, n)]
    data[1] |= xy(table.X)
    layout = plane_layout(table.X.min(axis=0), table.X.max(axis=0), view(table.X, table.features, *table.features))
    return scene_film(data, layout, "clusters")
