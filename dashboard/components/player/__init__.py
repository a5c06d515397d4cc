"""One player for everything that moves: it drives the films of a page in the browser, without a rerun."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from dashboard.common.plots.film import Film
from dashboard.components import component
from dashboard.components.player.pack import deflated, encode, pack_frames

_component = component("player")


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

    `X` (m, d) are the values behind the markers of `trace`; None if these are just the two that are drawn. `labels` is
    where a frame has their clusters, and `centroids` (states, k, d) where the centroids are. `rows` says which row of
    the data each marker is, where not every row is drawn. Markers that are no row, because `rows` is empty or they
    belong to another trace, are called by `headings` {trace: words} and cannot be chosen. Where clusters share points,
    distances are measured after multiplication with `roots` (states, k, d, d), and `bias` (states, k) is added: a share
    is proportional to exp(bias - |root (x - c)|^2).
    """

    key: str
    trace: str
    labels: str
    features: Sequence[str]
    X: object
    centroids: object
    rows: Sequence[int] | None = None
    roots: object = None
    bias: object = None
    headings: Mapping[str, str] = field(default_factory=dict)

    def for_browser(self) -> dict:
        """Return it as the browser takes it: arrays flat, X by its columns, which often are the film's own x and y."""
        arrays = dict(X=self.X, centroids=self.centroids, roots=self.roots, bias=self.bias)
        flat = {
            name: None if values is None else encode(np.ravel(values, "F" if name == "X" else "C"))
            for name, values in arrays.items()
        }
        own = dict(key=self.key, trace=self.trace, labels=self.labels, rows=self.rows, headings=self.headings)
        return flat | own | dict(features=list(self.features), d=self.centroids.shape[2])


def script(
    films: Mapping[str, Film],
    beats: Sequence[Beat],
    *,
    id,
    code,
    toggles,
    fill,
    filename,
    tip=None,
    unit="half-step",
    begin=0,
) -> dict:
    """Return all that the browser needs to play `films`, the figures by their element's key. Expensive: cache it.

    Everything except the `id` and where to begin is one text, which the page passes on without looking into it.
    `unit` is what the beats are called: "half-step 3 of 19"; `begin` is the beat that is shown first.

    `fill` names the figures that grow with the screen, the main one first: {key: [least, most] height in pixels},
    and as a third number, if not 1.15, the largest height as a multiple of the width.
    """
    data = dict(
        films={key: pack_frames(film.frames) for key, film in films.items()},
        complete=all(film.complete for film in films.values()),
        beats=[asdict(beat) for beat in beats],
        code=list(code),
        toggles=list(toggles),
        fill=fill,
        homes={key: home_ranges(film) for key, film in films.items()},
        filename=filename,
        unit=unit,
    )
    if tip is not None:
        data |= dict(k=tip.centroids.shape[1], tip=tip.for_browser())
    return dict(id=id, begin=begin, deflated=deflated(data))


def home_ranges(film: Film) -> dict | None:
    """Return the initial ranges of a figure with equal axes; None if it keeps its ranges at every size."""
    x, y = film.figure.layout.xaxis, film.figure.layout.yaxis
    return dict(x=list(x.range), y=list(y.range)) if y.scaleanchor and y.constrain != "domain" else None


def player(data: dict, *, key: str, on_chosen: Callable[[], None] = lambda: None) -> None:
    """Draw the player. A click on a point calls `on_chosen`; `st.session_state[key].chosen` says which and when."""
    _component(data=data, key=key, on_chosen_change=on_chosen)
