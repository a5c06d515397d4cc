"""What player.js does with what it is sent, in a few lines: the oracle of the tests."""

import base64
import json
import zlib

import numpy as np


def inflated(text: str) -> dict:
    """Return the data, with its runs of bytes in their places."""
    whole = zlib.decompress(base64.b64decode(text))
    at = 4 + int.from_bytes(whole[:4], "little")

    def found(part):
        nonlocal at
        if set(part) != {"bytes"}:
            return part
        at += part["bytes"]
        return whole[at - part["bytes"] : at]

    return json.loads(whole[4:at], object_hook=found)


def unpacked(frames: list[list]) -> list[dict]:
    """Return every frame whole: {(trace, path): value}."""
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
