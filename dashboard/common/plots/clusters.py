"""The film of a run: points, centroids and regions, half-step by half-step."""

from dashboard.common.half_steps import HalfStep
from dashboard.common.plots import style
from dashboard.common.plots.film import Film, label_states, merged, scene_film
from dashboard.common.plots.plane import POINTS, looks_above, plane_layout, region_look
from dashboard.common.plots.traces import NOWHERE, single, xy


def cluster_film(places, half_steps: list[HalfStep], view, behind=(), corners=None) -> Film:
    """Return the run as one figure that shows the start, and the states of the centroids and labels.

    `places` (m, 2) are the drawn points; every half-step's labels belong to exactly these points. `corners` (2, 2) are
    the lowest and the highest place of the picture, if these are not the points' own.
    Drawn from back to front: the traces `behind` all, regions, trails, points, rings, previous centroids, arrows,
    centroids.
    """
    low, high = (places.min(axis=0), places.max(axis=0)) if corners is None else corners
    path = single([view.on(half.centroids) for half in half_steps[::2]])
    labels = [half.labels for half in half_steps[1::2]]
    k = len(path[0])
    looks = [*(region_look(j) for j in range(k) if view.complete), *looks_above(k, len(places))]
    grey = dict(marker=dict(color=style.UNASSIGNED, symbol=int(style.ROUND)))
    values = {POINTS: xy(places) | grey, "centroids": xy(path[0])}
    data = [*behind, *(merged(look, values.get(look["name"], NOWHERE)) for look in looks)]
    return scene_film(data, plane_layout(low, high, view), "clusters", k=k, path=path, labels=label_states(labels))
