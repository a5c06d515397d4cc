"""What the class room computes once: the tasks, and the films of their runs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.classroom import compute
from dashboard.classroom.compute import MAKERS, ClassTask
from dashboard.classroom.figures import marked_places
from dashboard.classroom.questions import START_OPTIONS
from dashboard.common.formatting import join_words, number
from dashboard.common.half_steps import PSEUDOCODE, HalfStep, half_steps
from dashboard.common.plots.clusters import cluster_film
from dashboard.common.plots.curve import objective_curve
from dashboard.common.plots.drawing import Drawing
from dashboard.common.projection import view
from dashboard.components.player import Beat, script
from dashboard.server.results import cached
from kmeans_core import Step

PICTURES = ("stage", "stage-b", "stage-c")  # the keys of the pictures on the page
DATA_K = 3


@dataclass(frozen=True)
class ClassFilm:
    """What the player needs: the pictures side by side, the inertia curve if there is one picture, and its script."""

    pictures: tuple[Drawing, ...]
    curve: Drawing | None
    script: dict


@cached(30)
def class_task(question: str, task: int) -> ClassTask:
    return compute.suitable(MAKERS[question], task)


@cached(30)
def optima_of(number: int, seeds: tuple[int, ...]) -> list[tuple[float, list[int]]]:
    """Return where the runs from these seeds end, of the 200 starts."""
    return compute.optima(class_task("starts", number), seeds)


@cached(12)
def film_of_task(question: str, number: int, marks: tuple[int, ...]) -> ClassFilm:
    """Return the film of a task's runs. `marks` are the cells that were marked."""
    task = class_task(question, number)
    marked = np.array([compute.place_of(cell, task.box) for cell in marks]).reshape(-1, 2)
    begin = max(1, task.asked_after)
    return film_of_runs(task.X, task.runs, ("x", "y"), f"{question} {number} {marks}", begin, marked)


@cached(12)
def film_of_start(number: int, seed: int) -> ClassFilm:
    """Return the film of one of the 200 starts."""
    task = class_task("starts", number)
    steps = compute.run_from_random_start(task.X, compute.N_STARTS_K, seed)
    return film_of_runs(task.X, [steps], ("x", "y"), f"start {number} {seed}")


@cached(8)
def film_of_class(votes: tuple[int, ...], scale: bool) -> ClassFilm:
    """Return the film of k-means on the class itself."""
    X = compute.points_of_votes(votes, scale)
    k = min(DATA_K, len(np.unique(X, axis=0)))
    features = tuple(f"{name}, standardised" * scale or name for name in ("sleep (hours)", "travel (minutes)"))
    return film_of_runs(X, [compute.run_from_random_start(X, k, 0)], features, f"class {votes} {scale}")


def film_of_runs(X, runs: Sequence[list[Step]], features, settings: str, begin=1, marked=()) -> ClassFilm:
    """Return the film of one run with its curve, or of several runs side by side; those that end first wait."""
    length = max(map(len, runs))
    films = [half_steps(X, [*run, *[run[-1]] * (length - len(run))], np.arange(len(X))) for run in runs]
    seen = view(X, features, *features)
    behind = marked_places(marked)
    pictures = {key: cluster_film(X, film, seen, behind) for key, film in zip(PICTURES, films, strict=False)}
    alone = len(runs) == 1
    curve = {"curve": objective_curve(films[0], [half.inertia for half in films[0]], "inertia")} if alone else {}
    played = script(
        pictures | curve,
        [beat(halves) for halves in zip(*films, strict=True)],
        settings=settings,
        code=PSEUDOCODE if alone else (),
        toggles=("regions", "trails"),
        fill={"stage": [360, 1000], "curve": [190, 460]} if alone else {key: [280, 520, 0.85] for key in pictures},
        filename="k-means",
        begin=min(begin, len(films[0]) - 1),
    )
    drawings = tuple(film.figure for film in pictures.values())
    return ClassFilm(drawings, curve["curve"].figure if alone else None, played)


def beat(halves: tuple[HalfStep, ...]) -> Beat:
    """Return what the player says at a half-step of one run, or of several."""
    half = halves[0]
    if len(halves) == 1:
        return Beat(half.name, half.event, half.caption, half.line, half.iteration)
    if half.labels is None:
        return Beat(half.name, half.event, "Three starts on the same points.", half.line, half.iteration)
    inertias = (f"{name} {number(one.inertia)}" for name, one in zip(START_OPTIONS, halves, strict=True))
    return Beat(half.name, half.event, f"{half.name}. Inertia: {join_words(inertias)}.", half.line, half.iteration)
