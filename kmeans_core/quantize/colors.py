"""The colours of an image, counted once for every k; and the doors of this package."""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kmeans_core import checks
from kmeans_core.quantize import codes
from kmeans_core.quantize.cells import CENTRE, Cells
from kmeans_core.quantize.clusters import nearest, saved
from kmeans_core.quantize.exact import nearest_entry, polish
from kmeans_core.quantize.start import start
from kmeans_core.quantize.trades import Market

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # of red, green and blue (ITU-R BT.709)
LARGEST_PALETTE = 256
FINEST = 1 << 16  # cells from which all coarser ones are made: adding up every colour again would take longer


@dataclass(frozen=True)
class Effort:
    """How long to search: `cells` per centroid, Lloyd's `steps` on them, `trades` (times sqrt(k)), steps to `finish`."""

    cells: int
    steps: int
    trades: float
    finish: int


EFFORTS = {"draft": Effort(20, 3, 0, 1), "default": Effort(80, 4, 12.5, 6), "best": Effort(200, 8, 50, 25)}


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
        self._pixels = image.reshape(-1, 3)
        order = codes.pack(self._pixels, np.empty(len(self._pixels), np.uint32))
        order.sort()
        starts = codes.starts_of(order[1:] != order[:-1])
        self._order = order[starts[:-1]]
        del order
        self.counts = np.diff(starts)
        self.unique = codes.unpack(self._order)
        jumps = self._order[1:] ^ self._order[:-1]
        self._sizes = [1 + np.count_nonzero(jumps >= 1 << codes.BITS - bits) for bits in range(codes.BITS + 1)]
        self._levels = {}
        bits = max(bits for bits, size in enumerate(self._sizes) if size <= FINEST)
        starts = self._starts(bits)
        moments = np.empty((4, len(starts) - 1))
        squares = 0.0
        for f in range(3):
            channel = self.unique[:, f] - CENTRE
            weighted = channel * self.counts
            np.add.reduceat(weighted, starts[:-1], out=moments[f])
            squares += float(weighted @ channel)
        np.add.reduceat(self.counts, starts[:-1], out=moments[3])
        self._finest = self._levels[bits] = Cells(bits, starts, self.unique[starts[:-1]], np.ascontiguousarray(moments.T), squares)

    def _starts(self, bits):
        return codes.starts_of((self._order[1:] ^ self._order[:-1]) >= 1 << codes.BITS - bits)

    def _level(self, bits):
        if bits >= self._finest.bits:
            return self._finest
        if bits not in self._levels:
            starts = self._starts(bits)
            fine = self._finest
            which = np.searchsorted(fine.starts, starts[:-1])
            self._levels[bits] = Cells(bits, starts, self.unique[starts[:-1]], np.stack([np.add.reduceat(c, which) for c in fine.moments.T],axis=1), fine.squares)
        return self._levels[bits]

    def cells(self, most=6500):
        """Return the finest Cells of at most `most` boxes."""
        return self._level(max(bits for bits, size in enumerate(self._sizes) if size <= max(most, 1)))

    def _at_least(self, least):
        return self._level(min((bits for bits, size in enumerate(self._sizes) if size >= least), default=codes.BITS))

    def steps(self, k, *, quality="default", seed=None) -> Iterator[PaletteStep]:
        """Yield the states of the search for k colours, the start first; the error never rises."""
        k = min(checks.as_k(k, LARGEST_PALETTE), len(self.unique))
        rows = self.cells().rows
        for kind, palette, mse in self._search(k, quality, seed):
            yield PaletteStep(kind, palette, nearest(rows, palette - CENTRE), mse)

    def _search(self, k, quality, seed):
        effort = EFFORTS[quality]
        cells = self._at_least(effort.cells * k)
        market = Market(cells, start(self._at_least(START * k), k))
        yield "start", market.centroids + CENTRE, cells.mse(saved(market.moments))
        for _ in range(effort.steps):
            market.assign()
            yield "move", market.centroids + CENTRE, cells.mse(saved(market.moments))
        if effort.trades and k > 1:
            market.open()
            for _ in range(round(effort.trades * math.sqrt(k))):
                stands = market.trade()
                if stands is None:
                    break
                if stands:
                    yield "trade", market.centroids + CENTRE, cells.mse(saved(market.moments))
        boxes = self._at_least(BOXES)
        centroids = market.centroids
        fine = self._finest
        for centroids, total in polish(fine.rows, fine.moments, np.searchsorted(fine.starts, boxes.starts), boxes, centroids, effort.finish):
            yield "finish", centroids + CENTRE, cells.mse(total)
        if LAST:
            x = self.unique - CENTRE
            m = np.ones((len(x), 4)); m[:,:3]=x; m*=self.counts[:,None]
            for centroids, total in polish(x, m, boxes.starts, boxes, centroids, LAST):
                yield "finish", centroids + CENTRE, cells.mse(total)

    def quantize(self, k, *, quality="default", seed=None):
        """Return (palette, indices), as the function `quantize` does."""
        k = checks.as_k(k, LARGEST_PALETTE)
        palette = self.unique
        if k < len(self.unique):
            _, palette, _ = deque(self._search(k, quality, seed), maxlen=1)[0]
        palette = by_luminance(np.rint(palette).astype(np.uint8))
        return palette, self.indices(palette)

    def indices(self, palette):
        """Return each pixel's nearest entry of `palette` (k, 3) uint8, shape (h, w) uint8; the lowest on a tie."""
        table = np.empty(1 << codes.BITS, np.uint8)
        table[self._order] = nearest_entry(self.unique, self._at_least(BOXES), palette)
        indices = np.empty(len(self._pixels), np.uint8)
        for start in range(0, len(indices), codes.BLOCK):
            block = slice(start, start + codes.BLOCK)
            part = codes.pack(self._pixels[block], np.empty(len(indices[block]), np.uint32))
            np.take(table, part, mode="clip", out=indices[block])
        return indices.reshape(self.shape)


BOXES = 4096
START = 12
LAST = 0


def by_luminance(palette):
    """Return `palette` (k, 3) from dark to light."""
    return palette[np.argsort(palette @ LUMINANCE, kind="stable")]
