"""The picture that changes with the player's colour space: painted in the browser, frame by frame."""

import base64
from pathlib import Path

import numpy as np
import streamlit as st

from dashboard.compare import hidden

HERE = Path(__file__).parent
_component = st.components.v2.component(
    "repaint",
    html=(HERE / "repaint.html").read_text("utf-8"),
    css=(HERE / "repaint.css").read_text("utf-8"),
    js=(HERE / "repaint.js").read_text("utf-8"),
)


def repaint(colors: np.ndarray, cells: bytes, *, labels: str, id: str, alt: str, key: str) -> None:
    """Draw the picture whose pixels belong to `cells`, a PNG of their numbers (red * 256 + green).

    `colors` (m, 3) uint8 are the cells' own, shown until the player gives them centroids; `labels` is the
    attribute of the player's first trace that says which centroid each cell has.
    """
    own = base64.b64encode(np.ascontiguousarray(colors)).decode("ascii")
    _component(data={"files": f"{key}-files", "colors": own, "labels": labels, "id": id, "alt": alt}, key=key)
    hidden(cells, key=f"{key}-files")
