"""What the Failure cases page computes once for each choice of settings."""

import inspect
import time
from collections.abc import Generator
from dataclasses import replace

import numpy as np

from dashboard.common.cache import finish_table, table
from dashboard.common.datasets import Table
from dashboard.common.plots.drawing import Drawing
from dashboard.common.projection import COMPONENTS, View, view
from dashboard.common.settings import Data
from dashboard.failure_cases import figures
from dashboard.failure_cases.cases import CASES
from dashboard.failure_cases.compute import KMEANS, TRUTH, MethodResult, evaluate
from dashboard.failure_cases.methods import METHODS, bend, neighbour_distances, quiet
from dashboard.failure_cases.questions import failure_questions
from dashboard.failure_cases.settings import FailureSettings, settings_of
from dashboard.server.results import Progress, cached, counted

TIMED_COUNTS = (250, 500, 1000, 2000)  # points for which the methods are timed

questions = cached(1)(failure_questions)


@cached(16)
def points_of(settings: FailureSettings) -> Table:
    """Return the points of the settings; of a large table of the reader's own, an even sample."""
    if settings.own:
        return table(settings.own)
    return finish_table(CASES[settings.case_name].make(settings.n, settings.value, settings.seed), scale=False)


def result_of(settings: FailureSettings, method: str) -> MethodResult:
    """Return what a picture shows: the result of a method or a fix, or the truth itself."""
    return MethodResult(points_of(settings).truth) if method == TRUTH else _fit(settings.used_by(method), method)


@cached(500)
def _fit(settings: FailureSettings, method: str) -> MethodResult:
    data = points_of(settings)
    reference = _fit(settings.used_by(KMEANS), KMEANS).labels if data.truth is None and method != KMEANS else None
    return evaluate(data, method, settings.params, reference)


def scores_of(settings: FailureSettings, method: str, status) -> list[float | None]:
    """Return the scores of a method over the grid of the case's parameter, on a sample of the points."""
    of_curve = replace(settings.sampled.used_by(method), value=settings.case.parameter.default)
    return _scores(of_curve, method, status=status)


@cached(200)
def _scores(settings: FailureSettings, method: str) -> Generator[Progress, None, list[float | None]]:
    grid = settings.case.parameter.grid.tolist()
    results = (result_of(replace(settings, value=value), method) for value in grid)
    results = yield from counted(results, len(grid), f"{method}: {{}} of {{}} settings …")
    return [result.score for result in results]


@cached(8)
def gallery_results(seed: int) -> Generator[Progress, None, dict[str, dict[str, MethodResult]]]:
    """Return for every case, at its own settings, the result of every method and of its fix."""
    pairs = [(case, method) for case in CASES.values() for method in (*METHODS, case.fix)]
    fits = (result_of(settings_of(case, seed), method) for case, method in pairs)
    results = yield from counted(fits, len(pairs), "Fit {} of {} …")
    table = {name: {} for name in CASES}
    for (case, method), result in zip(pairs, results, strict=True):
        table[case.name][method] = result
    return table


@cached(1)
def method_times() -> Generator[Progress, None, dict[str, list[float]]]:
    """Return each method's seconds of processor time on the moons, for each of `TIMED_COUNTS` points."""

    def timed(method, n) -> float:
        settings = settings_of(CASES["moons"], n=n)
        X, run = points_of(settings).X, inspect.unwrap(METHODS[method])  # on all points
        with quiet():
            start = time.thread_time()
            run(X, settings.params)
        return time.thread_time() - start

    pairs = [(method, n) for method in METHODS for n in TIMED_COUNTS]
    seconds = yield from counted((timed(*pair) for pair in pairs), len(pairs), "Fit {} of {} …")
    width = len(TIMED_COUNTS)
    return {method: seconds[i * width : (i + 1) * width] for i, method in enumerate(METHODS)}


@cached(48)
def clustering_picture(settings: FailureSettings, method: str, x: str, y: str, _result) -> tuple[Drawing, View]:
    """Return a result as a large picture, and the view of it."""
    data = points_of(settings)
    flat_view = view(data.X, data.features, x, y)
    return figures.clustering_plot(flat_view.on(data.X), _result, flat_view), flat_view


@cached(24)
def gallery_pictures(settings: FailureSettings, _cells: dict[str, np.ndarray]) -> list[Drawing]:
    """Return the gallery's row of a case, from the labels of its `_cells` by title, in two halves: a phone shows one
    below the other."""
    data = points_of(settings)
    directions = COMPONENTS if settings.own and len(data.features) > 2 else data.features[:2]
    places = view(data.X, data.features, *directions).on(data.X)
    cells = list(_cells.items())
    return [figures.clustering_row(places, half) for half in (cells[:3], cells[3:])]


@cached(64)
def neighbour_distances_of(settings: FailureSettings) -> np.ndarray:
    return neighbour_distances(points_of(settings).X, settings.min_samples)


@cached(32)
def suggested_eps(own: Data, min_samples: int) -> float:
    """Return where the curve of neighbour distances bends, to two digits: eps for a table of the reader's own."""
    return float(f"{bend(neighbour_distances(table(own).X, min_samples)):.1e}") or 1.0
