"""What the Elbow page computes once for each setting. A search that one visitor leaves goes on for the next."""

from dashboard.common.cache import table
from dashboard.common.plots.drawing import Drawing
from dashboard.common.settings import Data
from dashboard.elbow import compute, questions
from dashboard.elbow.compute import Sample, ScoredSweep, Search
from dashboard.elbow.silhouette_detail import Silhouettes, all_silhouettes
from dashboard.server.result_cache import cached_results as cached
from dashboard.server.result_cache import compute_once, partial_results
from kmeans_core import Gap, KMeansResult

HEAVY_WORK = 1_000_000  # points x features x starts x the sum of the ks, from which a search waits for its turn

_sweeps = partial_results(192)  # more than elsewhere, for a class in which everybody sets every control differently
_gaps = partial_results(384)  # some kilobytes each, and expensive to compute again


@cached(24)
def sample(data: Data) -> Sample:
    return compute.search_sample(table(data))


def scored_sweep(search: Search, status) -> ScoredSweep:
    """Return the sweep over k; `status` is an st.empty() for progress."""
    X = sample(search.data).table.X
    is_heavy = X.size * search.n_init * sum(search.ks) >= HEAVY_WORK
    how = dict(heavy=is_heavy, status=status, progress=lambda rows: f"Searching: k = {len(rows)} of {search.max_k} …")
    return compute_once(_sweeps(search), "sweep", lambda: compute.scored_rows(X, search), ScoredSweep.of, **how)


@cached(48)
def result_beyond(search: Search, k) -> KMeansResult:
    """Return the result for a `k` beyond the end of the sweep."""
    return compute.single_k(sample(search.data).table.X, search, k)


def known_gap(search: Search) -> Gap | None:
    """Return the gap statistic if it has been computed."""
    return _gaps(search).get("gap")


def compute_gap(search: Search, status) -> None:
    """Compute the gap statistic, which takes a second or more, and show the progress in `status`."""
    X = sample(search.data).table.X
    n_sets = compute.n_reference_sets(X, search)
    progress = lambda steps: f"{len(steps[-1].references)} of {n_sets} sets without structure …"  # noqa: E731
    how = dict(heavy=True, status=status, progress=progress)
    compute_once(_gaps(search), "gap", lambda: compute.gap_steps(X, search), lambda steps: steps[-1], **how)


@cached(48)
def silhouettes_of(search: Search, k, _labels) -> Silhouettes:
    """Return the silhouettes of the search's clustering into `k` clusters."""
    return all_silhouettes(sample(search.data).table.X, _labels)


@cached(96)
def elbow_figure(settings: tuple, _draw) -> Drawing:
    """Return the picture that `_draw` returns for these settings."""
    return _draw()


kept_elbow_questions = cached(1)(questions.elbow_questions)
