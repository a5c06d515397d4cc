"""What the Elbow page computes once for each setting. A search that is left goes on where it stood, for anybody."""

from collections.abc import Callable

from dashboard.cached import table
from dashboard.cached.keeping import kept, remembered, shelf
from dashboard.controls import Data
from dashboard.datasets import Table
from dashboard.elbow.knives import Silhouettes, silhouettes
from dashboard.elbow.questions import questions as ask
from dashboard.elbow.sweeps import (
    Search,
    Study,
    comparing,
    most_clusters,
    reference_sets,
    sampled,
    side_by_side,
    sweeping,
)
from dashboard.figures.drawing import Drawing
from dashboard.questions import Question
from kmeans_core import Gap

LONG = 1_000_000  # points x features x starts x the sum of the ks from which a sweep waits its turn at the gate


def points(data: Data) -> Table:
    """Return the points that are searched, at most 5,000."""
    return _points(data)["table"]


def most(data: Data) -> int:
    """Return how many different points there are."""
    return _points(data)["most"]


def _points(data: Data) -> dict:
    place = shelf("elbow points", data)
    if "most" not in place:
        place["table"] = sampled(table(data))
        place["most"] = most_clusters(place["table"].X)
    return place


@remembered(192)
def _sweep_place(data: Data, search: Search) -> dict:
    """A place for one sweep; more of them than on the common shelf, for a class that sets every control differently."""
    return {}


@remembered(384)
def _gap_place(data: Data, search: Search) -> dict:
    """A place for one gap statistic: some kilobytes, and dear to compute again."""
    return {}


def study(data: Data, search: Search, sign) -> Study:
    """Return the sweep over k; `sign` is an st.empty() for progress."""
    X = points(data).X
    return kept(
        _sweep_place(data, search),
        "study",
        lambda: sweeping(X, search),
        side_by_side,
        heavy=X.size * search.n_init * search.most * (search.most + 1) // 2 >= LONG,
        sign=sign,
        told=lambda done: f"Searching: k = {done[-1].k} of {search.most} …",
    )


def gap_known(data: Data, search: Search) -> Gap | None:
    """Return the gap statistic if it has been computed."""
    return _gap_place(data, search).get("gap")


def compute_gap(data: Data, search: Search, sign) -> None:
    """Compute the gap statistic; a second or more, with progress."""
    X = points(data).X
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
    return silhouettes(points(data).X, _labels)


@remembered(96)
def figure(name: str, settings: str, _draw: Callable[[], Drawing]) -> Drawing:
    """Return the picture of this name and these settings, drawn once."""
    return _draw()


@remembered(1)
def questions() -> list[Question]:
    """Return the questions to try, their answers computed once."""
    return ask()
