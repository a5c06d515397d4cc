"""k-means in nine lines, wrong lines to replace them with, and what each program does. No Streamlit.

A visitor chooses among the lines below and puts them in an order. Nothing else ever runs.
"""

import traceback
import warnings
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from kmeans_core import lloyd, random_init

K, N_POINTS, SEEDS = 3, 60, range(5)
RIGHT = (
    "centroids = X[rng.choice(len(X), k, replace=False)]",
    "for step in range(100):",
    "    d2 = ((X[:, None] - centroids) ** 2).sum(axis=2)",
    "    labels = d2.argmin(axis=1)",
    "    old = centroids.copy()",
    "    for j in range(k):",
    "        centroids[j] = X[labels == j].mean(axis=0)",
    "    if np.array_equal(centroids, old):",
    "        break",
)
START, LOOP, DISTANCES, ASSIGN, COPY, MOVE = 0, 1, 2, 3, 4, 6  # lines that may be wrong
HARMLESS = "    d2 = np.sqrt(((X[:, None] - centroids) ** 2).sum(axis=2))"
WRONG = {
    START: (
        "centroids = X[rng.choice(len(X), k, replace=True)]",
        "centroids = X[:k]",
        "centroids = np.zeros((k, 2))",
    ),
    LOOP: ("for step in range(1):", "for step in range(2):", "for step in range(k):"),
    DISTANCES: (
        "    d2 = np.abs(X[:, None] - centroids).sum(axis=2)",
        "    d2 = (X[:, None, 0] - centroids[:, 0]) ** 2",
    ),
    ASSIGN: (
        "    labels = d2.argmax(axis=1)",
        "    labels = d2.argmin(axis=0)",
        "    labels = d2.argmin(axis=1) if step == 0 else labels",
    ),
    COPY: ("    old = centroids",),
    MOVE: (
        "        centroids[j] = X[labels == j].mean()",
        "        centroids[j] = np.median(X[labels == j], axis=0)",
        "        centroids[j] = X[labels == j].sum(axis=0) / k",
    ),
}
SHOWN_SEED = 51  # of the points in the pictures: on these, every wrong line leads to another result
BLANKS = (ASSIGN, MOVE, DISTANCES, START, LOOP)  # lines with four candidates, in the order in which they are asked for
RECORD = "    record(centroids, labels)"  # runs at the end of each step, and is not shown
LETTERS = "abcdefghijk"


State = tuple[np.ndarray, np.ndarray]  # labels (n,), centroids (k, 2)


@dataclass(frozen=True)
class Effect:
    """What a program did to the points X (n, 2): the states after its first two steps and at the end.

    Or its error and the line where Python stopped, 0 if that was after the last one.
    """

    X: np.ndarray
    steps: tuple[State, ...]
    end: State | None
    error: str = ""
    line: int = 0


@dataclass(frozen=True)
class Puzzle:
    """Nine lines, and `options` to replace one of them with: (line, code). If `is_blank`, that line is not shown."""

    lines: tuple[str, ...]
    options: tuple[tuple[int, str], ...]
    is_blank: bool

    def program(self, option: int) -> tuple[str, ...]:
        """Return the lines with one of the options put in."""
        line, code = self.options[option]
        return (*self.lines[:line], code, *self.lines[line + 1 :])

    @cached_property
    def is_right(self) -> list[bool]:
        return [behaves_like_the_core(self.program(option)) for option in range(len(self.options))]

    @property
    def shown(self) -> str:
        """The program as the reader sees it."""
        lines = list(self.lines)
        if self.is_blank:
            line = self.options[0][0]
            lines[line] = lines[line][: len(lines[line]) - len(lines[line].lstrip())] + "…"
        return "\n".join(lines)


def fill_puzzle(number: int) -> Puzzle:
    """Return the right program with one line blank, and four candidates for it."""
    line = BLANKS[(number - 1) % len(BLANKS)]
    candidates = (RIGHT[line], *WRONG[line], *[HARMLESS] * (line == DISTANCES))
    order = np.random.default_rng(number).permutation(len(candidates))
    return Puzzle(RIGHT, tuple((line, candidates[i]) for i in order), is_blank=True)


