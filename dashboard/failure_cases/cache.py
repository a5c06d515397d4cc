"""What the Failure cases page computes once for each choice of settings."""

import inspect
import time
from collections.abc import Generator
from dataclasses import replace

from dashboard.common.cache import finish_table, table
from dashboard.common.datasets import Table
from dashboard.common.settings import Data
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


@cached(200)
def curve_scores(settings: FailureSettings, method: str) -> Generator[Progress, None, list[float | None]]:
    """Return the scores of a method over the grid of the case's parameter, whatever its value in the settings."""
    grid = settings.case.parameter.grid.tolist()
    results = (result_of(replace(settings, value=value), method) for value in grid)
    results = yield from counted(results, len(grid), f"{method}: {{}} of {{}} settings …")
    return [result.score for result in results]


@cached(8)
def gallery_results(seed: int) -> Generator[Progress, None, dict[tuple[str, str], MethodResult]]:
    """Return for every case, at its own settings, the result of every method and of its fix, by (case, method)."""
    pairs = [(case.name, method) for case in CASES.values() for method in (*METHODS, case.fix)]
    fits = (result_of(settings_of(CASES[name], seed), method) for name, method in pairs)
    results = yield from counted(fits, len(pairs), "Fit {} of {} …")
    return dict(zip(pairs, results, strict=True))


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

    fits = ([timed(method, n) for n in TIMED_COUNTS] for method in METHODS)
    seconds = yield from counted(fits, len(METHODS), "Method {} of {} …")
    return dict(zip(METHODS, seconds, strict=True))


@cached(32)
def suggested_eps(own: Data, min_samples: int) -> float:
    """Return where the curve of neighbour distances bends: eps for a table of the reader's own."""
    return bend(neighbour_distances(table(own).X, min_samples))
