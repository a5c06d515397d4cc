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
    """One frame as the player tells it: its name, what a button that leads to it says, its sentence, the
    line of pseudo-code that is lit, and which of the tip's centroid states it shows."""

    name: str
    next: str
    caption: str
    line: int
    state: int = 0


@dataclass(frozen=True)
class Tip:
    """What hovering a point tells, and what a click on it chooses.

    `X` (m, d) are the values behind the markers of `trace`, None where these are just the two that are drawn.
    `labels` is where a frame has their clusters, and `centroids` (states, k, d) where the centroids stand. `rows` says
    which row of the data each marker is, where not every row is drawn. Markers that are no row, since `rows` is empty
    or their trace is another, are called by `headings` {trace: words}, and cannot be chosen. Where clusters share
    points, `roots` (states, k, d, d) make distances round and `bias` (states, k) is added: a share goes as
    exp(bias - |root (x - c)|^2).
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

    def sent(self) -> dict:
        """Return it as the browser takes it: arrays flat, X by its columns, which often are the film's own x and y."""
        arrays = {"X": self.X, "centroids": self.centroids, "roots": self.roots, "bias": self.bias}
        order = {"X": "F"}
        flat = {
            name: None if values is None else encode(np.ravel(values, order.get(name, "C")))
            for name, values in arrays.items()
        }
        return flat | {
            "key": self.key,
            "trace": self.trace,
            "labels": self.labels,
            "features": list(self.features),
            "d": self.centroids.shape[2],
            "rows": self.rows,
            "headings": self.headings,
        }


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
    """Return all that the browser needs to play `films`, the figures by their element's key. Costly: cache it.

    All of it but the `id` and where to begin is one text, which the page sends on without looking into it.
    `unit` is what the beats are called: "half-step 3 of 19"; `begin` is the beat it stands at when it comes.

    `fill` names the figures that grow with the screen, the main one first: {key: [least, most] height in pixels},
    and as a third number, if not 1.15, the largest height as a multiple of the width.
    """
    data = {
        "films": {key: pack_frames(film.frames) for key, film in films.items()},
        "whole": all(film.whole for film in films.values()),
        "beats": [asdict(beat) for beat in beats],
        "code": list(code),
        "toggles": list(toggles),
        "fill": fill,
        "homes": {key: home(film) for key, film in films.items()},
        "filename": filename,
        "unit": unit,
    }
    if tip is not None:
        data |= {"k": tip.centroids.shape[1], "tip": tip.sent()}
    return {"id": id, "begin": begin, "deflated": deflated(data)}


def home(film: Film) -> dict | None:
    """Return the ranges a figure of equal axes begins with; None if they are kept whatever its size."""
    x, y = film.figure.layout.xaxis, film.figure.layout.yaxis
    return {"x": list(x.range), "y": list(y.range)} if y.scaleanchor and y.constrain != "domain" else None


def player(data: dict, *, key: str, on_chosen: Callable[[], None] = lambda: None) -> None:
    """Draw the player. A click on a point calls `on_chosen`; `st.session_state[key].chosen` says which and when."""
    _component(data=data, key=key, on_chosen_change=on_chosen)
