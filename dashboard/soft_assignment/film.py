"""From hard to soft, told in pictures: one softness after another, soft k-means, a Gaussian mixture. No Streamlit."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import number, percent, plural
from dashboard.soft_assignment.models import (
    LEVELS,
    TORN,
    Model,
    beta_of,
    distance_of,
    level_name,
    torn_among,
    uncertainty,
)
from kmeans_core import MixtureStep, SoftStep

IN_FULL, MOST_SHOWN = 5, 12  # iterations shown half-step by half-step, and in all

PULLS = (
    "for each point, for each centroid j",
    "    pull_j = exp(-beta * distance²)",
    "    share_j = pull_j / sum of pulls",
)
ITERATED = (
    "pick k centroids",
    "repeat",
    "    E: share each point, by pull",
    "    M: centroid = mean, by share",
    "until the centroids stop moving",
)
MIXED = (
    "start where k-means ended",
    "repeat",
    "    E: share, by weight * density",
    "    M: weight, mean, width, by share",
    "until it grows no more likely",
)
PICK, SHARE, MOVE, UNTIL = 0, 2, 3, 4  # lines of the pseudo-code


@dataclass(frozen=True)
class Picture:
    """One picture of a film.

    `shares` (m, k) of the drawn points, None before there are any; `torn` counts all points of which no cluster has
    a share of TORN; `before` (k, d) is where the centroids stood a picture ago; `objective` belongs to the model.
    """

    name: str
    line: int
    iteration: int
    model: Model
    before: np.ndarray
    shares: np.ndarray | None
    torn: int
    objective: float
    caption: str

    @property
    def is_move(self) -> bool:
        return self.line == MOVE


@dataclass(frozen=True)
class State:
    """What a film keeps of one iteration: the model and the drawn points' shares (m, k); of all points how many are
    torn, the labels (n,) and the objective; how far the centroids moved, and which components collapsed (k,)."""

    iteration: int
    model: Model
    shares: np.ndarray
    torn: int
    labels: np.ndarray
    objective: float
    shift: float
    collapsed: np.ndarray | None = None


@dataclass(frozen=True)
class Reel:
    """The pictures of one view, the states they are made of, and which rows of the data are drawn."""

    pictures: list[Picture]
    states: list[State]
    rows: np.ndarray

    @property
    def last(self) -> State:
        return self.states[-1]

    @property
    def complete(self) -> bool:
        """Whether every half-step has its picture."""
        return self.last.iteration <= MOST_SHOWN


# ---- hard to soft


def softened(X, centroids, unit, rows) -> Iterator[State]:
    """Yield the shares at every one of LEVELS, the centroids fixed."""
    for at, level in enumerate(LEVELS):
        model = Model(centroids, beta_of(level, unit))
        shares = model.shares(X)
        torn, labels = torn_among(shares), shares.argmax(axis=1).astype(np.uint8)
        yield State(at, model, shares[rows], torn, labels, float(uncertainty(shares).mean()), 0.0)


def softening(states: list[State]) -> list[Picture]:
    """Return a picture for every softness."""
    return [
        Picture(
            level_name(level),
            SHARE,
            at,
            state.model,
            state.model.centroids,
            state.shares,
            state.torn,
            state.objective,
            softened_caption(level, state),
        )
        for at, (level, state) in enumerate(zip(LEVELS, states, strict=True))
    ]


def softened_caption(level, state: State) -> str:
    n, k = len(state.labels), len(state.model.centroids)
    if level == LEVELS[0]:
        tied = f" {plural(state.torn, 'point')} as near to two share." if state.torn else ""
        return f"Hard: the pull halves at once, β = ∞. The nearest centroid takes the whole point: k-means.{tied}"
    if level == LEVELS[-1]:
        return f"Uniform: β = 0, no distance counts. Every cluster has a share of {percent(1 / k)} in every point."
    beta = state.model.beta
    return (
        f"Softness {level}: a pull halves at distance {number(distance_of(beta))}, so β = {number(beta)}. "
        f"{torn(state.torn, n)}"
    )


def torn(count, n) -> str:
    return f"{count:,} of {n:,} points {'is' if count == 1 else 'are'} torn (no share reaches {percent(TORN)})."


# ---- soft k-means and the mixture, half-step by half-step


def soft_states(steps: Iterable[SoftStep], beta, rows) -> Iterator[State]:
    for step in steps:
        labels = step.responsibilities.argmax(axis=1).astype(np.uint8)
        model = Model(step.centroids, beta)
        torn = torn_among(step.responsibilities)
        yield State(step.iteration, model, step.responsibilities[rows], torn, labels, step.free_energy, step.shift)


def mixture_states(steps: Iterable[MixtureStep], rows) -> Iterator[State]:
    before = None
    for step in steps:
        labels = step.responsibilities.argmax(axis=1).astype(np.uint8)
        model = Model(step.means, None, step.weights, step.covariances)
        shift = math.inf if before is None else float(np.linalg.norm(step.means - before))
        before, torn = step.means, torn_among(step.responsibilities)
        yield State(
            step.iteration, model, step.responsibilities[rows], torn, labels, step.log_likelihood, shift, step.collapsed
        )


def shown_iterations(objectives) -> list[int]:
    """Return which iterations are shown: the first few, then those between which as much happens."""
    last = len(objectives) - 1
    if last <= MOST_SHOWN:
        return list(range(last + 1))
    later = np.arange(IN_FULL, last + 1)
    gained = np.abs(np.array(objectives)[later] - objectives[IN_FULL])
    progress = (later - IN_FULL) / (last - IN_FULL) + gained / (gained[-1] or 1.0)  # in time, and in the objective
    marks = np.linspace(0, progress[-1], MOST_SHOWN - IN_FULL + 1)
    return sorted({*range(IN_FULL + 1), *later[np.searchsorted(progress, marks - 1e-9)].tolist(), last})


def iterated(states: list[State], *, most) -> list[Picture]:
    """Return the film of a run; `most` is the number of iterations after which it is stopped in any case.

    Start, Share 1, Move 1, Share 2, ... Where iterations are left out, one picture stands for a whole one.
    """
    words = Words.of(states[0])
    first = states[0]
    n = len(first.labels)
    film = [Picture("Start", PICK, 0, first.model, first.model.centroids, None, n, first.objective, words.start(first))]
    shown = shown_iterations([state.objective for state in states])
    for before, at in zip([-1, *shown], shown, strict=False):
        here = states[at]
        there = states[max(0, before)].model.centroids
        if at - before > 1:
            film.append(
                Picture(
                    f"Iteration {at}",
                    SHARE,
                    at,
                    here.model,
                    there,
                    here.shares,
                    here.torn,
                    here.objective,
                    words.skipped(states[before], here),
                )
            )
        else:
            if at:
                last = states[before]
                film.append(
                    Picture(
                        f"Move {at}",
                        MOVE,
                        at,
                        here.model,
                        there,
                        last.shares,
                        last.torn,
                        here.objective,
                        words.moved(last, here),
                    )
                )
            film.append(
                Picture(
                    f"Share {at + 1}",
                    SHARE,
                    at,
                    here.model,
                    here.model.centroids,
                    here.shares,
                    here.torn,
                    here.objective,
                    words.shared(here),
                )
            )
    end = states[-1]
    name = "Converged" if end.iteration < most else "Stopped"
    film[-1] = Picture(
        name,
        UNTIL,
        end.iteration,
        end.model,
        film[-1].before,
        end.shares,
        end.torn,
        end.objective,
        words.ended(end, name),
    )
    return film


@dataclass(frozen=True)
class Words:
    """How the film of one kind of model speaks of it."""

    is_mixture: bool

    @classmethod
    def of(cls, state: State) -> "Words":
        return cls(state.model.beta is None)

    @property
    def objective(self) -> str:
        return "log-likelihood" if self.is_mixture else "free energy"

    def start(self, state) -> str:
        k = len(state.model.centroids)
        if self.is_mixture:
            return f"{plural(k, 'component')} where k-means ended, each as wide as its points there; equal weights."
        return f"{plural(k, 'centroid')} picked. No point is shared out yet."

    def shared(self, state) -> str:
        return f"Share {state.iteration + 1}: {torn(state.torn, len(state.labels))} {self.value(state)}"

    def moved(self, before, here) -> str:
        far = np.linalg.norm(here.model.centroids - before.model.centroids, axis=1).max()
        what = "weights, means, covariances fitted to the shares" if self.is_mixture else "each to its weighted mean"
        return f"Move {here.iteration}: {what}; the farthest goes {number(far)}. {self.changed(before, here)}"

    def skipped(self, before, here) -> str:
        count = here.iteration - before.iteration
        return f"After {count} more iterations: {torn(here.torn, len(here.labels))} {self.changed(before, here)}"

    def ended(self, state, name) -> str:
        return (
            f"{name} after {plural(state.iteration, 'move')}: {torn(state.torn, len(state.labels))} "
            f"{self.value(state)}{collapse(state)}"
        )

    def value(self, state) -> str:
        return f"{self.objective.capitalize()}: {digits(state.objective)}."

    def changed(self, before, here) -> str:
        verb = "rises" if self.is_mixture else "falls"
        change = abs(here.objective - before.objective)
        return f"{self.objective.capitalize()} {verb} by {number(change)} to {digits(here.objective)}."


def digits(value) -> str:
    """Return a value whose sixth digit may still matter: a log-likelihood of thousands grows by tenths."""
    size = f"{abs(value):,.1f}" if 1000 <= abs(value) < 1e9 else number(abs(value))
    return f"−{size}" if value < 0 else size


def collapse(state: State) -> str:
    """Return a sentence about the components that have collapsed, or nothing."""
    if state.collapsed is None or not state.collapsed.any():
        return ""
    n = len(state.labels)
    said = []
    for j in np.flatnonzero(state.collapsed):
        held = state.model.weights[j] * n
        points = "less than one point" if held < 0.95 else "about " + plural(round(held), "point")
        said.append(f"component {j + 1} on {points}")
    return f" Collapsed: {', '.join(said)}."
