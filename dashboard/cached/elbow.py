"""What the Elbow page computes once for each setting. A search that is left goes on where it stood, for anybody."""

from collections.abc import Callable, Iterator

import streamlit as st

from dashboard.cached import gathered, shelf, table
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


@st.cache_resource(max_entries=192, show_spinner=False)
def _sweep_place(data: Data, search: Search) -> dict:
    """A place for one sweep; more of them than on the common shelf, for a class that sets every control differently."""
    return {}


@st.cache_resource(max_entries=384, show_spinner=False)
def _gap_place(data: Data, search: Search) -> dict:
    """A place for one gap statistic: some kilobytes, and dear to compute again."""
    return {}


def study(data: Data, search: Search, sign) -> Study:
    """Return the sweep over k; `sign` is an st.empty() for progress."""
    place = _sweep_place(data, search)
    if "study" not in place:
        X = points(data).X
        heavy = X.size * search.n_init * search.most * (search.most + 1) // 2 >= LONG
        if not heavy:
            place["study"] = side_by_side(list(sweeping(X, search)))
        else:
            gathered(
                going_on(place, "study", lambda: sweeping(X, search), side_by_side),
                heavy=True,
                sign=sign,
                told=lambda done: f"Searching: k = {done[-1].k} of {search.most} …",
            )
    return place["study"]


def gap_known(data: Data, search: Search) -> Gap | None:
    """Return the gap statistic if it has been computed."""
    return _gap_place(data, search).get("gap")


def compute_gap(data: Data, search: Search, sign) -> None:
    """Compute the gap statistic; a second or more, with progress."""
    place = _gap_place(data, search)
    X = points(data).X
    sets = reference_sets(X, search.most)
    gathered(
        going_on(place, "gap", lambda: comparing(X, search), lambda found: found[-1]),
        heavy=True,
        sign=sign,
        told=lambda done: f"{len(done[-1].references)} of {sets} sets without structure …",
    )


def going_on(place: dict, name, begin: Callable[[], Iterator], conclude: Callable[[list], object]) -> Iterator:
    """Yield what is still to come of a search that others may have begun; at its end, place[name] is what `conclude`
    makes of all it found. Nothing is to come where others have ended it.

    The search itself stays in `place`: a visitor who leaves leaves it where it stood. Only behind the gate, which
    lets one visitor at a time in.
    """
    if name in place:
        return
    if "search" not in place:
        place["search"], place["found"] = begin(), []
    try:
        for one in place["search"]:
            place["found"].append(one)
            yield one
    except Exception:
        place.clear()  # a search that broke does not go on
        raise
    place[name] = conclude(place["found"])
    del place["search"], place["found"]


@st.cache_resource(max_entries=48, show_spinner=False)
def apart(data: Data, search: Search, k, _labels) -> Silhouettes:
    """Return the silhouettes of this search's clustering into `k` clusters."""
    return silhouettes(points(data).X, _labels)


@st.cache_resource(max_entries=96, show_spinner=False)
def figure(name: str, settings: str, _draw: Callable[[], Drawing]) -> Drawing:
    """Return the picture of this name and these settings, drawn once."""
    return _draw()


@st.cache_data(max_entries=1, show_spinner=False)
def questions() -> list[Question]:
    """Return the questions to try, their answers computed once."""
    return ask()
