"""A figure that moves: its first picture, and what the browser draws the later ones from."""

import pickle
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dashboard.common.plots.drawing import Drawing


@dataclass(frozen=True)
class Film:
    """`figure` shows the first picture. `scene` are the states from which the player draws the others: JSON, but for
    NumPy arrays in it, and their `kind`, a function of components/player/browser/scenes.js."""

    figure: Drawing
    scene: dict


def scene_film(data, layout, kind, stamp="", **states) -> Film:
    """Return the Film that begins with the traces `data` and goes on with the `states`.

    The figure carries a stamp, because after a change the old figure stays on the screen for a moment. It is made from
    the figure, unless the player may use any figure with a given `stamp`.
    """
    stamp = stamp or str(zlib.crc32(pickle.dumps((data, layout))))
    return Film(Drawing(data, dict(layout, meta=stamp)), dict(states, kind=kind, stamp=stamp))


def label_states(labels: Sequence[np.ndarray]) -> dict:
    """Return the `labels` (m,) of successive states as the first ones and what changes from one state to the next."""
    rows = [np.flatnonzero(before != after) for before, after in pairwise(labels)]
    index = np.uint16 if len(labels[0]) <= 1 << 16 else np.uint32
    return dict(
        first=labels[0],
        counts=[len(part) for part in rows],
        rows=np.concatenate([np.empty(0, index), *rows], dtype=index, casting="unsafe"),
        to=np.concatenate([labels[0][:0], *(after[part] for after, part in zip(labels[1:], rows, strict=True))]),
    )


def merged(look, part) -> dict:
    """Return a trace: its constant look, and one frame's values."""
    nested = {key: look[key] | part[key] for key in ("marker",) if key in look and key in part}
    return look | part | nested
