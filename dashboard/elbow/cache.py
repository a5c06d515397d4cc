"""What the Elbow page computes once for each choice of settings."""

from collections.abc import Generator

from dashboard.common.cache import table
from dashboard.common.settings import Data
from dashboard.elbow import compute
from dashboard.elbow.compute import REFERENCE_SETS, Sample, Search
from dashboard.elbow.questions import elbow_questions
from dashboard.server.results import Progress, cached, counted
from kmeans_core import Gap, KMeansResult

kept_elbow_questions = cached(1)(elbow_questions)


@cached(24)
def sample(data: Data) -> Sample:
    return compute.search_sample(table(data))


@cached(96)
def sweep_rows(search: Search, _sample: Sample) -> Generator[Progress, None, list[tuple]]:
    """Return a row (k, result, scores) for each k."""
    return (yield from counted(compute.scored_rows(_sample, search), search.max_k, "Searching: k = {} of {} …"))


@cached(48)
def result_beyond(search: Search, k, _sample: Sample) -> KMeansResult:
    """Return the result for a `k` beyond the end of the sweep."""
    return compute.best_result(_sample, search, k)


@cached(192)
def gap_statistic(search: Search, _sample: Sample) -> Generator[Progress, None, Gap]:
    """Return the gap statistic, which the page asks for on a click: it takes longer than all the rest."""
    steps = compute.gap_steps(_sample, search)
    return (yield from counted(steps, REFERENCE_SETS + 1, "{} of {} sets of points …"))[-1]
