"""What the Mini-batch page computes once for each setting."""

import hashlib
from dataclasses import dataclass

import numpy as np

from dashboard.common import runs
from dashboard.common.cache import finished, left_out, table
from dashboard.common.controls import OWN, Data, Start
from dashboard.common.datasets import NAMED
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film
from dashboard.common.plots.plane import POINTS, points_at
from dashboard.common.projection import View, view
from dashboard.common.questions import Question
from dashboard.components.player import Beat, Tip, script
from dashboard.mini_batch import compute as batches
from dashboard.mini_batch import cost_curves as race
from dashboard.mini_batch import figures
from dashboard.mini_batch.compute import PSEUDOCODE, Learned
from dashboard.mini_batch.cost_curves import Full, Grown, Lane
from dashboard.mini_batch.questions import questions as ask
from dashboard.server.result_cache import kept, places, remembered

MOST_TIP = 10_000  # values behind the markers that a browser is sent for the tip
LONG = 300_000  # points x clusters x features from which a run waits its turn at the gate


shelf = places(32)  # for the long results of this page


def first_centroids(X, start: Start) -> np.ndarray:
    return runs.first_centroids(X, start.k, start.init, start.seed)


def full(data: Data, start: Start, sign) -> Full:
    """Return the full run, timed; `sign` is an st.empty() for progress, here and below."""
    X = table(data).X
    return kept(
        shelf("timed", data, start),
        "full",
        lambda: race.full_run(X, first_centroids(X, start)),
        lambda marks: race.finished(len(X), marks),
        heavy=X.size * start.k >= LONG,
        sign=sign,
        told=lambda done: f"Full k-means: {done[-1].step.iteration} moves so far …",
    )


def learned(data: Data, start: Start, batch: int, sign) -> Learned:
    """Return the mini-batch run as pictures and numbers, beside the full one."""
    points = table(data)
    X, other = points.X, full(data, start, sign)
    return kept(
        shelf("learned", data, start, batch),
        "run",
        lambda: batches.moments(X, first_centroids(X, start), batch, start.seed),
        lambda told: batches.learned(points, batch, told, other),
        heavy=X.size * start.k >= LONG,
        sign=sign,
        told=lambda done: f"Mini-batch: {done[-1].batch.iteration} batches so far …",
    )


def lanes(data: Data, start: Start, batch: int, repeats: int, sign) -> list[Lane]:
    """Return the mini-batch runs of the race: `repeats` of every batch size, `batch` among the sizes."""
    X, other = table(data).X, full(data, start, sign)
    count = repeats * len(race.sizes(batch, len(X)))
    return kept(
        shelf("race", data, start, batch, repeats),
        "lanes",
        lambda: race.racing(X, first_centroids(X, start), other, batch, repeats, start.seed),
        race.lanes,
        heavy=True,
        sign=sign,
        told=lambda done: f"Racing: {len(done)} of {count} runs …",
    )


def grown(data: Data, start: Start, batch: int, sign) -> list[Grown]:
    """Return both runs on ever more points of the same kind."""
    X = table(data).X
    named = NAMED.get(data.name)

    def points_of(n):
        if data.name == OWN or named.real:
            return X[np.random.default_rng(0).integers(len(X), size=n)]
        return finished(named.make(n, data.noise, data.seed), data.scale).X

    return kept(
        shelf("grown", data, start, batch),
        "grown",
        lambda: race.growing(points_of, first_centroids(X, start), start.seed, batch),
        list,
        heavy=True,
        sign=sign,
        told=lambda done: f"Measured up to {done[-1].n if done else 0:,} of {race.GROWING[-1]:,} points …",
    )


@remembered(24)
def race_figure(data: Data, start: Start, batch: int, repeats: int, axis: str, close_up: bool, _full, _lanes):
    return figures.race(_lanes, _full, axis, batch, close_up)


@remembered(1)
def questions() -> list[Question]:
    """Return the questions to try, their answers computed once."""
    return ask()


@dataclass(frozen=True)
class Scene:
    """What the page shows of a run: the view, the two figures, the player's script, and what the picture leaves out."""

    view: View
    stage: Drawing
    progress: Drawing
    script: dict
    note: str


@remembered(8)
def scene(data: Data, start: Start, batch: int, x: str, y: str, _run: Learned) -> Scene:
    X, features = _run.table.X, _run.table.features
    seen = view(X, features, x, y)
    stage = figures.stage(X, seen.on(X[_run.rows]), _run.film, seen)
    progress = figures.progress(_run.film, _run.full.inertia)
    beats = [Beat(p.name, p.name, p.caption, p.line, at) for at, p in enumerate(_run.film)]
    played = script(
        {"stage": stage, "curve": progress},
        beats,
        id=hashlib.sha256(repr((data, start, batch, x, y)).encode()).hexdigest()[:16],
        code=PSEUDOCODE,
        toggles=("regions", "trails") if seen.complete else ("trails",),
        fill={"stage": [400, 1000], "curve": [170, 460]},
        filename="mini-batch",
        unit="step",
        tip=tip(stage, _run, seen),
    )
    n, shown = len(X), len(_run.rows)
    sample = f"Of the {n:,} points, {shown:,} are drawn in grey; a batch is drawn from all." if shown < n else ""
    return Scene(seen, stage.figure, progress.figure, played, left_out(data, seen, sample, stage=stage))


def tip(stage: Film, run: Learned, seen: View) -> Tip | None:
    """Return what hovering tells; None where the values behind the points would be too heavy to send."""
    drawn = run.table.X[run.rows]
    if not seen.complete and drawn.size > MOST_TIP:
        return None
    is_all = len(run.rows) == len(run.table.X)
    headings = {POINTS: "A point"} | ({figures.BATCH: "A point of the batch"} if seen.complete else {})
    return Tip(
        "stage",
        POINTS,
        f"{points_at(stage)} marker.color",
        run.table.features,
        None if seen.complete else drawn,
        np.stack([picture.centroids for picture in run.film]),
        None if is_all else [],
        headings=headings,
    )
