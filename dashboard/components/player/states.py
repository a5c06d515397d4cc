"""What the server sends the player: JSON, and the bytes of its NumPy arrays. states.js unpacks."""

import base64
import json
import zlib

import numpy as np

from dashboard.common.plots.traces import single


def deflated(data: dict) -> str:
    """Return `data`, JSON but for the arrays in it, as one text.

    Inside: how long the JSON is (4 bytes), the JSON, in which {"bytes": 12, "type": "f4"} stands for the next 12, and
    all bytes. Arrays are flat, row by row, and of at most four bytes for each number that these can hold.
    """
    parts = []

    def put(array: np.ndarray) -> dict:
        array = single(array) if array.dtype.kind == "f" else array
        parts.append(array.astype(f"<{number_type(array)}").tobytes())
        return {"bytes": len(parts[-1]), "type": number_type(array)}

    text = json.dumps(data, default=put, separators=(",", ":")).encode()
    packed = b"".join((len(text).to_bytes(4, "little"), text, *parts))
    return base64.b64encode(zlib.compress(packed)).decode("ascii")


def number_type(values: np.ndarray) -> str:
    """Return the type in which an array is sent, such as "f4" or "u1"."""
    return f"{values.dtype.kind}{values.itemsize if values.dtype.kind == 'f' else min(values.itemsize, 4)}"
