"""Frames packed for the browser: each contains only what differs from the one before it.

Between two half-steps few points change colour and nothing else about them changes, so a run of 5,000 points and 60
half-steps shrinks from 1.3 MB to a few hundred KB, and deflated to half of that. scenes/frames.js unpacks.
"""

import numpy as np


def pack_frames(frames: list[dict]) -> list[list]:
    """Return for each frame the list of its changes: [trace, "path.to.attribute", encoded value].

    Every frame must name the same traces and attributes; the first is sent in full.
    """
    current: dict[tuple, object] = {}
    packed = []
    for frame in frames:
        changes = []
        for trace, part in zip(frame["traces"], frame["data"], strict=True):
            for path, value in attributes(part):
                before = current.get((trace, path))
                if before is None or not same(before, value):
                    changes.append([trace, path, encode(value, before)])
                    current[trace, path] = value
        packed.append(changes)
    return packed


def attributes(part, prefix=""):
    """Yield every ("marker.color", value) of a trace's nested dict."""
    for key, value in part.items():
        if isinstance(value, dict):
            yield from attributes(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def same(before, value) -> bool:
    if isinstance(value, np.ndarray):
        return isinstance(before, np.ndarray) and before.shape == value.shape and before.tobytes() == value.tobytes()
    return not isinstance(before, np.ndarray) and before == value


def encode(value, before=None):
    """Return `value` as JSON and bytes: a typed array in full ("a"), or as indices ("i") and new values ("v").

    A table is sent row by row, with the width of one ("row"); hundredths, such as shares, as bytes ("of").
    """
    if not isinstance(value, np.ndarray):
        return value
    if value.ndim == 2:
        same_shape = isinstance(before, np.ndarray) and before.shape == value.shape
        return encode(value.ravel(), before.ravel() if same_shape else None) | {"row": value.shape[1]}
    kind = {"f": "f4", "i": f"i{value.itemsize}", "u": f"u{value.itemsize}"}[value.dtype.kind]
    if value.dtype.itemsize == 8:
        kind = {"f": "f4", "i": "i4", "u": "u4"}[value.dtype.kind]
    value = value.astype(f"<{kind}", copy=False)
    sent, kind = value, {"t": kind}
    if value.dtype.kind == "f" and are_hundredths(value):
        sent, kind = np.rint(100 * value).astype(np.uint8), {"t": "u1", "of": 100}
    if isinstance(before, np.ndarray) and before.shape == value.shape:
        places = np.flatnonzero(
            (before != value) & ((before == before) | (value == value))
        )  # NaN that stays NaN is no change
        where = places.astype("<u2" if value.size <= 1 << 16 else "<u4")
        if len(places) * (where.itemsize + sent.itemsize) < sent.nbytes:
            return kind | {"i": where.tobytes(), "w": where.itemsize, "v": sent[places].tobytes()}
    return kind | {"a": sent.tobytes()}


def are_hundredths(values) -> bool:
    """Whether bytes from 0 to 100 can carry these float32 exactly."""
    inside = values.size and values.min() >= 0 and values.max() <= 1  # never so with a NaN among them
    return bool(inside) and bool(((np.rint(100 * values) / 100).astype(np.float32) == values).all())
