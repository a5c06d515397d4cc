"""The only caches, a module a page. Keyed on the settings, never on arrays; bounded; what they hand out is shared
and never changed."""

import time
from collections.abc import Callable, Iterable

import streamlit as st

from dashboard import datasets, uploads
from dashboard.controls import OWN, Data
from dashboard.datasets import Table
from dashboard.figures.film import Film
from dashboard.gate import turn
from dashboard.projection import View

LARGE = 10_000  # points from which fewer tables are kept
REPORT = 0.1  # seconds between two words of progress; each is a place where a visitor who left stops the work


def table(data: Data) -> Table:
    """Return the points that `data` names, standardised if it says so; read-only."""
    if data.name == OWN:
        return _own_table(data, uploads.current().file)
    return _large_table(data) if data.n > LARGE else _named_table(data)


def made(data: Data) -> Table:
    return finished(datasets.NAMED[data.name].make(data.n, data.noise, data.seed), data.scale)


@st.cache_resource(max_entries=64, show_spinner=False)
def _named_table(data: Data) -> Table:
    return made(data)


@st.cache_resource(max_entries=8, show_spinner=False)
def _large_table(data: Data) -> Table:
    return made(data)


@st.cache_resource(max_entries=8, show_spinner=False)
def _own_table(data: Data, _file) -> Table:
    return finished(_file.table(data.columns)[0], data.scale)


def finished(made: Table, scale: bool) -> Table:
    X = datasets.standardise(made.X) if scale else made.X
    X.flags.writeable = False
    return Table(X, made.features, made.truth)


def left_out(data: Data, seen: View, *sentences: str, stage: Film | None = None) -> str:
    """Return in words what a picture of `data` does not show; the `sentences` that are empty are left out."""
    said = [seen.note, "All values are standardised: mean 0, standard deviation 1." if data.scale else "", *sentences]
    if stage and not stage.figure.layout.yaxis.scaleanchor:
        said.append("The two axes have different scales: at one scale the picture would be a line.")
    return " ".join(filter(None, said))


def drawn_of(shown, n, how="clustered") -> str:
    """Return a sentence on how many of `n` points are drawn, nothing where all are."""
    return f"All {n:,} points are {how}; {shown:,} of them are drawn." if shown < n else ""


@st.cache_resource(max_entries=24, show_spinner=False)
def shelf(kind: str, *settings) -> dict:
    """A place for one long result. The work is done outside, where it can show progress and be left."""
    return {}


def gathered(items: Iterable, *, heavy: bool, sign, told: Callable[[list], str]) -> list:
    """Return list(items). Heavy work waits its turn at the gate and shows `told(so far)` in `sign`, an st.empty()."""
    if not heavy:
        return list(items)
    with turn(sign):
        done, last = [], time.monotonic()
        for item in items:
            done.append(item)
            if time.monotonic() - last >= REPORT:
                sign.caption(told(done))
                last = time.monotonic()
        return done
