"""The picture that changes with the player's colour space: drawn in the browser, frame by frame."""

import base64

import numpy as np

from dashboard.components import component
from dashboard.components.compare_slider import send_images

_component = component("recolored_picture")


def recolored_picture(colors: np.ndarray, cells: bytes, *, id: str, alt: str, key: str) -> None:
    """Draw the picture whose pixels belong to `cells`, a PNG of their numbers (red * 256 + green).

    `colors` (m, 3) uint8 are the cells' own, shown until the player's scene has a palette; `id` is its script's.
    """
    own = base64.b64encode(np.ascontiguousarray(colors)).decode("ascii")
    _component(data={"files": f"{key}-files", "colors": own, "id": id, "alt": alt}, key=key)
    send_images(cells, key=f"{key}-files")
