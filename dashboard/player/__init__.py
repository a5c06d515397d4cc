"""One player for everything that moves: it drives the films of a page in the browser, without a rerun."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from dashboard.figures.film import Film
from dashboard.player.pack import encode, pack
from dashboard.served import component

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
    """What hovering a point tells: the (m, d) values behind the markers of one trace, and every state's centroids.

    `rows` says which row of the data each marker is, where not every row is drawn. Where clusters share points,
    `roots` (states, k, d, d) make distances round and `bias` (states, k) is added: a share goes as
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


def script(
    films: Mapping[str, Film], beats: Sequence[Beat], *, id, code, toggles, fill, filename, tip=None,
    unit="half-step", begin=0,
) -> dict:  # fmt: skip
    """Return all that the browser needs to play `films`, the figures by their element's key. Costly: cache it.

    `unit` is what the beats are called: "half-step 3 of 19"; `begin` is the beat it stands at when it comes.

    `fill` names the figures that grow with the screen, the main one first: {key: [least, most] height in pixels},
    and as a third number, if not 1.15, the largest height as a multiple of the width.
    """
    data = {
        "id": id,
        "films": {key: pack(film.frames) for key, film in films.items()},
        "beats": [asdict(beat) for beat in beats],
        "code": list(code),
        "toggles": list(toggles),
        "fill": fill,
        "homes": {key: home(film) for key, film in films.items()},
        "filename": filename,
        "unit": unit,
        "begin": begin,
    }
    if tip is not None:
        steps, k, d = tip.centroids.shape
        data["k"] = k
        data["tip"] = {
            "key": tip.key,
            "trace": tip.trace,
            "labels": tip.labels,
            "features": list(tip.features),
            "d": d,
            "X": encode(np.ravel(tip.X)),
            "centroids": encode(np.ravel(tip.centroids)),
            "rows": tip.rows,
            "roots": None if tip.roots is None else encode(np.ravel(tip.roots)),
            "bias": None if tip.bias is None else encode(np.ravel(tip.bias)),
        }
    return data


def home(film: Film) -> dict | None:
    """Return the ranges a figure of equal axes begins with; None if they are kept whatever its size."""
    x, y = film.figure.layout.xaxis, film.figure.layout.yaxis
    return {"x": list(x.range), "y": list(y.range)} if y.scaleanchor and y.constrain != "domain" else None


def player(data: dict, *, key: str, on_chosen: Callable[[], None] = lambda: None) -> None:
    """Draw the player. A click on a point calls `on_chosen`; `st.session_state[key].chosen` says which and when."""
    _component(data=data, key=key, on_chosen_change=on_chosen)
