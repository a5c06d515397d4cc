"""What player.js does with what it is sent, in a few lines: the oracle of the tests."""

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
        sent = packed[offset - part["bytes"] : offset]
        return np.frombuffer(sent, f"<{part['type']}") if "type" in part else sent

    return json.loads(packed[4:offset], object_hook=with_bytes)


def unpacked(frames: list[list]) -> list[dict]:
    """Return every frame in full: {(trace, path): value}."""
    found, state = [], {}
    for changes in frames:
        for trace, path, value in changes:
            if isinstance(value, dict):
                news = np.frombuffer(value.get("a") or value["v"], f"<{value['t']}")
                news = (news / value["of"]).astype(np.float32) if "of" in value else news
                if "i" in value:
                    after = state[trace, path].flatten()
                    after[np.frombuffer(value["i"], f"<u{value['w']}")] = news
                    news = after
                value = news.reshape(-1, value["row"]) if "row" in value else news
            state[trace, path] = value
        found.append(dict(state))
    return found
