"""Which palette colour each pixel gets: the nearest one, or a pattern of near ones whose average is right.

Bayer (1973), "An optimum method for two-level rendition of continuous-tone pictures"; Floyd and Steinberg (1976),
"An adaptive algorithm for spatial greyscale". All functions take `pixels` (h, w, 3) uint8 and `palette` (k, 3) uint8
in sRGB and return indices (h, w) uint8.
"""

import numpy as np
from PIL import Image

from kmeans_core import prepare

BLOCK_PIXELS = 1 << 18  # pixels that Bayer's pattern is added to at a time


def nearest(pixels, palette) -> np.ndarray:
    """Return the index of the nearest palette colour for every pixel; ties go to the lowest index."""
    return prepare(pixels).indices(palette)


def bayer(pixels, palette) -> np.ndarray:
    """Return the nearest colours after an 8 x 8 pattern is added, as strong as palette colours are apart."""
    height, width = pixels.shape[:2]
    offsets = ((bayer_matrix() + 0.5) / 64 - 0.5) * spacing(palette)
    rows = 8 * max(1, BLOCK_PIXELS // (8 * width))
    pattern = np.rint(np.tile(offsets, (rows // 8, -(-width // 8)))).astype(np.int16)[:, :width, None]
    shifted = np.empty_like(pixels)
    for top in range(0, height, rows):
        block = pixels[top : top + rows]
        shifted[top : top + rows] = np.clip(block + pattern[: len(block)], 0, 255)
    return nearest(shifted, palette)


def bayer_matrix(order: int = 3) -> np.ndarray:
    """Return the (2^order, 2^order) thresholds 0, 1, 2, ...: similar ones are far apart."""
    if not order:
        return np.zeros((1, 1), np.int32)
    quarter = 4 * bayer_matrix(order - 1)
    return np.block([[quarter, quarter + 2], [quarter + 3, quarter + 1]])


def spacing(palette) -> float:
    """Return the mean distance of a palette colour from its nearest neighbour, per channel; 0 for one colour."""
    colors = np.unique(np.asarray(palette, np.float64), axis=0)
    if len(colors) == 1:
        return 0.0
    distances = np.linalg.norm(colors[:, None] - colors, axis=2)
    np.fill_diagonal(distances, np.inf)
    return float(distances.min(axis=1).mean()) / np.sqrt(3)


def floyd_steinberg(pixels, palette) -> np.ndarray:
    """Return the indices that Pillow chooses: each pixel's error is passed on to its neighbours.

    Pillow looks up the nearest colour in a table of colours rounded to six bits per channel.
    """
    with_palette = Image.new("P", (1, 1))
    with_palette.putpalette(palette.tobytes())
    return np.asarray(Image.fromarray(pixels).quantize(palette=with_palette, dither=Image.Dither.FLOYDSTEINBERG))


DITHERS = {"off": nearest, "Bayer": bayer, "Floyd-Steinberg": floyd_steinberg}
