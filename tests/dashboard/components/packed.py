"""What states.js does with what it is sent, in a few lines: the oracle of the tests."""

import base64
import json
import zlib

import numpy as np


def inflated(text: str) -> dict:
    """Return the data, with the bytes where they belong."""
    packed = zlib.decompress(base64.b64decode(text))
    offset = 4 + int.from_bytes(packed[:4], "little")

    def with_bytes(part):
        nonlocal offset
        if "bytes" not in part:
            return part
        offset += part["bytes"]
        return np.frombuffer(packed[offset - part["bytes"] : offset], f"<{part['type']}")

    return json.loads(packed[4:offset], object_hook=with_bytes)
