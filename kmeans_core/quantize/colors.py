"""The colours of an image, counted once for every k; and the doors of this package."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kmeans_core import checks
from kmeans_core.quantize import codes
from kmeans_core.quantize.cells import Cells
from kmeans_core.quantize.exact import nearest_entry
from kmeans_core.quantize.fit import fit, nearest

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # of red, green and blue (ITU-R BT.709)
LARGEST_PALETTE = 256


@dataclass(frozen=True)
class PaletteStep:
    """One state of the search: this palette (k, 3) float, and the labels (m,) of `cells()` and mse that belong to it.

    `kind` is "start", "move" (a Lloyd step), "trade" (one centroid merged away, another split) or "finish" (moves
    over all the colours). `mse` is the mean squared error per channel of the picture, and never rises.
    """

    kind: str
    palette: np.ndarray
    labels: np.ndarray
    mse: float


def quantize(image, k, *, quality="default", seed=None):
    """Return (palette (k, 3) uint8 sorted by luminance, indices (h, w) uint8) of `image` (h, w, 3) uint8.

    Every pixel has the index of its nearest entry, the lowest on a tie. An image of fewer than k colours gets
    a palette of just those. `quality` is "draft", "default" or "best": how long to search.
    """
    return prepare(image).quantize(k, quality=quality, seed=seed)


def prepare(image):
    """Return the Colors of `image` (h, w, 3) uint8: all that does not depend on k."""
    return Colors(checks.as_image(image))


class Colors:
    """The distinct colours `unique` (u, 3) uint8 of an image of `shape` (h, w), and how many pixels have each."""

    def __init__(self, image):
        self.shape = image.shape[:2]
        self._codes = codes.pack(image.reshape(-1, 3))
        order = np.sort(self._codes)
        starts = codes.runs(order)
        self._sorted = order[starts[:-1]]
        self.counts = np.diff(starts)
        self.unique = codes.unpack(self._sorted)

    def cells(self, most=6500):
        """Return the finest Cells of at most `most` boxes."""
        for bits in range(codes.BITS, -1, -1):
            starts = codes.runs(self._sorted >> (codes.BITS - bits))
            if len(starts) <= most + 1:
                break
        x = self.unique.astype(np.float64)
        weights = np.add.reduceat(self.counts, starts[:-1]).astype(np.float64)
        sums = np.add.reduceat(x * self.counts[:, None], starts[:-1])
        means = sums / weights[:, None]
        square = float(np.einsum("if,if,i->", x, x, self.counts.astype(float)))
        return Cells(means, weights, starts, max(0.0, square - float(np.einsum("if,if->", sums, means))))

    def steps(self, k, *, quality="default", seed=None) -> Iterator[PaletteStep]:
        """Yield the states of the search for k colours, the start first; the error never rises."""
        k = checks.as_k(k, LARGEST_PALETTE)
        cells = self.cells()
        for kind, palette, mse in fit(self, k, quality, checks.as_rng(seed)):
            yield PaletteStep(kind, palette, nearest(cells.means, palette), mse)

    def quantize(self, k, *, quality="default", seed=None):
        """Return (palette, indices), as the function `quantize` does."""
        k = checks.as_k(k, LARGEST_PALETTE)
        palette = self.unique
        if k < len(self.unique):
            _, palette, _ = deque(fit(self, k, quality, checks.as_rng(seed)), maxlen=1)[0]
        palette = by_luminance(np.rint(palette).astype(np.uint8))
        return palette, self.indices(palette)

    def indices(self, palette):
        """Return each pixel's nearest entry of `palette` (k, 3) uint8, shape (h, w) uint8; the lowest on a tie."""
        return self.at_pixels(nearest_entry(self.unique, palette))

    def at_pixels(self, values):
        """Return `values` (u,), one for each distinct colour, at every pixel: shape (h, w)."""
        table = np.empty(1 << codes.BITS, values.dtype)
        table[self._sorted] = values
        return np.take(table, self._codes).reshape(self.shape)


def by_luminance(palette):
    """Return `palette` (k, 3) from dark to light."""
    return palette[np.argsort(palette @ LUMINANCE, kind="stable")]
