"""One player for everything that moves: it drives the films of a page in the browser, without a rerun."""

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from dashboard.common.plots.film import Film
from dashboard.common.plots.plane import constrained_domains
from dashboard.components import component
from dashboard.components.player.states import deflated

_component = component("player")
MAX_DROPPED = 10  # centroids, as many as the slider for k offers
MAX_TIP_VALUES = 10_000  # behind the markers: with more there is no tip


@dataclass(frozen=True)
class Beat:
    """One frame as the player presents it: its name, the label of a button that leads to it, its caption, the line of
    pseudo-code that is highlighted, and which of the tip's centroid states it shows."""

    name: str
    next: str
    caption: str
    line: int
    state: int = 0


@dataclass(frozen=True)
class Tip:
    """What the player shows of a point under the pointer, and which point a click chooses.

    `X` (m, d) are the values behind the markers of `trace`, and `centroids` (states, k, d) those of the centroids; None
    if these are just the two that are drawn. `labels` is the trace whose colours are the clusters, if another.
    `rows` says which row of the data each marker is, where not every row is drawn. Markers that are no row, because
    `rows` is empty or they belong to another trace, are called by `headings` {trace: words} and cannot be chosen.
    """

    key: str
    trace: str
    features: Sequence[str]
    X: np.ndarray | None = None
    centroids: np.ndarray | None = None
    rows: Sequence[int] | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    labels: str = ""

    @property
    def n_values(self) -> int:
        """How many numbers lie behind the markers."""
        return sum(values.size for values in (self.X, self.centroids) if values is not None)

    def for_browser(self) -> dict:
        """Return it as the browser takes it: X by its columns, and the rows as their differences, which are small."""
        k = None if self.centroids is None else self.centroids.shape[1]
        columns = None if self.X is None else self.X.T
        rows = None if self.rows is None else np.diff(self.rows, prepend=0).tolist()
        own = dict(X=columns, k=k, rows=rows, labels=self.labels or self.trace, features=list(self.features))
        return vars(self) | own


def script(
    films: Mapping[str, Film],
    beats: Sequence[Beat],
    *,
    settings,
    code,
    toggles,
    fill,
    filename,
    tip=None,
    unit="half-step",
    begin=0,
) -> dict:
    """Return all that the browser needs to play `films`, the figures by their element's key. Expensive: cache it.

    Everything except an id of the `settings` and where to begin is one text, which the page passes on as it is.
    `unit` is what the beats are called: "half-step 3 of 19"; `begin` is the beat that is shown first.

    `fill` names the figures that grow with the screen, the main one first: {key: [least, most] height in pixels},
    and as a third number, if not 1.15, the largest height as a multiple of the width.
    """
    data = dict(
        films={key: {"states": film.scene} | home(film.figure) for key, film in films.items()},
        beats=[vars(beat) for beat in beats],
        code=list(code),
        toggles=list(toggles),
        fill=fill,
        filename=filename,
        unit=unit,
        tip=tip.for_browser() if tip and tip.n_values <= MAX_TIP_VALUES else None,
    )
    id = hashlib.sha256(repr(settings).encode()).hexdigest()[:16]
    return dict(id=id, begin=begin, n_steps=len(beats), deflated=deflated(data))


def home(figure) -> dict:
    """Return what of a figure with equal axes each new size begins with: the `home` ranges, or the `domains`."""
    x, y = figure.layout.xaxis, figure.layout.yaxis
    is_equal = y.scaleanchor and y.constrain != "domain"
    ranges = dict(x=list(x.range), y=list(y.range)) if is_equal else None
    return dict(home=ranges, domains=constrained_domains(figure))


def player(
    data: dict,
    *,
    key: str,
    n_points=0,
    on_chosen: Callable[[int, int], None] = lambda point, step: None,
    asks: bool | None = None,
    on_asks: Callable[[bool], None] = lambda asks: None,
    on_dropped: Callable[[list], None] | None = None,
    speaks=True,
) -> None:
    """Draw the player. A click on one of the `n_points` calls `on_chosen` with the point and the current step.

    If the player `asks`, the reader says what each half-step will do before it is played. A click on "Watch" or "Your
    turn" calls `on_asks`; None: there is no such choice.

    If there is `on_dropped`, the centroids of a picture can be dragged: it gets their positions [[x, y], ...].

    Screen readers read out the caption of each new film, or if it does not `speak`, only once that film is played.
    """

    def sent(name):
        return (st.session_state.get(key) or {}).get(name)

    def follow_click() -> None:
        chosen = clicked_point(sent("chosen"), n_points, data["n_steps"])
        if chosen is not None:
            on_chosen(*chosen)

    def follow_choice() -> None:
        if isinstance(sent("asked"), bool):
            on_asks(sent("asked"))

    def follow_drop() -> None:
        positions = dropped_centroids(sent("dropped"))
        if on_dropped and positions:
            on_dropped(positions)

    follow = dict(on_chosen_change=follow_click, on_asked_change=follow_choice, on_dropped_change=follow_drop)
    _component(data=data | dict(asks=asks, has_handles=on_dropped is not None, speaks=speaks), key=key, **follow)


def clicked_point(message, n_points: int, n_steps: int) -> tuple[int, int] | None:
    """Return the point and the step in the `message`, which anybody can send: None if they do not exist."""
    match message:
        case {"point": int(point), "at": int(step)} if 0 <= point < n_points and 0 <= step < n_steps:
            return point, step
    return None


def dropped_centroids(message) -> list | None:
    """Return the positions in the `message`, which anybody can send: None if they are not at most ten pairs of finite
    numbers."""
    if not isinstance(message, list) or len(message) > MAX_DROPPED:
        return None
    for position in message:
        match position:
            case [int() | float() as x, int() | float() as y] if math.isfinite(x) and math.isfinite(y):
                continue
        return None
    return message
