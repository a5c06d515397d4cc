"""What the Failure cases page computes once for each choice of settings, fit by fit, so that no fit is made twice."""

from collections.abc import Iterable, Iterator
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
from dashboard.failure_cases.methods import METHODS, bend, neighbour_distances
from dashboard.failure_cases.questions import failure_questions
from dashboard.failure_cases.settings import FailureSettings, settings_of
from dashboard.failure_cases.text import score_name
from dashboard.server.result_cache import cached_results as cached
from dashboard.server.result_cache import collect, partial_results

TIMED_COUNTS = (250, 500, 1000, 1500, 3000)  # points for which the methods are timed
HEAVY_POINTS = 2_000  # points x fits from which the work counts as heavy

_results = partial_results(2000)
_score_plots = partial_results(48)


def points_of(settings: FailureSettings) -> Table:
    """Return the points of the settings; of a large table of the reader's own, an even sample."""
    if settings.own:
        return table(settings.own)
    return _generated(settings.case_name, settings.value, settings.n, settings.seed)


@cached(8)
def _generated(case, value, n, seed) -> Table:
    return finish_table(CASES[case].make(n, value, seed), scale=False)


def results(wanted: Iterable[tuple[FailureSettings, str]], status) -> list[MethodResult]:
    """Return the result of every (settings, method); `status` is an st.empty() for progress."""
    wanted = list(wanted)
    kept = [_results(settings.used_by(method), method) for settings, method in wanted]  # until all are returned
    missing = [pair for pair, result in zip(wanted, kept, strict=True) if "result" not in result]
    collect(
        (item for settings, method in missing for item in _fit(settings, method)),
        heavy=sum(len(points_of(settings).X) for settings, _ in missing) >= HEAVY_POINTS,
        status=status,
        progress=lambda done: f"Computing: {len(done)} of {len(missing)} fits …",
    )
    return [result["result"] for result in kept]


def _fit(settings: FailureSettings, method: str) -> Iterator[MethodResult | None]:
    """Yield None wherever the caller may pause, then the result, which is kept."""
    kept, data, reference = _results(settings.used_by(method), method), points_of(settings), None
    if "result" not in kept:
        if data.truth is None and method != KMEANS:
            *_, kmeans_result = _fit(settings, KMEANS)
            reference = kmeans_result.labels
        for result in evaluate(data, method, settings.params, reference):
            if result is not None:
                kept["result"] = result
            yield None
    yield kept["result"]


def result_of(settings: FailureSettings, method: str, status) -> MethodResult:
    """Return what a picture shows: the result of a method or a fix, or the truth itself."""
    if method == TRUTH:
        return MethodResult(points_of(settings).truth)
    return results([(settings, method)], status)[0]


def score_picture(settings: FailureSettings, methods: tuple[str, ...], beside: str, status) -> Drawing:
    """Return the methods' scores over the case's parameter; the current ones of k-means and `beside` are marked."""
    kept, parameter = _score_plots(settings, methods, beside), settings.case.parameter
    if "figure" not in kept:
        marked = {method: result_of(settings, method, status).score for method in (KMEANS, beside)}
        variants = [replace(settings, value=float(value)) for value in parameter.grid]
        all_scores = [r.score for r in results([(variant, m) for variant in variants for m in methods], status)]
        scores = {method: all_scores[i :: len(methods)] for i, method in enumerate(methods)}
        title = score_name(settings.case)
        kept["figure"] = figures.score_plot(parameter, scores, settings.value, marked, title)
    return kept["figure"]


def method_times(status) -> dict[str, list[float | None]]:
    """Return each method's seconds on the moons for each of `TIMED_COUNTS` points, None where it was not run."""
    wanted = [(settings_of(CASES["moons"], n), method) for n in TIMED_COUNTS for method in METHODS]
    seconds = [None if result.labels is None else result.seconds for result in results(wanted, status)]
    return {method: seconds[i :: len(METHODS)] for i, method in enumerate(METHODS)}


@cached(48)
def clustering_picture(settings: FailureSettings, method: str, x: str, y: str, _result) -> tuple[Drawing, View]:
    """Return a result as a large picture, and the view of it."""
    data = points_of(settings)
    flat_view = view(data.X, data.features, x, y)
    return figures.clustering_plot(flat_view.on(data.X), _result, flat_view), flat_view


@cached(64)
def gallery_pictures(settings: FailureSettings, _titles: list[str], _results: list[MethodResult]) -> list[Drawing]:
    """Return the gallery's row of a case, the truth first, in two halves: a phone shows one below the other."""
    data = points_of(settings)
    truth = np.full(len(data.X), -1) if data.truth is None else data.truth
    directions = COMPONENTS if settings.own and len(data.features) > 2 else data.features[:2]
    places = view(data.X, data.features, *directions).on(data.X)
    cells = list(zip(_titles, [truth, *(result.labels for result in _results)], strict=True))
    return [figures.clustering_row(places, half) for half in (cells[:3], cells[3:])]


@cached(64)
def neighbour_distances_of(settings: FailureSettings) -> np.ndarray:
    return neighbour_distances(points_of(settings).X, settings.min_samples)


@cached(32)
def suggested_eps(own: Data, min_samples: int) -> float:
    """Return where the curve of neighbour distances bends, to two digits: eps for a table of the reader's own."""
    return float(f"{bend(neighbour_distances(table(own).X, min_samples)):.1e}") or 1.0


questions = cached(1)(failure_questions)
