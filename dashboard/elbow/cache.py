"""What the Elbow page computes once for each setting. A search that is left goes on where it stood, for anybody."""

from collections.abc import Callable

from dashboard.common.cache import table
from dashboard.common.controls import Data
from dashboard.common.plots.drawing import Drawing
from dashboard.common.questions import Question
from dashboard.elbow.compute import (
    Sample,
    Search,
    Study,
    alone,
    comparing,
    reference_sets,
    sampled,
    side_by_side,
    sweeping,
)
from dashboard.elbow.criteria import Opinion
from dashboard.elbow.criteria import opinion as hear
from dashboard.elbow.questions import questions as ask
from dashboard.elbow.silhouette_detail import Silhouettes, silhouettes
from dashboard.server.result_cache import kept, places, remembered, shelf
from kmeans_core import Gap, KMeansResult

LONG = 1_000_000  # points x features x starts x the sum of the ks from which a search waits its turn at the gate


@remembered(24)
def sample(data: Data) -> Sample:
    """Return the points that are searched, at most 5,000."""
    return sampled(table(data))


_sweep_place = places(192)  # more than on the common shelf, for a class that sets every control differently


_gap_place = places(384)  # some kilobytes each, and dear to compute again


def study(data: Data, search: Search, sign) -> Study:
    """Return the sweep over k; `sign` is an st.empty() for progress."""
    X = sample(data).table.X
    return kept(
        _sweep_place(data, search),
        "study",
        lambda: sweeping(X, search),
        side_by_side,
        heavy=is_long(X, search, search.most * (search.most + 1) // 2),
        sign=sign,
        told=lambda done: f"Searching: k = {done[-1].k} of {search.most} …",
    )


def clustering(data: Data, search: Search, k, sweep: Study, sign) -> KMeansResult:
    """Return the clustering into `k` clusters: the sweep's, or beyond its end a search of its own."""
    if k in sweep.ks:
        return sweep.results[sweep.ks.index(k)]
    X = sample(data).table.X
    return kept(
        shelf("elbow beyond", data, search, k),
        "result",
        lambda: iter([alone(X, search, k)]),
        lambda found: found[0],
        heavy=is_long(X, search, k),
        sign=sign,
        told=lambda _: f"Searching: k = {k} …",
    )


def is_long(X, search: Search, clusters) -> bool:
    """Whether a search for so many `clusters` in all waits its turn at the gate."""
    return X.size * search.n_init * clusters >= LONG


def gap_known(data: Data, search: Search) -> Gap | None:
    """Return the gap statistic if it has been computed."""
    return _gap_place(data, search).get("gap")


def compute_gap(data: Data, search: Search, sign) -> None:
    """Compute the gap statistic; a second or more, with progress."""
    X = sample(data).table.X
    sets = reference_sets(X, search.most)
    kept(
        _gap_place(data, search),
        "gap",
        lambda: comparing(X, search),
        lambda found: found[-1],
        heavy=True,
        sign=sign,
        told=lambda done: f"{len(done[-1].references)} of {sets} sets without structure …",
    )


@remembered(48)
def apart(data: Data, search: Search, k, _labels) -> Silhouettes:
    """Return the silhouettes of this search's clustering into `k` clusters."""
    return silhouettes(sample(data).table.X, _labels)


@remembered(96)
def opinion(data: Data, search: Search, low, known: bool, _study: Study, _gap: Gap | None) -> Opinion:
    """Return what is said of the sweep from k = `low`, with or without the gap statistic as it is `known`."""
    return hear(_study, _gap, len(sample(data).table.X))


@remembered(96)
def figure(name: str, settings: str, _draw: Callable[[], Drawing]) -> Drawing:
    """Return the picture of this name and these settings, drawn once."""
    return _draw()


@remembered(1)
def questions() -> list[Question]:
    """Return the questions to try, their answers computed once."""
    return ask()
