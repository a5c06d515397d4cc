"""The only caches. Keyed on the settings, never on arrays; bounded; what they hand out is shared and never changed."""

import hashlib
from dataclasses import dataclass

import streamlit as st

from dashboard import datasets, runs, uploads
from dashboard.controls import OWN, Data, Start
from dashboard.datasets import Table
from dashboard.figures import algorithm
from dashboard.figures.film import Film
from dashboard.gate import turn
from dashboard.halfsteps import PSEUDOCODE
from dashboard.player import Beat, Tip, script
from dashboard.projection import View, view
from dashboard.questions import Question
from dashboard.questions import questions as ask

LONG = 300_000  # points x clusters x features from which a run waits its turn at the gate
MOST_TIP = 60_000  # values behind the markers that a browser is sent for the tip


def table(data: Data) -> Table:
    """Return the points that `data` names, standardised if it says so; read-only."""
    return _own_table(data, uploads.current().file) if data.name == OWN else _named_table(data)


@st.cache_resource(max_entries=64, show_spinner=False)
def _named_table(data: Data) -> Table:
    return finished(datasets.NAMED[data.name].make(data.n, data.noise, data.seed), data.scale)


@st.cache_resource(max_entries=8, show_spinner=False)
def _own_table(data: Data, _file) -> Table:
    return finished(_file.table(data.columns)[0], data.scale)


def finished(made: Table, scale: bool) -> Table:
    X = datasets.standardise(made.X) if scale else made.X
    X.flags.writeable = False
    return Table(X, made.features, made.truth)


@st.cache_resource(max_entries=24, show_spinner=False)
def _shelf(kind: str, *settings) -> dict:
    """A place for one long result. The work is done outside, where it can show progress and be left."""
    return {}


def run(data: Data, start: Start, sign) -> runs.Run:
    """Return the run from this start; `sign` is an st.empty() for progress."""
    shelf = _shelf("run", data, start)
    if "run" not in shelf:
        points = table(data)
        states = runs.running(points.X, start.k, start.init, start.seed)
        if points.X.size * start.k < LONG:
            steps = list(states)
        else:
            with turn(sign):
                steps = []
                for step in states:
                    steps.append(step)
                    sign.caption(f"Computing: {step.iteration} moves so far …")
        shelf["run"] = runs.record(points, steps)
    return shelf["run"]


def others(data: Data, start: Start, sign) -> list[float]:
    """Return the inertias in which runs from other starts of the same kind end."""
    shelf = _shelf("others", data, start.k, start.init)
    if "inertias" not in shelf:
        X = table(data).X
        starts = runs.starts_worth_trying(*X.shape, start.k)
        found = []
        if X.size * start.k * starts < LONG:
            found = list(runs.others(X, start.k, start.init, starts))
        else:
            with turn(sign):
                for inertia in runs.others(X, start.k, start.init, starts):
                    found.append(inertia)
                    sign.progress(len(found) / starts, f"Trying other starts: {len(found)} of {starts}")
        shelf["inertias"] = found
    return shelf["inertias"]


@st.cache_data(max_entries=1, show_spinner=False)
def questions() -> list[Question]:
    """Return the questions to try, their answers computed once."""
    return ask()


@dataclass(frozen=True)
class Scene:
    """What the Algorithm page shows of a run: the view, the two figures, the player's script, and what the
    picture leaves out."""

    view: View
    stage: Film
    curve: Film
    script: dict
    note: str


@st.cache_resource(max_entries=24, show_spinner=False)
def scene(data: Data, start: Start, x: str, y: str, _run: runs.Run) -> Scene:
    X, features = _run.table.X, _run.table.features
    seen = view(X, features, x, y)
    stage = algorithm.stage(seen.on(_run.drawn), _run.film, seen)
    curve = algorithm.inertia_curve(_run.film)
    beats = [Beat(half.name, half.event, half.caption, half.line, half.iteration) for half in _run.film]
    tip = Tip("stage", algorithm.POINTS, f"{algorithm.points_at(stage)} marker.color", features, _run.drawn,
              _run.states, None if len(_run.rows) == len(X) else _run.rows.tolist())  # fmt: skip
    played = script(
        {"stage": stage, "curve": curve}, beats,
        id=hashlib.sha256(repr((data, start, x, y)).encode()).hexdigest()[:16], code=PSEUDOCODE,
        toggles=("regions", "trails") if seen.complete else ("trails",),
        fill={"stage": [400, 1000], "curve": [190, 460]}, filename="k-means",
        tip=tip if _run.drawn.size <= MOST_TIP else None,
    )  # fmt: skip
    left_out = [seen.note]
    if data.scale:
        left_out.append("All values are standardised: mean 0, standard deviation 1.")
    if len(_run.rows) < len(X):
        left_out.append(f"All {len(X):,} points are clustered; {len(_run.rows):,} of them are drawn.")
    if not stage.figure.layout.yaxis.scaleanchor:
        left_out.append("The two axes have different scales: at one scale the picture would be a line.")
    return Scene(seen, stage, curve, played, " ".join(filter(None, left_out)))
