"""k-means++ told pick by pick: who is how likely to be next, and who it was. No Streamlit, no Plotly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import number, percent, plural
from kmeans_core import Pick, kmeans_plusplus_picks

TRIALS = {"classic": 1, "greedy": None}


@dataclass(frozen=True)
class Turn:
    """One turn of the wheel: a pick, the rows picked `before` it, and the `shares` (k,) of the wheel that belong
    to the clusters. `places` (t,) say where on the wheel (0..1), cluster after cluster, the candidates lie."""

    pick: Pick
    before: tuple[int, ...]
    shares: np.ndarray
    places: np.ndarray

    @property
    def rows(self) -> tuple[int, ...]:
        return (*self.before, self.pick.row)


@dataclass(frozen=True)
class Moment:
    """One picture of the film: the wheel of this turn, before the draw or after it (`is_drawn`)."""

    name: str
    event: str
    line: int
    caption: str
    turn: Turn
    is_drawn: bool


def turns(X, k, trials, seed, labels) -> list[Turn]:
    """Return the k turns of k-means++ on `X`; `labels` (n,) are the clusters whose shares are followed."""
    order = np.argsort(labels, kind="stable")
    told: list[Turn] = []
    for pick in kmeans_plusplus_picks(X, k, seed=seed, trials=trials):
        probability = pick.probability
        ends = np.empty(len(X))
        ends[order] = np.cumsum(probability[order])
        middles = ends - probability / 2
        shares = np.bincount(labels, weights=probability, minlength=k)
        told.append(Turn(pick, told[-1].rows if told else (), shares, middles[pick.candidates]))
    return told


def pseudocode(trials) -> tuple[str, ...]:
    draw = "draw one point by weight" if trials == 1 else "draw several by weight, keep the best"
    return (
        "pick one point by lot",
        "repeat",
        "    weigh each point: D², to its nearest pick",
        f"    {draw}",
        "until k points are picked",
    )


FIRST, WEIGH, DRAW, UNTIL = 0, 2, 3, 4  # lines of the pseudo-code


def moments(X, turns: Sequence[Turn], labels) -> list[Moment]:
    """Return the film: two pictures a turn, and the last once more as the start that it is."""
    told = []
    for at, turn in enumerate(turns, start=1):
        told.append(
            Moment(f"Wheel {at}", f"Weigh {at}", WEIGH if at > 1 else FIRST, weighed(turn, labels, at), turn, False)
        )
        told.append(
            Moment(f"Pick {at}", f"Pick {at}", DRAW if at > 1 else FIRST, drawn(X, turn, labels, at), turn, True)
        )
    last = told[-1]
    return [*told[:-1], Moment(last.name, last.event, UNTIL, last.caption, last.turn, True)]


def weighed(turn: Turn, labels, at) -> str:
    if at == 1:
        return f"Wheel 1: no point is picked yet, so each of the {len(labels):,} is as likely as any other."
    bare = np.setdiff1d(labels, labels[list(turn.before)])
    if not len(bare):
        return f"Wheel {at}: every cluster has a pick, and still the farthest points are the likeliest."
    held = percent(float(turn.shares[bare].sum()))
    lot = percent(float(np.isin(labels, bare).mean()))
    have = "has" if len(bare) == 1 else "have"
    return f"Wheel {at}: {plural(len(bare), 'cluster')} {have} no pick yet: {held} of the wheel, {lot} of the points."


def drawn(X, turn: Turn, labels, at) -> str:
    row, n = turn.pick.row, len(X)
    j = labels[row]
    chance = float(turn.pick.probability[row])
    where = f"point {row + 1} in cluster {j + 1}"
    if at == 1:
        return f"Pick 1: the lot falls on {where}. One chance in {n:,}."
    had = "which had none" if j not in labels[list(turn.before)] else "which already had one"
    if len(turn.pick.candidates) > 1:
        return f"Pick {at}: of {len(turn.pick.candidates)} drawn, {where}, {had}, lowers the inertia most."
    return f"Pick {at}: {where}, {had}. Its chance: {percent(chance)}, {number(chance * n)} times an even draw."
