"""Which palette colour each pixel gets: the nearest, or a pattern of near ones that averages out. No Streamlit.

Bayer (1973), "An optimum method for two-level rendition of continuous-tone pictures"; Floyd and Steinberg (1976),
"An adaptive algorithm for spatial greyscale". All work in sRGB, on `pixels` (h, w, 3) uint8 and `palette` (k, 3) uint8.
"""

from collections import deque
from collections.abc import Callable, Iterator

import numpy as np

from kmeans_core import prepare

BLOCK = 1 << 18  # pixels pushed at a time
# How Floyd and Steinberg share the error.
RIGHT, BELOW_LEFT, BELOW, BELOW_RIGHT = (np.float32(share / 16) for share in (7, 3, 5, 1))


def nearest(pixels, palette) -> np.ndarray:
    """Return the index of the nearest palette colour for every pixel, (h, w) uint8; ties go to the lowest."""
    return prepare(pixels).indices(palette)


def bayer_matrix(order: int = 3) -> np.ndarray:
    """Return the (2^order, 2^order) thresholds 0, 1, 2, ...: those close in value are far apart in place."""
    if not order:
        return np.zeros((1, 1), np.int32)
    quarter = 4 * bayer_matrix(order - 1)
    return np.block([[quarter, quarter + 2], [quarter + 3, quarter + 1]])


def bayer(pixels, palette) -> np.ndarray:
    """Return indices after each pixel's colour was pushed by an 8 x 8 pattern, as far as palette colours lie apart."""
    height, width = pixels.shape[:2]
    push = (bayer_matrix() + 0.5) / 64 - 0.5
    rows = 8 * max(1, BLOCK // (8 * width))
    pattern = np.rint(np.tile(push, (rows // 8, -(-width // 8))) * spacing(palette)).astype(np.int16)[:, :width, None]
    pushed = np.empty_like(pixels)
    for top in range(0, height, rows):
        band = pixels[top : top + rows]
        pushed[top : top + rows] = np.clip(band + pattern[: len(band)], 0, 255)
    return nearest(pushed, palette)


def spacing(palette) -> float:
    """Return how far a palette colour lies from its nearest neighbour, per channel, in the mean; 0 for one colour."""
    colours = np.unique(np.asarray(palette, np.float64), axis=0)
    if len(colours) == 1:
        return 0.0
    apart = np.linalg.norm(colours[:, None] - colours, axis=2)
    np.fill_diagonal(apart, np.inf)
    return float(apart.min(axis=1).mean()) / np.sqrt(3)


def floyd_steinberg(pixels, palette) -> np.ndarray:
    """Return indices where each pixel's rounding error has been handed on to its neighbours to come."""
    indices = np.empty(pixels.shape[:2], np.uint8)
    deque(diffused(pixels, palette, indices), maxlen=0)
    return indices


def diffused(pixels, palette, indices) -> Iterator[None]:
    """Write Floyd's and Steinberg's `indices` (h, w), and yield after each front: a caller can stop a long work.

    A pixel waits for its left neighbour and three of the row above, so all pixels with the same x + 2 y can be
    decided at once: w + 2 h wavefronts, each a strided view of the picture, instead of w h pixels.
    """
    height, width = pixels.shape[:2]
    stride = max(1, width - 2)  # one row down and two to the left; a narrower picture has one pixel a front
    source = np.ascontiguousarray(pixels).reshape(-1, 3)
    flat = indices.reshape(-1)
    colours = np.asarray(palette, np.float32)
    scorer = np.vstack([-2 * colours.T, (colours**2).sum(axis=1)])
    # What each row is owed at this front and the three to come; the last row stands below the picture.
    owed = [np.zeros((height + 1, 3), np.float32) for _ in range(4)]
    asked = np.ones((height, 4), np.float32)
    room = np.empty((height, 3), np.float32)
    for front in range(width + 2 * (height - 1)):
        top, end = max(0, (front - width + 2) // 2), min(height, front // 2 + 1)
        first = front + top * (width - 2)
        places = slice(first, first + (end - top) * stride, stride)
        now, next_, after, last = owed
        asking = asked[: end - top]
        wanted = np.add(source[places], now[top:end], out=asking[:, :3])
        np.minimum(np.maximum(wanted, 0, out=wanted), 255, out=wanted)
        chosen = (asking @ scorer).argmin(axis=1)
        flat[places] = chosen
        error = np.subtract(wanted, colours.take(chosen, axis=0), out=room[: end - top])
        next_[top:end] += RIGHT * error
        next_[top + 1 : end + 1] += BELOW_LEFT * error
        after[top + 1 : end + 1] += BELOW * error
        np.multiply(BELOW_RIGHT, error, out=last[top + 1 : end + 1])  # the first debt there is
        last[top] = 0
        owed = [next_, after, last, now]
        yield


METHODS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "off": nearest,
    "Bayer": bayer,
    "Floyd-Steinberg": floyd_steinberg,
}
