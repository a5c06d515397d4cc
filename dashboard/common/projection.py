"""Which two directions of the data the picture shows. No Streamlit, no Plotly."""

from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import percent

COMPONENTS = ("PC 1", "PC 2")


@dataclass(frozen=True)
class View:
    """A flat view of d-dimensional data: `on(X)` gives the (n, 2) places, `titles` the two axis titles.

    `complete` says whether the picture shows every feature, so that what looks nearest is nearest.
    """

    offset: np.ndarray
    directions: np.ndarray
    titles: tuple[str, str]
    complete: bool
    note: str

    def on(self, X) -> np.ndarray:
        return np.asarray(X) @ self.directions - self.offset


def view(X, features, x, y) -> View:
    """Return the view on `X` (n, d) along the features or principal components named `x` and `y`."""
    d = X.shape[1]
    mean = X.mean(axis=0)
    names = (x, y)
    if not set(names) & set(COMPONENTS):
        directions = np.eye(d)[:, [features.index(name) for name in names]]
        complete = d == 2 and x != y
        note = "" if complete else f"k-means uses all {d} features; the picture shows {x} and {y}."
        return View(np.zeros(2), directions, names, complete, note)
    _, singular, axes = np.linalg.svd(X - mean, full_matrices=False)
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])[:, None]  # one sign, on every machine
    share = singular**2 / max((singular**2).sum(), np.finfo(float).tiny)
    columns, titles = [], []
    for name in names:
        if name in COMPONENTS:
            at = COMPONENTS.index(name)
            columns.append(axes[at])
            titles.append(f"PC {at + 1} ({percent(share[at])} of the variance)")
        else:
            columns.append(np.eye(d)[features.index(name)])
            titles.append(name)
    note = (
        f"k-means uses all {d} features; the picture shows {names[0]} across and {names[1]} up "
        "(PC: principal component)."
    )
    directions = np.column_stack(columns)
    offset = np.where([name in COMPONENTS for name in names], mean @ directions, 0.0)  # components start at the mean
    return View(offset, directions, tuple(titles), False, note)
