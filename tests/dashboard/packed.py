"""What player.js does with what it is sent, in a few lines: the oracle of the tests."""

import base64
import json
import zlib

import numpy as np


def inflated(text: str) -> tuple[dict, bytes]:
    """Return the data, and the bytes in which its arrays have places."""
    whole = zlib.decompress(base64.b64decode(text))
    end = 4 + int.from_bytes(whole[:4], "little")
    return json.loads(whole[4:end]), whole[end:]


def unpacked(frames: list[list], parts: bytes) -> list[dict]:
    """Return every frame whole: {(trace, path): value}."""
    found, state = [], {}

    def values(place, kind):
        return np.frombuffer(parts[place[0] : sum(place)], dtype=f"<{kind}")

    for changes in frames:
        for trace, path, value in changes:
            if isinstance(value, dict):
                news = values(value.get("a") or value["v"], value["t"])
                news = (news / value["of"]).astype(np.float32) if "of" in value else news
                if "i" in value:
                    after = state[trace, path].flatten()
                    after[values(value["i"], f"u{value['w']}")] = news
                    news = after
                value = news.reshape(-1, value["row"]) if "row" in value else news
            state[trace, path] = value
        found.append(dict(state))
    return found