def bug_puzzle(number: int) -> Puzzle:
    """Return a program with one wrong line, and four ways to replace a line, one of which repairs it."""
    rng = np.random.default_rng([number, 1])
    bugs = [(line, code) for line, codes in WRONG.items() for code in codes]
    line, bug = bugs[rng.integers(len(bugs))]
    others = rng.permutation([other for other in WRONG if other != line])[:3].tolist()
    options = [(line, RIGHT[line]), *((other, str(rng.choice(replacements(other)))) for other in others)]
    lines = (*RIGHT[:line], bug, *RIGHT[line + 1 :])
    return Puzzle(lines, tuple(options[i] for i in rng.permutation(4)), is_blank=False)


def replacements(line: int) -> tuple[str, ...]:
    return (*WRONG[line], *[HARMLESS] * (line == DISTANCES))


def shuffled_lines(number: int) -> tuple[str, ...]:
    """Return the nine lines and two decoys in random order; each is named by its letter."""
    rng = np.random.default_rng([number, 2])
    lines = rng.choice([ASSIGN, MOVE, COPY, START], 2, replace=False)
    pool = [*RIGHT, *(str(rng.choice(WRONG[line])) for line in lines)]
    return tuple(pool[i] for i in rng.permutation(len(pool)))


# ---- running the programs


def points_for(seed: int) -> np.ndarray:
    """Return the points (60, 2) of a seed: three groups, which may touch."""
    rng = np.random.default_rng([seed, 3])
    middles = rng.uniform(-5, 5, size=(K, 2))
    return middles[rng.integers(K, size=N_POINTS)] + rng.normal(scale=1.4, size=(N_POINTS, 2))


def run_program(lines, seed: int) -> Effect:
    """Return what a program of lines from this file does. Whatever their order, they end after 100 steps."""
    states: list[State] = []

    def record(centroids, labels):
        states.append((np.array(labels), np.array(centroids)))

    lines = list(lines)
    if MOVE < len(lines) and lines[MOVE].lstrip().startswith("centroids[j]"):
        lines.insert(MOVE + 1, RECORD)
    names = dict(np=np, X=points_for(seed), k=K, rng=np.random.default_rng(seed), record=record)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # the mean of no points is one of the effects
        try:
            exec(compile("\n".join(lines), "program", "exec"), names)
            end = np.array(names["labels"]), np.array(names["centroids"])
            check_result(*end)
        except Exception as error:
            return Effect(names["X"], (), None, f"{type(error).__name__}: {error}", line_of(error, lines))
    return Effect(names["X"], tuple(states[:2]), end)


def line_of(error: Exception, lines) -> int:
    """Return the line, as shown to the reader, in which the error arose; 0 if in none."""
    in_program = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "program"]
    line = error.lineno if isinstance(error, SyntaxError) else max(in_program, default=0)
    return line - (RECORD in lines[: line - 1])


def check_result(labels, centroids) -> None:
    """Raise an error for what is no clustering of the points."""
    if labels.shape != (N_POINTS,) or centroids.shape != (K, 2):
        raise ValueError(f"labels have the shape {labels.shape}, centroids {centroids.shape}")


def core_effect(seed: int) -> Effect:
    """Return what the library does from the same start, recorded like the programs: labels, then moved centroids."""
    X = points_for(seed)
    run = list(lloyd(X, random_init(X, K, seed=seed), tol=0))
    steps = tuple((before.labels, after.centroids) for before, after in pairwise(run[:3]))
    return Effect(X, steps, (run[-1].labels, run[-1].centroids))


def behaves_like_the_core(lines) -> bool:
    """Return whether a program ends where the library ends on five seeds, and leaves the points alone."""
    for seed in SEEDS:
        ours, theirs = run_program(lines, seed), core_effect(seed)
        if ours.end is None or not np.array_equal(ours.X, theirs.X):
            return False
        if not (np.array_equal(ours.end[0], theirs.end[0]) and np.allclose(ours.end[1], theirs.end[1])):
            return False
    return True
