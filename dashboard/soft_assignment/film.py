"""The films of the page: one softness after another, or a run of soft k-means or EM in half-steps."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.soft_assignment import text
from dashboard.soft_assignment.models import LEVELS, SoftModel, beta_of, is_undecided, level_name, uncertainty
from kmeans_core import MixtureStep, SoftStep

FULL_ITERATIONS, MAX_SHOWN_ITERATIONS = 5, 12  # shown half-step by half-step; shown at all
PICK, SHARE, MOVE, UNTIL = 0, 2, 3, 4  # lines of the pseudo-code


@dataclass(frozen=True, eq=False)
class SoftState:
    """One softness or iteration: the model, and what follows from it.

    `shares` (m, k) are those of the drawn points. Of all points: the number that are undecided, the labels (n,) and
    the objective. `shift` is the norm of the centroids' move, and `collapsed` (k,) says which components collapsed.
    """

    iteration: int
    model: SoftModel
    shares: np.ndarray
    n_undecided: int
    labels: np.ndarray
    objective: float
    shift: float
    collapsed: np.ndarray | None = None


@dataclass(frozen=True)
class SoftPicture:
    """One picture of a film: the model of `state`, and the points shared as in `shared`, if they are.

    Right after a move these differ. `before` is the state whose centroids were drawn a picture ago.
    """

    name: str
    line: int
    state: SoftState
    shared: SoftState | None
    before: SoftState
    caption: str

    @property
    def is_move(self) -> bool:
        return self.line == MOVE

    @property
    def model(self) -> SoftModel:
        return self.state.model

    @property
    def shares(self) -> np.ndarray | None:
        return None if self.shared is None else self.shared.shares


@dataclass(frozen=True)
class SoftFilm:
    """The pictures of one view, the states they show, and which rows of the data are drawn."""

    pictures: list[SoftPicture]
    states: list[SoftState]
    rows: np.ndarray

    @property
    def last(self) -> SoftState:
        return self.states[-1]

    @property
    def is_complete(self) -> bool:
        """Whether every half-step has its picture."""
        return self.last.iteration <= MAX_SHOWN_ITERATIONS

    def sharings(self, first=0) -> list[SoftPicture]:
        """Return the pictures from `first` on in which the points are shared by the model that is drawn."""
        return [picture for picture in self.pictures[first:] if picture.shared is picture.state]


def softness_states(X, centroids, unit, rows) -> Iterator[SoftState]:
    """Yield the shares at every one of LEVELS with fixed centroids; the objective is the mean uncertainty."""
    for i, level in enumerate(LEVELS):
        model = SoftModel(centroids, beta_of(level, unit))
        shares = model.responsibilities(X)
        yield _state(i, model, shares, float(uncertainty(shares).mean()), 0.0, rows)


def soft_states(steps: Iterable[SoftStep], beta, rows) -> Iterator[SoftState]:
    for step in steps:
        model = SoftModel(step.centroids, beta)
        yield _state(step.iteration, model, step.responsibilities, step.free_energy, step.shift, rows)


def mixture_states(steps: Iterable[MixtureStep], rows) -> Iterator[SoftState]:
    before = None
    for step in steps:
        model = SoftModel(step.means, None, step.weights, step.covariances)
        shift = math.inf if before is None else float(np.linalg.norm(step.means - before))
        before = step.means
        yield _state(step.iteration, model, step.responsibilities, step.log_likelihood, shift, rows, step.collapsed)


def _state(iteration, model, shares, objective, shift, rows, collapsed=None) -> SoftState:
    labels = shares.argmax(axis=1).astype(np.uint8)
    n_undecided = int(is_undecided(shares).sum())
    return SoftState(iteration, model, shares[rows], n_undecided, labels, objective, shift, collapsed)


def softness_pictures(states: list[SoftState]) -> list[SoftPicture]:
    """Return a picture for every softness."""
    return [
        SoftPicture(level_name(level), SHARE, state, state, state, text.softness_caption(level, state))
        for level, state in zip(LEVELS, states, strict=True)
    ]


def run_pictures(states: list[SoftState], max_iter) -> list[SoftPicture]:
    """Return the film of a run of at most `max_iter` iterations: Start, Share 1, Move 1, Share 2, ...

    Where iterations are left out, one picture stands for a whole iteration.
    """
    first, last = states[0], states[-1]
    pictures = [SoftPicture("Start", PICK, first, None, first, text.soft_start_caption(first))]
    selected = [states[i] for i in shown_iterations([state.objective for state in states])]
    for previous, state in zip([first, *selected], selected, strict=False):
        i = state.iteration
        if i - previous.iteration > 1:
            caption = text.skipped_caption(previous, state)
            pictures.append(SoftPicture(f"Iteration {i}", SHARE, state, state, previous, caption))
            continue
        if i:
            caption = text.soft_move_caption(previous, state)
            pictures.append(SoftPicture(f"Move {i}", MOVE, state, previous, previous, caption))
        pictures.append(SoftPicture(f"Share {i + 1}", SHARE, state, state, state, text.share_caption(state)))
    name = "Converged" if last.iteration < max_iter else "Stopped"
    pictures[-1] = replace(pictures[-1], name=name, line=UNTIL, caption=text.soft_end_caption(name, last))
    return pictures


def shown_iterations(objectives) -> list[int]:
    """Return which iterations are shown: the first few, then those between which equally much happens."""
    last = len(objectives) - 1
    if last <= MAX_SHOWN_ITERATIONS:
        return list(range(last + 1))
    later = np.arange(FULL_ITERATIONS, last + 1)
    gained = np.abs(np.array(objectives)[later] - objectives[FULL_ITERATIONS])
    # Progress in time and progress in the objective count equally.
    progress = (later - FULL_ITERATIONS) / (last - FULL_ITERATIONS) + gained / (gained[-1] or 1.0)
    marks = np.linspace(0, progress[-1], MAX_SHOWN_ITERATIONS - FULL_ITERATIONS + 1)
    return sorted({*range(FULL_ITERATIONS + 1), *later[np.searchsorted(progress, marks - 1e-9)].tolist(), last})
