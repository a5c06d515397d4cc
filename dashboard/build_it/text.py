"""What the Build it page says about a program and its effect."""

import numpy as np

from dashboard.build_it.compute import (
    ASSIGN,
    COPY,
    DISTANCES,
    HARMLESS,
    LOOP,
    MOVE,
    RIGHT,
    START,
    WRONG,
    Effect,
    K,
    Puzzle,
)
from dashboard.common.formatting import join_words, number

FILL, BUG, ORDER, ALONE = "fill the blank", "find the bug", "order the lines", "alone"
MODES = (FILL, BUG, ORDER, ALONE)
MODE_HELP = "Fill one blank line, find the wrong one, put all nine in order, or write them yourself in a notebook."
QUESTIONS = {
    FILL: "One line is missing. Which of the four belongs there?",
    BUG: "One line is wrong, and the pictures show what it does. Which replacement repairs the program?",
    ORDER: "Put nine of these eleven lines in order, so that they are k-means. The other two are wrong.",
}
WRONG_PROGRAM = "The program with the wrong line"
THIS_PROGRAM, LIBRARY = "This program", "The library, from the same start"
GIVEN = "`X` are the points, `k` is 3, and `rng` draws at random. The pictures show 60 points."
EFFECTS = {
    WRONG[START][0]: "`replace=True` may draw the same point twice. Of two centroids in the same place, one never gets "
    "a point, and the mean of no points is undefined.",
    WRONG[START][
        1
    ]: "`X[:k]` is a view, not a copy: when the centroids move, the first points move with them. Besides, "
    "the first three points are not a random start.",
    WRONG[START][2]: "Of three centroids in the same place, the first gets every point, and the mean of no points is "
    "undefined.",
    WRONG[LOOP][0]: "A single step: the centroids have moved once, but the points have not been assigned again.",
    WRONG[LOOP][1]: "Two steps: the loop stops although points would still change their cluster.",
    WRONG[LOOP][2]: "The number of steps has nothing to do with `k`: the loop stops although points would still change "
    "their cluster.",
    WRONG[DISTANCES][
        0
    ]: "That is the Manhattan distance: some points join another cluster, and the mean does not minimise it.",
    WRONG[DISTANCES][1]: "That is the distance along x alone: the borders between the clusters are all vertical.",
    WRONG[ASSIGN][0]: "`argmax` finds the farthest centroid: the clusters swap places again and again.",
    WRONG[ASSIGN][1]: "`axis=0` finds the point nearest to each centroid: that makes 3 labels, not 60.",
    WRONG[ASSIGN][2]: "Every point keeps its old label: no point changes its cluster after the first step.",
    WRONG[COPY][0]: "Without `.copy()`, `old` and `centroids` are the same array: they never differ, so the loop ends "
    "after one step.",
    WRONG[MOVE][0]: "Without `axis=0`, x and y are averaged together: every centroid lands on the diagonal x = y.",
    WRONG[MOVE][1]: "That is the median, as in k-medians: the mean has the least sum of squared distances.",
    WRONG[MOVE][2]: "Divided by `k` instead of the number of points: the centroids leave the points far behind.",
}
WHY_HARMLESS = (
    "The square root changes every distance, but not which one is the smallest: of two distances, the smaller one has "
    "the smaller root. So `argmin` finds the same centroid, and the root only costs time."
)
LINE_NAMES = {START: "start", LOOP: "loop", DISTANCES: "distances", ASSIGN: "assign", COPY: "copy", MOVE: "move"}


def so_far(n_lines: int) -> str:
    """Return how far the program is that the reader puts together."""
    return f"The program so far: {n_lines} of {len(RIGHT)} lines." if n_lines else "The program: choose its first line."


def option_lines(puzzle: Puzzle) -> str:
    """Return the options as a listing; of a program with a bug, with the numbers of their lines."""
    letters = "ABCD"
    if puzzle.is_blank:
        return "\n".join(f"{letters[i]}   {code.strip()}" for i, (_, code) in enumerate(puzzle.options))
    return "\n".join(f"{letters[i]}   line {line + 1}: {code.strip()}" for i, (line, code) in enumerate(puzzle.options))


def verdict_on_option(puzzle: Puzzle, option: int) -> str:
    """Return whether the program with this option is k-means, and what it does if it is not."""
    line, code = puzzle.options[option]
    if puzzle.is_right[option]:
        also = ""
        if code == HARMLESS:
            also = " It does so without the square root, too: two of the four are right."
        elif any(right and i != option for i, right in enumerate(puzzle.is_right)):
            also = " It does so with the square root, too: two of the four are right."
        return f"Right: on five seeds, the program ends where the library ends.{also}"
    right = puzzle.options[puzzle.is_right.index(True)][1].strip()
    if puzzle.is_blank:
        right = RIGHT[DISTANCES].strip() if line == DISTANCES else right
        return f"Not k-means. {EFFECTS[code]} The right line is `{right}`."
    bug_line = puzzle.options[puzzle.is_right.index(True)][0]
    return (
        f"That does not repair it: line {bug_line + 1} is the wrong one. {EFFECTS[puzzle.lines[bug_line]]} "
        f"It should be `{right}`."
    )


def verdict_on_order(lines, is_right: bool, effect: Effect) -> str:
    """Return what a program of ordered lines does."""
    if is_right:
        return "Right: on five seeds, your program ends where the library ends."
    decoys = [line for line in lines if line in EFFECTS]
    if effect.error:
        return explain_error(effect)
    if decoys:
        return f"It runs, but it is not k-means. {EFFECTS[decoys[0]]}"
    return "It runs, but it does not end where the library ends: some step comes too early or too late."


def effect_alt(program: str, effect: Effect) -> str:
    """Return what the pictures of a program show: how many points its clusters have, and where its centroids end."""
    panels = [
        *((f"after step {step}", *state) for step, state in enumerate(effect.steps, 1)),
        ("at the end", *effect.end),
    ]
    sizes = [f"{when}: {join_words(np.bincount(labels, minlength=K))}" for when, labels, _ in panels]
    _, centroids = effect.end
    places = [f"({number(x)}, {number(y)})" if np.isfinite([x, y]).all() else "no place" for x, y in centroids]
    return f"{program}. Points in its clusters {'; '.join(sizes)}. Its centroids at the end: {join_words(places)}."


def explain_error(effect: Effect) -> str:
    """Return where Python stopped, and what the error means: one of those that wrong lines and orders raise."""
    kind, _, message = effect.error.partition(": ")
    reason = "the shapes of two arrays do not match."
    if kind == "IndentationError":
        reason = "a line is indented without a loop above it, or a loop has no lines in it."
    elif kind == "NameError":
        name = message.split("'")[1]
        reason = f"`{name}` is used before any line sets it."
    elif kind == "SyntaxError":
        reason = "`break` is outside the loop that it should end."
    elif kind == "KeyError":
        reason = "no line sets `centroids` or `labels`."
    return f"Python stops at line {effect.line}: {reason}" if effect.line else f"Python stops: {reason}"
